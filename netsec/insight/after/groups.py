"""Plays of the calls on security groups and their rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from netsec.insight.after.book import Book, Item, Params, Play, born_tags
from netsec.kinds.security_group_rules import ALL_IPV4, ALL_IPV6
from netsec.kinds.security_group_rules.rule import GroupRule, identified, parse, permissions

SIDES = {False: "IpPermissions", True: "IpPermissionsEgress"}
Change = Callable[[dict[tuple[object, ...], GroupRule], list[GroupRule]], Iterable[GroupRule]]


def _create_security_group(book: Book, params: Params, new: str) -> Item:
    """A group is born with a way out to everywhere."""
    born = [ALL_IPV4, ALL_IPV6] if book.cidrs6() else [ALL_IPV4]
    owners = (each["OwnerId"] for each in book.items("describe_security_groups") if each.get("OwnerId"))
    made = {
        "GroupId": new,
        "OwnerId": next(owners, ""),
        "GroupName": params["GroupName"],
        "Description": params["Description"],
        "VpcId": params["VpcId"],
        "Tags": born_tags(params),
        SIDES[False]: [],
        SIDES[True]: permissions(born),
    }
    book.items("describe_security_groups").append(made)
    return made


def _delete_security_group(book: Book, params: Params, new: str) -> Item:
    book.remove("describe_security_groups", "GroupId", params["GroupId"])
    return {}


def _authorize(there: dict[tuple[object, ...], GroupRule], told: list[GroupRule]) -> Iterable[GroupRule]:
    return [*there.values(), *(rule for rule in told if rule.identity not in there)]


def _revoke(there: dict[tuple[object, ...], GroupRule], told: list[GroupRule]) -> Iterable[GroupRule]:
    gone = {rule.identity for rule in told}
    return [rule for identity, rule in there.items() if identity not in gone]


def _describe_anew(there: dict[tuple[object, ...], GroupRule], told: list[GroupRule]) -> Iterable[GroupRule]:
    texts = {rule.identity: rule.description for rule in told}
    return [replace(rule, description=texts.get(identity, rule.description)) for identity, rule in there.items()]


def _playing(change: Change, egress: bool) -> Play:
    """The play of a call that changes one direction's rules as `change` says."""

    def play(book: Book, params: Params, new: str) -> Item:
        group = book.find("describe_security_groups", "GroupId", params["GroupId"])
        own = _owner(group)
        there = {rule.identity: rule for rule in _rules(group.get(SIDES[egress]) or (), own)}
        named = _by_id(book, there, params.get("SecurityGroupRuleIds"), own)
        told = [*_rules(params.get("IpPermissions") or (), own), *named]
        group[SIDES[egress]] = permissions(change(there, told), shown=True)
        return {}

    return play


def _owner(group: Item) -> str:
    return str(group.get("OwnerId") or "")


def _rules(found: Iterable[Item], own: str) -> list[GroupRule]:
    return [rule for permission in found for rule in parse(permission, {}, own)]


def _by_id(
    book: Book, there: dict[tuple[object, ...], GroupRule], ids: Iterable[str] | None, own: str
) -> Iterable[GroupRule]:
    wanted = set(ids or ())
    named = {identified(item, own) for item in book.items("describe_security_group_rules") if _id(item) in wanted}
    return [rule for identity, rule in there.items() if identity in named]


def _modify(book: Book, params: Params, new: str) -> Item:
    """Rules changed in place: the old ones by their ids, the new ones as the call spells them."""
    listed = {_id(item): item for item in book.items("describe_security_group_rules")}
    for each in params["SecurityGroupRules"]:
        item = listed.get(each["SecurityGroupRuleId"], {})
        side = SIDES[bool(item.get("IsEgress"))]
        group = book.find("describe_security_groups", "GroupId", params["GroupId"])
        own = _owner(group)
        there = _rules(group.get(side) or (), own)
        rules = [rule for rule in there if item and rule.identity != identified(item, own)]
        group[side] = permissions([*rules, _spelled(each["SecurityGroupRule"])], shown=True)
    return {}


def _spelled(rule: Params) -> GroupRule:
    """A rule as ModifySecurityGroupRules writes it, which is nearly as DescribeSecurityGroupRules does."""
    item = {**rule, "ReferencedGroupInfo": {"GroupId": rule.get("ReferencedGroupId")}}
    protocol, from_port, to_port, peer_type, peer = identified(item)
    return GroupRule(
        protocol=protocol,  # type: ignore[arg-type]
        from_port=from_port,  # type: ignore[arg-type]
        to_port=to_port,  # type: ignore[arg-type]
        peer_type=peer_type,  # type: ignore[arg-type]
        peer=peer,  # type: ignore[arg-type]
        description=rule.get("Description", ""),
    )


def _id(item: Item) -> str:
    return str(item.get("SecurityGroupRuleId") or "")


PLAYS: dict[str, Play] = {
    "create_security_group": _create_security_group,
    "delete_security_group": _delete_security_group,
    "modify_security_group_rules": _modify,
    **{f"authorize_security_group_{side}": _playing(_authorize, side == "egress") for side in ("ingress", "egress")},
    **{f"revoke_security_group_{side}": _playing(_revoke, side == "egress") for side in ("ingress", "egress")},
    **{
        f"update_security_group_rule_descriptions_{side}": _playing(_describe_anew, side == "egress")
        for side in ("ingress", "egress")
    },
}
