"""Whether the locks fit: uv.lock asks for what pyproject.toml asks for, and the export holds what uv.lock holds."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
Wish = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""Which extra or group asks ("" for the program itself), and the name, extras and bounds of what it asks for."""


def wish(part: str, line: str) -> Wish:
    """A requirement as pyproject.toml spells it."""
    found = re.fullmatch(r"([\w.-]+)(?:\[([^]]*)\])?\s*([^;]*)", line.strip())
    if found is None:
        raise SystemExit(f"pyproject.toml: {line!r} is not understood; write NAME[EXTRA]>=VERSION, no marker")
    name, extras, bounds = found.groups(default="")
    return part, re.sub(r"[-_.]+", "-", name).lower(), _parts(extras), _parts(bounds)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(sorted(each.strip() for each in text.split(",") if each.strip()))


def asked(document: dict[str, Any]) -> set[Wish]:
    """What pyproject.toml asks for."""
    project = document["project"]
    lists = {"": project["dependencies"], **project["optional-dependencies"], **document["dependency-groups"]}
    return {wish(part, line) for part, lines in lists.items() for line in lines}


def answered(lock: dict[str, Any], name: str) -> set[Wish]:
    """What uv.lock was made for."""
    (own,) = (each for each in lock["package"] if each["name"] == name)
    return set(_answered(own["metadata"]))


def _answered(metadata: dict[str, Any]) -> Iterator[Wish]:
    lists = {"": metadata["requires-dist"], **metadata["requires-dev"]}
    for part, entries in lists.items():
        for each in entries:
            extra = re.search(r"extra == '([^']+)'", each.get("marker", ""))
            bounds = _parts(each.get("specifier", ""))
            yield extra[1] if extra else part, each["name"], tuple(sorted(each.get("extras", ()))), bounds


def pins(lock: dict[str, Any], name: str) -> set[tuple[str, str]]:
    """Name and version of everything in uv.lock but the project itself."""
    return {(each["name"], each["version"]) for each in lock["package"] if each["name"] != name}


def exported(requirements: str) -> set[tuple[str, str]]:
    """Name and version of everything in the export."""
    return set(re.findall(r"^([a-z0-9.-]+)==(\S+)", requirements, re.MULTILINE))


def problems(project: Path = PROJECT) -> list[str]:
    """A sentence for each thing that does not fit; none when the locks are current."""
    document = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((project / "uv.lock").read_text(encoding="utf-8"))
    name = document["project"]["name"]
    held = pins(lock, name) ^ exported((project / "tools" / "requirements.txt").read_text(encoding="utf-8"))
    return [
        *(f"pyproject.toml and uv.lock differ in {each[1]}" for each in sorted(asked(document) ^ answered(lock, name))),
        *(f"uv.lock and tools/requirements.txt differ in {package} {version}" for package, version in sorted(held)),
    ]


if __name__ == "__main__":
    found = problems()
    if found:
        sys.exit("\n".join([*dict.fromkeys(found), "Renew the locks: make lock"]))
