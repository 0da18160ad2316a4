"""Packets one by one, straight from the rules in AWS's guides: what the engine's proofs are held against.

It knows no sets: it takes every sender, receiver, port and client port from small lists and follows the packet and its
answer. It shares no code with netsec. Addresses are integers; blocks are (first, last).
"""

from __future__ import annotations

from dataclasses import dataclass, field

EPHEMERAL_FROM = 1024


@dataclass
class Host:
    """Somebody with an address in a subnet ("" outside), who wears groups and may have a public address."""

    ip: int
    subnet: str = ""
    groups: tuple[str, ...] = ()
    public: bool = False


@dataclass
class Net:
    """A network small enough to try every packet of."""

    vpc: tuple[int, int]
    tables: dict[str, list[tuple[int, tuple[int, int], str]]] = field(default_factory=dict)
    """Subnet → routes: (prefix length, block, "igw" | "nat" | "blackhole")."""
    group_rules: dict[tuple[str, str], list[tuple[object, int, int]]] = field(default_factory=dict)
    """(group, "in" | "out") → rules: (block or name of a group, first port, last port)."""
    acls: dict[tuple[str, str], list[tuple[int, str, tuple[int, int], int, int]]] = field(default_factory=dict)
    """(subnet, "in" | "out") → entries: (number, "allow" | "deny", block, first port, last port)."""
    nat_subnet: str = ""
    nat_works: bool = True


def within(number: int, block: tuple[int, int]) -> bool:
    return block[0] <= number <= block[1]


def acl_allows(net: Net, subnet: str, direction: str, far_end: int, port: int) -> bool:
    """Entries are evaluated in order of their numbers; the first that matches decides; the last one denies."""
    for _, action, block, first, last in sorted(net.acls[subnet, direction]):
        if within(far_end, block) and first <= port <= last:
            return action == "allow"
    return False


def groups_allow(net: Net, me: Host, other: Host, direction: str, port: int) -> bool:
    """Rules only allow; a rule that names a group means whoever wears it, by a private address in the VPC."""
    for group in me.groups:
        for peer, first, last in net.group_rules.get((group, direction), []):
            named = peer in other.groups and bool(other.subnet) if isinstance(peer, str) else within(other.ip, peer)  # type: ignore[arg-type]
            if named and first <= port <= last:
                return True
    return False


def route_for(net: Net, subnet: str, ip: int) -> str:
    """The most specific route wins."""
    if within(ip, net.vpc):
        return "local"
    fitting = [(length, target) for length, block, target in net.tables[subnet] if within(ip, block)]
    return max(fitting)[1] if fitting else "none"


def delivered(net: Net, a: Host, b: Host, port: int, client: int, nat_ports: tuple[int, ...]) -> bool:
    """Whether a's packet from `client` to b's `port` arrives, and its answer comes back."""
    if a.subnet and b.subnet:
        return inside(net, a, b, port, client)
    if a.subnet:
        return outwards(net, a, b, port, client, nat_ports)
    return bool(b.subnet) and inwards(net, a, b, port, client)


def inside(net: Net, a: Host, b: Host, port: int, client: int) -> bool:
    if not groups_allow(net, a, b, "out", port) or not groups_allow(net, b, a, "in", port):
        return False
    if a.subnet == b.subnet:
        return True
    there = acl_allows(net, a.subnet, "out", b.ip, port) and acl_allows(net, b.subnet, "in", a.ip, port)
    back = acl_allows(net, b.subnet, "out", a.ip, client) and acl_allows(net, a.subnet, "in", b.ip, client)
    return there and back


def outwards(net: Net, a: Host, b: Host, port: int, client: int, nat_ports: tuple[int, ...]) -> bool:
    if not groups_allow(net, a, b, "out", port) or not acl_allows(net, a.subnet, "out", b.ip, port):
        return False
    way = route_for(net, a.subnet, b.ip)
    if way == "nat" and net.nat_works:
        nat = net.nat_subnet
        if nat != a.subnet and not acl_allows(net, nat, "in", a.ip, port):
            return False
        if not acl_allows(net, nat, "out", b.ip, port) or route_for(net, nat, b.ip) != "igw":
            return False
        if not any(acl_allows(net, nat, "in", b.ip, chosen) for chosen in nat_ports):
            return False
        if nat != a.subnet and not acl_allows(net, nat, "out", a.ip, client):
            return False
    elif way != "igw" or not a.public:
        return False
    return acl_allows(net, a.subnet, "in", b.ip, client)


def inwards(net: Net, a: Host, b: Host, port: int, client: int) -> bool:
    return (
        b.public
        and route_for(net, b.subnet, a.ip) == "igw"
        and acl_allows(net, b.subnet, "in", a.ip, port)
        and groups_allow(net, b, a, "in", port)
        and acl_allows(net, b.subnet, "out", a.ip, client)
    )


def open_ports(
    net: Net, sources: list[Host], targets: list[Host], ports: list[int], clients: tuple[int, ...]
) -> set[int]:
    """Every port on which some packet arrives whose answer comes back."""
    usable = tuple(client for client in clients if client >= EPHEMERAL_FROM)
    return {
        port
        for port in ports
        for a in sources
        for b in targets
        for client in usable
        if delivered(net, a, b, port, client, usable)
    }
