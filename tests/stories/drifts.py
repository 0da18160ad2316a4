"""What people do to a stack by hand, each in the way of somebody who means no harm."""

from __future__ import annotations

from typing import Any

from world import ZONE_A, ZONE_C, Story


def _entry(told: Story, acl: str) -> str:
    return told.id(f"network_acl/{acl}")


def rule(port: int, cidr: str = "0.0.0.0/0", **told: str) -> list[dict[str, Any]]:
    return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": cidr, **told}]}]


def peer(port: int, group: str, **told: str) -> list[dict[str, Any]]:
    return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "UserIdGroupPairs": [{"GroupId": group, **told}]}]


def rule_added(told: Story) -> None:
    told.ec2.authorize_security_group_ingress(GroupId=told.id("security_group/rds"), IpPermissions=rule(5432))


def egress_added(told: Story) -> None:
    told.ec2.authorize_security_group_egress(GroupId=told.id("security_group/alb"), IpPermissions=rule(1))


def rule_removed(told: Story) -> None:
    told.ec2.revoke_security_group_ingress(
        GroupId=told.id("security_group/alb"), IpPermissions=rule(443, Description="HTTPS from Internet")
    )


def peer_rule_removed(told: Story) -> None:
    alb, ecs = told.id("security_group/alb"), told.id("security_group/ecs")
    told.ec2.revoke_security_group_ingress(GroupId=ecs, IpPermissions=peer(3000, alb, Description="App port from ALB"))


def every_rule_removed(told: Story) -> None:
    for key in ("alb", "ecs", "rds"):
        group = told.group(f"handson-dev-{key}-sg")
        told.ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=group["IpPermissions"])
        told.ec2.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"])


def rule_changed(told: Story) -> None:
    group = told.id("security_group/alb")
    told.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=rule(443, Description="HTTPS from Internet"))
    told.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule(8443))


def description_changed(told: Story) -> None:
    told.ec2.update_security_group_rule_descriptions_ingress(
        GroupId=told.id("security_group/alb"), IpPermissions=rule(80, Description="by hand")
    )


def route_deleted(told: Story) -> None:
    table = told.site.private_route_tables[ZONE_A]
    told.ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")


def routes_crossed(told: Story) -> None:
    told.ec2.replace_route(
        RouteTableId=told.site.private_route_tables[ZONE_A],
        DestinationCidrBlock="0.0.0.0/0",
        NatGatewayId=told.id(f"nat_gateway/{ZONE_C}"),
    )


def gateway_deleted(told: Story) -> None:
    told.ec2.delete_nat_gateway(NatGatewayId=told.id(f"nat_gateway/{ZONE_C}"))


def gateways_and_addresses_gone(told: Story) -> None:
    for gateway in told.gateways():
        told.ec2.delete_nat_gateway(NatGatewayId=gateway)
    for address in told.addresses():
        if address.get("AssociationId"):
            told.ec2.disassociate_address(AssociationId=address["AssociationId"])
        told.ec2.release_address(AllocationId=address["AllocationId"])


def entry_changed(told: Story) -> None:
    told.ec2.replace_network_acl_entry(
        NetworkAclId=_entry(told, "public"), RuleNumber=100, Egress=False, Protocol="6", RuleAction="deny",
        CidrBlock="0.0.0.0/0", PortRange={"From": 80, "To": 80},
    )  # fmt: skip


def entry_added(told: Story) -> None:
    told.ec2.create_network_acl_entry(
        NetworkAclId=_entry(told, "private"), RuleNumber=1, Egress=True, Protocol="-1", RuleAction="deny",
        CidrBlock="0.0.0.0/0",
    )  # fmt: skip


def entry_deleted(told: Story) -> None:
    told.ec2.delete_network_acl_entry(NetworkAclId=_entry(told, "private"), RuleNumber=110, Egress=False)


def _move(told: Story, subnet: str, acl: str) -> None:
    rows = told.ec2.describe_network_acls()["NetworkAcls"]
    (found,) = (each for row in rows for each in row["Associations"] if each["SubnetId"] == subnet)
    told.ec2.replace_network_acl_association(AssociationId=found["NetworkAclAssociationId"], NetworkAclId=acl)


def association_moved(told: Story) -> None:
    _move(told, told.site.public_subnets[ZONE_A], _entry(told, "private"))


def association_taken_back(told: Story) -> None:
    rows = told.ec2.describe_network_acls()["NetworkAcls"]
    default = next(row["NetworkAclId"] for row in rows if row["IsDefault"] and row["VpcId"] == told.vpc)
    for subnet in told.site.private_subnets.values():
        _move(told, subnet, default)


def tags_edited(told: Story) -> None:
    for kind, name in (
        ("elastic_ip", ZONE_A),
        ("nat_gateway", ZONE_A),
        ("security_group", "ecs"),
        ("network_acl", "public"),
    ):
        told.tag(told.id(f"{kind}/{name}"), Name="my own")


def tags_removed(told: Story) -> None:
    for kind, name in (
        ("elastic_ip", ZONE_C),
        ("nat_gateway", ZONE_C),
        ("security_group", "rds"),
        ("network_acl", "private"),
    ):
        told.untag(told.id(f"{kind}/{name}"), "Name", "ManagedBy", "netsec:address", "Project")


def group_deleted(told: Story) -> None:
    told.ec2.delete_security_group(GroupId=told.id("security_group/rds"))


DRIFTS = (
    rule_added, egress_added, rule_removed, peer_rule_removed, every_rule_removed, rule_changed, description_changed,
    route_deleted, routes_crossed, gateway_deleted, gateways_and_addresses_gone, entry_changed, entry_added,
    entry_deleted, association_moved, association_taken_back, tags_edited, tags_removed, group_deleted,
)  # fmt: skip
