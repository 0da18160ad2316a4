"""The daemon's front door: signed requests go to moto, whoever has the nonce may ask for health or stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

Reply = tuple[str, bytes]


class Door:
    """A WSGI application around moto's. Web pages can neither sign a request nor know the nonce."""

    def __init__(self, moto: Any, nonce: str, leave: Callable[[], None]) -> None:
        self.moto, self.nonce, self.leave = moto, nonce, leave
        self.last_request = time.monotonic()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(("/_strict/", "/moto-api")):
            reply = self._own(path, environ.get("HTTP_X_SANDBOX_NONCE"))
        elif not environ.get("HTTP_AUTHORIZATION", "").startswith("AWS4-"):
            reply = ("403 Forbidden", b"requests must be signed, with any key\n")
        else:
            self.last_request = time.monotonic()
            answer: Iterable[bytes] = self.moto(environ, start_response)
            return answer
        start_response(reply[0], [("Content-Type", "text/plain"), ("Content-Length", str(len(reply[1])))])
        return [reply[1]]

    def _own(self, path: str, nonce: str | None) -> Reply:
        if nonce != self.nonce:
            return "403 Forbidden", b"wrong nonce\n"
        if path == "/_strict/stop":
            self.leave()
        elif path != "/_strict/health":
            return "404 Not Found", b"there is health and stop\n"
        return "200 OK", b"ok\n"
