"""The calls that make a group's rules the wanted ones: new before old ones are revoked, or changed in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from netsec.kinds.security_group_rules.capacity import revoked_first
from netsec.kinds.security_group_rules.peer_group import group_id_of
from netsec.kinds.security_group_rules.rule import GroupRule, modification, permissions
from netsec.model import Call, Detail, Reason, Ref, Steps, reason
from netsec.model.quota import AccountLimits

UNLIMITED = AccountLimits()


@dataclass(frozen=True, kw_only=True)
class RulesDifference:
    """Wanted rules compared with live ones.

    added      to authorize
    described  (old, new): only the description differs
    modified   (old, new): to change in place
    removed    to revoke; `first` are those of them that have to go before new ones fit
    kept       unmanaged ones of a group that is not exclusive
    stale      wanted ones whose peering connection has ended
    """

    added: tuple[GroupRule, ...]
    described: tuple[tuple[GroupRule, GroupRule], ...]
    modified: tuple[tuple[GroupRule, GroupRule], ...]
    removed: tuple[GroupRule, ...]
    kept: tuple[GroupRule, ...]
    first: tuple[GroupRule, ...]
    stale: tuple[GroupRule, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.described or self.modified or self.removed)


def rules_difference(
    wanted: Iterable[GroupRule], live: Iterable[GroupRule], exclusive: bool, limits: AccountLimits = UNLIMITED
) -> RulesDifference:
    """Compare by identity; pair what is missing with what is too much where one call can turn it into the other."""
    # The same rule asked for twice (a group of ours by name and by id) is one rule; EC2 refuses it twice in a call.
    wanted = tuple({rule.identity: rule for rule in wanted}.values())
    live = tuple(_recognised(wanted, live))
    by_identity = {rule.identity: rule for rule in live if rule.is_complete}
    wanted_identities = {rule.identity for rule in wanted}
    missing = [rule for rule in wanted if rule.identity not in by_identity]
    surplus = [rule for rule in live if not rule.is_complete or rule.identity not in wanted_identities]
    removable = [rule for rule in surplus if exclusive and rule.is_revocable]
    pairs = list(_pairs(missing, removable)) if exclusive else []
    removed = tuple(rule for rule in removable if rule not in [old for old, _ in pairs])
    added = tuple(rule for rule in missing if rule not in [new for _, new in pairs])
    return RulesDifference(
        added=added,
        described=tuple(
            (by_identity[rule.identity], rule)
            for rule in wanted
            if rule.identity in by_identity and by_identity[rule.identity].description != rule.description
        ),
        modified=tuple(pairs),
        removed=removed,
        kept=tuple(rule for rule in surplus if rule not in removable),
        first=revoked_first(live, added, pairs, removed, limits),
        stale=tuple(
            by_identity[rule.identity]
            for rule in wanted
            if rule.identity in by_identity and by_identity[rule.identity].peer_status
        ),
    )


def _recognised(wanted: Iterable[GroupRule], live: Iterable[GroupRule]) -> Iterator[GroupRule]:
    """The live rules; EC2 leaves out the account of a foreign group that was deleted, and it is the same rule still."""
    foreign = {(rule.traffic, group_id_of(rule.peer)): rule for rule in wanted if rule.is_cross_account}
    for rule in live:
        wanted_rule = (
            foreign.get((rule.traffic, str(rule.peer))) if rule.peer_status and rule.peer_type == "group" else None
        )
        yield replace(rule, peer=wanted_rule.peer, label=wanted_rule.label) if wanted_rule else rule


def _pairs(missing: list[GroupRule], surplus: list[GroupRule]) -> Iterator[tuple[GroupRule, GroupRule]]:
    """Old and new, one to one: the same protocol and ports first, then the same protocol and peer."""
    # ModifySecurityGroupRules has no field for a group's account.
    free = [rule for rule in surplus if rule.id and not rule.is_cross_account]
    unpaired = [rule for rule in missing if not rule.is_cross_account]
    for alike in (_same_traffic, _same_peer):
        for new in list(unpaired):
            old = next((rule for rule in free if rule.peer_type == new.peer_type and alike(rule, new)), None)
            if old:
                free.remove(old)
                unpaired.remove(new)
                yield old, new


def _same_traffic(old: GroupRule, new: GroupRule) -> bool:
    return old.traffic == new.traffic


def _same_peer(old: GroupRule, new: GroupRule) -> bool:
    return (old.protocol, old.peer) == (new.protocol, new.peer)


def rule_calls(difference: RulesDifference, group_id: str | Ref, egress: bool) -> Steps:
    """The calls: modify, describe, authorize, and revoke last; what has to make room for them goes before."""
    direction = "egress" if egress else "ingress"
    opening, last = [], [rule for rule in difference.removed if rule not in difference.first]
    if difference.modified:
        rules = [
            {"SecurityGroupRuleId": old.id, "SecurityGroupRule": modification(new)} for old, new in difference.modified
        ]
        opening.append(_call("modify_security_group_rules", group_id, {"SecurityGroupRules": rules}))
    if difference.described:
        anew = permissions(new for _, new in difference.described)
        op = f"update_security_group_rule_descriptions_{direction}"
        opening.append(_call(op, group_id, {"IpPermissions": anew}))
    if difference.added:
        added = permissions(difference.added)
        op = f"authorize_security_group_{direction}"
        opening.append(_call(op, group_id, {"IpPermissions": added}, repeat=False))
    early, late = ((revoke_call(rules, group_id, egress),) if rules else () for rules in (difference.first, last))
    return (*early, *opening, *late)


def _call(op: str, group_id: str | Ref, params: dict[str, Any], repeat: bool = True) -> Call:
    return Call(
        op=op,
        params={"GroupId": group_id, **params},
        sets={"group_id": group_id},
        idempotent=repeat,
    )


def revoke_call(rules: Iterable[GroupRule], group_id: str | Ref, egress: bool) -> Call:
    """Take rules away: by sgr- id where every one is known, else by what they say.

    EC2 ignores the descriptions here; some of its emulators find no rule without them.
    """
    rules = tuple(rules)
    if all(rule.id for rule in rules):
        named: dict[str, Any] = {"SecurityGroupRuleIds": sorted(rule.id for rule in rules)}
    else:
        named = {"IpPermissions": permissions(rules)}
    return _call(f"revoke_security_group_{'egress' if egress else 'ingress'}", group_id, named, repeat=False)


def rule_details(difference: RulesDifference, egress: bool) -> tuple[Detail, ...]:
    """One line for each rule that is touched, or kept though nobody asked for it."""
    arrow = "->" if egress else "<-"
    swapped = reason("rule_changed")
    return (
        *(Detail("+", rule.text(arrow), reason("rule_missing")) for rule in difference.added),
        *(Detail("~", f"{old.text(arrow)} => {new.text(arrow)}", swapped) for old, new in difference.modified),
        *(Detail("~", old.text(arrow), _redescribed(old, new)) for old, new in difference.described),
        *(Detail("-", rule.text(arrow), _why_removed(rule, difference)) for rule in difference.removed),
        *(Detail("=", rule.text(arrow), _why_kept(rule)) for rule in difference.kept),
        *(Detail("=", rule.text(arrow), reason("rule_stale", status=rule.peer_status)) for rule in difference.stale),
    )


def _redescribed(old: GroupRule, new: GroupRule) -> Reason:
    return reason("rule_description", was=old.description, wanted=new.description)


def _why_removed(rule: GroupRule, difference: RulesDifference) -> Reason:
    if rule in difference.first:
        return reason("rule_unasked_close_first")
    return reason("rule_unasked_stale", status=rule.peer_status) if rule.peer_status else reason("rule_unasked")


def _why_kept(rule: GroupRule) -> Reason:
    if not rule.is_revocable:
        return reason("rule_names_nobody")
    return reason("rule_stranger_stale", status=rule.peer_status) if rule.peer_status else reason("rule_stranger_kept")


def with_rule_ids(rules: Iterable[GroupRule], ids: dict[tuple[object, ...], str]) -> tuple[GroupRule, ...]:
    """The rules with their sgr- ids, where they were asked for."""
    return tuple(replace(rule, id=ids.get(rule.identity, "") if rule.is_complete else "") for rule in rules)
