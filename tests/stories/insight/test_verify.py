"""Twenty-one things broken by hand, one at a time: verify names exactly those, with what stands there instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from netsec.app.verify import verify_exit_code, verify_stack
from netsec.config import default_config
from netsec.config.default_rules import default_acls
from netsec.insight.verify import Check
from netsec.messages.en.reasons import REASONS
from netsec.model import Expectation
from netsec.sandbox.settings import SETTINGS
from netsec.views.header import Header
from netsec.views.verify import verify_object, verify_text
from tests.support import drifts
from tests.support.laid import put_back, taken
from tests.support.story import ZONE_A, ZONE_C, ZONES, Story, line, new_story

CONFIG = replace(
    default_config("handson", "dev", ZONES),
    enable_nat_gateway=True,
    network_acls=default_acls("handson-dev", True),
    expect=(Expectation(source="internet", target="rds", ports=(5432, 5432), reachable=False),),
)
GROUPS = ("alb", "ecs", "rds")
WAYS = ("ingress", "egress")


def egress_removed(story: Story) -> None:
    group = story.group("handson-dev-rds-sg")
    story.ec2.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"])


def route_led_astray(story: Story) -> None:
    """Somebody else's gateway, beside ours."""
    address = story.ec2.allocate_address(Domain="vpc")["AllocationId"]
    subnet = story.site.public_subnets[ZONE_A]
    gateway = story.ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
    story.ec2.replace_route(
        RouteTableId=story.site.private_route_tables[ZONE_A], DestinationCidrBlock="0.0.0.0/0", NatGatewayId=gateway
    )


def rules(*names: str) -> set[str]:
    return {f"security_group_rules/{name}" for name in names}


def routes(story: Story, *zones: str) -> set[str]:
    return {f"private_route/{story.site.private_route_tables[zone]}" for zone in zones}


def on_acl(story: Story, *subnets: str) -> set[str]:
    return {f"network_acl_association/{subnet}" for subnet in subnets}


Broken = Callable[[Story], set[str]]
# What is done by hand, what must be named, and a piece of the live fact that must stand beside it.
BREAKAGES: tuple[tuple[Callable[[Story], None], Broken, str], ...] = (
    (drifts.rule_added, lambda story: rules("rds-ingress"), "tcp 5432 <- 0.0.0.0/0"),
    (drifts.egress_added, lambda story: rules("alb-egress"), "tcp 1 -> 0.0.0.0/0"),
    (drifts.rule_removed, lambda story: rules("alb-ingress"), "tcp 443 <- 0.0.0.0/0"),
    (drifts.peer_rule_removed, lambda story: rules("ecs-ingress"), "tcp 3000 <- alb"),
    (drifts.every_rule_removed, lambda story: rules(*(f"{g}-{w}" for g in GROUPS for w in WAYS)), "tcp 5432 <- ecs"),
    (drifts.rule_changed, lambda story: rules("alb-ingress"), "tcp 8443 <- 0.0.0.0/0"),
    (drifts.description_changed, lambda story: rules("alb-ingress"), "by hand"),
    (egress_removed, lambda story: rules("rds-egress"), "all -> 0.0.0.0/0"),
    (drifts.route_deleted, lambda story: routes(story, ZONE_A), "no default route"),
    (drifts.routes_crossed, lambda story: routes(story, ZONE_A), "0.0.0.0/0 -> nat-"),
    (route_led_astray, lambda story: routes(story, ZONE_A), "0.0.0.0/0 -> nat-"),
    (drifts.gateway_deleted, lambda story: {f"nat_gateway/{ZONE_C}", *routes(story, ZONE_C)}, "(blackhole)"),
    (
        drifts.gateways_and_addresses_gone,
        lambda story: (
            {f"{kind}/{zone}" for kind in ("nat_gateway", "elastic_ip") for zone in (ZONE_A, ZONE_C)}
            | routes(story, ZONE_A, ZONE_C)
        ),
        "(blackhole)",
    ),
    (drifts.entry_changed, lambda story: {"network_acl_entries/public"}, "100 deny tcp 80 0.0.0.0/0"),
    (drifts.entry_added, lambda story: {"network_acl_entries/private"}, "1 deny all 0.0.0.0/0"),
    (drifts.entry_deleted, lambda story: {"network_acl_entries/private"}, "110"),
    (drifts.association_moved, lambda story: on_acl(story, story.site.public_subnets[ZONE_A]), "private"),
    (
        drifts.association_taken_back,
        lambda story: on_acl(story, *story.site.private_subnets.values()),
        "private",
    ),
    (
        drifts.tags_edited,
        lambda story: {f"elastic_ip/{ZONE_A}", f"nat_gateway/{ZONE_A}", "security_group/ecs", "network_acl/public"},
        "my own",
    ),
    (
        drifts.tags_removed,
        lambda story: {f"elastic_ip/{ZONE_C}", f"nat_gateway/{ZONE_C}", "security_group/rds", "network_acl/private"},
        "ManagedBy",
    ),
    (drifts.group_deleted, lambda story: {"security_group/rds", *rules("rds-ingress", "rds-egress")}, "5432"),
)


def failed(found: tuple[Check, ...]) -> set[str]:
    return {check.subject for check in found if check.status == "fail"}


def seen(story: Story) -> tuple[Check, ...]:
    found = verify_stack(story.stack())
    assert all(check.why.code in REASONS for check in found)
    return found


def test_each_breakage_is_named_and_nothing_else(tmp_path: Path) -> None:
    assert len(BREAKAGES) >= 20
    with new_story(tmp_path, CONFIG) as story:
        story.settled()
        assert {check.status for check in seen(story)} == {"pass"}
        sound = taken()
        for breakage, broken, fact in BREAKAGES:
            put_back(sound)
            breakage(story)
            found = seen(story)
            assert failed(found) == broken(story), breakage.__name__
            assert verify_exit_code(found) == 2
            lines = [line for line in verify_text(found, Header(), quiet=True).splitlines() if line]
            assert any(fact in line for line in lines), (breakage.__name__, lines)
            assert all(len(line) <= 80 for line in lines), lines


def test_the_facts_stand_beside_what_is_right(tmp_path: Path) -> None:
    with new_story(tmp_path, CONFIG) as story:
        story.settled()
        facts = {check.subject: check.live_facts for check in seen(story)}
        zone, table = f"nat_gateway/{ZONE_A}", story.site.private_route_tables[ZONE_A]
        gateway = story.id(zone)
        (public_ip,) = (
            each["PublicIp"] for each in story.addresses() if each["AllocationId"] == story.id(f"elastic_ip/{ZONE_A}")
        )
        assert facts[zone] == (f"{gateway} available {public_ip} {ZONE_A}",)
        assert facts[f"private_route/{table}"] == (f"0.0.0.0/0 -> {gateway}",)
        assert facts["security_group_rules/rds-ingress"] == ("tcp 5432 <- ecs",)
        assert sorted(facts["security_group_rules/alb-ingress"]) == ["tcp 443 <- 0.0.0.0/0", "tcp 80 <- 0.0.0.0/0"]
        assert line(story.plan(), zone).verb == "keep"


def test_what_may_not_be_read_is_unknown(tmp_path: Path) -> None:
    with new_story(tmp_path, CONFIG) as story:
        story.settled()
        egress_removed(story)
        for action, unknown in (
            ("DescribeNetworkAcls", {"network_acl", "network_acl_entries", "network_acl_association"}),
            ("DescribeSecurityGroups", {"security_group", "security_group_rules", "vpc_endpoint"}),
            ("DescribeNatGateways", {"nat_gateway", "elastic_ip", "private_route"}),
            ("DescribeAddresses", {"elastic_ip", "nat_gateway", "private_route"}),
        ):
            SETTINGS.fail_call[:] = [[action, "UnauthorizedOperation", "no"]] * 4
            found = seen(story)
            assert unknown <= {check.subject for check in found if check.status == "unknown"}, action
            readable = action != "DescribeSecurityGroups"
            assert failed(found) == (rules("rds-egress") if readable else set()), action
            assert verify_exit_code(found) == (2 if readable else 4)
            document = verify_object(found)
            assert document["unknown"] >= len(unknown)


def test_expectations_and_ends_are_checked(tmp_path: Path) -> None:
    open_one = Expectation(source="internet", target="alb", ports=(443, 443), reachable=False, why="for now")
    with new_story(tmp_path, replace(CONFIG, expect=())) as story:
        story.settled()
        story.config = replace(CONFIG, expect=(open_one, *CONFIG.expect))
        found = seen(story)
        assert failed(found) == {"expect internet -> alb"}
        story.config = replace(CONFIG, enable_nat_gateway=False)
        for zone in (ZONE_A, ZONE_C):
            story.tag(story.id(f"nat_gateway/{zone}"), netsec__expires_at="x")
            story.ec2.create_tags(
                Resources=[story.id(f"nat_gateway/{zone}")],
                Tags=[{"Key": "netsec:expires-at", "Value": "2020-01-01T00:00:00Z"}],
            )
        late = seen(story)
        assert "nat_time_is_up" in {check.why.code for check in late if check.status == "warn"}
        assert f"nat_gateway/{ZONE_A}" in failed(late)
