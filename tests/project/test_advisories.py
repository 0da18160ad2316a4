"""`make audit-deps`: it says what is known against the locked dependencies, or that nobody could be asked."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.distribution import PROJECT, plain_environ

FLAW = {
    "id": "TEST-2026-0001",
    "summary": "a made-up flaw",
    "modified": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
        }
    ],
}


class Advisories(ThreadingHTTPServer):
    """An advisory database on loopback, which keeps what it was asked about."""

    asked: list[str]
    flawed: str


class Answers(BaseHTTPRequestHandler):
    """OSV's two calls."""

    server: Advisories

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        names = [each["package"]["name"] for each in queries]
        self.server.asked += names
        self._say({"results": [{"vulns": [FLAW]} if each == self.server.flawed else {} for each in names]})

    def do_GET(self) -> None:
        self._say(FLAW)

    def _say(self, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def advisories() -> Iterator[Advisories]:
    server = Advisories(("127.0.0.1", 0), Answers)
    server.asked, server.flawed = [], ""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def audit(port: int) -> subprocess.CompletedProcess[str]:
    if not (PROJECT / ".tools" / "bin" / "uv").exists():
        pytest.skip("the pinned uv is not here, and fetching it is not this test's business")
    environ = plain_environ(ADVISORIES=f"http://127.0.0.1:{port}", NO_PROXY="127.0.0.1")
    return subprocess.run(
        ["sh", "tools/audit-deps"], cwd=PROJECT, env=environ, capture_output=True, text=True, timeout=120, check=False
    )


def test_nothing_known_is_said(advisories: Advisories) -> None:
    done = audit(advisories.server_port)
    assert (done.returncode, "no known vulnerabilities" in done.stdout) == (0, True), done.stdout
    assert {"boto3", "click", "moto", "pytest", "hatchling"} <= set(advisories.asked)


def test_what_is_known_is_said_and_ends_with_1(advisories: Advisories) -> None:
    advisories.flawed = "jinja2"
    done = audit(advisories.server_port)
    assert done.returncode == 1
    assert "TEST-2026-0001: a made-up flaw" in done.stdout


def test_where_nobody_answers_that_is_said_and_passed_over(advisories: Advisories) -> None:
    advisories.socket.close()
    done = audit(advisories.server_port)
    assert done.returncode == 0
    assert done.stdout.startswith("Dependencies not audited: no advisory database answers here.\n")
