"""The recorded state of a stack as a value, and how it is written as JSON and read back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from netsec.errors import StateUnusable
from netsec.kinds import KINDS
from netsec.model import CURRENT, Address, Intent, Record, Slot, reason
from netsec.model.outputs import outputs_of
from netsec.model.urls import redact_url
from netsec.store import validators

STATE_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class State:
    """One stack's state.

    `lineage` is new for each state that is not derived from another one; in the sandbox it begins with `sandbox-`.
    `serial` counts the saves within a lineage. `endpoint` is the custom endpoint URL, "" for AWS's own. `former`: the
    public IPs that were released, by address, to be asked for again.
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
    released_public_ips: Mapping[Address, str] = field(default_factory=dict)


def new_lineage(sandbox: bool) -> str:
    """A lineage for a new state."""
    return f"{'sandbox-' if sandbox else ''}{uuid.uuid4()}"


def dump_state(state: State) -> str:
    """The state as JSON text: keys sorted, ASCII, one value a line, so that two files can be compared."""
    document = {
        "version": STATE_VERSION,
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
        "former": {str(address): value for address, value in state.released_public_ips.items()},
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


def parse_state(text: str, path: str) -> State:
    """The State in a JSON text; StateUnusable, with `path`, when it is damaged, of another version, or no state."""
    try:
        document = validators.strict_json(text)
    except (ValueError, RecursionError) as error:
        raise _broken(path, str(error) or type(error).__name__) from error
    version = document.get("version")
    if type(version) is not int or version != STATE_VERSION:
        raise StateUnusable(reason("state_version", path=path, found=str(version), supported=STATE_VERSION))
    try:
        state = _read(document)
    except KeyError as error:
        raise _broken(path, f"{error.args[0]} is missing") from error
    except (ValueError, OverflowError) as error:
        raise _broken(path, str(error)) from error
    _check_ids(state.records, path)
    return state


def _read(document: Mapping[str, Any]) -> State:
    resources = validators.json_object(document["resources"], "resources")
    _check_outputs(document.get("outputs", {}))
    return State(
        project=validators.printable_string(document["project"], "project"),
        environment=validators.printable_string(document["environment"], "environment"),
        lineage=validators.string(document["lineage"], "lineage", validators.TOKEN_PATTERN),
        serial=validators.whole_number(document["serial"], "serial"),
        account=validators.string(document["account"], "account", validators.ACCOUNT_PATTERN),
        region=validators.string(document["region"], "region", validators.REGION_PATTERN),
        vpc_id=validators.aws_id(document["vpc_id"], "vpc_id", "vpc"),
        endpoint=redact_url(validators.printable_string(document["endpoint"], "endpoint", 2048)),
        records=dict(_read_record(key, value) for key, value in resources.items()),
        intents=tuple(_read_intent(value) for value in validators.json_array(document["intents"], "intents")),
        released_public_ips=dict(_read_former(key, value) for key, value in _former(document).items()),
    )


def parse_state_of(text: str, path: str, project: str, environment: str, sandbox: bool) -> State:
    """The State in a JSON text, as `parse`; StateUnusable too when it is another stack's.

    `sandbox`: whether it must be a state of the sandbox; if not, it must not be one.
    """
    state = parse_state(text, path)
    if (state.project, state.environment) != (project, environment):
        stack, wanted = f"{state.project}/{state.environment}", f"{project}/{environment}"
        raise StateUnusable(reason("state_project", path=path, found=stack, wanted=wanted))
    if state.lineage.startswith("sandbox-") != sandbox:
        raise StateUnusable(reason("state_not_sandbox" if sandbox else "state_of_sandbox", path=path))
    return state


def _check_ids(records: Mapping[Address, Record], path: str) -> None:
    """One id is recorded at one address: else deleting the resource of one address would delete the other's."""
    address_of: dict[str, Address] = {}
    for address, record in sorted(records.items()):
        other = address_of.setdefault(record.id, address)
        if record.id and other != address:
            facts = {"path": path, "id": record.id, "address": str(other), "other": str(address)}
            raise StateUnusable(reason("state_id_twice", **facts))


def _address(text: Any, name: str) -> Address:
    return Address.parse(validators.printable_string(text, name))


def _prefix(address: Address) -> str | None:
    """What ids at this address begin with; None, for any, where a newer version of netsec knows the kind."""
    return KINDS[address.kind].id_prefix if address.kind in KINDS else None


def _read_record(key: str, value: Any) -> tuple[Address, Record]:
    address, fields = _address(key, "resources"), validators.json_object(value, key)
    prefix = _prefix(address)
    return address, Record(
        id=validators.aws_id(fields["id"], f"{key}.id", prefix),
        # What has no id of its own is listed in the plan under the id of the resource that it belongs to.
        old=tuple(
            validators.aws_id(old_id, f"{key}.old", prefix or None)
            for old_id in validators.json_array(fields["old"], key)
        ),
        attributes=validators.string_map(fields["attributes"], f"{key}.attributes"),
        tag_keys=tuple(
            validators.string(tag_key, f"{key}.tag_keys") for tag_key in validators.json_array(fields["tag_keys"], key)
        ),
    )


def _read_intent(value: Any) -> Intent:
    fields = validators.json_object(value, "intents")
    address = _address(fields["address"], "intents.address")
    name = validators.string(fields["slot"], "intents.slot")
    if name != CURRENT and not validators.aws_id(name, "intents.slot", _prefix(address) or None):
        raise ValueError("intents.slot: nothing stands here")
    return Intent(
        uuid=validators.string(fields["uuid"], "intents.uuid", validators.TOKEN_PATTERN),
        slot=Slot(address, name),
        op=validators.string(fields["op"], "intents.op", validators.OPERATION_PATTERN),
        params=validators.json_object(validators.bounded_json(fields["params"], "intents.params"), "intents.params"),
        time=validators.timestamp(fields["time"], "intents.time"),
        id=validators.aws_id(fields.get("id", ""), "intents.id", _prefix(address)),
    )


def _former(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return validators.json_object(document.get("former", {}), "former")


def _read_former(key: str, value: Any) -> tuple[Address, str]:
    return _address(key, "former"), validators.printable_string(value, f"former.{key}")


def _check_outputs(value: Any) -> None:
    """Outputs are strings or lists of strings. netsec never reads them: every save makes them from the records."""
    for name, output in validators.json_object(value, "outputs").items():
        for item in output if isinstance(output, list) else [output]:
            validators.string(item, f"outputs.{name[:80]}")


def _broken(path: str, detail: str) -> StateUnusable:
    return StateUnusable(reason("state_not_json", path=path, detail=detail))
