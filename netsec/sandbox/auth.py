"""The daemon's authentication: requests signed with its keys get to moto, those with its nonce to health and stop."""

from __future__ import annotations

import hmac
import io
import re
import time
from collections.abc import Callable, Iterable
from typing import Any
from xml.sax.saxutils import escape  # nosec B406 # escapes text; parses nothing

from netsec.sandbox import signature
from netsec.sandbox.allowlist import is_allowed
from netsec.sandbox.keys import Keys

Reply = tuple[str, bytes]
MAX_BODY_BYTES = 64 * 1024 * 1024
CONTROL_PATH = "/_strict/"


class AuthenticatedApp:
    """A WSGI application around moto's. Web pages and other users of the machine know neither keys nor nonce."""

    def __init__(self, moto: Any, keys: Keys, nonce: str, port: int, leave: Callable[[], None]) -> None:
        self.moto, self.keys, self.nonce, self.leave = moto, keys, nonce, leave
        self.host = f"127.0.0.1:{port}"
        self.last_request = time.monotonic()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        status, body = self._reply(environ)
        if status:
            start_response(status, [("Content-Type", "text/xml"), ("Content-Length", str(len(body)))])
            return [body]
        self.last_request = time.monotonic()
        answer: Iterable[bytes] = self.moto(environ, start_response)
        return answer

    def _reply(self, environ: dict[str, Any]) -> Reply:
        """What is answered in moto's place; an empty status lets the request in."""
        target, headers = str(environ.get("RAW_URI", "")), _headers(environ)
        if headers.get("host") != self.host or not re.fullmatch(r"/[\x21\x22\x24-\x7e]*", target):
            return _refusal("AccessDenied", "The sandbox answers at its own address only.")
        if target.startswith(CONTROL_PATH):
            return self._own(target.removeprefix(CONTROL_PATH), headers.get("x-sandbox-nonce", ""))
        claim = signature.claim_of(headers.get("authorization", ""))
        if claim is None:
            return _refusal("MissingAuthenticationToken", "Requests must be signed with the sandbox's keys.")
        if not is_allowed(claim.service, target, headers.get("x-amz-target", "")):
            return _refusal("AccessDenied", "The sandbox does not serve this.")
        wrong = signature.rejection(claim, headers, self.keys, time.time())
        return _refusal(*wrong) if wrong else self._let_in(claim, target, headers, environ)

    def _let_in(self, claim: signature.Claim, target: str, headers: dict[str, str], environ: dict[str, Any]) -> Reply:
        """Verify the body, and leave of the request what was signed."""
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY_BYTES or "transfer-encoding" in headers:
            return _refusal("AccessDenied", f"The body must say its length, at most {MAX_BODY_BYTES} bytes.")
        body = environ["wsgi.input"].read(int(length))
        if not signature.is_signed(claim, environ["REQUEST_METHOD"], target, headers, body, self.keys.secret):
            return _refusal("SignatureDoesNotMatch", "The signature does not match the request.")
        for name in set(headers) - set(claim.signed) - {"authorization", "content-length", "user-agent"}:
            environ.pop(_variable(name), None)
        environ["wsgi.input"] = io.BytesIO(body)
        return "", b""

    def _own(self, what: str, nonce: str) -> Reply:
        if not hmac.compare_digest(nonce.encode(), self.nonce.encode()):
            return _refusal("AccessDenied", "Wrong nonce.")
        if what == "stop":
            self.leave()
        elif what != "health":
            return "404 Not Found", b"there is health and stop\n"
        return "200 OK", b"ok\n"


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    """The request's headers, names in lower case."""
    plain = {name: str(environ[name]) for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if environ.get(name)}
    sent = {name.removeprefix("HTTP_"): str(value) for name, value in environ.items() if name.startswith("HTTP_")}
    return {name.replace("_", "-").lower(): value for name, value in {**sent, **plain}.items()}


def _variable(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


def _refusal(code: str, message: str) -> Reply:
    """In the form that EC2's clients read, and those of most others."""
    error = f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>"
    text = f"<Response><Errors>{error}</Errors><RequestID>refused-at-the-door</RequestID></Response>\n"
    return "403 Forbidden", text.encode()
