"""Sets of integers as sorted intervals: ports and IP addresses by the range, never one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

# The highest IPv6 address: above every IPv4 address, too. A service whose addresses are not listed (S3, DynamoDB behind
# a gateway endpoint) is given the number SERVICE_NUMBER, which no IPv4 address has.
MAX_NUMBER = 2**128 - 1
SERVICE_NUMBER = 2**32 + 1


@dataclass(frozen=True)
class IntervalSet:
    """A set of integers as intervals (first, last), both ends included: sorted, disjoint, not adjacent."""

    intervals: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of(first: int, last: int | None = None) -> IntervalSet:
        """The interval from `first` to `last` (default: `first` alone); empty if `last` is less than `first`."""
        last = first if last is None else last
        return IntervalSet(((first, last),)) if first <= last else IntervalSet()

    def __bool__(self) -> bool:
        """Whether it holds a number."""
        return bool(self.intervals)

    def __contains__(self, number: int) -> bool:
        """Whether the number is in one of the intervals."""
        return any(first <= number <= last for first, last in self.intervals)

    def __or__(self, other: IntervalSet) -> IntervalSet:
        """The union."""
        return _merged((*self.intervals, *other.intervals))

    def __and__(self, other: IntervalSet) -> IntervalSet:
        """The intersection."""
        pairs = ((max(a, c), min(b, d)) for a, b in self.intervals for c, d in other.intervals)
        return _merged(pair for pair in pairs if pair[0] <= pair[1])

    def __sub__(self, other: IntervalSet) -> IntervalSet:
        """The difference."""
        remaining = self.intervals
        for first, last in other.intervals:
            cut = (piece for a, b in remaining for piece in ((a, min(b, first - 1)), (max(a, last + 1), b)))
            remaining = tuple(dict.fromkeys((a, b) for a, b in cut if a <= b))
        return _merged(remaining)

    def __str__(self) -> str:
        """`22, 80-443`."""
        return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in self.intervals)


def _merged(intervals: Iterable[tuple[int, int]]) -> IntervalSet:
    """Any intervals as a set: sorted, those that overlap or touch made one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(intervals):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return IntervalSet(tuple(merged))


EMPTY = IntervalSet()
ALL_ADDRESSES = IntervalSet.of(0, MAX_NUMBER)
ALL_PORTS = IntervalSet.of(0, 65535)
# The IPv4 blocks that the internet does not route (IANA IPv4 Special-Purpose Address Registry; 224.0.0.0/3 is
# multicast and class E).
SPECIAL_PURPOSE_BLOCKS = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/3",
)  # fmt: skip


def address_intervals(*cidrs: str, family: int = 4) -> IntervalSet:
    """The addresses of one IP version in these CIDR blocks, as integers; blocks of the other version add none.

    0.0.0.0/0 is ALL_ADDRESSES, which includes SERVICE_NUMBER. Raises ValueError for text that is no CIDR block.
    """
    addresses = IntervalSet()
    for cidr in cidrs:
        network = ip_network(cidr, strict=False)
        if network.version == family:
            block = IntervalSet.of(int(network.network_address), int(network.broadcast_address))
            addresses |= block if network.prefixlen else ALL_ADDRESSES
    return addresses


def address_interval(text: str) -> IntervalSet:
    """One address as a set; raises ValueError for text that is no IP address."""
    return IntervalSet.of(int(ip_address(text)))


INTERNET_ADDRESSES = IntervalSet.of(0, 2**32 - 1) - address_intervals(*SPECIAL_PURPOSE_BLOCKS)
