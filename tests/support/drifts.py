"""What people do to a stack by hand, each in the way of somebody who means no harm."""

from __future__ import annotations

from typing import Any

from tests.support.story import ZONE_A, ZONE_C, Story


def _entry(story: Story, acl: str) -> str:
    return story.id(f"network_acl/{acl}")


def rule(port: int, cidr: str = "0.0.0.0/0", **story: str) -> list[dict[str, Any]]:
    return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": cidr, **story}]}]


def peer(port: int, group: str, **story: str) -> list[dict[str, Any]]:
    return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "UserIdGroupPairs": [{"GroupId": group, **story}]}]


def rule_added(story: Story) -> None:
    story.ec2.authorize_security_group_ingress(GroupId=story.id("security_group/rds"), IpPermissions=rule(5432))


def egress_added(story: Story) -> None:
    story.ec2.authorize_security_group_egress(GroupId=story.id("security_group/alb"), IpPermissions=rule(1))


def rule_removed(story: Story) -> None:
    story.ec2.revoke_security_group_ingress(
        GroupId=story.id("security_group/alb"), IpPermissions=rule(443, Description="HTTPS from Internet")
    )


def peer_rule_removed(story: Story) -> None:
    alb, ecs = story.id("security_group/alb"), story.id("security_group/ecs")
    story.ec2.revoke_security_group_ingress(GroupId=ecs, IpPermissions=peer(3000, alb, Description="App port from ALB"))


def every_rule_removed(story: Story) -> None:
    for key in ("alb", "ecs", "rds"):
        group = story.group(f"handson-dev-{key}-sg")
        story.ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=group["IpPermissions"])
        story.ec2.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"])


def rule_changed(story: Story) -> None:
    group = story.id("security_group/alb")
    story.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=rule(443, Description="HTTPS from Internet"))
    story.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule(8443))


def description_changed(story: Story) -> None:
    story.ec2.update_security_group_rule_descriptions_ingress(
        GroupId=story.id("security_group/alb"), IpPermissions=rule(80, Description="by hand")
    )


def route_deleted(story: Story) -> None:
    table = story.site.private_route_tables[ZONE_A]
    story.ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")


def routes_crossed(story: Story) -> None:
    story.ec2.replace_route(
        RouteTableId=story.site.private_route_tables[ZONE_A],
        DestinationCidrBlock="0.0.0.0/0",
        NatGatewayId=story.id(f"nat_gateway/{ZONE_C}"),
    )


def gateway_deleted(story: Story) -> None:
    story.ec2.delete_nat_gateway(NatGatewayId=story.id(f"nat_gateway/{ZONE_C}"))


def gateways_and_addresses_gone(story: Story) -> None:
    for gateway in story.gateways():
        story.ec2.delete_nat_gateway(NatGatewayId=gateway)
    for address in story.addresses():
        if address.get("AssociationId"):
            story.ec2.disassociate_address(AssociationId=address["AssociationId"])
        story.ec2.release_address(AllocationId=address["AllocationId"])


def entry_changed(story: Story) -> None:
    story.ec2.replace_network_acl_entry(
        NetworkAclId=_entry(story, "public"), RuleNumber=100, Egress=False, Protocol="6", RuleAction="deny",
        CidrBlock="0.0.0.0/0", PortRange={"From": 80, "To": 80},
    )  # fmt: skip


def entry_added(story: Story) -> None:
    story.ec2.create_network_acl_entry(
        NetworkAclId=_entry(story, "private"), RuleNumber=1, Egress=True, Protocol="-1", RuleAction="deny",
        CidrBlock="0.0.0.0/0",
    )  # fmt: skip


def entry_deleted(story: Story) -> None:
    story.ec2.delete_network_acl_entry(NetworkAclId=_entry(story, "private"), RuleNumber=110, Egress=False)


def _move(story: Story, subnet: str, acl: str) -> None:
    rows = story.ec2.describe_network_acls()["NetworkAcls"]
    (found,) = (each for row in rows for each in row["Associations"] if each["SubnetId"] == subnet)
    story.ec2.replace_network_acl_association(AssociationId=found["NetworkAclAssociationId"], NetworkAclId=acl)


def association_moved(story: Story) -> None:
    _move(story, story.site.public_subnets[ZONE_A], _entry(story, "private"))


def association_taken_back(story: Story) -> None:
    rows = story.ec2.describe_network_acls()["NetworkAcls"]
    default = next(row["NetworkAclId"] for row in rows if row["IsDefault"] and row["VpcId"] == story.vpc)
    for subnet in story.site.private_subnets.values():
        _move(story, subnet, default)


def tags_edited(story: Story) -> None:
    for kind, name in (
        ("elastic_ip", ZONE_A),
        ("nat_gateway", ZONE_A),
        ("security_group", "ecs"),
        ("network_acl", "public"),
    ):
        story.tag(story.id(f"{kind}/{name}"), Name="my own")


def tags_removed(story: Story) -> None:
    for kind, name in (
        ("elastic_ip", ZONE_C),
        ("nat_gateway", ZONE_C),
        ("security_group", "rds"),
        ("network_acl", "private"),
    ):
        story.untag(story.id(f"{kind}/{name}"), "Name", "ManagedBy", "netsec:address", "Project")


def group_deleted(story: Story) -> None:
    story.ec2.delete_security_group(GroupId=story.id("security_group/rds"))


DRIFTS = (
    rule_added, egress_added, rule_removed, peer_rule_removed, every_rule_removed, rule_changed, description_changed,
    route_deleted, routes_crossed, gateway_deleted, gateways_and_addresses_gone, entry_changed, entry_added,
    entry_deleted, association_moved, association_taken_back, tags_edited, tags_removed, group_deleted,
)  # fmt: skip
