"""How AWS counts rules and entries against its quotas: for IPv4 and IPv6 apart, prefix lists by their weight.

The one count of the config, the plan, the preflight and the sandbox. Facts: VPC user guide, "Amazon VPC quotas"
(security groups: "enforced separately for IPv4 rules and IPv6 rules"; prefix lists: "the maximum number of entries for
the prefix lists counts"; network ACLs: likewise apart, "includes the default deny rules"), "Security group size", and
"AWS-managed prefix list weight". That a group counts in both families is said by Service Quotas itself (L-0EA8095F).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from netsec.model.answer import number, structure
from netsec.model.config import PeerType
from netsec.model.step import Answers, Query

Family = Literal["ipv4", "ipv6"]
LISTS = "describe_managed_prefix_lists"
# What AWS's own prefix lists weigh, by the part of their names that says the service.
WEIGHTS = {
    "cloudfront": 55, "dynamodb": 1, "ec2-instance-connect": 2, "groundstation": 5, "route53-healthchecks": 25,
    "s3": 1, "s3express": 6, "secretsmanager": 20, "vpc-lattice": 10,
}  # fmt: skip


@dataclass(frozen=True)
class Count:
    """How much of a quota something takes, in each family."""

    ipv4: int = 0
    ipv6: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.ipv4 + other.ipv4, self.ipv6 + other.ipv6)

    def __sub__(self, other: Count) -> Count:
        return Count(self.ipv4 - other.ipv4, self.ipv6 - other.ipv6)

    def __or__(self, other: Count) -> Count:
        """The larger of the two in each family."""
        return Count(max(self.ipv4, other.ipv4), max(self.ipv6, other.ipv6))

    def within(self, bound: Count) -> bool:
        """Whether it is no more than this in either family."""
        return self.ipv4 <= bound.ipv4 and self.ipv6 <= bound.ipv6

    def of(self, family: Family) -> int:
        """In this family alone."""
        return self.ipv4 if family == "ipv4" else self.ipv6

    @property
    def most(self) -> int:
        """In the family that has more."""
        return max(self.ipv4, self.ipv6)


IN_BOTH = Count(1, 1)
OF_FAMILY: Mapping[Family, Count] = {"ipv4": Count(1, 0), "ipv6": Count(0, 1)}


@dataclass(frozen=True)
class Quota:
    """One quota, as Service Quotas names it."""

    what: str
    service: str
    code: str
    default: int

    @property
    def query(self) -> Query:
        """How to ask for the account's own."""
        params = (("QuotaCode", self.code), ("ServiceCode", self.service))
        return Query("get_service_quota", "", params=params, service="service-quotas", aside=True)


RULES = Quota("rules", "vpc", "L-0EA8095F", 60)
ENTRIES = Quota("entries", "vpc", "L-2AEEBF1A", 20)


@dataclass(frozen=True)
class Limits:
    """What is known of the account: its own quotas by their codes, and what prefix lists weigh, by id."""

    quotas: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, Count] = field(default_factory=dict)

    def of(self, quota: Quota) -> int:
        """The account's own, else AWS's default."""
        return self.quotas.get(quota.code, quota.default)

    def bound(self, quota: Quota, final: Count) -> Count:
        """What may stand at any moment; at least what shall stand in the end, as else it could not be had at all."""
        return Count(self.of(quota), self.of(quota)) | final


def read_limits(answers: Answers) -> Limits:
    """What has been asked on the side, and was answered."""
    quotas, lists = dict[str, int](), dict[str, Count]()
    for query, items in answers.items():
        if query.op == "get_service_quota":
            values = [number(structure(item, "Quota"), "Value") for item in items]
            quotas |= {str(dict(query.params)["QuotaCode"]): each for each in values if each is not None}
        if query.op == LISTS:
            weighed = {str(row.get("PrefixListId")): list_weight(row) for row in items}
            lists |= {each: weight for each, weight in weighed.items() if weight}
    return Limits(quotas, lists)


def lists_query(ids: Iterable[str]) -> tuple[Query, ...]:
    """How to ask about prefix lists: whether they exist, and what they weigh; nothing, without any."""
    wanted = tuple(sorted(set(ids)))
    return (
        (Query("describe_managed_prefix_lists", "PrefixLists", (("prefix-list-id", wanted),), aside=True),)
        if wanted
        else ()
    )


def list_weight(row: Mapping[str, Any]) -> Count | None:
    """What one of DescribeManagedPrefixLists' rows weighs in a rule: as much as it may hold, or as AWS says of its own.

    None where neither is told. One that tells no family counts in both, as a group does.
    """
    name, family = str(row.get("PrefixListName") or ""), str(row.get("AddressFamily") or "").lower()
    size = _published(name) if name.startswith("com.amazonaws.") else (number(row, "MaxEntries") or 0)
    if not size:
        return None
    if not family and name.startswith("com.amazonaws."):
        family = "ipv6" if ".ipv6." in name else "ipv4"
    return {"ipv4": Count(size, 0), "ipv6": Count(0, size)}.get(family, Count(size, size))


def _published(name: str) -> int:
    parts = name.split(".")
    return next((weight for key, weight in WEIGHTS.items() if any(_names(part, key) for part in parts)), 0)


def _names(part: str, key: str) -> bool:
    return part == key or part.startswith(f"{key}-managed")


def rule_weight(peer_type: PeerType, listed: Count | None = None) -> Count | None:
    """What a rule counts; `listed` is what its prefix list weighs. None where that is not known."""
    if peer_type == "prefix_list":
        return listed
    return {"cidr_ipv4": OF_FAMILY["ipv4"], "cidr_ipv6": OF_FAMILY["ipv6"]}.get(peer_type, IN_BOTH)


def total(weights: Iterable[Count | None]) -> Count:
    """All together, what is not known left out: at least so many."""
    found = Count()
    for weight in weights:
        found += weight or Count()
    return found


def family_of(cidr: str) -> Family:
    """The family of an ACL's CIDR; "vpc" is the VPC's IPv4 block."""
    return "ipv6" if ":" in cidr else "ipv4"


def entries_count(cidrs: Iterable[str]) -> Count:
    """What the entries of one direction count, by their CIDRs: each family's last deny is one of them."""
    return total((IN_BOTH, *(OF_FAMILY[family_of(cidr)] for cidr in cidrs)))
