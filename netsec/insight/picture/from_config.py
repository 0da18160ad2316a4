"""The VPC that netsec.toml describes, as far as it can be known without AWS: groups, zones, NAT gateways."""

from __future__ import annotations

from collections.abc import Iterable

from netsec.insight.snapshot import NatGateway, Route, RouteTable, SecurityGroup, Subnet, VpcSnapshot
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import Address, Config, Rule

OUT = "0.0.0.0/0"


def snapshot_from_config(config: Config) -> VpcSnapshot:
    """A VPC whose ids are names; without `availability_zones` in netsec.toml it has no subnets."""
    zones = config.availability_zones
    single_zone = config.nat.zone or next(iter(zones), "")
    wanted_zones = (single_zone,) if config.nat.topology == "single" else zones
    gateway_zones = wanted_zones if config.enable_nat_gateway else ()
    return VpcSnapshot(
        vpc_id=config.vpc.id or config.vpc_name,
        region=config.region,
        subnets={each.id: each for zone in zones for each in _subnets(zone)},
        tables={each.id: each for zone in zones for each in _tables(zone, gateway_zones)},
        groups={each.key: _group(each.key, each.name, each.ingress, each.egress) for each in config.security_groups},
        gateways={f"new:{zone}": _gateway(zone) for zone in gateway_zones},
    )


def _subnets(zone: str) -> tuple[Subnet, ...]:
    """A public and a private subnet."""
    return (
        Subnet(
            id=f"public {zone}",
            name="public subnet",
            zone=zone,
            cidr="",
            table_id=f"table public {zone}",
            is_public=True,
        ),
        Subnet(id=f"private {zone}", name="private subnet", zone=zone, cidr="", table_id=f"table private {zone}"),
    )


def _tables(zone: str, gateway_zones: tuple[str, ...]) -> tuple[RouteTable, ...]:
    """Their route tables; the private one leads to the NAT gateway of the zone, else to the first one."""
    nearest = zone if zone in gateway_zones else next(iter(gateway_zones), "")
    to_nat = (Route(destination=OUT, target=f"new:{nearest}"),) if nearest else ()
    to_internet = Route(destination=OUT, target="igw-")
    return (
        RouteTable(id=f"table public {zone}", routes=(to_internet,)),
        RouteTable(id=f"table private {zone}", routes=to_nat),
    )


def _gateway(zone: str) -> NatGateway:
    address = Address("nat_gateway", zone)
    return NatGateway(id=f"new:{zone}", address=address, is_owned=True, state="available", subnet_id=f"public {zone}")


def _group(key: str, name: str, ingress: Iterable[Rule], egress: Iterable[Rule]) -> SecurityGroup:
    address = Address("security_group", key)
    return SecurityGroup(
        id=key,
        name=key,
        group_name=name,
        address=address,
        is_owned=True,
        ingress=tuple(_rule(rule, key) for rule in ingress),
        egress=tuple(_rule(rule, key) for rule in egress),
    )


def _rule(rule: Rule, key: str) -> GroupRule:
    """A rule of the group `key`; groups are named by their keys, which are their ids here, and "self" is this one."""
    peer = key if rule.peer.value == "self" else rule.peer.value
    return GroupRule(
        protocol=rule.protocol, from_port=rule.from_port, to_port=rule.to_port, peer_type=rule.peer.type, peer=peer
    )
