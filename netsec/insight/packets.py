"""Sets of packets of one IP version by header field, and the rules that are applied to them in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from netsec.insight.intervals import ALL_ADDRESSES, ALL_PORTS, IntervalSet


class PacketField(Enum):
    """A header field of a request; the value is the name of the Box attribute that holds its numbers."""

    SOURCE = "source"
    TARGET = "target"
    PORT = "port"
    CLIENT_PORT = "client_port"


@dataclass(frozen=True, kw_only=True)
class PacketSet:
    """All packets whose every field is in the given set; addresses are integers, ports 0 to 65535.

    `source`, `target`: addresses of one IP version. `port`: the port the request goes to (for ICMP its type).
    `client_port`: the port the request comes from, to which the answer goes.
    """

    source: IntervalSet = ALL_ADDRESSES
    target: IntervalSet = ALL_ADDRESSES
    port: IntervalSet = ALL_PORTS
    client_port: IntervalSet = ALL_PORTS

    @staticmethod
    def where(limits: Mapping[PacketField, IntervalSet]) -> PacketSet:
        """The packets within these limits; a field that is not named is not limited."""
        return PacketSet(**{field.value: numbers for field, numbers in limits.items()})

    def values_of(self, field: PacketField) -> IntervalSet:
        """The numbers of one field."""
        numbers: IntervalSet = getattr(self, field.value)
        return numbers

    def __bool__(self) -> bool:
        """Whether it holds a packet: none of its fields is empty."""
        return all(self.values_of(field) for field in PacketField)

    def __and__(self, other: PacketSet) -> PacketSet:
        """The packets that are in both."""
        return PacketSet.where({field: self.values_of(field) & other.values_of(field) for field in PacketField})

    def difference(self, other: PacketSet) -> tuple[PacketSet, ...]:
        """The packets that are not in `other`, as disjoint boxes: at most one for each field."""
        if not self & other:
            return (self,)
        pieces, rest = [], self
        for field in PacketField:
            numbers, cut = rest.values_of(field), other.values_of(field)
            pieces.append(replace(rest, **{field.value: numbers - cut}))
            rest = replace(rest, **{field.value: numbers & cut})
        return tuple(piece for piece in pieces if piece)


@dataclass(frozen=True)
class PacketUnion:
    """A union of boxes, none of them empty; they may overlap."""

    packet_sets: tuple[PacketSet, ...] = ()

    def __bool__(self) -> bool:
        """Whether it holds a packet."""
        return bool(self.packet_sets)

    def __or__(self, other: PacketUnion) -> PacketUnion:
        """The packets that are in one of the two."""
        return PacketUnion(tuple(dict.fromkeys((*self.packet_sets, *other.packet_sets))))

    def intersection(self, box: PacketSet) -> PacketUnion:
        """The packets that are also in `box`."""
        return PacketUnion(tuple(common for own in self.packet_sets if (common := own & box)))

    def difference(self, box: PacketSet) -> PacketUnion:
        """The packets that are not in `box`."""
        return PacketUnion(tuple(piece for own in self.packet_sets for piece in own.difference(box)))

    def values_of(self, field: PacketField) -> IntervalSet:
        """All numbers that one field has in some packet."""
        numbers = IntervalSet()
        for box in self.packet_sets:
            numbers |= box.values_of(field)
        return numbers


NO_PACKETS = PacketUnion()


@dataclass(frozen=True, kw_only=True)
class PacketRule:
    """A group's rule or an ACL's entry as far as it concerns packets.

    `box`: the packets it matches. `text`: the rule for people. `allow`: it allows, else it denies. `sure`: whether it
    is known that it matches them; a rule for a prefix list, for example, may or may not.
    """

    packets: PacketSet
    text: str
    allows: bool = True
    is_certain: bool = True


@dataclass(frozen=True)
class RuleOutcome:
    """The packets that rules let through, and the texts of the rules that allowed or denied some.

    `in_doubt`: those of the rules that allowed of which it is not certain that they match.
    """

    passed: PacketUnion
    allowed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()


def apply_rules(flows: PacketUnion, rules: Iterable[PacketRule], assume_matches: bool) -> RuleOutcome:
    """Apply rules in order: the first one that matches a packet decides; a packet that none matches is denied.

    `generous`: a rule that is not sure to match counts if it allows, else if it denies. So False gives the packets
    that certainly pass, True those that may.
    """
    passed, undecided = PacketUnion(), flows
    by: list[str] = []
    against: list[str] = []
    in_doubt: list[str] = []
    for clause in rules:
        matched = undecided.intersection(clause.packets)
        if not matched or (not clause.is_certain and clause.allows != assume_matches):
            continue
        if clause.allows:
            passed |= matched
            in_doubt += [] if clause.is_certain else [clause.text]
        (by if clause.allows else against).append(clause.text)
        undecided = undecided.difference(clause.packets)
    return RuleOutcome(passed, tuple(by), tuple(against), tuple(in_doubt))
