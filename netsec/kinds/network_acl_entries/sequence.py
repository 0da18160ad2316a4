"""The order in which the entries of an ACL change: new ones before old ones go, and never more than the quota."""

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

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed)

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


def entry_difference(current: Iterable[AclEntry], wanted: Iterable[AclEntry]) -> EntryDifference:
    """What is missing, different and too much: an entry is the one of its direction and number."""
    before, after = _by_key(current), _by_key(wanted)
    both = sorted(before.keys() & after.keys())
    return EntryDifference(
        new=tuple(after[key] for key in sorted(after.keys() - before.keys())),
        changed=tuple((before[key], after[key]) for key in both if before[key] != after[key]),
        removed=tuple(before[key] for key in sorted(before.keys() - after.keys())),
    )


def _by_key(entries: Iterable[AclEntry]) -> dict[tuple[bool, int], AclEntry]:
    return {(entry.egress, entry.number): entry for entry in entries}


def entry_steps(
    current: Iterable[AclEntry], wanted: Iterable[AclEntry], difference: EntryDifference, limits: AccountLimits
) -> Iterator[EntryStep]:
    """New numbers, then those that change in place, then those that go: never a moment with less than either.

    Only where a family of a direction is too full for that does an old number go before a new one comes, one by one.
    """
    current, wanted, removed_last = tuple(current), tuple(wanted), list[AclEntry]()
    for egress in (False, True):
        final = acl_entry_counts(entry.cidr for entry in wanted if entry.egress == egress)
        cidrs = [entry.cidr for entry in current if entry.egress == egress]
        filling = _Filling(cidrs, difference.in_direction(egress), limits.ceiling(ENTRIES_QUOTA, final))
        yield from filling.moves()
        removed_last += filling.to_remove
    yield from (EntryStep("replace", new) for old, new in difference.changed if not _crosses(old, new))
    yield from (EntryStep("delete", entry) for entry in removed_last)


def _crosses(old: AclEntry, new: AclEntry) -> bool:
    return cidr_family(old.cidr) != cidr_family(new.cidr)


class _Filling:
    """One direction while it is filled: the CIDRs that stand, the entries to come (old, new), and those still to go."""

    def __init__(self, cidrs: list[str], difference: EntryDifference, bound: FamilyCounts) -> None:
        self.cidrs, self.to_remove, self.bound = cidrs, list(difference.removed), bound
        self.coming: list[tuple[AclEntry | None, AclEntry]] = [
            *((None, entry) for entry in difference.new),
            *difference.changing_family,
        ]

    def moves(self) -> Iterator[EntryStep]:
        """Whatever comes, and of what goes only what has to make room for it."""
        while self.coming:
            ready = next((pair for pair in self.coming if self._fits(pair[1])), None)
            yield self._put(ready) if ready else self._make_room()

    def _fits(self, entry: AclEntry) -> bool:
        # A replacement, too, is let count beside what it replaces: AWS does not say which it does first.
        family = cidr_family(entry.cidr)
        return acl_entry_counts([*self.cidrs, entry.cidr]).of(family) <= self.bound.of(family)

    def _put(self, pair: tuple[AclEntry | None, AclEntry]) -> EntryStep:
        old, new = pair
        self.coming.remove(pair)
        self.cidrs.append(new.cidr)
        if old:
            self.cidrs.remove(old.cidr)
        return EntryStep("replace" if old else "create", new)

    def _make_room(self) -> EntryStep:
        """One goes of a family in which something waits; else one that changes family goes, and comes back."""
        waiting = {cidr_family(new.cidr) for _, new in self.coming}
        going = next((entry for entry in self.to_remove if cidr_family(entry.cidr) in waiting), None)
        if going is None:
            old, new = next((old, new) for old, new in self.coming if old and cidr_family(old.cidr) in waiting)
            self.coming[self.coming.index((old, new))] = (None, new)
            going = old
        else:
            self.to_remove.remove(going)
        self.cidrs.remove(going.cidr)
        return EntryStep("delete", going)
