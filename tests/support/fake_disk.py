"""A disk between the store and the operating system: it counts every system call, and breaks the one a test names."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from typing import Any

# Every function of `os` by which netsec.store.secure_files and .lock reach the kernel.
SYSTEM_CALLS = frozenset(
    {
        "chmod", "close", "fchmod", "fstat", "fsync", "ftruncate", "listdir", "lstat", "mkdir", "open",
        "pwrite", "read", "replace", "stat", "unlink", "write",
    }
)  # fmt: skip
PURE = frozenset({"path", "geteuid", "getpid", "getuid", "fspath", "stat_result"})

Act = Callable[[], Any]
# The disk, the name of the call and a way to let it happen → what the store sees; may raise.
Fault = Callable[["Disk", Act], Any]


class Killed(BaseException):
    """The process is gone: nothing in netsec may catch this."""


class Disk:
    """The `os` that the store sees. The call of number `at` meets `fault`, and with `lasting` all after it do."""

    def __init__(self, at: int = 0, fault: Fault | None = None, *, lasting: bool = False) -> None:
        self.at, self.fault, self.lasting = at, fault, lasting
        self.calls: list[str] = []
        self.handles: set[int] = set()
        self.dead = False

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name in PURE or name.startswith("O_"):
            return real
        assert name in SYSTEM_CALLS, f"os.{name} is new in the store: is it a system call that can fail?"

        def call(*given: Any, **named: Any) -> Any:
            return self._call(name, lambda *cut: self._real(name, real, *(cut or given), **named), given)

        return call

    def _real(self, name: str, real: Callable[..., Any], *given: Any, **named: Any) -> Any:
        answer = real(*given, **named)
        if name == "open":
            self.handles.add(answer)
        if name == "close":
            self.handles.discard(given[0])
        return answer

    def _call(self, name: str, act: Callable[..., Any], given: tuple[Any, ...]) -> Any:
        if self.dead:
            raise Killed
        self.calls.append("create" if name == "open" and given[1] & os.O_CREAT else name)
        number = len(self.calls)
        hit = self.fault and (number == self.at or (self.lasting and number > self.at))
        if hit and self.fault is short and name == "write":
            return act(given[0], given[1][: max(1, len(given[1]) // 2)])
        return self.fault(self, act) if hit and self.fault and self.fault is not short else act()

    def bury(self) -> None:
        """Close what a dead process would have closed by dying."""
        for handle in self.handles:
            with contextlib.suppress(OSError):
                os.close(handle)


def killed_before(disk: Disk, act: Act) -> Any:
    disk.dead = True
    raise Killed


def killed_after(disk: Disk, act: Act) -> Any:
    with contextlib.suppress(OSError):
        act()
    disk.dead = True
    raise Killed


def short(disk: Disk, act: Act) -> Any:
    """Half of a write gets through; `Disk` sees to it, as only it knows what is written."""
    return act()


def refused(code: int) -> Fault:
    """The kernel says no, having done nothing; but a handle that could not be closed well is closed."""

    def fault(disk: Disk, act: Act) -> Any:
        if disk.calls[-1] == "close":
            act()
        raise OSError(code, os.strerror(code))

    return fault


ERRORS = {name: refused(getattr(errno, name)) for name in ("ENOSPC", "EIO", "EROFS", "EDQUOT", "EINTR")}
