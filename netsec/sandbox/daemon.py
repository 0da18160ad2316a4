"""The client of the sandbox daemon: starts it, finds it, stops it, deletes its world. Does not load moto."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess  # nosec B404 # the daemon is started with a fixed list of arguments
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netsec.sandbox import keys
from netsec.sandbox.daemon_files import DaemonFiles, SandboxError, Untrusted
from netsec.sandbox.keys import Keys
from netsec.version import VERSION

__all__ = ["RunningDaemon", "SandboxError", "Untrusted", "ensure", "reset", "status", "stop"]

PATIENCE = 30.0
"""Seconds to wait for a daemon's answer: it may still be importing moto."""


@dataclass(frozen=True)
class RunningDaemon:
    """A daemon that is alive."""

    endpoint_url: str
    pid: int
    port: int
    started_at: str
    directory: Path
    keys: Keys
    profile: Path
    """A file with the keys and the endpoint, for AWS's own tools."""


def ensure(
    directory: Path, *, pending_seconds: float = 6.0, deleting_seconds: float = 3.0, idle_seconds: float = 3600.0
) -> RunningDaemon:
    """The daemon of this directory, started if need be; one of another build or with other settings is replaced."""
    place = DaemonFiles(directory)
    place.prepare()
    settings = {"pending_seconds": pending_seconds, "deleting_seconds": deleting_seconds, "idle_seconds": idle_seconds}
    identity = {**_versions(), "settings": settings}
    running = _alive(place, identity)
    if running:
        return running
    with place.starting():
        running = _alive(place, identity)
        if running:
            return running
        if place.is_running():
            _end(place)
        return _running(place, _spawn(place, identity))


def status(directory: Path) -> RunningDaemon | None:
    """The daemon of this directory, if one is alive and answers."""
    place = DaemonFiles(directory)
    return _alive(place) if place.exists() else None


def stop(directory: Path) -> bool:
    """End the daemon; its world stays on disk. Whether there was one."""
    place = DaemonFiles(directory)
    if not place.exists():
        return False
    with place.starting():
        was_running = place.is_running()
        if was_running:
            _end(place)
        return was_running


def reset(directory: Path) -> None:
    """End the daemon and delete its world, were it refused or not."""
    place = DaemonFiles(directory)
    if not place.reclaim():
        return
    with place.starting():
        if place.is_running():
            _end(place)
        place.clear()


def _alive(place: DaemonFiles, identity: dict[str, Any] | None = None) -> RunningDaemon | None:
    """Alive is: the lock is held and the port answers to our nonce; and, if asked for, it is of this identity."""
    if not place.is_running():
        return None
    card = place.read_card()
    if not card or (identity is not None and card.get("identity") != identity):
        return None
    return _running(place, card) if _ask(card, "health") else None


def _running(place: DaemonFiles, card: dict[str, Any]) -> RunningDaemon:
    port = int(card["port"])
    url, started_at = f"http://127.0.0.1:{port}", str(card["started_at"])
    return RunningDaemon(
        url, int(card["pid"]), port, started_at, place.directory, keys.keys_of_card(card), place.profile
    )


def _ask(card: dict[str, Any], what: str) -> bool:
    """One request to the daemon itself. http.client knows no proxies, which is right for a loopback address."""
    connection = http.client.HTTPConnection("127.0.0.1", int(card["port"]), timeout=PATIENCE)
    try:
        connection.request("POST", f"/_strict/{what}", headers={"X-Sandbox-Nonce": str(card["nonce"])})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _end(place: DaemonFiles) -> None:
    """Ask it to leave, then make it. The lock is held by whoever wrote the card, so the pid in it is the daemon's."""
    card = place.read_card()
    if card and _ask(card, "stop") and place.await_end(PATIENCE):
        return
    for each in (signal.SIGTERM, signal.SIGKILL):
        card = place.read_card()
        if card and place.is_running():
            with suppress(ProcessLookupError):
                os.kill(int(card["pid"]), each)
        if place.await_end(PATIENCE / 3):
            return
    raise SandboxError(f"the sandbox in {place.directory} does not end; its log is {place.log}")


def _spawn(place: DaemonFiles, identity: dict[str, Any]) -> dict[str, Any]:
    """Start the other half, which answers one line on a pipe as soon as it listens."""
    reader, writer = os.pipe()
    command = [sys.executable, "-P", "-m", "netsec.sandbox.server", str(place.directory), json.dumps(identity)]
    with os.fdopen(reader) as answer, os.fdopen(place.open_log(), "ab") as log:
        process = subprocess.Popen(  # nosec B603 # our own interpreter and module; no shell
            [*command, str(writer)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
            pass_fds=(writer,),
            start_new_session=True,
        )
        os.close(writer)
        line = answer.readline()
        process.wait()
    if not line:
        raise SandboxError(f"the sandbox did not start; its log is {place.log}")
    card: dict[str, Any] = json.loads(line)
    if "refused" in card:
        raise Untrusted(**card["refused"])
    return card


def _environment() -> dict[str, str]:
    """Ours without what would steer boto3 or moto, and with the way to this very package."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}
    home = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(each for each in (home, kept.get("PYTHONPATH")) if each)
    return {**kept, "PYTHONPATH": path, "MOTO_EC2_LOAD_DEFAULT_AMIS": "false", "MOTO_DISABLE_GLOBAL_CORS": "true"}


def _versions() -> dict[str, str]:
    """What makes two daemons the same; the newest change of this package counts, for those who work on it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        moto, _ = version("moto"), version("flask")
    except PackageNotFoundError as absent:
        message = f"the sandbox needs {absent.name}: in a checkout of netsec, run  uv tool install --force '.[sandbox]'"
        raise SandboxError(message) from absent
    changed = max(each.stat().st_mtime_ns for each in Path(__file__).parent.glob("*.py"))
    return {"netsec": VERSION, "moto": moto, "build": str(changed)}
