"""Files and directories that are for their owner alone: opened without following links, checked, refused otherwise."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

OPEN_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


class SandboxError(RuntimeError):
    """The sandbox can't start, stop or answer; the message says why and where its log is."""


class Untrusted(SandboxError):
    """Somebody else may have made this; `ours` is whether a reset of the sandbox takes it away."""

    def __init__(self, path: Path | str, problem: str, *, ours: bool) -> None:
        super().__init__(f"{path}: {problem}")
        self.path, self.problem, self.ours = str(path), problem, ours


def make_private_directory(path: Path) -> None:
    """Make it and what lacks above it, mode 0700 whatever the umask; then look at it."""
    if not path.parent.is_dir():
        make_private_directory(path.parent)
    with suppress(FileExistsError):
        os.mkdir(path, 0o700)
    check_directory(path)
    path.chmod(0o700)


def check_directory(path: Path) -> None:
    """Untrusted unless it is a directory, no link to one, of ours, in which nobody else can write."""
    status = os.lstat(path)
    if not stat.S_ISDIR(status.st_mode) and not stat.S_ISLNK(status.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, "Not a directory", str(path))
    problems = (
        (stat.S_ISLNK(status.st_mode), "it is a symbolic link"),
        (status.st_uid != os.geteuid(), "it belongs to another user"),
        (bool(status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)), "others can write in it"),
    )
    _refuse(path, problems, ours=False)


def check_parent(path: Path) -> None:
    """The same for a directory that somebody named: it may be root's, and shared if nobody can rename in it.

    Of links only those of the system's first level count, such as /tmp on macOS.
    """
    status, shared = os.lstat(path), stat.S_IWGRP | stat.S_IWOTH
    systems = status.st_uid == 0 and path.parent == path.parent.parent
    problems = (
        (stat.S_ISLNK(status.st_mode) and not systems, "it is a symbolic link"),
        (status.st_uid not in (0, os.geteuid()), "it belongs to another user"),
        (_is_shared(path, status, shared), "others can write in it"),
    )
    _refuse(path, problems, ours=False)


def _is_shared(path: Path, status: os.stat_result, shared: int) -> bool:
    """A link's own mode says nothing; in a sticky directory nobody renames what is another's."""
    mode = os.stat(path).st_mode if stat.S_ISLNK(status.st_mode) else status.st_mode
    return bool(mode & shared) and not mode & stat.S_ISVTX


def open_file(path: Path, flags: int) -> int:
    """A descriptor of a plain file of ours with one name; made with mode 0600 where `flags` let it be made."""
    try:
        descriptor = os.open(path, flags | OPEN_FLAGS, 0o600)
    except OSError as error:
        if path.is_symlink() or path.is_dir():
            raise Untrusted(path, "it is not a plain file", ours=True) from error
        raise
    try:
        _check_file(path, os.fstat(descriptor))
        os.fchmod(descriptor, 0o600)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _check_file(path: Path, status: os.stat_result) -> None:
    problems = (
        (not stat.S_ISREG(status.st_mode), "it is not a plain file"),
        (status.st_uid != os.geteuid(), "it belongs to another user"),
        (status.st_nlink > 1, "it has a second name (hard link)"),
        (bool(status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)), "others can write to it"),
    )
    _refuse(path, problems, ours=True)


def _refuse(path: Path, problems: tuple[tuple[bool, str], ...], *, ours: bool) -> None:
    problem = next((text for wrong, text in problems if wrong), "")
    if problem:
        raise Untrusted(path, problem, ours=ours)


def read_private(path: Path, limit: int) -> bytes:
    """What the file holds; Untrusted where that is more than `limit` bytes."""
    with os.fdopen(open_file(path, os.O_RDONLY), "rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise Untrusted(path, f"it is larger than {limit} bytes", ours=True)
    return data


def replace_private(path: Path, data: bytes) -> None:
    """Put a new file in its place, mode 0600, in one step: a killed process leaves the old one or the new one."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | OPEN_FLAGS, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o600)
            file.write(data)
        os.replace(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
