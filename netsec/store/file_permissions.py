"""Who may access a file or directory: what is refused as unsafe, and what is restricted to its user."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from netsec.errors import StateUnusable
from netsec.messages import Message, message
from netsec.model import Reason, reason
from netsec.model.object_store import MAX_OBJECT_BYTES

# Modes, whatever the umask: PRIVATE for what describes an account, SHARED for a file that a person asked for.
PRIVATE_MODE, SHARED_MODE, DIRECTORY_MODE = 0o600, 0o644, 0o700
# Bits of a mode: any access for group and others, and write access for them.
OTHERS_ACCESS, WRITABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO, stat.S_IWGRP | stat.S_IWOTH


def restrict(path: Path, status: os.stat_result) -> tuple[Reason, ...]:
    """Remove the access of group and others to a file or directory of this user; a warning says so."""
    wanted = DIRECTORY_MODE if stat.S_ISDIR(status.st_mode) else PRIVATE_MODE
    mode = stat.S_IMODE(status.st_mode)
    if not mode & OTHERS_ACCESS or mode & stat.S_ISVTX or status.st_uid != os.geteuid():
        return ()
    try:
        os.chmod(path, wanted)
    except OSError:  # a file system without modes
        return ()
    return (reason("mode_tightened", path=str(path), was=f"{mode:o}", now=f"{wanted:o}"),)


def check_file(status: os.stat_result, path: Path) -> None:
    """StateUnusable unless it is a regular file of this user, not larger than LARGEST, that others can't change.

    `status` is that of the file, `path` is for the message.
    """
    problems = (
        (not stat.S_ISREG(status.st_mode), message("problem.not_a_regular_file")),
        (os.geteuid() not in (0, status.st_uid), message("problem.other_owner")),
        (status.st_nlink > 1, message("problem.hard_link")),
        (bool(status.st_mode & WRITABLE_BY_OTHERS), message("problem.writable_by_others")),
    )
    problem = next((what for applies, what in problems if applies), None)
    if problem:
        raise StateUnusable(reason("state_unsafe_file", path=str(path), problem=problem))
    if status.st_size > MAX_OBJECT_BYTES:
        raise StateUnusable(reason("state_too_large", path=str(path), size=status.st_size))


def directory_problem(status: os.stat_result) -> Message | None:
    """Why files in it can't be trusted, None where they can: who may write to a directory may replace files in it.

    In a sticky directory only a file's owner may.
    """
    is_ours = os.geteuid() == 0 or status.st_uid in (0, os.geteuid())
    is_replaceable = not status.st_mode & stat.S_ISVTX
    by_group = status.st_mode & stat.S_IWGRP and not _is_private_group(status.st_gid)
    problems = (
        (not stat.S_ISDIR(status.st_mode), message("problem.not_a_directory")),
        (not is_ours, message("problem.other_owner")),
        (is_replaceable and status.st_mode & stat.S_IWOTH, message("problem.world_writable")),
        (is_replaceable and by_group, message("problem.group_writable")),
    )
    return next((what for applies, what in problems if applies), None)


def _is_private_group(number: int) -> bool:
    """Whether this is the user's own group without other members, which may write to files made with umask 002."""
    import grp
    import pwd

    try:
        user, group = pwd.getpwuid(os.geteuid()), grp.getgrgid(number)
    except KeyError:
        return False
    return user.pw_gid == number and group.gr_name == user.pw_name and set(group.gr_mem) <= {user.pw_name}
