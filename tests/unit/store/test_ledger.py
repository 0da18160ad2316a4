"""What a run writes down, and when: intents, ids, old ones, what hung on them."""

from __future__ import annotations

from dataclasses import replace

from netsec.errors import Unfinished
from netsec.model import Address, Plan, Record, Slot, StepFailed, StepSucceeded
from netsec.planning.intents import judge_intents
from netsec.store.state import State
from netsec.store.state_journal import StateJournal
from tests.support.states import GATEWAY, GROUP, RULES, announcement, change

ROUTE = Address("private_route", "rtb-1")


class Shelf:
    """Remembers every state that was saved."""

    def __init__(self) -> None:
        self.saved: list[State] = []

    def save(self, state: State) -> State:
        self.saved.append(replace(state, serial=state.serial + 1))
        return self.saved[-1]


class Desk:
    def __init__(self, **records: Record) -> None:
        self.time, self.shelf = 1000.0, Shelf()
        state = State(project="myapp", environment="dev", records={Address.parse(k): v for k, v in records.items()})
        self.ledger = StateJournal(self.shelf, state, lambda: self.time)

    def reopen(self) -> None:
        self.ledger = StateJournal(self.shelf, self.shelf.saved[-1], lambda: self.time)

    def record(self, address: Address) -> Record | None:
        return self.ledger.state.records.get(address)


def desk(records: dict[Address, Record] | None = None) -> Desk:
    return Desk(**{str(address): record for address, record in (records or {}).items()})


def test_intents_are_on_disk_in_one_save_before_begin_returns() -> None:
    given = desk()
    intents = given.ledger.begin([announcement(GROUP), announcement(GATEWAY)])
    assert len(given.shelf.saved) == 1
    assert given.shelf.saved[0].intents == tuple(intents)
    assert len({intent.uuid for intent in intents}) == 2


def test_the_same_call_takes_up_its_open_intent_and_renews_its_time() -> None:
    given = desk()
    (first,) = given.ledger.begin([announcement(GROUP, Name="a")])
    given.time += 40
    given.reopen()
    (second,) = given.ledger.begin([announcement(GROUP, Name="a")])
    assert (second.uuid, second.time) == (first.uuid, 1040.0)


def test_an_intent_from_the_future_is_waited_for_as_long_as_one_just_sent_and_no_longer() -> None:
    """The wall clock went backwards between two runs: what the first may have made is not given up at once."""
    given = desk()
    eip = Address("elastic_ip", "ap-northeast-1a")
    given.ledger.begin([announcement(eip)._replace(op="allocate_address")])
    given.time -= 7200
    given.reopen()
    (intent,) = given.ledger.state.intents
    assert intent.time == given.time
    assert judge_intents([intent], (), {}, given.time + 59).open == (intent,)
    assert judge_intents([intent], (), {}, given.time + 61).settled == (intent,)


def test_another_call_for_the_same_slot_gets_a_new_intent_and_ends_the_old_one() -> None:
    given = desk()
    (first,) = given.ledger.begin([announcement(GROUP, Name="a")])
    (second,) = given.ledger.begin([announcement(GROUP, Name="b")])
    assert second.uuid != first.uuid
    assert given.ledger.state.intents == (second,)


def test_what_was_made_is_recorded_and_its_intent_kept_until_it_must_be_visible() -> None:
    given = desk()
    (first,) = given.ledger.begin([announcement(GROUP)])
    given.ledger.record(
        [StepSucceeded(change(GROUP, tag_keys=("Name",)), 0, {"id": "sg-1", "name": "x"}, is_last=True)]
    )
    assert given.record(GROUP) == Record(id="sg-1", attributes={"name": "x"}, tag_keys=("Name",))
    assert [intent.id for intent in given.ledger.state.intents] == ["sg-1"]
    (again,) = given.ledger.begin([announcement(GROUP)])
    assert again.uuid != first.uuid, "a token that was answered is never sent again"
    given.ledger.record([StepSucceeded(change(GROUP), 0, {"id": "sg-2"}, is_last=True)])
    given.time += 31
    given.reopen()
    assert given.ledger.state.intents == ()


def test_a_create_that_was_refused_drops_its_intent_and_one_that_nobody_knows_of_keeps_it() -> None:
    given = desk()
    given.ledger.begin([announcement(GROUP), announcement(GATEWAY)])
    given.ledger.record(
        [StepFailed(change(GROUP), 0, Unfinished()), StepFailed(change(GATEWAY), 0, Unfinished(), True, True)]
    )
    assert [intent.slot for intent in given.ledger.state.intents] == [Slot(GATEWAY)]


def test_all_that_came_together_is_one_save_and_nothing_new_is_none() -> None:
    given = desk()
    both = [
        StepSucceeded(change(GROUP), 0, {"id": "sg-1"}, True),
        StepSucceeded(change(GATEWAY), 0, {"id": "nat-1"}, False),
    ]
    given.ledger.record(both)
    assert len(given.shelf.saved) == 1
    given.ledger.record([StepSucceeded(change(GROUP), 0, {"id": "sg-1"}, True)])
    assert len(given.shelf.saved) == 1


def test_what_is_deleted_is_forgotten_with_what_hung_on_it() -> None:
    rules = Record(attributes={"group_id": "sg-1"})
    given = desk({GROUP: Record(id="sg-1"), RULES: rules, GATEWAY: Record(id="nat-1")})
    given.ledger.record([StepSucceeded(change(GROUP, "delete", "sg-1"), 0, {}, is_last=True)])
    assert set(given.ledger.state.records) == {GATEWAY}


def test_what_hung_on_a_replaced_one_is_still_ours() -> None:
    """A route leads into the void until the new gateway stands; should the run die then, destroy-nat must know it."""
    given = desk({GATEWAY: Record(old=("nat-1",)), ROUTE: Record(attributes={"target": "nat-1"})})
    given.ledger.record([StepSucceeded(change(GATEWAY, "delete", "nat-1", slot="nat-1"), 1, {}, is_last=True)])
    assert given.record(ROUTE) == Record(attributes={"target": "nat-1"})
    assert given.record(GATEWAY) is None


def test_a_step_of_a_delete_that_is_not_the_last_forgets_nothing() -> None:
    given = desk({GATEWAY: Record(id="nat-1")})
    given.ledger.record([StepSucceeded(change(GATEWAY, "delete", "nat-1"), 0, {}, is_last=False)])
    assert given.record(GATEWAY) == Record(id="nat-1")


def test_adopting_a_plan_records_what_stands_what_is_old_and_where_all_is() -> None:
    given = desk({GATEWAY: Record(id="nat-1", attributes={"public_ip": "1"})})
    plan = Plan((change(GROUP, "adopt", "sg-1", attributes={"name": "x"}), change(GATEWAY, "replace"),
                 change(GATEWAY, "delete", "nat-1", slot="nat-1")))  # fmt: skip
    given.ledger.record_plan(plan, account="123456789012", vpc_id="vpc-1")
    assert given.record(GROUP) == Record(id="sg-1", attributes={"name": "x"})
    assert given.record(GATEWAY) == Record(old=("nat-1",))
    assert (given.ledger.state.account, given.ledger.state.vpc_id) == ("123456789012", "vpc-1")
    assert len(given.shelf.saved) == 1


def test_an_old_one_that_the_plan_does_not_know_is_gone() -> None:
    given = desk({GATEWAY: Record(id="nat-2", old=("nat-1",)), GROUP: Record(id="sg-1", old=("sg-0",))})
    given.ledger.record_plan(Plan((change(GATEWAY, "keep", "nat-2"),)))
    assert given.record(GATEWAY) == Record(id="nat-2")
    assert given.record(GROUP) == Record(id="sg-1", old=("sg-0",)), "the plan tells nothing of groups"


def test_adopting_what_is_kept_changes_nothing_but_what_is_observed() -> None:
    given = desk({RULES: Record(attributes={"former_network_acl_id": "acl-0"})})
    given.ledger.record_plan(
        Plan((change(RULES, "update", "x", is_keyed=True, attributes={"network_acl_id": "acl-1"}),))
    )
    attributes = {"former_network_acl_id": "acl-0", "network_acl_id": "acl-1"}
    assert given.record(RULES) == Record(attributes=attributes)


def test_a_kept_line_of_an_open_intent_settles_it() -> None:
    given = desk()
    given.ledger.begin([announcement(GROUP)])
    given.ledger.record_plan(Plan((change(GROUP, "adopt", "sg-1"),)))
    assert given.ledger.state.intents == ()


def test_what_was_made_and_taken_away_again_is_not_waited_for() -> None:
    """A gateway that failed and was made anew, or one replaced at once: it goes from the slot of its id."""
    given = desk()
    given.ledger.begin([announcement(GATEWAY)])
    given.ledger.record([StepSucceeded(change(GATEWAY), 0, {"id": "nat-1"}, is_last=True)])
    given.ledger.record([StepSucceeded(change(GATEWAY, "delete", "nat-1", slot="nat-1"), 0, {}, is_last=True)])
    assert given.ledger.state.intents == ()


def test_forgetting_takes_records_and_intents() -> None:
    given = desk({GATEWAY: Record(id="nat-1"), GROUP: Record(id="sg-1")})
    given.ledger.begin([announcement(GATEWAY)])
    given.ledger.forget([GATEWAY])
    assert set(given.ledger.state.records) == {GROUP}
    assert given.ledger.state.intents == ()


def test_one_id_stands_at_one_address() -> None:
    """A group adopted under another key takes its id along, and its rules stay on record until they are seen to."""
    given = desk({GROUP: Record(id="sg-1", old=("sg-0",)), GATEWAY: Record(id="nat-1")})
    other = Address("security_group", "web")
    given.ledger.record_plan(Plan((change(other, "adopt", "sg-1"),)))
    assert given.record(other) == Record(id="sg-1")
    assert given.record(GROUP) == Record(old=("sg-0",))
    assert given.record(GATEWAY) == Record(id="nat-1")


def test_two_that_change_places_keep_their_ids() -> None:
    other = Address("nat_gateway", "ap-northeast-1c")
    given = desk({GATEWAY: Record(id="nat-1"), other: Record(id="nat-2")})
    given.ledger.record_plan(Plan((change(GATEWAY, "keep", "nat-2"), change(other, "keep", "nat-1"))))
    assert (given.record(GATEWAY), given.record(other)) == (Record(id="nat-2"), Record(id="nat-1"))
