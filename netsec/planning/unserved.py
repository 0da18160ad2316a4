"""What was served and the network no longer shows: a zone, a subnet. That is a conflict to resolve, no wish to delete.

Somebody pointed a private default route at the internet gateway, or moved a subnet to a public table; what the config
itself leaves out goes as usual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netsec.model import Address, Config, Live, Reason, nat_zones, reason
from netsec.planning.map import Map, draw
from netsec.planning.observe import Observation

GATEWAY, ADDRESS, ROUTE, ASSOCIATION = "nat_gateway", "elastic_ip", "private_route", "network_acl_association"


def no_longer_shown(config: Config, seen: Observation) -> Mapping[Address, Reason]:
    """Address → why it is left alone, for all of ours in a zone or on a subnet that is not found any more."""
    drawn = draw(seen.answers, seen.network.vpc_id)
    zones = dict(_zones(config, seen, drawn))
    gateways = {live.id: live.address.name for live in seen.lives if live.kind == GATEWAY and live.address}
    unseen = {
        live.address: zones[zone]
        for live in seen.lives
        if live.proven and live.address and (zone := _zone_of(live, gateways)) in zones
    }
    return {**unseen, **dict(_subnets(config, seen, drawn))}


def _zone_of(live: Live, gateways: Mapping[str, str]) -> str:
    if live.kind in (GATEWAY, ADDRESS) and live.address:
        return live.address.name
    return gateways.get(live.owner, "") if live.kind == ROUTE else ""


def _zones(config: Config, seen: Observation, drawn: Map) -> Iterator[tuple[str, Reason]]:
    """Zones with a NAT gateway of ours that the config wants there, and that can't have one by what is seen."""
    if not config.enable_nat_gateway:
        return
    served = {live.address.name: live for live in seen.lives if live.kind == GATEWAY and _stands(live) and live.address}
    able = {zone.name for zone in nat_zones(config, seen.network)}
    elsewhere = config.nat.topology == "single" and (config.nat.zone or bool(able & served.keys()))
    for zone in sorted(served.keys() - able):
        usable = any(each.name == zone and each.public_subnet for each in seen.network.zones)
        left_out = config.availability_zones and zone not in config.availability_zones
        if not (elsewhere or usable or left_out):
            yield zone, reason("zone_not_shown", zone=zone, subnets=_told(drawn, zone))


def _stands(live: Live) -> bool:
    return live.proven and not live.fading


def _told(drawn: Map, zone: str) -> list[tuple[str, str]]:
    """The zone's subnets, each with its table and where that leads."""
    subnets = sorted([*drawn.subnets_in(zone, public=True), *drawn.subnets_in(zone, public=False)])
    return [(subnet, _table(drawn, subnet)) for subnet in subnets]


def _table(drawn: Map, subnet: str) -> str:
    table = drawn.table_of.get(subnet, "")
    return f"{table} to an internet gateway" if drawn.is_public(table) else table


def _subnets(config: Config, seen: Observation, drawn: Map) -> Iterator[tuple[Address, Reason]]:
    """Subnets that we put on an ACL because they were public, or private, and that are not found to be so any more."""
    wanted = {subnet for zone in seen.network.zones for subnet in (*zone.public_subnets, *zone.private_subnets)}
    ours = {live.id: live.address.name for live in seen.lives if live.kind == "network_acl" and live.address}
    by_sort = {acl.key: acl.subnets for acl in config.network_acls if acl.associate and isinstance(acl.subnets, str)}
    zone_of = {subnet["SubnetId"]: subnet.get("AvailabilityZone", "") for subnet in drawn.subnets}
    for live in seen.lives:
        acl = ours.get(live.owner, "")
        if live.kind != ASSOCIATION or not (live.proven and live.recorded and live.address and acl in by_sort):
            continue
        subnet, zone = live.key[0], zone_of.get(live.key[0], "")
        if zone and subnet not in wanted and not _left_out(config, zone):
            facts = {"subnet": subnet, "acl": acl, "which": by_sort[acl], "table": _table(drawn, subnet)}
            yield live.address, reason("subnet_not_shown", **facts)


def _left_out(config: Config, zone: str) -> bool:
    """Whether the config itself says that this zone, or this table of it, is not ours to serve."""
    zones = config.availability_zones
    return bool(zones and zone not in zones) or zone in config.vpc.private_route_tables
