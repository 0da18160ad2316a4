"""Refuses rules that open admin ports, databases or every port to everyone, unless they give a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

from netsec.config.diagnostics import ConfigKey
from netsec.messages import message
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
EVERYTHING = "all"
_CIDRS = ("cidr_ipv4", "cidr_ipv6")


def reject_public(rules: Mapping[int, Rule], where: ConfigKey) -> None:
    """Add a mistake at each ingress rule that, alone or with others, opens a port in PORTS to everyone.

    `rules` are by their index in the list. A rule with `allow_public` gives its reason and is accepted.
    """
    opened: dict[int, dict[str, None]] = {}
    for label, covering in _rules_by_service(rules):
        for index in _unexplained(covering):
            opened.setdefault(index, {})[label] = None
    for index, labels in opened.items():
        rule = rules[index]
        source = message(
            "config.public_alone" if _is_everyone(rule) else "config.public_together", cidr=rule.peer.value
        )
        ports = message("config.everything") if EVERYTHING in labels else ", ".join(labels)
        (where / index).error("config.public", ports=ports, source=source)


def _rules_by_service(rules: Mapping[int, Rule]) -> Iterator[tuple[str, dict[int, Rule]]]:
    """Each guarded port with the rules that open it; IPv4 and IPv6 separately."""
    for kind in _CIDRS:
        family = {index: rule for index, rule in rules.items() if rule.peer.type == kind}
        all_traffic = {index: rule for index, rule in family.items() if rule.protocol == "-1"}
        yield EVERYTHING, all_traffic
        for protocol in ("tcp", "udp"):
            for port, service in PORTS.items():
                on_port = {index: rule for index, rule in family.items() if _covers(rule, protocol, port)}
                if on_port:  # all_traffic alone was yielded above
                    yield f"{port} ({service})", all_traffic | on_port


def _covers(rule: Rule, protocol: str, port: int) -> bool:
    if rule.protocol != protocol or rule.from_port is None or rule.to_port is None:
        return False
    return rule.from_port <= port <= rule.to_port


def _unexplained(rules: dict[int, Rule]) -> list[int]:
    """The rules without a reason that together cover everyone: those that do so alone, else all of them."""
    unexplained = {index: rule for index, rule in rules.items() if not rule.allow_public}
    alone = [index for index, rule in unexplained.items() if _is_everyone(rule)]
    if alone or not unexplained:
        return alone
    # A reason for everyone covers the narrower rules beside it.
    explained = [rule for rule in rules.values() if rule.allow_public]
    return list(unexplained) if _cover_everyone(rules.values()) and not _cover_everyone(explained) else []


def _is_everyone(rule: Rule) -> bool:
    return rule.peer.value.endswith("/0")


def _cover_everyone(rules: Iterable[Rule]) -> bool:
    """Whether the CIDRs of one address family cover all of it."""
    return _cover_all(frozenset(rule.peer.value for rule in rules))


@lru_cache(maxsize=64)  # most ports are opened by the same few rules
def _cover_all(cidrs: frozenset[str]) -> bool:
    ipv4 = [network for network in map(ip_network, cidrs) if isinstance(network, IPv4Network)]
    ipv6 = [network for network in map(ip_network, cidrs) if isinstance(network, IPv6Network)]
    return any(network.prefixlen == 0 for network in collapse_addresses(ipv4)) or any(
        network.prefixlen == 0 for network in collapse_addresses(ipv6)
    )
