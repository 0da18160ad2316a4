"""A kind in a temporary registry: plan, apply, verify, graph, cost and destroy take it, with nothing else touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from netsec.app.cost import read_costs
from netsec.app.goals import Goal
from netsec.app.graph import GraphSource, graph_of_stack
from netsec.app.verify import verify_exit_code, verify_stack
from netsec.app.world import planned_snapshot
from netsec.insight.cost import list_prices
from netsec.kinds import KINDS
from netsec.model import Config, DestroyOptions
from netsec.views.plan import plan_text
from tests.support import egress_only_gateway as toy
from tests.support.story import DESTROY_NAT, REGION, Story, hands_on, line, new_story, verbs

ADDRESS = f"{toy.NAME}/main"
OPERATION = toy.LISTING.op
OFF = hands_on(nat=False)
ON = replace(OFF, tags={toy.SWITCH: "on"})
PRICES = list_prices(REGION)


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    with KINDS.including(toy.KIND):
        yield


def destroy() -> Goal:
    """What `netsec destroy` is for, with the registry as it is now."""
    return Goal(frozenset(KINDS), DestroyOptions(is_requested=True))


def gateways(story: Story) -> list[str]:
    """The ids of the egress-only internet gateways in AWS."""
    rows = story.ec2.describe_egress_only_internet_gateways()["EgressOnlyInternetGateways"]
    return [row[toy.ID] for row in rows]


def test_it_is_planned_made_kept_and_taken_away(tmp_path: Path) -> None:
    with new_story(tmp_path, ON) as story:
        story.world.clock.advance(60)
        story.world.settings.invisible_seconds = 5.0
        plan = story.plan()
        assert verbs(plan)[ADDRESS] == "create"
        assert "Egress-only internet gateways" in plan_text(plan)
        story.settled()
        (gateway_id,) = gateways(story)
        assert story.id(ADDRESS) == gateway_id
        assert story.tags(gateway_id)["netsec:address"] == ADDRESS
        story.settled(DESTROY_NAT)
        assert gateways(story) == [gateway_id]
        story.settled(destroy())
        assert gateways(story) == []


def test_reports_tell_of_it(tmp_path: Path) -> None:
    with new_story(tmp_path, ON) as story:
        planned, _ = planned_snapshot(story.stack())
        assert verbs(planned)[ADDRESS] == "create"
        story.settled()
        (gateway_id,) = gateways(story)
        checks = {check.subject: check for check in verify_stack(story.stack())}
        assert verify_exit_code(tuple(checks.values())) == 0
        assert checks[ADDRESS].live_facts == (f"{gateway_id} attached",)
        assert read_costs(story.stack(), PRICES).current.hourly == 0
        for source in (GraphSource.LIVE, GraphSource.PLAN):
            assert graph_of_stack(story.stack(), source, PRICES).groups


def test_its_tags_are_repaired_and_a_lost_state_is_rebuilt(tmp_path: Path) -> None:
    with new_story(tmp_path, ON) as story:
        story.settled()
        (gateway_id,) = gateways(story)
        story.tag(gateway_id, Name="renamed")
        assert line(story.plan(), ADDRESS).verb == "update"
        story.settled()
        story.forget_state()
        story.rebuild()
        assert story.id(ADDRESS) == gateway_id
        story.settled()
        assert gateways(story) == [gateway_id]


def test_a_lost_answer_makes_no_second_one(tmp_path: Path) -> None:
    with new_story(tmp_path, ON, lose_answer=["CreateEgressOnlyInternetGateway"]) as story:
        story.world.clock.advance(60)
        story.world.settings.invisible_seconds = 5.0
        story.settled()
        assert len(gateways(story)) == 1


def test_one_that_is_gone_is_made_again(tmp_path: Path) -> None:
    with new_story(tmp_path, ON) as story:
        story.settled()
        (gateway_id,) = gateways(story)
        story.ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=gateway_id)
        story.settled()
        assert gateways(story) != [gateway_id]
        assert len(gateways(story)) == 1


@pytest.mark.parametrize(("config", "is_asked"), [(OFF, False), (ON, True)], ids=["off", "on"])
def test_switched_off_it_costs_no_call(tmp_path: Path, config: Config, is_asked: bool) -> None:
    with new_story(tmp_path, config) as story:
        story.plan()
        story.settled()
        verify_stack(story.stack())
        assert (OPERATION in story.notes) == is_asked


def test_switched_off_later_it_goes_and_is_asked_for_no_more(tmp_path: Path) -> None:
    with new_story(tmp_path, ON) as story:
        story.settled()
        assert verbs(story.plan(config=OFF))[ADDRESS] == "delete"
        story.settled(config=OFF)
        assert gateways(story) == []
        story.notes.clear()
        story.plan()
        assert OPERATION not in story.notes


def test_what_is_switched_off_is_destroyed_all_the_same(tmp_path: Path) -> None:
    with new_story(tmp_path, ON) as story:
        story.settled()
        story.settled(destroy(), config=OFF)
        assert gateways(story) == []


def test_its_quota_counts(tmp_path: Path) -> None:
    with new_story(tmp_path, ON) as story:
        for _ in range(toy.QUOTA.default):
            story.ec2.create_egress_only_internet_gateway(VpcId=story.vpc)
        plan = story.plan()
        told = [why.facts["what"] for why in (*plan.warnings, *plan.exceeded_quotas)]
        assert told == [toy.QUOTA.name]
