"""Sets of IPv4 packets by header field, and the rules that are applied to them in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from netsec.insight.reach.spans import ANYWHERE, PORTS, Spans


class PacketField(Enum):
    """A header field of a request; the value is the name of the Box attribute that holds its numbers."""

    SOURCE = "source"
    TARGET = "target"
    PORT = "port"
    CLIENT_PORT = "client_port"


@dataclass(frozen=True, kw_only=True)
class Box:
    """All packets whose every field is in the given set; addresses are integers, ports 0 to 65535.

    `source`, `target`: IPv4 addresses. `port`: the port the request goes to (for ICMP its type). `client_port`: the
    port the request comes from, to which the answer goes.
    """

    source: Spans = ANYWHERE
    target: Spans = ANYWHERE
    port: Spans = PORTS
    client_port: Spans = PORTS

    @staticmethod
    def where(limits: Mapping[PacketField, Spans]) -> Box:
        """The packets within these limits; a field that is not named is not limited."""
        return Box(**{field.value: numbers for field, numbers in limits.items()})

    def values_of(self, field: PacketField) -> Spans:
        """The numbers of one field."""
        numbers: Spans = getattr(self, field.value)
        return numbers

    def __bool__(self) -> bool:
        """Whether it holds a packet: none of its fields is empty."""
        return all(self.values_of(field) for field in PacketField)

    def __and__(self, other: Box) -> Box:
        """The packets that are in both."""
        return Box.where({field: self.values_of(field) & other.values_of(field) for field in PacketField})

    def minus(self, other: Box) -> tuple[Box, ...]:
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
class Flows:
    """A union of boxes, none of them empty; they may overlap."""

    boxes: tuple[Box, ...] = ()

    def __bool__(self) -> bool:
        """Whether it holds a packet."""
        return bool(self.boxes)

    def __or__(self, other: Flows) -> Flows:
        """The packets that are in one of the two."""
        return Flows(tuple(dict.fromkeys((*self.boxes, *other.boxes))))

    def only(self, box: Box) -> Flows:
        """The packets that are also in `box`."""
        return Flows(tuple(common for own in self.boxes if (common := own & box)))

    def without(self, box: Box) -> Flows:
        """The packets that are not in `box`."""
        return Flows(tuple(piece for own in self.boxes for piece in own.minus(box)))

    def values_of(self, field: PacketField) -> Spans:
        """All numbers that one field has in some packet."""
        numbers = Spans()
        for box in self.boxes:
            numbers |= box.values_of(field)
        return numbers


NOTHING = Flows()


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A group's rule or an ACL's entry as far as it concerns packets.

    `box`: the packets it matches. `text`: the rule for people. `allow`: it allows, else it denies. `sure`: whether it
    is known that it matches them; a rule for a prefix list, for example, may or may not.
    """

    box: Box
    text: str
    allow: bool = True
    sure: bool = True


@dataclass(frozen=True)
class Sifted:
    """The packets that rules let through, and the texts of the rules that allowed (`by`) or denied (`against`) some."""

    flows: Flows
    by: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


def sift(flows: Flows, clauses: Iterable[Clause], generous: bool) -> Sifted:
    """Apply rules in order: the first one that matches a packet decides; a packet that none matches is denied.

    `generous`: a rule that is not sure to match counts if it allows, else if it denies. So False gives the packets
    that certainly pass, True those that may.
    """
    passed, undecided = Flows(), flows
    by: list[str] = []
    against: list[str] = []
    for clause in clauses:
        matched = undecided.only(clause.box)
        if not matched or (not clause.sure and clause.allow != generous):
            continue
        if clause.allow:
            passed |= matched
        (by if clause.allow else against).append(clause.text)
        undecided = undecided.without(clause.box)
    return Sifted(passed, tuple(by), tuple(against))
