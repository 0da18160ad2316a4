"""One writer per stack: a lock on a file, released by the kernel when its holder ends, that says who holds it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from netsec.errors import Locked, StateUnusable
from netsec.model import reason
from netsec.store.file_permissions import PRIVATE_MODE, check_file
from netsec.store.lock_info import lock_info, parse_lock_info
from netsec.store.secure_files import ensure_directory


@dataclass(frozen=True)
class HeldLock:
    """A lock that this process holds: the kernel keeps it for the handle, even if the file at the path is replaced."""

    path: Path
    handle: int

    def check(self) -> None:
        """Locked where another file is at the path now: another run could lock that one."""
        try:
            is_same_file = os.path.samestat(os.stat(self.path, follow_symlinks=False), os.fstat(self.handle))
        except OSError:
            is_same_file = False
        if not is_same_file:
            raise Locked(reason("lock_lost", path=str(self.path)))


@contextmanager
def hold_lock(path: Path, command: str, now: float) -> Iterator[HeldLock]:
    """Hold the lock on the file at `path`; Locked, with its holder, when another process does.

    `now`: wall time in seconds. StateUnusable where the file can't be made or locked. The file is never removed.
    """
    ensure_directory(path.parent, restrict_existing=False)
    handle = _open(path)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Locked(reason("locked", path=str(path), **read_lock_info(path))) from error
        except OSError as error:
            raise _unusable(path, error) from error
        try:
            _write_info(handle, command, now)
        except OSError as error:
            raise _unusable(path, error) from error
        yield HeldLock(path, handle)
        with suppress(OSError):
            os.ftruncate(handle, 0)
    finally:
        with suppress(OSError):
            os.close(handle)


def _open(path: Path) -> int:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, PRIVATE_MODE)
    except OSError as error:
        raise _unusable(path, error) from error
    try:
        check_file(os.fstat(handle), path)
        os.fchmod(handle, PRIVATE_MODE)
    except (StateUnusable, OSError) as error:
        os.close(handle)
        raise (_unusable(path, error) if isinstance(error, OSError) else error) from None
    return handle


def _unusable(path: Path, error: OSError) -> StateUnusable:
    return StateUnusable(reason("lock_unusable", path=str(path), detail=error.strerror or str(error)))


def _write_info(handle: int, command: str, now: float) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, lock_info(command, now).encode(), 0)


def read_lock_info(path: Path) -> dict[str, str]:
    """What the lock file says of its holder, `unknown` for what it does not say."""
    try:
        return parse_lock_info(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return parse_lock_info("")


def is_held(path: Path) -> bool:
    """Whether another process holds this lock now."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
