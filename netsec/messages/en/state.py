"""What `show` and `state` say besides their reasons."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "state.nothing_recorded": "Nothing is recorded: nothing has been applied yet, or everything was destroyed.\n"
    "If the state file was lost, rebuild it from the tags in AWS:\n  netsec state rebuild",
    "state.old_to_delete": "old, to be deleted: {id}",
    # state rebuild, unlock, push, pull, migrate
    "state.confirm_rebuild": "Record these?",
    "state.rebuilt": "{place}: {n} {n:resource|resources} found by tags and recorded",
    "state.locked": "Locked: {holder}.",
    "state.locked_by_process": "Locked: {holder}. The lock is released when that process ends.",
    "state.not_locked": "Not locked.",
    "state.holder": "{command} by {user} on {host}, process {pid}, since {since}",
    "state.confirm_unlock": "Is that process dead? Remove its lock?",
    "state.unlocked": "Unlocked.",
    "state.copied": "Copied {source} to {target}.",
    "state.set_aside": "Copied {source} to {target}. The previous state is now {aside}.",
    "state.other_backend": 'netsec.toml still names another backend: set backend = "{backend}" under [state].',
}
