"""What a plan says right after an apply that ended well: nothing of a run that was cut off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netsec.messages import say
from netsec.model import Plan, Query
from tests.support.story import DESTROY, DESTROY_NAT, NotedAws, Story, hands_on, new_story


class Lagging(NotedAws):
    """AWS whose describes don't show yet what was just made, though every call by id finds it."""

    def __init__(self, story: Story) -> None:
        super().__init__(story.notes)
        self.hidden = {intent.id for intent in story.stack().state.intents}

    def read(self, query: Query) -> list[dict[str, Any]]:
        return [item for item in super().read(query) if not self.hidden & {str(each) for each in item.values()}]


def codes(plan: Plan) -> list[str]:
    return [each.code for each in plan.warnings]


@pytest.mark.parametrize("changed", [{}, {"nat": False}, {"acl": True}])
def test_no_plan_speaks_of_a_run_that_was_cut_off(tmp_path: Path, changed: dict[str, bool]) -> None:
    with new_story(tmp_path, hands_on(**changed)) as story:
        assert story.apply().errors == ()
        assert codes(story.plan()) == []


@pytest.mark.parametrize("changed", [{"nat": False}, {"nat": False, "acl": True}])
def test_what_aws_shows_with_a_delay_is_said_by_its_id(tmp_path: Path, changed: dict[str, bool]) -> None:
    """The words blame nobody, and a minute later nothing is said any more."""
    with new_story(tmp_path, hands_on(**changed)) as story:
        assert story.apply().errors == ()
        story.aws = lagging = Lagging(story)  # type: ignore[misc]
        plan = story.plan()
        assert set(codes(plan)) == {"not_shown_yet"}
        assert {each.facts["id"] for each in plan.warnings} == lagging.hidden
        assert not [each for each in plan.warnings if "cut off" in say(each)]
        story.clock.hands.advance(61)
        assert codes(story.plan()) == []


def test_nothing_is_said_of_what_was_taken_away_again(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(acl=True)) as story:
        story.apply()
        for goal in (DESTROY_NAT, DESTROY):
            assert story.apply(goal).errors == ()
            assert codes(story.plan()) == []
