"""`netsec reach` and `[[expect]]` as they are typed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.shell import TOML, Shell, flat

ON = TOML + "enable_nat_gateway = true\n"
CLOSED = '\n[[expect]]\nfrom = "internet"\nto = "rds"\nport = 5432\nreachable = false\n'


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        (("internet", "alb", "443"), 0, "internet -> alb, tcp 443: reachable"),
        (("internet", "ecs", "3000"), 2, "not reachable"),
        (("internet", "rds", "5432"), 2, "nothing in it has a public address"),
        (("alb", "ecs", "3000"), 0, "reachable"),
        (("alb", "rds", "5432"), 2, '{ port = 5432, from = "alb" }'),
        (("ecs", "rds", "5432"), 0, "reachable"),
        (("ecs", "internet", "443"), 0, "via the NAT gateway"),
        (("internet", "alb"), 0, "Only on tcp 80, 443."),
        (("internet", "alb", "53/udp"), 2, "udp 53"),
    ],
)
def test_the_hands_ons_chain(shell: Shell, typed: tuple[str, ...], code: int, told: str) -> None:
    shell.config(ON)
    shell.done("apply")
    result = shell("reach", *typed)
    assert (result.code, told in flat(result.out)) == (code, True), result.all
    document = shell("reach", *typed, "--json").json
    assert document["reachable"] is (code == 0)
    assert document["hops"]


def test_live_and_planned(shell: Shell) -> None:
    shell.config(ON)
    assert shell("reach", "ecs", "internet", "443").code == 3
    planned = shell("reach", "ecs", "internet", "443", "--planned")
    assert planned.code == 0, planned.all
    assert "assumed to be in the subnets where it would run" in flat(planned.out)
    shell.done("apply", "--no-nat")
    without = shell("reach", "ecs", "internet", "443")
    assert (without.code, "no route to this address" in flat(without.out)) == (2, True), without.all
    assert shell("reach", "ecs", "internet", "443", "--planned").code == 0


def test_unknown_names_list_the_nearest(shell: Shell) -> None:
    shell.config(TOML)
    shell.done("apply")
    result = shell("reach", "internet", "alp", "443")
    assert (result.code, "alb" in result.err) == (3, True)
    assert shell("reach", "internet", "alb", "https").code == 0
    assert shell("reach", "internet", "alb", "no-such-service").code == 3
    assert shell("reach", "internet").code == 3


def test_either_ip_version_alone(shell: Shell) -> None:
    """The hands-on's VPC has no IPv6: what is asked of that alone has no answer but no."""
    shell.config(TOML)
    shell.done("apply")
    assert shell("reach", "internet", "alb", "443", "--ipv4").code == 0
    answer = shell("reach", "internet", "alb", "443", "--ipv6")
    assert (answer.code, "no IP version in common" in flat(answer.out)) == (2, True), answer.all
    assert shell("reach", "2600::1", "alb", "443").code == 2


def test_what_lies_beyond_a_peering_is_unknown(shell: Shell) -> None:
    shell.config(TOML)
    shell.done("apply")
    answer = shell("reach", "10.200.0.5", "8.8.8.8", "443")
    assert (answer.code, "both are outside this VPC" in flat(answer.out)) == (5, True), answer.all


def test_what_may_not_be_read_is_unknown(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from netsec.sandbox.settings import SETTINGS

    shell.config(TOML)
    shell.done("apply")
    SETTINGS.fail_call.append(["DescribeNetworkAcls", "UnauthorizedOperation", "You are not authorized."])
    result = shell("reach", "alb", "ecs", "3000")
    assert (result.code, "describe_network_acls" in result.out) == (4, True), result.all


def expectations(shell: Shell, *texts: str) -> Any:
    shell.config(ON + "".join(texts))
    return shell("plan")


def test_what_is_expected_is_held_by_plan_and_apply(shell: Shell) -> None:
    met = expectations(shell, CLOSED)
    assert met.code == 0, met.all
    shell.done("apply")
    wide = (
        '\n[security_groups.alb]\ndescription = "a"\ningress = [{ port = 443, from = "0.0.0.0/0" }]\n'
        '[security_groups.ecs]\ndescription = "b"\ningress = [{ port = 3000, from = "alb" }]\n'
        '[security_groups.rds]\ndescription = "c"\ningress = [{ port = 5432, from = "alb" }]\n'
    )
    forbidden = '\n[[expect]]\nfrom = "alb"\nto = "rds"\nport = 5432\nreachable = false\nwhy = "Only the app may."\n'
    shell.config(TOML + wide + forbidden)
    result = shell("plan")
    assert result.code == 3, result.all
    assert "alb can reach rds (tcp 5432; open: 5432), but [[expect]] has reachable = false" in flat(result.out)
    assert "Only the app may." in result.out
    assert "netsec reach alb rds 5432/tcp --planned" in result.out
    before = shell.state["resources"]
    assert shell("apply", "--yes").code == 3
    assert shell.state["resources"] == before
    assert shell("reach", "alb", "rds", "5432", "--planned").code == 0
    assert shell("destroy", "--yes").code == 0


def test_an_expectation_that_must_hold(shell: Shell) -> None:
    wanted = '\n[[expect]]\nfrom = "ecs"\nto = "internet"\nport = 443\nreachable = true\n'
    shell.config(TOML + wanted)
    result = shell("plan")
    assert result.code == 3
    assert "ecs can't reach internet (tcp 443), but [[expect]] has reachable = true" in flat(result.out)
    assert shell("plan", "--nat").code == 0
    shell.config(TOML + wanted.replace('"ecs"', '"nobody"'))
    assert "nothing in this VPC is named nobody" in flat(shell("plan").out)


def test_prefix_lists_are_looked_up(shell: Shell) -> None:
    """The rule of a list lets in who is in the list, and nobody else."""
    ec2 = shell.ec2
    made = ec2.create_managed_prefix_list(
        PrefixListName="office", MaxEntries=2, AddressFamily="IPv4", Entries=[{"Cidr": "8.8.8.0/24"}]
    )
    list_id = made["PrefixList"]["PrefixListId"]
    shell.config(TOML)
    shell.done("apply")
    groups = ec2.describe_security_groups()["SecurityGroups"]
    alb = next(group["GroupId"] for group in groups if "alb" in group["GroupName"])
    permission = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "PrefixListIds": [{"PrefixListId": list_id}]}
    ec2.authorize_security_group_ingress(GroupId=alb, IpPermissions=[permission])
    assert shell("reach", "8.8.8.8", "alb", "ssh").code == 0
    assert shell("reach", "8.8.4.4", "alb", "ssh").code == 2
