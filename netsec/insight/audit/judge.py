"""The whole audit of a world: findings in order of severity, what could not be judged, what is meant so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from netsec.insight.audit import acls, groups, outbound
from netsec.insight.audit.controls import CONTROLS, SEVERITIES, Finding
from netsec.insight.cost.prices import Prices
from netsec.insight.world import World
from netsec.model import Suppression


@dataclass(frozen=True, kw_only=True)
class Report:
    """Findings, suppressed ones included; control → operations that may not be read, or were answered in part;
    suppressions that met nothing.

    `silent` are the NAT gateways of which nobody can say whether anything passes them.
    """

    findings: tuple[Finding, ...]
    unknown: Mapping[str, tuple[str, ...]]
    silent: tuple[str, ...] = ()
    idle: tuple[Suppression, ...] = ()

    @property
    def open(self) -> tuple[Finding, ...]:
        """Those that nobody has said are meant so."""
        return tuple(each for each in self.findings if not each.suppressed)


def audit(
    world: World,
    suppressions: Iterable[Suppression] = (),
    *,
    prices: Prices | None = None,
    used: Mapping[str, float | None] | None = None,
    now: float = 0.0,
) -> Report:
    """Pure; `used` are the bytes that passed each NAT gateway in 30 days, None where that is not known."""
    suppressions = tuple(suppressions)
    denied = _without(world.unknown)
    unknown = {**_without(world.unclear), **denied}
    running = [each.id for each in world.gateways.values() if each.state == "available"]
    silent = tuple(each for each in running if used is not None and used.get(each) is None)
    found = (*groups.findings(world), *acls.findings(world), *outbound.findings(world, prices, used or {}, now))
    judged = tuple(_suppressed(each, suppressions) for each in found if each.control.id not in denied)
    met = {each for each in suppressions for finding in found if _meant(each, finding)}
    return Report(
        findings=tuple(sorted(judged, key=_place)),
        unknown=unknown,
        silent=silent,
        idle=tuple(each for each in suppressions if each not in met and each.control not in unknown),
    )


def _without(operations: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Control → those of the operations that it can't be judged without."""
    lacking = {control.id: tuple(op for op in control.needs if op in operations) for control in CONTROLS.values()}
    return {control: missing for control, missing in lacking.items() if missing}


def _place(finding: Finding) -> tuple[int, bool, str, str, str]:
    rank = SEVERITIES.index(finding.control.severity)
    return (rank, not finding.owned, finding.control.id, finding.name, finding.id)


def _meant(suppression: Suppression, finding: Finding) -> bool:
    return suppression.control == finding.control.id and suppression.resource in ("", finding.name, finding.id)


def _suppressed(finding: Finding, suppressions: tuple[Suppression, ...]) -> Finding:
    meant = next((each for each in suppressions if _meant(each, finding)), None)
    return replace(finding, suppressed=meant.reason) if meant else finding
