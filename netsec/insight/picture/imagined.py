"""The network that a config describes, as far as that can be said without AWS: groups, zones, where gateways stand."""

from __future__ import annotations

from collections.abc import Iterable

from netsec.insight.world import Group, NatGateway, Route, RouteTable, Subnet, World
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import Address, Config, Rule

OUT = "0.0.0.0/0"


def imagined(config: Config) -> World:
    """A World whose ids are names; without `availability_zones` in the config no subnet is known."""
    zones = config.availability_zones
    single = config.nat.zone or next(iter(zones), "")
    stands = (single,) if config.nat.topology == "single" else zones
    gateways = stands if config.enable_nat_gateway else ()
    return World(
        vpc_id=config.vpc.id or config.vpc_name,
        region=config.region,
        subnets={each.id: each for zone in zones for each in _subnets(zone)},
        tables={each.id: each for zone in zones for each in _tables(zone, gateways)},
        groups={each.key: _group(each.key, each.name, each.ingress, each.egress) for each in config.security_groups},
        gateways={f"new:{zone}": _gateway(zone) for zone in gateways},
    )


def _subnets(zone: str) -> tuple[Subnet, ...]:
    return (
        Subnet(
            id=f"public {zone}", name="public subnet", zone=zone, cidr="", table_id=f"table public {zone}", public=True
        ),
        Subnet(id=f"private {zone}", name="private subnet", zone=zone, cidr="", table_id=f"table private {zone}"),
    )


def _tables(zone: str, gateways: tuple[str, ...]) -> tuple[RouteTable, ...]:
    nearest = zone if zone in gateways else next(iter(gateways), "")
    route = (Route(destination=OUT, target=f"new:{nearest}"),) if nearest else ()
    public = Route(destination=OUT, target="igw-")
    return (
        RouteTable(id=f"table public {zone}", routes=(public,)),
        RouteTable(id=f"table private {zone}", routes=route),
    )


def _gateway(zone: str) -> NatGateway:
    address = Address("nat_gateway", zone)
    return NatGateway(id=f"new:{zone}", address=address, owned=True, state="available", subnet_id=f"public {zone}")


def _group(key: str, name: str, ingress: Iterable[Rule], egress: Iterable[Rule]) -> Group:
    address = Address("security_group", key)
    rules = tuple(_rule(each, key) for each in ingress), tuple(_rule(each, key) for each in egress)
    return Group(id=key, name=key, group_name=name, address=address, owned=True, ingress=rules[0], egress=rules[1])


def _rule(rule: Rule, key: str) -> GroupRule:
    """What a rule names by its key is the group's id here; "self" is its own group."""
    peer = key if rule.peer.value == "self" else rule.peer.value
    return GroupRule(
        protocol=rule.protocol, from_port=rule.from_port, to_port=rule.to_port, peer_type=rule.peer.type, peer=peer
    )
