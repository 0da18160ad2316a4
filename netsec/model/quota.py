"""How AWS counts rules and entries against its quotas: IPv4 and IPv6 separately, prefix lists by their weight.

Used by config, planning and sandbox alike. Sources: VPC user guide, "Amazon VPC quotas"
(security groups: "enforced separately for IPv4 rules and IPv6 rules"; prefix lists: "the maximum number of entries for
the prefix lists counts"; network ACLs: likewise apart, "includes the default deny rules"), "Security group size", and
"AWS-managed prefix list weight"; that a referenced group counts in both families: Service Quotas (L-0EA8095F).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from netsec.model.config import PeerType
from netsec.model.query import Answers, Query
from netsec.model.response_fields import number_field, structure_field

Family = Literal["ipv4", "ipv6"]
PREFIX_LISTS_OPERATION = "describe_managed_prefix_lists"
# Weights of AWS-managed prefix lists by the service in their names (VPC user guide, AWS-managed prefix list weight).
AWS_LIST_WEIGHTS = {
    "cloudfront": 55, "dynamodb": 1, "ec2-instance-connect": 2, "groundstation": 5, "route53-healthchecks": 25,
    "s3": 1, "s3express": 6, "secretsmanager": 20, "vpc-lattice": 10,
}  # fmt: skip


@dataclass(frozen=True)
class FamilyCounts:
    """How much of a quota something uses, in each address family."""

    ipv4: int = 0
    ipv6: int = 0

    def __add__(self, other: FamilyCounts) -> FamilyCounts:
        return FamilyCounts(self.ipv4 + other.ipv4, self.ipv6 + other.ipv6)

    def __sub__(self, other: FamilyCounts) -> FamilyCounts:
        return FamilyCounts(self.ipv4 - other.ipv4, self.ipv6 - other.ipv6)

    def __or__(self, other: FamilyCounts) -> FamilyCounts:
        """The larger of the two in each family."""
        return FamilyCounts(max(self.ipv4, other.ipv4), max(self.ipv6, other.ipv6))

    def fits_within(self, bound: FamilyCounts) -> bool:
        """Whether it is at most `bound` in both families."""
        return self.ipv4 <= bound.ipv4 and self.ipv6 <= bound.ipv6

    def of(self, family: Family) -> int:
        """The number in this family."""
        return self.ipv4 if family == "ipv4" else self.ipv6

    @property
    def maximum(self) -> int:
        """The number in the family that has more."""
        return max(self.ipv4, self.ipv6)


IN_BOTH = FamilyCounts(1, 1)
IN_FAMILY: Mapping[Family, FamilyCounts] = {"ipv4": FamilyCounts(1, 0), "ipv6": FamilyCounts(0, 1)}


@dataclass(frozen=True)
class Quota:
    """One quota: our name of it, its ServiceCode and QuotaCode in Service Quotas, and AWS's default value."""

    name: str
    service: str
    code: str
    default: int

    @property
    def query(self) -> Query:
        """The query for the account's own value."""
        params = (("QuotaCode", self.code), ("ServiceCode", self.service))
        return Query("get_service_quota", "", params=params, service="service-quotas", optional=True)


@dataclass(frozen=True)
class QuotaUsage:
    """How much of a quota would be used, and where; `peak` is the most during the run, if that is more."""

    quota: Quota
    where: str
    count: int
    peak: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def doubtful(self) -> bool:
        """Whether the account's own quota matters: it may be below the default, though hardly by half."""
        return self.count > self.quota.default or self.peak > self.quota.default / 2


RULES_QUOTA = Quota("rules", "vpc", "L-0EA8095F", 60)
ENTRIES_QUOTA = Quota("entries", "vpc", "L-2AEEBF1A", 20)


@dataclass(frozen=True)
class AccountLimits:
    """The account's values as far as known: QuotaCode → quota, and prefix list id → its weight."""

    quotas: Mapping[str, int] = field(default_factory=dict)
    prefix_list_weights: Mapping[str, FamilyCounts] = field(default_factory=dict)

    def of(self, quota: Quota) -> int:
        """The account's own value if known, else AWS's default."""
        return self.quotas.get(quota.code, quota.default)

    def ceiling(self, quota: Quota, final: FamilyCounts) -> FamilyCounts:
        """The most that may exist at any time: the quota, or `final` (what is wanted in the end) if that is more."""
        return FamilyCounts(self.of(quota), self.of(quota)) | final


def read_account_limits(answers: Answers) -> AccountLimits:
    """The limits in the answers to optional queries; what was not asked or not answered is left out."""
    quotas, lists = dict[str, int](), dict[str, FamilyCounts]()
    for query, items in answers.items():
        if query.op == "get_service_quota":
            values = [number_field(structure_field(item, "Quota"), "Value") for item in items]
            quotas |= {str(dict(query.params)["QuotaCode"]): value for value in values if value is not None}
        if query.op == PREFIX_LISTS_OPERATION:
            weights = {str(row.get("PrefixListId")): prefix_list_weight(row) for row in items}
            lists |= {list_id: weight for list_id, weight in weights.items() if weight}
    return AccountLimits(quotas, lists)


def prefix_list_queries(ids: Iterable[str]) -> tuple[Query, ...]:
    """The query for the existence and weights of these prefix lists; () without ids."""
    wanted = tuple(sorted(set(ids)))
    return (
        (Query(PREFIX_LISTS_OPERATION, "PrefixLists", (("prefix-list-id", wanted),), optional=True),) if wanted else ()
    )


def prefix_list_weight(row: Mapping[str, Any]) -> FamilyCounts | None:
    """What one prefix list of DescribeManagedPrefixLists weighs in a rule: MaxEntries, or AWS's figure for its own.

    None if neither is known. A list without AddressFamily counts in both families, as a group does.
    """
    name, family = str(row.get("PrefixListName") or ""), str(row.get("AddressFamily") or "").lower()
    size = _published_weight(name) if name.startswith("com.amazonaws.") else (number_field(row, "MaxEntries") or 0)
    if not size:
        return None
    if not family and name.startswith("com.amazonaws."):
        family = "ipv6" if ".ipv6." in name else "ipv4"
    return {"ipv4": FamilyCounts(size, 0), "ipv6": FamilyCounts(0, size)}.get(family, FamilyCounts(size, size))


def _published_weight(name: str) -> int:
    parts = name.split(".")
    weights = (AWS_LIST_WEIGHTS[key] for key in AWS_LIST_WEIGHTS if any(_names_service(part, key) for part in parts))
    return next(weights, 0)


def _names_service(part: str, key: str) -> bool:
    return part == key or part.startswith(f"{key}-managed")


def rule_weight(peer_type: PeerType, listed: FamilyCounts | None = None) -> FamilyCounts | None:
    """What a rule counts; `listed` is the weight of its prefix list. None if that is not known."""
    if peer_type == "prefix_list":
        return listed
    return {"cidr_ipv4": IN_FAMILY["ipv4"], "cidr_ipv6": IN_FAMILY["ipv6"]}.get(peer_type, IN_BOTH)


def total_weight(weights: Iterable[FamilyCounts | None]) -> FamilyCounts:
    """The sum; unknown weights (None) count as nothing, so it is a lower bound."""
    known_sum = FamilyCounts()
    for weight in weights:
        known_sum += weight or FamilyCounts()
    return known_sum


def cidr_family(cidr: str) -> Family:
    """The family of an ACL's CIDR; "vpc" is the VPC's IPv4 block."""
    return "ipv6" if ":" in cidr else "ipv4"


def acl_entry_counts(cidrs: Iterable[str]) -> FamilyCounts:
    """What the entries of one direction of an ACL count, from their CIDRs; includes the default deny of each family."""
    return total_weight((IN_BOTH, *(IN_FAMILY[cidr_family(cidr)] for cidr in cidrs)))
