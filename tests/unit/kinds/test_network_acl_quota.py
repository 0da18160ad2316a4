"""Room in an ACL: counted by direction and family, the last denies included; nothing goes before it has to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from netsec.kinds import network_acl_entries
from netsec.kinds.network_acl_entries import NetworkAclEntriesSpec
from netsec.model import AclEntry, Address, Call, Live
from netsec.model.quota import ENTRIES_QUOTA, AccountLimits, FamilyCounts, acl_entry_counts, cidr_family
from tests.unit.kinds.test_network_acls import entry

SIX = "2001:db8::/32"
DEFAULT = AccountLimits()


def limited(quota: int) -> AccountLimits:
    return AccountLimits({ENTRIES_QUOTA.code: quota})


def calls(wanted: Sequence[AclEntry], there: Sequence[AclEntry], limits: AccountLimits = DEFAULT) -> list[Call]:
    spec = NetworkAclEntriesSpec(
        address=Address("network_acl_entries", "x"), acl_id="acl-1", entries=tuple(wanted), limits=limits
    )
    live = Live(kind="network_acl_entries", id="acl-1/entries", address=None, key=("acl-1",), data=tuple(there))
    return [step for step in network_acl_entries.KIND.compare(spec, live).steps if isinstance(step, Call)]


def told(wanted: Sequence[AclEntry], there: Sequence[AclEntry], limits: AccountLimits = DEFAULT) -> list[str]:
    return [f"{each.op.split('_')[0]} {each.params['RuleNumber']}" for each in calls(wanted, there, limits)]


def four(first: int, number: int) -> list[AclEntry]:
    return [entry(each) for each in range(first, first + number)]


def six(first: int, number: int) -> list[AclEntry]:
    return [entry(each, cidr=SIX) for each in range(first, first + number)]


@pytest.mark.parametrize(
    ("wanted", "there", "limits", "expected"),
    [
        ([*four(1, 15), *six(50, 10)], [*four(1, 15), *six(50, 9)], DEFAULT, ["create 59"]),
        ([*four(2, 19), *six(50, 10)], [*four(1, 19), *six(50, 10)], DEFAULT, ["delete 1", "create 20"]),
        ([*four(1, 19), *six(51, 10)], [*four(1, 19), *six(50, 10)], DEFAULT, ["create 60", "delete 50"]),
        ([*four(2, 18), *six(50, 1)], four(1, 19), DEFAULT, ["create 50", "delete 1"]),
        (four(2, 19), four(1, 19), limited(40), ["create 20", "delete 1"]),
        (four(2, 39), four(1, 39), limited(40), ["delete 1", "create 40"]),
        (four(2, 9), four(1, 9), limited(10), ["delete 1", "create 10"]),
        ([entry(1, cidr=SIX), *four(2, 18)], four(1, 19), DEFAULT, ["replace 1"]),
        ([entry(1, cidr=SIX), *four(2, 18), *six(51, 18)], [*four(1, 19), *six(50, 19)], DEFAULT,
         ["delete 50", "replace 1"]),
        ([entry(1, cidr=SIX), *four(2, 18), entry(50), *six(51, 18)], [*four(1, 19), *six(50, 19)], DEFAULT,
         ["delete 1", "replace 50", "create 1"]),
        ([*four(2, 24)], [*four(1, 24)], DEFAULT, ["delete 1", "create 25"]),
    ],
    ids=["15 and 10", "IPv4 is full", "IPv6 has room while IPv4 is full", "the other family comes", "raised",
         "raised and full", "lowered", "one changes family", "one changes to a full family", "two change places",
         "not raised as far as is known"],
)  # fmt: skip
def test_order(wanted: Any, there: Any, limits: AccountLimits, expected: list[str]) -> None:
    assert told(wanted, there, limits) == expected


entries = some.builds(
    entry, some.integers(1, 14), egress=some.booleans(), cidr=some.sampled_from(["0.0.0.0/0", "10.0.0.0/8", SIX])
)
sets = some.lists(entries, max_size=20, unique_by=lambda each: (each.egress, each.number))


@settings(deadline=None)
@given(sets, sets, some.integers(3, 12))
def test_no_moment_has_too_many_and_none_goes_without_need(
    wanted: list[AclEntry], there: list[AclEntry], quota: int
) -> None:
    now, asked, limits = by_place(there), by_place(wanted), limited(quota)
    for call in calls(wanted, there, limits):
        place = (call.params["Egress"], call.params["RuleNumber"])
        side = [each for each in wanted if each.egress == place[0]]
        bound = limits.ceiling(ENTRIES_QUOTA, acl_entry_counts(each.cidr for each in side))
        cidrs = [each.cidr for each in now.values() if each.egress == place[0]]
        coming = [each for each in side if family(now.get((each.egress, each.number))) != family(each)]
        if call.op.startswith("delete"):
            assert not [each for each in coming if fits(each, cidrs, bound)]
            del now[place]
        else:
            grows = asked[place] in coming
            assert not grows or fits(asked[place], cidrs, bound)
            now[place] = asked[place]
    assert now == asked


def by_place(entries: Sequence[AclEntry]) -> dict[tuple[bool, int], AclEntry]:
    return {(each.egress, each.number): each for each in entries}


def family(each: AclEntry | None) -> str:
    return "" if each is None else "ipv6" if ":" in each.cidr else "ipv4"


def fits(each: AclEntry, cidrs: list[str], bound: FamilyCounts) -> bool:
    its = cidr_family(each.cidr)
    return acl_entry_counts([*cidrs, each.cidr]).of(its) <= bound.of(its)
