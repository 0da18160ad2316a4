"""What the calls on security group rules do to AWS's answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from netsec.kinds.security_group_rules.rule import GroupRule, parse_permission, permissions, rule_identity
from netsec.model.simulated import Handler, Item, Params, SimulatedAws

# Where DescribeSecurityGroups lists the rules of each direction; the key is IsEgress.
FIELDS = {False: "IpPermissions", True: "IpPermissionsEgress"}
# The rules of one direction by identity, and those that a call names: the rules after the call.
Edit = Callable[[dict[tuple[object, ...], GroupRule], list[GroupRule]], Iterable[GroupRule]]


def _authorize(current: dict[tuple[object, ...], GroupRule], named: list[GroupRule]) -> Iterable[GroupRule]:
    return [*current.values(), *(rule for rule in named if rule.identity not in current)]


def _revoke(current: dict[tuple[object, ...], GroupRule], named: list[GroupRule]) -> Iterable[GroupRule]:
    revoked = {rule.identity for rule in named}
    return [rule for identity, rule in current.items() if identity not in revoked]


def _update_descriptions(current: dict[tuple[object, ...], GroupRule], named: list[GroupRule]) -> Iterable[GroupRule]:
    texts = {rule.identity: rule.description for rule in named}
    return [replace(rule, description=texts.get(identity, rule.description)) for identity, rule in current.items()]


def _handler(edit: Edit, egress: bool) -> Handler:
    """The handler of a call that changes one direction's rules by `edit`."""

    def handle(aws: SimulatedAws, params: Params, new_id: str) -> Item:
        """Apply the edit to the rules of the group that the call names."""
        group = aws.find("describe_security_groups", "GroupId", params["GroupId"])
        own = _owner(group)
        current = {rule.identity: rule for rule in _rules(group.get(FIELDS[egress]) or (), own)}
        by_id = _by_id(aws, current, params.get("SecurityGroupRuleIds"), own)
        named = [*_rules(params.get("IpPermissions") or (), own), *by_id]
        group[FIELDS[egress]] = permissions(edit(current, named), shown=True)
        return {}

    return handle


def _owner(group: Item) -> str:
    return str(group.get("OwnerId") or "")


def _rules(listed: Iterable[Item], own: str) -> list[GroupRule]:
    return [rule for permission in listed for rule in parse_permission(permission, {}, own)]


def _by_id(
    aws: SimulatedAws, current: dict[tuple[object, ...], GroupRule], ids: Iterable[str] | None, own: str
) -> Iterable[GroupRule]:
    wanted = set(ids or ())
    rows = aws.items("describe_security_group_rules")
    named = {rule_identity(item, own) for item in rows if _rule_id(item) in wanted}
    return [rule for identity, rule in current.items() if identity in named]


def _modify(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    """Rules changed in place: the old ones by their ids, the new ones as the call spells them."""
    listed = {_rule_id(item): item for item in aws.items("describe_security_group_rules")}
    for change in params["SecurityGroupRules"]:
        item = listed.get(change["SecurityGroupRuleId"], {})
        field = FIELDS[bool(item.get("IsEgress"))]
        group = aws.find("describe_security_groups", "GroupId", params["GroupId"])
        own = _owner(group)
        current = _rules(group.get(field) or (), own)
        kept = [rule for rule in current if item and rule.identity != rule_identity(item, own)]
        group[field] = permissions([*kept, _requested(change["SecurityGroupRule"])], shown=True)
    return {}


def _requested(rule: Params) -> GroupRule:
    """A rule as ModifySecurityGroupRules takes it, which is nearly as DescribeSecurityGroupRules lists it."""
    item = {**rule, "ReferencedGroupInfo": {"GroupId": rule.get("ReferencedGroupId")}}
    protocol, from_port, to_port, peer_type, peer = rule_identity(item)
    return GroupRule(
        protocol=protocol,  # type: ignore[arg-type]
        from_port=from_port,  # type: ignore[arg-type]
        to_port=to_port,  # type: ignore[arg-type]
        peer_type=peer_type,  # type: ignore[arg-type]
        peer=peer,  # type: ignore[arg-type]
        description=rule.get("Description", ""),
    )


def _rule_id(item: Item) -> str:
    return str(item.get("SecurityGroupRuleId") or "")


EDITS: Mapping[str, Edit] = {
    "authorize_security_group_{}": _authorize,
    "revoke_security_group_{}": _revoke,
    "update_security_group_rule_descriptions_{}": _update_descriptions,
}
HANDLERS: Mapping[str, Handler] = {
    "modify_security_group_rules": _modify,
    **{
        op.format(direction): _handler(edit, direction == "egress")
        for op, edit in EDITS.items()
        for direction in ("ingress", "egress")
    },
}
