"""In which order the entries of an ACL change: what is new before what goes, and never more than there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from netsec.model import AclEntry
from netsec.model.quota import ENTRIES, Count, Limits, entries_count, family_of

Entries = tuple[AclEntry, ...]


@dataclass(frozen=True)
class Move:
    """One call: an entry comes, goes, or takes the place of the one with its number."""

    does: Literal["create", "replace", "delete"]
    entry: AclEntry


@dataclass(frozen=True)
class Sets:
    """What is to be done: new numbers, numbers that say something else (old, new), numbers that go."""

    new: Entries
    changed: tuple[tuple[AclEntry, AclEntry], ...]
    gone: Entries

    @property
    def crossing(self) -> tuple[tuple[AclEntry, AclEntry], ...]:
        """Changes from IPv4 to IPv6 or back: they take room in the one, and leave some in the other."""
        return tuple(pair for pair in self.changed if _crosses(*pair))

    def of(self, egress: bool) -> Sets:
        """Those of one direction; each has a quota of its own."""
        return Sets(
            tuple(entry for entry in self.new if entry.egress == egress),
            tuple(pair for pair in self.changed if pair[0].egress == egress),
            tuple(entry for entry in self.gone if entry.egress == egress),
        )


def moves(there: Iterable[AclEntry], wanted: Iterable[AclEntry], sets: Sets, limits: Limits) -> Iterator[Move]:
    """New numbers, then those that change in place, then those that go: never a moment with less than either.

    Only where a family of a direction is too full for that does an old number go before a new one comes, one by one.
    """
    there, wanted, late = tuple(there), tuple(wanted), list[AclEntry]()
    for egress in (False, True):
        final = entries_count(entry.cidr for entry in wanted if entry.egress == egress)
        stands = [entry.cidr for entry in there if entry.egress == egress]
        filling = _Filling(stands, sets.of(egress), limits.bound(ENTRIES, final))
        yield from filling.moves()
        late += filling.gone
    yield from (Move("replace", new) for old, new in sets.changed if not _crosses(old, new))
    yield from (Move("delete", entry) for entry in late)


def _crosses(old: AclEntry, new: AclEntry) -> bool:
    return family_of(old.cidr) != family_of(new.cidr)


class _Filling:
    """One direction while it is filled: the CIDRs that stand, the entries to come (old, new), and those still to go."""

    def __init__(self, stands: list[str], sets: Sets, bound: Count) -> None:
        self.stands, self.gone, self.bound = stands, list(sets.gone), bound
        self.coming: list[tuple[AclEntry | None, AclEntry]] = [*((None, entry) for entry in sets.new), *sets.crossing]

    def moves(self) -> Iterator[Move]:
        """Whatever comes, and of what goes only what has to make room for it."""
        while self.coming:
            ready = next((pair for pair in self.coming if self._fits(pair[1])), None)
            yield self._put(ready) if ready else self._make_room()

    def _fits(self, entry: AclEntry) -> bool:
        # A replacement, too, is let count beside what it replaces: AWS does not say which it does first.
        family = family_of(entry.cidr)
        return entries_count([*self.stands, entry.cidr]).of(family) <= self.bound.of(family)

    def _put(self, pair: tuple[AclEntry | None, AclEntry]) -> Move:
        old, new = pair
        self.coming.remove(pair)
        self.stands.append(new.cidr)
        if old:
            self.stands.remove(old.cidr)
        return Move("replace" if old else "create", new)

    def _make_room(self) -> Move:
        """One goes of a family in which something waits; else one that changes family goes, and comes back."""
        waiting = {family_of(new.cidr) for _, new in self.coming}
        going = next((entry for entry in self.gone if family_of(entry.cidr) in waiting), None)
        if going is None:
            old, new = next((old, new) for old, new in self.coming if old and family_of(old.cidr) in waiting)
            self.coming[self.coming.index((old, new))] = (None, new)
            going = old
        else:
            self.gone.remove(going)
        self.stands.remove(going.cidr)
        return Move("delete", going)
