"""Resources in a zone, or on a subnet, that the network does not show any more: not deleted, but reported.

Somebody pointed a private default route at the internet gateway, or moved a subnet to a public table. What the config
itself leaves out is deleted as usual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netsec.messages import Message, message
from netsec.model import Address, Config, Live, Reason, nat_zones, reason
from netsec.planning.observation import Observation
from netsec.planning.topology import Topology, read_topology

GATEWAY, ADDRESS, ROUTE, ASSOCIATION = "nat_gateway", "elastic_ip", "private_route", "network_acl_association"


def orphaned_addresses(config: Config, observation: Observation) -> Mapping[Address, Reason]:
    """Address → why it is not deleted, for what this stack has in a zone or on a subnet that is not found any more."""
    topology = read_topology(observation.answers, observation.network.vpc_id)
    zones = dict(_missing_zones(config, observation, topology))
    gateways = {live.id: live.address.name for live in observation.lives if live.kind == GATEWAY and live.address}
    in_missing_zones = {
        live.address: zones[zone]
        for live in observation.lives
        if live.may_delete and live.address and (zone := _zone_of(live, gateways)) in zones
    }
    return {**in_missing_zones, **dict(_missing_subnets(config, observation, topology))}


def _zone_of(live: Live, gateways: Mapping[str, str]) -> str:
    if live.kind in (GATEWAY, ADDRESS) and live.address:
        return live.address.name
    return gateways.get(live.owner, "") if live.kind == ROUTE else ""


def _missing_zones(config: Config, observation: Observation, topology: Topology) -> Iterator[tuple[str, Reason]]:
    """Zones that have a NAT gateway of this stack and should have one, but can't by what the network shows."""
    if not config.enable_nat_gateway:
        return
    network = observation.network
    served = {live.address.name for live in observation.lives if _is_serving_gateway(live) and live.address}
    candidates = {zone.name for zone in nat_zones(config, network)}
    elsewhere = config.nat.topology == "single" and (config.nat.zone or bool(candidates & served))
    for zone in sorted(served - candidates):
        usable = any(other.name == zone and other.nat_subnet for other in network.zones)
        left_out = config.availability_zones and zone not in config.availability_zones
        if not (elsewhere or usable or left_out):
            yield zone, reason("zone_not_shown", zone=zone, subnets=_subnets_with_tables(topology, zone))


def _is_serving_gateway(live: Live) -> bool:
    return live.kind == GATEWAY and live.may_delete and not live.terminating


def _subnets_with_tables(topology: Topology, zone: str) -> list[tuple[str, str | Message]]:
    """The zone's subnets, each with its route table and where that leads."""
    subnets = sorted([*topology.subnets_in(zone, public=True), *topology.subnets_in(zone, public=False)])
    return [(subnet, _table(topology, subnet)) for subnet in subnets]


def _table(topology: Topology, subnet: str) -> str | Message:
    table = topology.table_by_subnet.get(subnet, "")
    return message("problem.table_to_internet_gateway", table=table) if topology.is_public(table) else table


def _missing_subnets(config: Config, observation: Observation, topology: Topology) -> Iterator[tuple[Address, Reason]]:
    """Subnets associated with an ACL as public, or private, ones that are not found to be that any more."""
    zones = observation.network.zones
    wanted = {subnet for zone in zones for subnet in (*zone.public_subnets, *zone.private_subnets)}
    acls = {live.id: live.address.name for live in observation.lives if live.kind == "network_acl" and live.address}
    by_type = {acl.key: acl.subnets for acl in config.network_acls if acl.associate and isinstance(acl.subnets, str)}
    zone_of = {subnet["SubnetId"]: subnet.get("AvailabilityZone", "") for subnet in topology.subnets}
    for live in observation.lives:
        acl = acls.get(live.owner, "")
        if live.kind != ASSOCIATION or not (live.may_delete and live.is_recorded and live.address and acl in by_type):
            continue
        subnet, zone = live.key[0], zone_of.get(live.key[0], "")
        if zone and subnet not in wanted and not _is_left_out(config, zone):
            facts = {"subnet": subnet, "acl": acl, "which": by_type[acl], "table": _table(topology, subnet)}
            yield live.address, reason("subnet_not_shown", **facts)


def _is_left_out(config: Config, zone: str) -> bool:
    """Whether the config excludes the zone, or names its route tables itself."""
    zones = config.availability_zones
    return bool(zones and zone not in zones) or zone in config.vpc.private_route_tables
