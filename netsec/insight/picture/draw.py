"""The picture of a VPC; with the VPC as it was before, each part is marked as new, changed or going."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.insight.cost.bill import HOURS_PER_MONTH
from netsec.insight.cost.prices import Prices
from netsec.insight.picture.compare import marked_changes
from netsec.insight.picture.matrix import INTERNET_ID, sorted_groups
from netsec.insight.picture.values import TIERS, Edge, Node, Picture, SubnetBox, Tier
from netsec.insight.snapshot import NatGateway, Resource, SecurityGroup, Subnet, VpcSnapshot
from netsec.kinds.security_group_rules.rule import GroupRule

DEFAULT_DESTINATIONS = ("0.0.0.0/0", "::/0")
# The operations that a picture is read from and that may be denied; subnets and route tables are always read.
PICTURE_OPERATIONS = frozenset(
    {"describe_security_groups", "describe_network_acls", "describe_nat_gateways", "describe_vpc_endpoints"}
)


def draw_picture(vpc: VpcSnapshot, prices: Prices | None = None, before: VpcSnapshot | None = None) -> Picture:
    """The picture of a VPC; with `before`, marked with what is different from it. No `prices`, no monthly costs."""
    now = _unmarked(vpc, prices)
    return marked_changes(now, _unmarked(before, prices)) if before else now


def _unmarked(vpc: VpcSnapshot, prices: Prices | None) -> Picture:
    edges = tuple(_edges(vpc))
    ends = frozenset(end for edge in edges for end in (edge.source, edge.target))
    groups = {_key(group) for group in vpc.groups.values()}
    return Picture(
        title=vpc.vpc_id,
        cidrs=vpc.cidrs,
        zones=vpc.zones,
        subnets=tuple(_boxes(vpc, prices)),
        internet_gateway=_internet_gateway(vpc),
        outside=tuple(Node(id=end, label=end) for end in sorted(ends - groups, key=_internet_first)),
        groups=tuple(_group(group) for group in sorted_groups(vpc.groups.values())),
        edges=edges,
        endpoints=tuple(_endpoints(vpc, prices)),
        unread_operations=tuple(sorted(vpc.unread_operations & PICTURE_OPERATIONS)),
    )


def _internet_first(end: str) -> tuple[bool, str]:
    return (end != INTERNET_ID, end)


def _key(thing: Resource) -> str:
    """What identifies a resource before and after a plan: its netsec address, else its id."""
    return str(thing.address) if thing.address else thing.id


def _group(group: SecurityGroup) -> Node:
    return Node(id=_key(group), label=group.label, kind="group", facts=(group.id,), is_owned=group.is_owned)


def _internet_gateway(vpc: VpcSnapshot) -> str:
    """The id of the internet gateway that a route leads to, "" for none."""
    targets = (route.target for table in vpc.tables.values() for route in table.routes)
    return next((target for target in sorted(targets) if target.startswith("igw-")), "")


def _boxes(vpc: VpcSnapshot, prices: Prices | None) -> Iterator[SubnetBox]:
    """The subnets by zone, then tier."""
    boxes = [_box(vpc, subnet, prices) for subnet in vpc.subnets.values()]
    yield from sorted(boxes, key=lambda box: (box.zone, TIERS.index(box.tier), box.label, box.id))


def _box(vpc: VpcSnapshot, subnet: Subnet, prices: Prices | None) -> SubnetBox:
    table = vpc.tables.get(subnet.table_id)
    default = next(
        (route for route in (table.routes if table else ()) if route.destination in DEFAULT_DESTINATIONS), None
    )
    gateway = vpc.gateways.get(default.target) if default else None
    is_private = default is not None or _is_for_app(vpc, subnet)
    tier: Tier = "public" if subnet.is_public else "private" if is_private else "isolated"
    acl = vpc.acls.get(subnet.acl_id)
    gateways_here = [each for each in vpc.gateways.values() if each.subnet_id == subnet.id]
    return SubnetBox(
        id=subnet.id,
        label=subnet.label,
        cidr=subnet.cidr,
        zone=subnet.zone,
        tier=tier,
        egress_zone=_zone_of(gateway, vpc) if gateway else "",
        default_target=(_key(gateway) if gateway else default.target) if default else "",
        has_active_route=default is None or default.is_active,
        acl=acl.label if acl and not acl.is_default else "",
        gateways=tuple(_gateway(each, vpc, prices) for each in sorted(gateways_here, key=_key)),
    )


def _is_for_app(vpc: VpcSnapshot, subnet: Subnet) -> bool:
    """Whether a subnet without a default route is private, not isolated: by a gateway endpoint, or by its name."""
    has_endpoint = any(subnet.table_id in endpoint.table_ids for endpoint in vpc.endpoints.values())
    return has_endpoint or "private" in subnet.name


def _zone_of(gateway: NatGateway, vpc: VpcSnapshot) -> str:
    """The gateway's zone; its id if its subnet is not known."""
    subnet = vpc.subnets.get(gateway.subnet_id)
    return subnet.zone if subnet else gateway.id


def _gateway(gateway: NatGateway, vpc: VpcSnapshot, prices: Prices | None) -> Node:
    """A NAT gateway; one that is still to be created has no id of AWS's, no state and no address yet."""
    is_created = not gateway.id.startswith("new:")
    return Node(
        id=_key(gateway),
        label=_zone_of(gateway, vpc),
        kind="gateway",
        facts=(f"{gateway.id} {gateway.state}",) if is_created else (),
        public_ips=tuple(ip for ip in gateway.public_ips if ip),
        monthly=(prices.nat_hour + prices.address_hour) * HOURS_PER_MONTH if prices else None,
        is_owned=gateway.is_owned,
    )


def _endpoints(vpc: VpcSnapshot, prices: Prices | None) -> Iterator[Node]:
    for endpoint in sorted(vpc.endpoints.values(), key=lambda endpoint: endpoint.service):
        hourly = prices.endpoint_hour * len(endpoint.subnet_ids) if prices and endpoint.type == "Interface" else None
        yield Node(
            id=_key(endpoint),
            label=endpoint.service.split(".", 3)[-1],
            kind="endpoint",
            facts=(endpoint.type.lower(),),
            monthly=None if hourly is None else hourly * HOURS_PER_MONTH,
            is_owned=endpoint.is_owned,
        )


def _edges(vpc: VpcSnapshot) -> Iterator[Edge]:
    """One edge for each group and each peer that its ingress rules name."""
    for group in sorted_groups(vpc.groups.values()):
        peers: dict[str, dict[str, list[GroupRule]]] = {}
        for rule in group.ingress:
            source = _peer(vpc, rule)
            if source != _key(group) and not rule.peer_status:
                protocol = "all" if rule.protocol == "-1" else rule.protocol
                peers.setdefault(source, {}).setdefault(protocol, []).append(rule)
        for source in sorted(peers, key=_internet_first):
            text = "; ".join(_ports(protocol, rules) for protocol, rules in sorted(peers[source].items()))
            yield Edge(source=source, target=_key(group), text=text)


def _peer(vpc: VpcSnapshot, rule: GroupRule) -> str:
    """The node that a rule's peer is: a group's key, "internet", a CIDR block or a prefix list's id."""
    if rule.peer_type == "group":
        group = vpc.groups.get(str(rule.peer))
        return _key(group) if group else str(rule.peer)
    return INTERNET_ID if str(rule.peer) in DEFAULT_DESTINATIONS else str(rule.peer)


def _ports(protocol: str, rules: list[GroupRule]) -> str:
    """`tcp 80, 443`; the protocol alone if its rules name no ports."""
    ranges = sorted({(rule.from_port, rule.to_port) for rule in rules if rule.from_port not in (None, -1)})
    ports = ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in ranges)
    return f"{protocol} {ports}".strip()
