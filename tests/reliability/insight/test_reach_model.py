"""The engine against packets one by one, on random networks: the same ports, for every pair of places."""

from __future__ import annotations

import os
from collections import Counter
from ipaddress import ip_address, ip_network
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from netsec.insight.reach import Question, ReachAnswer, reach
from netsec.insight.snapshot import (
    NatGateway,
    NetworkAcl,
    NetworkInterface,
    Route,
    RouteTable,
    SecurityGroup,
    Subnet,
    VpcSnapshot,
)
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry
from tests.support.reach_model import Host, Net, open_ports

VPC = "10.0.0.0/24"
SUBNETS = {"subnet-a": "10.0.0.0/28", "subnet-b": "10.0.0.16/28", "subnet-c": "10.0.0.32/28"}
GROUPS = ("sg-1", "sg-2", "sg-3")
BLOCKS = (
    "0.0.0.0/0",
    "10.0.0.0/24",
    "10.0.0.0/28",
    "10.0.0.16/28",
    "52.94.13.0/24",
    "52.94.13.128/25",
    "54.150.100.7/32",
)
# One address of each class that the blocks above tell apart, outside the VPC.
OUTSIDE = ("52.94.13.1", "52.94.13.200", "54.150.100.7", "52.95.2.1")
# Ranges begin and end at these, so that they and what lies between them are all there is to try.
EDGES = (0, 22, 443, 1023, 1024, 32768, 65535)
PORTS = sorted({port for edge in EDGES for port in (edge - 1, edge, edge + 1) if 0 <= port <= 65535})
CLIENTS = tuple(port for port in PORTS if port >= 1000)
STATES = {"blackhole": "blackhole"}
EXAMPLES = 500 * int(os.environ.get("NETSEC_LONG", "1"))


def number(ip: str) -> int:
    return int(ip_address(ip))


def block(cidr: str) -> tuple[int, int]:
    network = ip_network(cidr)
    return int(network.network_address), int(network.broadcast_address)


# Most networks let something through, or both answers would not be tried: what is open is drawn more often than not.
ranges = st.tuples(st.sampled_from(EDGES), st.sampled_from(EDGES)).map(lambda pair: (min(pair), max(pair)))
clients = st.sampled_from(((1024, 65535), (1024, 65535), (1024, 32767), (32768, 65535)))
wide = st.one_of(st.just((0, 65535)), st.just((0, 65535)), ranges)
peers = st.sampled_from(("0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/0", *BLOCKS, *GROUPS))
rules = st.lists(st.tuples(peers, wide), min_size=1, max_size=3)
actions = st.sampled_from(("allow", "allow", "deny"))
some = st.lists(st.tuples(actions, st.sampled_from(BLOCKS), wide), max_size=4)
everything = st.just([("allow", "0.0.0.0/0", (0, 65535))])
entries = st.one_of(everything, everything, everything, some)
targets = st.sampled_from(("igw", "nat", "nat", "blackhole"))
blocks = st.sampled_from(("0.0.0.0/0", "0.0.0.0/0", "52.94.13.0/24", "52.94.13.128/25"))
mixed = st.lists(st.tuples(blocks, targets), max_size=2, unique_by=lambda route: route[0])
routes = st.one_of(st.just([("0.0.0.0/0", "igw")]), st.just([("0.0.0.0/0", "nat")]), mixed)
worn = st.lists(st.sampled_from(GROUPS), min_size=1, max_size=2, unique=True)
hosts = st.tuples(st.sampled_from(sorted(SUBNETS)), worn, st.booleans())


Parts = tuple[dict[Any, Any], dict[Any, Any], dict[Any, Any], str, bool]
ALL, OPEN = ("allow", "0.0.0.0/0", (0, 65535)), ("0.0.0.0/0", (0, 65535))


@st.composite
def any_parts(draw: Any) -> Parts:
    """Rules, entries, routes, where the gateway stands and whether it works: all at random."""
    ours = {(group, way): draw(rules) for group in GROUPS for way in ("in", "out")}
    acl_lists = {(subnet, way): draw(entries) for subnet in SUBNETS for way in ("in", "out")}
    tables = {subnet: draw(routes) for subnet in SUBNETS}
    tables["subnet-a"] = [("0.0.0.0/0", "igw")] if draw(st.booleans()) else tables["subnet-a"]
    return ours, acl_lists, tables, draw(st.sampled_from(("subnet-a", *SUBNETS))), draw(st.booleans())


@st.composite
def open_but_for_a_part(draw: Any) -> Parts:
    """All open, with a gateway in subnet-a, but for one or two parts: so each part decides in many networks."""
    ours = {(group, way): [OPEN] for group in GROUPS for way in ("in", "out")}
    acl_lists = {(subnet, way): [ALL] for subnet in SUBNETS for way in ("in", "out")}
    tables = {subnet: [("0.0.0.0/0", "igw" if subnet == "subnet-a" else "nat")] for subnet in SUBNETS}
    rooms = ((ours, rules), (acl_lists, some), (acl_lists, some), (tables, mixed))
    for room, drawn in draw(st.lists(st.sampled_from(rooms), min_size=1, max_size=2)):
        room[draw(st.sampled_from(sorted(room)))] = draw(drawn)
    return ours, acl_lists, tables, "subnet-a", True


@st.composite
def answers_in_doubt(draw: Any) -> Parts:
    """Every request passes by a gateway in subnet-a; whether the answers do is up to the ACLs on both sides of it."""
    ours = {(group, way): [OPEN] for group in GROUPS for way in ("in", "out")}
    acl_lists = {(subnet, way): [ALL] for subnet in SUBNETS for way in ("in", "out")}
    tables = {subnet: [("0.0.0.0/0", "igw" if subnet == "subnet-a" else "nat")] for subnet in SUBNETS}
    peer = st.sampled_from(("0.0.0.0/0", "0.0.0.0/0", "52.94.13.0/24", *BLOCKS))
    for_clients = st.tuples(st.sampled_from(("deny", "deny", "allow")), peer, clients)
    beside_the_gateway = ("subnet-a", "in"), ("subnet-a", "out")
    for room in draw(st.lists(st.sampled_from((*beside_the_gateway * 2, *acl_lists)), min_size=1, max_size=2)):
        acl_lists[room] = [*draw(st.lists(for_clients, min_size=1, max_size=2)), ALL]
    return ours, acl_lists, tables, "subnet-a", True


@st.composite
def networks(draw: Any) -> tuple[Net, VpcSnapshot]:
    """The same network twice: for the model, and for the engine."""
    parts = st.one_of(any_parts(), open_but_for_a_part(), answers_in_doubt())
    ours, acl_lists, tables, nat_subnet, works = draw(parts)
    members = draw(st.lists(hosts, min_size=1, max_size=4))
    net = Net(
        vpc=block(VPC),
        tables={s: [(ip_network(c).prefixlen, block(c), t) for c, t in found] for s, found in tables.items()},
        group_rules={key: [(p if p in GROUPS else block(p), *r) for p, r in found] for key, found in ours.items()},
        acls={
            key: [(n, action, block(c), *r) for n, (action, c, r) in enumerate(each)] for key, each in acl_lists.items()
        },
        nat_subnet=nat_subnet,
        nat_works=works,
    )  # fmt: skip
    return net, world_of(ours, acl_lists, tables, members, nat_subnet, works)


def world_of(ours: Any, acl_lists: Any, tables: Any, members: Any, nat_subnet: str, works: bool) -> VpcSnapshot:
    names = {"igw": "igw-1", "nat": "nat-1", "blackhole": "nat-gone"}
    subnets = {
        s: Subnet(id=s, name=s, zone="z", cidr=c, table_id=f"rtb-{s}", acl_id=f"acl-{s}",
                  is_public=any(t == "igw" for _, t in tables[s]))
        for s, c in SUBNETS.items()
    }  # fmt: skip
    interfaces = {
        f"eni-{n}": NetworkInterface(id=f"eni-{n}", subnet_id=s, private_ips=(ip_of(s, n),), group_ids=tuple(groups),
                              public_ip=f"52.95.2.{100 + n}" if public else "")
        for n, (s, groups, public) in enumerate(members)
    }  # fmt: skip
    return VpcSnapshot(
        vpc_id="vpc-1",
        cidrs=(VPC,),
        subnets=subnets,
        tables={
            f"rtb-{s}": RouteTable(id=f"rtb-{s}", routes=(
                Route(destination=VPC, target="local"),
                *(Route(destination=c, target=names[t], state=STATES.get(t, "active")) for c, t in tables[s]),
            ))
            for s in SUBNETS
        },
        groups={
            g: SecurityGroup(id=g, name=g, group_name=g, ingress=group_rules(ours[g, "in"]),
                egress=group_rules(ours[g, "out"]))
            for g in GROUPS
        },
        acls={f"acl-{s}": NetworkAcl(id=f"acl-{s}", name=s, entries=acl_entries(acl_lists, s)) for s in SUBNETS},
        gateways={"nat-1": NatGateway(id="nat-1", state="available" if works else "pending", subnet_id=nat_subnet)},
        interfaces=interfaces,
    )  # fmt: skip


def ip_of(subnet: str, n: int) -> str:
    return str(ip_network(SUBNETS[subnet])[4 + n])


def group_rules(found: Any) -> tuple[GroupRule, ...]:
    return tuple(
        GroupRule(protocol="tcp", from_port=first, to_port=last, peer=peer,
                  peer_type="group" if peer in GROUPS else "cidr_ipv4")
        for peer, (first, last) in found
    )  # fmt: skip


def acl_entries(lists: Any, subnet: str) -> tuple[AclEntry, ...]:
    return tuple(
        AclEntry(number=n, egress=way == "out", protocol="6", action=action, cidr=cidr, from_port=first, to_port=last)
        for way in ("in", "out")
        for n, (action, cidr, (first, last)) in enumerate(lists[subnet, way])
    )


def hosts_of(world: VpcSnapshot) -> dict[str, list[Host]]:
    """Who stands behind each name that the model knows as well: one host, all who wear a group, the internet."""
    found = {
        each.private_ips[0]: [Host(number(each.private_ips[0]), each.subnet_id, each.group_ids, bool(each.public_ip))]
        for each in world.interfaces.values()
    }
    for group in GROUPS:
        there = [host for hosts_there in list(found.values()) for host in hosts_there if group in host.groups]
        if there and group not in found:
            found[group] = there
    return {**found, "internet": [Host(number(ip)) for ip in OUTSIDE], "52.94.13.0/24": [
        Host(number(ip)) for ip in OUTSIDE[:2]]}  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), st.data())
def test_the_engine_finds_the_ports_that_packets_find(both: tuple[Net, VpcSnapshot], data: Any) -> None:
    net, world = both
    named = hosts_of(world)
    outside = {"internet", "52.94.13.0/24"}
    pairs = [(a, b) for a in named for b in named if a != b and not {a, b} <= outside]
    for source, target in data.draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=4, unique=True)):
        answer = reach(world, Question(source=source, target=target))
        assert isinstance(answer, ReachAnswer)
        found = {port for port in PORTS if port in answer.ports}
        assert found == open_ports(net, named[source], named[target], PORTS, CLIENTS), (source, target, answer)
        assert answer.verdict == ("yes" if answer.ports else "no")
        assert all(first in EDGES or first - 1 in EDGES for first, _ in answer.ports.intervals)
        event(f"{answer.verdict} {kind(source, net)} -> {kind(target, net)}")


def kind(name: str, net: Net) -> str:
    return "outside" if name in ("internet", "52.94.13.0/24") else "inside"


def test_both_answers_are_common_everywhere() -> None:
    """Else the test above would prove little: each sort of way is open in some networks and shut in others."""
    met: Counter[tuple[str, bool]] = Counter()

    @settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(networks())
    def count(both: tuple[Net, VpcSnapshot]) -> None:
        net, world = both
        named = hosts_of(world)
        source, *others = sorted(named)
        for a, b in ((source, "internet"), ("internet", source), *((source, each) for each in others[:1])):
            way = f"{kind(a, net)} -> {kind(b, net)}"
            met[way, bool(open_ports(net, named[a], named[b], PORTS, CLIENTS))] += 1

    count()
    for way in ("inside -> outside", "outside -> inside", "inside -> inside"):
        assert min(met[way, True], met[way, False]) >= 5, met
