"""The public IPs that partners have on their lists: asked for again, kept where they have a name, refused from afar."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from netsec.model import NatConfig
from netsec.sandbox.settings import SETTINGS
from tests.support.story import DESTROY, DESTROY_NAT, KEEP_EIPS, ZONE_A, Story, hands_on, new_story


def public_ips(story: Story) -> list[str]:
    return sorted(story.stack().outputs()["nat_gateway_public_ips"])


@pytest.mark.parametrize("goal", [DESTROY_NAT, DESTROY], ids=["destroy-nat", "destroy"])
def test_released_addresses_come_back(goal: object, tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        before = public_ips(story)
        story.apply(goal)  # type: ignore[arg-type]
        assert story.addresses() == []
        assert sorted(story.stack().state.released_public_ips.values()) == before
        story.settled()
        assert public_ips(story) == before
        assert story.stack().state.released_public_ips == {}


def test_an_address_that_somebody_else_has_by_now_is_let_go(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        before = public_ips(story)
        story.apply(DESTROY_NAT)
        SETTINGS.others_take_addresses = True
        story.settled()
        assert len(public_ips(story)) == len(story.addresses()) == 2
        assert not set(public_ips(story)) & set(before)
        assert story.stack().state.released_public_ips == {}


def test_a_lost_answer_to_the_wish_doubles_nothing(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        before = public_ips(story)
        story.apply(DESTROY_NAT)
        SETTINGS.lose_answer.append("AllocateAddress")
        story.settled()
        assert public_ips(story) == before
        assert len(story.addresses()) == 2


def test_a_kept_address_is_not_asked_for(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        before = public_ips(story)
        story.apply(KEEP_EIPS)
        assert story.stack().state.released_public_ips == {}
        assert all(change.address.kind != "elastic_ip" for change in story.plan().active_changes)
        story.settled()
        assert public_ips(story) == before


def test_an_address_with_a_name_of_its_own_is_kept(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        named = story.id(f"elastic_ip/{ZONE_A}")
        story.ec2.modify_address_attribute(AllocationId=named, DomainName="nat.example.com")
        story.apply(DESTROY_NAT)
        assert [each["AllocationId"] for each in story.addresses()] == [named]
        assert {change.why.code for change in story.plan(DESTROY_NAT).changes} == {"address_has_a_name"}
        story.settled()
        assert story.id(f"elastic_ip/{ZONE_A}") == named
        story.ec2.reset_address_attribute(AllocationId=named, Attribute="domain-name")
        story.settled(DESTROY)
        assert story.addresses() == []


def test_a_brought_address_of_another_border_group(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        mine = story.ec2.allocate_address(Domain="vpc")["AllocationId"]
        far = {"AllocationId": mine, "NetworkBorderGroup": "ap-northeast-1-wl1-nrt-wlz-1"}
        config = replace(hands_on(), nat=NatConfig(eips={ZONE_A: mine}))
        stack = story.stack()
        stack.config = replace(config, region=stack.config.region)
        seen = stack.observe()
        for item in seen.answers.of("describe_addresses"):
            item.update(far)
        story.plan(config=config)
        from netsec.planning.observation import read_observation
        from netsec.planning.plan import make_plan

        again = read_observation(stack.config, stack.state.vpc_id, seen.answers, {})
        (problem,) = make_plan(stack.config, again, {}).problems
        assert (problem.code, problem.facts["group"]) == ("brought_address_far", far["NetworkBorderGroup"])


def test_the_plan_says_which_address_it_asks_for(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        story.apply(DESTROY_NAT)
        details = [detail for change in story.plan().changes for detail in change.details]
        wishes = [each.what for each in details if each.why.code == "public_ip_asked_for_again"]
        assert sorted(wishes) == sorted(story.stack().state.released_public_ips.values())
        assert len(wishes) == 2
