"""Whether a group has room to open before it closes, and which rules have to go first where it has not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model.quota import RULES, Count, Limits, rule_weight, total

Lists = Mapping[str, Count]


def weight(rule: GroupRule, lists: Lists) -> Count | None:
    """What a rule counts; None for a prefix list of which nothing is known."""
    return rule_weight(rule.peer_type, lists.get(str(rule.peer)))


def count(rules: Iterable[GroupRule], lists: Lists) -> Count:
    """What rules count together; prefix lists of which nothing is known are left out."""
    return total(weight(rule, lists) for rule in rules)


def peak(live: Iterable[GroupRule], wanted: Iterable[GroupRule], lists: Lists) -> Count:
    """The most that could stand at a time on the way from one to the other."""
    return count({rule.identity: rule for rule in chain(live, wanted)}.values(), lists)


def going_first(
    live: Sequence[GroupRule],
    added: Sequence[GroupRule],
    modified: Sequence[tuple[GroupRule, GroupRule]],
    removed: Sequence[GroupRule],
    limits: Limits,
) -> tuple[GroupRule, ...]:
    """Those of `removed` without which the rest would not fit beside what comes: no more than that takes.

    A prefix list of which nobody knows what it weighs may be what fills the group, so it makes room for what comes.
    """
    if not added and not modified:
        return ()
    lists = limits.lists
    changed = count((new for _, new in modified), lists) - count((old for old, _ in modified), lists)
    grown = count(live, lists) + changed + count(added, lists)
    going = count(removed, lists)
    bound = limits.bound(RULES, grown - going)
    first = set(range(len(removed)))
    weights = [weight(rule, lists) for rule in removed]
    for index, each in sorted(enumerate(weights), key=lambda item: -(item[1] or Count()).most):
        if each is not None and (grown - (going - each)).within(bound):
            going -= each
            first.remove(index)
    return tuple(rule for index, rule in enumerate(removed) if index in first)
