"""Whether new rules fit beside the old ones within the quota, and which have to be revoked first where they don't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model.quota import RULES_QUOTA, AccountLimits, FamilyCounts, rule_weight, total_weight

Lists = Mapping[str, FamilyCounts]


def weight(rule: GroupRule, lists: Lists) -> FamilyCounts | None:
    """What a rule counts; None for a prefix list of which nothing is known."""
    return rule_weight(rule.peer_type, lists.get(str(rule.peer)))


def rule_count(rules: Iterable[GroupRule], lists: Lists) -> FamilyCounts:
    """What rules count together; prefix lists of which nothing is known are left out."""
    return total_weight(weight(rule, lists) for rule in rules)


def peak_count(live: Iterable[GroupRule], wanted: Iterable[GroupRule], lists: Lists) -> FamilyCounts:
    """The most that could stand at a time on the way from one to the other."""
    return rule_count({rule.identity: rule for rule in chain(live, wanted)}.values(), lists)


def revoked_first(
    live: Sequence[GroupRule],
    added: Sequence[GroupRule],
    modified: Sequence[tuple[GroupRule, GroupRule]],
    removed: Sequence[GroupRule],
    limits: AccountLimits,
) -> tuple[GroupRule, ...]:
    """Those of `removed` without which the rest would not fit beside what comes: no more than that takes.

    A prefix list of which nobody knows what it weighs may be what fills the group, so it makes room for what comes.
    """
    if not added and not modified:
        return ()
    lists = limits.prefix_list_weights
    changed = rule_count((new for _, new in modified), lists) - rule_count((old for old, _ in modified), lists)
    grown = rule_count(live, lists) + changed + rule_count(added, lists)
    going = rule_count(removed, lists)
    bound = limits.ceiling(RULES_QUOTA, grown - going)
    first = set(range(len(removed)))
    weights = [weight(rule, lists) for rule in removed]
    for index, each in sorted(enumerate(weights), key=lambda item: -(item[1] or FamilyCounts()).maximum):
        if each is not None and (grown - (going - each)).fits_within(bound):
            going -= each
            first.remove(index)
    return tuple(rule for index, rule in enumerate(removed) if index in first)
