"""vpc_endpoint: (spec, live) → one call that says just what differs, and nothing where nothing does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netsec.kinds import vpc_endpoint
from netsec.kinds.vpc_endpoint import VpcEndpointSpec, service_name
from netsec.model import Address, Answers, Call, DestroyOptions, Network, Ref, Wait, Zone, query_by_vpc

GROUP = Ref(Address("security_group", "endpoints"))
SERVICE = "com.amazonaws.ap-northeast-1.logs"
WANTED = VpcEndpointSpec(
    address=Address("vpc_endpoint", "logs"),
    tags={"netsec:stack": "p/dev", "netsec:address": "vpc_endpoint/logs"},
    vpc_id="vpc-1",
    service=SERVICE,
    type="Interface",
    subnets=(("subnet-a1", "subnet-a2"), ("subnet-c1",)),
    group_ids=("sg-1",),
    private_dns=True,
)
ZONE = Zone(name="z", nat_subnet="", private_route_tables=("rtb-1",), public_subnets=(), private_subnets=("subnet-a1",))
NETWORK = Network(vpc_id="vpc-1", cidr="10.0.0.0/16", zones=(ZONE,))
STANDING: dict[str, Any] = {
    "VpcEndpointId": "vpce-1",
    "VpcEndpointType": "Interface",
    "VpcId": "vpc-1",
    "ServiceName": SERVICE,
    "State": "available",
    "SubnetIds": ["subnet-c1", "subnet-a1"],
    "Groups": [{"GroupId": "sg-1"}],
    "PrivateDnsEnabled": True,
}


def live(**more: Any) -> Any:
    query = query_by_vpc("describe_vpc_endpoints", "VpcEndpoints", "vpc-1")
    (found,) = vpc_endpoint.KIND.read(Answers({query: [{**STANDING, **more}]}), NETWORK)
    return found


@pytest.mark.parametrize(
    ("there", "params"),
    [
        ({}, {}),
        ({"SubnetIds": ["subnet-a2", "subnet-c1"]}, {}),
        ({"SubnetIds": ["subnet-a2"]}, {"AddSubnetIds": ["subnet-c1"]}),
        ({"SubnetIds": ["subnet-a1", "subnet-c1", "subnet-x"]}, {"RemoveSubnetIds": ["subnet-x"]}),
        ({"Groups": [{"GroupId": "sg-2"}]}, {"AddSecurityGroupIds": ["sg-1"], "RemoveSecurityGroupIds": ["sg-2"]}),
        ({"PrivateDnsEnabled": False}, {"PrivateDnsEnabled": True}),
    ],
)
def test_only_what_differs_is_sent(there: dict[str, Any], params: dict[str, Any]) -> None:
    decision = vpc_endpoint.KIND.compare(WANTED, live(**there))
    calls = [step for step in decision.steps if isinstance(step, Call)]
    assert [call.params for call in calls] == ([{"VpcEndpointId": "vpce-1", **params}] if params else [])
    assert decision.verb == ("update" if params else "keep")
    assert len(decision.details) == len(params)


def test_pending_is_waited_for_and_another_service_is_a_replacement() -> None:
    pending = vpc_endpoint.KIND.compare(WANTED, live(State="pending"))
    assert ([type(step) for step in pending.steps], pending.verb) == ([Wait], "update")
    assert vpc_endpoint.KIND.compare(replace(WANTED, service="another"), live()).verb == "replace"


def test_a_create_says_everything_that_matters() -> None:
    call, wait = vpc_endpoint.KIND.create(replace(WANTED, group_ids=(GROUP,))).steps
    assert isinstance(call, Call)
    assert isinstance(wait, Wait)
    told = {key: call.params[key] for key in ("VpcEndpointType", "SubnetIds", "SecurityGroupIds", "PrivateDnsEnabled")}
    assert told == {
        "VpcEndpointType": "Interface",
        "SubnetIds": ["subnet-a1", "subnet-c1"],
        "SecurityGroupIds": [GROUP],
        "PrivateDnsEnabled": True,
    }
    assert "RouteTableIds" not in call.params
    routes = replace(WANTED, type="Gateway", table_ids=("rtb-1",), subnets=(), group_ids=(), private_dns=False)
    (gateway, _) = vpc_endpoint.KIND.create(routes).steps
    assert isinstance(gateway, Call)
    assert gateway.params["RouteTableIds"] == ["rtb-1"]
    assert not {"SubnetIds", "SecurityGroupIds", "PrivateDnsEnabled"} & gateway.params.keys()


@pytest.mark.parametrize(("state", "steps"), [("available", [Call, Wait]), ("deleting", [Wait]), ("Deleting", [Wait])])
def test_a_delete_waits_until_it_is_gone(state: str, steps: list[type]) -> None:
    assert [type(step) for step in vpc_endpoint.KIND.delete(live(State=state), DestroyOptions()).steps] == steps


@pytest.mark.parametrize(
    ("there", "in_the_way"),
    [
        ({}, True),
        ({"PrivateDnsEnabled": False}, False),
        ({"VpcEndpointType": "Gateway", "RouteTableIds": ["rtb-1"]}, True),
        ({"VpcEndpointType": "Gateway", "RouteTableIds": ["rtb-2"]}, False),
    ],
)
def test_it_stands_in_the_way_where_a_second_one_can_not_be(there: dict[str, Any], in_the_way: bool) -> None:
    assert live(**there).name == (SERVICE if in_the_way else "")


def test_services_have_their_partition_s_names() -> None:
    assert service_name("ap-northeast-1", "ecr.api") == "com.amazonaws.ap-northeast-1.ecr.api"
    assert service_name("cn-north-1", "ecr.api") == "cn.com.amazonaws.cn-north-1.ecr.api"
    assert service_name("cn-north-1", "s3") == "com.amazonaws.cn-north-1.s3"
