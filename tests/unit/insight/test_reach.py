"""Known answers: the worked examples of AWS's guides built as networks, names, doubts, and what is said of each hop."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest

from netsec.insight.intervals import ALL_PORTS, IntervalSet
from netsec.insight.reach import Question, ReachAnswer, find_locations, parse_traffic, reach
from netsec.insight.reach.filters import Connection, group_rules
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
from netsec.model import AclEntry, PeerType, Reason

OUT = "0.0.0.0/0"
WEB, DB = "subnet-web", "subnet-db"


def rule(ports: str, peer: str, protocol: str = "tcp", kind: PeerType | None = None) -> GroupRule:
    first, _, last = ports.partition("-")
    kinds: dict[bool, PeerType] = {True: "group", False: "cidr_ipv4"}
    numbers = (int(first), int(last or first)) if ports else (None, None)
    return GroupRule(protocol=protocol, from_port=numbers[0], to_port=numbers[1], peer=peer,
                     peer_type=kind or kinds[peer.startswith("sg-")])  # fmt: skip


ALL_OUT = (rule("", OUT, "-1"),)


def entry(number: int, way: str, action: str, cidr: str, ports: str = "", protocol: str = "6") -> AclEntry:
    first, _, last = ports.partition("-")
    return AclEntry(number=number, egress=way == "out", protocol=protocol, action=action, cidr=cidr,  # type: ignore[arg-type]
                    from_port=int(first) if ports else None, to_port=int(last or first) if ports else None)  # fmt: skip


OPEN = (entry(100, "in", "allow", OUT, protocol="-1"), entry(100, "out", "allow", OUT, protocol="-1"))
# VPC user guide, "Custom network ACLs": the table of a custom ACL for a public subnet (IPv4 rows).
GUIDES_ACL = (
    entry(100, "in", "allow", OUT, "80"),
    entry(110, "in", "allow", OUT, "443"),
    entry(120, "in", "allow", "52.95.2.0/24", "22"),
    entry(130, "in", "allow", "52.95.2.0/24", "3389"),
    entry(140, "in", "allow", OUT, "32768-65535"),
    entry(100, "out", "allow", OUT, "80"),
    entry(110, "out", "allow", OUT, "443"),
    entry(120, "out", "allow", OUT, "32768-65535"),
)


def network(**changed: object) -> VpcSnapshot:
    """VPC user guide, "web servers and database servers": a public web subnet, a private one behind a NAT gateway."""
    world = VpcSnapshot(
        vpc_id="vpc-1",
        cidrs=("10.0.0.0/16",),
        subnets={
            WEB: Subnet(id=WEB, name="web-a", zone="az-a", cidr="10.0.0.0/24", table_id="rtb-web", acl_id="acl-web",
                        is_public=True),
            DB: Subnet(id=DB, name="db-a", zone="az-a", cidr="10.0.1.0/24", table_id="rtb-db", acl_id="acl-db"),
        },
        tables={
            "rtb-web": table("rtb-web", (OUT, "igw-1")),
            "rtb-db": table("rtb-db", (OUT, "nat-1")),
        },
        acls={
            "acl-web": NetworkAcl(id="acl-web", name="web", entries=OPEN),
            "acl-db": NetworkAcl(id="acl-db", name="db", entries=OPEN),
        },
        groups={
            # "WebServerSG" and "DBServerSG" of the guide's scenario.
            "sg-web": group("web", (rule("80", OUT), rule("443", OUT), rule("22", "52.94.13.0/24")),
                            (rule("1433", "sg-db"), rule("3306", "sg-db"), rule("80", OUT), rule("443", OUT))),
            "sg-db": group("db", (rule("1433", "sg-web"), rule("3306", "sg-web")), (rule("80", OUT), rule("443", OUT))),
            "sg-bastion": group("bastion", (rule("22", "52.94.13.10/32"),), (rule("22", "10.0.0.0/16"),)),
        },
        gateways={"nat-1": NatGateway(id="nat-1", state="available", subnet_id=WEB, public_ips=("54.150.100.1",))},
        interfaces={
            "eni-web": NetworkInterface(id="eni-web", subnet_id=WEB, private_ips=("10.0.0.5",),
                public_ip="54.150.100.5",
                                 group_ids=("sg-web",)),
            "eni-db": NetworkInterface(id="eni-db", subnet_id=DB, private_ips=("10.0.1.5",), group_ids=("sg-db",)),
            "eni-jump": NetworkInterface(id="eni-jump", subnet_id=WEB, private_ips=("10.0.0.9",),
                public_ip="54.150.100.9",
                                  group_ids=("sg-bastion",)),
        },
    )  # fmt: skip
    return replace(world, **changed)  # type: ignore[arg-type]


def table(i: str, *routes: tuple[str, str]) -> RouteTable:
    local = Route(destination="10.0.0.0/16", target="local")
    return RouteTable(id=i, routes=(local, *(Route(destination=d, target=t) for d, t in routes)))


def group(name: str, ingress: tuple[GroupRule, ...], egress: tuple[GroupRule, ...]) -> SecurityGroup:
    return SecurityGroup(id=f"sg-{name}", name=name, group_name=f"g-{name}", ingress=ingress, egress=egress)


def with_acl(world: VpcSnapshot, i: str, *entries: AclEntry) -> VpcSnapshot:
    return replace(world, acls={**world.acls, i: replace(world.acls[i], entries=entries)})


def asked(world: VpcSnapshot, source: str, target: str, traffic: str = "") -> ReachAnswer:
    port, protocol = parse_traffic(traffic) or (ALL_PORTS, "tcp")
    found = reach(world, Question(source=source, target=target, ports=port, protocol=protocol))
    assert isinstance(found, ReachAnswer), found
    return found


def stopped(answer: ReachAnswer) -> str:
    assert answer.verdict != "yes"
    return answer.hops[-1].why.code


# source, target, traffic, the answer: as the guide says it of its scenario
KNOWN = [
    ("internet", "web", "80", "yes"),  # inbound HTTP from any IPv4 address
    ("internet", "web", "443", "yes"),
    ("52.94.13.7", "web", "22", "yes"),  # SSH from your network, over the internet gateway
    ("52.95.2.7", "web", "22", "no"),
    ("internet", "db", "1433", "no"),  # the database has no public address
    ("web", "db", "1433", "yes"),  # Microsoft SQL Server access to the database servers
    ("web", "db", "3306", "yes"),
    ("web", "db", "5432", "no"),
    ("db", "web", "80", "yes"),  # by its private address, as 0.0.0.0/0 includes it
    ("db", "internet", "443", "yes"),  # through the NAT gateway, for updates
    ("db", "internet", "25", "no"),
    ("web", "internet", "443", "yes"),
    ("52.94.13.10", "bastion", "22", "yes"),
    ("52.94.13.11", "bastion", "22", "no"),
    ("bastion", "web", "22", "no"),  # the web group lets SSH in from the network only
    ("bastion", "internet", "22", "no"),
]


@pytest.mark.parametrize(("source", "target", "traffic", "verdict"), KNOWN)
def test_the_guides_scenario(source: str, target: str, traffic: str, verdict: str) -> None:
    assert asked(network(), source, target, traffic).verdict == verdict


@pytest.mark.parametrize(
    ("source", "target", "traffic", "verdict", "code"),
    [
        ("internet", "web", "443", "yes", ""),
        ("52.95.2.7", "web", "22", "no", "stopped_by_group"),
        ("54.150.100.77", "web", "22", "no", "stopped_by_acl"),
        # The guide's outbound rule 120 lets answers go to clients that use 32768 and up.
        ("web", "internet", "443", "yes", ""),
        ("web", "internet", "8080", "no", "stopped_by_group"),
        ("db", "internet", "443", "yes", ""),
        # Its table knows no way from the web to the database subnet but HTTP: SQL Server needs a rule of its own.
        ("web", "db", "1433", "no", "stopped_by_acl"),
    ],
)
def test_the_guides_acl(source: str, target: str, traffic: str, verdict: str, code: str) -> None:
    answer = asked(with_acl(network(), "acl-web", *GUIDES_ACL), source, target, traffic)
    assert answer.verdict == verdict
    assert not code or stopped(answer) == code


def test_acls_are_stateless() -> None:
    """The guide: responses to allowed inbound traffic need an outbound rule."""
    mute = with_acl(network(), "acl-web", *(each for each in OPEN if not each.egress))
    assert stopped(asked(mute, "internet", "web", "443")) == "stopped_by_answer"
    narrow = with_acl(network(), "acl-web", *GUIDES_ACL[:2], entry(100, "out", "allow", OUT, "1-1023"))
    assert stopped(asked(narrow, "internet", "web", "443")) == "stopped_by_answer"


@pytest.mark.parametrize(
    ("shut", "verdict"),
    [
        ((), "yes"),
        # The gateway asks from 10.0.0.0/24, and its answers come to the port that it chose there.
        ((entry(90, "in", "deny", "52.94.13.0/24", "1024-65535"),), "no"),
        ((entry(90, "in", "deny", "52.94.13.0/24", "1024-32767"),), "yes"),
        # Then it hands them on to the client, in the private subnet.
        ((entry(90, "out", "deny", "10.0.1.0/24", "1024-65535"),), "no"),
        ((entry(90, "out", "deny", "10.0.1.0/24", "1024-32767"),), "yes"),
        ((entry(90, "out", "deny", "10.0.1.0/24", "80"),), "yes"),
    ],
)
def test_answers_cross_the_acl_of_the_gateways_subnet_twice(shut: tuple[AclEntry, ...], verdict: str) -> None:
    """VPC user guide, "NAT gateway basics": a network ACL controls the traffic to and from the gateway's subnet."""
    answer = asked(with_acl(network(), "acl-web", *shut, *OPEN), "db", "52.94.13.7", "443")
    assert answer.verdict == verdict
    assert verdict == "yes" or (stopped(answer), answer.hops[-1].at) == ("stopped_by_answer", "web (web-a)")


@pytest.mark.parametrize(
    ("shut", "verdict"),
    [
        (entry(90, "in", "deny", "10.0.1.0/24", "443"), "no"),
        (entry(90, "in", "deny", "10.0.1.0/24", "80"), "yes"),
        (entry(90, "out", "deny", "52.94.13.0/24", "443"), "no"),
        (entry(90, "out", "deny", "52.94.13.0/24", "80"), "yes"),
    ],
)
def test_requests_cross_the_acl_of_the_gateways_subnet_twice(shut: AclEntry, verdict: str) -> None:
    answer = asked(with_acl(network(), "acl-web", shut, *OPEN), "db", "52.94.13.7", "443")
    assert answer.verdict == verdict
    assert verdict == "yes" or (stopped(answer), answer.hops[-1].at) == ("stopped_by_acl", "web (web-a)")


def test_a_private_gateway_leads_to_no_internet() -> None:
    nat = {"nat-1": replace(network().gateways["nat-1"], connectivity="private")}
    assert stopped(asked(network(gateways=nat), "db", "internet", "443")) == "nat_is_private"


def test_a_route_to_what_is_gone_leads_nowhere() -> None:
    gone = RouteTable(id="rtb-web", routes=(Route(destination="10.0.0.0/16", target="local"),
                                            Route(destination=OUT, target="igw-1", state="blackhole")))  # fmt: skip
    world = network(tables={**network().tables, "rtb-web": gone})
    for source, target in (("internet", "web"), ("web", "internet"), ("db", "internet")):
        assert stopped(asked(world, source, target, "443")) == "blackhole"


def test_answers_from_outside_need_their_own_entry_beside_the_gateway() -> None:
    """What is open to the VPC alone lets every request out, and no answer in."""
    local_only = (entry(100, "in", "allow", "10.0.0.0/16", protocol="-1"), OPEN[1])
    assert stopped(asked(with_acl(network(), "acl-web", *local_only), "db", "internet", "443")) == "stopped_by_answer"
    world = with_acl(network(), "acl-db", *local_only)
    assert stopped(asked(world, "db", "internet", "443")) == "stopped_by_answer"


def test_the_lowest_number_decides() -> None:
    deny = entry(90, "in", "deny", "52.94.13.0/24", "443")
    world = with_acl(network(), "acl-web", deny, *OPEN)
    assert asked(world, "52.94.13.7", "web", "443").verdict == "no"
    assert asked(world, "internet", "web", "443").verdict == "yes"
    later = with_acl(network(), "acl-web", replace(deny, number=110), *OPEN)
    assert asked(later, "52.94.13.7", "web", "443").verdict == "yes"


def test_between_two_in_one_subnet_no_acl_stands() -> None:
    closed = with_acl(network(), "acl-web")
    together = replace(closed, groups={**closed.groups, "sg-web": replace(
        closed.groups["sg-web"], ingress=(rule("22", "sg-bastion"),))})  # fmt: skip
    assert asked(together, "bastion", "web", "22").verdict == "yes"
    assert asked(closed, "db", "web", "80").verdict == "no"


def test_the_longest_prefix_wins() -> None:
    world = network()
    astray = table("rtb-db", (OUT, "nat-1"), ("52.94.13.0/24", "tgw-1"), ("52.95.2.0/24", "nat-gone"))
    tables = {**world.tables, "rtb-db": astray}
    assert asked(replace(world, tables=tables), "db", "54.150.100.77", "443").verdict == "yes"
    beyond = asked(replace(world, tables=tables), "db", "52.94.13.9", "443")
    assert (beyond.verdict, beyond.unknown_reason and beyond.unknown_reason.code) == ("unknown", "reach_leaves_sight")
    assert stopped(asked(replace(world, tables=tables), "db", "52.95.2.9", "443")) == "nat_not_available"


@pytest.mark.parametrize("state", ["pending", "failed", "deleting"])
def test_a_nat_gateway_that_is_not_available(state: str) -> None:
    nat = {"nat-1": replace(network().gateways["nat-1"], state=state)}
    assert stopped(asked(network(gateways=nat), "db", "internet", "443")) == "nat_not_available"


def test_without_nat_or_public_address_there_is_no_way_out() -> None:
    world = network(tables={**network().tables, "rtb-db": table("rtb-db")})
    assert stopped(asked(world, "db", "internet", "443")) == "no_route"
    hidden = {"eni-web": replace(network().interfaces["eni-web"], public_ip="")}
    assert stopped(asked(network(interfaces=hidden), "web", "internet", "443")) == "source_without_public_address"
    assert stopped(asked(network(interfaces=hidden), "internet", "web", "443")) == "no_public_address"


def test_endpoints() -> None:
    gateway = VpcEndpoint(
        id="vpce-s3", service="com.amazonaws.ap-northeast-1.s3", type="Gateway", table_ids=("rtb-db",)
    )
    wire = VpcEndpoint(id="vpce-ecr", service="com.amazonaws.ap-northeast-1.ecr.api", type="Interface",
                    subnet_ids=(DB,), group_ids=("sg-ep",))  # fmt: skip
    world = network(endpoints={"vpce-s3": gateway, "vpce-ecr": wire})
    routes = (*world.tables["rtb-db"].routes, Route(destination="pl-s3", target="vpce-s3"))
    world = replace(world, tables={**world.tables, "rtb-db": replace(world.tables["rtb-db"], routes=routes)},
                    groups={**world.groups, "sg-ep": group("ep", (rule("443", "sg-db"),), ())})  # fmt: skip
    assert asked(world, "db", "s3", "443").verdict == "yes"
    assert asked(world, "web", "s3", "443").hops[-2].why.code == "by_internet_gateway"
    assert asked(world, "db", "ecr.api", "443").verdict == "yes"
    assert asked(world, "web", "ecr.api", "443").verdict == "no"
    by_list = replace(world.groups["sg-db"], egress=(rule("443", "pl-s3", kind="prefix_list"),))
    listed = replace(world, groups={**world.groups, "sg-db": by_list})
    assert asked(listed, "db", "s3", "443").verdict == "yes"
    assert asked(listed, "db", "internet", "443").verdict == "unknown"


def test_ports_come_as_ranges() -> None:
    answer = asked(network(), "web", "db")
    assert (str(answer.ports), answer.is_partial) == ("1433, 3306", True)
    assert not asked(network(), "web", "db", "1433").is_partial
    assert asked(network(), "internet", "web", "1-1023").ports == IntervalSet(((22, 22), (80, 80), (443, 443)))


def test_icmp_has_types() -> None:
    ping = replace(network().groups["sg-web"], ingress=(GroupRule(protocol="icmp", from_port=8, to_port=-1, peer=OUT,
                                                                  peer_type="cidr_ipv4"),))  # fmt: skip
    world = network(groups={**network().groups, "sg-web": ping})
    assert asked(world, "internet", "web", "icmp").verdict == "yes"
    assert asked(world, "internet", "web", "13/icmp").verdict == "no"
    mute = with_acl(world, "acl-web", OPEN[0], entry(100, "out", "allow", OUT, "1024-65535"))
    assert stopped(asked(mute, "internet", "web", "icmp")) == "stopped_by_answer"


def test_what_may_not_be_read_is_unknown() -> None:
    for op in ("describe_security_groups", "describe_network_acls"):
        answer = asked(network(unread_operations=frozenset({op})), "web", "db", "1433")
        assert (answer.verdict, answer.unknown_reason and answer.unknown_reason.facts["denied"]) == ("unknown", [op])
    blind = network(unread_operations=frozenset({"describe_nat_gateways"}), gateways={})
    assert asked(blind, "db", "internet", "443").verdict == "unknown"
    assert asked(blind, "web", "db", "1433").verdict == "yes"
    nameless = network(unread_operations=frozenset({"describe_security_groups"}), groups={})
    assert asked(nameless, "web", "db", "1433").verdict == "unknown"


def test_a_subnet_says_nothing_of_groups() -> None:
    assert asked(network(), "web-a", "db", "1433").verdict == "unknown"
    assert asked(network(), "az-a", "internet", "443").verdict == "yes"
    assert asked(network(), "10.0.0.5", "db", "1433").verdict == "yes"
    assert asked(network(), "10.0.0.9", "db", "1433").verdict == "no"


def test_names() -> None:
    def refused(source: str, target: str) -> Reason:
        found = reach(network(), Question(source=source, target=target))
        assert isinstance(found, Reason)
        return found

    unknown = refused("wep", "db")
    assert (unknown.code, "web" in unknown.facts["near"]) == ("place_unknown", True)
    assert stopped(asked(network(), "web", "2600::1", "443")) == "no_common_family"
    twin = {**network().groups, "sg-x": replace(network().groups["sg-web"], id="sg-x")}
    found = reach(network(groups=twin), Question(source="web", target="db"))
    assert isinstance(found, Reason)
    assert (found.code, found.facts["found"]) == ("place_ambiguous", ["sg-web", "sg-x"])
    beyond = asked(network(), "internet", "52.95.2.1", "80")
    assert (beyond.verdict, stopped(beyond)) == ("unknown", "both_outside")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("443", (IntervalSet.of(443), "tcp")),
        ("53/udp", (IntervalSet.of(53), "udp")),
        ("8000-8100", (IntervalSet.of(8000, 8100), "tcp")),
        ("udp", (ALL_PORTS, "udp")),
        ("icmp", (IntervalSet.of(8), "icmp")),
        ("0/icmp", (IntervalSet.of(0), "icmp")),
        *(
            (wrong, None)
            for wrong in ("", "70000", "9-8", "443/xyz", "-1", "http", "443/", "300/icmp", "1-2-3", "４４３")
        ),
    ],
)
def test_traffic_as_it_is_typed(text: str, found: object) -> None:
    assert parse_traffic(text) == found


def test_spans() -> None:
    some = IntervalSet.of(1, 5) | IntervalSet.of(6, 9) | IntervalSet.of(20)
    assert str(some) == "1-9, 20"
    assert some - IntervalSet.of(3, 4) == IntervalSet(((1, 2), (5, 9), (20, 20)))
    assert (some & IntervalSet.of(9, 20)).intervals == ((9, 9), (20, 20))
    assert not IntervalSet.of(2, 1)
    assert (20 in some, 10 in some) == (True, False)


def test_many_tasks_are_judged_as_fast_as_one() -> None:
    tasks = {
        f"eni-{group}-{n}": NetworkInterface(id=f"eni-{group}-{n}", subnet_id=subnet, private_ips=(f"10.0.{net}.{n}",),
                                      group_ids=(f"sg-{group}",))
        for group, subnet, net in (("web", WEB, 0), ("db", DB, 1))
        for n in range(10, 240)
    }  # fmt: skip
    crowded = network(interfaces=tasks)
    began = perf_counter()
    assert asked(crowded, "web", "db", "1433").verdict == "yes"
    assert asked(crowded, "web", "db", "5432").verdict == "no"
    assert perf_counter() - began < 1
    assert len(find_locations(crowded, "web")) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("peer", "gone", "from_peered"),
    [("222222222222/sg-9", "", "unknown"), ("sg-9", "", "unknown"), ("222222222222/sg-9", "deleted", "no")],
)
def test_who_wears_a_group_of_another_vpc_is_unknown(peer: str, gone: str, from_peered: str) -> None:
    """It may be whoever is beyond the VPC at a private address, and never the internet or somebody inside."""
    world = network()
    named = replace(rule("5432", "sg-x"), peer=peer, peer_status=gone)
    world = replace(world, groups={**world.groups, "sg-db": replace(world.groups["sg-db"], ingress=(named,))})
    (beyond, *_), (db, *_) = find_locations(world, "172.20.0.5"), find_locations(world, "db")
    clauses = tuple(group_rules(world.groups["sg-db"], False, Connection(world, beyond, db, "tcp")))
    assert ["yes" if each.is_certain else "unknown" for each in clauses] == (
        [from_peered] if from_peered != "no" else []
    )
    assert asked(world, "internet", "db", "5432").verdict == "no"
    assert asked(world, "web", "db", "5432").verdict == "no"


def test_a_rule_that_does_not_say_whom_it_means_is_unknown() -> None:
    """AWS's answer left its CIDR out: what it lets in nobody can say, and nothing stumbles over it."""
    found = network()
    nobody = replace(rule("22", "0.0.0.0/0"), peer="")
    vague = replace(found, groups={**found.groups, "sg-db": group("db", (nobody,), (nobody,))})
    assert asked(vague, "web", "db", "tcp 22").verdict == "unknown"
    assert asked(vague, "db", "internet", "443").verdict == "unknown"
