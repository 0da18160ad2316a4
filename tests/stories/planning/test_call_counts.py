"""How often AWS is asked: one burst to look, no more writes than there is to do, none when there is nothing."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from netsec.aws.client import ConnectionSettings
from netsec.model import Query
from tests.support.story import DESTROY, REGION, NotedAws, Story, hands_on, new_story

ALL = 9


class Bursting:
    """A reader that answers nobody until `expected` requests are in flight, and nothing that starts after that."""

    def __init__(self, inner: NotedAws, expected: int) -> None:
        self.inner, self.gate = inner, threading.Barrier(expected, timeout=10)
        self.settings = ConnectionSettings(region=REGION)
        self.started, self.answered = 0, threading.Event()
        self.lock = threading.Lock()

    def warm_up(self, *services: str) -> None:
        self.inner.warm_up(*services)

    def on_slow_answer(self) -> None: ...

    def read(self, query: Query) -> list[dict[str, Any]]:
        assert not self.answered.is_set(), f"{query.op} was asked after the first answer"
        with self.lock:
            self.started += 1
        self.gate.wait()
        self.answered.set()
        return self.inner.read(query)

    def write(self, op: str, params: Mapping[str, Any]) -> dict[str, Any]:
        raise AssertionError(f"{op} in a plan")


def test_a_plan_without_changes_is_one_burst(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(acl=True, associate=True)) as story:
        story.settled()
        story.notes.clear()
        story.plan()
        count = len(story.notes)
        assert count <= ALL
        assert len(set(story.notes)) == count
        stack = story.stack()
        stack.aws = Bursting(NotedAws([]), count)  # type: ignore[assignment]
        assert stack.plan().is_empty
        assert stack.aws.started == count


def test_with_the_vpc_unknown_it_is_two_bursts(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.plan()
        first = {"get_caller_identity", "describe_vpcs"}
        assert set(story.notes[:2]) == first
        assert not first & set(story.notes[2:])
        # Where NAT gateways are made: those of other VPCs, which count as well, and encryption controls.
        assert len(story.notes) <= ALL + 2


def test_three_groups_from_nothing(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        assert len(story.writes) == 9


def test_gateways_on_and_off(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False), pending_seconds=100, deleting_seconds=40) as story:
        story.settled()
        story.notes.clear()
        story.settled(config=hands_on())
        assert sorted(story.writes) == sorted(["allocate_address", "create_nat_gateway", "create_route"] * 2)
        # Both gateways are waited for in one describe every three seconds.
        assert story.notes.count("describe_nat_gateways") <= 100 / 3 + 7
        story.notes.clear()
        story.settled(config=hands_on(nat=False))
        assert sorted(story.writes) == sorted(["delete_route", "delete_nat_gateway", "release_address"] * 2)


def test_acls_take_one_call_for_each_list_entry_and_subnet(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        story.notes.clear()
        story.settled(config=hands_on(nat=False, acl=True, associate=True))
        assert len(story.writes) == 2 + 7 + 4


def test_a_second_apply_writes_nothing(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(acl=True, associate=True)) as story:
        story.settled()
        for again in range(2):
            story.notes.clear()
            assert story.settled().done == ()
            assert story.writes == []
            if not again:
                story.forget_state()


def writes_of(story: Story, **described: Any) -> list[str]:
    story.notes.clear()
    story.ec2.authorize_security_group_ingress(**described)
    story.settled()
    return story.writes


def test_one_drifted_rule_is_one_call_and_one_question_more(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        opened = [{"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        assert writes_of(story, GroupId=story.id("security_group/rds"), IpPermissions=opened) == [
            "revoke_security_group_ingress"
        ]
        assert story.notes.count("describe_security_group_rules") == 1


def test_destroy(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(acl=True, associate=True)) as story:
        story.settled()
        story.notes.clear()
        story.settled(DESTROY)
        assert sorted(story.writes) == sorted([
            *["delete_route", "delete_nat_gateway", "release_address", "delete_network_acl"] * 2,
            *["delete_security_group"] * 3, *["revoke_security_group_ingress"] * 2,
            *["replace_network_acl_association"] * 4,
        ])  # fmt: skip
