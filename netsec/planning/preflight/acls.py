"""Traffic of a NAT gateway that the network ACL of its subnet blocks; ACLs are stateless, so answers count too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_network

from netsec.messages import Message, message
from netsec.model import AclEntry, Change, Config, reason
from netsec.model.response_fields import member_texts
from netsec.planning.observation import Observation
from netsec.planning.preflight.findings import PreflightFindings, calls_of_operation

TCP, UDP, ICMP, ALL = "6", "17", "1", "-1"
ANYWHERE = "0.0.0.0/0"
# NAT gateways send from ports 1024 to 65535 (VPC user guide, ephemeral ports); one in the middle stands for them.
EPHEMERAL = 40_000
TOUCHING = ("nat_gateway", "network_acl_entries", "network_acl_association")


@dataclass(frozen=True)
class Probe:
    """A type of traffic that a NAT gateway is expected to pass; ICMP has no ports."""

    name: str | Message
    protocol: str
    port: int | None = None


PROBES = (
    Probe("HTTPS (443)", TCP, 443),
    Probe("HTTP (80)", TCP, 80),
    Probe("SSH (22)", TCP, 22),
    Probe(message("problem.mail"), TCP, 587),
    Probe(message("problem.high_ports"), TCP, 8443),
    Probe(message("problem.external_dns"), UDP, 53),
    Probe("QUIC (UDP 443)", UDP, 443),
    Probe("ping", ICMP),
)


def check_nat_acls(config: Config, observation: Observation, makes: Sequence[Change]) -> PreflightFindings:
    """A warning for each ACL that would block traffic of a NAT gateway in its subnet."""
    made = {str(params["SubnetId"]) for _, params in calls_of_operation(makes, "create_nat_gateway")}
    existing = {
        live.attributes["subnet_id"] for live in observation.lives if live.kind == "nat_gateway" and live.is_owned
    }
    if not config.enable_nat_gateway or not any(change.address.kind in TOUCHING for change in makes):
        return PreflightFindings()
    by_entries: dict[tuple[AclEntry, ...] | None, list[str]] = {}
    for subnet in sorted(made | existing):
        by_entries.setdefault(_entries(config, observation, subnet), []).append(subnet)
    warnings = []
    for entries, subnets in by_entries.items():
        known = entries is not None
        cut = [probe.name for probe in PROBES if known and not _passes(entries or (), probe, observation.network.cidr)]
        warnings += [reason("acl_cuts_nat", subnets=subnets, cut=cut)] if cut else []
    return PreflightFindings(warnings=tuple(warnings))


def _entries(config: Config, observation: Observation, subnet: str) -> tuple[AclEntry, ...] | None:
    """The entries of the ACL that the subnet will have: the config's if that associates one, else its current one's.

    None if AWS reports no ACL for it.
    """
    public = {each for zone in observation.network.zones for each in zone.public_subnets}
    for acl in config.network_acls:
        on_it = subnet in public if acl.subnets == "public" else subnet in acl.subnets
        if acl.associate and on_it:
            return acl.entries
    for item in observation.answers.of("describe_network_acls"):
        there = subnet in member_texts(item, "Associations", "SubnetId")
        if there and item.get("Entries"):  # a real one is never without: the last entries deny
            found = (live.data for live in observation.lives if live.owner == item["NetworkAclId"] and live.key)
            return tuple(next((data for data in found if isinstance(data, tuple)), ()))
    return None


def _passes(entries: Iterable[AclEntry], probe: Probe, vpc: str) -> bool:
    """Whether the request passes in from a private subnet and out to the internet, and its answer back."""
    entries = sorted(entries, key=lambda entry: entry.number)
    answer = EPHEMERAL if probe.port is not None else None
    legs = (
        (False, vpc, probe.port),
        (True, ANYWHERE, probe.port),
        (False, ANYWHERE, answer),
        (True, vpc, answer),
    )
    return all(_allowed(entries, egress, probe.protocol, port, peer, vpc) for egress, peer, port in legs)


def allows_https(entries: Iterable[AclEntry], peer: str, vpc: str) -> bool:
    """Whether these entries let a subnet open HTTPS connections to all addresses of `peer`, a CIDR block."""
    entries = sorted(entries, key=lambda entry: entry.number)
    return all(_allowed(entries, egress, TCP, port, peer, vpc) for egress, port in ((True, 443), (False, EPHEMERAL)))


def _allowed(entries: Iterable[AclEntry], egress: bool, protocol: str, port: int | None, peer: str, vpc: str) -> bool:
    """Whether the first match allows; False without any. An entry for part of the peer counts only if it allows."""
    for entry in entries:
        whole = _covers(vpc if entry.cidr == "vpc" else entry.cidr, peer, vpc)
        fits = entry.egress == egress and entry.protocol in (ALL, protocol) and _has(entry, port)
        if fits and whole is not None and (whole or entry.action == "allow"):
            return entry.action == "allow"
    return False


def _covers(cidr: str, peer: str, vpc: str) -> bool | None:
    """True if the block covers all of the peer, False for a part, None for nothing; the VPC is not the internet."""
    block, wanted = ip_network(cidr, strict=False), ip_network(peer)
    inside = peer == ANYWHERE and block.version == 4 and block.subnet_of(ip_network(vpc))  # type: ignore[arg-type]
    if block.version != wanted.version or inside or not block.overlaps(wanted):
        return None
    return wanted.subnet_of(block)  # type: ignore[arg-type]


def _has(entry: AclEntry, port: int | None) -> bool:
    if port is None or entry.protocol == ALL or entry.from_port is None:
        return True
    return entry.from_port <= port <= (entry.from_port if entry.to_port is None else entry.to_port)
