"""Networks that are not the hands-on's: zones, tables and subnets of every shape, and what is brought along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netsec.errors import Conflict, IdentityError, NetworkUnfit, StateUnusable
from netsec.model import AclConfig, AclEntry, Config, GroupConfig, NatConfig, Peer, Rule, VpcConfig
from netsec.sandbox.foundation import lay_foundation
from tests.support.story import (
    DESTROY,
    REGION,
    ZONE_A,
    ZONE_C,
    ZONE_D,
    ZONES,
    Story,
    hands_on,
    line,
    new_bare_story,
    new_story,
    signs,
    verbs,
)

OUT = "0.0.0.0/0"
Told = Callable[..., Any]


def nat(**changed: Any) -> Config:
    return replace(hands_on(), nat=NatConfig(**changed))


def problems(story: Story) -> dict[str, dict[str, Any]]:
    """The codes that a refusal gives, with their facts."""
    found = {each.code: dict(each.facts) for each in story.plan().problems}
    with pytest.raises(NetworkUnfit):
        story.apply()
    return found


@pytest.mark.parametrize("zones", [(ZONE_A,), (ZONE_A, ZONE_C, ZONE_D)], ids=["one zone", "three zones"])
def test_as_many_gateways_as_zones(zones: tuple[str, ...], tmp_path: Path) -> None:
    config = replace(hands_on(), availability_zones=())
    with new_story(tmp_path, config, {"zones": zones, "cidr": "172.20.0.0/16"}) as story:
        story.settled()
        outputs = story.stack().outputs()
        assert len(outputs["nat_gateway_ids"]) == len(set(outputs["nat_gateway_public_ips"])) == len(zones)
        for zone, table in story.site.private_route_tables.items():
            assert story.default_route_label(table) == story.id(f"nat_gateway/{zone}")
            assert story.gateways()[story.default_route_label(table)]["SubnetId"] == story.site.public_subnets[zone]
        story.settled(DESTROY)


def test_another_project_and_environment_beside_ours(tmp_path: Path) -> None:
    from netsec.config import default_config

    other = replace(default_config("shop", "prod", ZONES), enable_nat_gateway=True)
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        ours = story.id("security_group/alb")
        lay_foundation(story.ec2, project="shop", environment="prod", zones=ZONES, cidr="10.1.0.0/16")
        story.settled(config=other)
        assert story.group("myapp-dev-alb-sg")["GroupId"] == ours
        story.settled(DESTROY)
        assert [each["GroupName"] for each in story.groups()].count("myapp-dev-alb-sg") == 1
        assert story.settled(config=hands_on(nat=False)).done == ()


def test_two_environments_in_one_vpc_do_not_see_each_other(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        from netsec.config import default_config

        second = replace(default_config("myapp", "test", ZONES), vpc=VpcConfig(id=story.vpc))
        story.settled(config=second)
        assert len(story.groups()) == 7
        story.settled(DESTROY)
        assert len(story.groups()) == 4


def test_a_vpc_with_ipv6(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(acl=True, associate=True), {"ipv6": True}) as story:
        story.settled()
        (egress,) = story.group("myapp-dev-alb-sg")["IpPermissionsEgress"]
        assert egress["Ipv6Ranges"] == []
        assert egress["IpRanges"] == [{"CidrIp": OUT, "Description": "All traffic"}]
        story.settled(DESTROY)


def test_a_vpc_whose_ipv6_block_was_taken_away(tmp_path: Path) -> None:
    """EC2 goes on listing the block for a while, as disassociated; a new group has no ::/0 any more."""
    from netsec.model import Answers, query_by_vpc
    from netsec.planning.network import find_network

    block = {"Ipv6CidrBlock": "2001:db8::/56", "Ipv6CidrBlockState": {"State": "disassociated"}}
    second = {"CidrBlock": "10.9.0.0/16", "CidrBlockState": {"State": "disassociated"}}
    vpc = {
        "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "Ipv6CidrBlockAssociationSet": [block],
        "CidrBlockAssociationSet": [second],
    }  # fmt: skip
    answers = Answers({query_by_vpc("describe_subnets", "Subnets", "vpc-1"): []})
    network = find_network(hands_on(), vpc, answers)
    assert not network.has_ipv6
    assert network.secondary_cidrs == ()


def test_rules_of_every_sort(tmp_path: Path) -> None:
    """IPv6, self, ICMP, a protocol by number, a prefix list, a foreign group; one by one turned into the next."""
    with new_story(tmp_path, hands_on(nat=False), {"ipv6": True}) as story:
        listed = story.ec2.create_managed_prefix_list(PrefixListName="x", MaxEntries=3, AddressFamily="IPv4")
        prefix_list = listed["PrefixList"]["PrefixListId"]
        foreign = story.ec2.create_security_group(GroupName="f", Description="f", VpcId=story.vpc)["GroupId"]
        peers = [
            Peer("cidr_ipv6", "2001:db8::/32"), Peer("group", "one"), Peer("prefix_list", prefix_list),
            Peer("group_id", foreign), Peer("cidr_ipv4", "10.0.0.0/8"),
        ]  # fmt: skip
        shapes = [("tcp", 0, 65535), ("udp", 53, 53), ("icmp", 8, -1), ("icmp", -1, -1), ("icmpv6", 128, 0),
                  ("50", None, None), ("-1", None, None)]  # fmt: skip
        every = [
            Rule(protocol=protocol, from_port=first, to_port=last, peer=peer, description=f"{protocol} {first}")
            for peer in peers
            for protocol, first, last in shapes
        ]
        for count in (35, 3, 20, 0, 35):
            group = GroupConfig(key="one", name="one", description="d", ingress=tuple(every[:count]), egress=())
            story.settled(config=replace(story.config, security_groups=(group,)))
            rows = story.ec2.describe_security_group_rules(
                Filters=[{"Name": "group-id", "Values": [story.id("security_group/one")]}]
            )["SecurityGroupRules"]
            assert len(rows) == count
        story.settled(DESTROY)


def cycle(count: int) -> tuple[GroupConfig, ...]:
    return tuple(
        GroupConfig(
            key=f"g{number}",
            name=f"myapp-dev-g{number}-sg",
            description="one of a ring",
            ingress=(Rule(protocol="tcp", from_port=80, to_port=80, peer=Peer("group", f"g{(number + 1) % count}")),),
            egress=(),
        )
        for number in range(count)
    )


def test_twenty_groups_in_a_ring(tmp_path: Path) -> None:
    with new_story(tmp_path, replace(hands_on(nat=False), security_groups=cycle(20))) as story:
        story.settled()
        assert len(story.groups()) == 21
        story.settled(config=replace(story.config, security_groups=cycle(7)))
        assert len(story.groups()) == 8
        story.settled(DESTROY)
        assert [each["GroupName"] for each in story.groups()] == ["default"]


# Which table, which subnet?


@contextmanager
def isolated(tmp_path: Path, config: Config) -> Iterator[Story]:
    with new_story(tmp_path, config, {"database_subnets": True}) as story:
        yield story


def test_isolated_subnets_make_the_private_table_ambiguous(tmp_path: Path) -> None:
    with isolated(tmp_path, hands_on()) as story:
        found = story.plan().problems
        assert {each.code for each in found} == {"private_tables_ambiguous"}
        assert [each.facts["zone"] for each in found] == list(ZONES)
        database = (story.site.database_route_table_id, "myapp-dev-database-rt")
        private = (story.site.private_route_tables[ZONE_A], "myapp-dev-private-rt-a")
        assert found[0].facts["tables"] == sorted([database, private])
        with pytest.raises(NetworkUnfit):
            story.apply()
        assert story.writes == []


def test_isolated_subnets_are_no_matter_without_gateways(tmp_path: Path) -> None:
    with isolated(tmp_path, hands_on(nat=False)) as story:
        story.settled()


def test_named_tables_settle_it(tmp_path: Path) -> None:
    with isolated(tmp_path, hands_on()) as story:
        named = {zone: (table,) for zone, table in story.site.private_route_tables.items()}
        story.settled(config=hands_on(vpc=VpcConfig(private_route_tables=named)))
        assert story.default_route_label(story.site.database_route_table_id) is None


def test_named_tables_that_will_not_do(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        named = {ZONE_A: (story.site.public_route_table_id,), ZONE_C: ("rtb-0123456789abcdef0",)}
        story.config = hands_on(vpc=VpcConfig(private_route_tables=named))
        assert problems(story).keys() == {"table_is_public", "table_unknown"}


def test_named_subnets_that_will_not_do(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        site = story.site
        for wanted, code in (
            (site.private_subnets[ZONE_A], "subnet_not_public"),
            (site.public_subnets[ZONE_C], "subnet_in_other_zone"),
            ("subnet-0123456789abcdef0", "subnet_unknown"),
        ):
            story.config = hands_on(vpc=VpcConfig(public_subnets={ZONE_A: wanted}))
            assert problems(story).keys() == {code}


def share_table(story: Story) -> str:
    """One private table for both zones."""
    shared, other = (story.site.private_route_tables[zone] for zone in ZONES)
    (row,) = story.ec2.describe_route_tables(RouteTableIds=[other])["RouteTables"]
    association = row["Associations"][0]["RouteTableAssociationId"]
    story.ec2.replace_route_table_association(AssociationId=association, RouteTableId=shared)
    return str(shared)


def test_a_shared_private_table(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        shared = share_table(story)
        assert problems(story) == {"private_table_shared": {"table": shared, "zones": list(ZONES)}}
        story.settled(config=nat(topology="single"))
        assert story.default_route_label(shared) == story.id(f"nat_gateway/{ZONE_A}")


def test_private_subnets_on_the_main_table(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        for table in story.site.private_route_tables.values():
            (row,) = story.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
            story.ec2.disassociate_route_table(AssociationId=row["Associations"][0]["RouteTableAssociationId"])
        assert problems(story).keys() == {"private_table_shared"}
        story.settled(config=nat(topology="single"))
        tables = story.ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [story.vpc]}])["RouteTables"]
        (main,) = (row["RouteTableId"] for row in tables if any(each.get("Main") for each in row["Associations"]))
        assert story.default_route_label(main) == story.id(f"nat_gateway/{ZONE_A}")
        story.settled(DESTROY)
        assert story.default_route_label(main) is None


def test_no_internet_gateway(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.ec2.detach_internet_gateway(InternetGatewayId=story.site.internet_gateway_id, VpcId=story.vpc)
        assert "no_internet_gateway" in problems(story)
        story.settled(config=hands_on(nat=False))


def make_private(story: Story, zone: str) -> None:
    """Take the zone's public subnet off the public table."""
    subnet = story.site.public_subnets[zone]
    (row,) = story.ec2.describe_route_tables(RouteTableIds=[story.site.public_route_table_id])["RouteTables"]
    (found,) = (each for each in row["Associations"] if each.get("SubnetId") == subnet)
    story.ec2.replace_route_table_association(
        AssociationId=found["RouteTableAssociationId"], RouteTableId=story.site.private_route_tables[zone]
    )


def test_a_zone_without_public_subnet(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        make_private(story, ZONE_C)
        assert problems(story) == {"zone_without_public_subnet": {"zone": ZONE_C}}
        story.settled(config=nat(topology="single"))
        assert [each["SubnetId"] for each in story.gateways().values()] == [story.site.public_subnets[ZONE_A]]


def second_public_subnet(story: Story, zone: str) -> str:
    cidr = f"10.0.{100 + ZONES.index(zone)}.0/24"
    made = story.ec2.create_subnet(VpcId=story.vpc, AvailabilityZone=zone, CidrBlock=cidr)["Subnet"]["SubnetId"]
    story.ec2.associate_route_table(RouteTableId=story.site.public_route_table_id, SubnetId=made)
    return str(made)


def test_two_public_subnets_in_a_zone(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        second = second_public_subnet(story, ZONE_C)
        both = sorted([second, story.site.public_subnets[ZONE_C]])
        assert problems(story) == {"public_subnets_ambiguous": {"zone": ZONE_C, "subnets": both}}
        story.settled(config=hands_on(vpc=VpcConfig(public_subnets={ZONE_C: second})))


def test_a_single_gateway_minds_only_where_it_goes(tmp_path: Path) -> None:
    """It goes to the first zone; what is unclear in a later one concerns nobody. Never is the first one skipped."""
    with new_story(tmp_path, nat(topology="single")) as story:
        second_public_subnet(story, ZONE_C)
        story.settled()
        second_public_subnet(story, ZONE_A)
        assert "public_subnets_ambiguous" in {each.code for each in story.plan().problems}


# Which VPC?


def test_no_vpc_and_two(tmp_path: Path) -> None:
    with new_bare_story(tmp_path, hands_on()) as story:
        with pytest.raises(NetworkUnfit, match="vpc_missing"):
            story.plan()
        for cidr in ("10.0.0.0/16", "10.1.0.0/16"):
            made = story.ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
            story.tag(made, Name="myapp-dev-vpc")
        with pytest.raises(NetworkUnfit, match="vpc_ambiguous"):
            story.plan()
        story.config = hands_on(vpc=VpcConfig(id="vpc-0123456789abcdef0"))
        with pytest.raises(NetworkUnfit, match="vpc_id_unknown"):
            story.plan()


def test_a_vpc_by_id_and_by_another_name(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.tag(story.vpc, Name="the old one")
        story.settled(config=hands_on(nat=False, vpc=VpcConfig(name="the old one")))
        story.settled(config=hands_on(nat=False, vpc=VpcConfig(id=story.vpc)))
        assert story.notes[-1].startswith("describe")


def test_the_recorded_vpc_is_another_or_gone(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        with pytest.raises(IdentityError, match="vpc_differs"):
            story.plan(config=hands_on(nat=False, vpc=VpcConfig(id="vpc-0123456789abcdef0")))
    with (
        new_bare_story(tmp_path, hands_on(nat=False)) as story,
        pytest.raises(StateUnusable, match="recorded_vpc_gone"),
    ):
        story.plan()


# Routes that are not ours


def foreign_gateway(story: Story) -> str:
    address = story.ec2.allocate_address(Domain="vpc")["AllocationId"]
    subnet = story.site.public_subnets[ZONE_A]
    return str(story.ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"])


def foreign_interface(story: Story) -> str:
    made = story.ec2.create_network_interface(SubnetId=story.site.public_subnets[ZONE_A])
    return str(made["NetworkInterface"]["NetworkInterfaceId"])


@pytest.mark.parametrize(
    ("make", "field"), [(foreign_gateway, "NatGatewayId"), (foreign_interface, "NetworkInterfaceId")]
)
def test_a_foreign_default_route_is_not_touched(make: Told, field: str, tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        table, target = story.site.private_route_tables[ZONE_A], make(story)
        story.ec2.create_route(RouteTableId=table, DestinationCidrBlock=OUT, **{field: target})
        blocked = line(story.plan(), f"private_route/{table}")
        assert (blocked.verb, blocked.why.code) == ("blocked", "route_foreign")
        assert blocked.why.facts == {"table": table, "target": target}
        with pytest.raises(Conflict):
            story.apply()
        story.settled(config=hands_on(nat=False))
        assert story.default_route_label(table) == target


def test_a_blackhole_to_a_vanished_gateway_is_replaced(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(), vanish_seconds=10) as story:
        table, target = story.site.private_route_tables[ZONE_A], foreign_gateway(story)
        story.ec2.create_route(RouteTableId=table, DestinationCidrBlock=OUT, NatGatewayId=target)
        story.ec2.delete_nat_gateway(NatGatewayId=target)
        story.world.clock.advance(60)
        why = line(story.plan(), f"private_route/{table}").why
        assert (why.code, why.facts["target"]) == ("route_to_vanished", target)
        story.settled()


def test_a_route_to_ours_in_another_table_survives_an_apply(tmp_path: Path) -> None:
    """Somebody led the isolated subnets out through our gateway: not our table, so not ours to cut."""
    with isolated(tmp_path, hands_on()) as story:
        named = {zone: (table,) for zone, table in story.site.private_route_tables.items()}
        story.settled(config=hands_on(vpc=VpcConfig(private_route_tables=named)))
        database, gateway = story.site.database_route_table_id, story.id(f"nat_gateway/{ZONE_A}")
        story.ec2.create_route(RouteTableId=database, DestinationCidrBlock=OUT, NatGatewayId=gateway)
        story.settled()
        assert story.default_route_label(database) == gateway


# Addresses that people bring


def test_a_brought_address_is_used_and_given_back(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        made = story.ec2.allocate_address(Domain="vpc")
        mine = made["AllocationId"]
        config = nat(eips={ZONE_A: mine})
        story.settled(config=config)
        assert made["PublicIp"] in story.stack().outputs()["nat_gateway_public_ips"]
        assert story.tags(mine) == {}
        story.settled(config=replace(config, enable_nat_gateway=False))
        story.settled(config=config)
        story.settled(DESTROY)
        assert [each["AllocationId"] for each in story.addresses()] == [mine]
        assert story.tags(mine) == {}


def test_a_brought_address_that_will_not_do(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.config = nat(eips={ZONE_A: "eipalloc-0123456789abcdef0"})
        assert problems(story).keys() == {"brought_address_unknown"}
        interface, busy = foreign_interface(story), story.ec2.allocate_address(Domain="vpc")["AllocationId"]
        story.ec2.associate_address(AllocationId=busy, NetworkInterfaceId=interface)
        story.config = nat(eips={ZONE_A: busy})
        assert problems(story)["brought_address_busy"]["holder"] == interface
        gateway = foreign_gateway(story)
        on_gateway = story.ec2.describe_nat_gateways(NatGatewayIds=[gateway])["NatGateways"][0]["NatGatewayAddresses"]
        story.config = nat(eips={ZONE_A: on_gateway[0]["AllocationId"]})
        assert problems(story)["brought_address_busy"]["holder"] == gateway


def test_changing_to_a_brought_address_leaves_no_gap(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(), pending_seconds=100, deleting_seconds=40) as story:
        story.settled()
        before = story.id(f"nat_gateway/{ZONE_A}")
        mine = story.ec2.allocate_address(Domain="vpc")["AllocationId"]
        plan = story.plan(config=nat(eips={ZONE_A: mine}))
        change = line(plan, f"nat_gateway/{ZONE_A}")
        assert (change.verb, change.why.code) == ("replace", "nat_gateway_address")
        assert [each.why.code for each in change.details] == ["replaced_without_gap"]
        seen = watch_routes(story)
        story.settled()
        assert story.id(f"nat_gateway/{ZONE_A}") != before
        assert None not in seen
        assert "blackhole" not in seen
        story.settled(config=nat())


def watch_routes(story: Story) -> list[str | None]:
    """The state of each private default route after each write from now on; None where it is missing."""
    seen: list[str | None] = []

    def look() -> None:
        backend = __import__("moto.backends", fromlist=["get_backend"]).get_backend("ec2")["123456789012"][REGION]
        for table in story.site.private_route_tables.values():
            routes = backend.route_tables[table].routes
            found = [each for each in routes if each.destination_cidr_block == OUT]
            leads = [each for each in found if each.nat_gateway and each.nat_gateway.state == "available"]
            seen.append("active" if leads else "blackhole" if found else None)

    story.world.on_write(look)
    return seen


def test_swapping_brought_addresses(tmp_path: Path) -> None:
    """Each new gateway needs the address that the other's predecessor holds: one gap cannot be helped."""
    with new_story(tmp_path, hands_on(), pending_seconds=100, deleting_seconds=40) as story:
        one, two = (story.ec2.allocate_address(Domain="vpc")["AllocationId"] for _ in range(2))
        story.settled(config=nat(eips={ZONE_A: one, ZONE_C: two}))
        story.settled(config=nat(eips={ZONE_A: two, ZONE_C: one}))
        stands = {
            each["SubnetId"]: each["NatGatewayAddresses"][0]["AllocationId"] for each in story.gateways().values()
        }
        assert stands == {story.site.public_subnets[ZONE_A]: two, story.site.public_subnets[ZONE_C]: one}


def test_passing_a_brought_address_on(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(), pending_seconds=100, deleting_seconds=40) as story:
        mine = story.ec2.allocate_address(Domain="vpc")["AllocationId"]
        story.settled(config=nat(eips={ZONE_A: mine}))
        story.settled(config=nat(eips={ZONE_C: mine}))
        assert story.gateways()[story.id(f"nat_gateway/{ZONE_C}")]["NatGatewayAddresses"][0]["AllocationId"] == mine


# Moving


def test_per_az_and_single_share_a_gateway(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(), pending_seconds=100, deleting_seconds=40) as story:
        story.settled()
        shared = story.id(f"nat_gateway/{ZONE_A}")
        address = story.id(f"elastic_ip/{ZONE_A}")
        seen = watch_routes(story)
        for config in (nat(topology="single"), nat(), nat(topology="single", zone=ZONE_A), nat()):
            story.settled(config=config)
            assert (story.id(f"nat_gateway/{ZONE_A}"), story.id(f"elastic_ip/{ZONE_A}")) == (shared, address)
        assert set(seen) == {"active"}
        story.settled(config=nat(topology="single", zone=ZONE_C))
        assert set(seen) == {"active"}
        assert list(story.gateways()) == [story.id(f"nat_gateway/{ZONE_C}")]


def test_zones_come_and_go_and_leave_the_others(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        before = {zone: (story.id(f"nat_gateway/{zone}"), story.id(f"elastic_ip/{zone}")) for zone in ZONES}
        story.site = lay_foundation(story.ec2, project="myapp", environment="dev", zones=(*ZONES, ZONE_D))
        wider = replace(hands_on(), availability_zones=(ZONE_D, *ZONES))
        assert set(verbs(story.plan(config=wider)).values()) == {"create"}
        story.settled()
        narrower = replace(hands_on(), availability_zones=(ZONE_C,))
        story.settled(config=narrower)
        assert list(story.gateways()) == [before[ZONE_C][0]]
        assert story.id(f"elastic_ip/{ZONE_C}") == before[ZONE_C][1]
        assert story.default_route_label(story.site.private_route_tables[ZONE_A]) is None


def test_a_gateway_moves_with_its_subnet(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(), pending_seconds=100, deleting_seconds=40) as story:
        story.settled()
        before, ip = story.id(f"nat_gateway/{ZONE_A}"), story.stack().outputs()["nat_gateway_public_ips"]
        second = second_public_subnet(story, ZONE_A)
        plan = story.plan(config=hands_on(vpc=VpcConfig(public_subnets={ZONE_A: second})))
        change = line(plan, f"nat_gateway/{ZONE_A}")
        assert (change.verb, change.why.code) == ("replace", "nat_gateway_subnet")
        assert signs(change) == {("~", before)}
        assert [each.why.code for each in change.details] == ["replaced_with_gap"]
        assert verbs(plan)[f"nat_gateway/{ZONE_A} ({before})"] == "delete"
        story.settled()
        assert story.gateways()[story.id(f"nat_gateway/{ZONE_A}")]["SubnetId"] == second
        assert story.stack().outputs()["nat_gateway_public_ips"] == ip


# Network ACLs


def entry(number: int, port: int, egress: bool = False) -> AclEntry:
    return AclEntry(
        number=number, egress=egress, protocol="6", action="allow", cidr="10.0.0.0/8", from_port=port, to_port=port
    )


def acl(entries: tuple[AclEntry, ...], **changed: Any) -> AclConfig:
    return AclConfig(
        **{"key": "own", "name": "own", "subnets": "public", "associate": True, **changed}, entries=entries
    )


def test_renumbering_a_full_acl(tmp_path: Path) -> None:
    """EC2 allows nineteen entries besides its own: new ones find room only once old ones are gone."""
    full = tuple(entry(number, 8000 + number) for number in range(1, 20))
    with new_story(tmp_path, replace(hands_on(nat=False), network_acls=(acl(full),))) as story:
        story.settled()
        shifted = tuple(replace(each, number=each.number + 100) for each in full)
        story.settled(config=replace(story.config, network_acls=(acl(shifted),)))


def test_entries_of_every_sort(tmp_path: Path) -> None:
    icmp = AclEntry(number=1, egress=False, protocol="1", action="allow", cidr="0.0.0.0/0", icmp_type=8, icmp_code=-1)
    six = AclEntry(number=2, egress=True, protocol="58", action="deny", cidr="::/0", icmp_type=-1, icmp_code=-1)
    number = AclEntry(number=3, egress=True, protocol="50", action="allow", cidr="vpc")
    with new_story(
        tmp_path, replace(hands_on(nat=False), network_acls=(acl((icmp, six, number)),)), {"ipv6": True}
    ) as story:
        story.settled()
        changed = (replace(icmp, icmp_type=0), replace(six, action="allow"), replace(number, cidr="10.0.0.0/8"))
        story.settled(config=replace(story.config, network_acls=(acl(changed),)))


def test_an_acl_of_named_subnets(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        subnet = story.site.private_subnets[ZONE_C]
        story.settled(config=replace(story.config, network_acls=(acl((), subnets=(subnet,)),)))
        assert story.wanted_acl(subnet) == story.id("network_acl/own")
        story.config = replace(story.config, network_acls=(acl((), subnets=("subnet-0123456789abcdef0",)),))
        assert "acl_subnet_unknown" in problems(story)


def test_a_second_block_is_warned_of(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False, acl=True)) as story:
        story.ec2.associate_vpc_cidr_block(VpcId=story.vpc, CidrBlock="10.9.0.0/16")
        assert [each.code for each in story.plan().warnings] == ["secondary_cidrs"]
