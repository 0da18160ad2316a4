"""What can be asked about reachability, and what is answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from netsec.insight.intervals import ALL_PORTS, EMPTY, IntervalSet
from netsec.insight.reach.address_space import FAMILIES
from netsec.insight.reach.path import Hop
from netsec.model import Reason

Verdict = Literal["yes", "no", "unknown"]
VERDICTS: tuple[Verdict, ...] = ("yes", "unknown", "no")
PROTOCOLS = ("tcp", "udp", "icmp")
# The ICMP type of a ping, an echo request (RFC 792), and that of ICMPv6 (RFC 4443).
ECHO_REQUEST, ECHO_REQUEST_V6 = 8, 128


@dataclass(frozen=True, kw_only=True)
class Question:
    """Can `source` reach `target` on any of these ports? For ICMP, `ports` holds its types.

    `families`: the IP versions that count.
    """

    source: str
    target: str
    ports: IntervalSet = ALL_PORTS
    protocol: str = "tcp"
    families: tuple[int, ...] = FAMILIES

    @property
    def traffic(self) -> str:
        """Protocol and ports for people: `tcp 443`, `udp`, `icmp type 0`."""
        if self.protocol == "icmp":
            return "icmp" if self.ports == IntervalSet.of(ECHO_REQUEST) else f"icmp type {self.ports}"
        return self.protocol if self.ports == ALL_PORTS else f"{self.protocol} {self.ports}"


@dataclass(frozen=True, kw_only=True)
class AnswerPart:
    """The verdict on part of a block that was asked about, as CIDR blocks, and the reason of the hop that decides."""

    addresses: str
    verdict: Verdict
    why: Reason


@dataclass(frozen=True, kw_only=True)
class ReachAnswer:
    """What was found out about a question.

    `hops`: of one path that gets through, else of the one that gets furthest. `ports`: those asked about that get
    through. `unknown_reason`: why the verdict is unknown. `is_assumed`: one of the ends does not run yet, and was taken
    to be in the subnets where it would be. `only_family`: the one IP version of two by which packets arrive. `parts`:
    of a block whose parts have different verdicts, each with its own.
    """

    question: Question
    verdict: Verdict
    hops: tuple[Hop, ...] = ()
    ports: IntervalSet = EMPTY
    unknown_reason: Reason | None = None
    is_assumed: bool = False
    only_family: int | None = None
    parts: tuple[AnswerPart, ...] = ()

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
