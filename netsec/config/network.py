"""`[vpc]`: the VPC, its public subnets and private route tables; `[nat]`: the NAT gateways and their addresses."""

from __future__ import annotations

from collections.abc import Iterable

from netsec.config.diagnostics import ConfigKey, list_text, value_text
from netsec.config.identity import check_zone
from netsec.config.schema import NatTable, VpcTable
from netsec.config.text import check_aws_id, check_tag_value
from netsec.model.config import NatConfig, VpcConfig

TOPOLOGIES = ("per_az", "single")


def read_vpc(table: VpcTable, region: str, zones: tuple[str, ...], where: ConfigKey) -> VpcConfig:
    """`[vpc]`; an empty id or name counts as missing, so that an environment can set the other one instead."""
    if table.id:
        check_aws_id(table.id, "vpc", where / "id")
    if table.name:
        check_tag_value(table.name, where / "name")
    if table.id and table.name:
        (where / "name").error("config.vpc_id_and_name")
    _check_subnets(table.public_subnets, region, zones, where / "public_subnets")
    _check_tables(table.private_route_tables, region, zones, where / "private_route_tables")
    return VpcConfig(
        id=table.id or "",
        name=table.name or "",
        public_subnets=dict(table.public_subnets),
        private_route_tables={zone: tuple(ids) for zone, ids in table.private_route_tables.items()},
    )


def read_nat(table: NatTable, region: str, zones: tuple[str, ...], where: ConfigKey) -> NatConfig:
    """`[nat]`; `zones` are `availability_zones`, () for none."""
    topology = table.topology if table.topology in TOPOLOGIES else "per_az"
    _check_topology(table, where / "topology")
    if table.zone:
        _check_nat_zone(table, region, zones, where / "zone")
    return NatConfig(
        topology="single" if topology == "single" else "per_az",
        zone=table.zone or "",
        keep_eips=table.keep_eips,
        eips=_addresses(table.eips, region, zones, where / "eips"),
    )


def _check_topology(table: NatTable, where: ConfigKey) -> None:
    if table.topology == "regional":
        where.invalid("regional", "config.topology_regional")
    elif table.topology is not None and table.topology not in TOPOLOGIES:
        where.invalid(table.topology, "config.topology", guess=where.did_you_mean(table.topology, TOPOLOGIES))


def _check_nat_zone(table: NatTable, region: str, zones: tuple[str, ...], where: ConfigKey) -> None:
    if table.topology != "single":
        where.invalid(table.zone, "config.zone_needs_single")
    check_known_zone(str(table.zone), region, zones, where)


def check_known_zone(zone: str, region: str, zones: tuple[str, ...], where: ConfigKey) -> None:
    """Check a zone's name; where `availability_zones` is set, it must be one of them."""
    if zones and zone not in zones:
        where.error("config.zone_not_listed", zone=value_text(zone), zones=list_text(zones))
    else:
        check_zone(zone, region, where)


def _check_subnets(subnets: dict[str, str], region: str, zones: tuple[str, ...], where: ConfigKey) -> None:
    for zone, subnet in subnets.items():
        check_known_zone(zone, region, zones, where / zone)
        check_aws_id(subnet, "subnet", where / zone)
    _refuse_duplicates(subnets.items(), "config.subnet_twice", where)


def _check_tables(tables: dict[str, list[str]], region: str, zones: tuple[str, ...], where: ConfigKey) -> None:
    for zone, ids in tables.items():
        check_known_zone(zone, region, zones, where / zone)
        if not ids:
            (where / zone).error("config.tables_empty")
        for index, table in enumerate(ids):
            check_aws_id(table, "rtb", where / zone / index)
        (where / zone).reject_duplicates(ids)


def _addresses(eips: dict[str, list[str]], region: str, zones: tuple[str, ...], where: ConfigKey) -> dict[str, str]:
    for zone, ids in eips.items():
        check_known_zone(zone, region, zones, where / zone)
        for index, allocation in enumerate(ids):
            check_aws_id(allocation, "eipalloc", where / zone / index)
        if len(ids) != 1:
            (where / zone).error("config.one_address", n=len(ids))
    first = {zone: ids[0] for zone, ids in eips.items() if ids}
    _refuse_duplicates(first.items(), "config.address_twice", where)
    return first


def _refuse_duplicates(pairs: Iterable[tuple[str, str]], text_key: str, where: ConfigKey) -> None:
    zone_of: dict[str, str] = {}
    for zone, resource in ((zone, resource) for zone, resource in pairs if resource):
        if resource in zone_of:
            (where / zone).error(text_key, id=value_text(resource), zone=zone_of[resource])
        zone_of.setdefault(resource, zone)
