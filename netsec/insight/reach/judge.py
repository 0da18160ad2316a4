"""The answer to one question: every place that FROM names to every place that TO names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Literal

from netsec.insight.reach.flows import PacketField
from netsec.insight.reach.gates import Traffic
from netsec.insight.reach.places import Place, find_places
from netsec.insight.reach.spans import NONE, PORTS, Spans
from netsec.insight.reach.trail import Hop, Trail, Untold, incomplete
from netsec.insight.reach.walk import walk
from netsec.insight.world import World
from netsec.model import Reason, reason

Verdict = Literal["yes", "no", "unknown"]
PROTOCOLS = ("tcp", "udp", "icmp")
# The ICMP type of a ping, an echo request (RFC 792).
PING = 8
# Without these answers a name that nothing has here may still be the name of something.
NAMING = frozenset({"describe_security_groups", "describe_vpc_endpoints"})


@dataclass(frozen=True, kw_only=True)
class Question:
    """Can `source` reach `target` on any of these ports? For ICMP, `port` holds its types."""

    source: str
    target: str
    port: Spans = PORTS
    protocol: str = "tcp"

    @property
    def traffic(self) -> str:
        """Protocol and ports for people: `tcp 443`, `udp`, `icmp type 0`."""
        if self.protocol == "icmp":
            return "icmp" if self.port == Spans.of(PING) else f"icmp type {self.port}"
        return self.protocol if self.port == PORTS else f"{self.protocol} {self.port}"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was found out about a question.

    `hops`: of one path that gets through, else of the one that gets furthest. `ports`: those asked about that get
    through. `because`: why the verdict is unknown. `assumed`: one of the ends does not run yet, and was taken to be in
    the subnets where it would be.
    """

    question: Question
    verdict: Verdict
    hops: tuple[Hop, ...] = ()
    ports: Spans = NONE
    because: Reason | None = None
    assumed: bool = False

    @property
    def partial(self) -> bool:
        """Whether only some of the ports asked about get through."""
        return self.verdict == "yes" and self.question.port != self.ports


def parse_traffic(text: str) -> tuple[Spans, str] | None:
    """Ports and protocol of `443`, `53/udp`, `8000-8100/tcp`, `icmp`, `8/icmp` or `udp`; None for other text."""
    match = re.fullmatch(r"(?:([0-9]{1,5})(?:-([0-9]{1,5}))?)?(?:(?:^|/)([a-z]+))?", text)
    if not text or not match:
        return None
    first, last, protocol = match[1], match[2], match[3] or "tcp"
    if protocol not in PROTOCOLS:
        return None
    if first is None:
        return (Spans.of(PING) if protocol == "icmp" else PORTS), protocol
    ports = Spans.of(int(first), int(last or first))
    highest = 255 if protocol == "icmp" else 65535
    return (ports, protocol) if ports and int(last or first) <= highest else None


def reach(vpc: World, question: Question) -> Answer | Reason:
    """The answer; a Reason if FROM or TO names nothing, or more than one thing."""
    sources = find_places(vpc, question.source)
    if isinstance(sources, Reason):
        return _not_named(vpc, question, sources)
    targets = find_places(vpc, question.target)
    if isinstance(targets, Reason):
        return _not_named(vpc, question, targets)
    return _answer(vpc, question, list(product(sources, targets)))


def _not_named(vpc: World, question: Question, why: Reason) -> Answer | Reason:
    """Why a name names no one thing; unknown, if it may be the name of something that AWS did not answer about."""
    unread = sorted(NAMING & vpc.unknown)
    if why.code == "place_unknown" and unread:
        return Answer(question=question, verdict="unknown", because=reason("reach_unread", denied=unread))
    return why


def _answer(vpc: World, question: Question, pairs: list[tuple[Place, Place]]) -> Answer:
    """Yes if one pair gets through, else unknown if one of them is in doubt, else no."""
    paths: list[tuple[Trail, bool]] = []
    doubts: list[Reason] = []
    for source, target in pairs:
        try:
            _check_known(source, target)
            path, doubt = _surest(Traffic(vpc, source, target, question.protocol), question.port)
        except Untold as untold:
            doubts.append(untold.why)
            continue
        paths.append((path, source.assumed or target.assumed))
        doubts += [doubt] if doubt else []
    best, is_assumed = max(paths, key=lambda path: _rank(path[0]), default=(Trail(), False))
    verdict: Verdict = "yes" if best.goes_on else "unknown" if doubts or not pairs else "no"
    return Answer(
        question=question,
        verdict=verdict,
        hops=best.hops,
        ports=_open_ports(path for path, _ in paths) & question.port,
        because=next(iter(doubts), reason("nothing_there")) if verdict == "unknown" else None,
        assumed=is_assumed,
    )


def _open_ports(paths: Iterable[Trail]) -> Spans:
    """The ports on which packets arrive."""
    ports = Spans()
    for path in paths:
        if path.goes_on:
            ports |= path.flows.values_of(PacketField.PORT)
    return ports


def _check_known(*places: Place) -> None:
    """Raise Untold if a place lacks a field that matters, or has no IPv4 address: only IPv4 is judged."""
    for place in places:
        if place.unclear:
            raise incomplete(place.label, place.unclear)
        if place.subnet and place.subnet.cidr6 and not place.subnet.cidr:
            raise Untold(reason("reach_only_ipv6", name=place.label))


def _surest(traffic: Traffic, port: Spans) -> tuple[Trail, Reason | None]:
    """The path by the rules that are sure to match, and why there may be another one; None if there is none."""
    sure = walk(traffic, port, False)
    if sure.flows:
        return sure, reason("reach_leaves_sight") if sure.beyond else None
    possible = walk(traffic, port, True)
    return sure, reason("reach_depends") if possible.flows else None


def _rank(path: Trail) -> tuple[bool, int]:
    """What arrives is best, then what gets furthest."""
    return (path.goes_on, len(path.hops))
