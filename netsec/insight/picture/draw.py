"""A world as a Picture; with the world before it, each thing is marked as new, changed or going."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.insight.cost.bill import HOURS_A_MONTH
from netsec.insight.cost.prices import Prices
from netsec.insight.picture.compare import compared
from netsec.insight.picture.matrix import EVERYWHERE, in_order
from netsec.insight.picture.values import TIERS, Box, Edge, Node, Picture, Tier
from netsec.insight.world import Group, NatGateway, Subnet, Thing, World
from netsec.kinds.security_group_rules.rule import GroupRule

ANYWHERE = ("0.0.0.0/0", "::/0")
# What a picture is drawn from; subnets and tables are always read.
DRAWN = frozenset(
    {"describe_security_groups", "describe_network_acls", "describe_nat_gateways", "describe_vpc_endpoints"}
)


def draw(world: World, prices: Prices | None = None, before: World | None = None) -> Picture:
    """The picture of a world; where `before` is given, with what changed since."""
    now = _plain(world, prices)
    return compared(now, _plain(before, prices)) if before else now


def _plain(world: World, prices: Prices | None) -> Picture:
    edges = tuple(_edges(world))
    shown = frozenset(end for edge in edges for end in (edge.source, edge.target))
    inside = {_key(group) for group in world.groups.values()}
    return Picture(
        title=world.vpc_id,
        cidrs=world.cidrs,
        zones=world.zones,
        boxes=tuple(_boxes(world, prices)),
        internet_gateway=_internet_gateway(world),
        outside=tuple(Node(id=end, label=end) for end in sorted(shown - inside, key=_first)),
        groups=tuple(_group(group) for group in in_order(world.groups.values())),
        edges=edges,
        endpoints=tuple(_endpoints(world, prices)),
        unknown=tuple(sorted(world.unknown & DRAWN)),
    )


def _first(end: str) -> tuple[bool, str]:
    return (end != EVERYWHERE, end)


def _key(thing: Thing) -> str:
    """What stays the same between two worlds: our address of a thing, else its id."""
    return str(thing.address) if thing.address else thing.id


def _group(group: Group) -> Node:
    return Node(id=_key(group), label=group.label, kind="group", facts=(group.id,), owned=group.owned)


def _internet_gateway(world: World) -> str:
    targets = (route.target for table in world.tables.values() for route in table.routes)
    return next((target for target in sorted(targets) if target.startswith("igw-")), "")


def _boxes(world: World, prices: Prices | None) -> Iterator[Box]:
    place = {tier: rank for rank, tier in enumerate(TIERS)}
    boxes = [_box(world, subnet, prices) for subnet in world.subnets.values()]
    yield from sorted(boxes, key=lambda box: (box.zone, place[box.tier], box.label, box.id))


def _box(world: World, subnet: Subnet, prices: Prices | None) -> Box:
    table = world.tables.get(subnet.table_id)
    default = next((route for route in (table.routes if table else ()) if route.destination in ANYWHERE), None)
    gateway = world.gateways.get(default.target) if default else None
    tier: Tier = "public" if subnet.public else "private" if default or _to_services(world, subnet) else "isolated"
    acl = world.acls.get(subnet.acl_id)
    here = [each for each in world.gateways.values() if each.subnet_id == subnet.id]
    return Box(
        id=subnet.id,
        label=subnet.label,
        cidr=subnet.cidr,
        zone=subnet.zone,
        tier=tier,
        out_zone=_zone_of(gateway, world) if gateway else "",
        out_id=(_key(gateway) if gateway else default.target) if default else "",
        works=default is None or default.works,
        acl=acl.label if acl and not acl.default else "",
        gateways=tuple(_gateway(each, world, prices) for each in sorted(here, key=_key)),
    )


def _to_services(world: World, subnet: Subnet) -> bool:
    """Whether a group's subnets are meant for the app: they have a way to services, if not to the internet."""
    names = [each.table_ids for each in world.endpoints.values()]
    return any(subnet.table_id in tables for tables in names) or "private" in subnet.name


def _zone_of(gateway: NatGateway, world: World) -> str:
    subnet = world.subnets.get(gateway.subnet_id)
    return subnet.zone if subnet else gateway.id


def _gateway(gateway: NatGateway, world: World, prices: Prices | None) -> Node:
    """One that is still to be made has no id of AWS's, no state and no address yet."""
    made = not gateway.id.startswith("new:")
    return Node(
        id=_key(gateway),
        label=_zone_of(gateway, world),
        kind="gateway",
        facts=(f"{gateway.id} {gateway.state}",) if made else (),
        public_ips=tuple(each for each in gateway.public_ips if each),
        monthly=(prices.nat_hour + prices.address_hour) * HOURS_A_MONTH if prices else None,
        owned=gateway.owned,
    )


def _endpoints(world: World, prices: Prices | None) -> Iterator[Node]:
    for each in sorted(world.endpoints.values(), key=lambda each: each.service):
        paid = prices is not None and each.type == "Interface"
        yield Node(
            id=_key(each),
            label=each.service.split(".", 3)[-1],
            kind="endpoint",
            facts=(each.type.lower(),),
            monthly=prices.endpoint_hour * len(each.subnet_ids) * HOURS_A_MONTH if paid and prices else None,
            owned=each.owned,
        )


def _edges(world: World) -> Iterator[Edge]:
    """One for each pair that the target's rules name."""
    for group in in_order(world.groups.values()):
        peers: dict[str, dict[str, list[GroupRule]]] = {}
        for rule in group.ingress:
            source = _peer(world, rule)
            if source != _key(group) and not rule.gone:
                protocol = "all" if rule.protocol == "-1" else rule.protocol
                peers.setdefault(source, {}).setdefault(protocol, []).append(rule)
        for source in sorted(peers, key=_first):
            text = "; ".join(_ports(protocol, rules) for protocol, rules in sorted(peers[source].items()))
            yield Edge(source=source, target=_key(group), text=text)


def _peer(world: World, rule: GroupRule) -> str:
    if rule.peer_type == "group":
        group = world.groups.get(str(rule.peer))
        return _key(group) if group else str(rule.peer)
    return EVERYWHERE if str(rule.peer) in ANYWHERE else str(rule.peer)


def _ports(protocol: str, rules: list[GroupRule]) -> str:
    ranges = sorted({(rule.from_port, rule.to_port) for rule in rules if rule.from_port not in (None, -1)})
    shown = ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in ranges)
    return f"{protocol} {shown}".strip()
