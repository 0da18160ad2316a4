"""What AWS refuses on the way, at any call: the right exit code, all that is done is kept, and the next run goes on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from netsec.app.run import RunObserver
from netsec.errors import most_severe_exit_code
from tests.support.faults.portrait import Picture
from tests.support.faults.scenes import Scene, Setter
from tests.support.faults.sweep import Attempt, ended, sweep
from tests.support.faults.wire import Act, Fault, nth, refusal, share, throttled

pytestmark = pytest.mark.usefixtures("no_sleep")
QUOTAS = {
    "CreateSecurityGroup": "SecurityGroupLimitExceeded",
    "AuthorizeSecurityGroupIngress": "RulesPerSecurityGroupLimitExceeded",
    "AllocateAddress": "AddressLimitExceeded",
    "CreateNatGateway": "NatGatewayLimitExceeded",
    "CreateRoute": "RouteLimitExceeded",
    "CreateNetworkAcl": "NetworkAclLimitExceeded",
    "CreateNetworkAclEntry": "NetworkAclEntryLimitExceeded",
}


LONG = (pytest.param("destroy", marks=pytest.mark.reliability),)


@pytest.mark.parametrize("name", ["apply", *LONG, "single to per_az"])
def test_credentials_expire_at_any_call(scene_of: Setter, name: str) -> None:
    scene = scene_of(name)
    sweep(f"credentials expire: {name}", _at_any_call(scene, "ExpiredToken", forever=True), one_in=4)


@pytest.mark.parametrize("name", ["apply", *LONG, "single to per_az"])
def test_any_call_is_denied(scene_of: Setter, name: str) -> None:
    scene = scene_of(name)
    sweep(f"denied: {name}", _at_any_call(scene, "UnauthorizedOperation", forever=False), one_in=4)


def _at_any_call(scene: Scene, code: str, *, forever: bool) -> Iterator[tuple[str, Attempt]]:
    for number, operation in enumerate(scene.writes, 1):
        times = 1000 if forever else 1
        fault = nth(number, lambda act: refusal(403, code), times)
        yield f"{number} {operation}", partial(ended, scene, fault, 4)


def test_a_quota_at_any_create(scene_of: Setter) -> None:
    scene = scene_of("apply")
    creates = [(number, each) for number, each in enumerate(scene.writes, 1) if each in QUOTAS]
    assert {operation for _, operation in creates} == set(QUOTAS)
    sweep(
        "quota: apply",
        (
            (f"{number} {operation}", partial(ended, scene, _full(number, operation), 7))
            for number, operation in creates
        ),
    )


def _full(number: int, operation: str) -> Fault:
    return nth(number, lambda act: refusal(400, QUOTAS[operation]))


def test_nothing_is_made_untagged_where_tagging_is_denied(scene_of: Setter) -> None:
    """EC2 refuses the whole create then: nobody may fall back to one without tags."""
    trial = scene_of("apply").again()
    before, others = Picture(trial.ec2).portrait(), Picture(trial.ec2).strangers()
    trial.wire.on_write = _only_untagged(trial.wire)
    assert most_severe_exit_code(trial.run().errors) == 4
    assert Picture(trial.ec2).portrait() == before
    assert Picture(trial.ec2).strangers() == others


def _only_untagged(wire: Any) -> Fault:
    def fault(number: int, operation: str, act: Act) -> Any:
        return refusal(403, "UnauthorizedOperation") if b"TagSpecification" in wire.sent else act()

    return fault


@pytest.mark.parametrize(("part", "most"), [(0.2, 2.0), (0.5, 4.0)])
@pytest.mark.parametrize("name", ["apply", "destroy", "gateway replaced"])
def test_throttled_now_and_then(scene_of: Setter, name: str, part: float, most: float) -> None:
    scene, dice = scene_of(name), random.Random(17)
    wire = scene.again().wire
    wire.on_write, wire.on_read = share(part, throttled, dice), share(part, throttled, dice)
    report = scene.trial.run(scene.goal)
    assert report.errors == ()
    assert len(wire.writes) <= most * len(scene.writes)
    assert scene.faults() == []


@pytest.mark.parametrize("number", [1, 7, 20])
def test_throttled_for_ever_ends_at_the_deadline(scene_of: Setter, number: int) -> None:
    scene = scene_of("apply")
    trial = scene.again()
    began = trial.clock.now()
    trial.wire.on_write = nth(number, throttled, 100_000)
    assert most_severe_exit_code(trial.run(watch=RunObserver(timeout=300)).errors) == 6
    assert 300 <= trial.clock.now() - began < 360
    assert scene.trouble_healed() == []
