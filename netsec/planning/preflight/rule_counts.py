"""How EC2 counts the rules of a group and the entries of an ACL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from netsec.kinds import network_acl_entries, security_group_rules
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import Address, Config, Query
from netsec.planning.observe import Observation

# What AWS's own prefix lists weigh, by the end of their names (VPC guide, AWS-managed prefix lists); the rest weigh 1.
WEIGHTS = {
    "cloudfront.origin-facing": 55, "ipv6.cloudfront.origin-facing": 55, "route53-healthchecks": 25,
    "vpc-lattice": 10, "s3express": 6, "groundstation": 5, "ec2-instance-connect": 2,
}  # fmt: skip


def rules_per_group(config: Config, seen: Observation, changing: Collection[Address]) -> Iterator[tuple[Address, int]]:
    """Each group's rules in one direction as they will be, by IPv4 or by IPv6, whichever are more."""
    weights = _weights(seen)
    for address, rules in _rules(config, seen, changing):
        of = {kind: sum(1 for rule in rules if rule.peer_type == kind) for kind in ("cidr_ipv4", "cidr_ipv6")}
        extra = sum(weights.get(str(rule.peer), 1) - 1 for rule in rules if rule.peer_type == "prefix_list")
        yield address, len(rules) - min(of.values()) + extra


def _rules(
    config: Config, seen: Observation, changing: Collection[Address]
) -> Iterator[tuple[Address, list[GroupRule]]]:
    """Those wanted, and those that a group which is not exclusive keeps."""
    standing = {live.address: live.data for live in seen.lives if live.kind == security_group_rules.NAME and live.owned}
    for spec in security_group_rules.desire(config, seen.network):
        if spec.address in changing:
            kept: Iterable[GroupRule] = () if spec.exclusive else standing.get(spec.address, ())
            yield spec.address, list({rule.identity: rule for rule in (*kept, *spec.rules)}.values())


def prefix_lists(config: Config, seen: Observation, changing: Collection[Address]) -> tuple[Query, ...]:
    """How to ask what the prefix lists in these groups' rules weigh."""
    named = {
        str(rule.peer)
        for _, rules in _rules(config, seen, changing)
        for rule in rules
        if rule.peer_type == "prefix_list"
    }
    wanted = (("prefix-list-id", tuple(sorted(named))),)
    return (Query("describe_managed_prefix_lists", "PrefixLists", wanted, aside=True),) if named else ()


def _weights(seen: Observation) -> Mapping[str, int]:
    """A list of one's own counts as many rules as it may hold, one of AWS's what AWS says."""
    rows = [
        item for query, items in seen.answers.items() if query.op == "describe_managed_prefix_lists" for item in items
    ]
    return {str(row["PrefixListId"]): _weight(row) for row in rows if row.get("PrefixListId")}


def _weight(row: Mapping[str, Any]) -> int:
    if row.get("MaxEntries"):
        return int(row["MaxEntries"])
    name = str(row.get("PrefixListName", ""))
    return next((weight for end, weight in WEIGHTS.items() if name.endswith(f".{end}")), 1)


def entries_per_acl(config: Config, seen: Observation, changing: Collection[Address]) -> Iterator[tuple[Address, int]]:
    """Each ACL's entries in its fuller direction; the last one, which denies, counts as well."""
    for spec in network_acl_entries.desire(config, seen.network):
        if spec.address in changing:
            egress = sum(1 for entry in spec.entries if entry.egress)
            yield spec.address, 1 + max(egress, len(spec.entries) - egress)
