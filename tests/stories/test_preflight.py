"""What is found before the first change: quotas, room, services, DNS, what passes no packet; and when it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netsec.config.endpoints import with_endpoint_group
from netsec.errors import Conflict, NetworkUnfit, QuotaExceeded
from netsec.model import Config, EndpointsConfig, NatConfig, Peer, Query, Reason, Rule
from tests.support.story import DESTROY, ZONE_A, ZONE_C, Story, hands_on, new_story

Answering = Mapping[str, Any]
ADDRESSES, GATEWAYS, RULES = "L-0263D0A3", "L-FE5A380F", "L-0EA8095F"


class Telling:
    """Stands before a story's AWS and answers what the sandbox has no answer for; notes what was asked on the side."""

    def __init__(self, story: Story, answers: Answering) -> None:
        self.answers, self.asked, self.inner = answers, list[str](), story.aws.read
        story.aws.read = self.read  # type: ignore[method-assign]

    def read(self, query: Query) -> list[dict[str, Any]]:
        wanted = dict(query.params).get("QuotaCode", query.op)
        if query.optional:
            self.asked.append(wanted)
        if wanted in self.answers:
            answer = self.answers[wanted]
            return [{"Quota": {"Value": float(answer)}}] if isinstance(answer, int) else list(answer)
        if query.service != "ec2" and query.op == "get_service_quota":
            raise refused(query.op)
        rows = self.inner(query)
        return [{**row, **self.answers.get(f"{query.op} {row.get('SubnetId')}", {})} for row in rows]


def refused(operation: str) -> Exception:
    from botocore.exceptions import ClientError

    return ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, operation)


def private(*interface: str) -> Config:
    wanted = EndpointsConfig(gateway=("s3",), interface=interface, clients=("ecs",))
    config = replace(hands_on(nat=False), endpoints=wanted)
    return replace(config, security_groups=with_endpoint_group(config.security_groups, wanted, config.name_prefix))


def best_path(reasons: tuple[Reason, ...]) -> list[tuple[str, dict[str, Any]]]:
    return [(each.code, dict(each.facts)) for each in reasons]


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [each.code for each in reasons]


@pytest.mark.parametrize(
    ("own", "exceeded", "warned"),
    [(5, ["quota_exceeded"], []), (6, [], []), (None, [], ["quota_unknown"])],
    ids=["not raised", "raised", "not known"],
)
def test_addresses(own: int | None, exceeded: list[str], warned: list[str], tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(), eip_quota=9) as story:
        for _ in range(4):
            story.ec2.allocate_address(Domain="vpc")
        asking = Telling(story, {} if own is None else {ADDRESSES: own})
        plan = story.plan()
        assert (codes(plan.exceeded_quotas), codes(plan.warnings)) == (exceeded, warned)
        assert asking.asked.count(ADDRESSES) == 1
        if exceeded:
            assert dict(plan.exceeded_quotas[0].facts) == {
                "what": "elastic_ips", "where": "", "count": 6, "limit": 5, "quota": ADDRESSES, "service": "ec2",
            }  # fmt: skip
            with pytest.raises(QuotaExceeded):
                story.apply()
            assert len(story.addresses()) == 4
        else:
            story.settled()


def test_gateways_are_counted_by_zone_and_in_every_vpc(tmp_path: Path) -> None:
    other = {"NatGatewayId": "nat-x", "State": "available", "VpcId": "vpc-x", "SubnetId": "subnet-x"}
    held = [{"AvailabilityZone": ZONE_C}]
    elsewhere = [{**other, "NatGatewayId": f"nat-{number}", "NatGatewayAddresses": held} for number in range(5)]
    with new_story(tmp_path, hands_on()) as story:
        asking = Telling(story, {GATEWAYS: 5})
        inner = asking.inner
        asking.inner = lambda query: [*inner(query), *(elsewhere if query.op == "describe_nat_gateways" else ())]
        plan = story.plan()
        assert [(each.facts["where"], each.facts["count"]) for each in plan.exceeded_quotas] == [(ZONE_C, 6)]


def test_rules_with_the_weights_of_prefix_lists(tmp_path: Path) -> None:
    config = hands_on(nat=False)
    lists = [Peer("prefix_list", "pl-11111111"), Peer("prefix_list", "pl-22222222")]
    rules = tuple(Rule(protocol="tcp", from_port=443, to_port=443, peer=peer) for peer in lists)
    alb = replace(config.security_groups[0], ingress=(*config.security_groups[0].ingress, *rules))
    config = replace(config, security_groups=(alb, *config.security_groups[1:]))
    weights = [
        {"PrefixListId": "pl-11111111", "PrefixListName": "com.amazonaws.global.cloudfront.origin-facing"},
        {"PrefixListId": "pl-22222222", "PrefixListName": "office", "MaxEntries": 10},
    ]
    with new_story(tmp_path, config) as story:
        Telling(story, {RULES: 60, "describe_managed_prefix_lists": weights})
        (found,) = story.plan().exceeded_quotas
        assert (found.facts["where"], found.facts["count"]) == ("security_group_rules/alb-ingress", 55 + 10 + 2)
    with new_story(tmp_path / "raised", config) as story:
        Telling(story, {RULES: 100, "describe_managed_prefix_lists": weights})
        assert story.plan().exceeded_quotas == ()


def test_a_subnet_without_room(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        assert story.site
        subnet = story.site.public_subnets[ZONE_A]
        Telling(story, {f"describe_subnets {subnet}": {"AvailableIpAddressCount": 0}})
        assert best_path(story.plan().problems) == [("subnet_full", {"subnet": subnet, "free": 0, "wanted": 1})]
        with pytest.raises(NetworkUnfit):
            story.apply()
        assert story.writes == []


def test_two_endpoints_in_a_subnet_with_room_for_one(tmp_path: Path) -> None:
    with new_story(tmp_path, private("logs", "ecr.api")) as story:
        assert story.site
        subnet = story.site.private_subnets[ZONE_A]
        Telling(story, {f"describe_subnets {subnet}": {"AvailableIpAddressCount": 1}})
        assert best_path(story.plan().problems) == [("subnet_full", {"subnet": subnet, "free": 1, "wanted": 2})]


def test_dns_and_services_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    with new_story(tmp_path, private("lgos")) as story:
        story.ec2.modify_vpc_attribute(VpcId=story.vpc, EnableDnsHostnames={"Value": False})
        service = "com.amazonaws.ap-northeast-1.lgos"
        assert best_path(story.plan().problems) == [
            ("endpoint_service_unknown", {"service": service, "type": "Interface"}),
            ("dns_off", {"vpc": story.vpc, "attributes": ["enableDnsHostnames"]}),
        ]
        with pytest.raises(NetworkUnfit):
            story.apply()
        assert story.writes == []


def test_a_service_that_one_zone_lacks(tmp_path: Path) -> None:
    name = "com.amazonaws.ap-northeast-1.logs"
    rows = [
        {"ServiceName": name, "ServiceType": [{"ServiceType": "Interface"}], "AvailabilityZones": [ZONE_A]},
        {"ServiceName": name.replace("logs", "s3"), "ServiceType": [{"ServiceType": "Gateway"}]},
    ]
    with new_story(tmp_path, private("logs")) as story:
        Telling(story, {"describe_vpc_endpoint_services": rows})
        facts = {"service": name, "lacking": [ZONE_C], "zones": [ZONE_A]}
        assert best_path(story.plan().problems) == [("endpoint_service_elsewhere", facts)]


def test_what_passes_no_packet_is_a_warning(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        assert story.site
        subnet = story.site.public_subnets[ZONE_C]
        shut = {"BlockPublicAccessStates": {"InternetGatewayBlockMode": "block-bidirectional"}}
        controls = [{"VpcId": story.vpc, "Mode": "enforce", "ResourceExclusions": {}}]
        Telling(story, {f"describe_subnets {subnet}": shut, "describe_vpc_encryption_controls": controls})
        assert best_path(story.plan().warnings) == [
            ("public_access_blocked", {"subnets": [subnet]}),
            ("encryption_enforced", {"vpc": story.vpc}),
        ]
    with new_story(tmp_path / "excluded", hands_on()) as story:
        excluded = {"NatGateway": {"State": "enabled"}}
        controls = [{"VpcId": story.vpc, "Mode": "enforce", "ResourceExclusions": excluded}]
        Telling(story, {"describe_vpc_encryption_controls": controls})
        assert story.plan().warnings == ()


def test_nothing_is_asked_on_the_side_where_nothing_is_made(tmp_path: Path) -> None:
    with new_story(
        tmp_path, replace(private("logs"), enable_nat_gateway=True, nat=NatConfig(topology="single"))
    ) as story:
        asking = Telling(story, {})
        story.settled()
        assert {"describe_vpc_endpoint_services", "describe_vpc_attribute"} <= set(asking.asked)
        asking.asked.clear()
        assert story.plan().is_empty
        assert asking.asked == []
        assert story.plan(DESTROY).exceeded_quotas == ()
        assert asking.asked == ["describe_addresses_attribute"]


def test_a_conflict_counts_before_a_quota(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        for _ in range(4):
            story.ec2.allocate_address(Domain="vpc")
        story.ec2.create_security_group(GroupName="myapp-dev-alb-sg", Description="theirs", VpcId=story.vpc)
        Telling(story, {ADDRESSES: 5})
        with pytest.raises(Conflict) as caught:
            story.apply()
        assert codes(caught.value.reasons) == ["name_taken", "quota_exceeded"]
