"""Plans as people read them, to the letter, at 80 columns."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from netsec.model import Address, Change, Detail, Plan, Slot, reason
from netsec.views.paint import Paint, width
from netsec.views.plan import counts_line, plan_text
from netsec.views.plan_json import plan_json, plan_object
from tests.support.hands_on_plans import (
    HEADER,
    PLANS,
    applied,
    config,
    foundation,
    long_id,
    plan,
    removal,
    settled_plan,
)

HANDS_ON = """\
account  123456789012           profile handson
region   ap-northeast-1         netsec.toml
VPC      vpc-0a1b2c3d4e5f60718  Name tag handson-dev-vpc

Security groups
  + security_group/alb  handson-dev-alb-sg  no group with this name yet
  + security_group/ecs  handson-dev-ecs-sg  no group with this name yet
  + security_group/rds  handson-dev-rds-sg  no group with this name yet

Security group rules
  + security_group_rules/alb-egress  the group is new
      ~ all -> 0.0.0.0/0  description "" becomes "All traffic"
  + security_group_rules/alb-ingress  the group is new
      + tcp 80 <- 0.0.0.0/0   missing in AWS
      + tcp 443 <- 0.0.0.0/0  missing in AWS
  + security_group_rules/ecs-egress  the group is new
      ~ all -> 0.0.0.0/0  description "" becomes "All traffic"
  + security_group_rules/ecs-ingress  the group is new
      + tcp 80 <- alb    missing in AWS
      + tcp 3000 <- alb  missing in AWS
  + security_group_rules/rds-egress  the group is new
      ~ all -> 0.0.0.0/0  description "" becomes "All traffic"
  + security_group_rules/rds-ingress  the group is new
      + tcp 5432 <- ecs  missing in AWS

Elastic IPs
  + elastic_ip/ap-northeast-1a  handson-dev-nat-eip-a  none in this zone yet
  + elastic_ip/ap-northeast-1c  handson-dev-nat-eip-c  none in this zone yet

NAT gateways
  + nat_gateway/ap-northeast-1a  handson-dev-nat-a  none in this zone yet
  + nat_gateway/ap-northeast-1c  handson-dev-nat-c  none in this zone yet

Private routes
  + private_route/rtb-0000000000000000b  no route to 0.0.0.0/0 yet
      + nat_gateway/ap-northeast-1a  the NAT gateway for this route table
  + private_route/rtb-0000000000000000c  no route to 0.0.0.0/0 yet
      + nat_gateway/ap-northeast-1c  the NAT gateway for this route table

Plan: 15 to create, 0 to update, 0 to delete, 0 unchanged."""

SETTLED_NATS = """\
Elastic IPs
  = elastic_ip/ap-northeast-1a  eipalloc-0000000000000000a  up to date
  = elastic_ip/ap-northeast-1c  eipalloc-0000000000000000b  up to date

NAT gateways
  = nat_gateway/ap-northeast-1a  nat-0000000000000000a  up to date
  = nat_gateway/ap-northeast-1c  nat-0000000000000000b  up to date

Private routes
  = private_route/rtb-0000000000000000b  up to date
  = private_route/rtb-0000000000000000c  up to date

No changes. AWS matches netsec.toml."""

REMOVAL = """\
Elastic IPs
  - elastic_ip/ap-northeast-1a  eipalloc-0000000000000000a  requested
      - 203.0.113.10  released; netsec will ask for the same address next time
  - elastic_ip/ap-northeast-1c  eipalloc-0000000000000000b  requested
      - 203.0.113.11  released; netsec will ask for the same address next time

NAT gateways
  - nat_gateway/ap-northeast-1a  nat-0000000000000000a  requested
      - 203.0.113.10  its public IP
  - nat_gateway/ap-northeast-1c  nat-0000000000000000b  requested
      - 203.0.113.11  its public IP

Private routes
  - private_route/rtb-0000000000000000b  requested
      - 0.0.0.0/0 -> nat-0000000000000000a  current target
  - private_route/rtb-0000000000000000c  requested
      - 0.0.0.0/0 -> nat-0000000000000000b  current target

Plan: 6 to delete, 0 unchanged.
Public IPs released: 203.0.113.10, 203.0.113.11"""


def test_the_hands_on() -> None:
    assert plan_text(plan(config(), foundation()), HEADER) == HANDS_ON


def test_nothing_to_do() -> None:
    assert plan_text(settled_plan(config(), applied()), HEADER).endswith(SETTLED_NATS)


def test_removal() -> None:
    assert plan_text(removal(applied()), destroy=True) == REMOVAL


def test_removal_with_addresses_kept() -> None:
    text = plan_text(removal(applied(), keep=True), destroy=True)
    assert "  = elastic_ip/ap-northeast-1a  203.0.113.10 is kept for the next NAT gateway" in text.splitlines()
    assert text.splitlines()[-2:] == [
        "Plan: 4 to delete, 2 to keep and tag, 0 unchanged.",
        "Public IPs kept: 203.0.113.10, 203.0.113.11 (AWS charges for idle addresses).",
    ]


def test_nothing_left() -> None:
    assert plan_text(removal(foundation()), destroy=True) == "No changes. There is nothing left to delete."


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("columns", [80, 100])
def test_lines_fit(name: str, columns: int) -> None:
    text = plan_text(PLANS[name](), HEADER, columns=columns)
    assert [line for line in text.splitlines() if width(line) > columns] == []


@pytest.mark.parametrize("name", PLANS)
def test_colour_changes_no_letter(name: str) -> None:
    made = PLANS[name]()
    coloured = plan_text(made, HEADER, paint=Paint(True))
    plain = coloured
    for code in ("0", "1", "2", "31", "32", "33", "36"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == plan_text(made, HEADER)
    assert plain != coloured


def _change(verb, why, **fields) -> Change:
    return Change(slot=Slot(Address("nat_gateway", "ap-northeast-1a")), verb=verb, why=why, **fields)


def test_a_long_why_stands_beneath() -> None:
    why = reason("nat_gateway_failed", failure="Gateway.NotAttached", message="Network vpc-1 has no Internet gateway")
    line = Change(slot=Slot(Address("nat_gateway", "a"), "nat-1"), verb="delete", why=why, id="nat-1", name="x-nat-a")
    assert plan_text(Plan((line,))).splitlines()[1:4] == [
        "  - nat_gateway/a  nat-1  x-nat-a",
        "        creation failed: Network vpc-1 has no Internet gateway",
        "        (Gateway.NotAttached)",
    ]


def test_replacement() -> None:
    why = reason("nat_gateway_subnet", was="subnet-1", wanted="subnet-2")
    how = Detail("~", "nat-1", reason("replaced_with_gap"))
    lines = plan_text(Plan((_change("replace", why, name="x-dev-nat-a", details=(how,)),))).splitlines()
    assert lines[1:5] == [
        "-/+ nat_gateway/ap-northeast-1a  x-dev-nat-a",
        "        it is in subnet-1; it should be in subnet-2",
        "      ~ nat-1",
        "            deleted first because it holds the address; no internet access until",
    ]
    assert lines[-1] == "Plan: 0 to create, 0 to update, 1 to replace, 0 to delete, 0 unchanged."


def test_blocked() -> None:
    why = reason("name_taken", address="security_group/alb", name="x-alb-sg", id="sg-9")
    blocked = Change(slot=Slot(Address("security_group", "alb")), verb="blocked", why=why, name="x-alb-sg")
    assert plan_text(Plan((blocked,))) == "\n".join(
        [
            "Security groups",
            "  ! security_group/alb  x-alb-sg",
            "        a group named x-alb-sg already exists (sg-9), and netsec does not manage",
            "        it",
            "",
            "Blocked, left unchanged:",
            "  ! security_group/alb: a group named x-alb-sg already exists (sg-9), and netsec",
            "    does not manage it",
            "    If netsec should manage it, adopt it:",
            "      netsec adopt security_group/alb sg-9",
            "    Otherwise use another name in netsec.toml.",
            "",
            "Plan: 0 to create, 0 to update, 0 to delete, 0 unchanged, 1 blocked.",
        ]
    )


def test_problems_share_one_table_to_paste() -> None:
    problems = tuple(
        reason("private_tables_ambiguous", zone=zone, tables=[(f"rtb-{zone[-1]}1", "app"), (f"rtb-{zone[-1]}2", "db")])
        for zone in ("ap-northeast-1a", "ap-northeast-1c")
    )
    assert plan_text(Plan(problems=problems)) == "\n".join(
        [
            "Fix these first:",
            "  ! ap-northeast-1a has several private route tables: rtb-a1 (app), rtb-a2 (db)",
            "    Choose the ones that get a route to the NAT gateway:",
            "  ! ap-northeast-1c has several private route tables: rtb-c1 (app), rtb-c2 (db)",
            "    In netsec.toml:",
            "",
            "      [vpc.private_route_tables]",
            '      ap-northeast-1a = ["rtb-a1"]  # app',
            '      # ap-northeast-1a = ["rtb-a2"]  # db',
            '      ap-northeast-1c = ["rtb-c1"]  # app',
            '      # ap-northeast-1c = ["rtb-c2"]  # db',
            "",
            "Plan: 0 to create, 0 to update, 0 to delete, 0 unchanged.",
            "This plan can't be applied yet.",
        ]
    )


def test_warnings() -> None:
    text = plan_text(
        replace(plan(config(), foundation()), warnings=(reason("secondary_cidrs", cidrs=["100.64.0.0/16"]),))
    )
    assert 'warning: cidr = "vpc" is the VPC\'s primary CIDR block only, not 100.64.0.0/16' in text.splitlines()


def test_japanese_names_line_up() -> None:
    changes = tuple(
        Change(slot=Slot(Address("security_group", key)), verb="create", why=reason("group_missing"), name=name)
        for key, name in (("a", "本番"), ("b", "x"))
    )
    text = plan_text(Plan(changes))
    assert "  + security_group/a  本番  no group with this name yet" in text.splitlines()
    assert counts_line(Plan(changes)).startswith("Plan: 2 to create")


def test_json_is_stable_and_complete() -> None:
    made = plan(config(), foundation())
    again = replace(made, changes=tuple(replace(each, needs=frozenset(sorted(each.needs))) for each in made.changes))
    assert plan_json(made, HEADER) == plan_json(again, HEADER)
    document = json.loads(plan_json(made, HEADER))
    assert document["format_version"] == "1.0"
    assert document["header"]["region"] == {"value": "ap-northeast-1", "source": "netsec.toml"}
    assert document["counts"]["create"] == len(document["changes"]) == 15
    assert document["is_empty"] is False


def test_json_steps() -> None:
    made = {str(each.address): each for each in plan(config(), foundation()).changes}
    document = plan_object(Plan((made["nat_gateway/ap-northeast-1a"], made["private_route/" + long_id("rtb", 11)])))
    gateway, route = document["changes"]
    call, wait = gateway["steps"]
    assert call["op"] == "create_nat_gateway"
    assert call["params"]["ClientToken"] == "${token}"
    assert call["params"]["AllocationId"] == "${elastic_ip/ap-northeast-1a.id}"
    assert wait["type"] == "wait"
    assert wait["id"] == "${nat_gateway/ap-northeast-1a.id}"
    assert wait["until"] == ["available"]
    assert route["why"] == {
        "code": "route_missing",
        "text": "no route to 0.0.0.0/0 yet",
        "facts": {"destination": "0.0.0.0/0"},
    }
    assert route["needs"] == ["nat_gateway/ap-northeast-1a"]
