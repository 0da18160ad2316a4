"""A run that did not come to its end says last what it leaves that costs and serves nothing."""

from __future__ import annotations

import signal

import pytest

from netsec.model import Address, Call, Change, Intent, Record, Slot, StepStarted, StepSucceeded, reason
from netsec.planning.idle_resources import UnfinishedChanges, find_idle
from netsec.sandbox.settings import SETTINGS
from tests.support.process import Bench, clear
from tests.support.shell import Shell, flat

ZONE = "ap-northeast-1a"
GATEWAY, EIP, ROUTE = Address("nat_gateway", ZONE), Address("elastic_ip", ZONE), Address("private_route", "rtb-1")
ENDPOINT = Address("vpc_endpoint", "ecr.api")
FORBIDDEN = ["CreateNatGateway", "OperationNotPermitted", "The address has another network border group."]


def refuse_gateways() -> None:
    SETTINGS.fail_call += 2 * [FORBIDDEN]


def test_a_gateway_that_is_refused_is_asked_for_once_and_its_address_is_told_last(shell: Shell) -> None:
    refuse_gateways()
    result = shell("apply", "--nat", "--yes")
    assert result.code == 3, result.all
    addresses = shell.addresses()
    assert (len(addresses), shell.gateways()) == (2, [])
    last = flat(result.err[result.err.rindex("still costs:") :])
    assert all(f"{each['AllocationId']} ({each['PublicIp']})" in last for each in addresses)
    assert result.err.rstrip().endswith("netsec destroy-nat --release-eips")
    assert "Delete or change what uses it" not in result.all
    shell.done("destroy-nat", "--release-eips")
    assert shell.addresses() == []


def test_the_same_for_programs(shell: Shell) -> None:
    refuse_gateways()
    last = shell("apply", "--nat", "--yes", "--json").lines[-1]
    assert (last["type"], [each["code"] for each in last["reasons"]]) == ("idle", ["left_addresses"])
    told = [tuple(each) for each in last["reasons"][0]["facts"]["ids"]]
    assert sorted(told) == sorted((row["AllocationId"], row["PublicIp"]) for row in shell.addresses())


def test_a_run_that_came_to_its_end_says_nothing_of_it(shell: Shell) -> None:
    for line in ("apply --nat", "destroy-nat --keep-eips", "apply"):
        assert "by the hour" not in shell.done(*line.split()).all


def test_what_serves_is_not_told_when_something_else_fails(shell: Shell) -> None:
    shell.done("apply", "--nat")
    shell.ec2.delete_security_group(GroupId=shell.id("security_group/rds"))
    SETTINGS.fail_call.append(["CreateSecurityGroup", "UnauthorizedOperation", "no"])
    result = shell("apply", "--nat", "--yes")
    assert (result.code, "by the hour" in result.all) == (4, False), result.all


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_what_was_begun_when_a_run_was_stopped_is_told_last(bench: Bench, number: int, code: int) -> None:
    process = bench.start("apply", "--nat", "-y")
    assert process.stderr
    for line in process.stderr:
        if "pending" in line:
            break
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert "billed by the hour without a recorded route to" in flat(err)
    assert flat(err).endswith("netsec --sandbox destroy-nat --release-eips")
    clear(bench)


# By the record alone


def codes_of(records: dict[Address, Record], **more: object) -> list[tuple[str, object]]:
    given = {"intents": (), "unfinished": UnfinishedChanges(), "kept": (), **more}
    found = find_idle(records, **given)  # type: ignore[arg-type]
    return [(each.code, identifier) for each in found for identifier, _ in each.facts["ids"]]  # type: ignore[attr-defined]


SERVING = {
    GATEWAY: Record(id="nat-1", attributes={"allocation_id": "eipalloc-1"}),
    EIP: Record(id="eipalloc-1", attributes={"public_ip": "3.115.1.1"}),
    ROUTE: Record(attributes={"target": "nat-1"}),
}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({ROUTE: Record()}, [("left_gateways", "nat-1"), ("left_addresses", "eipalloc-1")]),
        ({GATEWAY: Record()}, [("left_addresses", "eipalloc-1")]),
        ({GATEWAY: Record(id="nat-1", old=("nat-0",), attributes={"allocation_id": "eipalloc-1"})},
         [("left_gateways", "nat-0")]),
        ({EIP: Record(id="eipalloc-1", old=("eipalloc-0",))}, [("left_addresses", "eipalloc-0")]),
        ({EIP: Record(id="eipalloc-2")}, [("left_addresses", "eipalloc-2")]),
    ],
)  # fmt: skip
def test_idle(changed: dict[Address, Record], told: list[tuple[str, str]]) -> None:
    assert codes_of({**SERVING, **changed}) == told


def test_an_address_that_is_kept_on_purpose_is_not_told() -> None:
    assert codes_of({EIP: Record(id="eipalloc-1")}, kept={EIP}) == []


def test_what_an_unanswered_create_may_have_made_is_told() -> None:
    intents = [Intent("u", Slot(EIP), "allocate_address", {}, 0.0), Intent("v", Slot(ROUTE), "create_route", {}, 0.0)]
    assert codes_of({}, intents=intents) == [("left_unsure", str(EIP))]
    assert codes_of({}, intents=[Intent("u", Slot(EIP), "allocate_address", {}, 0.0, "eipalloc-1")]) == []


@pytest.mark.parametrize(("kind", "told"), [("Interface", [("left_endpoints", "vpce-1")]), ("Gateway", [])])
def test_an_endpoint_that_is_not_up_yet_costs_where_it_has_interfaces(kind: str, told: list[tuple[str, str]]) -> None:
    steps = (Call(op="create_vpc_endpoint", params={"VpcEndpointType": kind}),)
    change = Change(slot=Slot(ENDPOINT), verb="create", why=reason("as_wanted"), steps=steps)
    progress, records = UnfinishedChanges(), {ENDPOINT: Record(id="vpce-1")}
    progress.note_event(StepStarted(change, 0))
    assert codes_of(records, unfinished=progress) == told
    progress.note_event(StepSucceeded(change, 0, {}, is_last=False))
    assert codes_of(records, unfinished=progress) == told
    progress.note_event(StepSucceeded(change, 0, {}, is_last=True))
    assert codes_of(records, unfinished=progress) == []
