"""What turns a group's rules into the wanted ones: open before you close, and change in place where EC2 can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from netsec.kinds.security_group_rules.rule import GroupRule, modification, permissions
from netsec.model import Call, Detail, Reason, Ref, Steps, reason

# EC2's default for rules per group and direction; at the limit there is no room to open before closing.
QUOTA = 60


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Wanted against live: rules to add, to describe anew, to change in place (old, new), to remove, kept strangers."""

    added: tuple[GroupRule, ...]
    described: tuple[tuple[GroupRule, GroupRule], ...]
    modified: tuple[tuple[GroupRule, GroupRule], ...]
    removed: tuple[GroupRule, ...]
    kept: tuple[GroupRule, ...]
    close_first: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.described or self.modified or self.removed)


def difference(wanted: Iterable[GroupRule], live: Iterable[GroupRule], exclusive: bool) -> Difference:
    """Compare by identity; pair what is missing with what is too much where one call can turn it into the other."""
    # The same rule asked for twice (a group of ours by name and by id) is one rule; EC2 refuses it twice in a call.
    wanted, live = tuple({rule.identity: rule for rule in wanted}.values()), tuple(live)
    there = {rule.identity: rule for rule in live}
    asked_for = {rule.identity for rule in wanted}
    missing = [rule for rule in wanted if rule.identity not in there]
    surplus = [rule for rule in live if rule.identity not in asked_for]
    pairs = list(_pairs(missing, surplus)) if exclusive else []
    removed = tuple(rule for rule in surplus if rule not in [old for old, _ in pairs]) if exclusive else ()
    added = tuple(rule for rule in missing if rule not in [new for _, new in pairs])
    return Difference(
        added=added,
        described=tuple(
            (there[rule.identity], rule)
            for rule in wanted
            if rule.identity in there and there[rule.identity].description != rule.description
        ),
        modified=tuple(pairs),
        removed=removed,
        kept=() if exclusive else tuple(surplus),
        close_first=bool(removed) and len(live) + len(added) > QUOTA,
    )


def _pairs(missing: list[GroupRule], surplus: list[GroupRule]) -> Iterator[tuple[GroupRule, GroupRule]]:
    """Old and new, one to one: the same protocol and ports first, then the same protocol and peer."""
    free = [rule for rule in surplus if rule.id]
    open_ends = list(missing)
    for alike in (_same_traffic, _same_peer):
        for new in list(open_ends):
            old = next((rule for rule in free if rule.peer_type == new.peer_type and alike(rule, new)), None)
            if old:
                free.remove(old)
                open_ends.remove(new)
                yield old, new


def _same_traffic(old: GroupRule, new: GroupRule) -> bool:
    return old.traffic == new.traffic


def _same_peer(old: GroupRule, new: GroupRule) -> bool:
    return (old.protocol, old.peer) == (new.protocol, new.peer)


def steps(found: Difference, group_id: str | Ref, egress: bool) -> Steps:
    """The calls, at most one of each sort: modify, describe, authorize, and revoke last unless there is no room."""
    direction = "egress" if egress else "ingress"
    opening, closing = [], []
    if found.modified:
        rules = [{"SecurityGroupRuleId": old.id, "SecurityGroupRule": modification(new)} for old, new in found.modified]
        opening.append(_call("modify_security_group_rules", group_id, {"SecurityGroupRules": rules}))
    if found.described:
        anew = permissions(new for _, new in found.described)
        op = f"update_security_group_rule_descriptions_{direction}"
        opening.append(_call(op, group_id, {"IpPermissions": anew}))
    if found.added:
        added = permissions(found.added)
        op = f"authorize_security_group_{direction}"
        opening.append(_call(op, group_id, {"IpPermissions": added}, repeat=False))
    if found.removed:
        closing.append(revoke(found.removed, group_id, egress))
    return (*closing, *opening) if found.close_first else (*opening, *closing)


def _call(op: str, group_id: str | Ref, params: dict[str, Any], repeat: bool = True) -> Call:
    return Call(
        op=op,
        params={"GroupId": group_id, **params},
        teach={"group_id": group_id},
        repeat=repeat,
    )


def revoke(rules: Iterable[GroupRule], group_id: str | Ref, egress: bool) -> Call:
    """Take rules away: by sgr- id where every one is known, else by what they say.

    EC2 ignores the descriptions here; some of its emulators find no rule without them.
    """
    rules = tuple(rules)
    if all(rule.id for rule in rules):
        named: dict[str, Any] = {"SecurityGroupRuleIds": sorted(rule.id for rule in rules)}
    else:
        named = {"IpPermissions": permissions(rules)}
    return _call(f"revoke_security_group_{'egress' if egress else 'ingress'}", group_id, named, repeat=False)


def details(found: Difference, egress: bool) -> tuple[Detail, ...]:
    """One line for each rule that is touched, or kept though nobody asked for it."""
    arrow = "->" if egress else "<-"
    swapped = reason("rule_changed")
    return (
        *(Detail("+", rule.text(arrow), reason("rule_missing")) for rule in found.added),
        *(Detail("~", f"{old.text(arrow)} => {new.text(arrow)}", swapped) for old, new in found.modified),
        *(Detail("~", old.text(arrow), _redescribed(old, new)) for old, new in found.described),
        *(Detail("-", rule.text(arrow), _why_removed(found)) for rule in found.removed),
        *(Detail("=", rule.text(arrow), reason("rule_stranger_kept")) for rule in found.kept),
    )


def _redescribed(old: GroupRule, new: GroupRule) -> Reason:
    return reason("rule_description", was=old.description, wanted=new.description)


def _why_removed(found: Difference) -> Reason:
    return reason("rule_unasked_close_first") if found.close_first else reason("rule_unasked")


def with_ids(rules: Iterable[GroupRule], ids: dict[tuple[object, ...], str]) -> tuple[GroupRule, ...]:
    """The rules with their sgr- ids, where they were asked for."""
    return tuple(replace(rule, id=ids.get(rule.identity, "")) for rule in rules)
