"""Where sandboxes are stored: in the user's state directory, never in a work tree that others may have written to."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from netsec.sandbox.private_files import SandboxError, check_directory, check_parent, make_private_directory

READABLE = 40


def state_home(environ: Mapping[str, str]) -> Path:
    """netsec's own directory of state, after the XDG Base Directory Specification; links on the way to it are followed.

    A relative XDG_STATE_HOME counts as none, as the specification asks.
    """
    configured = environ.get("XDG_STATE_HOME", "")
    if os.path.isabs(configured):
        return Path(configured).resolve() / "netsec"
    home = environ.get("HOME") or os.path.expanduser("~")
    if not os.path.isabs(home):
        raise SandboxError("neither XDG_STATE_HOME nor HOME says where your files are kept")
    return Path(home).resolve() / ".local" / "state" / "netsec"


def sandbox_directory(root: Path, environ: Mapping[str, str]) -> Path:
    """The sandbox of the stacks under `root`: its name to be read, and a hash of its path to tell it from others."""
    path = root.resolve()
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", path.name).strip(".-")[:READABLE] or "root"
    return state_home(environ) / "sandbox" / f"{name}-{digest}"


def prepare_directories(directory: Path, environ: Mapping[str, str]) -> None:
    """Make the directory and those above it that are netsec's; each is refused unless it is ours alone."""
    for each in _ours(directory, environ):
        make_private_directory(each)
    check_directories(directory, environ)


def check_directories(directory: Path, environ: Mapping[str, str]) -> None:
    """Untrusted unless this directory, and what netsec made above it, is ours alone."""
    ours = _ours(directory, environ)
    for each in ours:
        check_directory(each)
    check_parent(ours[0].parent)


def _ours(directory: Path, environ: Mapping[str, str]) -> list[Path]:
    """The directories that hold nothing but netsec's, the outermost first."""
    home = state_home(environ)
    above = [each for each in directory.parents if each.is_relative_to(home)]
    return [*reversed(above), directory]
