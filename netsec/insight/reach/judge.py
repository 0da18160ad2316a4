"""The answer to one question: every place of FROM to every place of TO, and what is told of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import Literal

from netsec.insight.reach.gates import Traffic
from netsec.insight.reach.places import Place, find_places
from netsec.insight.reach.spans import NONE, PORTS, Spans
from netsec.insight.reach.trail import Hop, Trail, Untold, incomplete
from netsec.insight.reach.walk import walk
from netsec.insight.world import World
from netsec.model import Reason, reason

Verdict = Literal["yes", "no", "unknown"]
PROTOCOLS = ("tcp", "udp", "icmp")
PING = 8
# What a World must show for a name to be known to be none.
NAMING = frozenset({"describe_security_groups", "describe_vpc_endpoints"})


@dataclass(frozen=True, kw_only=True)
class Question:
    """Can `source` reach `target` on any of these ports? For ICMP the "port" is its type."""

    source: str
    target: str
    port: Spans = PORTS
    protocol: str = "tcp"

    @property
    def traffic(self) -> str:
        """`tcp 443`: for people."""
        if self.protocol == "icmp":
            return "icmp" if self.port == Spans.of(PING) else f"icmp type {self.port}"
        return self.protocol if self.port == PORTS else f"{self.protocol} {self.port}"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`hops` of one way that gets through, or of the one that gets furthest; `ports` on which it does.

    `because`: what makes it unknown. `assumed`: a group nobody wears yet was placed where it would stand.
    """

    question: Question
    verdict: Verdict
    hops: tuple[Hop, ...] = ()
    ports: Spans = NONE
    because: Reason | None = None
    assumed: bool = False

    @property
    def partial(self) -> bool:
        """Whether only some of the ports asked for get through."""
        return self.verdict == "yes" and self.question.port != self.ports


def parse_traffic(text: str) -> tuple[Spans, str] | None:
    """`443`, `53/udp`, `8000-8100/tcp`, `icmp`, `8/icmp`, `udp`; None for what is none of these."""
    found = re.fullmatch(r"(?:([0-9]{1,5})(?:-([0-9]{1,5}))?)?(?:(?:^|/)([a-z]+))?", text)
    if not text or not found:
        return None
    first, last, protocol = found[1], found[2], found[3] or "tcp"
    if protocol not in PROTOCOLS:
        return None
    if first is None:
        return (Spans.of(PING) if protocol == "icmp" else PORTS), protocol
    span = Spans.of(int(first), int(last or first))
    most = 255 if protocol == "icmp" else 65535
    return (span, protocol) if span and int(last or first) <= most else None


def reach(world: World, question: Question) -> Answer | Reason:
    """The answer; a Reason where FROM or TO names nothing, or more than one thing."""
    sources, targets = find_places(world, question.source), find_places(world, question.target)
    for found in (sources, targets):
        if isinstance(found, Reason):
            if found.code == "place_unknown" and NAMING & world.unknown:
                denied = sorted(NAMING & world.unknown)
                return Answer(question=question, verdict="unknown", because=reason("reach_unread", denied=denied))
            return found
    assert not isinstance(sources, Reason)  # nosec B101 # tells mypy what is left
    assert not isinstance(targets, Reason)  # nosec B101 # tells mypy what is left
    return _answer(world, question, list(product(sources, targets)))


def _answer(world: World, question: Question, pairs: list[tuple[Place, Place]]) -> Answer:
    best: tuple[Trail, bool] | None = None
    ports, because = Spans(), None
    for source, target in pairs:
        traffic = Traffic(world, source, target, question.protocol)
        try:
            _check_known(source, target)
            trail, doubt = _one(traffic, question.port)
        except Untold as untold:
            because = because or untold.why
            continue
        because = because or doubt
        if trail.flows and not trail.beyond:
            ports |= trail.flows.side("port")
        if best is None or _rank(trail) > _rank(best[0]):
            best = trail, source.assumed or target.assumed
    trail, assumed = best or (Trail(), False)
    through = bool(trail.flows) and not trail.beyond
    verdict: Verdict = "yes" if through else "unknown" if because or not pairs else "no"
    return Answer(
        question=question,
        verdict=verdict,
        hops=trail.hops,
        ports=ports & question.port,
        because=(because or reason("nothing_there")) if verdict == "unknown" else None,
        assumed=assumed,
    )


def _check_known(*places: Place) -> None:
    """Raise where a place has a gap, or no IPv4 address, which is all that is judged."""
    for place in places:
        if place.unclear:
            raise incomplete(place.label, place.unclear)
        if place.subnet and place.subnet.cidr6 and not place.subnet.cidr:
            raise Untold(reason("reach_only_ipv6", name=place.label))


def _one(traffic: Traffic, port: Spans) -> tuple[Trail, Reason | None]:
    """The surest way, and the reason to doubt that it is all there is."""
    sure = walk(traffic, port, False)
    if sure.beyond and sure.flows:
        return sure, reason("reach_leaves_sight")
    if sure.flows:
        return sure, None
    generous = walk(traffic, port, True)
    return sure, reason("reach_depends") if generous.flows else None


def _rank(trail: Trail) -> tuple[bool, int]:
    return (bool(trail.flows) and not trail.beyond, len(trail.hops))
