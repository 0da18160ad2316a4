"""Files that other users can't tamper with: opened without following links, checked, and replaced atomically."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
from pathlib import Path

from netsec.errors import StateUnusable
from netsec.model import Reason, reason
from netsec.model.object_store import MAX_OBJECT_BYTES
from netsec.store.file_permissions import (
    DIRECTORY_MODE,
    PRIVATE_MODE,
    WRITABLE_BY_OTHERS,
    check_file,
    directory_problem,
    restrict,
)

GITIGNORE = "# What lies here belongs to one account.\n*\n"


def ensure_directory(directory: Path, *, restrict_existing: bool = True) -> tuple[Reason, ...]:
    """Make sure that the directory exists; a new one gets mode 0700 and a .gitignore.

    `restrict_existing`: also set mode 0700 where it exists, is ours and others may enter it; a warning says so.
    StateUnusable for a directory that others may write to, or that can't be read or made.
    """
    try:
        try:
            status = os.stat(directory)
        except FileNotFoundError:
            _make(directory)
            with contextlib.suppress(OSError):
                create_file(directory / ".gitignore", GITIGNORE)
            status = os.stat(directory)
        problem = directory_problem(status)
        if problem:
            raise StateUnusable(reason("state_unsafe_directory", path=str(directory), problem=problem))
        return restrict(directory, status) if restrict_existing else ()
    except OSError as error:
        raise StateUnusable(reason("state_unreadable", path=str(directory), detail=_detail(error))) from error


def _make(directory: Path) -> None:
    """Make the directory and its missing parents; each name is on disk before anything is put into it."""
    try:
        _make_one(directory)
    except FileNotFoundError:
        _make(directory.parent)
        with contextlib.suppress(FileExistsError):
            _make_one(directory)
    except FileExistsError:
        return
    _sync(directory.parent)


def _make_one(directory: Path) -> None:
    """The umask may remove bits that the owner needs, so the mode is set once more."""
    os.mkdir(directory, DIRECTORY_MODE)
    os.chmod(directory, DIRECTORY_MODE)


def restrict_mode(path: Path) -> tuple[Reason, ...]:
    """Set mode 0600 on a regular file of this user that others may read; a warning says so.

    Nothing is done where there is no file, or where others may write to it: that is an error when it is read.
    """
    try:
        status = os.lstat(path)
        return (
            restrict(path, status) if stat.S_ISREG(status.st_mode) and not status.st_mode & WRITABLE_BY_OTHERS else ()
        )
    except OSError:
        return ()


def read_text(path: Path, errors: str = "strict") -> str | None:
    """The file's text, None when there is no file.

    StateUnusable for a link, a file of another user or writable by others, larger than LARGEST, or that can't be read
    or decoded. `errors` as for `bytes.decode`: a damaged file is to be backed up all the same.
    """
    try:
        data = _bytes_of(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StateUnusable(reason("state_unreadable", path=str(path), detail=_detail(error))) from error
    if len(data) > MAX_OBJECT_BYTES:
        raise StateUnusable(reason("state_too_large", path=str(path), size=len(data)))
    try:
        return data.decode("utf-8", errors)
    except UnicodeDecodeError as error:
        raise StateUnusable(reason("state_not_json", path=str(path), detail=str(error))) from error


def _bytes_of(path: Path) -> bytes:
    """The file's content, of one that grows meanwhile no more than twice LARGEST."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        check_file(os.fstat(handle), path)
        data = b""
        while len(data) <= MAX_OBJECT_BYTES and (more := os.read(handle, MAX_OBJECT_BYTES + 1)):
            data += more
        return data
    finally:
        os.close(handle)


def write_atomically(path: Path, text: str) -> None:
    """Replace the file atomically: write a new one beside it, fsync it, rename it, fsync the directory.

    A crash at any point leaves the old file or the new one, never a part of one. OSError where that fails.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    create_file(temporary, text)
    try:
        os.replace(temporary, path)
    except BaseException:
        remove_if_possible(temporary)
        raise
    _sync(path.parent)


def create_file(path: Path, text: str) -> None:
    """Create a file with mode 0600 and this text, and fsync it; OSError where it exists, or where that fails.

    Where it fails the file is removed again.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE_MODE)
    try:
        try:
            os.fchmod(handle, PRIVATE_MODE)
            unwritten = memoryview(text.encode("utf-8", "surrogateescape"))
            while unwritten:
                unwritten = unwritten[os.write(handle, unwritten) :]
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        remove_if_possible(path)
        raise


def remove_temporary_files(path: Path) -> None:
    """Remove the temporary files of runs that were killed while they replaced `path`.

    Only for a run that holds the lock and has not written yet: then none of them is in use.
    """
    temporary = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{12}}")
    with contextlib.suppress(OSError):
        for name in filter(temporary.fullmatch, os.listdir(path.parent)):
            with contextlib.suppress(OSError, StateUnusable):
                check_file(os.lstat(path.with_name(name)), path)
                os.unlink(path.with_name(name))


def _sync(directory: Path) -> None:
    """fsync a directory, so that the names in it are on disk."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_if_possible(path: Path) -> None:
    """Remove the file; an OSError is ignored."""
    with contextlib.suppress(OSError):
        os.unlink(path)


def _detail(error: OSError) -> str:
    """What the system says of an error, for a message."""
    return error.strerror or str(error)
