"""Findings: what the benchmarks frown on in this layer, and what costs without need.

controls    the table: id, severity, in which benchmarks
exposure    what is open to everybody: groups by their rules, ACLs by the effective order of their entries
groups      security groups
acls        network ACLs
outbound    addresses, NAT gateways, routes, endpoints: mostly waste
suppress    what netsec.toml says is meant so
"""

from __future__ import annotations

from netsec.insight.audit.controls import CONTROLS, SEVERITIES, Control, Finding
from netsec.insight.audit.judge import Report, audit

__all__ = ["CONTROLS", "SEVERITIES", "Control", "Finding", "Report", "audit"]
