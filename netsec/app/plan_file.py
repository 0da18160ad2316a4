"""Plan files: `plan --out` writes one, `apply FILE` carries out exactly that plan or refuses with what has changed.

The file holds ids, names and tags, no secret. It is not executed: apply makes a new plan and compares the two.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netsec.app.goals import Goal, PlanMode, goal_for
from netsec.app.run import change_summary
from netsec.app.stack import Stack
from netsec.errors import Conflict, IdentityError, Refused, StateUnusable
from netsec.messages import Message, message
from netsec.model import Config, Plan, reason
from netsec.planning.approval import has_effect
from netsec.store.secure_files import read_text, write_atomically
from netsec.views.plan_json import change_object

VERSION = 1
FIELDS = ("project", "environment", "account", "region", "vpc_id", "lineage")


@dataclass(frozen=True, kw_only=True)
class PlanRequest:
    """The options that `plan` was called with; None for those that were not given."""

    mode: PlanMode
    nat: bool | None = None
    keep_eips: bool | None = None
    by_tags: bool = False

    def goal(self, config: Config) -> Goal:
        """The goal that these options mean for this config."""
        return goal_for(self.mode, config, self.keep_eips, by_tags=self.by_tags)


@dataclass(frozen=True, kw_only=True)
class PlanFile:
    """A plan as written: its options, the stack it is for (FIELDS → value), and each change that has an effect."""

    path: Path
    request: PlanRequest
    identity: Mapping[str, str]
    changes: tuple[Mapping[str, Any], ...]


def write_plan(path: Path, stack: Stack, plan: Plan, request: PlanRequest) -> None:
    """Write a plan to a file, atomically and with mode 0600; StateUnusable where it can't be written."""
    document = {
        "version": VERSION,
        "request": {
            "aim": request.mode.value,
            "nat": request.nat,
            "keep_eips": request.keep_eips,
            "by_tags": request.by_tags,
        },
        "place": _identity(stack),
        "changes": _changes(plan),
    }
    text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False) + "\n"
    try:
        write_atomically(path.absolute(), text)
    except OSError as error:
        raise StateUnusable(reason("state_unreadable", path=str(path), detail=error.strerror or str(error))) from error


def read_plan(path: Path) -> PlanFile:
    """Read a plan file; StateUnusable where others may write it, Refused where it is missing or not a plan."""
    text = read_text(path.absolute())
    if text is None:
        raise Refused(reason("plan_file_unusable", path=str(path), detail=message("problem.no_such_file")))
    try:
        document = json.loads(text)
        if document["version"] != VERSION:
            raise ValueError(f"version {document['version']}, and this netsec knows {VERSION}")
        options = document["request"]
        request = PlanRequest(
            mode=PlanMode(options["aim"]),
            nat=_switch(options["nat"]),
            keep_eips=_switch(options["keep_eips"]),
            by_tags=bool(_switch(options["by_tags"])),
        )
        place = {field: str(document["place"][field]) for field in FIELDS}
        changes = tuple(dict(change) for change in document["changes"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise Refused(reason("plan_file_unusable", path=str(path), detail=detail)) from error
    return PlanFile(path=path, request=request, identity=place, changes=changes)


def _switch(value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true, false nor null")
    return value


def check_plan_unchanged(file: PlanFile, stack: Stack, plan: Plan) -> None:
    """Compare a plan just made with the one in the file: IdentityError for another stack's, Conflict for changes."""
    actual = _identity(stack)
    for field in FIELDS:
        # Before the first run there is no lineage yet: then only the changes are compared.
        if file.identity[field] not in (actual[field], "" if field == "lineage" else actual[field]):
            facts = {"field": field, "found": file.identity[field], "wanted": actual[field]}
            raise IdentityError(reason("plan_file_of_other", path=str(file.path), **facts))
    differences = _differences(file.changes, plan)
    if differences:
        raise Conflict(reason("plan_file_outdated", path=str(file.path), changes=differences))


def _identity(stack: Stack) -> dict[str, str]:
    state, header = stack.state, stack.location()
    return {
        "project": stack.config.project,
        "environment": stack.config.environment,
        "account": header["account"],
        "region": header["region"],
        "vpc_id": header["vpc_id"],
        # A new one each time, until the first run has recorded something.
        "lineage": state.lineage if state.serial else "",
    }


def _changes(plan: Plan) -> list[dict[str, Any]]:
    """What is compared: each change that has an effect, with its calls, as JSON reads it back."""
    compared = ("address", "slot", "verb", "id", "name", "steps")
    rows = [
        {key: value for key, value in change_object(change).items() if key in compared}
        | {"told": change_summary(change)}
        for change in plan.changes
        if has_effect(change)
    ]
    return list(json.loads(json.dumps(rows)))


def _differences(before: tuple[Mapping[str, Any], ...], plan: Plan) -> list[Message]:
    """`now: delete …` for each change only in the plan, `no longer: …` for each only in the file."""
    now = _changes(plan)
    added = [message("problem.change_added", change=row["told"]) for row in now if row not in before]
    gone = [row.get("told", row.get("address")) for row in before if row not in now]
    removed = [message("problem.change_removed", change=change) for change in gone]
    return [*added, *removed]
