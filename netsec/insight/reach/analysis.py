"""The answer to one question: every place that FROM names to every place that TO names."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from netsec.insight.intervals import EMPTY, IntervalSet
from netsec.insight.packets import PacketField, PacketSet, PacketUnion
from netsec.insight.reach.filters import Connection
from netsec.insight.reach.location import Location
from netsec.insight.reach.locations import find_locations
from netsec.insight.reach.parts import Outcome, answer_parts
from netsec.insight.reach.path import Hop, NetworkPath, Undecidable, incomplete_answer
from netsec.insight.reach.question import (
    ECHO_REQUEST,
    ECHO_REQUEST_V6,
    Question,
    ReachAnswer,
    Verdict,
)
from netsec.insight.reach.routing import TargetKind, target_kind
from netsec.insight.reach.trace import trace
from netsec.insight.snapshot import VpcSnapshot
from netsec.model import Reason, reason

# Without these answers a name that nothing has here may still be the name of something.
NAMING_OPERATIONS = frozenset({"describe_security_groups", "describe_vpc_endpoints"})


def reach(vpc: VpcSnapshot, question: Question) -> ReachAnswer | Reason:
    """The answer; a Reason if FROM or TO names nothing, or more than one thing."""
    sources = find_locations(vpc, question.source)
    if isinstance(sources, Reason):
        return _not_named(vpc, question, sources)
    targets = find_locations(vpc, question.target)
    if isinstance(targets, Reason):
        return _not_named(vpc, question, targets)
    pairs = [
        (source, target)
        for source, target in product(sources, targets)
        if source.family == target.family and source.family in question.families
    ]
    if sources and targets and not pairs:
        return _without_common_family(vpc, question, targets[0])
    return _answer(vpc, question, pairs)


def _without_common_family(vpc: VpcSnapshot, question: Question, target: Location) -> ReachAnswer:
    """No, as the two ends have no IP version in common; unknown where a route may lead to NAT64."""
    routes = (route for table in vpc.tables.values() for route in table.routes)
    if any(":" in route.destination and target_kind(route, vpc) is TargetKind.NAT_GATEWAY for route in routes):
        return ReachAnswer(question=question, verdict="unknown", unknown_reason=reason("reach_nat64"))
    stop = Hop(target.label, False, reason("no_common_family", source=question.source, target=question.target))
    return ReachAnswer(question=question, verdict="no", hops=(stop,))


def _not_named(vpc: VpcSnapshot, question: Question, why: Reason) -> ReachAnswer | Reason:
    """Why a name names no one thing; unknown, if it may be the name of something that AWS did not answer about."""
    unread = sorted(NAMING_OPERATIONS & vpc.unread_operations)
    if why.code == "place_unknown" and unread:
        return ReachAnswer(question=question, verdict="unknown", unknown_reason=reason("reach_unread", denied=unread))
    return why


def _answer(vpc: VpcSnapshot, question: Question, pairs: list[tuple[Location, Location]]) -> ReachAnswer:
    """Yes if one pair gets through, else unknown if one of them is in doubt, else no."""
    outcomes = [_outcome(vpc, question, pair) for pair in pairs]
    best = max(outcomes, key=_rank, default=None)
    doubts = [outcome.doubt for outcome in outcomes if outcome.doubt]
    verdict: Verdict = "yes" if best and best.path.arrives else "unknown" if doubts or not pairs else "no"
    return ReachAnswer(
        question=question,
        verdict=verdict,
        hops=best.path.hops if best else (),
        ports=_open_ports(question, outcomes),
        unknown_reason=next(iter(doubts), reason("nothing_there")) if verdict == "unknown" else None,
        is_assumed=bool(best and best.is_assumed),
        only_family=_only_family(outcomes),
        parts=(*answer_parts(question.source, 0, outcomes), *answer_parts(question.target, 1, outcomes)),
    )


def _only_family(outcomes: list[Outcome]) -> int | None:
    """The IP version by which packets arrive, if by the other one, which both ends have as well, none do."""
    arriving = {outcome.pair[0].family for outcome in outcomes if outcome.path.arrives}
    judged = {outcome.pair[0].family for outcome in outcomes}
    return next(iter(arriving)) if len(arriving) == 1 and len(judged) > 1 else None


def _rank(outcome: Outcome) -> tuple[bool, bool, int]:
    """What arrives is best, then what is in doubt, then what gets furthest."""
    return (outcome.path.arrives, outcome.doubt is not None and bool(outcome.path.hops), len(outcome.path.hops))


def _outcome(vpc: VpcSnapshot, question: Question, pair: tuple[Location, Location]) -> Outcome:
    """By the rules that are sure to match; where those let nothing through, by those that may."""
    source, target = pair
    protocol, ports = _of_family(question, source.family)
    everything = PacketUnion((PacketSet(source=source.addresses, target=target.addresses),))
    try:
        _check_known(source, target)
        connection = Connection(vpc, source, target, protocol)
        sure = trace(connection, ports, False)
        if sure.packets:
            return Outcome(pair=pair, path=sure, possible=sure.packets, doubt=sure.doubt)
        possible = trace(connection, ports, True)
    except Undecidable as undecidable:
        return Outcome(pair=pair, path=NetworkPath(), possible=everything, doubt=undecidable.why)
    if not possible.packets:
        return Outcome(pair=pair, path=sure, possible=possible.packets)
    doubt = possible.doubt or reason("reach_depends", rules=possible.depends_on[:3])
    return Outcome(pair=pair, path=sure, possible=possible.packets, doubt=doubt)


def _of_family(question: Question, family: int) -> tuple[str, IntervalSet]:
    """Protocol and ports as they are in one IP version: a ping is ICMPv6 in IPv6, and its types are others."""
    if question.protocol != "icmp" or family == 4:
        return question.protocol, question.ports
    return "icmpv6", IntervalSet.of(ECHO_REQUEST_V6) if ECHO_REQUEST in question.ports else EMPTY


def _open_ports(question: Question, outcomes: Iterable[Outcome]) -> IntervalSet:
    """The ports asked about on which packets arrive."""
    ports = EMPTY
    for outcome in outcomes:
        if outcome.path.arrives:
            is_ping = question.protocol == "icmp" and outcome.pair[0].family == 6
            ports |= IntervalSet.of(ECHO_REQUEST) if is_ping else outcome.path.packets.values_of(PacketField.PORT)
    return ports & question.ports


def _check_known(*places: Location) -> None:
    """Raise Undecidable if a place lacks a field that matters."""
    for place in places:
        if place.missing_fields:
            raise incomplete_answer(place.label, place.missing_fields)
