"""Files that somebody asked for by name: a first netsec.toml, a report, a picture."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from netsec.errors import Refused
from netsec.model import reason
from netsec.store.files import PRIVATE, SHARED, WRITE


def write_output(path: Path, text: str, *, new: bool = False, private: bool = False) -> None:
    """Write the text there: for everybody to read and us to write, or `private`, whatever the umask.

    `new` is whether nothing may be there yet, not even a link that leads nowhere; else what is there is written over,
    and others may not write to it any more. Refused (3) where that can't be.
    """
    how = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | (os.O_EXCL if new else os.O_TRUNC)
    fresh = not os.path.exists(path)
    try:
        handle = os.open(path, how, PRIVATE)
        with open(handle, "w", encoding="utf-8") as file:
            _set_mode(handle, PRIVATE if private else SHARED, fresh)
            file.write(text)
    except FileExistsError as error:
        raise Refused(reason("file_exists", path=str(path))) from error
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise Refused(reason("file_unwritable", path=str(path), detail=detail)) from error


def _set_mode(handle: int, wanted: int, fresh: bool) -> None:
    """One that was there keeps a narrower mode that its owner gave it; what is no file, a pipe, has none of ours."""
    found = os.fstat(handle)
    if stat.S_ISREG(found.st_mode) and os.geteuid() in (0, found.st_uid):
        mode = wanted if fresh else stat.S_IMODE(found.st_mode) & ~WRITE & (wanted | stat.S_IXUSR)
        os.fchmod(handle, mode)
