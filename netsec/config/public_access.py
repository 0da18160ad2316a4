"""The guard against opening to everyone what nobody should reach: admin ports, databases, or every port at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

from netsec.config.mistakes import Spot
from netsec.model.config import Rule

PORTS = {
    22: "SSH",
    1433: "SQL Server",
    1521: "Oracle",
    3306: "MySQL",
    3389: "RDP",
    5432: "PostgreSQL",
    6379: "Redis",
    9200: "Elasticsearch",
    11211: "memcached",
    27017: "MongoDB",
}
EVERYTHING = "every port and protocol"
_CIDRS = ("cidr_ipv4", "cidr_ipv6")


def refuse_public(rules: Mapping[int, Rule], spot: Spot) -> None:
    """A mistake at each ingress rule that, alone or with others, opens one of PORTS to everyone without a reason."""
    opened: dict[int, dict[str, None]] = {}
    for label, covering in _groups(rules):
        for index in _culprits(covering):
            opened.setdefault(index, {})[label] = None
    for index, labels in opened.items():
        rule = rules[index]
        who = f"{rule.peer.value} is everyone" if _alone(rule) else f"{rule.peer.value} and other rules are everyone"
        what = EVERYTHING if EVERYTHING in labels else ", ".join(labels)
        (spot / index).say(
            f"opens {what} to everyone ({who}); name a narrower source, "
            'or say why it must be so: allow_public = "reason"'
        )


def _groups(rules: Mapping[int, Rule]) -> Iterator[tuple[str, dict[int, Rule]]]:
    """What is guarded, with the rules that open it, for IPv4 and IPv6 apart."""
    for kind in _CIDRS:
        family = {index: rule for index, rule in rules.items() if rule.peer.type == kind}
        whole = {index: rule for index, rule in family.items() if rule.protocol == "-1"}
        yield EVERYTHING, whole
        for protocol in ("tcp", "udp"):
            for port, service in PORTS.items():
                partial = {index: rule for index, rule in family.items() if _covers(rule, protocol, port)}
                if partial:  # else it was said above
                    yield f"{port} ({service})", whole | partial


def _covers(rule: Rule, protocol: str, port: int) -> bool:
    if rule.protocol != protocol or rule.from_port is None or rule.to_port is None:
        return False
    return rule.from_port <= port <= rule.to_port


def _culprits(rules: dict[int, Rule]) -> list[int]:
    """Those without a reason among the rules that make up everyone: the ones that do so alone, else all of them."""
    unexplained = {index: rule for index, rule in rules.items() if not rule.allow_public}
    alone = [index for index, rule in unexplained.items() if _alone(rule)]
    if alone or not unexplained:
        return alone
    # A reason given for everyone holds for the narrower rules beside it.
    explained = [rule for rule in rules.values() if rule.allow_public]
    return list(unexplained) if _everyone(rules.values()) and not _everyone(explained) else []


def _alone(rule: Rule) -> bool:
    return rule.peer.value.endswith("/0")


def _everyone(rules: Iterable[Rule]) -> bool:
    """Whether the CIDRs of one family leave nobody out."""
    return _whole(frozenset(rule.peer.value for rule in rules))


@lru_cache(maxsize=64)  # most ports are opened by the same rules
def _whole(cidrs: frozenset[str]) -> bool:
    fours = [each for each in map(ip_network, cidrs) if isinstance(each, IPv4Network)]
    sixes = [each for each in map(ip_network, cidrs) if isinstance(each, IPv6Network)]
    return any(each.prefixlen == 0 for each in collapse_addresses(fours)) or any(
        each.prefixlen == 0 for each in collapse_addresses(sixes)
    )
