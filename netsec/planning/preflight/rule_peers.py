"""Whether the security groups and prefix lists that rules name by their ids exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netsec.kinds.security_group_rules import NAME
from netsec.model import Address, Change, Config, Query, Reason, Rule, reason
from netsec.planning.observation import Observation
from netsec.planning.preflight.findings import PreflightFindings

GROUP, LIST = "sg-", "pl-"


@dataclass(frozen=True)
class PeerId:
    """An id in a rule, and the line of the config with it."""

    id: str
    line: str


def check_rule_peers(config: Config, observation: Observation, makes: Sequence[Change]) -> PreflightFindings:
    """Problems for unknown ids in rules that change. Asked by filter: an unknown id does not fail the call."""
    named = tuple(_named(config, observation, frozenset(change.address for change in makes)))
    problems: list[Reason] = []
    warnings: list[Reason] = []
    asks: list[Query] = []
    for start, query in ((GROUP, _groups), (LIST, _lists)):
        asked = [each for each in named if each.id.startswith(start)]
        if asked:
            asks.append(query(tuple(sorted({each.id for each in asked}))))
            problems += _missing(asked, observation, asks[-1])
            warnings += _unchecked(asked, observation, asks[-1])
    return PreflightFindings(problems=tuple(problems), warnings=tuple(warnings), followup_queries=tuple(asks))


def _groups(ids: tuple[str, ...]) -> Query:
    """The query for groups of any VPC: a peer may be in another one (EC2 API reference, DescribeSecurityGroups)."""
    return Query("describe_security_groups", "SecurityGroups", (("group-id", ids),), optional=True)


def _lists(ids: tuple[str, ...]) -> Query:
    """The query for lists of the account, shared ones and AWS's own (EC2 API reference, DescribeManagedPrefixLists)."""
    return Query("describe_managed_prefix_lists", "PrefixLists", (("prefix-list-id", ids),), optional=True)


def _named(config: Config, observation: Observation, changing: frozenset[Address]) -> Iterator[PeerId]:
    """Ids in rules of groups that change; not those of groups in this VPC, nor of rules that exist already."""
    here = {live.id for live in observation.lives if live.kind == "security_group"}
    for group in config.security_groups:
        for direction, rules in (("ingress", group.ingress), ("egress", group.egress)):
            address = Address(NAME, f"{group.key}-{direction}")
            standing = {
                str(rule.peer)
                for live in observation.lives
                if live.kind == NAME and live.address == address
                for rule in live.data
            }
            for number, rule in enumerate(rules, 1):
                if address in changing and _is_id(rule) and rule.peer.value not in here | standing:
                    word = "from" if direction == "ingress" else "to"
                    place = f"[security_groups.{group.key}] {direction}, rule {number}"
                    yield PeerId(rule.peer.value, f'{place}: {word} = "{rule.peer.value}"')


def _is_id(rule: Rule) -> bool:
    """Whether the peer can be looked up: a group of another account, with that in front, can't be described."""
    return rule.peer.type in ("group_id", "prefix_list") and rule.peer.value.startswith((GROUP, LIST))


def _missing(asked: Sequence[PeerId], observation: Observation, query: Query) -> Iterator[Reason]:
    rows = observation.answers.get(query)
    there = {str(row.get("GroupId") or row.get("PrefixListId") or "") for row in rows or ()}
    for each in asked if rows is not None else ():
        if each.id not in there:
            yield reason("peer_unknown", id=each.id, line=each.line)


def _unchecked(asked: Sequence[PeerId], observation: Observation, query: Query) -> Iterator[Reason]:
    if observation.answers.get(query) is None:
        yield reason("peers_unchecked", ids=sorted({each.id for each in asked}))
