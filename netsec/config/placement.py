"""Where things stand: `[vpc]` names the VPC and its parts, `[nat]` the NAT gateways and their addresses."""

from __future__ import annotations

from collections.abc import Iterable

from netsec.config.identity import check_zone
from netsec.config.mistakes import Spot, listing, shown
from netsec.config.schema import NatTable, VpcTable
from netsec.config.text import check_id, check_tag_value
from netsec.model.config import NatConfig, VpcConfig

TOPOLOGIES = ("per_az", "single")


def read_vpc(table: VpcTable, region: str, zones: tuple[str, ...], spot: Spot) -> VpcConfig:
    """`[vpc]`. An empty id or name counts as left out, so that an environment can take the other one."""
    if table.id:
        check_id(table.id, "vpc", spot / "id")
    if table.name:
        check_tag_value(table.name, spot / "name")
    if table.id and table.name:
        (spot / "name").say("id and name are both given; one of them names the VPC")
    _check_subnets(table.public_subnets, region, zones, spot / "public_subnets")
    _check_tables(table.private_route_tables, region, zones, spot / "private_route_tables")
    return VpcConfig(
        id=table.id or "",
        name=table.name or "",
        public_subnets=dict(table.public_subnets),
        private_route_tables={zone: tuple(ids) for zone, ids in table.private_route_tables.items()},
    )


def read_nat(table: NatTable, region: str, zones: tuple[str, ...], spot: Spot) -> NatConfig:
    """`[nat]`."""
    topology = table.topology if table.topology in TOPOLOGIES else "per_az"
    _check_topology(table, spot / "topology")
    if table.zone:
        _check_nat_zone(table, region, zones, spot / "zone")
    return NatConfig(
        topology="single" if topology == "single" else "per_az",
        zone=table.zone or "",
        keep_eips=table.keep_eips,
        eips=_addresses(table.eips, region, zones, spot / "eips"),
    )


def _check_topology(table: NatTable, spot: Spot) -> None:
    if table.topology == "regional":
        spot.wrong("regional", "regional NAT gateways are not supported yet: per_az or single")
    elif table.topology is not None and table.topology not in TOPOLOGIES:
        spot.wrong(table.topology, f"allowed are per_az, single{spot.did_you_mean(table.topology, TOPOLOGIES)}")


def _check_nat_zone(table: NatTable, region: str, zones: tuple[str, ...], spot: Spot) -> None:
    if table.topology != "single":
        spot.wrong(table.zone, 'a zone is chosen only with topology = "single"')
    check_known_zone(str(table.zone), region, zones, spot)


def check_known_zone(zone: str, region: str, zones: tuple[str, ...], spot: Spot) -> None:
    """A zone's name that must be among `availability_zones` once they are written."""
    if zones and zone not in zones:
        spot.say(f"{shown(zone)} is not one of availability_zones: {listing(zones)}")
    else:
        check_zone(zone, region, spot)


def _check_subnets(subnets: dict[str, str], region: str, zones: tuple[str, ...], spot: Spot) -> None:
    for zone, subnet in subnets.items():
        check_known_zone(zone, region, zones, spot / zone)
        check_id(subnet, "subnet", spot / zone)
    _refuse_twins(subnets.items(), "a subnet is in one zone", spot)


def _check_tables(tables: dict[str, list[str]], region: str, zones: tuple[str, ...], spot: Spot) -> None:
    for zone, ids in tables.items():
        check_known_zone(zone, region, zones, spot / zone)
        if not ids:
            (spot / zone).say("found an empty list; name at least one route table")
        for index, each in enumerate(ids):
            check_id(each, "rtb", spot / zone / index)
        (spot / zone).refuse_repeats(ids)


def _addresses(eips: dict[str, list[str]], region: str, zones: tuple[str, ...], spot: Spot) -> dict[str, str]:
    for zone, ids in eips.items():
        check_known_zone(zone, region, zones, spot / zone)
        for index, each in enumerate(ids):
            check_id(each, "eipalloc", spot / zone / index)
        if len(ids) != 1:
            (spot / zone).say(f"found {len(ids)} addresses; a NAT gateway takes exactly one for now")
    first = {zone: ids[0] for zone, ids in eips.items() if ids}
    _refuse_twins(first.items(), "an address serves one NAT gateway", spot)
    return first


def _refuse_twins(pairs: Iterable[tuple[str, str]], why: str, spot: Spot) -> None:
    seen: dict[str, str] = {}
    for zone, each in ((zone, each) for zone, each in pairs if each):
        if each in seen:
            (spot / zone).say(f"{shown(each)} already stands at {seen[each]}; {why}")
        seen.setdefault(each, zone)
