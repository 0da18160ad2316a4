"""Every read, answered badly for a while or for ever: boto3 tries again, and what does not pass is said as ours."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.errors import IdentityError, Unfinished
from tests.support.faults.scenes import Setter
from tests.support.faults.wire import (
    Act,
    Fault,
    answer_lost,
    bad_gateway,
    body_cut,
    closed_before,
    garbage,
    refusal,
    unavailable,
)

READS = (
    "GetCallerIdentity", "DescribeVpcs", "DescribeSubnets", "DescribeRouteTables", "DescribeSecurityGroups",
    "DescribeAddresses", "DescribeNatGateways", "DescribeNetworkAcls",
)  # fmt: skip
PASSING = (unavailable, bad_gateway, closed_before, answer_lost, body_cut, garbage)


pytestmark = pytest.mark.usefixtures("no_sleep")


def _badly(wanted: str, happens: Any, times: float) -> Fault:
    left = [times]

    def fault(number: int, operation: str, act: Act) -> Any:
        if operation == wanted and left[0] > 0:
            left[0] -= 1
            return happens(act)
        return act()

    return fault


@pytest.mark.parametrize("operation", READS)
@pytest.mark.parametrize("happens", PASSING)
def test_two_bad_answers_pass_unnoticed(scene_of: Setter, operation: str, happens: Any) -> None:
    scene = scene_of("destroy-nat")
    trial = scene.again()
    wanted = trial.plan(scene.goal)
    trial.wire.on_read = _badly(operation, happens, 2)
    assert trial.plan(scene.goal) == wanted


@pytest.mark.parametrize("operation", READS)
@pytest.mark.parametrize("happens", [unavailable, garbage, answer_lost])
def test_bad_answers_for_ever_are_said(scene_of: Setter, operation: str, happens: Any) -> None:
    trial = scene_of("destroy-nat").again()
    trial.wire.on_read = _badly(operation, happens, float("inf"))
    with pytest.raises(Unfinished) as caught:
        trial.plan()
    assert caught.value.exit_code == 6


@pytest.mark.parametrize("code", ["UnauthorizedOperation", "ExpiredToken", "AuthFailure", "RequestExpired"])
def test_identity_is_said_at_once(scene_of: Setter, code: str) -> None:
    trial = scene_of("destroy-nat").again()
    trial.wire.on_read = _badly("DescribeNatGateways", lambda act: refusal(403, code), float("inf"))
    with pytest.raises(IdentityError):
        trial.plan()
    assert trial.wire.reads.count("DescribeNatGateways") == 1


def test_polls_that_fail_do_not_end_a_wait(scene_of: Setter) -> None:
    scene = scene_of("apply")
    trial = scene.again()

    def fault(number: int, operation: str, act: Act) -> Any:
        waiting = operation == "DescribeNatGateways" and "CreateNatGateway" in trial.wire.writes
        return body_cut(act) if waiting and number % 2 else act()

    trial.wire.on_read = fault
    assert scene.trouble() == []


def test_polls_that_fail_for_ever_end_as_what_they_are(scene_of: Setter) -> None:
    trial = scene_of("apply").again()

    def fault(number: int, operation: str, act: Act) -> Any:
        waiting = operation == "DescribeNatGateways" and "CreateNatGateway" in trial.wire.writes
        return unavailable(act) if waiting else act()

    trial.wire.on_read = fault
    report = trial.run()
    assert {error.exit_code for error in report.errors} == {6}
    assert {error.reasons[0].code for error in report.errors} == {"unanswered"}
