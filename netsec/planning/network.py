"""The VPC, its zones, public subnets and private route tables, read from AWS's answers; ambiguity is a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from netsec.errors import IdentityError, NetworkUnfit, StateUnusable
from netsec.model import Answers, Config, Network, Query, Reason, Zone, query_by_vpc, reason, tag_map
from netsec.model.quota import read_account_limits
from netsec.model.response_fields import cidr_field, structure_field, structure_list, text_field
from netsec.planning.topology import Topology, read_topology
from netsec.planning.zone_types import AVAILABILITY_ZONE, zone_type

# States of a CIDR block that does not belong to the VPC any more, or never did (EC2 API reference, VpcCidrBlockState).
FORMER_STATES = ("disassociating", "disassociated", "failing", "failed")
CALLER_IDENTITY = Query("get_caller_identity", "", service="sts")


def caller_account(answers: Answers) -> str:
    """The account number of the caller; IdentityError if the answer of STS lacks it."""
    account = next((text_field(identity, "Account") for identity in answers.get(CALLER_IDENTITY) or ()), "")
    if not account:
        raise IdentityError(reason("answer_incomplete", id="get_caller_identity", missing=["Account"]))
    return account


def vpc_query(config: Config, recorded_vpc: str) -> Query:
    """The query for the VPC: by the id that is recorded or configured, else by its Name tag."""
    vpc_id = recorded_vpc or config.vpc.id
    vpc_filter = ("vpc-id", (vpc_id,)) if vpc_id else ("tag:Name", (config.vpc_name,))
    return Query("describe_vpcs", "Vpcs", (vpc_filter,))


def network_queries(vpc_id: str) -> tuple[Query, ...]:
    """The queries that the network is read from, besides the VPC's own."""
    return (
        query_by_vpc("describe_subnets", "Subnets", vpc_id),
        query_by_vpc("describe_route_tables", "RouteTables", vpc_id),
    )


def find_vpc(config: Config, recorded_vpc: str, answers: Answers) -> Mapping[str, Any]:
    """The one VPC of this stack, as DescribeVpcs returns it.

    NetworkUnfit if there is none, or several; StateUnusable if the recorded one is gone; IdentityError if the config
    names another than the recorded one.
    """
    vpcs = answers.of("describe_vpcs")
    if answers.is_partial("describe_vpcs"):
        raise NetworkUnfit(reason("answer_incomplete", id=recorded_vpc or config.vpc_name, missing=["VpcId"]))
    if recorded_vpc:
        if config.vpc.id and config.vpc.id != recorded_vpc:
            raise IdentityError(reason("vpc_differs", recorded=recorded_vpc, configured=config.vpc.id))
        if not vpcs:
            raise StateUnusable(reason("recorded_vpc_gone", vpc=recorded_vpc))
        name = tag_map(vpcs[0]).get("Name", "")
        if config.vpc.name and name != config.vpc.name:
            raise IdentityError(reason("vpc_differs", recorded=f"{recorded_vpc} ({name})", configured=config.vpc.name))
    if not vpcs:
        code = "vpc_id_unknown" if config.vpc.id else "vpc_missing"
        raise NetworkUnfit(reason(code, name=config.vpc.id or config.vpc_name))
    if len(vpcs) > 1:
        ids = sorted(vpc["VpcId"] for vpc in vpcs)
        raise NetworkUnfit(reason("vpc_ambiguous", name=config.vpc_name, ids=ids))
    if not cidr_field(vpcs[0], "CidrBlock"):
        raise NetworkUnfit(reason("answer_incomplete", id=vpcs[0]["VpcId"], missing=["CidrBlock"]))
    return vpcs[0]


def find_network(config: Config, vpc: Mapping[str, Any], answers: Answers) -> Network:
    """The network in this VPC; everything that is wanted but missing or ambiguous is listed in its `problems`."""
    topology = read_topology(answers, vpc["VpcId"])
    names = config.availability_zones or _default_zones(topology, answers)
    zones: list[Zone] = []
    problems: list[Reason] = []
    for name in names:
        settled = any(zone.nat_subnet for zone in zones) or not _fit_for_nat(config, name, answers)
        zone, zone_problems = _zone(config, topology, name, settled)
        zones.append(zone if _fit_for_nat(config, name, answers) else replace(zone, nat_subnet=""))
        problems.extend(zone_problems)
    ipv4_blocks, ipv6_blocks = _blocks(vpc, "CidrBlock"), _blocks(vpc, "Ipv6CidrBlock")
    return Network(
        vpc_id=vpc["VpcId"],
        cidr=vpc["CidrBlock"],
        secondary_cidrs=tuple(sorted(set(ipv4_blocks) - {vpc["CidrBlock"]})),
        has_ipv6=bool(ipv6_blocks),
        zones=tuple(zones),
        problems=tuple(_all_problems(config, topology, zones, problems)),
        account=next((str(identity.get("Account") or "") for identity in answers.of(CALLER_IDENTITY.op)), ""),
        limits=read_account_limits(answers),
    )


def _default_zones(topology: Topology, answers: Answers) -> list[str]:
    """Every availability zone with a subnet that is not public; Local and Wavelength Zones must be named."""
    private = [
        item for item in topology.subnets if topology.is_public(topology.table_by_subnet[item["SubnetId"]]) is False
    ]
    names = {text_field(subnet, "AvailabilityZone") for subnet in private} - {""}
    return sorted(name for name in names if zone_type(name, answers) == AVAILABILITY_ZONE)


def _fit_for_nat(config: Config, name: str, answers: Answers) -> bool:
    """Whether a NAT gateway can be in the zone; if that is no availability zone, only with an Elastic IP named for it.

    A newly allocated address would be of the region's border group.
    """
    return name in config.nat.eips or zone_type(name, answers) == AVAILABILITY_ZONE


def _blocks(vpc: Mapping[str, Any], field: str) -> list[str]:
    """The VPC's CIDR blocks of one family; EC2 goes on listing one that was removed."""
    listed = structure_list(vpc, f"{field}AssociationSet")
    current = [
        block for block in listed if text_field(structure_field(block, f"{field}State"), "State") not in FORMER_STATES
    ]
    return [cidr_field(block, field) for block in current if cidr_field(block, field)]


def _zone(config: Config, topology: Topology, name: str, settled: bool) -> tuple[Zone, list[Reason]]:
    public, private = topology.subnets_in(name, public=True), topology.subnets_in(name, public=False)
    problems: list[Reason] = []
    gets_gateway = config.enable_nat_gateway and _is_for_gateway(name, config, settled)
    public_subnet = _public_subnet(config, topology, name, gets_gateway, problems)
    tables = _private_tables(config, topology, name, private, problems)
    zone = Zone(
        name=name,
        nat_subnet=public_subnet,
        private_route_tables=tables,
        public_subnets=tuple(public),
        private_subnets=tuple(subnet for subnet in private if topology.table_by_subnet[subnet] in tables),
    )
    return zone, problems


def _is_for_gateway(zone: str, config: Config, settled: bool) -> bool:
    """Whether the zone may get a NAT gateway; `settled`: an earlier zone can have the single one."""
    if config.nat.topology == "per_az":
        return True
    return config.nat.zone == zone if config.nat.zone else not settled


def _public_subnet(config: Config, topology: Topology, zone: str, needed: bool, problems: list[Reason]) -> str:
    """The subnet for this zone's NAT gateway; "" if there is none, which is added to `problems` if it is needed."""
    public = topology.subnets_in(zone, public=True)
    named = config.vpc.public_subnets.get(zone)
    if named:
        subnet = next((item for item in topology.subnets if item["SubnetId"] == named), None)
        if needed and subnet is None:
            problems.append(reason("subnet_unknown", subnet=named))
        elif needed and subnet is not None and (actual := text_field(subnet, "AvailabilityZone")) != zone:
            problems.append(reason("subnet_in_other_zone", subnet=named, zone=zone, actual=actual or "?"))
        elif needed and named not in public:
            problems.append(reason("subnet_not_public", subnet=named))
        return named if named in public else ""
    if needed and not public and config.nat.topology == "per_az":
        problems.append(reason("zone_without_public_subnet", zone=zone))
    if needed and len(public) > 1:
        problems.append(reason("public_subnets_ambiguous", zone=zone, subnets=public))
    return public[0] if len(public) == 1 else ""


def _private_tables(
    config: Config, topology: Topology, zone: str, subnets: list[str], problems: list[Reason]
) -> tuple[str, ...]:
    """The tables that get a default route: the only one of the zone's private subnets, or those named in the config."""
    acl_on_private = any(acl.associate and acl.subnets == "private" for acl in config.network_acls)
    needed = config.enable_nat_gateway or acl_on_private or bool(config.endpoints)
    named = config.vpc.private_route_tables.get(zone)
    if named:
        unfit = [reason("table_unknown", table=table) for table in named if table not in topology.tables]
        unfit += [reason("table_is_public", table=table) for table in named if topology.is_public(table)]
        problems.extend(unfit if needed else ())
        return tuple(table for table in named if table in topology.tables and not topology.is_public(table))
    tables = sorted({topology.table_by_subnet[subnet] for subnet in subnets} - {""})
    if needed and len(tables) > 1:
        problems.append(reason("private_tables_ambiguous", zone=zone, tables=_with_names(topology, tables)))
    if needed and not tables:
        problems.append(reason("zone_without_private_subnet", zone=zone))
    return tuple(tables) if len(tables) == 1 else ()


def _with_names(topology: Topology, tables: Iterable[str]) -> list[tuple[str, str]]:
    """Each table's id with its Name tag."""
    return [(table, tag_map(topology.tables[table]).get("Name", "")) for table in tables]


def _all_problems(config: Config, topology: Topology, zones: list[Zone], problems: list[Reason]) -> list[Reason]:
    """The zones' problems, and those between zones; without any internet gateway that stands for missing subnets."""
    if not config.enable_nat_gateway:
        return problems
    if not any(topology.is_public(table) for table in topology.tables):
        rest = [problem for problem in problems if problem.code != "zone_without_public_subnet"]
        return [reason("no_internet_gateway"), *rest]
    problems.extend(_unusable_zones(config, zones))
    if config.nat.topology == "per_az":
        for table in sorted({table for zone in zones for table in zone.private_route_tables}):
            sharing = [zone.name for zone in zones if table in zone.private_route_tables]
            if len(sharing) > 1:
                problems.append(reason("private_table_shared", table=table, zones=sharing))
    return problems


def _unusable_zones(config: Config, zones: list[Zone]) -> list[Reason]:
    if not zones:
        return [reason("no_private_subnets")]
    names = [zone.name for zone in zones]
    unknown = [zone for zone in (config.nat.zone, *config.nat.eips) if zone and zone not in names]
    problems = [reason("zone_unknown", zone=zone, zones=names) for zone in unknown]
    if config.nat.topology == "single" and not unknown and not any(zone.nat_subnet for zone in zones):
        problems.append(reason("single_without_public_subnet", zones=names))
    return problems
