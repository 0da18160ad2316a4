"""Findings: what security benchmarks flag in this layer, and what costs money without need.

controls    the table of controls: id, severity, in which benchmarks; a finding as a value
exposure    which ports are open to everyone: groups by their rules, ACLs by the effective order of their entries
groups      findings about security groups
acls        findings about network ACLs
outbound    findings about addresses, NAT gateways, routes and endpoints
judge       the whole audit: findings in order, suppressions of netsec.toml, what could not be checked
"""

from __future__ import annotations

from netsec.insight.audit.controls import CONTROLS, SEVERITIES, Control, Finding
from netsec.insight.audit.report import AuditReport, audit

__all__ = ["CONTROLS", "SEVERITIES", "AuditReport", "Control", "Finding", "audit"]
