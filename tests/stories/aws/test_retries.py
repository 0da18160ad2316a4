"""Which refusals are worth a second try: it depends on whose id they name, and on whether something lets go.

Every call that any kind makes is refused with every code, on the executor's fakes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from netsec import codes
from netsec.errors import Conflict, NetworkUnfit, Refused
from netsec.model import Call, EndpointsConfig, NatConfig, Peer, Plan, Ref, Rule, reason
from tests.support.fake_aws import Bench, change, create, refusal, slot
from tests.support.story import DESTROY, hands_on, new_story

OWN, FOREIGN = "t-1", "sg-0aaaaaaaaaaaaaaaa"
TAKE_AWAY = ("delete_", "release_", "disassociate_")
HELD = sorted({*codes.RETRY_WHILE_IN_USE, "AuthFailure"})
ENDPOINTS = EndpointsConfig(gateway=("s3",))


def calls_of(plan: Plan) -> Iterator[Call]:
    yield from (step for each in plan.changes for step in each.steps if isinstance(step, Call))


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Call]:
    """Operation → a call of it, of all that plans make: everything on, everything changed, everything gone."""
    found: dict[str, Call] = {}
    everything = hands_on(acl=True, associate=True, endpoints=ENDPOINTS)
    with new_story(tmp_path_factory.mktemp("all"), everything) as story:
        for goal in (None, DESTROY):
            plan = story.plan() if goal is None else story.plan(goal)
            found |= {call.op: call for call in calls_of(plan)}
            if goal is None:
                story.apply()
                groups = [replace(each, ingress=each.ingress[:-1]) for each in everything.security_groups]
                story.config = replace(
                    everything,
                    security_groups=tuple(groups),
                    nat=NatConfig(topology="single"),
                    network_acls=tuple(replace(acl, entries=acl.entries[1:]) for acl in everything.network_acls),
                    tags={"Team": "net"},
                )
                found |= {call.op: call for call in calls_of(story.plan())}
                story.config = everything
    return found


def tried(call: Call, code: str, message: str) -> tuple[int, float, Bench]:
    """How often the call is sent, and for how long, when it is refused for ever; it follows what makes `t-1`."""
    naming = {"Own": Ref(slot("a").address), "Other": FOREIGN}
    bare = replace(call, params=naming, sets={}, out={}, recover=None)
    bench = Bench(create_thing=[{"Id": OWN}], **{call.op: [refusal(code, message=message)]})
    bench.run(change("a", create()), change("b", bare, needs=["a"]))
    return bench.sent.count(call.op), bench.clock.monotonic() - 1000, bench


def test_the_calls_are_those_of_every_kind(calls: dict[str, Call]) -> None:
    assert {
        "create_security_group", "authorize_security_group_ingress", "revoke_security_group_ingress",
        "allocate_address", "create_nat_gateway", "create_route", "replace_route", "create_network_acl",
        "create_network_acl_entry", "replace_network_acl_association", "create_vpc_endpoint", "delete_vpc_endpoints",
        "release_address", "delete_nat_gateway", "delete_route", "delete_network_acl", "delete_security_group",
        "delete_network_acl_entry", "create_tags",
    } <= calls.keys()  # fmt: skip


@pytest.mark.parametrize("code", HELD)
def test_still_held_passes_only_where_something_is_taken_away(calls: dict[str, Call], code: str) -> None:
    for op, call in calls.items():
        times, seconds, _ = tried(call, code, "no")
        if not op.startswith(TAKE_AWAY):
            assert times == 1, op
            assert not call.retry_on, op
        elif code in call.retry_on:
            assert (times > 5, 300 <= seconds <= call.patience + 31) == (True, True), op
        else:
            assert times == 1, op
    held = {op for op, call in calls.items() if op.startswith(TAKE_AWAY) and code in call.retry_on}
    assert {"release_address"} <= held
    assert code == "AuthFailure" or {"delete_security_group", "delete_nat_gateway", "delete_network_acl"} <= held


@pytest.mark.parametrize("code", sorted(codes.NOT_FOUND))
def test_not_found_passes_only_for_what_this_run_made_and_for_two_minutes(calls: dict[str, Call], code: str) -> None:
    for op, call in calls.items():
        if code in (*call.benign, *call.replan_on, *call.retry_on):
            continue
        times, seconds, _ = tried(call, code, f"The ID '{OWN}' does not exist")
        assert (times > 5, 120 <= seconds <= 151) == (True, True), op
        times, seconds, _ = tried(call, code, f"The ID '{FOREIGN}' does not exist")
        assert (times, seconds < 1) == (1, True), op


def test_what_an_open_intent_made_counts_as_made_by_this_run() -> None:
    from netsec.aws.executor import execute
    from netsec.aws.run_context import RunContext

    bench = Bench(use=[refusal("InvalidGroup.NotFound"), {}])
    use = Call(op="use", params={"GroupId": "sg-1"})
    means = RunContext(aws=bench.aws, journal=bench.journal, clock=bench.clock, new_ids=frozenset({"sg-1"}))
    assert execute(Plan((change("a", use),)), means) == ()
    assert bench.sent == ["use", "use"]


@pytest.mark.parametrize(
    ("code", "error", "word"),
    [
        ("OperationNotPermitted", Refused, "aws_error"),
        ("IncorrectState", Conflict, "in_the_way"),
        ("DependencyViolation", Conflict, "in_the_way"),
    ],
)
def test_a_create_that_is_refused_does_not_speak_of_what_uses_it(code: str, error: type, word: str) -> None:
    bench = Bench(create_thing=[refusal(code)])
    (failed,) = bench.run(change("a", create()))
    assert (type(failed.error), failed.error.reasons[0].code, failed.can_replan) == (error, word, False)


# Ids from the config are looked up before anything is made


def naming(peer: Peer) -> dict[str, object]:
    config = hands_on(nat=False)
    rule = Rule(protocol="tcp", from_port=22, to_port=22, peer=peer)
    first, *rest = config.security_groups
    return {"security_groups": (replace(first, ingress=(*first.ingress, rule)), *rest)}


@pytest.mark.parametrize("peer", [Peer("group_id", FOREIGN), Peer("prefix_list", "pl-0aaaaaaaaaaaaaaaa")])
def test_an_id_that_is_nowhere_is_refused_in_the_plan_with_its_line(tmp_path: Path, peer: Peer) -> None:
    with new_story(tmp_path, hands_on(nat=False, **naming(peer))) as story:
        plan = story.plan()
        (problem,) = plan.problems
        line = f'[security_groups.alb] ingress, rule 3: from = "{peer.value}"'
        assert problem == reason("peer_unknown", id=peer.value, line=line)
        with pytest.raises(NetworkUnfit):
            story.apply()
        assert not story.ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["*alb*"]}])[
            "SecurityGroups"
        ]


def test_a_group_of_another_vpc_is_found(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False)) as story:
        other = story.ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        made = story.ec2.create_security_group(GroupName="theirs", Description="x", VpcId=other)["GroupId"]
        story.config = hands_on(nat=False, **naming(Peer("group_id", made)))
        assert story.plan().problems == ()


def test_ids_that_may_not_be_looked_up_are_a_warning(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(nat=False, **naming(Peer("prefix_list", "pl-0aaaaaaaaaaaaaaaa")))) as story:
        read = story.aws.read

        def denied(query: object) -> object:
            if getattr(query, "op", "") == "describe_managed_prefix_lists":
                raise refusal("UnauthorizedOperation", 403)
            return read(query)  # type: ignore[arg-type]

        story.aws.read = denied  # type: ignore[method-assign,assignment]
        plan = story.plan()
        assert plan.problems == ()
        assert "peers_unchecked" in [each.code for each in plan.warnings]
