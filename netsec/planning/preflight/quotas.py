"""AWS's quotas: what would stand once everything is made, against what the account may have.

Defaults are from the VPC user guide's page on quotas; the account's own are asked for where a default is not enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netsec.model import Change, Config, Query, Reason, reason
from netsec.model.answer import named, number, structure, structures, text
from netsec.planning.observe import Observation
from netsec.planning.preflight.findings import Findings, calls
from netsec.planning.preflight.rule_counts import entries_per_acl, prefix_lists, rules_per_group

# States in which a NAT gateway counts.
COUNTED = ("pending", "available", "deleting")


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


ADDRESSES = Quota("elastic_ips", "ec2", "L-0263D0A3", 5)
GATEWAYS = Quota("nat_gateways", "vpc", "L-FE5A380F", 5)
RULES = Quota("rules", "vpc", "L-0EA8095F", 60)
ENTRIES = Quota("entries", "vpc", "L-2AEEBF1A", 20)
ACLS = Quota("network_acls", "vpc", "L-B4A6D682", 200)
BY_ROUTES = Quota("gateway_endpoints", "vpc", "L-1B52E74A", 20)
BY_INTERFACES = Quota("interface_endpoints", "vpc", "L-29B6F2EB", 50)


@dataclass(frozen=True)
class Count:
    """How many there would be of something, and of what or where."""

    quota: Quota
    where: str
    count: int


def check(config: Config, seen: Observation, makes: Sequence[Change]) -> Findings:
    """More than the account may have: refused. More than the default, and the account's own not known: a warning."""
    over = [each for each in _counts(config, seen, makes) if each.count > each.quota.default]
    exceeded: list[Reason] = []
    warnings: list[Reason] = []
    for each in over:
        limit = _limit(seen, each.quota)
        facts = {"what": each.quota.what, "where": each.where, "count": each.count, "quota": each.quota.code}
        if limit is None:
            warnings.append(reason("quota_unknown", limit=each.quota.default, **facts))
        elif each.count > limit:
            exceeded.append(reason("quota_exceeded", limit=limit, service=each.quota.service, **facts))
    asks = tuple(each.quota.query for each in over)
    elsewhere = (_elsewhere(),) if calls(makes, "create_nat_gateway") else ()
    lists = prefix_lists(config, seen, {change.address for change in makes})
    return Findings(exceeded=tuple(exceeded), warnings=tuple(warnings), asks=(*elsewhere, *lists, *asks))


def _limit(seen: Observation, quota: Quota) -> int | None:
    for answer in seen.answers.get(quota.query) or ():
        return number(structure(answer, "Quota"), "Value")
    return None


def _counts(config: Config, seen: Observation, makes: Sequence[Change]) -> Iterator[Count]:
    yield from _addresses(seen, makes)
    yield from _gateways(seen, makes)
    yield from _endpoints(seen, makes)
    acls = len(calls(makes, "create_network_acl"))
    if acls:
        yield Count(ACLS, seen.network.vpc_id, acls + len(seen.answers.of("describe_network_acls")))
    addresses = {change.address for change in makes}
    for address, count in rules_per_group(config, seen, addresses):
        yield Count(RULES, str(address), count)
    for address, count in entries_per_acl(config, seen, addresses):
        yield Count(ENTRIES, str(address), count)


def _addresses(seen: Observation, makes: Sequence[Change]) -> Iterator[Count]:
    """Those that AWS's own services keep for themselves do not count."""
    new = len(calls(makes, "allocate_address"))
    there = [each for each in seen.answers.of("describe_addresses") if not each.get("ServiceManaged")]
    if new:
        yield Count(ADDRESSES, "", new + len(there))


def _elsewhere() -> Query:
    """The quota counts the gateways of a zone in every VPC of the account."""
    return Query("describe_nat_gateways", "NatGateways", (("state", COUNTED),), argument="Filter", aside=True)


def _gateways(seen: Observation, makes: Sequence[Change]) -> Iterator[Count]:
    zone_of = {each["SubnetId"]: text(each, "AvailabilityZone") for each in seen.answers.of("describe_subnets")}
    new = Counter(zone_of.get(params["SubnetId"], "") for _, params in calls(makes, "create_nat_gateway"))
    there: Counter[str] = Counter()
    elsewhere = named("describe_nat_gateways", seen.answers.get(_elsewhere()) or [])
    rows = {each["NatGatewayId"]: each for each in (*seen.answers.of("describe_nat_gateways"), *elsewhere)}
    for row in rows.values():
        if text(row, "State") in COUNTED:
            held = next(iter(structures(row, "NatGatewayAddresses")), {})
            there[zone_of.get(text(row, "SubnetId"), text(held, "AvailabilityZone"))] += 1
    for zone in sorted(new):
        yield Count(GATEWAYS, zone, new[zone] + there[zone])


def _endpoints(seen: Observation, makes: Sequence[Change]) -> Iterator[Count]:
    new = Counter(str(params["VpcEndpointType"]) for _, params in calls(makes, "create_vpc_endpoint"))
    there = Counter(text(each, "VpcEndpointType") for each in seen.answers.of("describe_vpc_endpoints"))
    for kind, quota in (("Gateway", BY_ROUTES), ("Interface", BY_INTERFACES)):
        if new[kind]:
            yield Count(quota, seen.network.vpc_id, new[kind] + there[kind])
