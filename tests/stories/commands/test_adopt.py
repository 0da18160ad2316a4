"""adopt, forget, state rebuild and unlock: changes of who owns what, and of what is remembered."""

from __future__ import annotations

import pytest

from tests.support.shell import TOML, ZONE_A, Shell

OWN = {"netsec:stack", "netsec:address", "ManagedBy"}


def test_a_strangers_group_is_taken_over(shell: Shell) -> None:
    group = shell.group("myapp-dev-alb-sg", "Security group for Application Load Balancer")
    shell.tag(group, {"Team": "web"})
    blocked = shell("plan")
    assert blocked.code == 5
    assert f"netsec adopt security_group/alb {group}" in blocked.out
    result = shell.done("adopt", "security_group/alb", group)
    assert "tag netsec:stack=myapp/dev" in result.out
    assert shell.id("security_group/alb") == group
    assert set(shell.tags(group)) == {"Name", "Project", "Environment", "Team", *OWN}
    shell.done("apply")
    shell.empty()
    assert shell.id("security_group/alb") == group


def test_an_address_a_gateway_and_an_acl_are_taken_over(shell: Shell) -> None:
    shell.config(TOML + "enable_nat_gateway = true\nenable_network_acls = true\n")
    address = shell.ec2.allocate_address(Domain="vpc")["AllocationId"]
    gateway = shell.ec2.create_nat_gateway(
        SubnetId=shell.site.public_subnets[ZONE_A], AllocationId=address, ConnectivityType="public"
    )["NatGateway"]["NatGatewayId"]
    acl = shell.ec2.create_network_acl(VpcId=shell.site.vpc_id)["NetworkAcl"]["NetworkAclId"]
    shell.done("adopt", f"elastic_ip/{ZONE_A}", address)
    shell.done("adopt", f"nat_gateway/{ZONE_A}", gateway)
    shell.done("adopt", "network_acl/public", acl)
    shell.done("apply")
    shell.empty()
    assert (len(shell.gateways()), len(shell.addresses())) == (2, 2)
    assert shell.id(f"nat_gateway/{ZONE_A}") == gateway
    assert shell.id(f"elastic_ip/{ZONE_A}") == address
    assert shell.id("network_acl/public") == acl


def test_adopting_twice_changes_nothing(shell: Shell) -> None:
    group = shell.group("by-hand")
    shell.done("adopt", "security_group/alb", group)
    before = shell.tags(group)
    shell.done("adopt", "security_group/alb", group)
    assert shell.tags(group) == before


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("security_group/alb", "sg-0123456789abcdef0"), 3, "this VPC has no sg-0123456789abcdef0"),
        (("security_group/nope", "sg-0123456789abcdef0"), 3, "Known: security_group/alb"),
        (("security_group_rules/alb-ingress", "sgr-1"), 3, "Known: security_group/alb"),
        (("elastic_ip/ap-northeast-1a", "sg-1"), 3, "elastic_ip/ap-northeast-1a is not in this stack"),
        (("nonsense", "sg-1"), 3, "KIND/NAME as plan shows it"),
        (("security_group/alb",), 3, "Missing argument 'ID'"),
    ],
)
def test_what_can_not_be_adopted(shell: Shell, arguments: tuple[str, ...], code: int, says: str) -> None:
    result = shell("adopt", *arguments, "-y")
    assert (result.code, says in " ".join(result.err.split())) == (code, True), result.err
    assert not shell.state_path.exists()


def test_the_wrong_kind_is_not_adopted(shell: Shell) -> None:
    acl = shell.ec2.create_network_acl(VpcId=shell.site.vpc_id)["NetworkAcl"]["NetworkAclId"]
    result = shell("adopt", "security_group/alb", acl, "-y")
    assert (result.code, "nothing" in result.err or f"this VPC has no {acl}" in result.err) == (3, True), result.err
    assert shell.tags(acl) == {}


def test_what_another_stack_owns_is_not_adopted(shell: Shell) -> None:
    group = shell.group("theirs")
    shell.tag(group, {"netsec:stack": "other/prod", "netsec:address": "security_group/alb"})
    result = shell("adopt", "security_group/alb", group, "-y")
    assert (result.code, "belongs to another stack: other/prod" in result.err) == (5, True)


def test_an_address_that_is_taken_is_not_given_away(shell: Shell) -> None:
    shell.done("apply")
    mine, other = shell.id("security_group/alb"), shell.group("other")
    result = shell("adopt", "security_group/alb", other, "-y")
    assert (result.code, f"security_group/alb is already {mine}" in result.err) == (5, True)
    assert shell.tags(other) == {}


def test_forgetting_one(shell: Shell) -> None:
    shell.config(TOML + '[tags]\nTeam = "web"\n')
    shell.done("apply")
    group = shell.id("security_group/alb")
    result = shell.done("forget", "security_group/alb")
    assert group in result.out
    tags = shell.tags(group)
    assert (tags["Name"], tags["Team"], OWN & set(tags)) == ("myapp-dev-alb-sg", "web", set())
    assert not [each for each in shell.state["resources"] if "/alb" in each]
    plan = shell("plan")
    assert (plan.code, f"netsec adopt security_group/alb {group}" in plan.out) == (5, True)
    shell.done("adopt", "security_group/alb", group)
    shell.done("apply")
    shell.empty()


def test_forgetting_all(shell: Shell) -> None:
    shell.done("apply", "--nat")
    gateways = shell.gateways()
    result = shell.done("forget", "--all")
    assert shell.state["resources"] == {}
    assert "security_group_alb_id  sg-" not in result.out
    assert shell.gateways() == gateways
    for each in (*gateways, *(address["AllocationId"] for address in shell.addresses())):
        assert not OWN & set(shell.tags(each))
        assert shell.tags(each)["Name"].startswith("myapp-dev-nat-")
    shell.done("destroy")
    assert shell.gateways() == gateways


def test_forgetting_what_is_not_there(shell: Shell) -> None:
    assert "nothing to forget" in shell.done("forget", "--all").out
    shell.done("apply")
    result = shell("forget", "security_group/nope", "-y")
    assert (result.code, "netsec state list" in result.err) == (3, True)


def test_forgetting_what_is_gone(shell: Shell) -> None:
    shell.config(TOML + "enable_network_acls = true\n")
    shell.done("apply")
    acl = shell.id("network_acl/public")
    shell.ec2.delete_network_acl(NetworkAclId=acl)
    shell.done("forget", "network_acl/public")
    assert "network_acl/public" not in shell.state["resources"]
    shell.done("apply")
    shell.empty()
