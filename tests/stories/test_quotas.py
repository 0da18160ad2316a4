"""Full groups and ACLs in a strict world: what fits in the end is reached, and no call on the way is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netsec.model import AclConfig, AclEntry, Peer, Query, Rule
from netsec.model.quota import PREFIX_LISTS_OPERATION
from tests.stories.test_owners import regroup
from tests.support.story import Story, hands_on, line, new_story

TEN, SIX = "10.0.0.0/8", "2001:db8::/32"
OTHER = "222222222222/sg-0abc0abc0abc0abc0"


def to(port: int, peer: Peer) -> Rule:
    return Rule(protocol="tcp", from_port=port, to_port=port, peer=peer)


def four(first: int, number: int) -> tuple[Rule, ...]:
    return tuple(to(port, Peer("cidr_ipv4", TEN)) for port in range(first, first + number))


def six(first: int, number: int) -> tuple[Rule, ...]:
    return tuple(to(port, Peer("cidr_ipv6", SIX)) for port in range(first, first + number))


def listed(story: Story, size: int) -> Peer:
    made = story.ec2.create_managed_prefix_list(PrefixListName=f"l{size}", AddressFamily="IPv4", MaxEntries=size)
    return Peer("prefix_list", str(made["PrefixList"]["PrefixListId"]))


def changing(story: Story, ingress: tuple[Rule, ...]) -> list[str]:
    """The calls that lead to these rules of one group, after which nothing is left to do."""
    story.notes.clear()
    story.settled(config=regroup(story, "rds", ingress=ingress))
    return [each.split("_")[0] for each in story.writes]


@pytest.mark.parametrize("denied", [False, True], ids=["", "weights may not be read"])
def test_full_with_lists(tmp_path: Path, denied: bool) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        if denied:
            forbid(story, PREFIX_LISTS_OPERATION)
        office = listed(story, 20)
        changing(story, tuple(to(port, office) for port in (1, 2, 3)))
        net = Peer("cidr_ipv4", TEN)
        assert changing(story, (to(1, office), to(2, office), to(8, net), to(9, net))) == ["revoke", "authorize"]
        codes = {each.code for each in story.plan(config=regroup(story, "rds", ingress=(to(1, office),))).warnings}
        assert codes == ({"prefix_lists_unweighed"} if denied else set())


def forbid(story: Story, op: str) -> None:
    from botocore.exceptions import ClientError

    inner = story.aws.read

    def read(query: Query) -> list[dict[str, Any]]:
        if query.op == op:
            raise ClientError({"Error": {"Code": "UnauthorizedOperation", "Message": "no"}}, op)
        return inner(query)

    story.aws.read = read  # type: ignore[method-assign]


def test_sixty_of_each_family(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        assert changing(story, (*four(1, 60), *six(1, 60))).count("authorize") == 3
        assert changing(story, (*four(1, 59), to(80, Peer("group", "alb")), *six(1, 59))) == [
            "revoke", "authorize",
        ]  # fmt: skip
        assert changing(story, (*four(1, 30), *six(100, 20))) == ["modify", "revoke"]


def test_a_raised_quota_is_read_and_used(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False), rule_quota=100) as story:
        changing(story, four(1, 50))
        assert changing(story, tuple(to(port, Peer("group", "alb")) for port in range(1, 51))) == [
            "authorize",
            "revoke",
        ]
        assert story.plan(config=regroup(story, "rds", ingress=four(1, 100))).exceeded_quotas == ()
        (over,) = story.plan(config=regroup(story, "rds", ingress=four(1, 101))).exceeded_quotas
        assert (over.facts["count"], over.facts["limit"], over.facts["family"]) == (101, 100, "IPv4")


def test_a_lowered_quota(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False), rule_quota=40) as story:
        changing(story, four(1, 40))
        turned = (*four(1, 38), to(80, Peer("group", "alb")), to(81, Peer("group", "alb")))
        assert changing(story, turned) == ["revoke", "authorize"]
        (over,) = story.plan(config=regroup(story, "rds", ingress=four(1, 41))).exceeded_quotas
        assert over.facts["limit"] == 40


def test_a_group_of_another_account(tmp_path: Path) -> None:
    theirs = Peer("group_id", OTHER)
    with new_story(tmp_path, hands_on(nat=False)) as story:
        assert "authorize" in changing(story, (to(5432, theirs),))
        (permission,) = story.group("myapp-dev-rds-sg")["IpPermissions"]
        (pair,) = permission["UserIdGroupPairs"]
        assert (pair["UserId"], pair["GroupId"]) == tuple(OTHER.split("/"))
        assert changing(story, (replace(to(5432, theirs), description="from them"),)) == ["update"]
        assert changing(story, (to(5433, theirs),)) == ["authorize", "revoke"]
        alb = Peer("group_id", f"123456789012/{story.id('security_group/alb')}")
        assert changing(story, (to(5433, alb),)) == ["authorize", "revoke"]
        assert changing(story, (to(5433, Peer("group", "alb")),)) == []


def test_a_peering_that_is_gone_is_told_and_changes_nothing(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        changing(story, (to(5432, Peer("group_id", OTHER)),))
        inner = story.aws.read

        def read(query: Query) -> list[dict[str, Any]]:
            rows = inner(query)
            pairs = [pair for row in rows for rule in row.get("IpPermissions", ()) for pair in rule["UserIdGroupPairs"]]
            for pair in pairs if query.op == "describe_security_groups" else ():
                pair |= {"PeeringStatus": "deleted"} if pair["UserId"] in OTHER else {}
            return rows

        story.aws.read = read  # type: ignore[method-assign]
        plan = story.plan()
        assert plan.is_empty
        (detail,) = line(plan, "security_group_rules/rds-ingress").details
        assert (detail.sign, detail.why.code, detail.why.facts["status"]) == ("=", "rule_stale", "deleted")


def entries(first: int, number: int, cidr: str = TEN) -> tuple[AclEntry, ...]:
    return tuple(
        AclEntry(number=each, egress=False, protocol="6", action="allow", cidr=cidr, from_port=80, to_port=80)
        for each in range(first, first + number)
    )


def listing(story: Story, wanted: tuple[AclEntry, ...]) -> list[str]:
    acl = AclConfig(key="x", name="x", subnets="public", associate=False, entries=wanted)
    story.notes.clear()
    story.settled(config=replace(story.config, network_acls=(acl,)))
    return [each.split("_")[0] for each in story.writes]


def test_entries_of_both_families(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        listing(story, (*entries(1, 15), *entries(51, 10, SIX)))
        listing(story, (*entries(1, 19), *entries(51, 19, SIX)))
        assert listing(story, (*entries(2, 19), *entries(51, 19, SIX))) == ["delete", "create"]
        crossed = (*entries(2, 18), *entries(20, 1, SIX), *entries(51, 18, SIX), *entries(69, 1))
        assert listing(story, crossed) == ["delete", "replace", "create"]


def test_a_raised_quota_of_entries(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False), entry_quota=40) as story:
        story.settled()
        listing(story, entries(1, 19))
        assert listing(story, entries(2, 19)) == ["create", "delete"]
        listing(story, entries(1, 39))
        assert listing(story, entries(2, 39)) == ["delete", "create"]
        acl = AclConfig(key="x", name="x", subnets="public", associate=False, entries=entries(1, 40))
        (over,) = story.plan(config=replace(story.config, network_acls=(acl,))).exceeded_quotas
        assert (over.facts["count"], over.facts["limit"]) == (41, 40)
