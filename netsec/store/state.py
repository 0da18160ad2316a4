"""The state as a value: what a run must remember of AWS, and its form as JSON."""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from netsec.errors import StateUnusable
from netsec.model import Address, Intent, Record, Slot, reason
from netsec.model.outputs import outputs_of

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class State:
    """One stack's state. `serial` counts saves; `lineage` names the world it belongs to (sandbox-… in the sandbox).

    `former` is what stood at an address and is worth asking for again: a public IP that was released.
    """

    project: str
    environment: str
    lineage: str = ""
    serial: int = 0
    account: str = ""
    region: str = ""
    vpc_id: str = ""
    endpoint: str = ""
    records: Mapping[Address, Record] = field(default_factory=dict)
    intents: tuple[Intent, ...] = ()
    former: Mapping[Address, str] = field(default_factory=dict)


def new_lineage(sandbox: bool) -> str:
    """A lineage for a state that begins now."""
    return f"{'sandbox-' if sandbox else ''}{uuid.uuid4()}"


def dump(state: State) -> str:
    """The state as JSON text: sorted, ASCII, one value a line, so that two of them can be compared."""
    document = {
        "version": VERSION,
        "serial": state.serial,
        "lineage": state.lineage,
        "project": state.project,
        "environment": state.environment,
        "account": state.account,
        "region": state.region,
        "vpc_id": state.vpc_id,
        "endpoint": state.endpoint,
        "resources": {str(address): _record(record) for address, record in state.records.items()},
        "intents": [_intent(intent) for intent in state.intents],
        "former": {str(address): each for address, each in state.former.items()},
        "outputs": outputs_of(state.records),
    }
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False) + "\n"


def _record(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "old": list(record.old),
        "attributes": dict(record.attributes),
        "tag_keys": list(record.tag_keys),
    }


def _intent(intent: Intent) -> dict[str, Any]:
    return {
        "uuid": intent.uuid,
        "address": str(intent.slot.address),
        "slot": intent.slot.name,
        "op": intent.op,
        "params": intent.params,
        "time": intent.time,
        "id": intent.id,
    }


def parse(text: str, path: str) -> State:
    """The State written as JSON text; StateUnusable when it is torn, of another version, or no state at all."""
    document = _json(text, path)
    version = document.get("version")
    if version != VERSION:
        raise StateUnusable(reason("state_version", path=path, found=str(version), supported=VERSION))
    try:
        state = State(
            project=str(document["project"]),
            environment=str(document["environment"]),
            lineage=str(document["lineage"]),
            serial=int(document["serial"]),
            account=str(document["account"]),
            region=str(document["region"]),
            vpc_id=str(document["vpc_id"]),
            endpoint=str(document["endpoint"]),
            records={Address.parse(key): _read_record(value) for key, value in document["resources"].items()},
            intents=tuple(_read_intent(value) for value in document["intents"]),
            former={Address.parse(key): str(value) for key, value in document.get("former", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _broken(path, f"{type(error).__name__}: {error}") from error
    _check_ids(state.records, path)
    return state


def parse_own(text: str, path: str, project: str, environment: str, sandbox: bool) -> State:
    """The State of this very stack and world; StateUnusable when it is another's."""
    state = parse(text, path)
    if (state.project, state.environment) != (project, environment):
        found, wanted = f"{state.project}/{state.environment}", f"{project}/{environment}"
        raise StateUnusable(reason("state_project", path=path, found=found, wanted=wanted))
    if state.lineage.startswith("sandbox-") != sandbox:
        raise StateUnusable(reason("state_not_sandbox" if sandbox else "state_of_sandbox", path=path))
    return state


def _check_ids(records: Mapping[Address, Record], path: str) -> None:
    """One resource stands at one address: else deleting it at the one would take it from the other."""
    seen: dict[str, Address] = {}
    for address, record in sorted(records.items()):
        other = seen.setdefault(record.id, address)
        if record.id and other != address:
            facts = {"path": path, "id": record.id, "address": str(other), "other": str(address)}
            raise StateUnusable(reason("state_id_twice", **facts))


def _read_record(value: Mapping[str, Any]) -> Record:
    attributes = {str(key): str(each) for key, each in value["attributes"].items()}
    return Record(
        id=str(value["id"]),
        old=tuple(str(each) for each in value["old"]),
        attributes=attributes,
        tag_keys=tuple(str(each) for each in value["tag_keys"]),
    )


def _read_intent(value: Mapping[str, Any]) -> Intent:
    slot = Slot(Address.parse(value["address"]), str(value["slot"]))
    time, made = float(value["time"]), str(value.get("id", ""))
    if not math.isfinite(time):
        raise ValueError(f"{time} is no time")
    return Intent(str(value["uuid"]), slot, str(value["op"]), dict(value["params"]), time, made)


def _json(text: str, path: str) -> dict[str, Any]:
    """Strict JSON: no NaN, no key twice, no bottomless nesting."""
    try:
        document = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _broken(path, str(error) or type(error).__name__) from error
    if not isinstance(document, dict):
        raise _broken(path, "an object is expected")
    return document


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _broken(path: str, detail: str) -> StateUnusable:
    return StateUnusable(reason("state_not_json", path=path, detail=detail))
