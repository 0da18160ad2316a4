"""security_group_rules: all rules of one group in one direction, as one resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from netsec.kinds.security_group_rules.difference import details, difference, revoke, steps, with_ids
from netsec.kinds.security_group_rules.peer_group import respelled
from netsec.kinds.security_group_rules.rule import EVERYTHING, GroupRule, identified, parse
from netsec.kinds.security_group_rules.simulation import HANDLERS
from netsec.model import (
    Address,
    Answers,
    Config,
    Decision,
    EmulatedId,
    Kind,
    Live,
    Network,
    Query,
    Ref,
    Retire,
    Rule,
    Spec,
    by_vpc,
    live_address,
    reason,
    tag_map,
)
from netsec.model.answer import missing, structures, text
from netsec.model.quota import Limits

NAME = "security_group_rules"
GROUP = "security_group"
DIRECTIONS = ("ingress", "egress")
ALL_IPV4 = GroupRule(protocol=EVERYTHING, from_port=None, to_port=None, peer_type="cidr_ipv4", peer="0.0.0.0/0")
ALL_IPV6 = GroupRule(protocol=EVERYTHING, from_port=None, to_port=None, peer_type="cidr_ipv6", peer="::/0")


@dataclass(frozen=True, kw_only=True)
class SecurityGroupRules(Spec):
    """The rules of one group and direction, as wanted; `born_with` are those EC2 gives a new group unasked.

    `limits` is what is known of how many there may be.
    """

    group_id: str | Ref
    egress: bool
    rules: tuple[GroupRule, ...]
    exclusive: bool
    born_with: tuple[GroupRule, ...]
    limits: Limits = field(default_factory=Limits)


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (by_vpc("describe_security_groups", "SecurityGroups", vpc_id),)


def _desire(config: Config, network: Network) -> Iterator[SecurityGroupRules]:
    for group in config.security_groups:
        for direction, rules in zip(DIRECTIONS, (group.ingress, group.egress), strict=True):
            egress = direction == "egress"
            owner = Ref(Address(GROUP, group.key))
            yield SecurityGroupRules(
                address=Address(NAME, f"{group.key}-{direction}"),
                key=(owner, direction),
                group_id=owner,
                egress=egress,
                rules=tuple(_wanted(rule, network.account or config.account_id) for rule in rules),
                exclusive=group.exclusive,
                born_with=_born_with(network) if egress else (),
                limits=network.limits,
            )


def _born_with(network: Network) -> tuple[GroupRule, ...]:
    return (ALL_IPV4, ALL_IPV6) if network.has_ipv6 else (ALL_IPV4,)


def _wanted(rule: Rule, own: str) -> GroupRule:
    named, by_id = rule.peer.type == "group", rule.peer.type == "group_id"
    value = respelled(rule.peer.value, own) if by_id else rule.peer.value
    return GroupRule(
        protocol=rule.protocol,
        from_port=rule.from_port,
        to_port=rule.to_port,
        peer_type="group" if named or by_id else rule.peer.type,
        peer=Ref(Address(GROUP, value)) if named else value,
        description=rule.description,
        label=value,
    )


def _read(answers: Answers, network: Network) -> Iterator[Live]:
    groups = answers.of("describe_security_groups")
    names = {group["GroupId"]: _label(group) for group in groups}
    ids = _rule_ids(answers, network.account)
    for group in groups:
        own = text(group, "OwnerId") or network.account
        for direction, place in zip(DIRECTIONS, ("IpPermissions", "IpPermissionsEgress"), strict=True):
            rules = tuple(rule for permission in structures(group, place) for rule in parse(permission, names, own))
            yield _live(group, direction, with_ids(rules, ids.get((group["GroupId"], direction == "egress"), {})))


def _label(group: Mapping[str, Any]) -> str:
    """A group's key in the config where it is one of ours, else its name."""
    address = live_address(GROUP, tag_map(group))
    return address.name if address else text(group, "GroupName") or text(group, "GroupId")


def _rule_ids(answers: Answers, own: str) -> dict[tuple[str, bool], dict[tuple[object, ...], str]]:
    ids: dict[tuple[str, bool], dict[tuple[object, ...], str]] = {}
    for item in answers.of("describe_security_group_rules"):
        if not missing(item, "GroupId", "IsEgress"):
            rule_id = item["SecurityGroupRuleId"]
            ids.setdefault((item["GroupId"], item["IsEgress"]), {})[identified(item, own)] = rule_id
    return ids


def _live(group: Mapping[str, Any], direction: str, rules: tuple[GroupRule, ...]) -> Live:
    group_id, owner = group["GroupId"], live_address(GROUP, tag_map(group))
    return Live(
        kind=NAME,
        id=f"{group_id}/{direction}",
        address=Address(NAME, f"{owner.name}-{direction}") if owner else None,
        key=(group_id, direction),
        name=text(group, "GroupName"),
        uses=frozenset(str(rule.peer) for rule in rules if rule.peer_type == "group" and rule.peer != group_id) - {""},
        owner=group_id,
        attributes={"group_id": group_id},
        data=rules,
        unclear=tuple(sorted({field for rule in rules for field in rule.unclear})),
    )


def _create(spec: SecurityGroupRules) -> Decision:
    """The group is new: what it is born with is all there is."""
    return _decide(spec, spec.born_with, "create")


def _compare(spec: SecurityGroupRules, live: Live) -> Decision:
    return _decide(spec, live.data, "update")


def _decide(spec: SecurityGroupRules, live: Iterable[GroupRule], verb: Any) -> Decision:
    found = difference(spec.rules, live, spec.exclusive, spec.limits)
    told = details(found, spec.egress)
    if not found:
        why = reason("rules_born_as_wanted" if verb == "create" else "as_wanted")
        return Decision(verb="keep", why=why, details=told)
    why = reason("rules_of_new_group" if verb == "create" else "rules_differ")
    return Decision(verb=verb, why=why, steps=steps(found, spec.group_id, spec.egress), details=told)


def _delete(live: Live, retire: Retire) -> Decision:
    """Rules go with their group; those that name other groups are taken away first, lest groups hold each other."""
    group_id, direction = live.key
    clear = (rule for rule in live.data if rule.revocable and not rule.unclear)
    naming = tuple(rule for rule in clear if rule.peer_type == "group" and rule.peer != group_id)
    # That one rule is missing is not benign: then EC2 has revoked none of them.
    call = replace(revoke(naming, group_id, direction == "egress"), benign=("InvalidGroup.NotFound",))
    return Decision(verb="delete", why=reason("rules_name_groups"), steps=(call,) if naming else ())


def _ask(lives: Iterable[Live], leaving: bool) -> tuple[Query, ...]:
    """The sgr- ids of the groups whose rules are about to change, or to go before their groups."""
    groups = tuple(sorted({live.owner for live in lives if live.uses or not leaving}))
    query = Query("describe_security_group_rules", "SecurityGroupRules", (("group-id", groups),))
    return (query,) if groups else ()


EMULATED = EmulatedId(
    prefix="sgr",
    created_by=("authorize_security_group_ingress", "authorize_security_group_egress"),
    resource_type="security-group-rule",
    not_found="InvalidSecurityGroupRuleId.NotFound",
    found_in=("groups.*.*.ingress_rules.*.id", "groups.*.*.egress_rules.*.id"),
)
KIND = Kind(
    name=NAME,
    id_prefix="",
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    ask=_ask,
    emulated=(EMULATED,),
    handlers=HANDLERS,
)
