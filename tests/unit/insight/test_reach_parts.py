"""A block is answered part by part where its parts differ, and an answer for one IP version alone says so."""

from __future__ import annotations

from netsec.insight.expectations import check_expectations
from netsec.insight.reach import Question, ReachAnswer, parse_traffic, reach
from netsec.insight.snapshot import VpcSnapshot
from netsec.model import Expectation
from netsec.views.reach import reach_object, reach_text
from tests.support.reach_world import OUT, OUT6, rule, with_group, world

BASE = world(priv={OUT: "nat-1", OUT6: "eigw-1", "10.9.0.0/16": "pcx-1"})


def asked(found: VpcSnapshot, source: str, target: str, traffic: str, *families: int) -> ReachAnswer:
    ports, protocol = parse_traffic(traffic) or (None, "")
    assert ports
    question = Question(source=source, target=target, ports=ports, protocol=protocol, families=families or (4, 6))
    answer = reach(found, question)
    assert isinstance(answer, ReachAnswer)
    return answer


def test_a_block_by_the_routes_of_its_parts() -> None:
    answer = asked(BASE, "db", "0.0.0.0/0", "443")
    parts = {part.verdict: part for part in answer.parts}
    assert set(parts) == {"yes", "unknown", "no"}
    assert "10.9.0.0/16" in parts["unknown"].addresses.split(", ")
    assert parts["unknown"].why.code == "reach_leaves_sight"
    assert parts["no"].why.code == "part_not_let_through"
    assert "192.168.0.0/16" in parts["no"].addresses.split(", ")
    assert "10.9.0.0/16, 169.254.171.0/24: unknown" in reach_text(answer, columns=1000)
    assert {part["reachable"] for part in reach_object(answer)["parts"]} == {True, False, None}


def test_a_block_by_the_rules_that_let_it_in() -> None:
    narrow = with_group(BASE, "web", (rule("22", "54.240.0.0/24"),))
    answer = asked(narrow, "54.240.0.0/23", "web", "22")
    assert [(part.addresses, part.verdict) for part in answer.parts] == [
        ("54.240.0.0/24", "yes"),
        ("54.240.1.0/24", "no"),
    ]
    assert not asked(narrow, "54.240.0.0/24", "web", "22").parts


def test_one_ip_version_of_two() -> None:
    """A rule for ::/0 alone opens the port, and the answer says by which version."""
    six = with_group(BASE, "web", (rule("22", OUT6),))
    answer = asked(six, "internet", "web", "22")
    assert (answer.verdict, answer.only_family) == ("yes", 6)
    assert "Only over IPv6." in reach_text(answer)
    assert asked(six, "internet", "web", "22", 4).verdict == "no"
    assert asked(six, "internet", "web", "22", 6).only_family is None
    assert asked(BASE, "internet", "web", "443").only_family is None


def test_expectations_take_both_ip_versions() -> None:
    six = with_group(BASE, "web", (rule("22", OUT6),))
    for source in ("internet", "2606:4700::1", "2606:4700::/32"):
        wish = Expectation(source=source, target="web", ports=(22, 22), reachable=False)
        (result,) = check_expectations((wish,), six)
        assert (result.is_met, result.why.code) == (False, "expectation_open")


def test_unknown_says_what_would_have_to_be_known() -> None:
    answer = asked(BASE, "10.9.0.5", "db", "6000")
    assert "pcx-1" in reach_text(answer)
    listed = with_group(BASE, "db", (rule("6000", "pl-2"),))
    assert "pl-2" in reach_text(asked(listed, "app", "db", "6000"))
