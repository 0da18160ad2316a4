"""`[audit]`: which findings are meant so, and why."""

from __future__ import annotations

from netsec.config.mistakes import Spot, listing
from netsec.config.schema import AuditTable, SuppressTable
from netsec.insight.audit.controls import CONTROLS
from netsec.model.config import Suppression


def read_audit(table: AuditTable, spot: Spot) -> tuple[Suppression, ...]:
    """All of `suppress`; each has to give a reason."""
    found = (_read(each, spot / "suppress" / index) for index, each in enumerate(table.suppress))
    return tuple(each for each in found if each)


def _read(table: SuppressTable, spot: Spot) -> Suppression | None:
    known = tuple(CONTROLS)
    if table.id is None:
        (spot / "id").say(f"missing; the controls are {listing(known)}")
    elif table.id not in known:
        near = spot.did_you_mean(table.id, known)
        (spot / "id").wrong(table.id, f"the controls are {listing(known)}{near}")
    if not table.reason or not table.reason.strip():
        (spot / "reason").say("missing; say why this is meant so, for who reads it later")
    if table.id not in known or not table.reason:
        return None
    return Suppression(control=table.id, resource=table.resource or "", reason=table.reason.strip())
