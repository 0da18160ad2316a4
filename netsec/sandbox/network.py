"""VPCs, subnets and internet gateways: created as EC2 does, and not deleted while something depends on them."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.internet_gateways import InternetGateways
from moto.ec2.responses.subnets import Subnets
from moto.ec2.responses.vpcs import VPCs

from netsec.sandbox import network_acl, rule_permission
from netsec.sandbox.ec2_errors import dependency_violation


class Networks(InternetGateways, Subnets, VPCs):
    """CreateVpc, and the deletions that moto allows too easily."""

    params: dict[str, Any]

    def create_vpc(self) -> ActionResult:
        """With the default group that lets itself in, and the IPv6 entries of the default ACL."""
        answer = super().create_vpc()
        vpc, backend = answer.result["Vpc"], self.ec2_backend  # type: ignore[index]
        group = backend.get_default_security_group(vpc.id)
        itself = rule_permission.Permission("-1", None, None, "group", group.id)
        group.ingress_rules.append(rule_permission.to_rule(backend, group, itself, egress=False))
        if has_ipv6(vpc):
            network_acl.add_ipv6_defaults(backend, backend.describe_network_acls(filters={"vpc-id": [vpc.id]})[0])
        return answer

    def delete_vpc(self) -> ActionResult:
        """Refused while it has groups, ACLs or gateways beside the default ones."""
        backend, vpc_id = self.ec2_backend, self.params["VpcId"]
        groups = [each for each in backend.groups[vpc_id].values() if not each.is_default]
        acls = [each for each in backend.network_acls.values() if each.vpc_id == vpc_id and not each.default]
        gateways = [each for each in backend.internet_gateways.values() if each.vpc and each.vpc.id == vpc_id]
        if groups or acls or gateways:
            raise dependency_violation(f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
        return super().delete_vpc()

    def delete_subnet(self) -> ActionResult:
        """Refused while a network interface is in it."""
        wanted = self.params["SubnetId"]
        if any(eni.subnet.id == wanted for eni in self.ec2_backend.enis.values()):
            raise dependency_violation(f"The subnet '{wanted}' has dependencies and cannot be deleted.")
        answer = super().delete_subnet()
        network_acl.forget_subnet(self.ec2_backend, wanted)
        return answer

    def detach_internet_gateway(self) -> ActionResult:
        """Refused while an address is mapped to an interface of the VPC."""
        wanted = self.params.get("VpcId")
        mapped = [each for each in self.ec2_backend.addresses if each.eni and each.eni.subnet.vpc_id == wanted]
        if mapped:
            raise dependency_violation(f"Network {wanted} has some mapped public address(es).")
        return super().detach_internet_gateway()


def has_ipv6(vpc: Any) -> bool:
    """Whether the VPC has an IPv6 block."""
    return bool(vpc.get_cidr_block_association_set(ipv6=True))
