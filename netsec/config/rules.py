"""The rules of one security group: one line of the file is one rule, with one source or target and no default."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from netsec.config.diagnostics import ConfigKey, list_text
from netsec.config.schema import RuleTable
from netsec.config.text import check_ec2_text, is_aws_id
from netsec.config.traffic import looks_like_cidr, read_cidr, read_protocol_ports
from netsec.messages import message
from netsec.model.config import Peer, PeerType, Rule
from netsec.model.quota import rule_weight, total_weight

Direction = Literal["ingress", "egress"]
SELF = "self"
# The quota can be raised to this (VPC user guide, "Amazon VPC quotas"); the account's own is checked by plan.
MOST_RULES = 1000
_EVERYONE = ("any", "all", "anywhere", "everywhere", "internet", "public", "*")


@dataclass(frozen=True)
class GroupKeys:
    """The key of the group whose rules are read, and the keys of all groups in the file."""

    own: str
    keys: tuple[str, ...]


def read_rules(tables: list[RuleTable], direction: Direction, groups: GroupKeys, where: ConfigKey) -> dict[int, Rule]:
    """The valid rules, by their index in the list."""
    rules_or_none = {index: _rule(table, direction, groups, where / index) for index, table in enumerate(tables)}
    rules = {index: rule for index, rule in rules_or_none.items() if rule}
    _refuse_duplicates(rules, where)
    _check_quota(rules, where)
    return rules


def _rule(table: RuleTable, direction: Direction, groups: GroupKeys, where: ConfigKey) -> Rule | None:
    traffic = read_protocol_ports(table, where)
    peer = _peer_of(table, direction, groups, where)
    check_ec2_text(table.description or "", where / "description")
    _check_reason(table, direction, where / "allow_public")
    if traffic is None or peer is None:
        return None
    return Rule(
        protocol=traffic.protocol,
        from_port=traffic.first,
        to_port=traffic.last,
        peer=peer,
        description=table.description or "",
        allow_public=(table.allow_public or "").strip(),
    )


def _check_reason(table: RuleTable, direction: Direction, where: ConfigKey) -> None:
    if table.allow_public is None:
        return
    if direction == "egress":
        where.error("config.egress_never_public")
    elif not table.allow_public.strip():
        where.invalid(table.allow_public, "config.public_reason")


def _peer_of(table: RuleTable, direction: Direction, groups: GroupKeys, where: ConfigKey) -> Peer | None:
    key, other = ("from", "to") if direction == "ingress" else ("to", "from")
    text, other_text = (table.from_, table.to) if direction == "ingress" else (table.to, table.from_)
    if other_text is not None:
        (where / other).error("config.wrong_direction", direction=direction, key=key, other=other)
    if text is not None:
        return _peer(text, groups, where / key)
    if other_text is None and not (where / other).is_ignored:
        (where / key).error("config.peer_missing", peers=message("config.peers"))
    return None


def _peer(text: str, groups: GroupKeys, where: ConfigKey) -> Peer | None:
    if text == SELF:
        return Peer("group", groups.own)
    if text in groups.keys:
        return Peer("group", text)
    if text.startswith("sg-"):
        return Peer("group_id", text) if _has_form(text, "sg", where) else None
    if text.startswith("pl-"):
        return Peer("prefix_list", text) if _has_form(text, "pl", where) else None
    if "/sg-" in text:
        return Peer("group_id", text) if _is_group_of_account(text, where) else None
    if looks_like_cidr(text):
        network = read_cidr(text, where)
        kind: PeerType = "cidr_ipv4" if network and network.version == 4 else "cidr_ipv6"
        return Peer(kind, str(network)) if network else None
    means_everyone = text.lower() in _EVERYONE
    hint = message("config.everyone") if means_everyone else where.did_you_mean(text, (*groups.keys, SELF))
    known = list_text(groups.keys)
    where.invalid(text, "config.peer_unknown", groups=known, peers=message("config.peers"), hint=hint)
    return None


def _has_form(text: str, prefix: str, where: ConfigKey) -> bool:
    if not is_aws_id(text, prefix):
        where.invalid(text, "config.aws_id", prefix=prefix)
    return is_aws_id(text, prefix)


def _is_group_of_account(text: str, where: ConfigKey) -> bool:
    """Whether it is a group of another account, ACCOUNT/sg-…; adds a mistake if not."""
    account, _, group = text.partition("/")
    is_valid = re.fullmatch("[0-9]{12}", account) is not None and is_aws_id(group, "sg")
    if not is_valid:
        where.invalid(text, "config.group_of_account")
    return is_valid


def _refuse_duplicates(rules: dict[int, Rule], where: ConfigKey) -> None:
    """EC2 refuses a second rule with the same protocol, ports and peer, whatever its description."""
    index_of_rule: dict[object, int] = {}
    for index, rule in rules.items():
        first = index_of_rule.setdefault((rule.protocol, rule.from_port, rule.to_port, rule.peer), index)
        if first != index:
            duplicate = where.diagnostics.location((where / first).path)
            (where / index).error("config.rule_twice", peer=rule.peer.value, other=duplicate)


def _check_quota(rules: dict[int, Rule], where: ConfigKey) -> None:
    """EC2 counts IPv4 and IPv6 separately, groups in both; a prefix list counts at least once, in one of them."""
    lists = sum(rule.peer.type == "prefix_list" for rule in rules.values())
    count = total_weight(rule_weight(rule.peer.type) for rule in rules.values())
    most = max(count.maximum, (count.ipv4 + count.ipv6 + lists + 1) // 2)
    if most > MOST_RULES:
        where.error("config.too_many_rules", n=most, most=MOST_RULES)
