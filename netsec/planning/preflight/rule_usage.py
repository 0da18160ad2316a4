"""How many rules groups, and entries ACLs, will have after and during the run, as AWS counts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from netsec.kinds import network_acl_entries, security_group_rules
from netsec.kinds.network_acl_entries import NetworkAclEntriesSpec
from netsec.kinds.security_group_rules import SecurityGroupRulesSpec
from netsec.kinds.security_group_rules.capacity import peak_count, rule_count
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry, Address, Config, Query
from netsec.model.quota import ENTRIES_QUOTA, RULES_QUOTA, FamilyCounts, Quota, acl_entry_counts, prefix_list_queries
from netsec.planning.match import resolve_refs
from netsec.planning.observation import Observation

Data = Mapping[Address | None, Any]


@dataclass(frozen=True)
class RuleUsage:
    """The usage of a group's or ACL's quota after the run (`final`) and at most during it (`peak`).

    `lists` are the ids of all prefix lists involved; those in `unknown` remain, but are not counted, as
    their weights are not known.
    """

    quota: Quota
    address: Address
    final: FamilyCounts
    peak: FamilyCounts
    lists: frozenset[str] = field(default_factory=frozenset)
    unknown: tuple[str, ...] = ()


def rule_usages(config: Config, observation: Observation, changing: Collection[Address]) -> Iterator[RuleUsage]:
    """The usage for each direction of a group, and each ACL, among the `changing` addresses."""
    there: Data = {live.address: live.data for live in observation.lives if live.is_owned}
    ids = {live.address: {"id": live.id} for live in observation.lives if live.is_owned and live.address}
    for rules in security_group_rules.KIND.desire(config, observation.network):
        if rules.address in changing:
            yield _of_rules(
                resolve_refs(rules, ids),
                there.get(rules.address, rules.born_with),
                observation.network.limits.prefix_list_weights,
            )
    for entries in network_acl_entries.KIND.desire(config, observation.network):
        if entries.address in changing:
            yield _of_entries(entries, there.get(entries.address, ()))


def _of_rules(
    spec: SecurityGroupRulesSpec, there: Iterable[GroupRule], weights: Mapping[str, FamilyCounts]
) -> RuleUsage:
    """The rules wanted, and those that a group keeps which is not exclusive."""
    live, wanted = tuple(there), spec.rules
    standing = {rule.identity: rule for rule in (*(() if spec.exclusive else live), *wanted)}.values()
    return RuleUsage(
        quota=RULES_QUOTA,
        address=spec.address,
        final=rule_count(standing, weights),
        peak=peak_count(live, wanted, weights),
        lists=frozenset(_lists((*live, *wanted))),
        unknown=tuple(sorted(set(_lists(standing)) - weights.keys())),
    )


def _lists(rules: Iterable[GroupRule]) -> Iterator[str]:
    return (str(rule.peer) for rule in rules if rule.peer_type == "prefix_list")


def _of_entries(spec: NetworkAclEntriesSpec, there: Iterable[AclEntry]) -> RuleUsage:
    """The usage in the fuller direction, each address family by itself."""
    final, most = FamilyCounts(), FamilyCounts()
    live, wanted = set(there), set(spec.entries)
    for egress in (False, True):
        final |= acl_entry_counts(entry.cidr for entry in wanted if entry.egress == egress)
        most |= acl_entry_counts(entry.cidr for entry in live | wanted if entry.egress == egress)
    return RuleUsage(ENTRIES_QUOTA, spec.address, final, most)


def prefix_list_weight_queries(found: Iterable[RuleUsage]) -> tuple[Query, ...]:
    """One query for the weights of all prefix lists in these groups."""
    return prefix_list_queries(name for each in found for name in each.lists)
