"""The outcome for one pair of places, and the parts of a block that was asked about, each with its own verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netsec.insight.intervals import EMPTY, IntervalSet
from netsec.insight.packets import PacketField, PacketUnion
from netsec.insight.reach.address_space import as_cidrs
from netsec.insight.reach.location import Location
from netsec.insight.reach.path import NetworkPath
from netsec.insight.reach.question import VERDICTS, AnswerPart, Verdict
from netsec.model import Reason, reason


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was found out about one place of FROM and one of TO; `possible`: the packets that may arrive."""

    pair: tuple[Location, Location]
    path: NetworkPath
    possible: PacketUnion
    doubt: Reason | None = None

    @property
    def is_assumed(self) -> bool:
        """Whether one of the two does not run yet."""
        return any(place.is_assumed for place in self.pair)


def answer_parts(name: str, end: int, outcomes: list[Outcome]) -> Iterator[AnswerPart]:
    """The parts of the block that is `end` (0: FROM, 1: TO) of the question, if their verdicts differ."""
    if "/" not in name or not outcomes:
        return
    parts = dict.fromkeys(VERDICTS, EMPTY)
    reasons: dict[Verdict, Reason] = {}
    for outcome in outcomes:
        for verdict, addresses in _by_verdict(outcome, end).items():
            parts[verdict] |= addresses
            if addresses:
                reasons.setdefault(verdict, _decisive(outcome, verdict))
    parts["unknown"] -= parts["yes"]
    parts["no"] -= parts["yes"] | parts["unknown"]
    if sum(bool(addresses) for addresses in parts.values()) > 1:
        family = outcomes[0].pair[end].family
        for verdict, addresses in parts.items():
            if addresses:
                yield AnswerPart(addresses=as_cidrs(addresses, family), verdict=verdict, why=reasons[verdict])


def _by_verdict(outcome: Outcome, end: int) -> dict[Verdict, IntervalSet]:
    """The addresses of one end by what becomes of their packets."""
    field = (PacketField.SOURCE, PacketField.TARGET)[end]
    wanted = outcome.pair[end].addresses
    sure, possible = EMPTY, outcome.possible.values_of(field) if outcome.doubt else EMPTY
    for path in _branches(outcome):
        if path.arrives:
            sure |= path.packets.values_of(field) & wanted
        else:
            possible |= path.packets.values_of(field)
    possible = (possible & wanted) - sure
    return {"yes": sure, "unknown": possible, "no": wanted - sure - possible}


def _branches(outcome: Outcome) -> tuple[NetworkPath, ...]:
    """The paths by each route, or the only one."""
    return outcome.path.branches or (outcome.path,)


def _decisive(outcome: Outcome, verdict: Verdict) -> Reason:
    """Why this part has this verdict: the doubt, or the last hop of a path that ends so."""
    if verdict == "unknown" and outcome.doubt:
        return outcome.doubt
    for path in _branches(outcome):
        if verdict == "unknown" and path.doubt and path.packets:
            return path.doubt
        if path.hops and path.arrives == (verdict == "yes") and bool(path.packets) == (verdict == "yes"):
            return path.hops[-1].why
    hop = outcome.path.hops[-1] if outcome.path.hops else None
    return hop.why if hop and hop.passed == (verdict == "yes") else reason("part_not_let_through")
