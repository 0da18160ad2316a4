"""Files that a person asked for by name: a first netsec.toml, a report, a diagram."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from netsec.errors import Refused
from netsec.model import reason
from netsec.store.file_permissions import PRIVATE_MODE, SHARED_MODE, WRITABLE_BY_OTHERS


def write_output_file(path: Path, text: str, *, must_be_new: bool = False, private: bool = False) -> None:
    """Write the text to the file, with mode 0644, or 0600 where it is `private`, whatever the umask.

    `new`: nothing may exist at the path, not even a dangling link. Else an existing file is overwritten, and others
    lose their write access to it. Refused where it exists, or can't be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | (os.O_EXCL if must_be_new else os.O_TRUNC)
    is_new = not os.path.exists(path)
    try:
        handle = os.open(path, flags, PRIVATE_MODE)
        with open(handle, "w", encoding="utf-8") as file:
            _set_mode(handle, PRIVATE_MODE if private else SHARED_MODE, is_new)
            file.write(text)
    except FileExistsError as error:
        raise Refused(reason("file_exists", path=str(path))) from error
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise Refused(reason("file_unwritable", path=str(path), detail=detail)) from error


def _set_mode(handle: int, wanted: int, is_new: bool) -> None:
    """An existing file keeps a narrower mode that its owner gave it; a pipe or another user's file is left alone."""
    status = os.fstat(handle)
    if stat.S_ISREG(status.st_mode) and os.geteuid() in (0, status.st_uid):
        mode = wanted if is_new else stat.S_IMODE(status.st_mode) & ~WRITABLE_BY_OTHERS & (wanted | stat.S_IXUSR)
        os.fchmod(handle, mode)
