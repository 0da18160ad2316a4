"""Sets of whole numbers as sorted intervals: ports and addresses by the range, never one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

# Above every IPv4 address; what stands for services whose addresses nobody lists lies between.
TOP = 2**33
SERVICE = 2**32 + 1


@dataclass(frozen=True)
class Spans:
    """Disjoint intervals (first, last), both included, in order, never touching."""

    parts: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of(first: int, last: int | None = None) -> Spans:
        """One interval; empty where it ends before it begins."""
        last = first if last is None else last
        return Spans(((first, last),)) if first <= last else Spans()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __contains__(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.parts)

    def __or__(self, other: Spans) -> Spans:
        return _joined((*self.parts, *other.parts))

    def __and__(self, other: Spans) -> Spans:
        pairs = ((max(a, c), min(b, d)) for a, b in self.parts for c, d in other.parts)
        return _joined(pair for pair in pairs if pair[0] <= pair[1])

    def __sub__(self, other: Spans) -> Spans:
        left = self.parts
        for first, last in other.parts:
            cut = (piece for a, b in left for piece in ((a, min(b, first - 1)), (max(a, last + 1), b)))
            left = tuple(dict.fromkeys((a, b) for a, b in cut if a <= b))
        return _joined(left)

    def __str__(self) -> str:
        return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in self.parts)


def _joined(parts: Iterable[tuple[int, int]]) -> Spans:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(parts):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return Spans(tuple(joined))


NONE = Spans()
ANYWHERE = Spans.of(0, TOP)
PORTS = Spans.of(0, 65535)
# What is no address on the internet (IANA's IPv4 special-purpose registry).
INSIDE = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/3",
)  # fmt: skip


def addresses_of(*cidrs: str) -> Spans:
    """The IPv4 addresses of these blocks; 0.0.0.0/0 is whatever there is, and IPv6 blocks are none."""
    found = Spans()
    for cidr in cidrs:
        network = ip_network(cidr, strict=False)
        if network.version == 4:
            block = Spans.of(int(network.network_address), int(network.broadcast_address))
            found |= block if network.prefixlen else ANYWHERE
    return found


def address(text: str) -> Spans:
    """One IPv4 address."""
    return Spans.of(int(ip_address(text)))


INTERNET = Spans.of(0, 2**32 - 1) - addresses_of(*INSIDE)
