"""Sets of packets as boxes: who sends, to whom, on which port, from which client port; and the sieves they pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netsec.insight.reach.spans import ANYWHERE, PORTS, Spans

SIDES = ("source", "target", "port", "client")


@dataclass(frozen=True, kw_only=True)
class Box:
    """Every packet with its address, port and so on in these sets. `client` is the port that the answer goes to."""

    source: Spans = ANYWHERE
    target: Spans = ANYWHERE
    port: Spans = PORTS
    client: Spans = PORTS

    def __bool__(self) -> bool:
        return all(getattr(self, side) for side in SIDES)

    def __and__(self, other: Box) -> Box:
        return Box(**{side: getattr(self, side) & getattr(other, side) for side in SIDES})

    def minus(self, other: Box) -> tuple[Box, ...]:
        """What is left of it: a box for each side on which it reaches out of the other."""
        if not self & other:
            return (self,)
        left, rest = [], self
        for side in SIDES:
            outside = getattr(rest, side) - getattr(other, side)
            left.append(replace(rest, **{side: outside}))
            rest = replace(rest, **{side: getattr(rest, side) & getattr(other, side)})
        return tuple(box for box in left if box)


@dataclass(frozen=True)
class Flows:
    """A union of boxes, none of them empty."""

    boxes: tuple[Box, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.boxes)

    def __or__(self, other: Flows) -> Flows:
        return Flows(tuple(dict.fromkeys((*self.boxes, *other.boxes))))

    def only(self, box: Box) -> Flows:
        return Flows(tuple(both for each in self.boxes if (both := each & box)))

    def without(self, box: Box) -> Flows:
        return Flows(tuple(piece for each in self.boxes for piece in each.minus(box)))

    def side(self, side: str) -> Spans:
        """All the numbers that occur on that side."""
        found = Spans()
        for box in self.boxes:
            found |= getattr(box, side)
        return found


NOTHING = Flows()


@dataclass(frozen=True, kw_only=True)
class Clause:
    """What a rule or an entry says of some packets. One that is not `sure` may or may not mean them."""

    box: Box
    text: str
    allow: bool = True
    sure: bool = True


@dataclass(frozen=True)
class Sifted:
    """What came through, and the clauses that let it through and that held packets up."""

    flows: Flows
    by: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


def sift(flows: Flows, clauses: Iterable[Clause], generous: bool) -> Sifted:
    """The first clause that means a packet decides; without one it is denied.

    `generous`: what is not sure allows as much as it could, else as little.
    """
    passed, left = Flows(), flows
    by: list[str] = []
    against: list[str] = []
    for clause in clauses:
        hit = left.only(clause.box)
        if not hit or (not clause.sure and clause.allow != generous):
            continue
        if clause.allow:
            passed |= hit
        (by if clause.allow else against).append(clause.text)
        left = left.without(clause.box)
    return Sifted(passed, tuple(by), tuple(against))
