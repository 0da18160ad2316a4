"""Files that nobody can trick us with: opened without following links, checked, and replaced in one step."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
from pathlib import Path

from netsec.errors import StateUnusable
from netsec.model import Reason, reason
from netsec.model.objects import LARGEST

# Whatever the umask says: what tells of an account is for its user, what people asked for is to be shown around.
PRIVATE, SHARED, DIRECTORY = 0o600, 0o644, 0o700
OTHERS, WRITE = stat.S_IRWXG | stat.S_IRWXO, stat.S_IWGRP | stat.S_IWOTH
GIT_IGNORES_ALL = "# What lies here belongs to one account.\n*\n"


def make_directory(directory: Path, *, tighten: bool = True) -> tuple[Reason, ...]:
    """See that the directory exists and that only we may enter it; git is told to leave a new one alone.

    What is to be said of it: that one of ours which others could look into was closed to them. One that others could
    write in is refused with StateUnusable, as nobody knows what they put there. `tighten` is whether it is netsec's.
    """
    try:
        try:
            found = os.stat(directory)
        except FileNotFoundError:
            _make(directory)
            with contextlib.suppress(OSError):
                write_new(directory / ".gitignore", GIT_IGNORES_ALL)
            found = os.stat(directory)
        problem = _directory_problem(found)
        if problem:
            raise StateUnusable(reason("state_unsafe_directory", path=str(directory), problem=problem))
        return _tightened(directory, found) if tighten else ()
    except OSError as error:
        raise StateUnusable(reason("state_unreadable", path=str(directory), detail=_told(error))) from error


def _make(directory: Path) -> None:
    """Make it and what lacks above it, each with its name on the disk before anything is put into it."""
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
    """The umask may take from a mode what we need ourselves, so it is set once more."""
    os.mkdir(directory, DIRECTORY)
    os.chmod(directory, DIRECTORY)


def _tightened(path: Path, found: os.stat_result) -> tuple[Reason, ...]:
    """Take from others what they may do with a file or directory that is ours alone, and say so."""
    wanted = DIRECTORY if stat.S_ISDIR(found.st_mode) else PRIVATE
    mode = stat.S_IMODE(found.st_mode)
    if not mode & OTHERS or mode & stat.S_ISVTX or found.st_uid != os.geteuid():
        return ()
    try:
        os.chmod(path, wanted)
    except OSError:  # a disk that knows no modes: then nobody can be kept out, and nothing is said that is not so
        return ()
    return (reason("mode_tightened", path=str(path), was=f"{mode:o}", now=f"{wanted:o}"),)


def tighten(path: Path) -> tuple[Reason, ...]:
    """Close a file of ours to others, and say so; nothing where there is none, or where it is not a plain one."""
    try:
        found = os.lstat(path)
        return _tightened(path, found) if stat.S_ISREG(found.st_mode) and not found.st_mode & WRITE else ()
    except OSError:
        return ()


def _directory_problem(found: os.stat_result) -> str:
    """Whoever may write in a directory may put another file in the place of ours, unless it is sticky."""
    ours = os.geteuid() == 0 or found.st_uid in (0, os.geteuid())
    shared = not found.st_mode & stat.S_ISVTX
    problems = (
        (not stat.S_ISDIR(found.st_mode), "not a directory"),
        (not ours, "owned by another user"),
        (shared and found.st_mode & stat.S_IWOTH, "world-writable"),
        (shared and found.st_mode & stat.S_IWGRP and not _is_private_group(found.st_gid), "writable by its group"),
    )
    return next((text for wrong, text in problems if wrong), "")


def _is_private_group(number: int) -> bool:
    """Whether the group is its user's alone: where everybody has one, what git checks out is writable by it."""
    import grp
    import pwd

    try:
        user, group = pwd.getpwuid(os.geteuid()), grp.getgrgid(number)
    except KeyError:
        return False
    return user.pw_gid == number and group.gr_name == user.pw_name and set(group.gr_mem) <= {user.pw_name}


def read_text(path: Path, errors: str = "strict") -> str | None:
    """The file's text, None when there is none; StateUnusable when it is a link, another's, too large, unreadable.

    `errors` is for bytes that are no UTF-8: a backup of a damaged file is better than none.
    """
    try:
        data = _bytes_of(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StateUnusable(reason("state_unreadable", path=str(path), detail=_told(error))) from error
    if len(data) > LARGEST:
        raise StateUnusable(reason("state_too_large", path=str(path), size=len(data)))
    try:
        return data.decode("utf-8", errors)
    except UnicodeDecodeError as error:
        raise StateUnusable(reason("state_not_json", path=str(path), detail=str(error))) from error


def _bytes_of(path: Path) -> bytes:
    """What the file holds, or a little more than is allowed of it."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        check(os.fstat(handle), path)
        data = b""
        while len(data) <= LARGEST and (more := os.read(handle, LARGEST + 1)):
            data += more
        return data
    finally:
        os.close(handle)


def check(found: os.stat_result, path: Path) -> None:
    """Only a plain file of ours, with one name, that others can't write."""
    problems = (
        (not stat.S_ISREG(found.st_mode), "not a plain file"),
        (os.geteuid() not in (0, found.st_uid), "owned by another user"),
        (found.st_nlink > 1, "has a second name (hard link)"),
        (bool(found.st_mode & WRITE), "writable by others"),
    )
    problem = next((text for wrong, text in problems if wrong), None)
    if problem:
        raise StateUnusable(reason("state_unsafe_file", path=str(path), problem=problem))
    if found.st_size > LARGEST:
        raise StateUnusable(reason("state_too_large", path=str(path), size=found.st_size))


def replace_text(path: Path, text: str) -> None:
    """Write a new file beside it, bring it to the disk, put it in place in one step, bring the name to the disk.

    A crash at any point leaves the old file or the new one, never a torn one. OSError where the disk says no.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    write_new(fresh, text)
    try:
        os.replace(fresh, path)
    except BaseException:
        discard(fresh)
        raise
    _sync(path.parent)


def write_new(path: Path, text: str) -> None:
    """Make a file with this text, for us alone, and bring it to the disk; where that fails, nothing half is left."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE)
    try:
        try:
            os.fchmod(handle, PRIVATE)
            left = memoryview(text.encode("utf-8", "surrogateescape"))
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        discard(path)
        raise


def sweep(path: Path) -> None:
    """Remove what runs that were killed while they replaced `path` left beside it.

    For its only writer: what is there before that one has written is of the dead.
    """
    leftover = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{12}}")
    with contextlib.suppress(OSError):
        for name in filter(leftover.fullmatch, os.listdir(path.parent)):
            with contextlib.suppress(OSError, StateUnusable):
                check(os.lstat(path.with_name(name)), path)
                os.unlink(path.with_name(name))


def _sync(directory: Path) -> None:
    """Bring the names in a directory to the disk."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard(path: Path) -> None:
    """Remove it, if that can be done."""
    with contextlib.suppress(OSError):
        os.unlink(path)


def _told(error: OSError) -> str:
    return error.strerror or str(error)
