"""The world on disk, so that it outlives its process: all of moto's EC2, pickled after every write."""

from __future__ import annotations

import logging
import os
import pickle
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

SCHEMA = 1
LOG = logging.getLogger(__name__)


def save(path: Path) -> None:
    """Called under the layer's lock. A rename, so that a killed process leaves the old world or the new one."""
    from moto.ec2.models import ec2_backends

    rows = [(account, region, backend) for account, region, backend in ec2_backends.iter_backends()]
    temporary = path.with_suffix(".new")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        pickle.dump([_header(), rows], file, protocol=pickle.HIGHEST_PROTOCOL)
    temporary.replace(path)


def load(path: Path) -> bool:
    """Bring the saved world back; one that can't be read is set aside, and the world starts empty."""
    if not path.exists():
        return False
    try:
        header, rows = pickle.loads(path.read_bytes())
        if header != _header():
            raise ValueError(f"written by {header}, this is {_header()}")
        _restore(rows)
    except Exception:
        LOG.exception("the saved world can't be used and is set aside")
        path.replace(path.with_suffix(".old"))
        return False
    return True


def _restore(rows: list[tuple[str, str, Any]]) -> None:
    from moto.ec2.models import ec2_backends

    for account, region, backend in rows:
        dict.__setitem__(ec2_backends[account], region, backend)


def _header() -> dict[str, object]:
    """Pickles hold moto's classes: another moto or Python may not understand them."""
    return {"schema": SCHEMA, "moto": version("moto"), "python": platform.python_version()}
