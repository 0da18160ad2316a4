"""The rules of one security group: one line of the file is one rule with one source or target and no default."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from netsec.config.mistakes import Spot, listing
from netsec.config.schema import RuleTable
from netsec.config.text import check_ec2_text, id_form, is_id
from netsec.config.traffic import looks_like_cidr, read_cidr, read_traffic
from netsec.model.config import Peer, PeerType, Rule
from netsec.model.quota import rule_weight, total

Direction = Literal["ingress", "egress"]
SELF = "self"
# The most that the quota can be raised to; whether this account may have so many is asked before anything is made.
MOST_RULES = 1000
_EXPLAINED = 'a CIDR, a group of this file by its key, "self", or an id (sg-…, 123456789012/sg-…, pl-…)'
_EVERYONE = ("any", "all", "anywhere", "everywhere", "internet", "public", "*")


@dataclass(frozen=True)
class Groups:
    """Which group's rules are read, and which other groups may be named."""

    own: str
    keys: tuple[str, ...]


def read_rules(tables: list[RuleTable], direction: Direction, groups: Groups, spot: Spot) -> dict[int, Rule]:
    """The rules that are right, by their place in the list."""
    read = {index: _rule(table, direction, groups, spot / index) for index, table in enumerate(tables)}
    rules = {index: rule for index, rule in read.items() if rule}
    _refuse_twins(rules, spot)
    _check_quota(rules, spot)
    return rules


def _rule(table: RuleTable, direction: Direction, groups: Groups, spot: Spot) -> Rule | None:
    traffic = read_traffic(table, spot)
    peer = _peer_of(table, direction, groups, spot)
    check_ec2_text(table.description or "", spot / "description")
    _check_reason(table, direction, spot / "allow_public")
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


def _check_reason(table: RuleTable, direction: Direction, spot: Spot) -> None:
    if table.allow_public is None:
        return
    if direction == "egress":
        spot.say("only ingress rules have it: egress is never refused")
    elif not table.allow_public.strip():
        spot.wrong(table.allow_public, "it wants the reason why everyone may come in")


def _peer_of(table: RuleTable, direction: Direction, groups: Groups, spot: Spot) -> Peer | None:
    key, other = ("from", "to") if direction == "ingress" else ("to", "from")
    text, wrong = (table.from_, table.to) if direction == "ingress" else (table.to, table.from_)
    if wrong is not None:
        (spot / other).say(f'an {direction} rule takes "{key}", not "{other}"')
    if text is not None:
        return _peer(text, groups, spot / key)
    if wrong is None and not (spot / other).is_excused:
        (spot / key).say(f"missing; there is no default: {_EXPLAINED}")
    return None


def _peer(text: str, groups: Groups, spot: Spot) -> Peer | None:
    if text == SELF:
        return Peer("group", groups.own)
    if text in groups.keys:
        return Peer("group", text)
    if text.startswith("sg-"):
        return Peer("group_id", text) if _has_form(text, "sg", spot) else None
    if text.startswith("pl-"):
        return Peer("prefix_list", text) if _has_form(text, "pl", spot) else None
    if "/sg-" in text:
        return Peer("group_id", text) if _is_of_an_account(text, spot) else None
    if looks_like_cidr(text):
        network = read_cidr(text, spot)
        kind: PeerType = "cidr_ipv4" if network and network.version == 4 else "cidr_ipv6"
        return Peer(kind, str(network)) if network else None
    everyone = text.lower() in _EVERYONE
    hint = '; everyone is "0.0.0.0/0"' if everyone else spot.did_you_mean(text, (*groups.keys, SELF))
    spot.wrong(text, f"there is no such group here, only {listing(groups.keys)}; allowed is {_EXPLAINED}{hint}")
    return None


def _has_form(text: str, prefix: str, spot: Spot) -> bool:
    if not is_id(text, prefix):
        spot.wrong(text, f"expected {id_form(prefix)}")
    return is_id(text, prefix)


def _is_of_an_account(text: str, spot: Spot) -> bool:
    """Whether it is a group of another account, as AWS writes it."""
    account, _, group = text.partition("/")
    right = re.fullmatch("[0-9]{12}", account) is not None and is_id(group, "sg")
    if not right:
        spot.wrong(text, f"expected the 12 digits of an account, a slash, and {id_form('sg')}")
    return right


def _refuse_twins(rules: dict[int, Rule], spot: Spot) -> None:
    """EC2 takes a rule once, whatever its description."""
    seen: dict[object, int] = {}
    for index, rule in rules.items():
        first = seen.setdefault((rule.protocol, rule.from_port, rule.to_port, rule.peer), index)
        if first != index:
            twin = spot.mistakes.place((spot / first).path)
            (spot / index).say(f"the same protocol, ports and {rule.peer.value} as {twin}; EC2 takes a rule once")


def _check_quota(rules: dict[int, Rule], spot: Spot) -> None:
    """EC2 counts IPv4 and IPv6 apart, and groups in both; a prefix list counts once at least, in one of them."""
    lists = sum(rule.peer.type == "prefix_list" for rule in rules.values())
    count = total(rule_weight(rule.peer.type) for rule in rules.values())
    most = max(count.most, (count.ipv4 + count.ipv6 + lists + 1) // 2)
    if most > MOST_RULES:
        spot.say(f"found {most} rules; EC2 takes {MOST_RULES} at most in each direction")
