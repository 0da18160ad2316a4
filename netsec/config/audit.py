"""`[audit]`: findings that are accepted, each with its reason."""

from __future__ import annotations

from netsec.config.diagnostics import ConfigKey, list_text
from netsec.config.schema import AuditTable, SuppressTable
from netsec.insight.audit.controls import CONTROLS
from netsec.model.config import Suppression


def read_audit(table: AuditTable, where: ConfigKey) -> tuple[Suppression, ...]:
    """Every entry of `suppress` that is right; each needs a control's id and a reason."""
    entries = (_read(entry, where / "suppress" / index) for index, entry in enumerate(table.suppress))
    return tuple(entry for entry in entries if entry)


def _read(table: SuppressTable, where: ConfigKey) -> Suppression | None:
    known = tuple(CONTROLS)
    if table.id is None:
        (where / "id").error("config.control_missing", controls=list_text(known))
    elif table.id not in known:
        near = where.did_you_mean(table.id, known)
        (where / "id").invalid(table.id, "config.control", controls=list_text(known), guess=near)
    if not table.reason or not table.reason.strip():
        (where / "reason").error("config.reason_missing")
    if table.id not in known or not table.reason:
        return None
    return Suppression(control=table.id, resource=table.resource or "", reason=table.reason.strip())
