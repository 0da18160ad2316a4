"""What AWS will answer once a plan is carried out: its calls, which are data, applied to the answers it was made from.

So whatever is read from AWS (reachability, costs, pictures) can be read from a plan as well. A resource that does not
exist yet has the id `new:{address}`. What each call does is said by its kind (`Kind.handlers`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

from netsec.insight.simulate.tagging import TAG_HANDLERS
from netsec.kinds import KINDS
from netsec.model import Address, Answers, Call, Change, Plan, Slot, Step, value_at_path
from netsec.model.refs import fill_refs
from netsec.model.simulated import Handler, SimulatedAws
from netsec.planning.match import refs_in

NEW_ID_PREFIX = "new:"


def simulate(plan: Plan, answers: Answers) -> Answers:
    """The answers as they will be; those given are not changed. LookupError for a call that no kind simulates."""
    aws, by_operation = SimulatedAws(answers), handlers()
    known: dict[Address, dict[str, Any]] = {
        change.address: {**change.attributes, "id": change.id}
        for change in plan.changes
        if change.id and change.slot == Slot(change.address)
    }
    for change in _in_order(plan):
        for step in change.steps:
            if not _is_possible(step, known):
                break
            if isinstance(step, Call):
                learned = _simulate(aws, by_operation, step, change, known)
                known[change.address] = {**known.get(change.address, {}), **learned}
    return aws.answers


def handlers() -> dict[str, Handler]:
    """The handler of every operation that a plan may use: those of the kinds, and those that tag."""
    return {**KINDS.handlers, **TAG_HANDLERS}


def _is_possible(step: Step, known: Mapping[Address, Mapping[str, Any]]) -> bool:
    """Whether everything that a step names will exist: what is blocked is not made, nor what depends on it."""
    named = refs_in((dict(step.params), dict(step.sets))) if isinstance(step, Call) else refs_in(step.id)
    return all(ref.attribute in known.get(ref.address, {}) for ref in named)


def _in_order(plan: Plan) -> Iterator[Change]:
    changes = {change.slot: change for change in plan.active_changes}
    order = TopologicalSorter({slot: sorted(change.needs & changes.keys()) for slot, change in changes.items()})
    return (changes[slot] for slot in order.static_order())


def _simulate(
    aws: SimulatedAws, by_operation: Mapping[str, Handler], call: Call, change: Change, known: dict[Address, Any]
) -> dict[str, Any]:
    """Simulate one call; the attributes that the executor would learn from its answer."""
    if call.op not in by_operation:
        raise LookupError(f"the kind {change.address.kind} has no handler for {call.op}")
    answer = by_operation[call.op](aws, fill_refs(call.params, known, ""), f"{NEW_ID_PREFIX}{change.address}")
    learned = {name: value_at_path(answer, path) or "" for name, path in call.out.items()}
    return {**fill_refs(call.sets, known, ""), **learned}
