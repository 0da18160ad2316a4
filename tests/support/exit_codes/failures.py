"""Cases that end because of AWS, the state file or the lock."""

from __future__ import annotations

import fcntl
import json
import os
import time
from types import SimpleNamespace

import pytest

from netsec.sandbox.settings import SETTINGS
from tests.support.exit_codes.cases import Book
from tests.support.shell import TOML, ZONE_A, Shell

FAILURES = Book()
case = FAILURES.case


@case(4, "plan", "000000000000", "account_differs")
def other_account_in_the_config(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.config(TOML + 'account_id = "000000000000"\n')


@case(4, "apply --yes", "but the state file has 999999999999", "account_differs")
def other_account_in_the_state(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    shell.edit_state(account="999999999999")


@case(4, "apply --yes --region us-east-1", "--region ap-northeast-1", "region_differs")
def other_region(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")


@case(4, "plan", "no AWS credentials found", "credentials_missing")
def no_credentials(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    patch.delenv("AWS_ACCESS_KEY_ID")
    patch.delenv("AWS_SECRET_ACCESS_KEY")


@case(4, "plan --profile nobody", "there is no AWS profile nobody", "profile_unknown")
def no_such_profile(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(4, "apply --yes", "you are not allowed to create_security_group", "permission")
def unauthorised_to_write(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    SETTINGS.fail_call.append(["CreateSecurityGroup", "UnauthorizedOperation", "You are not authorized."])


@case(4, "plan", "you are not allowed to describe_vpcs", "permission")
def unauthorised_to_read(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    SETTINGS.fail_call += 2 * [["DescribeVpcs", "UnauthorizedOperation", "You are not authorized."]]


@case(5, "plan --nat", "its default route points to tgw-", "route_foreign")
def foreign_route(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    made = shell.ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    shell.ec2.create_route(
        RouteTableId=shell.site.private_route_tables[ZONE_A],
        DestinationCidrBlock="0.0.0.0/0",
        TransitGatewayId=made,
    )


@case(5, "apply --yes", "netsec adopt security_group/alb sg-", "name_taken")
def name_taken(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.group("myapp-dev-alb-sg")


@case(5, "destroy --yes", "eni-", "")
def destroy_blocked(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    subnet = shell.site.private_subnets[ZONE_A]
    shell.ec2.create_network_interface(SubnetId=subnet, Groups=[shell.id("security_group/alb")])


@case(6, "plan --endpoint-url http://127.0.0.1:1", "can't reach AWS", "unreachable")
def unreachable(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    """Nobody listens at that port; only boto3's pauses between its tries are cut."""
    patch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda seconds: None, time=time.time))


@case(3, "plan", "AWS rejected describe_vpcs", "aws_error")
def refused_with_a_code_nobody_knows(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    SETTINGS.fail_call += 2 * [["DescribeVpcs", "SomethingNewIn2031", "Not today."]]


@case(7, "apply --nat --yes", "the quota for Elastic IPs is reached", "quota")
def quota_of_addresses(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    SETTINGS.eip_quota = 1


@case(8, "apply --nat --yes", "no free private address", "nat_failed")
def gateway_failed(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    code = "InsufficientFreeAddressesInSubnet"
    SETTINGS.fail_nat.append([code, f"{code}: no free private address left"])


@case(9, "plan", "netsec state rebuild", "state_not_json")
def state_torn(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    text = shell.state_path.read_text(encoding="utf-8")
    shell.state_path.write_text(text[: len(text) // 2], encoding="utf-8")


@case(9, "apply --yes", "netsec state rebuild", "state_too_large")
def state_of_a_gigabyte(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    os.truncate(shell.state_path, 1 << 30)


@case(9, "apply --yes", "at security_group/alb and at security_group/ecs", "state_id_twice")
def one_id_at_two_addresses(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    resources = shell.state["resources"]
    resources["security_group/ecs"]["id"] = resources["security_group/alb"]["id"]
    shell.edit_state(resources=resources)


@case(9, "plan", "is the state of other/dev", "state_project")
def state_of_another_project(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    shell.edit_state(project="other")


@case(9, "plan", "uv tool install --force '.[sandbox]'", "state_version")
def state_of_the_future(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    shell.edit_state(version=99)


@case(9, "plan", "written in the sandbox", "state_of_sandbox")
def state_of_the_sandbox(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    shell.edit_state(lineage=f"sandbox-{shell.state['lineage']}")


@case(9, "plan", "netsec state rebuild", "recorded_vpc_gone")
def vpc_gone(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    shell.edit_state(vpc_id="vpc-0123456789abcdef0")


@case(10, "apply --yes", "user on host runs `apply`", "locked")
def locked(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    lock = shell.state_path.with_suffix(".lock")
    note = {"pid": 1, "host": "host", "user": "user", "command": "apply", "since": "today"}
    lock.write_text(json.dumps(note), encoding="utf-8")
    shell.held = os.open(lock, os.O_RDONLY)
    fcntl.flock(shell.held, fcntl.LOCK_EX | fcntl.LOCK_NB)


@case(130, "apply", "nothing was in progress", typed="")
def end_of_input_at_the_question(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass
