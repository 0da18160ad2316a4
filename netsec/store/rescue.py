"""The last resort for a state that can't be saved in its place: a copy elsewhere, or its text on stderr.

A copy goes once the state holds all that it tells of: from then on it is only something to be mixed up with the state.
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
from netsec.model import Record
from netsec.store.files import discard, read_text, write_new
from netsec.store.state import State, dump, parse


def rescue(state: State) -> str:
    """Where a copy of the state was put that could not be saved in its place; on stderr when nowhere."""
    text = dump(state)
    with contextlib.suppress(OSError):
        path = Path(tempfile.gettempdir()) / f"{_stem(state)}{secrets.token_hex(6)}.json"
        write_new(path, text)
        clear_rescues(state, but=path)
        return str(path)
    with contextlib.suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()
    return ""


def clear_rescues(state: State, but: Path | None = None) -> None:
    """Remove the copies of which every word is in this state, which lies safely somewhere."""
    for path in _copies(state):
        if path != but and _is_told(path, state):
            discard(path)


def _stem(state: State) -> str:
    """How the names of a stack's copies begin; what stands in a file that was read never becomes a path."""
    return re.sub(r"[^a-z0-9-]", "_", f"netsec-state-{state.project}-{state.environment}-".lower())


def _copies(state: State) -> Iterator[Path]:
    form = re.compile(rf"{re.escape(_stem(state))}[0-9a-f]{{12}}\.json")
    with contextlib.suppress(OSError):
        yield from sorted(path for path in Path(tempfile.gettempdir()).iterdir() if form.fullmatch(path.name))


def _is_told(path: Path, state: State) -> bool:
    """Whether it is a copy of this very state that says nothing which the state does not say."""
    try:
        copy = parse(read_text(path) or "", str(path))
    except StateUnusable:
        return False
    return _where(copy) == _where(state) and _ids(copy) <= _ids(state) and _open(copy, state) and _former(copy, state)


def _where(state: State) -> tuple[object, ...]:
    """Which things it tells of; one made anew from the tags has another lineage and knows the same ids."""
    sandbox = state.lineage.startswith("sandbox-")
    return sandbox, state.project, state.environment, state.account, state.region, state.vpc_id


def _ids(state: State) -> set[str]:
    """Everything that is known to have been made."""
    records = state.records.values()
    return {each for record in records for each in (record.id, *record.old) if each}


def _open(copy: State, state: State) -> bool:
    """Whether each create without an answer is under way in the state as well, or its address has got an id since."""
    known = {intent.uuid for intent in state.intents}
    return all(
        intent.id or intent.uuid in known or state.records.get(intent.slot.address, Record()).id
        for intent in copy.intents
    )


def _former(copy: State, state: State) -> bool:
    """Whether every public IP worth asking for again is known, or another stands there by now."""
    return all(
        state.former.get(address) == each or state.records.get(address, Record()).id
        for address, each in copy.former.items()
    )
