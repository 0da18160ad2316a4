"""The audit of a VPC: findings in order of severity, what could not be checked, and what netsec.toml suppresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from netsec.insight.audit import acls, groups, outbound
from netsec.insight.audit.controls import CONTROLS, SEVERITIES, Finding
from netsec.insight.cost.prices import Prices
from netsec.insight.snapshot import VpcSnapshot
from netsec.model import Suppression


@dataclass(frozen=True, kw_only=True)
class AuditReport:
    """The findings, suppressed ones included.

    `unknown`: each control that could not be checked, or not wholly, with the operations that were denied or answered
    in part. `silent`: ids of the NAT gateways whose traffic is not known. `idle`: suppressions that match no finding.
    """

    findings: tuple[Finding, ...]
    unchecked_controls: Mapping[str, tuple[str, ...]]
    unmeasured_gateways: tuple[str, ...] = ()
    unused_suppressions: tuple[Suppression, ...] = ()

    @property
    def unsuppressed(self) -> tuple[Finding, ...]:
        """The findings that are not suppressed."""
        return tuple(finding for finding in self.findings if not finding.suppressed)


def audit(
    vpc: VpcSnapshot,
    suppressions: Iterable[Suppression] = (),
    *,
    prices: Prices | None = None,
    bytes_by_gateway: Mapping[str, float | None] | None = None,
    now: float = 0.0,
) -> AuditReport:
    """The audit of a VPC.

    `prices`: the region's, None if unknown. `used`: bytes through each NAT gateway in 30 days, by id, None where
    unknown. `now`: seconds since the epoch.
    """
    suppressions = tuple(suppressions)
    unreadable = _controls_needing(vpc.unread_operations)
    unknown = {**_controls_needing(vpc.partial_operations), **unreadable}
    running = [gateway.id for gateway in vpc.gateways.values() if gateway.state == "available"]
    findings = (
        *groups.group_findings(vpc),
        *acls.acl_findings(vpc),
        *outbound.outbound_findings(vpc, prices, bytes_by_gateway or {}, now),
    )
    checked = tuple(_suppressed(each, suppressions) for each in findings if each.control.id not in unreadable)
    matching = {each for each in suppressions for finding in findings if _matches(each, finding)}
    return AuditReport(
        findings=tuple(sorted(checked, key=_order)),
        unchecked_controls=unknown,
        unmeasured_gateways=tuple(
            gateway_id
            for gateway_id in running
            if bytes_by_gateway is not None and bytes_by_gateway.get(gateway_id) is None
        ),
        unused_suppressions=tuple(
            each for each in suppressions if each not in matching and each.control not in unknown
        ),
    )


def _controls_needing(operations: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The controls that need some of these operations, each with those it needs."""
    needed = {
        control.id: tuple(op for op in control.required_operations if op in operations) for control in CONTROLS.values()
    }
    return {control: some for control, some in needed.items() if some}


def _order(finding: Finding) -> tuple[int, bool, str, str, str]:
    """By severity; this stack's resources before others."""
    severity = SEVERITIES.index(finding.control.severity)
    return (severity, not finding.is_owned, finding.control.id, finding.name, finding.id)


def _matches(suppression: Suppression, finding: Finding) -> bool:
    """Whether a suppression is for this finding; one without a resource is for all of its control."""
    return suppression.control == finding.control.id and suppression.resource in ("", finding.name, finding.id)


def _suppressed(finding: Finding, suppressions: tuple[Suppression, ...]) -> Finding:
    """The finding with the reason of the first suppression for it."""
    suppression = next((each for each in suppressions if _matches(each, finding)), None)
    return replace(finding, suppressed=suppression.reason) if suppression else finding
