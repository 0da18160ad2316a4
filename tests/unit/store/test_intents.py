"""What became of creates that nobody confirmed, judged from one look at AWS."""

from __future__ import annotations

import math

import pytest

from netsec.model import Address, Intent, Live, Record, Slot
from netsec.planning.intents import is_repeatable, judge_intents, must_be_listed
from tests.support.states import GATEWAY

EIP = Address("elastic_ip", "ap-northeast-1a")


def intent(op: str = "create_nat_gateway", time: float = 1000.0, made: str = "", at: Address = GATEWAY) -> Intent:
    return Intent("u", Slot(at), op, {}, time, made)


def live(identifier: str, at: Address = GATEWAY, owned: bool = True) -> Live:
    return Live(kind=at.kind, id=identifier, address=at, is_owned=owned)


@pytest.mark.parametrize(
    ("given", "lives", "record", "now", "verdict"),
    [
        (intent(), (), Record(), 1010, "open"),
        (intent(), (), Record(), 1031, "kept"),
        (intent(), (), Record(), 1000 + 3601, "settled"),
        (intent(), (live("nat-1"),), Record(), 1001, "settled"),
        (intent(), (live("nat-1"),), Record(id="nat-1"), 1001, "open"),
        (intent(), (live("nat-1"),), Record(old=("nat-1",)), 1001, "open"),
        (intent(), (live("nat-1", owned=False),), Record(), 1001, "open"),
        (intent("allocate_address", at=EIP), (), Record(), 1059, "open"),
        (intent("allocate_address", at=EIP), (), Record(), 1061, "settled"),
        (intent(made="nat-1"), (), Record(id="nat-1"), 1010, "open"),
        (intent(made="nat-1"), (live("nat-1"),), Record(id="nat-1"), 1010, "settled"),
        (intent(made="nat-1"), (), Record(id="nat-1"), 1031, "settled"),
        (intent("allocate_address", time=9e9, at=EIP), (), Record(), 1000, "settled"),
        (intent(time=math.inf), (), Record(), 1000, "kept"),
    ],
)
def test_verdicts(given: Intent, lives: tuple[Live, ...], record: Record, now: float, verdict: str) -> None:
    verdicts = judge_intents([given], lives, {given.slot.address: record}, now)
    found = "open" if given in verdicts.open else "settled" if given in verdicts.settled else "kept"
    assert found == verdict


def test_how_long_to_wait_is_said() -> None:
    given = [intent(time=1000), intent("allocate_address", time=1005, at=EIP)]
    assert judge_intents(given, (), {}, 1010).until == 1065


def test_a_create_of_an_unknown_kind_is_never_repeated() -> None:
    given = intent("create_thing", at=Address("thing", "a"))
    assert not is_repeatable(given)
    assert judge_intents([given], (), {}, 1000 + 59).open == (given,)
    assert judge_intents([given], (), {}, 1000 + 61).settled == (given,)


def test_only_what_was_made_must_be_visible() -> None:
    assert not must_be_listed(intent(), 9e9)
    assert not must_be_listed(intent(made="nat-1"), 1029)
    assert must_be_listed(intent(made="nat-1"), 1030)
