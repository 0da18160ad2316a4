"""What is recorded of a stack, for `show` and `state list`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from netsec.kinds import KINDS
from netsec.messages import text
from netsec.messages.escape import printable
from netsec.model import Address, Record
from netsec.views.document import FORMAT_VERSION, json_document, json_value
from netsec.views.header import NO_HEADER, Header, header_lines, header_object
from netsec.views.paint import COLUMNS, PLAIN, Paint, padded, width
from netsec.views.plan import kind_heading

# What is worth a column, where it is recorded: the first of these.
WORTH_SHOWING = ("public_ip", "target", "name", "network_acl_id")


@dataclass(frozen=True, kw_only=True)
class RecordedState:
    """What the state says. `header` has the stack, the account, the region, the VPC and the like."""

    header: Header = NO_HEADER
    serial: int = 0
    records: Mapping[Address, Record] = field(default_factory=dict)


def state_text(recorded: RecordedState, *, paint: Paint = PLAIN, columns: int = COLUMNS) -> str:
    """The records by kind: address, id, and the one attribute people look for."""
    kinds = groupby(_in_order(recorded), key=lambda item: item[0].kind)
    blocks = [
        header_lines(recorded.header, paint),
        *(_group(kind, list(items), paint, columns) for kind, items in kinds),
    ]
    if not recorded.records:
        blocks.append([text("state.nothing_recorded")])
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _in_order(recorded: RecordedState) -> list[tuple[Address, Record]]:
    """The kinds as plans show them, unknown ones last."""
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    return sorted(recorded.records.items(), key=lambda item: (ranks.get(item[0].kind, len(ranks)), item[0]))


def _group(kind: str, items: list[tuple[Address, Record]], paint: Paint, columns: int) -> list[str]:
    rows = [(printable(address), _id(address, record), _notable(record)) for address, record in items]
    addresses = max(width(address) for address, _, _ in rows)
    ids = max(width(each) for _, each, _ in rows)
    lines = [paint.bold(kind_heading(kind))]
    for row, (_, record) in zip(rows, items, strict=True):
        lines += _row(f"  {padded(row[0], addresses)}  {padded(row[1], ids)}", row[2], columns)
        lines += [paint.dim(f"    {text('state.old_to_delete', id=old)}") for old in record.old]
    return lines


def _row(start: str, notable: str, columns: int) -> list[str]:
    """Address, id and what is notable, the last beneath where it does not fit."""
    if not notable or width(f"{start}  {notable}") <= columns:
        return [f"{start}  {notable}".rstrip()]
    return [start.rstrip(), f"    {notable}"]


def _id(address: Address, record: Record) -> str:
    """The id, unless it only says again what the address says."""
    return "" if "/" in record.id or record.id == address.name else printable(record.id)


def _notable(record: Record) -> str:
    return next((printable(record.attributes[key]) for key in WORTH_SHOWING if record.attributes.get(key)), "")


def state_json(recorded: RecordedState) -> str:
    """The same as one JSON document, with every attribute."""
    return json_document(state_object(recorded))


def state_object(recorded: RecordedState) -> dict[str, Any]:
    """The document: within one major format_version, fields are only ever added."""
    return {
        "format_version": FORMAT_VERSION,
        "header": header_object(recorded.header),
        "serial": recorded.serial,
        "resources": {
            str(address): {"id": record.id, "old": list(record.old), "attributes": json_value(record.attributes)}
            for address, record in recorded.records.items()
        },
    }
