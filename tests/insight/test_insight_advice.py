"""Which way each need goes, row by row, on a VPC that is laid out; what set-ups cost and lose; what is recommended."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from world import DESTROY_NAT, ZONE_A, Story, hands_on, story

from netsec.app.advice import Advice, advise, losses
from netsec.app.stack import APPLY
from netsec.app.world import live_world
from netsec.config.endpoints import with_their_group
from netsec.insight.advice import Way, recommend, rows, setups
from netsec.insight.cost import prices_of
from netsec.insight.world import Interface, World
from netsec.model import AclEntry, Config, EndpointsConfig, WorkloadConfig
from netsec.views.advice import advice_object, advice_text
from netsec.views.cost import money

PRICES = prices_of("ap-northeast-1")
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
    return replace(config, security_groups=with_their_group(config.security_groups, wanted, config.prefix))


def advice_on(told: Story, config: Config, workload: WorkloadConfig = EVERYTHING) -> Advice:
    told.config = replace(config, workload=workload)
    told.settled()
    return advise(told.stack(), PRICES)


def ways(advice: Advice) -> dict[str, Way]:
    return {row.flow.name: row.way for row in advice.rows}


def test_with_nat_gateways(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        found = ways(advice_on(told, hands_on()))
    assert {name for name, way in found.items() if way is Way.ALWAYS} == FREE
    assert {name for name, way in found.items() if way is Way.NAT} == SERVICES | INTERNET


def test_without_anything(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        advice = advice_on(told, hands_on(nat=False))
    found = ways(advice)
    assert {name for name, way in found.items() if way is Way.ALWAYS} == FREE
    assert {name for name, way in found.items() if way is Way.NOWHERE} == SERVICES | INTERNET
    missing = {row.flow.name: row.missing for row in advice.rows}
    assert missing["ecr"] == ("ecr.api", "ecr.dkr", "s3")
    assert missing["exec"] == ("ssmmessages",)
    assert missing["external_apis"] == ()
    assert {row.why.code for row in advice.rows if row.flow.name in INTERNET} == {"needs_nat"}


def test_with_endpoints(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        found = ways(advice_on(told, wired("ecr.api", "ecr.dkr", "logs")))
        assert {name for name, way in found.items() if way is Way.ENDPOINT} == {"ecr", "logs", "s3"}
        partly = ways(advice_on(told, wired("ecr.api", "logs")))
        assert (partly["ecr"], partly["logs"]) == (Way.NOWHERE, Way.ENDPOINT)
        nameless = ways(advice_on(told, wired("logs", private_dns=False)))
        assert nameless["logs"] is Way.NOWHERE


def test_a_group_that_lets_nothing_out(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        alb, ecs, rds = hands_on().security_groups
        shut = replace(hands_on(), security_groups=(alb, replace(ecs, egress=()), rds))
        advice = advice_on(told, shut)
    assert {row.why.code for row in advice.rows if row.flow.name == "ecr"} == {"closed_by_egress"}


def test_what_may_not_be_read_is_unknown(tmp_path: Path) -> None:
    found = rows(World(vpc_id="vpc-1", unknown=frozenset({"describe_vpc_endpoints"})), EVERYTHING)
    assert {row.way for row in found if row.flow.name in SERVICES | INTERNET} == {Way.UNKNOWN}
    assert all(row.works for row in found)


def test_ipv6_takes_what_goes_by_the_internet(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        told.config = hands_on(nat=False)
        told.settled()
        gateway = told.ec2.create_egress_only_internet_gateway(VpcId=told.site.vpc_id)
        gateway_id = gateway["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"]
        for table in told.site.private_route_tables.values():
            told.ec2.create_route(
                RouteTableId=table, DestinationIpv6CidrBlock="::/0", EgressOnlyInternetGatewayId=gateway_id
            )
        found = ways(advice_on(told, hands_on(nat=False), replace(EVERYTHING, ipv6=True)))
        assert {name for name, way in found.items() if way is Way.IPV6} == INTERNET
        without = ways(advice_on(told, hands_on(nat=False)))
        assert {without[name] for name in INTERNET} == {Way.NOWHERE}


def compared(workload: WorkloadConfig, zones: int = 2) -> dict[str, tuple[str, tuple[str, ...]]]:
    assert PRICES
    judged = rows(World(vpc_id="vpc-1"), workload)
    return {each.name: (money(each.monthly), each.loses) for each in setups(judged, workload, PRICES, zones)}


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
    judged = rows(World(vpc_id="vpc-1"), workload)
    found = recommend(judged, setups(judged, workload, PRICES, 2), environment, (ZONE_A,))
    assert found.setup.name == expected


def test_the_lines_make_it(tmp_path: Path) -> None:
    """Applied, what is recommended works: nothing that the app needs is without a way."""
    with story(tmp_path, hands_on()) as told:
        before = advice_on(told, hands_on(nat=False), WorkloadConfig())
        assert before.recommendation.lines == (
            "enable_nat_gateway = false", "", "[endpoints]", 'gateway = ["s3"]',
            'interface = ["ecr.api", "ecr.dkr", "logs"]', f'zones = ["{ZONE_A}"]',
        )  # fmt: skip
        wanted = wired("ecr.api", "ecr.dkr", "logs")
        config = replace(wanted, endpoints=replace(wanted.endpoints, zones=(ZONE_A,)))
        assert all(row.works for row in advice_on(told, config, WorkloadConfig()).rows if row.wanted)


def test_what_is_lost_when_the_gateways_go(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        told.settled()
        stack = told.stack()
        config = replace(hands_on(), workload=WorkloadConfig(external_apis=True))
        lost = losses(stack, stack.plan(DESTROY_NAT), DESTROY_NAT, config)
        assert [each.facts["flow"] for each in lost] == ["ecr", "logs", "external_apis"]
        stack = told.stack()
        assert losses(stack, stack.plan(), APPLY, config) == ()


def test_as_text_and_json(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        advice = advice_on(told, hands_on(nat=False), WorkloadConfig())
    parts = (advice.rows, advice.setups, advice.recommendation, advice.prices)
    text = advice_text(*parts)
    assert max(map(len, text.splitlines())) <= 80
    assert "Recommended: endpoints in one zone, $30.66 a month." in text
    document = advice_object(*parts)
    assert document["recommendation"]["netsec_toml"][2] == "[endpoints]"
    assert {flow["way"] for flow in document["flows"]} == {"always", "nowhere"}


def seen_by(told: Story, config: Config = hands_on(nat=False)) -> World:  # noqa: B008
    told.config = config
    told.settled()
    return live_world(told.stack())


def test_an_acl_that_shuts_https_out(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        world = seen_by(told, hands_on())
    out = AclEntry(number=100, egress=True, protocol="6", action="deny", cidr="0.0.0.0/0", from_port=443, to_port=443)
    shut = {i: replace(acl, entries=(out, *(replace(e, number=e.number + 100) for e in acl.entries)))
            for i, acl in world.acls.items()}  # fmt: skip
    found = {row.flow.name: row for row in rows(replace(world, acls=shut), EVERYTHING)}
    assert {found[name].why.code for name in SERVICES | INTERNET} == {"closed_by_acl"}
    assert {found[name].way for name in FREE} == {Way.ALWAYS}
    assert {row.way for row in rows(world, EVERYTHING) if row.flow.name in SERVICES | INTERNET} == {Way.NAT}


def test_tasks_with_public_ips_of_their_own_work_already(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        world = seen_by(told)
    group = next(each for each in world.groups.values() if each.name == "ecs")
    public = next(each for each in world.subnets.values() if each.public)
    task = Interface(id="eni-1", subnet_id=public.id, public_ip="203.0.113.80", group_ids=(group.id,))
    found = rows(replace(world, interfaces={"eni-1": task}), EVERYTHING)
    assert {row.way for row in found if row.flow.name in SERVICES | INTERNET} == {Way.PUBLIC}
    hidden = rows(replace(world, interfaces={"eni-1": replace(task, public_ip="")}), EVERYTHING)
    assert {row.way for row in hidden if row.flow.name in SERVICES | INTERNET} == {Way.NOWHERE}


def test_measured_traffic_counts_where_no_answer_does() -> None:
    assert PRICES
    judged = rows(World(vpc_id="vpc-1"), WorkloadConfig())
    found = {each.name: each.monthly for each in setups(judged, WorkloadConfig(gb=12.5), PRICES, 2)}
    assert found["nat_per_zone"] == Decimal("97.82") + Decimal("12.5") * PRICES.nat_gb
    text = advice_text(judged, (), recommend(judged, setups(judged, WorkloadConfig(), PRICES, 2), "dev", (ZONE_A,)),
                       PRICES, Decimal("12.5"))  # fmt: skip
    assert "Based on 12.5 GB of traffic in the last 30 days" in text
