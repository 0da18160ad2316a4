"""Network ACLs: the default denies, checked entries, quotas, and associations that change their id."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.network_acls import NetworkACLs

from netsec.sandbox import quota
from netsec.sandbox.ec2_errors import Ec2Error, dependency_violation, invalid_parameter, missing_parameter
from netsec.sandbox.settings import SETTINGS

LAST_RULE = 32766
DENY_V4, DENY_V6 = LAST_RULE + 1, LAST_RULE + 2
PORTED = frozenset({"6", "17"})
ICMP = frozenset({"1", "58"})


class NetworkAcls(NetworkACLs):
    """What moto lets pass or stumbles over."""

    params: dict[str, Any]

    def create_network_acl(self) -> ActionResult:
        """With the last entries, which deny; refused above the quota of the VPC."""
        backend, vpc_id = self.ec2_backend, self.params["VpcId"]
        if sum(each.vpc_id == vpc_id for each in backend.network_acls.values()) >= SETTINGS.acl_quota:
            raise Ec2Error("NetworkAclLimitExceeded", f"The maximum number of network ACLs of {vpc_id} is reached.")
        answer = super().create_network_acl()
        acl = answer.result["NetworkAcl"]  # type: ignore[index]
        _add(backend, acl, DENY_V4, "deny", "0.0.0.0/0")
        if backend.get_vpc(vpc_id).get_cidr_block_association_set(ipv6=True):
            _add(backend, acl, DENY_V6, "deny", "::/0")
        return answer

    def delete_network_acl(self) -> ActionResult:
        """Refused for the default one, and while a subnet is associated with it."""
        acl = self._acl()
        if acl.default:
            raise invalid_parameter(f"cannot delete default network ACL {acl.id}")
        if acl.associations:
            raise dependency_violation(f"The network ACL '{acl.id}' has dependencies and cannot be deleted.")
        return super().delete_network_acl()

    def create_network_acl_entry(self) -> ActionResult:
        """Refused where the number is taken, or the direction is full."""
        acl, egress = self._acl(), self.params["Egress"]
        self._check_entry()
        if _entry(acl, self.params["RuleNumber"], egress):
            message = f"The network acl entry identified by {self.params['RuleNumber']} already exists."
            raise Ec2Error("NetworkAclEntryAlreadyExists", message)
        quota.check_entries(acl, self.params)
        return super().create_network_acl_entry()

    def replace_network_acl_entry(self) -> ActionResult:
        """Refused where there is no entry of that number."""
        self._check_entry()
        self._require_entry()
        quota.check_entries(self._acl(), self.params)
        return super().replace_network_acl_entry()

    def delete_network_acl_entry(self) -> ActionResult:
        """Refused where there is no entry of that number."""
        _check_number(self.params["RuleNumber"])
        self._require_entry()
        return super().delete_network_acl_entry()

    def replace_network_acl_association(self) -> ActionResult:
        """The subnet moves to another ACL of its VPC; the association has a new id."""
        backend, association = self.ec2_backend, self.params["AssociationId"]
        now = next((each for each in backend.network_acls.values() if association in each._associations), None)
        if now is None:
            message = f"The association ID '{association}' does not exist"
            raise Ec2Error("InvalidAssociationID.NotFound", message)
        if self._acl().vpc_id != now.vpc_id:
            raise invalid_parameter(
                f"Network ACL {self._acl().id} and association {association} belong to different networks"
            )
        return super().replace_network_acl_association()

    def _acl(self) -> Any:
        return self.ec2_backend.get_network_acl(self.params["NetworkAclId"])

    def _require_entry(self) -> None:
        if not _entry(self._acl(), self.params["RuleNumber"], self.params["Egress"]):
            message = f"The network acl entry identified by {self.params['RuleNumber']} does not exist."
            raise Ec2Error("InvalidNetworkAclEntry.NotFound", message)

    def _check_entry(self) -> None:
        """Refuse what EC2 refuses; canonicalise the CIDR; give moto the ICMP type under the name it reads."""
        _check_number(self.params["RuleNumber"])
        _check_protocol(self.params)
        blocks = [name for name in ("CidrBlock", "Ipv6CidrBlock") if self.params.get(name)]
        if len(blocks) != 1:
            raise invalid_parameter("Exactly one of cidrBlock and ipv6CidrBlock must be given.")
        self.params[blocks[0]] = _canonical(self.params[blocks[0]])
        if self.params.get("IcmpTypeCode"):
            self.params["Icmp"] = self.params["IcmpTypeCode"]


def add_ipv6_defaults(backend: Any, acl: Any) -> None:
    """What the default ACL of a VPC with IPv6 has besides."""
    _add(backend, acl, 101, "allow", "::/0")
    _add(backend, acl, DENY_V6, "deny", "::/0")


def forget_subnet(backend: Any, subnet_id: str) -> None:
    """A deleted subnet leaves no association behind."""
    for acl in backend.network_acls.values():
        ids = [each.id for each in acl.associations if each.subnet_id == subnet_id]
        for each in ids:
            del acl._associations[each]


def _add(backend: Any, acl: Any, number: int, action: str, cidr: str) -> None:
    family = (
        {"cidr_block": None, "ipv6_cidr_block": cidr} if ":" in cidr else {"cidr_block": cidr, "ipv6_cidr_block": None}
    )
    nothing = dict.fromkeys(("icmp_code", "icmp_type", "port_range_from", "port_range_to"))
    for egress in (True, False):
        backend.create_network_acl_entry(
            acl.id, rule_number=number, protocol="-1", rule_action=action, egress=egress, **family, **nothing
        )


def _entry(acl: Any, number: int, egress: bool) -> Any:
    same = (each for each in acl.network_acl_entries if (each.rule_number, each.egress) == (number, egress))
    return next(same, None)


def _check_number(number: int) -> None:
    if not 1 <= number <= LAST_RULE:
        raise invalid_parameter(
            f"Value ({number}) for parameter ruleNumber is invalid. It must be from 1 to {LAST_RULE}."
        )


def _check_protocol(parameters: dict[str, Any]) -> None:
    protocol, ports = str(parameters["Protocol"]), parameters.get("PortRange") or {}
    if protocol != "-1" and not (protocol.isdigit() and int(protocol) <= 255):
        raise invalid_parameter(f"Invalid value '{protocol}' for IP protocol. Use its number.")
    if protocol in PORTED and None in (ports.get("From"), ports.get("To")):
        raise missing_parameter("portRange")
    if protocol in PORTED and not 0 <= ports["From"] <= ports["To"] <= 65535:
        raise invalid_parameter(f"Invalid port range {ports['From']}-{ports['To']}")
    if protocol in ICMP and not parameters.get("IcmpTypeCode"):
        raise missing_parameter("icmpTypeCode")


def _canonical(cidr: str) -> str:
    try:
        return str(ip_network(cidr, strict=False))
    except ValueError:
        raise invalid_parameter(
            f"Value ({cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block."
        ) from None
