"""One security group rule as a value: read from a request, checked, canonical, and comparable with moto's rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule

from netsec.sandbox.ec2_errors import Ec2Error, invalid_parameter, missing_parameter

TEXT = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]*")
"""What EC2 takes in names and descriptions of groups and rules."""
TEXT_LENGTH = 255
PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1"}
PORTED, ICMP = frozenset({"tcp", "udp"}), frozenset({"icmp", "icmpv6"})
SOURCES = {
    "IpRanges": ("v4", "CidrIp"),
    "Ipv6Ranges": ("v6", "CidrIpv6"),
    "PrefixListIds": ("prefix list", "PrefixListId"),
    "UserIdGroupPairs": ("group", "GroupId"),
}


@dataclass(frozen=True)
class Permission:
    """What makes two rules the same, and a description, which does not."""

    protocol: str
    from_port: int | None
    to_port: int | None
    kind: str
    peer: str
    description: str | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes two rules the same: all but the description."""
        return self.protocol, self.from_port, self.to_port, self.kind, self.peer


def from_request(parameters: dict[str, Any], own: str) -> list[Permission]:
    """All permissions a request names, in either of its two spellings; none at all is refused. `own` is our account."""
    blocks = parameters.get("IpPermissions") or [_single(parameters)]
    permissions = [each for block in blocks for each in _from_block(block, own)]
    if not permissions:
        raise missing_parameter("ipPermissions")
    return permissions


def _single(parameters: dict[str, Any]) -> dict[str, Any]:
    """The old spelling, with one CIDR in the request itself."""
    block = {name: parameters.get(name) for name in ("IpProtocol", "FromPort", "ToPort")}
    ranges = [{"CidrIp": parameters["CidrIp"]}] if parameters.get("CidrIp") else []
    return {**block, "IpRanges": ranges}


def _from_block(block: dict[str, Any], own: str) -> Iterator[Permission]:
    protocol, first, last = protocol_and_ports(block.get("IpProtocol"), block.get("FromPort"), block.get("ToPort"))
    for source, (kind, name) in SOURCES.items():
        for each in block.get(source) or []:
            if not each.get(name):
                raise missing_parameter(name)
            account = each.get("UserId", own) if kind == "group" else own
            peer = each[name] if account == own else f"{account}/{each[name]}"
            yield make_permission(protocol, first, last, kind, peer, each.get("Description"))


def protocol_and_ports(protocol: str | None, first: int | None, last: int | None) -> tuple[str, int | None, int | None]:
    """Protocol and ports in EC2's own spelling."""
    if not protocol:
        raise invalid_parameter(
            "Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly."
        )
    name = PROTOCOLS.get(protocol.lower(), protocol.lower())
    if name in PORTED:
        _check_ports(first, last)
        return name, first, last
    if name in ICMP:
        return name, -1 if first is None else first, -1 if last is None else last
    if name != "-1" and not (name.isdigit() and int(name) <= 255):
        raise invalid_parameter(f"Invalid value '{protocol}' for IP protocol. Unknown protocol.")
    return name, None, None


def make_permission(
    protocol: str, first: int | None, last: int | None, kind: str, peer: str, description: str | None
) -> Permission:
    """A checked rule; its CIDR without host bits, as EC2 stores it."""
    check_text("rule description", description or "")
    whole = canonical_cidr(kind, peer) if kind in ("v4", "v6") else peer
    return Permission(protocol, first, last, kind, whole, description)


def canonical_cidr(kind: str, cidr: str) -> str:
    """The CIDR without host bits, as EC2 stores it."""
    try:
        network = ip_network(cidr, strict=False)
    except ValueError:
        network = None
    if network is None or network.version != int(kind[1]) or "/" not in cidr:
        raise invalid_parameter(f"CIDR block {cidr} is malformed")
    return str(network)


def check_text(what: str, text: str) -> None:
    """Refuse a name or description that is too long or has characters that EC2 does not take."""
    if len(text) > TEXT_LENGTH:
        raise invalid_parameter(f"Invalid {what}: at most {TEXT_LENGTH} characters are allowed")
    if not TEXT.fullmatch(text):
        raise invalid_parameter(
            f"Invalid {what}. Valid characters are a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{{}}!$*"
        )


def of_rule(rule: Any) -> Permission:
    """A rule that moto holds, as a value."""
    if rule.source_group:
        pair = rule.source_group
        foreign = pair.get("UserId", "") != pair.get("OwnerId", pair.get("UserId", ""))
        kind, peer = "group", f"{pair['UserId']}/{pair['GroupId']}" if foreign else pair["GroupId"]
    elif rule.prefix_list_id:
        kind, peer = "prefix list", rule.prefix_list_id
    else:
        kind = "v6" if rule.ip_range.get("CidrIpv6") else "v4"
        peer = rule.ip_range.get("CidrIpv6") or rule.ip_range.get("CidrIp")
    return Permission(rule.ip_protocol, rule.from_port, rule.to_port, kind, peer, rule.ip_range.get("Description"))


def to_rule(backend: Any, group: Any, wanted: Permission, *, egress: bool) -> Any:
    """A new rule for moto to hold."""
    rule = SecurityGroupRule(backend, "-1", group.id, None, None, None, is_egress=egress)
    write_rule(backend, rule, wanted)
    return rule


def write_rule(backend: Any, rule: Any, wanted: Permission) -> None:
    """Make a rule say this. Its description always stands in `ip_range`, where moto looks for it."""
    rule.ip_protocol, rule.from_port, rule.to_port = wanted.protocol, wanted.from_port, wanted.to_port
    text = {} if wanted.description is None else {"Description": wanted.description}
    cidr = {"v4": {"CidrIp": wanted.peer}, "v6": {"CidrIpv6": wanted.peer}}.get(wanted.kind, {})
    rule.ip_range = {**cidr, **text}
    rule.prefix_list_id = wanted.peer if wanted.kind == "prefix list" else None
    owner = backend.account_id
    account, _, group = wanted.peer.rpartition("/")
    pair = {"GroupId": group, "UserId": account or owner, "OwnerId": owner, **text}
    rule.source_group = pair if wanted.kind == "group" else {}


def _check_ports(first: int | None, last: int | None) -> None:
    if first is None or last is None:
        raise invalid_parameter("Invalid value for portRange. Must specify both from and to ports with TCP/UDP.")
    if not 0 <= first <= 65535 or not 0 <= last <= 65535 or first > last:
        raise invalid_parameter(f"Invalid TCP/UDP port range ({first}-{last})")


def refuse_repeated(wanted: list[Permission]) -> None:
    """Refuse a request that names the same rule twice."""
    if len({each.key for each in wanted}) != len(wanted):
        raise invalid_parameter("The same permission must not appear multiple times")


def refuse_existing(wanted: list[Permission], known: list[Any]) -> None:
    """Rules that differ in their description alone are duplicates too."""
    keys = {of_rule(rule).key for rule in known}
    double = next((each for each in wanted if each.key in keys), None)
    if double:
        message = f'the specified rule "peer: {double.peer}, {double.protocol}" already exists'
        raise Ec2Error("InvalidPermission.Duplicate", message)
