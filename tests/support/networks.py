"""Networks of any size as worlds, and names that mean harm: what pictures and reports are tried on."""

from __future__ import annotations

from netsec.insight.cost import list_prices
from netsec.insight.snapshot import NatGateway, Route, RouteTable, SecurityGroup, Subnet, VpcEndpoint, VpcSnapshot
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import Address

PRICES = list_prices("ap-northeast-1")
HOSTILE = (
    "<script>alert(1)</script>", '"><svg onload=alert(1)>', "]]>", "{{7*7}}", "`x`", "a\nb", "\u202egnp", "\x9b2J",
    "\\\"x", "end", "a-->b",
)  # fmt: skip


def rule(ports: str, peer: str) -> GroupRule:
    first, _, last = ports.partition("-")
    return GroupRule(protocol="tcp", from_port=int(first), to_port=int(last or first), peer=peer,
                     peer_type="group" if peer.startswith("sg-") else "cidr_ipv4")  # fmt: skip


def network(zones: int = 2, groups: int = 3, names: tuple[str, ...] = ()) -> VpcSnapshot:
    """Zones with three tiers and a NAT gateway each; groups in a chain with some branches."""
    letters = "abcdef"[:zones]
    subnets, tables, gateways = {}, {}, {}
    for number, z in enumerate(letters):
        for tier in ("public", "private", "database"):
            i = f"subnet-{tier}-{z}"
            subnets[i] = Subnet(id=i, name=f"myapp-dev-{tier}-subnet-{z}", zone=f"ap-northeast-1{z}",
                                is_public=tier == "public", cidr=f"10.0.{number}.0/24",
                                table_id=f"rtb-{tier}-{z}")  # fmt: skip
        tables[f"rtb-public-{z}"] = table(f"rtb-public-{z}", "igw-1")
        tables[f"rtb-private-{z}"] = table(f"rtb-private-{z}", f"nat-{z}")
        tables[f"rtb-database-{z}"] = RouteTable(id=f"rtb-database-{z}")
        gateways[f"nat-{z}"] = NatGateway(id=f"nat-{z}", state="available", subnet_id=f"subnet-public-{z}",
            is_owned=True,
                                          address=Address("nat_gateway", z),
                                          public_ips=(f"203.0.113.{number}",))  # fmt: skip
    made = {f"sg-{n}": group(n, names[n % len(names)] if names else f"group-{n}") for n in range(groups)}
    return VpcSnapshot(
        vpc_id="vpc-1", cidrs=("10.0.0.0/16",), subnets=subnets, tables=tables, gateways=gateways, groups=made,
        endpoints={"vpce-1": VpcEndpoint(id="vpce-1", service="com.amazonaws.ap-northeast-1.ecr.api", type="Interface",
                                      subnet_ids=("subnet-private-a",))},
    )  # fmt: skip


def table(i: str, target: str) -> RouteTable:
    return RouteTable(id=i, routes=(Route(destination="0.0.0.0/0", target=target),))


def group(n: int, name: str) -> SecurityGroup:
    peers = ["0.0.0.0/0"] if n % 20 == 0 else [f"sg-{n - 1}", *([f"sg-{n // 2}"] if n % 3 == 0 else [])]
    return SecurityGroup(id=f"sg-{n}", name=name, group_name=name, is_owned=True, address=Address("security_group",
        f"g{n}"),
                 ingress=tuple(rule("443" if n % 20 == 0 else "8000-8100", peer) for peer in peers))  # fmt: skip
