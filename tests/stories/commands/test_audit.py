"""`netsec audit` and `netsec verify` as they are typed, on the hands-on's own stack."""

from __future__ import annotations

from netsec.sandbox.settings import SETTINGS
from tests.support.shell import TOML, Shell, flat

ACLS = TOML + "enable_network_acls = true\n"


def found(shell: Shell, *arguments: str) -> set[tuple[str, str]]:
    return {(each["id"], each["name"]) for each in shell("audit", "--ours", "--json", *arguments).json["findings"]}


def test_the_hands_ons_groups_and_acls(shell: Shell) -> None:
    shell.config(ACLS)
    shell.done("apply")
    ours = found(shell)
    assert {name for control, name in ours if control in ("EC2.18", "EC2.19", "EC2.13", "EC2.14")} == set()
    assert {("EC2.21", "public"), ("EC2.21", "private"), ("EC2.16", "public"), ("EC2.16", "private")} <= ours
    shell.config(ACLS + "associate_network_acls = true\n")
    shell.done("apply")
    assert {control for control, _ in found(shell)} == {"EC2.21", "EC2.22"}
    result = shell("audit")
    assert result.code == 2
    assert "3389 from the internet (entries 120)" in flat(result.out) or "3389 gets in" in flat(result.out), result.out
    assert all(len(line) <= 80 for line in result.out.splitlines())


def test_what_is_meant_so(shell: Shell) -> None:
    meant = (
        '[audit]\nsuppress = [\n  { id = "EC2.21", reason = "answers to NAT" },\n'
        '  { id = "EC2.16", reason = "not yet" },\n'
        '  { id = "EC2.22", reason = "nothing runs yet" },\n]\n'
    )
    shell.config(ACLS + meant)
    shell.done("apply")
    result = shell("audit", "--ours")
    assert (result.code, "more not shown" in result.out) == (0, True), result.all
    assert "answers to NAT" in shell("audit", "--ours", "--all").out
    shell.config(ACLS + meant.replace("EC2.16", "EC2.12"))
    assert "matches no finding" in flat(shell("audit", "--ours").out)
    shell.config(ACLS + '[audit]\nsuppress = [{ id = "EC2.99" }]\n')
    wrong = shell("audit")
    assert (wrong.code, "EC2.21" in wrong.err, "missing; write why" in flat(wrong.err)) == (3, True, True), wrong.all


def test_what_may_not_be_read_is_unknown(shell: Shell) -> None:
    shell.config(TOML)
    shell.done("apply")
    SETTINGS.fail_call += [["DescribeNetworkAcls", "UnauthorizedOperation", "no"]]
    result = shell("audit", "--ours", "--severity", "medium")
    assert (result.code, "can't read describe_network_acls" in flat(result.out)) == (4, True), result.all


def test_verify_as_it_is_typed(shell: Shell) -> None:
    shell.config(TOML + "enable_nat_gateway = true\n")
    before = shell("verify")
    assert (before.code, "FAIL" in before.out) == (2, True)
    shell.done("apply")
    result = shell("verify")
    assert result.code == 0, result.all
    assert "Checked: 15 passed." in result.out
    assert shell("verify", "--json").json["passed"] == 15
    assert "pass" not in shell("verify", "--quiet").out.replace("passed", "")
    group = shell.id("security_group/rds")
    peer = [{"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    shell.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=peer)
    broken = shell("verify", "--quiet")
    assert (broken.code, "security_group_rules/rds-ingress" in broken.out) == (2, True)
    assert "tcp 5432 <- 0.0.0.0/0" in broken.out
    SETTINGS.fail_call += [["DescribeNatGateways", "UnauthorizedOperation", "no"]] * 2
    assert "????  nat_gateway" in shell("verify").out
