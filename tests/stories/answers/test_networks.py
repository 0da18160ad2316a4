"""Networks that AWS allows and hands-ons don't show: IPv6-only subnets, Lattice endpoints, regional gateways, other
zones, subnets that another account shares."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from netsec.app.nat import nat_statuses
from netsec.app.world import live_snapshot
from netsec.errors import NetworkUnfit
from netsec.insight.cost import list_prices
from netsec.insight.intervals import IntervalSet
from netsec.insight.reach import Question, ReachAnswer, reach
from netsec.messages import hint, say
from netsec.model import Call, Config, NatConfig, Plan, VpcConfig, Zone
from tests.support.answers.readers import READERS, complaint_of
from tests.support.answers.worlds import ACCOUNT, CONFIG, Items, Worlds, stack_told
from tests.support.story import REGION, ZONES

Answers = dict[str, Items]
LOCAL, WAVELENGTH = "ap-northeast-1-tpe-1a", "ap-northeast-1-wl1-nrt-wlz-1"
TABLE, ACL = "myapp-dev-private-rt-a", "myapp-dev-private-nacl"
OTHER = "210987654321"
# Every zone that private subnets are in, rather than those that the stories name.
OPEN = replace(CONFIG, availability_zones=())


def altered(worlds: Worlds, full: bool = True) -> Answers:
    return deepcopy(worlds.full if full else worlds.bare)


def ipv6_only(story: Answers) -> None:
    vpc = story["describe_subnets"][0]["VpcId"]
    block = {"Ipv6CidrBlock": "2001:db8:0:9::/64", "Ipv6CidrBlockState": {"State": "associated"}}
    story["describe_subnets"].append({
        "SubnetId": "subnet-six", "VpcId": vpc, "AvailabilityZone": ZONES[0], "Ipv6Native": True,
        "Ipv6CidrBlockAssociationSet": [block], "AvailableIpAddressCount": 0, "OwnerId": ACCOUNT,
    })  # fmt: skip
    private = [each for each in story["describe_route_tables"] if {"Key": "Name", "Value": TABLE} in each["Tags"]]
    private[0]["Associations"].append({"SubnetId": "subnet-six", "Main": False})
    acl = next(each for each in story["describe_network_acls"] if {"Key": "Name", "Value": ACL} in each["Tags"])
    acl["Associations"].append({"NetworkAclAssociationId": "aclassoc-6", "SubnetId": "subnet-six"})


def lattice(story: Answers) -> None:
    vpc = story["describe_subnets"][0]["VpcId"]
    for kind, field in (("Resource", "ResourceConfigurationArn"), ("ServiceNetwork", "ServiceNetworkArn")):
        story["describe_vpc_endpoints"].append({
            "VpcEndpointId": f"vpce-{kind}", "VpcEndpointType": kind, "VpcId": vpc, "State": "Available",
            field: f"arn:aws:vpc-lattice:{REGION}:{ACCOUNT}:x/1", "Groups": [], "SubnetIds": [], "RouteTableIds": [],
        })  # fmt: skip


def regional(story: Answers) -> None:
    vpc = story["describe_subnets"][0]["VpcId"]
    story["describe_nat_gateways"].append({
        "NatGatewayId": "nat-regional", "VpcId": vpc, "State": "available", "AvailabilityMode": "regional",
        "ConnectivityType": "public",
        "NatGatewayAddresses": [
            {"PublicIp": "203.0.113.40", "AllocationId": "eipalloc-40", "AvailabilityZone": ZONES[0]}
        ],
    })  # fmt: skip


def newer_route(story: Answers) -> None:
    for table in story["describe_route_tables"]:
        table["Routes"].append({"DestinationCidrBlock": "172.16.0.0/12", "State": "active", "Origin": "CreateRoute"})
        table["Routes"].append({"DestinationCidrBlock": "172.32.0.0/12", "OdbNetworkArn": "arn:x", "State": "active"})


def outpost(story: Answers) -> None:
    story["describe_subnets"][0]["OutpostArn"] = f"arn:aws:outposts:{REGION}:{ACCOUNT}:outpost/op-1"


def zone_added(story: Answers, name: str, *, described: bool = True) -> None:
    """A public and a private subnet there, each on a table of its own."""
    vpc = story["describe_subnets"][0]["VpcId"]
    gateway = {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"}
    for tier, routes in (("public", [gateway]), ("private", [])):
        subnet, table = f"subnet-{tier}-{name}", f"rtb-{tier}-{name}"
        story["describe_subnets"].append({
            "SubnetId": subnet, "VpcId": vpc, "AvailabilityZone": name, "CidrBlock": "10.0.200.0/24",
            "AvailableIpAddressCount": 250, "OwnerId": ACCOUNT,
        })  # fmt: skip
        story["describe_route_tables"].append({
            "RouteTableId": table, "VpcId": vpc, "Routes": routes, "OwnerId": ACCOUNT,
            "Associations": [{"SubnetId": subnet, "Main": False}],
        })  # fmt: skip
        default = next(each for each in story["describe_network_acls"] if each["IsDefault"])
        default["Associations"].append({"NetworkAclAssociationId": f"aclassoc-{subnet}", "SubnetId": subnet})
    for service in story["describe_vpc_endpoint_services"]:
        service["AvailabilityZones"].append(name)
    sort = "wavelength-zone" if "-wl" in name else "local-zone"
    group = name if "-wl" in name else name[:-1]
    story["describe_availability_zones"] += [
        {"ZoneName": name, "ZoneType": sort, "NetworkBorderGroup": group, "OptInStatus": "opted-in"}
    ] * described


def local_zone(story: Answers) -> None:
    zone_added(story, LOCAL)


def wavelength_zone(story: Answers) -> None:
    zone_added(story, WAVELENGTH)


NETWORKS: tuple[Callable[[Answers], None], ...] = (
    ipv6_only, lattice, regional, newer_route, outpost, local_zone, wavelength_zone,
)  # fmt: skip


@pytest.mark.parametrize("reader", [each for each in READERS if each != "adopt"])
@pytest.mark.parametrize("alter", NETWORKS, ids=lambda alter: alter.__name__)
def test_a_network_that_aws_allows_is_read(alter: Callable[[Answers], None], reader: str, worlds: Worlds) -> None:
    story = altered(worlds)
    alter(story)
    assert complaint_of(reader, stack_told(story, worlds.state, OPEN)) is None


@pytest.mark.parametrize("alter", NETWORKS, ids=lambda alter: alter.__name__)
def test_a_settled_stack_stays_settled_beside_it(alter: Callable[[Answers], None], worlds: Worlds) -> None:
    story = altered(worlds)
    alter(story)
    assert stack_told(story, worlds.state, OPEN).plan().is_empty


def test_an_ipv6_only_subnet_has_no_ip_version_in_common_with_ipv4(worlds: Worlds) -> None:
    story = altered(worlds)
    ipv6_only(story)
    found = reach(
        live_snapshot(stack_told(story)), Question(source="ecs", target="subnet-six", ports=IntervalSet.of(443))
    )
    assert isinstance(found, ReachAnswer)
    assert (found.verdict, found.hops[-1].why.code) == ("no", "no_common_family")


def test_a_regional_gateway_leads_to_the_internet_without_a_subnet(worlds: Worlds) -> None:
    story = altered(worlds)
    regional(story)
    for table in story["describe_route_tables"]:
        for route in table["Routes"]:
            if route.get("NatGatewayId"):
                route["NatGatewayId"] = "nat-regional"
    found = reach(
        live_snapshot(stack_told(story)), Question(source="ecs", target="internet", ports=IntervalSet.of(443))
    )
    assert isinstance(found, ReachAnswer)
    assert found.verdict == "yes"


def test_a_gateway_without_its_subnet_or_state_is_told_as_such(worlds: Worlds) -> None:
    for field in ("SubnetId", "State"):
        story = altered(worlds)
        ours = story["describe_nat_gateways"][0]
        del ours[field]
        plan = stack_told(story, worlds.state).plan()
        assert {(change.verb, change.why.code) for change in plan.changes if change.id == ours["NatGatewayId"]} == {
            ("blocked", "answer_incomplete")
        }
        assert len(nat_statuses(stack_told(story, worlds.state), list_prices(REGION))) == 2


# Zones


def steps(plan: Plan, op: str) -> list[dict[str, Any]]:
    found = (step for change in plan.changes for step in change.steps)
    return [dict(step.params) for step in found if isinstance(step, Call) and step.op == op]


@pytest.mark.parametrize("described", [True, False])
@pytest.mark.parametrize("name", [LOCAL, WAVELENGTH])
def test_other_zones_are_left_out_and_said(name: str, described: bool, worlds: Worlds) -> None:
    story = altered(worlds, full=False)
    zone_added(story, name, described=described)
    stack = stack_told(story, config=OPEN)
    plan = stack.plan()
    assert len(steps(plan, "create_nat_gateway")) == len(steps(plan, "allocate_address")) == 2
    assert not any(name in str(change.address) for change in plan.changes)
    (said,) = [why for why in plan.warnings if why.code == "zones_left_out"]
    assert name in say(said)
    assert plan.problems == ()


def test_zones_are_asked_about_only_where_a_name_leaves_their_sort_open(worlds: Worlds) -> None:
    stack = stack_told(worlds.full, worlds.state, OPEN)
    stack.plan()
    assert "describe_availability_zones" not in stack.aws.asked  # type: ignore[attr-defined]
    story = altered(worlds)
    zone_added(story, LOCAL)
    stack = stack_told(story, worlds.state, OPEN)
    stack.plan()
    assert "describe_availability_zones" in stack.aws.asked  # type: ignore[attr-defined]


def naming(**changed: Any) -> Config:
    return replace(OPEN, **changed)


BROUGHT = {LOCAL: "eipalloc-local"}


@pytest.mark.parametrize(
    "config",
    [
        naming(availability_zones=(*ZONES, LOCAL)),
        naming(nat=NatConfig(topology="single", zone=LOCAL)),
        naming(vpc=VpcConfig(public_subnets={LOCAL: f"subnet-public-{LOCAL}"})),
    ],
    ids=["availability_zones", "zone", "public_subnets"],
)
def test_naming_one_for_a_gateway_is_refused_with_the_reason(config: Config, worlds: Worlds) -> None:
    story = altered(worlds, full=False)
    zone_added(story, LOCAL)
    plan = stack_told(story, config=config).plan()
    (why,) = [each for each in plan.problems if each.code == "zone_not_for_nat"]
    assert LOCAL in say(why)
    assert "local-zone" in say(why)
    assert hint(why)
    assert not any(params["SubnetId"].endswith(LOCAL) for params in steps(plan, "create_nat_gateway"))


@pytest.mark.parametrize(("group", "fits"), [("ap-northeast-1-tpe-1", True), (REGION, False)])
def test_an_address_of_its_border_group_makes_it_fit(group: str, fits: bool, worlds: Worlds) -> None:
    story = altered(worlds, full=False)
    zone_added(story, LOCAL)
    story["describe_addresses"].append({
        "AllocationId": "eipalloc-local", "PublicIp": "203.0.113.50", "Domain": "vpc", "NetworkBorderGroup": group,
    })  # fmt: skip
    plan = stack_told(story, config=naming(availability_zones=(*ZONES, LOCAL), nat=NatConfig(eips=BROUGHT))).plan()
    codes = [each.code for each in plan.problems]
    assert codes == ([] if fits else ["brought_address_far"])
    if fits:
        assert {"eipalloc-local"} <= {str(params["AllocationId"]) for params in steps(plan, "create_nat_gateway")}


def test_a_single_gateway_in_an_ordinary_zone_serves_a_local_one(worlds: Worlds) -> None:
    story = altered(worlds, full=False)
    zone_added(story, LOCAL)
    config = naming(availability_zones=(LOCAL, *ZONES), nat=NatConfig(topology="single"))
    plan = stack_told(story, config=config).plan()
    assert plan.problems == ()
    (made,) = steps(plan, "create_nat_gateway")
    assert LOCAL not in made["SubnetId"]
    assert f"rtb-private-{LOCAL}" in {params["RouteTableId"] for params in steps(plan, "create_route")}


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("ap-northeast-1a", "a"), ("us-gov-west-1b", "b"), ("us-iso-east-1c", "c"), ("us-west-2-lax-1a", "lax-1a"),
        ("us-east-1-wl1-bos-wlz-1", "wl1-bos-wlz-1"), ("somewhere", "somewhere"),
    ],
)  # fmt: skip
def test_what_of_a_zone_stands_in_names(name: str, suffix: str) -> None:
    zone = Zone(name=name, nat_subnet="", private_route_tables=(), public_subnets=(), private_subnets=())
    assert zone.name_suffix == suffix


# Shared VPCs


def shared(story: Answers) -> None:
    for op in ("describe_vpcs", "describe_subnets", "describe_route_tables", "describe_network_acls"):
        for each in story[op]:
            each["OwnerId"] = OTHER


def test_what_only_the_owner_may_change_is_said_in_the_plan(worlds: Worlds) -> None:
    story = altered(worlds, full=False)
    shared(story)
    stack = stack_told(story)
    (why,) = [each for each in stack.plan().problems if each.code == "shared_by_other_account"]
    assert OTHER in say(why)
    assert ACCOUNT in say(why)
    error = complaint_of("plan", stack_told(story))
    assert isinstance(error, NetworkUnfit)


def test_groups_are_made_in_a_shared_vpc(worlds: Worlds) -> None:
    story = altered(worlds, full=False)
    shared(story)
    from netsec.model import EndpointsConfig

    config = replace(CONFIG, enable_nat_gateway=False, network_acls=(), endpoints=EndpointsConfig())
    plan = stack_told(story, config=config).plan()
    assert plan.problems == ()
    assert len(steps(plan, "create_security_group")) == 4
