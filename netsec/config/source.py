"""Reads a TOML file: its size, encoding and syntax."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from netsec.errors import ConfigInvalid
from netsec.messages import Message, message
from netsec.reason import reason

LARGEST = 256 * 1024
# tomllib takes quadratic time for a dotted key: 64,000 dots in one line would take hours.
MOST_DOTS_A_LINE = 300
# More than all quotas of AWS together allow; a limit on memory for hostile files.
MOST_VALUES = 20_000


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text and its parsed TOML; ConfigInvalid where the file is missing, too large or not valid TOML."""
    text = _decoded(path, _bytes(path))
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS_A_LINE:
            raise _unreadable(path, message("config.too_many_dots", line=number, most=MOST_DOTS_A_LINE))
    raw = _parsed(path, text)
    if _count(raw) > MOST_VALUES:
        raise _unreadable(path, message("config.too_many_values", most=MOST_VALUES))
    return text, raw


def nesting_error(path: Path) -> ConfigInvalid:
    """The error for nesting deeper than Python's recursion limit."""
    return _unreadable(path, message("config.too_deep"))


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise nesting_error(path) from None
    except ValueError as error:  # TOMLDecodeError, and integers of more digits than Python converts
        raise _unreadable(path, str(error).partition(";")[0]) from None


def _count(raw: dict[str, Any]) -> int:
    count = 0
    containers: list[Any] = [raw]
    while containers:
        values: Any = containers.pop()
        values = list(values.values() if isinstance(values, dict) else values)
        count += len(values)
        containers += [value for value in values if isinstance(value, dict | list)]
    return count


def _bytes(path: Path) -> bytes:
    try:
        if not path.exists():
            raise ConfigInvalid(reason("config_missing", path=str(path)))
        # Only a regular file is opened: a pipe would hang, a device never end.
        if not path.is_file():
            raise _unreadable(path, message("config.is_a_directory" if path.is_dir() else "config.not_a_regular_file"))
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unreadable(path, getattr(error, "strerror", None) or str(error)) from None
    if len(content) > LARGEST:
        raise _unreadable(path, message("config.too_large", kib=LARGEST // 1024))
    return content


def _decoded(path: Path, content: bytes) -> str:
    try:
        # Windows editors write a byte order mark, which TOML does not allow. TOML's newline is \n or \r\n.
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unreadable(path, message("config.not_utf8", line=line)) from None


def _unreadable(path: Path, detail: Message | str) -> ConfigInvalid:
    return ConfigInvalid(reason("config_unreadable", path=str(path), detail=detail))
