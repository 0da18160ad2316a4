"""The saved world of a daemon: all of moto's EC2, pickled and sealed after every write."""

from __future__ import annotations

import io
import json
import pickle  # nosec B403 # sealed with a key outside the tree, and limited to known classes
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from netsec.sandbox import private_files, seal

LARGEST = 64 * 1024 * 1024
MODELS = "moto.ec2.models"
PLAIN = {
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("builtins", "dict"),
    ("builtins", "bytearray"),
    ("builtins", "complex"),
    ("collections", "OrderedDict"),
    ("collections", "defaultdict"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("decimal", "Decimal"),
    ("ipaddress", "IPv4Address"),
    ("ipaddress", "IPv4Network"),
    ("ipaddress", "IPv6Address"),
    ("ipaddress", "IPv6Network"),
    ("moto.utilities.tagging_service", "TaggingService"),
    ("netsec.sandbox.region_state", "RegionState"),
    ("netsec.sandbox.region_state", "TokenAnswer"),
    ("netsec.sandbox.lifecycle", "Life"),
}
"""Classes outside moto's models that a world is made of."""


def save_world(path: Path, key: bytes) -> None:
    """Called under the layer's lock; ValueError for a world too large to be loaded again."""
    from moto.ec2.models import ec2_backends

    rows = [(account, region, backend) for account, region, backend in ec2_backends.iter_backends()]
    content = json.dumps(_header()).encode() + b"\n" + pickle.dumps(rows, protocol=pickle.HIGHEST_PROTOCOL)
    if len(content) > LARGEST - seal.DIGITS * 2:
        raise ValueError(f"the world is larger than {LARGEST} bytes")
    private_files.replace_private(path, seal.seal_content(content, key))


def load_world(path: Path, key: bytes) -> bool:
    """Bring the saved world back, False if there is none; Untrusted where it is not one that we saved."""
    try:
        data = private_files.read_private(path, LARGEST)
    except FileNotFoundError:
        return False
    content = seal.unseal(data, key, path)
    try:
        _restore(_rows(path, content))
    except private_files.Untrusted:
        raise
    except Exception as error:
        raise private_files.Untrusted(path, f"it can't be read: {error!r}", ours=True) from error
    return True


def _rows(path: Path, content: bytes) -> list[tuple[str, str, Any]]:
    """Account, region and backend of what was saved by this moto and Python."""
    written, _, rows = content.partition(b"\n")
    if json.loads(written) != _header():
        raise private_files.Untrusted(
            path, f"it was written by {_named(json.loads(written))}, this is {_named(_header())}", ours=True
        )
    found: list[tuple[str, str, Any]] = _Restricted(path, rows).load()
    return found


class _Restricted(pickle.Unpickler):
    """Makes objects of moto's models and plain data; any other name in a pickle is refused, not looked up."""

    def __init__(self, path: Path, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self.path = path

    def find_class(self, module: str, name: str) -> Any:
        """The class of this name, if worlds are made of it; Untrusted for any other."""
        if (module, name) == ("builtins", "getattr"):
            return self._filter
        if (module, name) in PLAIN:
            return super().find_class(module, name)
        model = self._model(module, name)
        if model is None:
            raise private_files.Untrusted(
                self.path, f"it names {module}.{name}, which is no part of a sandbox", ours=True
            )
        return model

    def _model(self, module: str, name: str) -> type | None:
        """A class that this module of moto's models itself defines."""
        if not f"{module}.".startswith(f"{MODELS}.") or "." in name:
            return None
        model = super().find_class(module, name)
        return model if isinstance(model, type) and model.__module__ == module else None

    def _filter(self, owner: Any, name: str) -> Callable[..., Any]:
        """moto's groups keep their own filter_… methods; a pickle asks for those by getattr."""
        if not name.startswith("filter_") or not f"{type(owner).__module__}.".startswith(f"{MODELS}."):
            raise private_files.Untrusted(self.path, f"it asks for {name!r}, which is no part of a sandbox", ours=True)
        method: Callable[..., Any] = getattr(owner, name)
        return method


def _restore(rows: list[tuple[str, str, Any]]) -> None:
    from moto.ec2.models import ec2_backends

    for account, region, backend in rows:
        dict.__setitem__(ec2_backends[account], region, backend)


def _header() -> dict[str, str]:
    """Pickles hold moto's classes: another moto or Python may not understand them."""
    return {"moto": version("moto"), "python": f"{sys.version_info.major}.{sys.version_info.minor}"}


def _named(header: dict[str, str]) -> str:
    return " and ".join(f"{name} {number}" for name, number in sorted(header.items()))
