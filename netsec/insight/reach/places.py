"""What FROM and TO may name, and where it stands: a group, subnet, zone, address, endpoint, or the internet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, ip_network

from netsec.insight.reach.spans import INTERNET, SERVICE, Spans, address, addresses_of
from netsec.insight.world import Endpoint, Group, Interface, Subnet, World
from netsec.model import Reason, reason

THE_INTERNET = "internet"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where packets begin or end. Without a `subnet` it is outside the VPC.

    `groups` are those it wears; None where nothing is said of them, so that they hold up nothing. `public`: it has a
    public address of its own. `service`: the gateway endpoint that leads to it. `assumed`: nothing stands there yet.
    `unclear` names what AWS's answer leaves out of it.
    """

    label: str
    addresses: Spans
    subnet: Subnet | None = None
    groups: tuple[str, ...] | None = None
    public: bool = False
    service: Endpoint | None = None
    assumed: bool = False
    unclear: tuple[str, ...] = ()


def names_of(world: World) -> tuple[str, ...]:
    """Every name that can be asked for, sorted; ids left out."""
    things = (*world.groups.values(), *world.subnets.values())
    names = {each.name for each in things} | {short_name(each) for each in world.endpoints.values()}
    return tuple(sorted({*names, *world.zones, THE_INTERNET} - {""}))


def short_name(endpoint: Endpoint) -> str:
    """`ecr.api` for com.amazonaws.ap-northeast-1.ecr.api."""
    return endpoint.service.split(".", 3)[-1] if endpoint.service.count(".") > 2 else endpoint.service


def find_places(world: World, name: str) -> tuple[Place, ...] | Reason:
    """Where `name` stands; a reason where nothing, or more than one thing, is called that."""
    if name == THE_INTERNET:
        return (Place(label=name, addresses=INTERNET - addresses_of(*world.cidrs)),)
    block = _block(name)
    if block is not None:
        return tuple(_at(world, block, name))
    if (":" in name and "/" in name) or name.count(":") > 1:
        return reason("only_ipv4", name=name)
    named = {
        **{each.id: tuple(_wearing(world, each)) for each in _called(world.groups.values(), name)},
        **{each.id: (_in_subnet(each, name),) for each in _called(world.subnets.values(), name)},
        **{each.id: tuple(_behind(world, each, name)) for each in world.endpoints.values() if _is_called(each, name)},
    }
    if name in world.zones:
        named[name] = tuple(_in_subnet(each, each.label) for each in world.subnets.values() if each.zone == name)
    if len(named) > 1:
        return reason("place_ambiguous", name=name, found=sorted(named))
    return next(iter(named.values()), None) or reason("place_unknown", name=name, near=_near(world, name))


def _near(world: World, name: str) -> tuple[str, ...]:
    import difflib

    names = names_of(world)
    close = difflib.get_close_matches(name, names, 3, 0.5)
    return tuple(close or names[:12])


def _called(things: Iterable[Group | Subnet], name: str) -> Iterator[Group | Subnet]:
    exact = [each for each in things if name in (each.id, each.name, getattr(each, "group_name", each.id))]
    ours = [each for each in exact if each.owned]
    yield from ours or exact


def _is_called(endpoint: Endpoint, name: str) -> bool:
    return name in (endpoint.id, endpoint.name, endpoint.service, short_name(endpoint))


def _block(name: str) -> IPv4Network | None:
    try:
        network = ip_network(name, strict=False)
    except ValueError:
        return None
    return network if isinstance(network, IPv4Network) else None


def _at(world: World, block: IPv4Network, name: str) -> Iterator[Place]:
    """The interfaces and subnets in a block of addresses, and what of it is outside the VPC."""
    wanted, one = addresses_of(str(block)), block.prefixlen == 32
    taken = Spans()
    for each in world.interfaces.values() if one else ():
        if str(block.network_address) in (*each.private_ips, each.public_ip):
            yield replace(_standing(world, each), label=name)
            return
    for subnet in world.subnets.values():
        inside = wanted & addresses_of(*_given(subnet.cidr))
        if inside:
            yield replace(_in_subnet(subnet, name), addresses=inside)
            taken |= inside
    outside = wanted - taken - addresses_of(*world.cidrs)
    if outside:
        yield Place(label=name, addresses=outside)


def _in_subnet(subnet: Group | Subnet, label: str) -> Place:
    assert isinstance(subnet, Subnet)  # nosec B101 # the kind was checked; this tells mypy
    gaps = tuple(each for each in subnet.unclear if each == "CidrBlock")
    return Place(
        label=label,
        addresses=addresses_of(*_given(subnet.cidr)),
        subnet=subnet,
        public=bool(subnet.public),
        assumed=True,
        unclear=gaps if subnet.public is not None else (*gaps, "RouteTableId"),
    )


def _given(cidr: str) -> tuple[str, ...]:
    """The block, unless there is none: an IPv6-only subnet has no IPv4 block."""
    return (cidr,) if cidr else ()


def _standing(world: World, interface: Interface) -> Place:
    ips = Spans()
    for ip in interface.private_ips:
        ips |= address(ip) if ":" not in ip else Spans()
    gaps = [*(() if ips else ("PrivateIpAddress",)), *(() if interface.subnet_id in world.subnets else ("SubnetId",))]
    return Place(
        label=interface.name or interface.id,
        addresses=ips,
        subnet=world.subnets.get(interface.subnet_id),
        groups=interface.group_ids,
        public=bool(interface.public_ip),
        unclear=tuple(sorted({*interface.unclear, *gaps})),
    )


def _wearing(world: World, group: Group | Subnet) -> Iterator[Place]:
    """The interfaces that wear the group; without any, wherever they would stand.

    What the internet may call stands in public subnets, unless it also serves another group: then that one does.
    """
    assert isinstance(group, Group)  # nosec B101 # the kind was checked; this tells mypy
    there = [each for each in world.interfaces.values() if group.id in each.group_ids]
    # What does not say which groups it wears may wear this one.
    there += [each for each in world.interfaces.values() if {"Groups", "GroupId"} & set(each.unclear)]
    if there:
        yield from _alike(replace(_standing(world, each), label=group.label) for each in there)
        return
    clear = [rule for rule in group.ingress if not rule.unclear]
    called = any(rule.peer_type == "cidr_ipv4" and addresses_of(str(rule.peer)) & INTERNET for rule in clear)
    called = called and not any(rule.peer_type == "group" and rule.peer != group.id for rule in clear)
    subnets = [each for each in world.subnets.values() if each.public in (called, None)] or list(world.subnets.values())
    for subnet in subnets:
        yield replace(_in_subnet(subnet, group.label), groups=(group.id,))


def _alike(places: Iterable[Place]) -> Iterable[Place]:
    """Those in one subnet that wear the same as one place with all their addresses: to every gate they are the same."""
    found: dict[object, Place] = {}
    for each in places:
        key = (each.subnet, each.groups, each.public, each.unclear)
        known = found.get(key)
        found[key] = replace(known, addresses=known.addresses | each.addresses) if known else each
    return found.values()


def _behind(world: World, endpoint: Endpoint, name: str) -> Iterator[Place]:
    if endpoint.type == "Gateway":
        yield Place(label=name, addresses=Spans.of(SERVICE), service=endpoint)
    for subnet_id in endpoint.subnet_ids:
        if subnet := world.subnets.get(subnet_id):
            place = _in_subnet(subnet, name)
            yield replace(place, groups=endpoint.group_ids, public=False, assumed=False)
