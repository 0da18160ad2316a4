"""The answer to one question: every place that FROM names to every place that TO names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Literal

from netsec.insight.intervals import ALL_PORTS, EMPTY, IntervalSet
from netsec.insight.packets import PacketField
from netsec.insight.reach.filters import Connection
from netsec.insight.reach.locations import Location, find_locations
from netsec.insight.reach.path import Hop, NetworkPath, Undecidable, incomplete_answer
from netsec.insight.reach.trace import trace
from netsec.insight.snapshot import VpcSnapshot
from netsec.model import Reason, reason

Verdict = Literal["yes", "no", "unknown"]
PROTOCOLS = ("tcp", "udp", "icmp")
# The ICMP type of a ping, an echo request (RFC 792).
ECHO_REQUEST = 8
# Without these answers a name that nothing has here may still be the name of something.
NAMING_OPERATIONS = frozenset({"describe_security_groups", "describe_vpc_endpoints"})


@dataclass(frozen=True, kw_only=True)
class Question:
    """Can `source` reach `target` on any of these ports? For ICMP, `port` holds its types."""

    source: str
    target: str
    ports: IntervalSet = ALL_PORTS
    protocol: str = "tcp"

    @property
    def traffic(self) -> str:
        """Protocol and ports for people: `tcp 443`, `udp`, `icmp type 0`."""
        if self.protocol == "icmp":
            return "icmp" if self.ports == IntervalSet.of(ECHO_REQUEST) else f"icmp type {self.ports}"
        return self.protocol if self.ports == ALL_PORTS else f"{self.protocol} {self.ports}"


@dataclass(frozen=True, kw_only=True)
class ReachAnswer:
    """What was found out about a question.

    `hops`: of one path that gets through, else of the one that gets furthest. `ports`: those asked about that get
    through. `because`: why the verdict is unknown. `is_assumed`: one of the ends does not run yet, and was taken to
    be in the subnets where it would be.
    """

    question: Question
    verdict: Verdict
    hops: tuple[Hop, ...] = ()
    ports: IntervalSet = EMPTY
    unknown_reason: Reason | None = None
    is_assumed: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether only some of the ports asked about get through."""
        return self.verdict == "yes" and self.question.ports != self.ports


def parse_traffic(text: str) -> tuple[IntervalSet, str] | None:
    """Ports and protocol of `443`, `53/udp`, `8000-8100/tcp`, `icmp`, `8/icmp` or `udp`; None for other text."""
    match = re.fullmatch(r"(?:([0-9]{1,5})(?:-([0-9]{1,5}))?)?(?:(?:^|/)([a-z]+))?", text)
    if not text or not match:
        return None
    first, last, protocol = match[1], match[2], match[3] or "tcp"
    if protocol not in PROTOCOLS:
        return None
    if first is None:
        return (IntervalSet.of(ECHO_REQUEST) if protocol == "icmp" else ALL_PORTS), protocol
    ports = IntervalSet.of(int(first), int(last or first))
    highest = 255 if protocol == "icmp" else 65535
    return (ports, protocol) if ports and int(last or first) <= highest else None


def reach(vpc: VpcSnapshot, question: Question) -> ReachAnswer | Reason:
    """The answer; a Reason if FROM or TO names nothing, or more than one thing."""
    sources = find_locations(vpc, question.source)
    if isinstance(sources, Reason):
        return _not_named(vpc, question, sources)
    targets = find_locations(vpc, question.target)
    if isinstance(targets, Reason):
        return _not_named(vpc, question, targets)
    return _answer(vpc, question, list(product(sources, targets)))


def _not_named(vpc: VpcSnapshot, question: Question, why: Reason) -> ReachAnswer | Reason:
    """Why a name names no one thing; unknown, if it may be the name of something that AWS did not answer about."""
    unread = sorted(NAMING_OPERATIONS & vpc.unread_operations)
    if why.code == "place_unknown" and unread:
        return ReachAnswer(question=question, verdict="unknown", unknown_reason=reason("reach_unread", denied=unread))
    return why


def _answer(vpc: VpcSnapshot, question: Question, pairs: list[tuple[Location, Location]]) -> ReachAnswer:
    """Yes if one pair gets through, else unknown if one of them is in doubt, else no."""
    paths: list[tuple[NetworkPath, bool]] = []
    doubts: list[Reason] = []
    for source, target in pairs:
        try:
            _check_known(source, target)
            path, doubt = _surest(Connection(vpc, source, target, question.protocol), question.ports)
        except Undecidable as untold:
            doubts.append(untold.why)
            continue
        paths.append((path, source.is_assumed or target.is_assumed))
        doubts += [doubt] if doubt else []
    best, is_assumed = max(paths, key=lambda path: _rank(path[0]), default=(NetworkPath(), False))
    verdict: Verdict = "yes" if best.goes_on else "unknown" if doubts or not pairs else "no"
    return ReachAnswer(
        question=question,
        verdict=verdict,
        hops=best.hops,
        ports=_open_ports(path for path, _ in paths) & question.ports,
        unknown_reason=next(iter(doubts), reason("nothing_there")) if verdict == "unknown" else None,
        is_assumed=is_assumed,
    )


def _open_ports(paths: Iterable[NetworkPath]) -> IntervalSet:
    """The ports on which packets arrive."""
    ports = IntervalSet()
    for path in paths:
        if path.goes_on:
            ports |= path.packets.values_of(PacketField.PORT)
    return ports


def _check_known(*places: Location) -> None:
    """Raise Untold if a place lacks a field that matters, or has no IPv4 address: only IPv4 is judged."""
    for place in places:
        if place.missing_fields:
            raise incomplete_answer(place.label, place.missing_fields)
        if place.subnet and place.subnet.ipv6_cidr and not place.subnet.cidr:
            raise Undecidable(reason("reach_only_ipv6", name=place.label))


def _surest(traffic: Connection, port: IntervalSet) -> tuple[NetworkPath, Reason | None]:
    """The path by the rules that are sure to match, and why there may be another one; None if there is none."""
    sure = trace(traffic, port, False)
    if sure.packets:
        return sure, reason("reach_leaves_sight") if sure.leaves_view else None
    possible = trace(traffic, port, True)
    return sure, reason("reach_depends") if possible.packets else None


def _rank(path: NetworkPath) -> tuple[bool, int]:
    """What arrives is best, then what gets furthest."""
    return (path.goes_on, len(path.hops))
