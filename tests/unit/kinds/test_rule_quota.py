"""Room in a group: counted by family and with the weights of prefix lists; nothing closes before it has to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from netsec.kinds.security_group_rules.capacity import rule_count
from netsec.kinds.security_group_rules.difference import RulesDifference, rule_calls, rule_details, rules_difference
from netsec.kinds.security_group_rules.rule import GroupRule, parse_permission
from netsec.model.quota import RULES_QUOTA, AccountLimits, FamilyCounts, prefix_list_weight
from tests.unit.kinds.test_rule_changes import SIX, TEN, live, rule

LISTS = {
    "pl-20": FamilyCounts(20, 0),
    "pl-6": FamilyCounts(0, 6),
    "pl-1": FamilyCounts(1, 0),
    "pl-55": FamilyCounts(55, 0),
}
DEFAULT = AccountLimits(prefix_list_weights=LISTS)


def limited(quota: int) -> AccountLimits:
    return AccountLimits({RULES_QUOTA.code: quota}, LISTS)


def ports(first: int, number: int, peer: str = TEN) -> list[GroupRule]:
    return [rule(port, peer) for port in range(first, first + number)]


def ways(wanted: Sequence[GroupRule], there: Sequence[GroupRule], limits: AccountLimits) -> list[tuple[str, int]]:
    """The calls that open or close, and how many rules each takes."""
    found = rules_difference(wanted, live(*there), exclusive=True, limits=limits)
    sizes = {"modify": len(found.modified), "authorize": len(found.added)}
    told = []
    for step in rule_calls(found, "sg-1", egress=False):
        word = step.op.split("_")[0]
        told.append((word, sizes.get(word, len(step.params.get("SecurityGroupRuleIds", ())))))
    return told


FULL = "exactly full"
CASES: list[tuple[str, list[GroupRule], list[GroupRule], AccountLimits, list[tuple[str, int]]]] = [
    ("room for both", ports(1, 30, "sg-9"), ports(1, 30), DEFAULT, [("authorize", 30), ("revoke", 30)]),
    ("one too many for both", ports(1, 31, "sg-9"), ports(1, 30), DEFAULT,
     [("revoke", 1), ("authorize", 31), ("revoke", 29)]),
    (f"{FULL}, one is swapped", [*ports(1, 59), rule(80, "sg-9")], ports(1, 60), DEFAULT,
     [("revoke", 1), ("authorize", 1)]),
    (f"{FULL}, one is swapped and ten go", [*ports(1, 49), rule(80, "sg-9")], ports(1, 60), DEFAULT,
     [("revoke", 1), ("authorize", 1), ("revoke", 10)]),
    (f"{FULL} with lists", [rule(1, "pl-20"), rule(2, "pl-20"), *ports(70, 2)],
     [rule(1, "pl-20"), rule(2, "pl-20"), rule(3, "pl-20")], DEFAULT, [("revoke", 1), ("authorize", 2)]),
    ("a list makes place for a group of another family's list", [rule(1, "pl-6"), rule(80, "sg-9")],
     [rule(2, "pl-20"), rule(3, "pl-20"), rule(4, "pl-20")], DEFAULT, [("revoke", 1), ("authorize", 2), ("revoke", 2)]),
    ("IPv4 is full, IPv6 has room", [*ports(1, 59), rule(80, "sg-9")], [*ports(1, 60), *ports(1, 5, SIX)], DEFAULT,
     [("revoke", 1), ("authorize", 1), ("revoke", 5)]),
    ("60 of each family", [*ports(1, 60), *ports(1, 60, SIX)], ports(1, 60), DEFAULT, [("authorize", 60)]),
    ("IPv6 comes while IPv4 is full", ports(1, 60, SIX), ports(1, 60), DEFAULT, [("authorize", 60), ("revoke", 60)]),
    ("raised", ports(1, 50, "sg-9"), ports(1, 50), limited(100), [("authorize", 50), ("revoke", 50)]),
    ("raised, and full again", [*ports(1, 99), rule(80, "sg-9")], ports(1, 100), limited(100),
     [("revoke", 1), ("authorize", 1)]),
    ("lowered", ports(1, 10, "sg-9"), ports(1, 10), limited(15), [("revoke", 5), ("authorize", 10), ("revoke", 5)]),
    ("more live than a lowered quota takes, fewer wanted", ports(1, 10), ports(1, 40), limited(20), [("revoke", 30)]),
    ("more live than a lowered quota takes", [*ports(1, 9), rule(80, "sg-9")], ports(1, 40), limited(20),
     [("revoke", 21), ("authorize", 1), ("revoke", 10)]),
    ("not raised as far as is known, and more wanted", [*ports(1, 69), rule(80, "sg-9")], ports(1, 70), DEFAULT,
     [("revoke", 1), ("authorize", 1)]),
    ("a list turns into a heavier one in place", [rule(80, "pl-55")], [rule(80, "pl-20"), *ports(1, 10)], DEFAULT,
     [("revoke", 5), ("modify", 1), ("revoke", 5)]),
    ("an unknown list that goes may be what fills it", ports(1, 2), [rule(5, "pl-?"), rule(6, "pl-?")], DEFAULT,
     [("revoke", 2), ("authorize", 2)]),
    ("an unknown list that stays holds nothing up", [rule(80, "sg-9"), rule(5, "pl-?")], [rule(1), rule(5, "pl-?")],
     DEFAULT, [("authorize", 1), ("revoke", 1)]),
    ("an unknown list that comes", [rule(5, "pl-?")], [rule(1)], DEFAULT, [("authorize", 1), ("revoke", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "there", "limits", "expected"), [each[1:] for each in CASES],
                         ids=[each[0] for each in CASES])  # fmt: skip
def test_order(wanted: Any, there: Any, limits: AccountLimits, expected: Any) -> None:
    assert ways(wanted, there, limits) == expected


def test_only_what_goes_first_says_so() -> None:
    found = rules_difference([*ports(1, 49), rule(80, "sg-9")], live(*ports(1, 60)), True, DEFAULT)
    codes = [each.why.code for each in rule_details(found, False) if each.sign == "-"]
    assert (codes.count("rule_unasked_close_first"), codes.count("rule_unasked")) == (1, 10)


PEERS = [TEN, "172.16.0.0/12", SIX, "2001:db8:1::/48", "sg-1", "sg-2", "123456789012/sg-3", *LISTS]
rules = some.builds(rule, some.integers(1, 6), some.sampled_from(PEERS))
sets = some.lists(rules, max_size=12, unique_by=lambda each: each.identity)


def grouped(each: GroupRule) -> GroupRule:
    return replace(each, peer_type="group") if "sg-" in str(each.peer) else each


def played(there: Sequence[GroupRule], found: RulesDifference) -> list[tuple[str, list[GroupRule]]]:
    """The group after each call, with the call's name."""
    now, states = {each.id or str(each.identity): each for each in there}, []
    for step in rule_calls(found, "sg-1", egress=False):
        word = step.op.split("_")[0]
        if word == "modify":
            for old, new in found.modified:
                now[old.id] = new
        elif word == "authorize":
            told = [
                each for part in step.params["IpPermissions"] for each in parse_permission(part, {}, "999999999999")
            ]
            now |= {str(each.identity): each for each in told}
        elif word == "revoke":
            for each in step.params["SecurityGroupRuleIds"]:
                del now[each]
        states.append((word, list(now.values())))
    return states


@settings(deadline=None)
@given(sets, sets, some.integers(1, 90))
def test_no_moment_has_too_many_and_none_is_closed_without_need(
    wanted: list[GroupRule], there: list[GroupRule], quota: int
) -> None:
    wanted, before = [grouped(each) for each in wanted], live(*(grouped(each) for each in there))
    limits = limited(quota)
    found = rules_difference(wanted, before, exclusive=True, limits=limits)
    states = played(before, found)
    final = states[-1][1] if states else list(before)
    assert {each.identity for each in final} == {each.identity for each in wanted}
    bound = FamilyCounts(quota, quota) | rule_count(wanted, LISTS)
    opened = [state for word, state in states if word in ("modify", "authorize")]
    assert all(rule_count(state, LISTS).fits_within(bound) for state in opened)
    beside = rule_count(before, LISTS) - rule_count([old for old, _ in found.modified], LISTS)
    beside += rule_count([new for _, new in found.modified], LISTS) + rule_count(found.added, LISTS)
    going = rule_count(found.first, LISTS)
    if beside.fits_within(bound):
        assert found.first == ()
    for each in found.first:
        assert not (beside - (going - rule_count([each], LISTS))).fits_within(bound)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"PrefixListName": "office", "MaxEntries": 10, "AddressFamily": "IPv4"}, FamilyCounts(10, 0)),
        ({"PrefixListName": "office", "MaxEntries": 10, "AddressFamily": "IPv6"}, FamilyCounts(0, 10)),
        ({"PrefixListName": "office", "MaxEntries": 10}, FamilyCounts(10, 10)),
        ({"PrefixListName": "office"}, None),
        ({}, None),
        ({"PrefixListName": "com.amazonaws.global.cloudfront.origin-facing"}, FamilyCounts(55, 0)),
        ({"PrefixListName": "com.amazonaws.global.ipv6.cloudfront.origin-facing"}, FamilyCounts(0, 55)),
        ({"PrefixListName": "com.amazonaws.eu-west-1.s3", "AddressFamily": "IPv4"}, FamilyCounts(1, 0)),
        ({"PrefixListName": "com.amazonaws.eu-west-1.s3express"}, FamilyCounts(6, 0)),
        ({"PrefixListName": "com.amazonaws.eu-west-1.dynamodb"}, FamilyCounts(1, 0)),
        ({"PrefixListName": "com.amazonaws.eu-west-1.ipv6.vpc-lattice"}, FamilyCounts(0, 10)),
        ({"PrefixListName": "com.amazonaws.eu-west-1.secretsmanager-managed-external-secrets"}, FamilyCounts(20, 0)),
        ({"PrefixListName": "com.amazonaws.eu-west-1.something-new", "MaxEntries": 3}, None),
    ],
)
def test_what_a_list_weighs(row: dict[str, Any], expected: FamilyCounts | None) -> None:
    assert prefix_list_weight(row) == expected
