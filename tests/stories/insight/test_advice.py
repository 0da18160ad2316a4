"""Which way each need goes, row by row, on a VPC that is laid out; what set-ups cost and lose; what is recommended."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from netsec.app.advice import Advice, advise, lost_egress
from netsec.app.goals import APPLY_GOAL
from netsec.app.world import live_snapshot
from netsec.config.endpoints import with_endpoint_group
from netsec.insight.advice import EgressPath, compare_setups, flow_statuses, recommend
from netsec.insight.cost import list_prices
from netsec.insight.snapshot import NetworkInterface, VpcSnapshot
from netsec.model import AclEntry, Config, EndpointsConfig, WorkloadConfig
from netsec.views.advice import advice_object, advice_text
from netsec.views.cost import money
from tests.support.story import DESTROY_NAT, ZONE_A, Story, hands_on, new_story

PRICES = list_prices("ap-northeast-1")
EVERYTHING = WorkloadConfig(
    secrets=True, parameters=True, exec=True, metrics=True, s3=True, dynamodb=True, external_apis=True, packages=True,
    public_images=True,
)  # fmt: skip
FREE = {"dns", "time", "inside", "from_alb", "from_internet"}
SERVICES = {"ecr", "logs", "secrets", "parameters", "exec", "metrics", "s3", "dynamodb"}
INTERNET = {"packages", "public_images", "external_apis"}


def wired(*interface: str, gateway: tuple[str, ...] = ("s3",), **more: bool) -> Config:
    wanted = EndpointsConfig(gateway=gateway, interface=interface, clients=("ecs",), **more)
    config = hands_on(nat=False, endpoints=wanted)
    return replace(config, security_groups=with_endpoint_group(config.security_groups, wanted, config.name_prefix))


def advice_on(story: Story, config: Config, workload: WorkloadConfig = EVERYTHING) -> Advice:
    story.config = replace(config, workload=workload)
    story.settled()
    return advise(story.stack(), PRICES)


def ways(advice: Advice) -> dict[str, EgressPath]:
    return {row.flow.name: row.path for row in advice.rows}


def test_with_nat_gateways(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        found = ways(advice_on(story, hands_on()))
    assert {name for name, way in found.items() if way is EgressPath.NOT_NEEDED} == FREE
    assert {name for name, way in found.items() if way is EgressPath.NAT} == SERVICES | INTERNET


def test_without_anything(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        advice = advice_on(story, hands_on(nat=False))
    found = ways(advice)
    assert {name for name, way in found.items() if way is EgressPath.NOT_NEEDED} == FREE
    assert {name for name, way in found.items() if way is EgressPath.NOWHERE} == SERVICES | INTERNET
    missing = {row.flow.name: row.missing_endpoints for row in advice.rows}
    assert missing["ecr"] == ("ecr.api", "ecr.dkr", "s3")
    assert missing["exec"] == ("ssmmessages",)
    assert missing["external_apis"] == ()
    assert {row.why.code for row in advice.rows if row.flow.name in INTERNET} == {"needs_nat"}


def test_with_endpoints(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        found = ways(advice_on(story, wired("ecr.api", "ecr.dkr", "logs")))
        assert {name for name, way in found.items() if way is EgressPath.ENDPOINT} == {"ecr", "logs", "s3"}
        partly = ways(advice_on(story, wired("ecr.api", "logs")))
        assert (partly["ecr"], partly["logs"]) == (EgressPath.NOWHERE, EgressPath.ENDPOINT)
        nameless = ways(advice_on(story, wired("logs", private_dns=False)))
        assert nameless["logs"] is EgressPath.NOWHERE


def test_a_group_that_lets_nothing_out(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        alb, ecs, rds = hands_on().security_groups
        shut = replace(hands_on(), security_groups=(alb, replace(ecs, egress=()), rds))
        advice = advice_on(story, shut)
    assert {row.why.code for row in advice.rows if row.flow.name == "ecr"} == {"closed_by_egress"}


def test_what_may_not_be_read_is_unknown(tmp_path: Path) -> None:
    found = flow_statuses(
        VpcSnapshot(vpc_id="vpc-1", unread_operations=frozenset({"describe_vpc_endpoints"})), EVERYTHING
    )
    assert {row.path for row in found if row.flow.name in SERVICES | INTERNET} == {EgressPath.UNKNOWN}
    assert all(row.works for row in found)


def test_ipv6_takes_what_goes_by_the_internet(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.config = hands_on(nat=False)
        story.settled()
        gateway = story.ec2.create_egress_only_internet_gateway(VpcId=story.site.vpc_id)
        gateway_id = gateway["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"]
        for table in story.site.private_route_tables.values():
            story.ec2.create_route(
                RouteTableId=table, DestinationIpv6CidrBlock="::/0", EgressOnlyInternetGatewayId=gateway_id
            )
        found = ways(advice_on(story, hands_on(nat=False), replace(EVERYTHING, ipv6=True)))
        assert {name for name, way in found.items() if way is EgressPath.IPV6} == INTERNET
        without = ways(advice_on(story, hands_on(nat=False)))
        assert {without[name] for name in INTERNET} == {EgressPath.NOWHERE}


def compared(workload: WorkloadConfig, zones: int = 2) -> dict[str, tuple[str, tuple[str, ...]]]:
    assert PRICES
    judged = flow_statuses(VpcSnapshot(vpc_id="vpc-1"), workload)
    return {
        each.name: (money(each.monthly), each.lost_flows) for each in compare_setups(judged, workload, PRICES, zones)
    }


def test_set_ups_of_the_hands_on_with_secrets() -> None:
    found = compared(WorkloadConfig(secrets=True))
    assert {name: price for name, (price, _) in found.items()} == {
        "nat_per_zone": "97.82", "nat_single": "48.91", "nat_at_work": "29.48", "endpoints": "81.76",
        "endpoints_one_zone": "40.88", "public_ips": "7.30", "nothing": "0.00",
    }  # fmt: skip
    assert found["endpoints"][1] == ()
    assert found["nothing"][1] == ("ecr", "logs", "secrets")


def test_endpoints_lose_what_needs_the_internet() -> None:
    assert compared(WorkloadConfig(external_apis=True))["endpoints"][1] == ("external_apis",)


@pytest.mark.parametrize(
    ("workload", "environment", "expected"),
    [
        (WorkloadConfig(ecr=False, logs=False), "dev", "nothing"),
        (WorkloadConfig(), "dev", "endpoints_one_zone"),
        (WorkloadConfig(), "prod", "endpoints"),
        (WorkloadConfig(secrets=True, parameters=True), "dev", "nat_single"),
        (WorkloadConfig(external_apis=True), "dev", "nat_single"),
        (WorkloadConfig(external_apis=True), "prod", "nat_per_zone"),
        (WorkloadConfig(secrets=True, parameters=True, exec=True), "prod", "nat_per_zone"),
    ],
)
def test_recommended(workload: WorkloadConfig, environment: str, expected: str) -> None:
    assert PRICES
    judged = flow_statuses(VpcSnapshot(vpc_id="vpc-1"), workload)
    found = recommend(judged, compare_setups(judged, workload, PRICES, 2), environment, (ZONE_A,))
    assert found.setup.name == expected


def test_the_lines_make_it(tmp_path: Path) -> None:
    """Applied, what is recommended works: nothing that the app needs is without a way."""
    with new_story(tmp_path, hands_on()) as story:
        before = advice_on(story, hands_on(nat=False), WorkloadConfig())
        assert before.recommendation.lines == (
            "enable_nat_gateway = false", "", "[endpoints]", 'gateway = ["s3"]',
            'interface = ["ecr.api", "ecr.dkr", "logs"]', f'zones = ["{ZONE_A}"]',
        )  # fmt: skip
        wanted = wired("ecr.api", "ecr.dkr", "logs")
        config = replace(wanted, endpoints=replace(wanted.endpoints, zones=(ZONE_A,)))
        assert all(row.works for row in advice_on(story, config, WorkloadConfig()).rows if row.is_needed)


def test_what_is_lost_when_the_gateways_go(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        stack = story.stack()
        config = replace(hands_on(), workload=WorkloadConfig(external_apis=True))
        lost = lost_egress(stack, stack.plan(DESTROY_NAT), DESTROY_NAT, config)
        assert [each.facts["flow"] for each in lost] == ["ecr", "logs", "external_apis"]
        stack = story.stack()
        assert lost_egress(stack, stack.plan(), APPLY_GOAL, config) == ()


def test_as_text_and_json(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        advice = advice_on(story, hands_on(nat=False), WorkloadConfig())
    parts = (advice.rows, advice.setups, advice.recommendation, advice.prices)
    text = advice_text(*parts)
    assert max(map(len, text.splitlines())) <= 80
    assert "Recommended: endpoints in one zone, $30.66 a month." in text
    document = advice_object(*parts)
    assert document["recommendation"]["netsec_toml"][2] == "[endpoints]"
    assert {flow["way"] for flow in document["flows"]} == {"always", "nowhere"}


def seen_by(story: Story, config: Config = hands_on(nat=False)) -> VpcSnapshot:  # noqa: B008
    story.config = config
    story.settled()
    return live_snapshot(story.stack())


def test_an_acl_that_shuts_https_out(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        world = seen_by(story, hands_on())
    out = AclEntry(number=100, egress=True, protocol="6", action="deny", cidr="0.0.0.0/0", from_port=443, to_port=443)
    shut = {i: replace(acl, entries=(out, *(replace(e, number=e.number + 100) for e in acl.entries)))
            for i, acl in world.acls.items()}  # fmt: skip
    found = {row.flow.name: row for row in flow_statuses(replace(world, acls=shut), EVERYTHING)}
    assert {found[name].why.code for name in SERVICES | INTERNET} == {"closed_by_acl"}
    assert {found[name].path for name in FREE} == {EgressPath.NOT_NEEDED}
    assert {row.path for row in flow_statuses(world, EVERYTHING) if row.flow.name in SERVICES | INTERNET} == {
        EgressPath.NAT
    }


def test_tasks_with_public_ips_of_their_own_work_already(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        world = seen_by(story)
    group = next(each for each in world.groups.values() if each.name == "ecs")
    public = next(each for each in world.subnets.values() if each.is_public)
    task = NetworkInterface(id="eni-1", subnet_id=public.id, public_ip="203.0.113.80", group_ids=(group.id,))
    found = flow_statuses(replace(world, interfaces={"eni-1": task}), EVERYTHING)
    assert {row.path for row in found if row.flow.name in SERVICES | INTERNET} == {EgressPath.PUBLIC}
    hidden = flow_statuses(replace(world, interfaces={"eni-1": replace(task, public_ip="")}), EVERYTHING)
    assert {row.path for row in hidden if row.flow.name in SERVICES | INTERNET} == {EgressPath.NOWHERE}


def test_measured_traffic_counts_where_no_answer_does() -> None:
    assert PRICES
    judged = flow_statuses(VpcSnapshot(vpc_id="vpc-1"), WorkloadConfig())
    found = {each.name: each.monthly for each in compare_setups(judged, WorkloadConfig(gb=12.5), PRICES, 2)}
    assert found["nat_per_zone"] == Decimal("97.82") + Decimal("12.5") * PRICES.nat_gb
    text = advice_text(judged, (), recommend(judged, compare_setups(judged, WorkloadConfig(), PRICES, 2), "dev",
        (ZONE_A,)),
                       PRICES, Decimal("12.5"))  # fmt: skip
    assert "Based on 12.5 GB of traffic in the last 30 days" in text
