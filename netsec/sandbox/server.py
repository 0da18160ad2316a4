"""The daemon: it listens, reports its port, loads moto and its saved world, and serves until it is told to stop."""

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from netsec.sandbox import keys, locations, seal
from netsec.sandbox.daemon_files import DaemonFiles, Untrusted
from netsec.sandbox.keys import aws_profile, keys_of_card
from netsec.sandbox.settings import configure

BACKLOG = 128
LOCK_PATIENCE = 5.0
WATCH_SECONDS = 0.5
REGION, ACCOUNT = "ap-northeast-1", "123456789012"


def serve(arguments: list[str]) -> None:
    """Be the daemon: `arguments` are its directory, its identity as JSON, and the pipe to who started it."""
    place, identity, pipe = DaemonFiles(Path(arguments[0])), json.loads(arguments[1]), int(arguments[2])
    if os.fork():
        os._exit(0)  # our starter waits for this process, and so never has a zombie
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    held = place.take_live_lock(LOCK_PATIENCE)
    place.remove_card()
    try:
        key = seal.seal_key(locations.state_home(os.environ))
        _recall(place, key)
    except Untrusted as refused:
        _told(pipe, {"refused": {"path": refused.path, "problem": refused.problem, "ours": refused.ours}})
        return
    listener = _listen()
    card = _card(listener, identity)
    place.write_card(card, aws_profile(keys_of_card(card), card["port"], REGION))
    if not _told(pipe, card):
        place.remove_card()
        return
    settings = dict(identity["settings"])
    idle_seconds = settings.pop("idle_seconds")
    configure(**settings)
    _wake(lambda: _save(place, key))
    _serve(place, card, listener, idle_seconds)
    os.close(held)


def _recall(place: DaemonFiles, key: bytes) -> None:
    """Bring the world back, if there is one: before anybody is told to come, so that a refusal is told instead."""
    if os.path.lexists(place.world):
        from netsec.sandbox import snapshot

        snapshot.load_world(place.world, key)


def _told(pipe: int, card: dict[str, Any]) -> bool:
    """Tell the starter where we listen; one that is gone needs no daemon."""
    try:
        os.write(pipe, (json.dumps(card) + "\n").encode())
    except BrokenPipeError:
        return False
    finally:
        os.close(pipe)
    return True


def _listen() -> socket.socket:
    """A port of the system's choice; who connects from now on waits in the backlog."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(BACKLOG)
    return listener


def _card(listener: socket.socket, identity: dict[str, Any]) -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "port": listener.getsockname()[1],
        "nonce": secrets.token_hex(16),
        **asdict(keys.make_keys()),
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "identity": identity,
    }


def _serve(place: DaemonFiles, card: dict[str, Any], listener: socket.socket, idle_seconds: float) -> None:
    from moto.moto_server import werkzeug_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    from netsec.sandbox.auth import AuthenticatedApp

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = werkzeug_app.DomainDispatcherApplication(werkzeug_app.create_backend_app)
    door = AuthenticatedApp(
        moto, keys_of_card(card), card["nonce"], card["port"], lambda: threading.Timer(0.1, server.shutdown).start()
    )
    handler = getattr(werkzeug_app, "MotoRequestHandler", WSGIRequestHandler)
    server = make_server("127.0.0.1", card["port"], door, threaded=True, request_handler=handler, fd=listener.fileno())
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    threading.Thread(target=_watch, args=(place, card, door, idle_seconds, server), daemon=True).start()
    server.serve_forever(poll_interval=0.05)
    if place.read_card().get("nonce") == card["nonce"]:
        place.remove_card()


def _wake(save: Callable[[], None]) -> None:
    """The strict layer, and what the first request would otherwise wait for."""
    from moto.core.utils import get_pagination_model, get_service_model
    from moto.ec2.models import ec2_backends

    from netsec.sandbox.install import install
    from netsec.sandbox.middleware import AFTER_WRITE, READ_CACHE

    install()
    get_service_model("ec2")
    get_pagination_model("ec2")
    ec2_backends[ACCOUNT][REGION]
    AFTER_WRITE.append(save)
    READ_CACHE.on = True


def _save(place: DaemonFiles, key: bytes) -> None:
    """Nothing that keeps the world from being saved may turn a done write into an error."""
    from netsec.sandbox import snapshot

    try:
        snapshot.save_world(place.world, key)
    except Exception:
        logging.exception("the world can't be saved")


def _watch(place: DaemonFiles, card: dict[str, Any], door: Any, idle_seconds: float, server: Any) -> None:
    """Leave when the directory is gone, another daemon took over, or nobody has asked for long."""
    while True:
        time.sleep(WATCH_SECONDS)
        idle = time.monotonic() - door.last_request
        if idle > idle_seconds or place.read_card().get("nonce") != card["nonce"]:
            server.shutdown()
            return


if __name__ == "__main__":
    serve(sys.argv[1:])
