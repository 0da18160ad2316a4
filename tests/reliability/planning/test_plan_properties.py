"""What is true of every plan, whatever is wanted, recorded and there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from netsec.kinds import KINDS, OUTBOUND
from netsec.messages.en.reasons import REASONS
from netsec.model import Answers, Call, Change, Config, DestroyOptions, Plan, Ref, Slot, Step, nat_zones
from netsec.planning.match import refs_in
from netsec.planning.observation import Observation, Records, read_observation
from netsec.planning.plan import make_destroy_plan, make_plan
from tests.support.clouds import clouds, configs, memories

# A failing example is shown as it was found: shrinking clouds takes minutes.
often = settings(
    max_examples=50 if int(os.environ.get("NETSEC_LONG", "1")) == 1 else 500,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
# Calls that take something away or change it, and the parameter that says whose it is.
TOUCHING = {
    "delete_security_group": "GroupId", "delete_nat_gateway": "NatGatewayId", "release_address": "AllocationId",
    "delete_network_acl": "NetworkAclId", "revoke_security_group_ingress": "GroupId",
    "revoke_security_group_egress": "GroupId", "authorize_security_group_ingress": "GroupId",
    "authorize_security_group_egress": "GroupId", "modify_security_group_rules": "GroupId",
    "create_network_acl_entry": "NetworkAclId", "replace_network_acl_entry": "NetworkAclId",
    "delete_network_acl_entry": "NetworkAclId",
}  # fmt: skip


def steps_of(plan: Plan) -> Iterator[tuple[Change, Step]]:
    for change in plan.changes:
        for step in change.steps:
            yield change, step


def named_in(step: Step) -> frozenset[Ref]:
    return refs_in(dict(step.params)) if isinstance(step, Call) else refs_in(step.id)


def awaited(plan: Plan, slot: Slot) -> set[Slot]:
    needs = {change.slot: change.needs for change in plan.changes}
    found: set[Slot] = set()
    look_at = [slot]
    while look_at:
        more = needs[look_at.pop()] - found
        found |= more
        look_at.extend(more)
    return found


def check_graph(plan: Plan) -> None:
    """Slots are one of a kind, edges lead to lines that work, and nothing waits for itself."""
    slots = [change.slot for change in plan.changes]
    assert len(slots) == len(set(slots))
    ids = [(change.address.kind, change.id) for change in plan.changes if change.id]
    assert len(ids) == len(set(ids)), "one resource at two addresses"
    busy = {change.slot for change in plan.active_changes}
    assert all(change.needs <= busy for change in plan.changes)
    TopologicalSorter({change.slot: change.needs for change in plan.active_changes}).prepare()


def check_words(plan: Plan) -> None:
    for change in plan.changes:
        assert all(why.code in REASONS for why in (change.why, *(each.why for each in change.details)))
        assert not (change.verb == "blocked" and change.steps)
        assert change.steps or change.verb in ("keep", "adopt", "blocked"), change


def check_refs(plan: Plan) -> None:
    """A Ref in a step names what is known, or what a change makes before this step."""
    lines = {change.slot: change for change in plan.changes}
    for change, step in steps_of(plan):
        for ref in named_in(step):
            maker = lines[Slot(ref.address)]
            if maker.verb != "blocked" and not maker.id:
                assert maker.slot == change.slot or maker.slot in awaited(plan, change.slot), (change, ref)


def check_strangers(plan: Plan, seen: Observation) -> None:
    """Nothing is taken from, or changed of, what is not ours."""
    ours = {live.id for live in seen.lives if live.is_owned}
    proven = {live.id for live in seen.lives if live.may_delete}
    pinned = {live.id for live in seen.lives if live.is_pinned and live.is_recorded}
    for change, step in steps_of(plan):
        if isinstance(step, Call) and step.op in TOUCHING:
            target = step.params[TOUCHING[step.op]]
            assert isinstance(target, Ref) or target in ours, step
            assert isinstance(target, Ref) or change.verb != "delete" or target in proven, step
        if isinstance(step, Call) and step.op in ("create_tags", "delete_tags"):
            assert set(step.params["Resources"]) <= ours | pinned, step


def check_order(plan: Plan, seen: Observation) -> None:
    """What is deleted goes after all that uses it; only a gateway may go before the routes that lead to it."""
    leaving = {change.id: change for change in plan.changes if change.verb == "delete"}
    for live in seen.lives:
        for used in live.uses & leaving.keys():
            users = [
                change for change in plan.active_changes if change.id == live.id and change.slot != leaving[used].slot
            ]
            for user in users:
                before = user.slot in awaited(plan, leaving[used].slot)
                assert before or leaving[used].slot in awaited(plan, user.slot), (user.slot, leaving[used].slot)


def check_brought(plan: Plan, config: Config, seen: Observation) -> None:
    """Addresses that people bring are used and nothing else, unless they carry our own tags."""
    ours = {live.id for live in seen.lives if live.is_owned}
    brought = {config.nat.eips.get(zone.name) for zone in nat_zones(config, seen.network)} - ours
    for _, step in steps_of(plan):
        if isinstance(step, Call) and step.op != "create_nat_gateway":
            assert not brought & {str(value) for value in step.params.values()}


def shuffled(answers: Answers, order: Any) -> Answers:
    return Answers({query: order.sample(items, len(items)) for query, items in answers.items()})


@often
@given(configs(), clouds(), memories(), st.randoms(use_true_random=False))
def test_every_plan(config: Config, answers: Answers, records: Records, order: Any) -> None:
    seen = read_observation(config, "", answers, records)
    plan = make_plan(config, seen, records)
    assert plan == make_plan(config, seen, records)
    assert plan == make_plan(config, read_observation(config, "", shuffled(answers, order), records), records)
    check_graph(plan)
    check_words(plan)
    # One with obstacles is shown, but never carried out.
    if not plan.blocked and not plan.problems:
        check_strangers(plan, seen)
        check_refs(plan)
        check_order(plan, seen)
        check_brought(plan, config, seen)


@pytest.mark.parametrize("kinds", [frozenset(KINDS), OUTBOUND], ids=["everything", "outbound"])
@pytest.mark.parametrize("keep", [False, True])
def test_every_destroy_plan(kinds: frozenset[str], keep: bool) -> None:
    @often
    @given(configs(), clouds(), memories())
    def check(config: Config, answers: Answers, records: Records) -> None:
        seen = read_observation(config, "", answers, records)
        plan = make_destroy_plan(seen, records, kinds, DestroyOptions(is_requested=True, keep_addresses=keep))
        check_graph(plan)
        check_words(plan)
        check_refs(plan)
        check_strangers(plan, seen)
        check_order(plan, seen)
        assert {change.address.kind for change in plan.changes} <= kinds
        assert {change.verb for change in plan.changes} <= {"delete", "keep", "blocked"}
        released = [step for _, step in steps_of(plan) if isinstance(step, Call) and step.op == "release_address"]
        current = [change for change in plan.changes if change.slot.name == "current"]
        assert not keep or not any(step in change.steps for step in released for change in current)

    check()
