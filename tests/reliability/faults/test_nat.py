"""NAT gateways that fail, vanish or never come: what is said, what is kept, and how the next run mends it."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.app.run import RunReport
from netsec.errors import most_severe_exit_code
from tests.support.faults.portrait import Picture
from tests.support.faults.scenes import Setter
from tests.support.faults.trial import Trial
from tests.support.faults.wire import Act, refusal

CODES = (
    "InsufficientFreeAddressesInSubnet", "Gateway.NotAttached", "InvalidAllocationID.NotFound",
    "Resource.AlreadyAssociated", "InvalidSubnetID.NotFound",
)  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_a_failed_gateway_is_said_and_made_anew_by_the_next_run(scene_of: Setter, code: str) -> None:
    scene = scene_of("apply")
    trial = scene.again()
    trial.world.settings.fail_nat[:] = [[code, "as ordered"]]
    report = trial.run()
    assert most_severe_exit_code(report.errors) == 8
    (error,) = report.errors
    facts = error.reasons[0].facts
    assert (error.reasons[0].code, facts["failure"], facts["message"]) == ("nat_failed", code, "as ordered")
    assert str(facts["address"]).startswith("nat_gateway/")
    addresses = _addresses(trial)
    assert scene.trouble() == []
    assert _addresses(trial) == addresses


@pytest.mark.parametrize("times", [1, 2])
def test_internal_error_is_healed_in_the_same_run(scene_of: Setter, times: int) -> None:
    scene = scene_of("apply")
    scene.again().world.settings.fail_nat[:] = [["InternalError", "Please try again"]] * times
    assert scene.trouble() == []


def test_internal_error_without_end_is_said(scene_of: Setter) -> None:
    scene = scene_of("apply")
    trial = scene.again()
    trial.world.settings.fail_nat[:] = [["InternalError", "Please try again"]] * 6
    report = trial.run()
    assert most_severe_exit_code(report.errors) == 8
    assert trial.wire.writes.count("CreateNatGateway") == 6
    assert _failures(report) == {"InternalError"}
    assert scene.trouble() == []


@pytest.mark.parametrize("listed", [True, False])
def test_a_gateway_that_vanishes_while_pending_is_made_anew(scene_of: Setter, listed: bool) -> None:
    """Somebody deletes it; AWS goes on listing it as deleted, or shows nothing at all."""
    scene = scene_of("apply")
    trial, done = scene.again(), []

    def fault(number: int, operation: str, act: Act) -> Any:
        made = [each for each in Picture(trial.ec2).gateways if each["State"] == "pending"] if not done else []
        if operation == "DescribeNatGateways" and trial.wire.reads.count(operation) > 3 and made:
            done.append(made[0]["NatGatewayId"])
            _delete(trial, made[0]["NatGatewayId"], listed)
        return act()

    trial.wire.on_read = fault
    trial.clock.turn = 1.0
    assert scene.trouble() == []
    assert done
    assert trial.state().intents == () or not any(each.id in done for each in trial.state().intents)


def test_a_gateway_that_stays_pending_is_kept_and_waited_for_by_the_next_run(scene_of: Setter) -> None:
    scene = scene_of("apply")
    trial = scene.again()
    trial.world.settings.pending_seconds = 700.0
    try:
        report = trial.run()
    finally:
        trial.world.settings.pending_seconds = 10.0
    assert {error.reasons[0].code for error in report.errors} == {"nat_slow"}
    assert most_severe_exit_code(report.errors) == 8
    gateways = {i for i, address in Picture(trial.ec2).ours().items() if address.startswith("nat_gateway/")}
    assert scene.trouble() == []
    assert gateways <= {each["NatGatewayId"] for each in Picture(trial.ec2).gateways}


def test_an_address_that_is_not_let_go_is_in_use_not_forbidden(scene_of: Setter) -> None:
    """EC2 says AuthFailure while a gateway that is gone still holds an address."""
    scene = scene_of("destroy-nat")
    trial = scene.again()
    trial.wire.on_write = lambda number, operation, act: (
        refusal(400, "AuthFailure") if operation == "ReleaseAddress" else act()
    )
    report = trial.run(scene.goal)
    assert most_severe_exit_code(report.errors) == 5
    assert {error.reasons[0].code for error in report.errors} == {"in_use"}
    assert scene.trouble_healed() == []


def _delete(trial: Trial, gateway: str, listed: bool) -> None:
    from moto.ec2.models import ec2_backends

    trial.ec2.delete_nat_gateway(NatGatewayId=gateway)
    trial.clock.hands.advance(9)
    trial.ec2.describe_nat_gateways()
    for _, _, backend in ec2_backends.iter_backends() if not listed else ():
        backend.nat_gateways.pop(gateway, None)


def _addresses(trial: Trial) -> set[str]:
    return {i for i, address in Picture(trial.ec2).ours().items() if address.startswith("elastic_ip/")}


def _failures(report: RunReport) -> set[object]:
    return {error.reasons[0].facts.get("failure") for error in report.errors}
