"""What the program knows of kinds it takes from the registry: a kind that is put there is in every table at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from netsec.config import default_config
from netsec.config.default_rules import default_acls
from netsec.insight.simulate import handlers
from netsec.insight.snapshot_queries import deniable_operations
from netsec.insight.verify import kinds_without_answer, live_facts
from netsec.kinds import KINDS, OUTBOUND
from netsec.messages.catalogue import english, has_text
from netsec.model import Address, Answers, Call, Creation, EndpointsConfig, Intent, Kind, Network, Slot
from netsec.planning.incomplete_answers import items_without_id
from netsec.planning.intents import is_repeatable, judge_intents
from netsec.planning.observation import Observation, kinds_in_use, vpc_queries
from netsec.sandbox.emulated import action_of, created_by, emulated_ids
from netsec.views.plan import kind_heading
from tests.support import egress_only_gateway as toy
from tests.support import hands_on_plans

ALL = list(KINDS.values())
VPC = "vpc-1"
GATEWAY = {toy.ID: "eigw-1", "Attachments": [{"State": "attached", "VpcId": VPC}], "Tags": []}
NETWORK = Network(vpc_id=VPC, cidr="10.0.0.0/16")
ANSWERS = Answers({toy.LISTING: [GATEWAY]})


@pytest.fixture
def registered() -> Iterator[None]:
    with KINDS.including(toy.KIND):
        yield


def name_of(kind: Kind[Any]) -> str:
    return kind.name


# Every table has the toy kind while it is registered, and not a moment longer


def tables() -> dict[str, bool]:
    """The tables that are derived from the registry, and whether the toy kind is in each."""
    create, delete = toy.KIND.handlers
    empty = default_config("p", "dev", ())
    intent = Intent("u", Slot(Address(toy.NAME, "main")), create, {}, 0.0)
    unread = kinds_without_answer(VPC, Answers())
    return {
        "what calls do to AWS's answers": {create, delete} <= handlers().keys(),
        "what destroy-nat leaves": toy.NAME in KINDS.keys() - KINDS.outbound,
        "what is asked of a VPC": toy.LISTING in vpc_queries(VPC),
        "what is asked where it is on record": toy.NAME in kinds_in_use(empty, {}, [intent]),
        "answers that decide": [why.facts["id"] for why in items_without_id(Answers({toy.LISTING: [{}]}))] != [],
        "answers that reports can do without": toy.LISTING.op in deniable_operations(),
        "what can't be judged unread": unread.get(toy.NAME) == toy.LISTING.op,
        "codes of what does not exist": toy.KIND.not_found[0] in KINDS.not_found_codes,
        "creates that may be repeated": is_repeatable(intent),
        "how long a create is looked for": not judge_intents([intent], (), {}, 31.0).open,
        "headings": kind_heading(toy.NAME) == toy.KIND.heading,
        "ids of the sandbox": "eigw" in emulated_ids(),
        "what the sandbox tags": created_by(action_of(create)) is not None,
    }


@pytest.mark.usefixtures("registered")
def test_a_registered_kind_is_in_every_table() -> None:
    assert [table for table, is_in in tables().items() if not is_in] == []


def test_one_that_is_not_registered_is_in_none() -> None:
    with KINDS.including(toy.KIND):
        pass
    assert [table for table, is_in in tables().items() if is_in] == []


@pytest.mark.usefixtures("registered")
def test_its_facts_are_told_by_the_kind() -> None:
    (live,) = toy.KIND.read(ANSWERS, NETWORK)
    observation = Observation(ANSWERS, NETWORK, (live,))
    assert live_facts(Address(toy.NAME, "main"), "eigw-1", observation) == ("eigw-1 attached",)
    assert live_facts(Address(toy.NAME, "main"), "", observation) == ()


def test_a_kind_that_is_off_is_asked_for_only_where_it_is_on_record() -> None:
    config = default_config("p", "dev", ())
    with KINDS.including(toy.KIND):
        assert toy.NAME not in kinds_in_use(config, {})
        assert toy.LISTING not in vpc_queries(VPC, kinds_in_use(config, {}))
        assert toy.LISTING.op in KINDS.operations_without(kinds_in_use(config, {}))
    assert kinds_in_use(config, {}) == {kind.name for kind in ALL if kind.is_enabled(config)}
    assert KINDS.operations_without(frozenset(KINDS)) == frozenset()


# Every kind is whole


@pytest.mark.parametrize("kind", [*ALL, toy.KIND], ids=name_of)
def test_it_may_do_what_its_calls_do(kind: Kind[Any]) -> None:
    looks, changes = set(kind.permissions["Look"]), set()
    for statement in kind.permissions.keys() - {"Look"}:
        changes |= set(kind.permissions[statement])
    assert changes == {action_of(operation) for operation in kind.handlers}
    assert {action_of(query.op) for query in kind.queries(VPC)} <= looks


@pytest.mark.parametrize("kind", ALL, ids=name_of)
def test_its_heading_is_the_catalogues(kind: Kind[Any]) -> None:
    key = f"words.kind.{kind.name}"
    assert not has_text(key) or english(key) == kind.heading


@pytest.mark.parametrize("kind", ALL, ids=name_of)
def test_it_leans_on_kinds_that_there_are(kind: Kind[Any]) -> None:
    assert set(kind.judged_with) <= KINDS.keys() - {kind.name}


@pytest.mark.parametrize("kind", ALL, ids=name_of)
def test_what_it_lists_has_an_id(kind: Kind[Any]) -> None:
    assert all(query.id_field for query in kind.queries(VPC))


@pytest.mark.parametrize("kind", [*ALL, toy.KIND], ids=name_of)
def test_the_sandbox_refuses_its_ids_with_its_own_codes(kind: Kind[Any]) -> None:
    for each in kind.emulated:
        own = {*kind.not_found, *(("InvalidAssociationID.NotFound",) if each.prefix == "eipassoc" else ())}
        assert {each.not_found, each.not_found_elsewhere or each.not_found} <= own
        assert set(each.created_by) <= kind.handlers.keys()


def test_no_operation_and_no_sort_of_id_belongs_to_two_kinds() -> None:
    operations = Counter(operation for kind in ALL for operation in kind.handlers)
    prefixes = Counter(each.prefix for kind in ALL for each in kind.emulated)
    assert [each for each, count in (operations + prefixes).items() if count > 1] == []


def test_what_destroy_nat_takes_away() -> None:
    assert KINDS.outbound == OUTBOUND == {"private_route", "nat_gateway", "elastic_ip"}


def test_what_costs_by_the_hour() -> None:
    assert KINDS.charged == {"elastic_ip", "nat_gateway", "vpc_endpoint"}


def test_a_create_is_settled_as_its_kind_says() -> None:
    """What a run does after a lost answer, and what the next one makes of the intent, is the same."""
    base = hands_on_plans.config()
    wanted = replace(base, network_acls=default_acls("p-dev", False), endpoints=EndpointsConfig(gateway=("s3",)))
    plan = hands_on_plans.plan(wanted, hands_on_plans.foundation())
    steps = [(change.address.kind, step) for change in plan.changes for step in change.steps]
    creations = {kind: step.recover.creation for kind, step in steps if isinstance(step, Call) and step.recover}
    assert creations == {kind: KINDS[kind].creation for kind in creations}
    assert creations.keys() == {kind.name for kind in ALL if kind.id_prefix and kind.is_enabled(base)}
    assert {kind for kind, creation in creations.items() if not creation.is_repeatable} == {"elastic_ip"}


def test_a_create_is_not_repeated_unless_its_kind_says_so() -> None:
    assert not Creation().is_repeatable
    assert Kind.__dataclass_fields__["creation"].default_factory is Creation
