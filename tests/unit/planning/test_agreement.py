"""What was shown covers what a later round of the same run does: made anew, finished, taken away; and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.model import Address, Call, Change, Plan, Record, Slot, reason
from netsec.planning.approval import approve, has_effect, has_same_effect

NAT, ROUTE = Address("nat_gateway", "a"), Address("private_route", "rtb-1")
STEP = (Call(op="x", params={}),)


def change(verb: str, live_id: str = "", at: Address = NAT, slot: str = "current", **more: Any) -> Change:
    given = {"steps": () if verb == "adopt" else STEP, "is_keyed": at == ROUTE, **more}
    return Change(slot=Slot(at, slot), verb=verb, id=live_id, why=reason("as_wanted"), **given)  # type: ignore[arg-type]


MADE = {NAT: Record(id="nat-2")}


@pytest.mark.parametrize(
    ("shown", "later", "covered"),
    [
        # Nothing was shown at all.
        ([], change("create"), False),
        ([], change("delete", "nat-1"), False),
        ([], change("update", "nat-1"), False),
        ([], change("adopt", "nat-1"), False),
        ([], change("keep", "nat-1", steps=()), True),
        ([], change("update", "rtb-1", ROUTE), False),
        # What this run has made may be finished, or taken away again where it failed.
        ([], change("update", "nat-2"), True),
        ([], change("delete", "nat-2"), True),
        # Who made the gateway did not make what is called by its id.
        ([], change("delete", "nat-2", ROUTE), False),
        # A create may be sent again; a replacement takes the old one away as well.
        ([change("create")], change("create"), True),
        ([change("replace")], change("create"), True),
        ([change("create")], change("replace"), True),
        ([change("update", "nat-1")], change("create"), False),
        ([change("replace", "nat-1")], change("delete", "nat-1", slot="nat-1"), True),
        ([change("delete", "nat-1")], change("delete", "nat-1"), True),
        ([change("delete", "nat-1")], change("delete", "nat-7"), False),
        ([change("update", "nat-1")], change("delete", "nat-1"), False),
        # By its id.
        ([change("update", "nat-1")], change("update", "nat-1"), True),
        ([change("update", "nat-1")], change("update", "nat-7"), False),
        ([change("keep", "nat-1", steps=())], change("update", "nat-1"), False),
        # What has no id of its own: by its address, whether it is put there or changed.
        ([change("create", "", ROUTE)], change("update", "rtb-1", ROUTE), True),
        ([change("update", "rtb-1", ROUTE)], change("create", "", ROUTE), True),
        ([change("delete", "rtb-1", ROUTE)], change("create", "", ROUTE), False),
        ([change("create")], change("create", "", ROUTE), False),
    ],
)
def test_what_was_agreed_to(shown: list[Change], later: Change, covered: bool) -> None:
    beyond = approve(Plan(tuple(shown)), {}).unapproved_changes(Plan((later,)), MADE)
    assert beyond == (() if covered else (later,))


def test_what_was_on_record_before_is_not_made_by_this_run() -> None:
    later = change("delete", "nat-2")
    assert approve(Plan(), MADE).unapproved_changes(Plan((later,)), MADE) == (later,)
    assert approve(Plan(), {NAT: Record(old=("nat-2",))}).unapproved_changes(Plan((later,)), MADE) == (later,)


def test_to_take_something_on_record_is_to_do_something() -> None:
    assert [has_effect(change(verb)) for verb in ("adopt", "create")] == [True, True]
    assert not has_effect(change("keep", steps=()))


def test_two_plans_are_alike_whatever_they_say_beside_it() -> None:
    plan, stuck = Plan((change("create"),)), change("blocked", "nat-1", steps=())
    assert has_same_effect(
        plan, Plan((change("create"), change("keep", "nat-9", steps=())), warnings=(reason("as_wanted"),))
    )
    assert not has_same_effect(plan, Plan((change("create", steps=(*STEP, *STEP)),)))
    assert not has_same_effect(plan, Plan((change("create"), stuck)))
    assert not has_same_effect(plan, Plan((change("create"),), problems=(reason("as_wanted"),)))
