"""Whose is it: what is adopted, kept, taken back or left alone, with and without the state file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netsec.errors import Conflict
from netsec.model import ASSOCIATE_TAG, KEEP_TAG, STACK_TAG, Address, NatConfig, Peer, Plan, Record, Rule
from tests.support.story import (
    DESTROY,
    DESTROY_NAT,
    KEEP_EIPS,
    RELEASE,
    ZONE_A,
    ZONE_C,
    ZONES,
    Story,
    changed,
    hands_on,
    line,
    new_story,
    signs,
    verbs,
)  # fmt: skip

OUT = "0.0.0.0/0"
EVERYTHING = {"acl": True, "associate": True}


def why(plan: Plan, slot: str) -> str:
    return line(plan, slot).why.code


def stranger_group(story: Story, name: str = "theirs", **tags: str) -> str:
    made = str(story.ec2.create_security_group(GroupName=name, Description="x", VpcId=story.vpc)["GroupId"])
    if tags:
        story.tag(made, **tags)
    return made


def attach(story: Story, group: str, subnet: str) -> str:
    made = story.ec2.create_network_interface(SubnetId=subnet, Groups=[group], Description="ELB app/shop/1")
    return str(made["NetworkInterface"]["NetworkInterfaceId"])


# destroy


def test_strangers_hold_what_they_hold_and_the_rest_goes(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        alb, ecs, rds = (story.id(f"security_group/{key}") for key in ("alb", "ecs", "rds"))
        theirs = stranger_group(story)
        story.ec2.authorize_security_group_ingress(
            GroupId=theirs, IpPermissions=[{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": rds}]}]
        )
        interface = attach(story, alb, story.site.public_subnets[ZONE_A])
        plan = story.plan(DESTROY)
        held, used = line(plan, "security_group/alb").why, line(plan, "security_group/rds").why
        assert held.code == "held_by"
        assert held.facts["holders"][0].startswith(f"{interface} (ELB app/shop/1")
        assert used.code == "used_by"
        assert theirs in str(used.facts["users"])
        # What stays keeps its rules: ecs is named by rds, and rds stays.
        assert verbs(plan)["security_group/ecs"] == "blocked"
        report = story.apply(DESTROY)
        assert {type(error) for error in report.errors} == {Conflict}
        assert story.gateways() == {}
        assert story.addresses() == []
        assert {each["GroupId"] for each in story.groups()} >= {alb, ecs, rds, theirs}
        story.ec2.delete_security_group(GroupId=theirs)
        story.ec2.delete_network_interface(NetworkInterfaceId=interface)
        story.settled(DESTROY)
        assert [each["GroupName"] for each in story.groups()] == ["default"]


def test_a_group_goes_when_only_one_is_held(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        attach(story, story.id("security_group/alb"), story.site.public_subnets[ZONE_A])
        story.apply(DESTROY)
        assert sorted(each["GroupName"] for each in story.groups()) == ["default", "myapp-dev-alb-sg"]


@pytest.mark.parametrize("remembered", [True, False])
def test_subnets_go_back_where_they_came_from(remembered: bool, tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False, **EVERYTHING)) as story:
        subnet = story.site.public_subnets[ZONE_A]
        default = story.wanted_acl(subnet)
        former = story.ec2.create_network_acl(VpcId=story.vpc)["NetworkAcl"]["NetworkAclId"]
        move(story, subnet, former)
        story.settled()
        assert story.wanted_acl(subnet) == story.id("network_acl/public")
        if not remembered:
            story.forget_state()
            story.settled()
        _, back = line(story.plan(DESTROY), f"network_acl_association/{subnet}").details
        assert (back.what, back.why.code) == ((former, "former_acl") if remembered else (default, "default_acl"))
        story.settled(DESTROY)
        assert story.wanted_acl(subnet) == (former if remembered else default)


def move(story: Story, subnet: str, acl: str) -> None:
    rows = story.ec2.describe_network_acls()["NetworkAcls"]
    (found,) = (each for row in rows for each in row["Associations"] if each["SubnetId"] == subnet)
    story.ec2.replace_network_acl_association(AssociationId=found["NetworkAclAssociationId"], NetworkAclId=acl)


def test_a_former_acl_that_is_gone(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False, **EVERYTHING)) as story:
        subnet = story.site.public_subnets[ZONE_A]
        default = story.wanted_acl(subnet)
        former = story.ec2.create_network_acl(VpcId=story.vpc)["NetworkAcl"]["NetworkAclId"]
        move(story, subnet, former)
        story.settled()
        story.ec2.delete_network_acl(NetworkAclId=former)
        story.settled(DESTROY)
        assert story.wanted_acl(subnet) == default


@pytest.mark.parametrize("remembered", [True, False])
@pytest.mark.parametrize("after", [{}, {"acl": True}], ids=["acls off", "associations off"])
def test_acls_are_taken_away_again(after: dict[str, Any], remembered: bool, tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False, **EVERYTHING)) as story:
        default = story.wanted_acl(story.site.public_subnets[ZONE_A])
        story.settled()
        if not remembered:
            story.forget_state()
            story.rebuild()
        story.settled(config=hands_on(nat=False, **after))
        assert {story.wanted_acl(subnet) for subnet in story.site.public_subnets.values()} == {default}


def test_an_association_made_by_hand_stays(tmp_path: Path) -> None:
    """With `associate` off, putting subnets on our ACL is the person's affair; so is taking them off again."""
    with new_story(tmp_path, hands_on(nat=False, acl=True)) as story:
        story.settled()
        subnet = story.site.private_subnets[ZONE_C]
        move(story, subnet, story.id("network_acl/private"))
        plan = story.plan()
        assert plan.is_empty
        assert why(plan, f"network_acl_association/{subnet}") == "associated_by_hand"
        blocked = story.plan(config=hands_on(nat=False))
        assert why(blocked, "network_acl/private") == "used_by"
        story.settled(DESTROY)


def test_one_acl_key_goes_while_its_subnets_are_on_it(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False, **EVERYTHING)) as story:
        default = story.wanted_acl(story.site.public_subnets[ZONE_A])
        story.settled()
        story.notes.clear()
        kept = tuple(acl for acl in story.config.network_acls if acl.key == "private")
        story.settled(config=replace(story.config, network_acls=kept))
        assert story.wanted_acl(story.site.public_subnets[ZONE_A]) == default
        assert story.writes == ["replace_network_acl_association"] * 2 + ["delete_network_acl"]


def test_subnets_move_between_our_acls_and_remember_the_first(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False, **EVERYTHING)) as story:
        subnet = story.site.public_subnets[ZONE_A]
        former = story.ec2.create_network_acl(VpcId=story.vpc)["NetworkAcl"]["NetworkAclId"]
        move(story, subnet, former)
        story.settled()
        _, private = story.config.network_acls
        everywhere = replace(private, subnets=tuple(sorted([subnet, *story.site.private_subnets.values()])))
        story.settled(config=replace(story.config, network_acls=(everywhere,)))
        assert story.wanted_acl(subnet) == story.id("network_acl/private")
        story.settled(DESTROY)
        assert story.wanted_acl(subnet) == former


# Addresses that outlive their gateways


def ips(story: Story) -> set[str]:
    return {each["PublicIp"] for each in story.addresses()}


@pytest.mark.parametrize("remembered", [True, False])
def test_kept_addresses_come_back(remembered: bool, tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(), pending_seconds=100, deleting_seconds=40) as story:
        story.settled()
        before = ips(story)
        story.settled(KEEP_EIPS)
        assert ips(story) == before
        assert {story.tags(each["AllocationId"])[KEEP_TAG] for each in story.addresses()} == {"true"}
        if not remembered:
            story.forget_state()
            story.rebuild()
        story.settled(config=hands_on(nat=False))
        assert ips(story) == before
        story.settled(config=hands_on())
        assert set(story.stack().outputs()["nat_gateway_public_ips"]) == before
        story.settled(config=hands_on(nat=False))
        assert ips(story) == before
        story.settled(DESTROY_NAT)
        assert ips(story) == before
        story.settled(RELEASE)
        assert ips(story) == set()


def test_keep_eips_in_the_config(tmp_path: Path) -> None:
    kept = replace(hands_on(), nat=NatConfig(keep_eips=True))
    with new_story(tmp_path, kept) as story:
        story.settled()
        before = ips(story)
        story.settled(config=replace(kept, enable_nat_gateway=False))
        assert ips(story) == before
        story.settled(DESTROY)
        assert ips(story) == before
        story.settled(RELEASE)
        assert ips(story) == set()


SINGLE = {"topology": "single", "zone": ZONE_A}


@pytest.mark.parametrize(
    "moved",
    [
        {"nat": NatConfig(keep_eips=True, **SINGLE)},
        {"availability_zones": (ZONE_A,)},
        {"nat": NatConfig(keep_eips=True, **SINGLE), "availability_zones": (ZONE_A,)},
    ],
    ids=["single", "one zone less", "both"],
)
def test_an_address_that_a_move_leaves_over_is_kept(moved: dict[str, Any], tmp_path: Path) -> None:
    """`keep_eips` counts for whatever takes a gateway away, not only for the switch; back again, it serves again."""
    kept = replace(hands_on(), nat=NatConfig(keep_eips=True))
    with new_story(tmp_path, kept) as story:
        story.settled()
        before, left = ips(story), story.id(f"elastic_ip/{ZONE_C}")
        there = story.plan(config=replace(kept, **moved))
        assert (line(there, f"elastic_ip/{ZONE_C}").verb, why(there, f"elastic_ip/{ZONE_C}")) == (
            "keep",
            "address_kept",
        )
        story.settled()
        assert (len(story.gateways()), ips(story), KEEP_TAG in story.tags(left)) == (1, before, True)
        story.settled(config=kept)
        assert (len(story.gateways()), ips(story)) == (2, before)
        assert "release_address" not in story.writes


def test_without_keep_eips_a_move_releases_what_it_leaves_over(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        story.settled(config=replace(hands_on(), nat=NatConfig(**SINGLE)))
        assert (len(story.gateways()), len(story.addresses())) == (1, 1)


def test_a_spare_address_is_not_kept(tmp_path: Path) -> None:
    """Keeping is for the address in use; what a lost answer left over would be paid for ever."""
    kept = replace(hands_on(), nat=NatConfig(keep_eips=True))
    with new_story(tmp_path, kept) as story:
        story.settled()
        before = ips(story)
        spare = story.ec2.allocate_address(Domain="vpc")["AllocationId"]
        story.tag(spare, **copied(story, story.id(f"elastic_ip/{ZONE_A}")))
        story.record_old(f"elastic_ip/{ZONE_A}", spare)
        assert why(story.plan(), f"elastic_ip/{ZONE_A} ({spare})") == "spare"
        story.settled()
        assert ips(story) == before


def copied(story: Story, resource_id: str) -> dict[str, str]:
    return {key.replace(":", "__"): value for key, value in story.tags(resource_id).items()}


def test_destroy_nat_keeps_the_rest(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(**EVERYTHING)) as story:
        story.settled()
        story.notes.clear()
        story.settled(DESTROY_NAT)
        assert sorted(story.writes) == sorted(["delete_route", "delete_nat_gateway", "release_address"] * 2)
        assert story.settled(config=hands_on(nat=False, **EVERYTHING)).done == ()


def test_our_address_lent_to_somebody_else(tmp_path: Path) -> None:
    """After our gateway was deleted, somebody put its address elsewhere; the dead gateway still names it."""
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        gateway, address = story.id(f"nat_gateway/{ZONE_A}"), story.id(f"elastic_ip/{ZONE_A}")
        story.ec2.delete_nat_gateway(NatGatewayId=gateway)
        interface = attach(story, stranger_group(story), story.site.public_subnets[ZONE_A])
        story.ec2.associate_address(AllocationId=address, NetworkInterfaceId=interface)
        found = line(story.plan(), f"elastic_ip/{ZONE_A}")
        assert (found.verb, found.why.code) == ("blocked", "address_held_elsewhere")
        assert found.why.facts["holder"] == interface
        with pytest.raises(Conflict):
            story.apply()
        story.apply(DESTROY)
        assert [each["NetworkInterfaceId"] for each in story.addresses()] == [interface]


# Memory lost, tags edited


def test_a_lost_state_is_all_adopt_and_keep(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(**EVERYTHING)) as story:
        story.settled()
        story.forget_state()
        story.notes.clear()
        assert {change.verb for change in story.plan().changes} == {"adopt", "keep"}
        story.settled()
        assert story.writes == []


def test_what_lost_its_stack_tag_is_a_strangers(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(acl=True)) as story:
        story.settled()
        for address in ("security_group/ecs", f"elastic_ip/{ZONE_A}", f"nat_gateway/{ZONE_A}", "network_acl/public"):
            resource = story.id(address)
            story.untag(resource, STACK_TAG)
            found = line(story.plan(), address)
            assert (found.verb, found.why.code) == ("blocked", "lost_stack_tag"), address
            assert found.why.facts == {"address": address, "id": resource, "tag": STACK_TAG}
            assert not [change for change in story.plan().changes if change.verb == "delete"]
            story.tag(resource, netsec__stack="myapp/dev")
        assert story.plan().is_empty


def test_a_namesake_that_is_not_ours(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        theirs = stranger_group(story, "MyApp-dev-ALB-sg")
        found = line(story.plan(), "security_group/alb")
        assert (found.verb, found.why.code, found.why.facts["id"]) == ("blocked", "name_taken", theirs)
        with pytest.raises(Conflict):
            story.apply()
        assert story.writes == []


def test_a_namesake_of_another_environment(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        stranger_group(story, "myapp-dev-alb-sg", netsec__stack="myapp/prod", netsec__address="security_group/alb")
        assert why(story.plan(), "security_group/alb") == "name_taken"


def twin_group(story: Story, key: str) -> str:
    return stranger_group(story, f"twin-of-{key}", **copied(story, story.id(f"security_group/{key}")))


def test_a_spare_group_goes(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        twin = twin_group(story, "rds")
        story.record_old("security_group/rds", twin)
        assert why(story.plan(), f"security_group/rds ({twin})") == "spare"
        story.settled()
        assert twin not in {each["GroupId"] for each in story.groups()}


@pytest.mark.parametrize("worn", ["twin", "own", "both"])
def test_two_claim_an_address_and_nobody_remembers(worn: str, tmp_path: Path) -> None:
    """The one in use is it, whichever has the lower id; both in use is for a person to say."""
    for _ in range(2):
        with new_story(tmp_path, hands_on(nat=False)) as story:
            story.settled()
            own = story.id("security_group/rds")
            twin = twin_group(story, "rds")
            story.forget_state()
            for group in {"twin": [twin], "own": [own], "both": [own, twin]}[worn]:
                attach(story, group, story.site.private_subnets[ZONE_A])
            plan = story.plan()
            if worn == "both":
                assert why(plan, "security_group/rds") == "address_claimed_twice"
                assert "delete" not in verbs(plan).values()
                with pytest.raises(Conflict):
                    story.apply()
                assert story.writes[-1:] != ["delete_security_group"]
            else:
                stays, goes = (twin, own) if worn == "twin" else (own, twin)
                assert line(plan, "security_group/rds").id == stays
                assert why(plan, f"security_group/rds ({goes})") == "only_by_tags"
            for path in tmp_path.iterdir():
                path.unlink()


def test_two_gateways_in_use_claim_one_address(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        story.tag(story.id(f"nat_gateway/{ZONE_C}"), netsec__address=f"nat_gateway/{ZONE_A}")
        story.forget_state()
        plan = story.plan()
        assert why(plan, f"nat_gateway/{ZONE_A}") == "address_claimed_twice"
        assert "delete" not in verbs(plan).values()
        with pytest.raises(Conflict):
            story.apply()


def test_a_recorded_id_that_is_somebody_elses(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        theirs = stranger_group(story)
        records = story.stack().state.records
        alb = Address("security_group", "alb")
        stack = story.stack()
        stack.store.save(replace(stack.state, records={**records, alb: Record(id=theirs)}))
        assert why(story.plan(), "security_group/alb") == "lost_stack_tag"
        with pytest.raises(Conflict):
            story.apply()
        assert story.tags(theirs) == {}


def test_a_dropped_tag_goes_only_if_we_set_it(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False, tags={"Team": "red", "Cost": "1"})) as story:
        story.settled()
        alb = story.id("security_group/alb")
        story.tag(alb, Owner="me")
        story.settled(config=hands_on(nat=False, tags={"Cost": "2", "Owner": "me"}))
        assert ("Team" in story.tags(alb), story.tags(alb)["Cost"]) == (False, "2")
        story.forget_state()
        story.settled()
        story.forget_state()
        story.settled(config=hands_on(nat=False))
        assert story.tags(alb)["Cost"] == "2"


def test_every_tag_of_ours_is_repaired_in_one_go(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        gateway = story.id(f"nat_gateway/{ZONE_A}")
        story.tag(gateway, Name="x", netsec__address="nat_gateway/elsewhere", netsec__old="1")
        story.untag(gateway, "Project")
        change = line(story.plan(), f"nat_gateway/{ZONE_A}")
        assert (change.verb, change.why.code) == ("update", "tags_differ")
        assert {(sign, what.split("=")[0]) for sign, what in signs(change)} == {
            ("~", "tag Name"), ("~", "tag netsec:address"), ("+", "tag Project"), ("-", "tag netsec:old"),
        }  # fmt: skip
        story.notes.clear()
        story.settled()
        assert story.writes == ["create_tags", "delete_tags"]


def test_what_is_recorded_goes_whatever_became_of_its_address_tag(tmp_path: Path) -> None:
    """A group or gateway that the state knows as ours is not left behind because somebody edited a tag."""
    with new_story(tmp_path, hands_on(**EVERYTHING)) as story:
        story.settled()
        for address in ("security_group/ecs", f"nat_gateway/{ZONE_A}", f"elastic_ip/{ZONE_C}", "network_acl/public"):
            story.untag(story.id(address), "netsec:address")
        story.tag(story.id("security_group/rds"), netsec__address="security_group/alb")
        story.settled(DESTROY)
        assert [each["GroupName"] for each in story.groups()] == ["default"]
        assert (story.addresses(), story.gateways()) == ([], {})
        assert (
            len(story.ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [story.vpc]}])["NetworkAcls"])
            == 1
        )


def test_the_mark_of_our_associations_is_a_tag(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False, **EVERYTHING)) as story:
        story.settled()
        assert story.tags(story.id("network_acl/public"))[ASSOCIATE_TAG] == "true"
        story.settled(config=hands_on(nat=False, acl=True))
        assert ASSOCIATE_TAG not in story.tags(story.id("network_acl/public"))


# Groups that change their name, their description, their key


def regroup(story: Story, key: str, **fields: Any) -> Any:
    groups = tuple(replace(group, **fields) if group.key == key else group for group in story.config.security_groups)
    return replace(story.config, security_groups=groups)


def test_name_and_description_never_change_and_that_is_said(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        alb = story.id("security_group/alb")
        story.settled(config=regroup(story, "alb", name="front", description="anew"))
        plan = story.plan()
        assert plan.is_empty
        said = {(detail.sign, detail.why.code, detail.why.facts["wanted"]) for detail in
                line(plan, "security_group/alb").details}  # fmt: skip
        assert said == {("=", "group_name_immutable", "front"), ("=", "group_description_immutable", "anew")}
        assert (story.id("security_group/alb"), story.group("myapp-dev-alb-sg")["GroupId"]) == (alb, alb)
        story.forget_state()
        assert line(story.plan(), "security_group/alb").id == alb


def test_a_group_gets_another_key(tmp_path: Path) -> None:
    """The old group goes once nobody's rules name it any more, and the others' rules never have a gap."""
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        alb, ecs, rds = story.config.security_groups
        front = replace(alb, key="front", name="myapp-dev-front-sg")
        named = tuple(replace(rule, peer=Peer("group", "front")) for rule in ecs.ingress)
        story.notes.clear()
        story.settled(config=replace(story.config, security_groups=(front, replace(ecs, ingress=named), rds)))
        assert sorted(each["GroupName"] for each in story.groups()) == [
            "default", "myapp-dev-ecs-sg", "myapp-dev-front-sg", "myapp-dev-rds-sg",
        ]  # fmt: skip
        assert story.writes[-1] == "delete_security_group"
        assert "revoke_security_group_ingress" not in story.writes


def test_a_key_changes_but_not_the_name(tmp_path: Path) -> None:
    """The name is taken by the old group: one says whose it is from now on, nothing is deleted meanwhile."""
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        alb, ecs, rds = story.config.security_groups
        plan = story.plan(config=replace(story.config, security_groups=(alb, ecs, replace(rds, key="db"))))
        assert why(plan, "security_group/db") == "name_taken_by_ours"
        with pytest.raises(Conflict):
            story.apply()


def test_a_group_goes_that_others_named(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        _, ecs, rds = story.config.security_groups
        alone = replace(ecs, ingress=())
        story.notes.clear()
        story.settled(config=replace(story.config, security_groups=(alone, rds)))
        assert story.writes == ["revoke_security_group_ingress", "delete_security_group"]


@pytest.mark.parametrize("otherwise", [False, True], ids=["as it is", "with another change"])
def test_a_rule_that_is_kept_holds_the_group_it_names(otherwise: bool, tmp_path: Path) -> None:
    """`exclusive = false`: a rule dropped from the config stays, and the group it names with it; that is said."""
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        _, ecs, rds = story.config.security_groups
        more = (
            (Rule(protocol="tcp", from_port=1, to_port=1, peer=Peer("cidr_ipv4", "10.0.0.0/8")),) if otherwise else ()
        )
        loose = replace(ecs, ingress=more, exclusive=False)
        plan = story.plan(config=replace(story.config, security_groups=(loose, rds)))
        assert why(plan, "security_group/alb") == "used_by"
        assert {sign for sign, _ in signs(line(plan, "security_group_rules/ecs-ingress"))} == (
            {"=", "+"} if otherwise else {"="}
        )
        with pytest.raises(Conflict):
            story.apply()


def test_rules_of_others_in_a_loose_group(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled(config=regroup(story, "ecs", exclusive=False))
        ecs = story.id("security_group/ecs")
        story.ec2.authorize_security_group_ingress(
            GroupId=ecs,
            IpPermissions=[{"IpProtocol": "udp", "FromPort": 9, "ToPort": 9, "IpRanges": [{"CidrIp": OUT}]}],
        )
        plan = story.plan()
        assert plan.is_empty
        assert signs(line(plan, "security_group_rules/ecs-ingress")) == {("=", "udp 9 <- 0.0.0.0/0")}
        story.settled(DESTROY)


def test_one_group_goes_while_the_other_changes(tmp_path: Path) -> None:
    """Two groups that name each other: one leaves, the other turns to a third."""
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled(config=regroup(story, "alb", ingress=(to("ecs"),)))
        alb, _, rds = story.config.security_groups
        turned = replace(alb, ingress=(to("rds"),))
        story.settled(config=replace(story.config, security_groups=(turned, replace(rds, ingress=()))))
        assert "myapp-dev-ecs-sg" not in {each["GroupName"] for each in story.groups()}


def to(key: str) -> Rule:
    return Rule(protocol="tcp", from_port=80, to_port=80, peer=Peer("group", key))


def test_a_group_by_key_and_by_id_is_one_rule(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        alb = story.id("security_group/alb")
        twice = (to("alb"), replace(to("alb"), peer=Peer("group_id", alb)))
        story.settled(config=regroup(story, "rds", ingress=twice))


def test_at_the_quota_rules_go_first(tmp_path: Path) -> None:
    def rules(first: int) -> tuple[Rule, ...]:
        net = Peer("cidr_ipv4", "10.0.0.0/8")
        return tuple(Rule(protocol="tcp", from_port=port, to_port=port, peer=net) for port in range(first, first + 60))

    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled(config=regroup(story, "rds", ingress=rules(1000)))
        named = tuple(replace(each, peer=Peer("group", "alb")) for each in rules(1000))
        change = line(story.plan(config=regroup(story, "rds", ingress=named)), "security_group_rules/rds-ingress")
        assert {detail.why.code for detail in change.details} == {"rule_missing", "rule_unasked_close_first"}
        story.settled()


# Gateways that fail, fade or double


def test_a_failed_gateway_is_replaced_on_the_same_address(tmp_path: Path) -> None:
    failures = [["InsufficientFreeAddressesInSubnet", "no room"]]
    with new_story(tmp_path, hands_on(), pending_seconds=100, deleting_seconds=40, fail_nat=failures) as story:
        report = story.apply()
        assert [type(error).__name__ for error in report.errors] == ["NatGatewayFailed"]
        before = ips(story)
        plan = story.plan()
        (failed,) = (change for change in changed(plan) if change.why.code == "nat_gateway_failed")
        assert failed.why.facts["message"] == "no room"
        story.settled()
        assert ips(story) == before


def test_on_again_while_still_deleting(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(), pending_seconds=100, deleting_seconds=400) as story:
        story.settled()
        before = ips(story)
        for gateway in story.gateways():
            story.ec2.delete_nat_gateway(NatGatewayId=gateway)
        plan = story.plan()
        assert sorted(change.verb for change in changed(plan)) == ["create"] * 2 + ["delete"] * 2 + ["update"] * 2
        assert {change.why.code for change in changed(plan) if change.verb == "delete"} == {"still_deleting"}
        story.settled()
        assert ips(story) == before


def test_a_spare_gateway_goes_and_the_replaced_one_too(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(), pending_seconds=100, deleting_seconds=40) as story:
        story.settled()
        own = story.id(f"nat_gateway/{ZONE_A}")
        tags = copied(story, own)
        made = story.ec2.create_nat_gateway(
            SubnetId=story.site.public_subnets[ZONE_A],
            AllocationId=story.ec2.allocate_address(Domain="vpc")["AllocationId"],
        )["NatGateway"]["NatGatewayId"]
        story.tag(made, **tags)
        story.record_old(f"nat_gateway/{ZONE_A}", made)
        brought = story.ec2.allocate_address(Domain="vpc")["AllocationId"]
        plan = story.plan(config=replace(hands_on(), nat=NatConfig(eips={ZONE_A: brought})))
        assert why(plan, f"nat_gateway/{ZONE_A} ({made})") == "spare"
        assert why(plan, f"nat_gateway/{ZONE_A} ({own})") == "replaced"
        story.settled()
        assert len(story.gateways()) == 2


def test_another_environment_is_another_stack(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        from netsec.config import default_config
        from netsec.model import VpcConfig

        prod = replace(default_config("myapp", "prod", ZONES), vpc=VpcConfig(id=story.vpc))
        plan = story.plan(config=prod)
        assert set(verbs(plan).values()) == {"create"}
        assert all(change.id == "" for change in plan.changes)
