"""The table of controls, and a finding as a value.

EC2.n are the controls of AWS Foundational Security Best Practices (Security Hub user guide, "EC2 controls"); CIS
numbers are those of the CIS AWS Foundations Benchmark, by version. netsec.* are netsec's own, mostly about cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from netsec.model import Reason

Severity = Literal["critical", "high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
TABLES, SUBNETS = "describe_route_tables", "describe_subnets"
GROUPS, ACLS, NATS = "describe_security_groups", "describe_network_acls", "describe_nat_gateways"
ADDRESSES, ENDPOINTS, INTERFACES = "describe_addresses", "describe_vpc_endpoints", "describe_network_interfaces"


@dataclass(frozen=True)
class Control:
    """One control. `needs`: the operations without whose answers it can't be checked. `cis`: "version: numbers"."""

    id: str
    severity: Severity
    required_operations: tuple[str, ...]
    cis: tuple[str, ...] = ()


SSH_CIS = ("1.4: 5.2", "3.0: 5.2, 5.3", "5.0: 5.3, 5.4", "7.0: 6.3, 6.4")
CONTROLS = {
    control.id: control
    for control in (
        Control("EC2.2", "high", (GROUPS,), ("1.4: 5.3", "3.0: 5.4", "5.0: 5.5", "7.0: 6.5")),
        Control("EC2.12", "low", (ADDRESSES,)),
        Control("EC2.13", "high", (GROUPS,), SSH_CIS),
        Control("EC2.14", "high", (GROUPS,), SSH_CIS),
        Control("EC2.16", "low", (ACLS,)),
        Control("EC2.18", "high", (GROUPS,)),
        Control("EC2.19", "critical", (GROUPS,)),
        Control("EC2.21", "medium", (ACLS,), ("1.4: 5.1", "3.0: 5.1", "5.0: 5.2", "7.0: 6.2")),
        Control("EC2.22", "low", (GROUPS, INTERFACES)),
        Control("netsec.stale_rule", "low", (GROUPS,)),
        Control("netsec.nat_idle", "medium", (NATS,)),
        Control("netsec.nat_cross_zone", "low", (NATS, TABLES, SUBNETS)),
        Control("netsec.blackhole", "medium", (TABLES,)),
        Control("netsec.s3_by_nat", "low", (NATS, TABLES, ENDPOINTS)),
    )
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A control that a resource (`name`, `id`) does not meet, and why.

    `owned`: the resource is of this stack. `suppressed`: the reason that netsec.toml gives for accepting it, else "".
    """

    control: Control
    name: str
    id: str
    is_owned: bool
    why: Reason
    suppressed: str = ""
