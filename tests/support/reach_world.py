"""A VPC with a public and a private subnet, both IP versions, and the routes and rules that a test wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from netsec.insight.snapshot import (
    NatGateway,
    NetworkAcl,
    NetworkInterface,
    Route,
    RouteTable,
    SecurityGroup,
    Subnet,
    VpcEndpoint,
    VpcSnapshot,
)
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry, PeerType

OUT, OUT6 = "0.0.0.0/0", "::/0"
VPC, VPC6 = "10.0.0.0/16", "2600:1f18:1:100::/56"
PUB, PRIV, NAT_NET = "subnet-pub", "subnet-priv", "subnet-nat"
Routes = Mapping[str, str]


def rule(ports: str, peer: str, protocol: str = "tcp") -> GroupRule:
    """`80`, `1-99` or "" (all), from or to a CIDR block, a group or a prefix list."""
    first, _, last = ports.partition("-")
    kind: PeerType = "cidr_ipv6" if ":" in peer else "cidr_ipv4"
    kind = "group" if peer.startswith("sg-") else "prefix_list" if peer.startswith("pl-") else kind
    numbers = (int(first), int(last or first)) if ports else (None, None)
    return GroupRule(protocol=protocol, from_port=numbers[0], to_port=numbers[1], peer=peer, peer_type=kind)


ANYTHING = (rule("", OUT, "-1"), rule("", OUT6, "-1"))


def entry(number: int, way: str, action: str, cidr: str, ports: str = "", protocol: str = "-1") -> AclEntry:
    """An entry of a network ACL; `way` is "in" or "out"."""
    first, _, last = ports.partition("-")
    return AclEntry(number=number, egress=way == "out", protocol=protocol, action=action, cidr=cidr,  # type: ignore[arg-type]
                    from_port=int(first) if ports else None, to_port=int(last or first) if ports else None)  # fmt: skip


OPEN = tuple(entry(number, way, "allow", cidr) for way in ("in", "out") for number, cidr in ((100, OUT), (101, OUT6)))


def table(i: str, routes: Routes, *gateways: str) -> RouteTable:
    """A route table with its local routes; a target that ends with "!" is a blackhole."""
    local = (Route(destination=VPC, target="local"), Route(destination=VPC6, target="local"))
    others = (
        Route(destination=d, target=t.removesuffix("!"), state="blackhole" if t.endswith("!") else "active")
        for d, t in routes.items()
    )
    return RouteTable(id=i, routes=(*local, *others), gateway_ids=gateways)


def group(name: str, ingress: tuple[GroupRule, ...], egress: tuple[GroupRule, ...] = ANYTHING) -> SecurityGroup:
    return SecurityGroup(id=f"sg-{name}", name=name, group_name=name, ingress=ingress, egress=egress)


def interface(name: str, subnet: str, ips: tuple[str, ...], public: str = "", *more: str) -> NetworkInterface:
    return NetworkInterface(id=f"eni-{name}", subnet_id=subnet, private_ips=ips, public_ip=public,
                            group_ids=(f"sg-{name}", *more))  # fmt: skip


def world(
    pub: Routes | None = None, priv: Routes | None = None, nat: Routes | None = None, **changed: Any
) -> VpcSnapshot:
    """`web` is public, `db` and `app` are private; routes beyond the local ones by subnet.

    Groups let in: web 443 from everywhere, 22 from 54.240.0.0/16, 9000 from db's group; db 5432 from app's group, 6000
    from everywhere; app nothing.
    """
    tables = {
        "rtb-pub": table("rtb-pub", {OUT: "igw-1", OUT6: "igw-1"} if pub is None else pub),
        "rtb-priv": table("rtb-priv", {OUT: "nat-1", OUT6: "eigw-1"} if priv is None else priv),
        "rtb-nat": table("rtb-nat", {OUT: "igw-1"} if nat is None else nat),
    }
    subnets = {
        PUB: ("10.0.0.0/24", "2600:1f18:1:100::/64", "rtb-pub", True),
        PRIV: ("10.0.1.0/24", "2600:1f18:1:101::/64", "rtb-priv", False),
        NAT_NET: ("10.0.2.0/24", "", "rtb-nat", True),
    }
    found = VpcSnapshot(
        vpc_id="vpc-1",
        cidrs=(VPC, VPC6),
        subnets={
            i: Subnet(id=i, name=i.removeprefix("subnet-"), zone="az-a", cidr=cidr, ipv6_cidr=cidr6, table_id=table_id,
                      acl_id=f"acl-{i}", is_public=is_public)
            for i, (cidr, cidr6, table_id, is_public) in subnets.items()
        },
        tables=tables,
        acls={f"acl-{i}": NetworkAcl(id=f"acl-{i}", name=i, entries=OPEN) for i in subnets},
        groups={
            "sg-web": group("web", (rule("443", OUT), rule("443", OUT6), rule("22", "54.240.0.0/16"),
                                    rule("9000", "sg-db"))),
            "sg-db": group("db", (rule("5432", "sg-app"), rule("6000", OUT), rule("6000", OUT6))),
            "sg-app": group("app", ()),
        },
        gateways={"nat-1": NatGateway(id="nat-1", state="available", subnet_id=NAT_NET, public_ips=("54.150.0.1",))},
        interfaces={
            "eni-web": interface("web", PUB, ("10.0.0.5", "2600:1f18:1:100::5"), "54.150.0.5"),
            "eni-db": interface("db", PRIV, ("10.0.1.5", "2600:1f18:1:101::5")),
            "eni-app": interface("app", PRIV, ("10.0.1.6",)),
        },
    )  # fmt: skip
    return replace(found, **changed)


def with_group(found: VpcSnapshot, name: str, ingress: tuple[GroupRule, ...], egress: Any = ANYTHING) -> VpcSnapshot:
    return replace(found, groups={**found.groups, f"sg-{name}": group(name, ingress, egress)})


def with_acl(found: VpcSnapshot, subnet: str, *entries: AclEntry) -> VpcSnapshot:
    acl = NetworkAcl(id=f"acl-{subnet}", name=subnet, entries=(*entries, *OPEN))
    return replace(found, acls={**found.acls, acl.id: acl})


def with_nat(found: VpcSnapshot, **changed: Any) -> VpcSnapshot:
    return replace(found, gateways={"nat-1": replace(found.gateways["nat-1"], **changed)})


def with_endpoint(found: VpcSnapshot, i: str, **changed: Any) -> VpcSnapshot:
    fields = {"service": "com.amazonaws.ap-northeast-1.s3", "type": "Gateway", **changed}
    return replace(found, endpoints={**found.endpoints, i: VpcEndpoint(id=i, **fields)})
