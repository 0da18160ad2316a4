"""In which order the entries of an ACL change: what is new before what goes, and never more than there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from netsec.model import AclEntry
from netsec.model.quota import ENTRIES_QUOTA, AccountLimits, FamilyCounts, acl_entry_counts, cidr_family

Entries = tuple[AclEntry, ...]


@dataclass(frozen=True)
class EntryStep:
    """One call: an entry comes, goes, or takes the place of the one with its number."""

    action: Literal["create", "replace", "delete"]
    entry: AclEntry


@dataclass(frozen=True)
class EntryDifference:
    """What is to be done: new numbers, numbers that say something else (old, new), numbers that go."""

    new: Entries
    changed: tuple[tuple[AclEntry, AclEntry], ...]
    removed: Entries

    @property
    def changing_family(self) -> tuple[tuple[AclEntry, AclEntry], ...]:
        """Changes from IPv4 to IPv6 or back: they take room in the one, and leave some in the other."""
        return tuple(pair for pair in self.changed if _crosses(*pair))

    def in_direction(self, egress: bool) -> EntryDifference:
        """Those of one direction; each has a quota of its own."""
        return EntryDifference(
            tuple(entry for entry in self.new if entry.egress == egress),
            tuple(pair for pair in self.changed if pair[0].egress == egress),
            tuple(entry for entry in self.removed if entry.egress == egress),
        )


def entry_steps(
    there: Iterable[AclEntry], wanted: Iterable[AclEntry], sets: EntryDifference, limits: AccountLimits
) -> Iterator[EntryStep]:
    """New numbers, then those that change in place, then those that go: never a moment with less than either.

    Only where a family of a direction is too full for that does an old number go before a new one comes, one by one.
    """
    there, wanted, late = tuple(there), tuple(wanted), list[AclEntry]()
    for egress in (False, True):
        final = acl_entry_counts(entry.cidr for entry in wanted if entry.egress == egress)
        stands = [entry.cidr for entry in there if entry.egress == egress]
        filling = _Filling(stands, sets.in_direction(egress), limits.ceiling(ENTRIES_QUOTA, final))
        yield from filling.moves()
        late += filling.gone
    yield from (EntryStep("replace", new) for old, new in sets.changed if not _crosses(old, new))
    yield from (EntryStep("delete", entry) for entry in late)


def _crosses(old: AclEntry, new: AclEntry) -> bool:
    return cidr_family(old.cidr) != cidr_family(new.cidr)


class _Filling:
    """One direction while it is filled: the CIDRs that stand, the entries to come (old, new), and those still to go."""

    def __init__(self, stands: list[str], sets: EntryDifference, bound: FamilyCounts) -> None:
        self.stands, self.gone, self.bound = stands, list(sets.removed), bound
        self.coming: list[tuple[AclEntry | None, AclEntry]] = [
            *((None, entry) for entry in sets.new),
            *sets.changing_family,
        ]

    def moves(self) -> Iterator[EntryStep]:
        """Whatever comes, and of what goes only what has to make room for it."""
        while self.coming:
            ready = next((pair for pair in self.coming if self._fits(pair[1])), None)
            yield self._put(ready) if ready else self._make_room()

    def _fits(self, entry: AclEntry) -> bool:
        # A replacement, too, is let count beside what it replaces: AWS does not say which it does first.
        family = cidr_family(entry.cidr)
        return acl_entry_counts([*self.stands, entry.cidr]).of(family) <= self.bound.of(family)

    def _put(self, pair: tuple[AclEntry | None, AclEntry]) -> EntryStep:
        old, new = pair
        self.coming.remove(pair)
        self.stands.append(new.cidr)
        if old:
            self.stands.remove(old.cidr)
        return EntryStep("replace" if old else "create", new)

    def _make_room(self) -> EntryStep:
        """One goes of a family in which something waits; else one that changes family goes, and comes back."""
        waiting = {cidr_family(new.cidr) for _, new in self.coming}
        going = next((entry for entry in self.gone if cidr_family(entry.cidr) in waiting), None)
        if going is None:
            old, new = next((old, new) for old, new in self.coming if old and cidr_family(old.cidr) in waiting)
            self.coming[self.coming.index((old, new))] = (None, new)
            going = old
        else:
            self.gone.remove(going)
        self.stands.remove(going.cidr)
        return EntryStep("delete", going)
