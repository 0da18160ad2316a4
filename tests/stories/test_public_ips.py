"""The public IPs that partners have on their lists: asked for again, kept where they have a name, refused from afar."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from world import DESTROY, DESTROY_NAT, KEEP_EIPS, ZONE_A, Story, hands_on, story

from netsec.model import NatConfig
from netsec.sandbox.knobs import KNOBS


def public_ips(told: Story) -> list[str]:
    return sorted(told.stack().outputs()["nat_gateway_public_ips"])


@pytest.mark.parametrize("goal", [DESTROY_NAT, DESTROY], ids=["destroy-nat", "destroy"])
def test_released_addresses_come_back(goal: object, tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        told.settled()
        before = public_ips(told)
        told.apply(goal)  # type: ignore[arg-type]
        assert told.addresses() == []
        assert sorted(told.stack().state.former.values()) == before
        told.settled()
        assert public_ips(told) == before
        assert told.stack().state.former == {}


def test_an_address_that_somebody_else_has_by_now_is_let_go(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        told.settled()
        before = public_ips(told)
        told.apply(DESTROY_NAT)
        KNOBS.others_take_addresses = True
        told.settled()
        assert len(public_ips(told)) == len(told.addresses()) == 2
        assert not set(public_ips(told)) & set(before)
        assert told.stack().state.former == {}


def test_a_lost_answer_to_the_wish_doubles_nothing(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        told.settled()
        before = public_ips(told)
        told.apply(DESTROY_NAT)
        KNOBS.lose_answer.append("AllocateAddress")
        told.settled()
        assert public_ips(told) == before
        assert len(told.addresses()) == 2


def test_a_kept_address_is_not_asked_for(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        told.settled()
        before = public_ips(told)
        told.apply(KEEP_EIPS)
        assert told.stack().state.former == {}
        assert all(change.address.kind != "elastic_ip" for change in told.plan().work)
        told.settled()
        assert public_ips(told) == before


def test_an_address_with_a_name_of_its_own_is_kept(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        told.settled()
        named = told.id(f"elastic_ip/{ZONE_A}")
        told.ec2.modify_address_attribute(AllocationId=named, DomainName="nat.example.com")
        told.apply(DESTROY_NAT)
        assert [each["AllocationId"] for each in told.addresses()] == [named]
        assert {change.why.code for change in told.plan(DESTROY_NAT).changes} == {"address_has_a_name"}
        told.settled()
        assert told.id(f"elastic_ip/{ZONE_A}") == named
        told.ec2.reset_address_attribute(AllocationId=named, Attribute="domain-name")
        told.settled(DESTROY)
        assert told.addresses() == []


def test_a_brought_address_of_another_border_group(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        mine = told.ec2.allocate_address(Domain="vpc")["AllocationId"]
        far = {"AllocationId": mine, "NetworkBorderGroup": "ap-northeast-1-wl1-nrt-wlz-1"}
        config = replace(hands_on(), nat=NatConfig(eips={ZONE_A: mine}))
        stack = told.stack()
        stack.config = replace(config, region=stack.config.region)
        seen = stack.observe()
        for item in seen.answers.of("describe_addresses"):
            item.update(far)
        told.plan(config=config)
        from netsec.planning.observe import look
        from netsec.planning.plan import make_plan

        again = look(stack.config, stack.state.vpc_id, seen.answers, {})
        (problem,) = make_plan(stack.config, again, {}).problems
        assert (problem.code, problem.facts["group"]) == ("brought_address_far", far["NetworkBorderGroup"])


def test_the_plan_says_which_address_it_asks_for(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        told.settled()
        told.apply(DESTROY_NAT)
        details = [detail for change in told.plan().changes for detail in change.details]
        wishes = [each.what for each in details if each.why.code == "public_ip_asked_for_again"]
        assert sorted(wishes) == sorted(told.stack().state.former.values())
        assert len(wishes) == 2
