"""Endpoints from nothing to gone: made, kept, drifted, moved, lost, in somebody's way, destroyed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netsec.config.endpoints import with_endpoint_group
from netsec.errors import Conflict, most_severe_exit_code
from netsec.model import Config, EndpointsConfig, NatConfig
from tests.support.story import (
    DESTROY,
    DESTROY_NAT,
    ZONE_A,
    ZONE_C,
    ZONES,
    Story,
    hands_on,
    line,
    new_story,
    signs,
    verbs,
)

S3, LOGS = "com.amazonaws.ap-northeast-1.s3", "com.amazonaws.ap-northeast-1.logs"


def private(*interface: str, gateway: tuple[str, ...] = ("s3",), **more: Any) -> Config:
    """The hands-on without NAT gateways, and these endpoints."""
    wanted = EndpointsConfig(gateway=gateway, interface=interface, clients=("ecs",), **more)
    config = replace(hands_on(nat=False), endpoints=wanted)
    return replace(config, security_groups=with_endpoint_group(config.security_groups, wanted, config.name_prefix))


def endpoints(story: Story) -> dict[str, dict[str, Any]]:
    """By the service's short name."""
    rows = story.ec2.describe_vpc_endpoints()["VpcEndpoints"]
    return {row["ServiceName"].split("ap-northeast-1.")[1]: row for row in rows}


def test_made_as_wanted_and_kept(tmp_path: Path) -> None:
    with new_story(tmp_path, private("ecr.api", "logs"), pending_seconds=5) as story:
        story.settled()
        there, site = endpoints(story), story.site
        assert site
        assert sorted(there["s3"]["RouteTableIds"]) == sorted(site.private_route_tables.values())
        assert there["s3"]["VpcEndpointType"] == "Gateway"
        for name in ("ecr.api", "logs"):
            assert sorted(there[name]["SubnetIds"]) == sorted(site.private_subnets.values())
            assert (there[name]["PrivateDnsEnabled"], there[name]["State"]) == (True, "available")
            assert [group["GroupId"] for group in there[name]["Groups"]] == [story.id("security_group/endpoints")]
        assert story.tags(there["logs"]["VpcEndpointId"])["netsec:address"] == "vpc_endpoint/logs"
        rules = story.group("myapp-dev-endpoints-sg")
        (rule,) = rules["IpPermissions"]
        assert (rule["FromPort"], rule["ToPort"], rules["IpPermissionsEgress"]) == (443, 443, [])
        assert [pair["GroupId"] for pair in rule["UserIdGroupPairs"]] == [story.id("security_group/ecs")]


def test_the_state_lost_changes_nothing(tmp_path: Path) -> None:
    with new_story(tmp_path, private("logs")) as story:
        story.settled()
        before = endpoints(story)
        story.forget_state()
        assert story.settled().done == ()
        assert endpoints(story) == before


def test_one_zone_then_all_then_one_again(tmp_path: Path) -> None:
    with new_story(tmp_path, private("logs", zones=(ZONE_A,))) as story:
        story.settled()
        site = story.site
        assert site
        first = endpoints(story)["logs"]
        assert first["SubnetIds"] == [site.private_subnets[ZONE_A]]
        story.settled(config=private("logs"))
        assert len(endpoints(story)["logs"]["SubnetIds"]) == len(ZONES)
        story.settled(config=private("logs", zones=(ZONE_C,)))
        last = endpoints(story)["logs"]
        assert (last["SubnetIds"], last["VpcEndpointId"]) == ([site.private_subnets[ZONE_C]], first["VpcEndpointId"])


def test_what_is_no_longer_wanted_goes_and_its_group_after_it(tmp_path: Path) -> None:
    with new_story(tmp_path, private("logs"), deleting_seconds=8) as story:
        story.settled()
        story.settled(config=private(gateway=("s3", "dynamodb")))
        assert sorted(endpoints(story)) == ["dynamodb", "s3"]
        assert "myapp-dev-endpoints-sg" not in [group["GroupName"] for group in story.groups()]


def test_drift_heals(tmp_path: Path) -> None:
    with new_story(tmp_path, private("logs")) as story:
        story.settled()
        there, site = endpoints(story), story.site
        assert site
        default = next(group["GroupId"] for group in story.groups() if group["GroupName"] == "default")
        story.ec2.modify_vpc_endpoint(
            VpcEndpointId=there["logs"]["VpcEndpointId"], AddSecurityGroupIds=[default], PrivateDnsEnabled=False
        )
        story.ec2.modify_vpc_endpoint(
            VpcEndpointId=there["s3"]["VpcEndpointId"], RemoveRouteTableIds=[site.private_route_tables[ZONE_A]]
        )
        plan = story.plan()
        assert verbs(plan) == {"vpc_endpoint/logs": "update", "vpc_endpoint/s3": "update"}
        assert signs(line(plan, "vpc_endpoint/logs")) == {("-", f"group {default}"), ("~", "private DNS on")}
        assert signs(line(plan, "vpc_endpoint/s3")) == {("+", f"route table {site.private_route_tables[ZONE_A]}")}
        story.settled()


def test_deleted_by_hand_is_made_anew(tmp_path: Path) -> None:
    with new_story(tmp_path, private("logs")) as story:
        story.settled()
        gone = endpoints(story)["logs"]["VpcEndpointId"]
        story.ec2.delete_vpc_endpoints(VpcEndpointIds=[gone])
        story.clock.hands.advance(60)
        story.settled()
        assert endpoints(story)["logs"]["VpcEndpointId"] != gone


@pytest.mark.parametrize("service", [S3, LOGS], ids=["by routes", "by name"])
def test_a_strangers_endpoint_in_the_way_is_said_and_may_be_adopted(service: str, tmp_path: Path) -> None:
    from netsec.app.goals import Goal
    from netsec.app.ownership import plan_adoption
    from netsec.model import Address

    with new_story(tmp_path, private("logs")) as story:
        site = story.site
        assert site
        tables = {"RouteTableIds": list(site.private_route_tables.values())} if service == S3 else {}
        subnets = {"SubnetIds": list(site.private_subnets.values())} if service == LOGS else {}
        kind = "Gateway" if service == S3 else "Interface"
        made = story.ec2.create_vpc_endpoint(
            VpcEndpointType=kind, VpcId=story.vpc, ServiceName=service, **tables, **subnets
        )["VpcEndpoint"]["VpcEndpointId"]
        address = Address("vpc_endpoint", service.rpartition(".")[2])
        blocked = line(story.plan(), str(address))
        assert (blocked.verb, blocked.why.code, blocked.why.facts["id"]) == ("blocked", "name_taken", made)
        with pytest.raises(Conflict):
            story.apply()
        goal = Goal(make_plan=lambda stack: plan_adoption(stack, address, made))
        assert story.apply(goal).errors == ()
        story.settled()
        assert story.id(str(address)) == made


def test_destroy_takes_them_and_destroy_nat_leaves_them(tmp_path: Path) -> None:
    config = replace(private("logs"), enable_nat_gateway=True, nat=NatConfig(topology="single"))
    with new_story(tmp_path, config, deleting_seconds=8) as story:
        story.settled()
        assert story.apply(DESTROY_NAT).errors == ()
        assert sorted(endpoints(story)) == ["logs", "s3"]
        assert story.apply(DESTROY).errors == ()
        assert endpoints(story) == {}
        assert [group["GroupName"] for group in story.groups()] == ["default"]
        assert story.stack().state.records == {}


def test_a_strangers_endpoint_that_wears_our_group_keeps_it(tmp_path: Path) -> None:
    with new_story(tmp_path, private("logs")) as story:
        story.settled()
        site = story.site
        assert site
        story.ec2.create_vpc_endpoint(
            VpcEndpointType="Interface",
            VpcId=story.vpc,
            ServiceName="com.amazonaws.ap-northeast-1.sqs",
            SubnetIds=list(site.private_subnets.values()),
            SecurityGroupIds=[story.id("security_group/endpoints")],
        )
        report = story.apply(DESTROY)
        assert most_severe_exit_code(report.errors) == 5
        assert any("vpce-" in str(error.reasons) for error in report.errors)
        assert sorted(endpoints(story)) == ["sqs"]
