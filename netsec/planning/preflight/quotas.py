"""AWS's quotas: what the account would have after the plan, compared with what it may have.

Defaults: VPC user guide, Amazon VPC quotas; the account's own values are asked for if a default may not be enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from netsec.model import Change, Config, Query, Reason, reason
from netsec.model.quota import Quota
from netsec.model.response_fields import items_with_id, structure_list, text_field
from netsec.planning.observation import Observation
from netsec.planning.preflight.findings import PreflightFindings, calls_of_operation
from netsec.planning.preflight.rule_usage import RuleUsage, prefix_list_weight_queries, rule_usages

# States in which a NAT gateway counts.
COUNTED = ("pending", "available", "deleting")


ADDRESSES = Quota("elastic_ips", "ec2", "L-0263D0A3", 5)
GATEWAYS = Quota("nat_gateways", "vpc", "L-FE5A380F", 5)
ACLS = Quota("network_acls", "vpc", "L-B4A6D682", 200)
BY_ROUTES = Quota("gateway_endpoints", "vpc", "L-1B52E74A", 20)
BY_INTERFACES = Quota("interface_endpoints", "vpc", "L-29B6F2EB", 50)


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


def check_quotas(config: Config, observation: Observation, makes: Sequence[Change]) -> PreflightFindings:
    """More than the account's quota is refused; more than the default is a warning if its own is not known."""
    filled = tuple(rule_usages(config, observation, {change.address for change in makes}))
    counted = [each for each in (*_counts(observation, makes), *map(_fullest, filled)) if each.doubtful]
    exceeded: list[Reason] = []
    warnings: list[Reason] = []
    for each in counted:
        limit = observation.network.limits.quotas.get(each.quota.code)
        facts = {"what": each.quota.name, "where": each.where, "count": each.count, "quota": each.quota.code}
        if limit is None and each.count > each.quota.default:
            warnings.append(reason("quota_unknown", limit=each.quota.default, **facts, **each.facts))
        elif limit is not None and each.count > limit:
            exceeded.append(reason("quota_exceeded", limit=limit, service=each.quota.service, **facts, **each.facts))
    warnings += [_unweighed(each, observation) for each in filled if each.unknown]
    asks = tuple(each.quota.query for each in counted)
    elsewhere = (_elsewhere(),) if calls_of_operation(makes, "create_nat_gateway") else ()
    return PreflightFindings(
        exceeded_quotas=tuple(exceeded),
        warnings=tuple(warnings),
        followup_queries=(*elsewhere, *prefix_list_weight_queries(filled), *asks),
    )


def _fullest(each: RuleUsage) -> QuotaUsage:
    """Usage in the address family that will have more."""
    family = "IPv6" if each.final.ipv6 > each.final.ipv4 else "IPv4"
    return QuotaUsage(each.quota, str(each.address), each.final.maximum, each.peak.maximum, {"family": family})


def _unweighed(each: RuleUsage, observation: Observation) -> Reason:
    limit = observation.network.limits.of(each.quota)
    return reason(
        "prefix_lists_unweighed",
        where=str(each.address),
        lists=list(each.unknown),
        count=each.final.maximum,
        limit=limit,
    )


def _counts(observation: Observation, makes: Sequence[Change]) -> Iterator[QuotaUsage]:
    yield from _addresses(observation, makes)
    yield from _gateways(observation, makes)
    yield from _endpoints(observation, makes)
    acls = len(calls_of_operation(makes, "create_network_acl"))
    if acls:
        yield QuotaUsage(ACLS, observation.network.vpc_id, acls + len(observation.answers.of("describe_network_acls")))


def _addresses(observation: Observation, makes: Sequence[Change]) -> Iterator[QuotaUsage]:
    """Elastic IPs; those that AWS's services manage themselves do not count."""
    new = len(calls_of_operation(makes, "allocate_address"))
    there = [each for each in observation.answers.of("describe_addresses") if not each.get("ServiceManaged")]
    if new:
        yield QuotaUsage(ADDRESSES, "", new + len(there))


def _elsewhere() -> Query:
    """The query for NAT gateways in all VPCs: the quota counts those of a zone in the whole account."""
    return Query("describe_nat_gateways", "NatGateways", (("state", COUNTED),), filter_argument="Filter", optional=True)


def _gateways(observation: Observation, makes: Sequence[Change]) -> Iterator[QuotaUsage]:
    zone_of = {
        each["SubnetId"]: text_field(each, "AvailabilityZone") for each in observation.answers.of("describe_subnets")
    }
    new = Counter(zone_of.get(params["SubnetId"], "") for _, params in calls_of_operation(makes, "create_nat_gateway"))
    there: Counter[str] = Counter()
    elsewhere = items_with_id("describe_nat_gateways", observation.answers.get(_elsewhere()) or [])
    rows = {each["NatGatewayId"]: each for each in (*observation.answers.of("describe_nat_gateways"), *elsewhere)}
    for row in rows.values():
        if text_field(row, "State") in COUNTED:
            held = next(iter(structure_list(row, "NatGatewayAddresses")), {})
            there[zone_of.get(text_field(row, "SubnetId"), text_field(held, "AvailabilityZone"))] += 1
    for zone in sorted(new):
        yield QuotaUsage(GATEWAYS, zone, new[zone] + there[zone])


def _endpoints(observation: Observation, makes: Sequence[Change]) -> Iterator[QuotaUsage]:
    new = Counter(str(params["VpcEndpointType"]) for _, params in calls_of_operation(makes, "create_vpc_endpoint"))
    there = Counter(text_field(each, "VpcEndpointType") for each in observation.answers.of("describe_vpc_endpoints"))
    for kind, quota in (("Gateway", BY_ROUTES), ("Interface", BY_INTERFACES)):
        if new[kind]:
            yield QuotaUsage(quota, observation.network.vpc_id, new[kind] + there[kind])
