"""Copies of a state that could not be saved where it belongs: in the temporary directory, or else on stderr.

A copy is removed once the saved state holds everything that it holds, lest the two be mixed up later.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from netsec.errors import StateUnusable
from netsec.model import Address, Record
from netsec.store.secure_files import create_file, read_text, remove_if_possible
from netsec.store.state import State, dump_state, parse_state


def write_rescue_copy(state: State) -> str:
    """Write a copy of the state, and return its path; "" when no file could be written, and it went to stderr."""
    text = dump_state(state)
    with contextlib.suppress(OSError):
        path = Path(tempfile.gettempdir()) / f"{_stem(state)}{secrets.token_hex(6)}.json"
        create_file(path, text)
        remove_rescue_copies(state, keep=path)
        return str(path)
    with contextlib.suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()
    return ""


def remove_rescue_copies(state: State, keep: Path | None = None) -> None:
    """Remove the copies that hold nothing which this state, safely written by now, does not hold; `keep` is kept."""
    for path in _copies(state):
        if path != keep and _is_superseded(path, state):
            remove_if_possible(path)


def _stem(state: State) -> str:
    """How the file names of a stack's copies begin; names from a state file never become a path as they are."""
    return re.sub(r"[^a-z0-9-]", "_", f"netsec-state-{state.project}-{state.environment}-".lower())


def _copies(state: State) -> Iterator[Path]:
    pattern = re.compile(rf"{re.escape(_stem(state))}[0-9a-f]{{12}}\.json")
    with contextlib.suppress(OSError):
        yield from sorted(path for path in Path(tempfile.gettempdir()).iterdir() if pattern.fullmatch(path.name))


def _is_superseded(path: Path, state: State) -> bool:
    """Whether the file is a copy of this stack's state that holds nothing which the state does not hold."""
    try:
        copy = parse_state(read_text(path) or "", str(path))
    except StateUnusable:
        return False
    return (
        _identity(copy) == _identity(state)
        and _ids(copy) <= _ids(state)
        and _has_open_intents(copy, state)
        and _has_former_values(copy, state)
    )


def _identity(state: State) -> tuple[object, ...]:
    """Which stack it is of; without the lineage, as a state that was rebuilt from tags has a new one."""
    is_sandbox = state.lineage.startswith("sandbox-")
    return is_sandbox, state.project, state.environment, state.account, state.region, state.vpc_id


def _ids(state: State) -> set[str]:
    """The ids of all resources on record."""
    return {each for record in state.records.values() for each in (record.id, *record.old) if each}


def _has_open_intents(copy: State, state: State) -> bool:
    """Whether each create without an answer is in the state too, or its address has an id there by now."""
    known = {intent.uuid for intent in state.intents}
    return all(intent.id or intent.uuid in known or _id_at(intent.slot.address, state) for intent in copy.intents)


def _has_former_values(copy: State, state: State) -> bool:
    """Whether each released public IP is in the state too, or its address has an id there by now."""
    return all(
        state.released_public_ips.get(address) == value or _id_at(address, state)
        for address, value in copy.released_public_ips.items()
    )


def _id_at(address: Address, state: State) -> str:
    return state.records.get(address, Record()).id
