"""security_group_rules: all rules of one group in one direction, as one resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from netsec.kinds.security_group_rules.declarations import EMULATED, PERMISSIONS
from netsec.kinds.security_group_rules.difference import (
    revoke_call,
    rule_calls,
    rule_details,
    rules_difference,
    with_rule_ids,
)
from netsec.kinds.security_group_rules.peer_group import without_own_account
from netsec.kinds.security_group_rules.rule import ALL_PROTOCOLS, GroupRule, parse_permission, rule_identity
from netsec.kinds.security_group_rules.simulation import HANDLERS
from netsec.model import (
    Address,
    Answers,
    Config,
    Decision,
    DestroyOptions,
    Kind,
    Live,
    Network,
    Query,
    Ref,
    Rule,
    Spec,
    Standing,
    query_by_vpc,
    reason,
    tag_map,
    tagged_address,
)
from netsec.model.quota import AccountLimits
from netsec.model.response_fields import absent_fields, structure_list, text_field

NAME = "security_group_rules"
GROUP = "security_group"
DIRECTIONS = ("ingress", "egress")
ALL_IPV4 = GroupRule(protocol=ALL_PROTOCOLS, from_port=None, to_port=None, peer_type="cidr_ipv4", peer="0.0.0.0/0")
ALL_IPV6 = GroupRule(protocol=ALL_PROTOCOLS, from_port=None, to_port=None, peer_type="cidr_ipv6", peer="::/0")


@dataclass(frozen=True, kw_only=True)
class SecurityGroupRulesSpec(Spec):
    """The rules of one group and direction, as wanted; `born_with` are those EC2 gives a new group unasked.

    `limits` is what is known of how many there may be.
    """

    group_id: str | Ref
    egress: bool
    rules: tuple[GroupRule, ...]
    exclusive: bool
    born_with: tuple[GroupRule, ...]
    limits: AccountLimits = field(default_factory=AccountLimits)


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (query_by_vpc("describe_security_groups", "SecurityGroups", vpc_id, id_field="GroupId"),)


def _desire(config: Config, network: Network) -> Iterator[SecurityGroupRulesSpec]:
    for group in config.security_groups:
        for direction, rules in zip(DIRECTIONS, (group.ingress, group.egress), strict=True):
            egress = direction == "egress"
            owner = Ref(Address(GROUP, group.key))
            yield SecurityGroupRulesSpec(
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
    value = without_own_account(rule.peer.value, own) if by_id else rule.peer.value
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
        own = text_field(group, "OwnerId") or network.account
        for direction, place in zip(DIRECTIONS, ("IpPermissions", "IpPermissionsEgress"), strict=True):
            rules = tuple(
                rule for permission in structure_list(group, place) for rule in parse_permission(permission, names, own)
            )
            yield _live(group, direction, with_rule_ids(rules, ids.get((group["GroupId"], direction == "egress"), {})))


def _label(group: Mapping[str, Any]) -> str:
    """A group's key in the config where it is one of ours, else its name."""
    address = tagged_address(GROUP, tag_map(group))
    return address.name if address else text_field(group, "GroupName") or text_field(group, "GroupId")


def _rule_ids(answers: Answers, own: str) -> dict[tuple[str, bool], dict[tuple[object, ...], str]]:
    ids: dict[tuple[str, bool], dict[tuple[object, ...], str]] = {}
    for item in answers.of("describe_security_group_rules"):
        if not absent_fields(item, "GroupId", "IsEgress"):
            rule_id = item["SecurityGroupRuleId"]
            ids.setdefault((item["GroupId"], item["IsEgress"]), {})[rule_identity(item, own)] = rule_id
    return ids


def _live(group: Mapping[str, Any], direction: str, rules: tuple[GroupRule, ...]) -> Live:
    group_id, owner = group["GroupId"], tagged_address(GROUP, tag_map(group))
    return Live(
        kind=NAME,
        id=f"{group_id}/{direction}",
        address=Address(NAME, f"{owner.name}-{direction}") if owner else None,
        key=(group_id, direction),
        name=text_field(group, "GroupName"),
        uses=frozenset(str(rule.peer) for rule in rules if rule.peer_type == "group" and rule.peer != group_id) - {""},
        owner=group_id,
        attributes={"group_id": group_id},
        data=rules,
        missing_fields=tuple(sorted({field for rule in rules for field in rule.missing_fields})),
    )


def _create(spec: SecurityGroupRulesSpec) -> Decision:
    """The group is new: what it is born with is all there is."""
    return _decide(spec, spec.born_with, "create")


def _compare(spec: SecurityGroupRulesSpec, live: Live) -> Decision:
    return _decide(spec, live.data, "update")


def _decide(spec: SecurityGroupRulesSpec, live: Iterable[GroupRule], verb: Any) -> Decision:
    difference = rules_difference(spec.rules, live, spec.exclusive, spec.limits)
    details = rule_details(difference, spec.egress)
    if not difference:
        why = reason("rules_born_as_wanted" if verb == "create" else "as_wanted")
        return Decision(verb="keep", why=why, details=details)
    why = reason("rules_of_new_group" if verb == "create" else "rules_differ")
    return Decision(verb=verb, why=why, steps=rule_calls(difference, spec.group_id, spec.egress), details=details)


def _delete(live: Live, retire: DestroyOptions) -> Decision:
    """Rules go with their group; those that name other groups are taken away first, lest groups hold each other."""
    group_id, direction = live.key
    clear = (rule for rule in live.data if rule.is_revocable and not rule.missing_fields)
    naming = tuple(rule for rule in clear if rule.peer_type == "group" and rule.peer != group_id)
    # That one rule is missing is not benign: then EC2 has revoked none of them.
    call = replace(revoke_call(naming, group_id, direction == "egress"), benign=("InvalidGroup.NotFound",))
    return Decision(verb="delete", why=reason("rules_name_groups"), steps=(call,) if naming else ())


def _ask(lives: Iterable[Live], leaving: bool) -> tuple[Query, ...]:
    """The sgr- ids of the groups whose rules are about to change, or to go before their groups."""
    groups = tuple(sorted({live.owner for live in lives if live.uses or not leaving}))
    query = Query(
        "describe_security_group_rules", "SecurityGroupRules", (("group-id", groups),), id_field="SecurityGroupRuleId"
    )
    return (query,) if groups else ()


def _facts(standing: Standing) -> Iterator[str]:
    """The rules of our group, without their ids."""
    if standing.live and standing.live.is_owned:
        arrow = "->" if standing.live.key[1] == "egress" else "<-"
        yield from (rule.text(arrow) for rule in sorted(standing.live.data, key=lambda rule: str(rule.identity)))


KIND = Kind(
    name=NAME,
    heading="Security group rules",
    id_prefix="",
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    facts=_facts,
    judged_with=("security_group",),
    followup_queries=_ask,
    permissions=PERMISSIONS,
    emulated=(EMULATED,),
    not_found=("InvalidPermission.NotFound", "InvalidSecurityGroupRuleId.NotFound"),
    handlers=HANDLERS,
)
