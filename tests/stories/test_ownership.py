"""Tags find, the record permits deleting: strangers who tag, tampered records, lost tags, two writers on one stack."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netsec.app.goals import Goal
from netsec.app.ownership import plan_forget
from netsec.app.verify import verify_stack
from netsec.errors import Conflict, Unfinished
from netsec.kinds import KINDS, OUTBOUND
from netsec.model import KEEP_TAG, STACK_TAG, VPC_TAG, Address, DestroyOptions, NatConfig, Record, VpcConfig
from netsec.sandbox.foundation import lay_foundation
from tests.support.story import (
    DESTROY,
    DESTROY_NAT,
    KEEP_EIPS,
    ZONE_A,
    ZONE_C,
    ZONES,
    Story,
    hands_on,
    line,
    new_story,
    verbs,
)

OFF = hands_on(nat=False)
BY_TAGS = Goal(frozenset(KINDS), DestroyOptions(is_requested=True, by_tags=True))


def claim(story: Story, resource: str, address: str, **tags: str) -> None:
    """Tag a resource as if netsec had made it."""
    own = {"Project": "myapp", "Environment": "dev", "ManagedBy": "netsec", "netsec__stack": "myapp/dev"}
    story.tag(resource, **{**own, "netsec__address": address, "netsec__vpc": story.vpc, **tags})


def strangers_address(story: Story) -> str:
    return str(story.ec2.allocate_address(Domain="vpc")["AllocationId"])


def strangers_group(story: Story) -> str:
    return str(story.ec2.create_security_group(GroupName="theirs", Description="x", VpcId=story.vpc)["GroupId"])


def allocations(story: Story) -> set[str]:
    return {each["AllocationId"] for each in story.addresses()}


# By tags alone


@pytest.mark.parametrize("config", [hands_on(), OFF], ids=["on", "off"])
def test_what_a_stranger_tagged_as_ours_is_shown_and_never_deleted(tmp_path: Path, config: Any) -> None:
    with new_story(tmp_path, config) as story:
        story.settled()
        address, group = strangers_address(story), strangers_group(story)
        claim(story, address, "elastic_ip/ap-northeast-1z")
        claim(story, group, "security_group/old")
        plan = story.plan()
        assert line(plan, "elastic_ip/ap-northeast-1z").why.code == "only_by_tags"
        assert line(plan, "security_group/old").why.code == "only_by_tags"
        assert story.apply().errors == ()
        assert story.apply().errors == ()
        assert {type(error) for error in story.apply(DESTROY).errors} == {Conflict}
        assert address in allocations(story)
        assert group in {each["GroupId"] for each in story.groups()}
        assert not story.id_is_recorded(address)


@pytest.mark.parametrize("address", ["elastic_ip/ap-northeast-1a", "nat_gateway/ap-northeast-1a", "security_group/alb"])
def test_a_second_claimant_of_an_address_on_record_is_no_spare(tmp_path: Path, address: str) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        made = {
            "elastic_ip": strangers_address,
            "security_group": strangers_group,
            "nat_gateway": lambda story: story.ec2.create_nat_gateway(
                SubnetId=story.site.public_subnets[ZONE_A], AllocationId=strangers_address(story)
            )["NatGateway"]["NatGatewayId"],
        }[address.partition("/")[0]](story)
        claim(story, made, address)
        plan = story.plan()
        assert [each.facts["id"] for each in plan.warnings if each.code == "other_writer"] == [made]
        assert "delete" not in verbs(plan).values()
        story.apply()
        for goal in (DESTROY_NAT, DESTROY):
            story.apply(goal)
        standing = allocations(story) | story.gateways().keys() | {each["GroupId"] for each in story.groups()}
        assert made in standing


def test_managed_by_another_tool_is_not_ours(tmp_path: Path) -> None:
    with new_story(tmp_path, OFF) as story:
        address = strangers_address(story)
        claim(story, address, f"elastic_ip/{ZONE_A}", ManagedBy="terraform")
        story.apply(config=hands_on())
        assert story.id(f"elastic_ip/{ZONE_A}") not in ("", address)


def test_without_a_record_a_destroy_says_what_it_leaves_and_by_tags_takes_it(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(acl=True, associate=True)) as story:
        story.settled()
        story.forget_state()
        report = story.apply(DESTROY)
        assert {each.code for error in report.errors for each in error.reasons} >= {"only_by_tags"}
        assert (len(story.gateways()), len(story.addresses())) == (2, 2)
        assert story.apply(BY_TAGS).errors == ()
        assert (story.gateways(), story.addresses()) == ({}, [])
        assert [each["GroupName"] for each in story.groups()] == ["default"]


def test_a_rebuilt_record_permits_deleting(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        story.forget_state()
        story.rebuild()
        story.settled(config=OFF)
        assert (story.gateways(), story.addresses()) == ({}, [])


def test_a_replacement_of_what_is_ours_by_its_tags_alone_is_blocked(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        before = story.gateways().keys()
        story.forget_state()
        brought = strangers_address(story)
        plan = story.plan(config=replace(hands_on(), nat=NatConfig(eips={ZONE_A: brought})))
        assert line(plan, f"nat_gateway/{ZONE_A}").why.code == "only_by_tags"
        with pytest.raises(Conflict):
            story.apply()
        assert story.gateways().keys() == before


# Two VPCs of one name


@contextmanager
def two_vpcs(folder: Path) -> Iterator[tuple[Story, Story]]:
    """The same project and environment in two VPCs of one region, each with a state of its own."""
    with new_story(folder / "a", hands_on()) as first:
        site = lay_foundation(first.ec2, project="other", environment="dev", zones=ZONES)
        first.config = replace(first.config, vpc=VpcConfig(id=first.vpc))
        second = Story(first.world, folder / "b", replace(hands_on(), vpc=VpcConfig(id=site.vpc_id)))
        second.site = site
        yield first, second


def test_one_vpc_never_touches_the_others_addresses(tmp_path: Path) -> None:
    with two_vpcs(tmp_path) as (first, second):
        first.world.settings.eip_quota = 10
        first.settled()
        first.settled(KEEP_EIPS)
        kept = allocations(first)
        second.settled()
        assert allocations(second) - kept
        assert all(second.tags(each)[VPC_TAG] == first.vpc for each in kept)
        second.settled(DESTROY)
        assert allocations(first) == kept
        second.forget_state()
        assert second.apply(BY_TAGS).errors == ()
        assert allocations(first) == kept


def test_an_address_made_before_the_tag_gets_it_from_its_record_or_its_gateway(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        ids = allocations(story)
        for each in ids:
            story.untag(each, VPC_TAG)
        story.settled()
        for each in ids:
            assert story.tags(each)[VPC_TAG] == story.vpc
            story.untag(each, VPC_TAG)
        story.forget_state()
        story.settled()
        assert allocations(story) == ids
        assert {story.tags(each)[VPC_TAG] for each in ids} == {story.vpc}


def test_an_address_that_nothing_places_is_left_alone_and_said(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        story.settled(KEEP_EIPS)
        kept = allocations(story)
        for each in kept:
            story.untag(each, VPC_TAG)
        story.forget_state()
        plan = story.plan(config=OFF)
        assert {each.facts["id"] for each in plan.warnings if each.code == "address_of_unknown_vpc"} == kept
        story.apply(BY_TAGS)
        assert allocations(story) == kept


# A record that is not true


def edit(story: Story, **resources: Any) -> None:
    (path,) = story.directory.glob("*-dev.json")
    document = json.loads(path.read_text())
    document["resources"] |= {key.replace("__", "/"): each for key, each in resources.items()}
    path.write_text(json.dumps(document))


def recorded(**fields: Any) -> dict[str, Any]:
    return {"id": "", "old": [], "attributes": {}, "tag_keys": [], **fields}


@pytest.mark.parametrize("goal", [None, DESTROY_NAT, DESTROY], ids=["apply", "destroy-nat", "destroy"])
def test_a_tampered_record_deletes_no_route_that_is_not_to_a_nat_gateway(tmp_path: Path, goal: Goal | None) -> None:
    with new_story(tmp_path, OFF) as story:
        story.settled()
        assert story.site
        subnet = story.site.public_subnets[ZONE_A]
        tables = story.ec2.describe_route_tables(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])
        table = tables["RouteTables"][0]["RouteTableId"]
        gateway = story.default_route_label(table)
        edit(story, **{f"private_route__{table}": recorded(attributes={"target": gateway})})
        story.apply(*([goal] if goal else []))
        assert story.default_route_label(table) == gateway


def test_a_tampered_record_deletes_nothing_without_our_tags(tmp_path: Path) -> None:
    with new_story(tmp_path, OFF) as story:
        story.settled()
        address, group = strangers_address(story), strangers_group(story)
        edit(story, elastic_ip__x=recorded(id=address), security_group__x=recorded(id=group))
        assert {str(each.slot) for each in story.plan().blocked} == {"elastic_ip/x", "security_group/x"}
        report = story.apply(DESTROY)
        codes = [each.code for error in report.errors for each in error.reasons]
        assert codes.count("lost_stack_tag") == 2
        assert address in allocations(story)
        assert group in {each["GroupId"] for each in story.groups()}


def test_forget_takes_no_tags_off_what_is_not_ours(tmp_path: Path) -> None:
    with new_story(tmp_path, OFF) as story:
        story.settled()
        group = strangers_group(story)
        story.tag(group, ManagedBy="theirs", netsec__stack="other/prod")
        edit(story, security_group__x=recorded(id=group))
        plan = plan_forget(story.stack(), [Address("security_group", "x")])
        assert [(each.verb, each.steps, each.why.code) for each in plan.changes] == [("keep", (), "forgotten_not_ours")]


# On record, and not to be taken away


@pytest.mark.parametrize("goal", [DESTROY_NAT, DESTROY], ids=["destroy-nat", "destroy"])
def test_what_lost_its_tag_is_said_when_it_stays_behind(tmp_path: Path, goal: Goal) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        lost = story.id(f"elastic_ip/{ZONE_A}")
        story.untag(lost, STACK_TAG)
        report = story.apply(goal)
        assert [type(error) for error in report.errors] == [Conflict]
        assert report.errors[0].reasons[0].facts["id"] == lost
        assert allocations(story) == {lost}
        assert story.id(f"elastic_ip/{ZONE_A}") == lost
        again = story.apply(goal)
        assert [type(error) for error in again.errors] == [Conflict]


def test_an_address_that_the_config_pins_is_never_released(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        gateways, pinned = story.gateways().keys(), story.id(f"elastic_ip/{ZONE_A}")
        config = replace(hands_on(), nat=NatConfig(eips={ZONE_A: pinned}))
        story.settled(config=config)
        assert story.gateways().keys() == gateways
        assert story.tags(pinned)[KEEP_TAG] == "true"
        release = Goal(frozenset(KINDS), DestroyOptions(is_requested=True, release_addresses=True, by_tags=True))
        assert story.apply(DESTROY_NAT).errors == ()
        story.settled()
        assert story.apply(release).errors == ()
        assert allocations(story) == {pinned}


# Kept stays kept

HOW = ["flag", "config", "tag"]
VERBS = {
    "apply": None,
    "destroy-nat": Goal(OUTBOUND, DestroyOptions(is_requested=True)),
    "destroy": Goal(frozenset(KINDS), DestroyOptions(is_requested=True)),
}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("verb", VERBS)
def test_once_kept_an_address_stays_kept_until_its_release_is_asked_for(tmp_path: Path, how: str, verb: str) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        kept = allocations(story)
        if how == "tag":
            for each in kept:
                story.tag(each, netsec__keep="true")
            story.settled(DESTROY_NAT)
        elif how == "config":
            story.settled(config=replace(OFF, nat=NatConfig(keep_eips=True)))
        else:
            story.settled(KEEP_EIPS)
        assert allocations(story) == kept
        goal = VERBS[verb]
        for _ in range(2):
            story.apply(*([goal] if goal else []), config=OFF)
        assert allocations(story) == kept
        story.apply(Goal(OUTBOUND, DestroyOptions(is_requested=True, release_addresses=True)))
        assert allocations(story) == set()


# Two machines, two records


def test_two_machines_without_a_shared_state_delete_nothing_of_each_other(tmp_path: Path) -> None:
    with new_story(tmp_path / "a", hands_on()) as first:
        first.world.settings.eip_quota = 10
        second = Story(first.world, tmp_path / "b", first.config)
        second.site = first.site
        first.settled()
        standing = first.gateways().keys()
        # The other machine adopts what it finds, and has one gateway of its own on record, as after a race.
        second.settled()
        address = strangers_address(first)
        claim(first, address, f"elastic_ip/{ZONE_A}")
        made = first.ec2.create_nat_gateway(SubnetId=first.site.public_subnets[ZONE_A], AllocationId=address)  # type: ignore[union-attr]
        gateway = made["NatGateway"]["NatGatewayId"]
        claim(first, gateway, f"nat_gateway/{ZONE_A}")
        theirs = first.id(f"nat_gateway/{ZONE_A}")
        edit(second, **{
            f"nat_gateway__{ZONE_A}": recorded(id=gateway), f"elastic_ip__{ZONE_A}": recorded(id=address),
        })  # fmt: skip
        plan = second.plan()
        assert "delete" not in verbs(plan).values()
        assert {each.code for each in plan.warnings} >= {"other_writer"}
        table = first.site.private_route_tables[ZONE_A]  # type: ignore[union-attr]
        assert line(plan, f"private_route/{table}").why.code == "route_of_other_writer"
        with pytest.raises(Conflict):
            second.apply()
        assert standing <= first.gateways().keys()
        assert first.default_route_label(table) == theirs


def test_what_a_later_round_would_add_is_not_carried_out(tmp_path: Path) -> None:
    """A gateway fails once, and meanwhile somebody tags a group and an address as ours."""
    failures = [["InternalError", "Please try again"]]
    with new_story(tmp_path, hands_on(), pending_seconds=100, fail_nat=failures) as story:
        address, group = strangers_address(story), strangers_group(story)
        story.config = OFF
        story.settled()
        story.config = hands_on()
        note = story.notes.append

        class Meanwhile(list):  # type: ignore[type-arg]
            def append(self, op: str) -> None:
                if op == "create_nat_gateway":
                    claim(story, address, "elastic_ip/ap-northeast-1z")
                    claim(story, group, "security_group/old")
                note(op)

        story.aws.notes = Meanwhile()  # type: ignore[attr-defined]
        story.apply()
        assert address in allocations(story)
        assert group in {each["GroupId"] for each in story.groups()}


def test_a_round_that_would_do_more_than_was_shown_ends_with_6(tmp_path: Path) -> None:
    """What is on record and no longer configured by then was not shown either."""
    failures = [["InternalError", "Please try again"]]
    with new_story(tmp_path, hands_on(), pending_seconds=100, fail_nat=failures) as story:
        story.config = OFF
        story.settled()
        story.config = hands_on()
        rds, happened = story.id("security_group/rds"), []

        def meanwhile(op: str) -> None:
            if op == "create_nat_gateway" and not happened:
                happened.append(op)
                rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.9.0.0/16"}]}
                story.ec2.authorize_security_group_ingress(GroupId=rds, IpPermissions=[rule])

        write = story.aws.write

        def noted(op: str, params: Any) -> Any:
            meanwhile(op)
            return write(op, params)

        story.aws.write = noted  # type: ignore[method-assign]
        report = story.apply()
        assert [type(error) for error in report.errors] == [Unfinished]
        assert "update security_group_rules/rds-ingress" in str(report.errors[0].reasons[0].facts["changes"])
        assert "revoke_security_group_ingress" not in story.notes


# Subnets of two stacks


def test_a_subnet_on_another_stacks_acl_is_a_conflict(tmp_path: Path) -> None:
    with new_story(tmp_path / "a", hands_on(nat=False, acl=True, associate=True)) as story:
        story.settled()
        config = hands_on(nat=False, acl=True, associate=True)
        other = replace(config, environment="prod", vpc=VpcConfig(id=story.vpc))
        second = Story(story.world, tmp_path / "b", other)
        second.site = story.site
        assert {each.why.code for each in second.plan().blocked} >= {"subnet_of_other_stack"}
        with pytest.raises(Conflict):
            second.apply()
        assert story.plan().is_empty


# What the network no longer shows


def point_out(story: Story, zone: str) -> str:
    """Somebody points the zone's private default route at the internet gateway."""
    assert story.site
    table = story.site.private_route_tables[zone]
    gateways = story.ec2.describe_internet_gateways()["InternetGateways"]
    story.ec2.replace_route(
        RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateways[0]["InternetGatewayId"]
    )
    return table


def move_subnet(story: Story, zone: str) -> str:
    """Somebody moves the zone's private subnet to the public table."""
    assert story.site
    private, public = story.site.private_subnets[zone], story.site.public_subnets[zone]

    def table(subnet: str) -> dict[str, Any]:
        rows = story.ec2.describe_route_tables(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])
        return dict(rows["RouteTables"][0])

    old = next(each for each in table(private)["Associations"] if each.get("SubnetId") == private)
    story.ec2.replace_route_table_association(
        AssociationId=old["RouteTableAssociationId"], RouteTableId=table(public)["RouteTableId"]
    )
    return private


@pytest.mark.parametrize("breakage", [point_out, move_subnet])
@pytest.mark.parametrize("topology", ["per_az", "single"])
def test_a_zone_that_no_longer_qualifies_is_a_conflict(tmp_path: Path, breakage: Any, topology: str) -> None:
    config = replace(hands_on(acl=True, associate=True), availability_zones=(), nat=NatConfig(topology=topology))  # type: ignore[arg-type]
    with new_story(tmp_path, config) as story:
        story.settled()
        gateways, addresses = story.gateways().keys(), allocations(story)
        acls = {subnet: story.wanted_acl(subnet) for subnet in story.site.public_subnets.values()}  # type: ignore[union-attr]
        breakage(story, ZONE_A)
        plan = story.plan()
        assert "delete" not in verbs(plan).values()
        best_path = [each for each in plan.blocked if each.address.name == ZONE_A]
        assert {each.why.code for each in best_path} == {"zone_not_shown"}
        assert "internet gateway" in str(best_path[0].why.facts["subnets"])
        with pytest.raises(Conflict):
            story.apply()
        assert (story.gateways().keys(), allocations(story)) == (gateways, addresses)
        assert {subnet: story.wanted_acl(subnet) for subnet in acls} == acls


def test_a_zone_that_the_config_leaves_out_goes(tmp_path: Path) -> None:
    with new_story(tmp_path, replace(hands_on(), availability_zones=())) as story:
        story.settled()
        story.settled(config=replace(hands_on(), availability_zones=(ZONE_C,)))
        assert len(story.gateways()) == 1


def test_records_hold_what_an_unconfirmed_create_made(tmp_path: Path) -> None:
    """The switch goes off between a create whose answer was lost and the next run: what it made is taken away."""
    with new_story(tmp_path, OFF) as story:
        story.settled()
        stack = story.stack()
        from netsec.model import Slot, tag_specifications
        from netsec.model.journal import PendingCreate

        tags = {
            **story.tags(story.id("security_group/alb")),
            "netsec:address": f"elastic_ip/{ZONE_A}",
            VPC_TAG: story.vpc,
        }
        params = {"Domain": "vpc", "TagSpecifications": tag_specifications("elastic-ip", tags)}
        with stack.locked("test"):
            stack.journal.begin([PendingCreate(Slot(Address("elastic_ip", ZONE_A)), "allocate_address", params)])
            made = story.ec2.allocate_address(**params)["AllocationId"]
        assert story.stack().state.records.get(Address("elastic_ip", ZONE_A), Record()).id == ""
        assert line(story.plan(), f"elastic_ip/{ZONE_A}").verb == "delete"
        assert story.apply().errors == ()
        assert made not in allocations(story)


def test_verify_warns_of_what_is_only_left_alone(tmp_path: Path) -> None:
    with new_story(tmp_path, OFF) as story:
        story.settled()
        claim(story, strangers_address(story), "elastic_ip/ap-northeast-1z")
        status = {check.subject: check.status for check in verify_stack(story.stack())}
        assert status.pop("elastic_ip/ap-northeast-1z") == "warn"
        assert set(status.values()) == {"pass"}
