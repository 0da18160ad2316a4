"""Files that nobody can trick us with: opened without following links, checked, and replaced in one step."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from netsec.errors import StateUnusable
from netsec.model import reason

LARGEST = 4 * 1024 * 1024


def make_directory(directory: Path) -> None:
    """See that the directory exists and that not everybody may write in it; git is told to leave a new one alone."""
    try:
        if not directory.exists():
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(OSError):
                (directory / ".gitignore").write_text("# What lies here belongs to one account.\n*\n", encoding="utf-8")
        mode = directory.stat().st_mode
    except OSError as error:
        raise StateUnusable(reason("state_unreadable", path=str(directory), detail=_told(error))) from error
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        raise StateUnusable(reason("state_unsafe_file", path=str(directory), problem="world-writable"))


def read_text(path: Path, errors: str = "strict") -> str | None:
    """The file's text, None when there is none; StateUnusable when it is a link, another's, too large, unreadable.

    `errors` is for bytes that are no UTF-8: a backup of a damaged file is better than none.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StateUnusable(reason("state_unreadable", path=str(path), detail=_told(error))) from error
    try:
        check(os.fstat(handle), path)
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise StateUnusable(reason("state_unreadable", path=str(path), detail=_told(error))) from error
    finally:
        os.close(handle)
    if len(data) > LARGEST:
        raise StateUnusable(reason("state_too_large", path=str(path), size=len(data)))
    try:
        return data.decode("utf-8", errors)
    except UnicodeDecodeError as error:
        raise StateUnusable(reason("state_not_json", path=str(path), detail=str(error))) from error


def check(found: os.stat_result, path: Path) -> None:
    """Only a plain file of ours, with one name, that others can't write."""
    problems = (
        (not stat.S_ISREG(found.st_mode), "not a plain file"),
        (os.geteuid() not in (0, found.st_uid), "owned by another user"),
        (found.st_nlink > 1, "has a second name (hard link)"),
        (bool(found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)), "writable by others"),
        (found.st_size > LARGEST, "too large"),
    )
    problem = next((text for wrong, text in problems if wrong), None)
    if problem:
        raise StateUnusable(reason("state_unsafe_file", path=str(path), problem=problem))


def replace_text(path: Path, text: str) -> None:
    """Write a new file beside it, bring it to the disk, put it in place in one step, bring the name to the disk.

    A crash at any point leaves the old file or the new one, never a torn one. OSError where the disk says no.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        _write(fresh, text)
        os.replace(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _told(error: OSError) -> str:
    return error.strerror or str(error)
