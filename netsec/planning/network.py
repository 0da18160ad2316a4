"""Finds the VPC, its zones, public subnets and private tables in AWS's answers; never guesses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from netsec.errors import IdentityError, NetworkUnfit, StateUnusable
from netsec.model import Answers, Config, Network, Query, Reason, Zone, by_vpc, reason, tag_map
from netsec.model.answer import cidr, structure, structures, text
from netsec.model.quota import read_limits
from netsec.planning.map import Map, draw
from netsec.planning.zones import ORDINARY, sort_of

FORMER = ("disassociating", "disassociated", "failing", "failed")
IDENTITY = Query("get_caller_identity", "", service="sts")


def account_of(answers: Answers) -> str:
    """The number of the account that the credentials belong to; IdentityError where STS does not say."""
    account = next((text(each, "Account") for each in answers.get(IDENTITY) or ()), "")
    if not account:
        raise IdentityError(reason("answer_incomplete", id="get_caller_identity", missing=["Account"]))
    return account


def vpc_query(config: Config, recorded_vpc: str) -> Query:
    """How to ask for the VPC: by the id that is recorded or configured, else by its Name tag."""
    vpc_id = recorded_vpc or config.vpc.id
    wanted = ("vpc-id", (vpc_id,)) if vpc_id else ("tag:Name", (config.vpc_name,))
    return Query("describe_vpcs", "Vpcs", (wanted,))


def network_queries(vpc_id: str) -> tuple[Query, ...]:
    """What the network is read from, besides the VPC itself."""
    return (
        by_vpc("describe_subnets", "Subnets", vpc_id),
        by_vpc("describe_route_tables", "RouteTables", vpc_id),
    )


def find_vpc(config: Config, recorded_vpc: str, answers: Answers) -> Mapping[str, Any]:
    """The one VPC of this stack; NetworkUnfit when there is none or two, or when it is not the one recorded."""
    found = answers.of("describe_vpcs")
    if answers.in_part("describe_vpcs"):
        raise NetworkUnfit(reason("answer_incomplete", id=recorded_vpc or config.vpc_name, missing=["VpcId"]))
    if recorded_vpc:
        if config.vpc.id and config.vpc.id != recorded_vpc:
            raise IdentityError(reason("vpc_differs", recorded=recorded_vpc, configured=config.vpc.id))
        if not found:
            raise StateUnusable(reason("recorded_vpc_gone", vpc=recorded_vpc))
        named = tag_map(found[0]).get("Name", "")
        if config.vpc.name and named != config.vpc.name:
            raise IdentityError(reason("vpc_differs", recorded=f"{recorded_vpc} ({named})", configured=config.vpc.name))
    if not found:
        code = "vpc_id_unknown" if config.vpc.id else "vpc_missing"
        raise NetworkUnfit(reason(code, name=config.vpc.id or config.vpc_name))
    if len(found) > 1:
        ids = sorted(vpc["VpcId"] for vpc in found)
        raise NetworkUnfit(reason("vpc_ambiguous", name=config.vpc_name, ids=ids))
    if not cidr(found[0], "CidrBlock"):
        raise NetworkUnfit(reason("answer_incomplete", id=found[0]["VpcId"], missing=["CidrBlock"]))
    return found[0]


def find_network(config: Config, vpc: Mapping[str, Any], answers: Answers) -> Network:
    """The VPC as netsec sees it; what is wanted but missing or ambiguous is listed in `problems`, all of it."""
    drawn = draw(answers, vpc["VpcId"])
    names = config.availability_zones or _default_zones(drawn, answers)
    zones: list[Zone] = []
    problems: list[Reason] = []
    for name in names:
        settled = any(zone.public_subnet for zone in zones) or not _fit_for_nat(config, name, answers)
        zone, found = _zone(config, drawn, name, settled)
        zones.append(zone if _fit_for_nat(config, name, answers) else replace(zone, public_subnet=""))
        problems.extend(found)
    others, blocks6 = _blocks(vpc, "CidrBlock"), _blocks(vpc, "Ipv6CidrBlock")
    return Network(
        vpc_id=vpc["VpcId"],
        cidr=vpc["CidrBlock"],
        secondary_cidrs=tuple(sorted(set(others) - {vpc["CidrBlock"]})),
        has_ipv6=bool(blocks6),
        zones=tuple(zones),
        problems=tuple(_as_a_whole(config, drawn, zones, problems)),
        account=next((str(each.get("Account") or "") for each in answers.of(IDENTITY.op)), ""),
        limits=read_limits(answers),
    )


def _default_zones(drawn: Map, answers: Answers) -> list[str]:
    """Every availability zone that has a subnet which is not public; Local Zones and the like only by name."""
    private = [each for each in drawn.subnets if drawn.is_public(drawn.table_of[each["SubnetId"]]) is False]
    names = {text(subnet, "AvailabilityZone") for subnet in private} - {""}
    return sorted(name for name in names if sort_of(name, answers) == ORDINARY)


def _fit_for_nat(config: Config, name: str, answers: Answers) -> bool:
    """Whether a NAT gateway may stand there: elsewhere than in an availability zone only on an address brought for it.

    An address of Amazon's pool would be of the region's border group.
    """
    return name in config.nat.eips or sort_of(name, answers) == ORDINARY


def _blocks(vpc: Mapping[str, Any], field: str) -> list[str]:
    """The VPC's blocks of one family; EC2 goes on listing one that was taken away."""
    listed = structures(vpc, f"{field}AssociationSet")
    there = [block for block in listed if text(structure(block, f"{field}State"), "State") not in FORMER]
    return [cidr(block, field) for block in there if cidr(block, field)]


def _zone(config: Config, drawn: Map, name: str, settled: bool) -> tuple[Zone, list[Reason]]:
    public, other = drawn.subnets_in(name, public=True), drawn.subnets_in(name, public=False)
    problems: list[Reason] = []
    gateway = config.enable_nat_gateway and _may_stand_in(name, config, settled)
    chosen = _public_subnet(config, drawn, name, gateway, problems)
    tables = _private_tables(config, drawn, name, other, problems)
    zone = Zone(
        name=name,
        public_subnet=chosen,
        private_tables=tables,
        public_subnets=tuple(public),
        private_subnets=tuple(subnet for subnet in other if drawn.table_of[subnet] in tables),
    )
    return zone, problems


def _may_stand_in(zone: str, config: Config, settled: bool) -> bool:
    """Whether a NAT gateway goes there; a single one to the first zone that can have it, the rest do not matter."""
    if config.nat.topology == "per_az":
        return True
    return config.nat.zone == zone if config.nat.zone else not settled


def _public_subnet(config: Config, drawn: Map, zone: str, needed: bool, problems: list[Reason]) -> str:
    """The subnet a NAT gateway of this zone goes to; "" with a problem noted when it can't be told."""
    public = drawn.subnets_in(zone, public=True)
    named = config.vpc.public_subnets.get(zone)
    if named:
        there = next((subnet for subnet in drawn.subnets if subnet["SubnetId"] == named), None)
        if needed and there is None:
            problems.append(reason("subnet_unknown", subnet=named))
        elif needed and there is not None and (actual := text(there, "AvailabilityZone")) != zone:
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
    config: Config, drawn: Map, zone: str, subnets: list[str], problems: list[Reason]
) -> tuple[str, ...]:
    """The tables whose default route is ours to set: the only non-public one with subnets here, or those named."""
    on_acl = any(acl.associate and acl.subnets == "private" for acl in config.network_acls)
    needed = config.enable_nat_gateway or on_acl or bool(config.endpoints)
    named = config.vpc.private_route_tables.get(zone)
    if named:
        unfit = [reason("table_unknown", table=table) for table in named if table not in drawn.tables]
        unfit += [reason("table_is_public", table=table) for table in named if drawn.is_public(table)]
        problems.extend(unfit if needed else ())
        return tuple(table for table in named if table in drawn.tables and not drawn.is_public(table))
    tables = sorted({drawn.table_of[subnet] for subnet in subnets} - {""})
    if needed and len(tables) > 1:
        problems.append(reason("private_tables_ambiguous", zone=zone, tables=_told(drawn, tables)))
    if needed and not tables:
        problems.append(reason("zone_without_private_subnet", zone=zone))
    return tuple(tables) if len(tables) == 1 else ()


def _told(drawn: Map, tables: Iterable[str]) -> list[tuple[str, str]]:
    return [(table, tag_map(drawn.tables[table]).get("Name", "")) for table in tables]


def _as_a_whole(config: Config, drawn: Map, zones: list[Zone], problems: list[Reason]) -> list[Reason]:
    """Problems that no single zone can see; without any internet gateway, that is the one thing to say."""
    if not config.enable_nat_gateway:
        return problems
    if not any(drawn.is_public(table) for table in drawn.tables):
        rest = [problem for problem in problems if problem.code != "zone_without_public_subnet"]
        return [reason("no_internet_gateway"), *rest]
    problems.extend(_unusable_zones(config, zones))
    if config.nat.topology == "per_az":
        for table in sorted({table for zone in zones for table in zone.private_tables}):
            sharing = [zone.name for zone in zones if table in zone.private_tables]
            if len(sharing) > 1:
                problems.append(reason("private_table_shared", table=table, zones=sharing))
    return problems


def _unusable_zones(config: Config, zones: list[Zone]) -> list[Reason]:
    if not zones:
        return [reason("no_private_subnets")]
    names = [zone.name for zone in zones]
    unknown = [zone for zone in (config.nat.zone, *config.nat.eips) if zone and zone not in names]
    found = [reason("zone_unknown", zone=zone, zones=names) for zone in unknown]
    if config.nat.topology == "single" and not unknown and not any(zone.public_subnet for zone in zones):
        found.append(reason("single_without_public_subnet", zones=names))
    return found
