"""What AWS will say once a plan is carried out: its calls, which are data, played on the answers that it was made from.

So whatever is read off AWS (who reaches whom, what it costs, the picture) can be read off a plan as well. What does not
exist yet has the id `new:{address}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

from netsec.insight.after import acls, endpoints, groups, outbound, tagging
from netsec.insight.after.book import Book, Play
from netsec.model import Address, Answers, Call, Change, Plan, Slot, Step, dig
from netsec.model.filling import fill
from netsec.planning.match import refs

NEW = "new:"
PLAYS: dict[str, Play] = {**groups.PLAYS, **outbound.PLAYS, **acls.PLAYS, **endpoints.PLAYS, **tagging.PLAYS}


def after(plan: Plan, answers: Answers) -> Answers:
    """The answers as they will be; those given are left as they are."""
    book = Book(answers)
    known: dict[Address, dict[str, Any]] = {
        change.address: {**change.attributes, "id": change.id}
        for change in plan.changes
        if change.id and change.slot == Slot(change.address)
    }
    for change in _in_order(plan):
        for step in change.steps:
            if not _playable(step, known):
                break
            if isinstance(step, Call):
                learned = _play(book, step, change, known)
                known[change.address] = {**known.get(change.address, {}), **learned}
    return book.answers


def _playable(step: Step, known: Mapping[Address, Mapping[str, Any]]) -> bool:
    """Whether everything it names will be there: what is blocked is not made, nor what hangs on it."""
    named = refs((dict(step.params), dict(step.teach))) if isinstance(step, Call) else refs(step.id)
    return all(ref.attr in known.get(ref.address, {}) for ref in named)


def _in_order(plan: Plan) -> Iterator[Change]:
    changes = {change.slot: change for change in plan.work}
    order = TopologicalSorter({slot: sorted(change.needs & changes.keys()) for slot, change in changes.items()})
    return (changes[slot] for slot in order.static_order())


def _play(book: Book, call: Call, change: Change, known: dict[Address, dict[str, Any]]) -> dict[str, Any]:
    """Play one call; what the executor would learn from its answer."""
    answer = PLAYS[call.op](book, fill(call.params, known, ""), f"{NEW}{change.address}")
    told = {name: dig(answer, path) or "" for name, path in call.out.items()}
    return {**fill(call.teach, known, ""), **told}
