"""Security groups: names that EC2 takes, unique without regard to case, and no deletion while one is needed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.security_groups import SecurityGroups as MotoSecurityGroups

from netsec.sandbox.ec2_errors import Ec2Error, dependency_violation, invalid_parameter, missing_parameter
from netsec.sandbox.rule_permission import check_text
from netsec.sandbox.settings import SETTINGS


class SecurityGroups(MotoSecurityGroups):
    """CreateSecurityGroup, DeleteSecurityGroup and DescribeSecurityGroups."""

    params: dict[str, Any]

    def create_security_group(self) -> ActionResult:
        """Refused where the name is taken in the VPC, or above the quota."""
        name, description = self.params.get("GroupName") or "", self.params.get("Description") or ""
        _check_name(name, description)
        vpc_id = self.params.get("VpcId") or self.ec2_backend.default_vpc.id
        peers = self.ec2_backend.groups[vpc_id].values()
        if name.lower() in {each.name.lower() for each in peers}:
            raise Ec2Error("InvalidGroup.Duplicate", f"The security group '{name}' already exists for VPC '{vpc_id}'")
        if len(list(all_groups(self.ec2_backend))) >= SETTINGS.group_quota:
            raise Ec2Error("SecurityGroupLimitExceeded", "The maximum number of security groups has been reached.")
        return super().create_security_group()

    def delete_security_group(self) -> ActionResult:
        """Refused for a VPC's default group, and while a rule or an interface uses it."""
        group = find_group(self.ec2_backend, self.params)
        if group.is_default:
            raise Ec2Error("CannotDelete", f"the specified group: {group.id} name: default cannot be deleted by a user")
        if any(other.id != group.id and _refers(other, group.id) for other in all_groups(self.ec2_backend)):
            raise dependency_violation(f"resource {group.id} has a dependent object")
        if any(group.id in {each.id for each in eni.group_set} for eni in self.ec2_backend.enis.values()):
            raise dependency_violation(f"resource {group.id} has a dependent object")
        return super().delete_security_group()

    def describe_security_groups(self) -> ActionResult:
        """Those that pass the filters, their rules as EC2 groups them."""
        answer = super().describe_security_groups()
        groups = answer.result["SecurityGroups"]  # type: ignore[index]
        return ActionResult({"SecurityGroups": [GroupView(each) for each in groups]})


class GroupView:
    """moto's group, with the descriptions that moto leaves out of its permissions."""

    def __init__(self, group: Any) -> None:
        self._group = group

    def __getattr__(self, name: str) -> Any:
        return getattr(self._group, name)

    @property
    def ip_permissions(self) -> list[dict[str, Any]]:
        """The ingress rules, those of the same protocol and ports together."""
        return _permissions(self._group.ingress_rules)

    @property
    def ip_permissions_egress(self) -> list[dict[str, Any]]:
        """The egress rules, those of the same protocol and ports together."""
        return _permissions(self._group.egress_rules)


def all_groups(backend: Any) -> Iterator[Any]:
    """Every group of the region, in all VPCs."""
    return chain.from_iterable(groups.values() for groups in list(backend.groups.values()))


def find_group(backend: Any, parameters: dict[str, Any]) -> Any:
    """The group a request is about."""
    wanted = parameters.get("GroupId") or parameters.get("GroupName")
    group = backend.get_security_group_by_name_or_id(wanted) if wanted else None
    if group is None:
        raise Ec2Error("InvalidGroup.NotFound", f"The security group '{wanted}' does not exist")
    return group


def _permissions(rules: list[Any]) -> list[dict[str, Any]]:
    """Rules of the same protocol and ports stand together."""
    grouped: dict[tuple[Any, ...], dict[str, Any]] = {}
    for rule in rules:
        scope = (rule.ip_protocol, rule.from_port, rule.to_port)
        _add(grouped.setdefault(scope, _empty(*scope)), rule)
    return list(grouped.values())


def _empty(protocol: str, first: int | None, last: int | None) -> dict[str, Any]:
    ports = {} if first is None else {"FromPort": first, "ToPort": last}
    sources: dict[str, Any] = {"IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}
    return {"IpProtocol": protocol, **ports, **sources}


def _add(block: dict[str, Any], rule: Any) -> None:
    if rule.source_group:
        block["UserIdGroupPairs"].append(rule.source_group)
    elif rule.prefix_list_id:
        block["PrefixListIds"].append({"PrefixListId": rule.prefix_list_id, **rule.ip_range})
    else:
        block["IpRanges" if "CidrIp" in rule.ip_range else "Ipv6Ranges"].append(rule.ip_range)


def _refers(group: Any, group_id: str) -> bool:
    rules = [*group.ingress_rules, *group.egress_rules]
    return any(rule.source_group.get("GroupId") == group_id for rule in rules)


def _check_name(name: str, description: str) -> None:
    if not description:
        raise missing_parameter("GroupDescription")
    if not name or name.lower().startswith("sg-"):
        raise invalid_parameter(
            f"Value ({name}) for parameter GroupName is invalid. Group names may not be in the format sg-*"
        )
    if name.lower() == "default":
        raise invalid_parameter("Cannot use reserved security group name: default")
    check_text("group name", name)
    check_text("group description", description)
