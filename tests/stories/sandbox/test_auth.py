"""The daemon's door: only what was signed with its keys, whole and just now, for a service netsec uses, gets in."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from netsec.sandbox import keys
from netsec.sandbox.allowlist import SERVICES, is_plain
from netsec.sandbox.auth import AuthenticatedApp

HOST = "127.0.0.1:4000"
FORM = "application/x-www-form-urlencoded"
DELETE = b"Action=DeleteVpc&Version=2016-11-15&VpcId=vpc-1"
KEYS = keys.make_keys()


@dataclass
class Wire:
    """A request as it comes in over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    def environ(self) -> dict[str, Any]:
        """As werkzeug's server hands it on."""
        path, _, query = self.target.partition("?")
        names = {name: f"HTTP_{name.upper().replace('-', '_')}" for name in self.headers}
        names |= {each: each.upper().replace("-", "_") for each in self.headers if each.lower() == "content-type"}
        return {
            "REQUEST_METHOD": self.method,
            "RAW_URI": self.target,
            "PATH_INFO": unquote(path),
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": io.BytesIO(self.body),
            **{names[name]: value for name, value in self.headers.items()},
        }


@dataclass
class Behind:
    """What stands behind the door, and what came through to it."""

    seen: list[dict[str, Any]] = field(default_factory=list)
    left: int = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.seen.append({**environ, "body": environ["wsgi.input"].read()})
        start_response("200 OK", [])
        return [b"done"]

    def leave(self) -> None:
        self.left += 1


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def ask(behind: Behind) -> Callable[[Wire], int]:
    door = AuthenticatedApp(behind, KEYS, "nonce", 4000, behind.leave)

    def asked(wire: Wire) -> int:
        told: list[str] = []
        b"".join(door(wire.environ(), lambda status, headers: told.append(status)))
        return int(told[0].split()[0])

    return asked


def signed(
    target: str = "/",
    body: bytes = DELETE,
    *,
    service: str = "ec2",
    method: str = "POST",
    with_keys: keys.Keys = KEYS,
    host: str = HOST,
    **headers: str,
) -> Wire:
    """A request signed by botocore's own signer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = AWSRequest(method, f"http://{host}{target}", headers={"Content-Type": FORM, **named}, data=body)
    signer = S3SigV4Auth if service == "s3" else SigV4Auth
    signer(Credentials(with_keys.key_id, with_keys.secret), service, "ap-northeast-1").add_auth(request)
    return Wire(method, target, {"Host": host, **dict(request.headers.items())}, body)


def test_what_botocore_signs_gets_in(ask: Callable[[Wire], int], behind: Behind) -> None:
    assert ask(signed()) == 200
    assert ask(signed("/?Action=DescribeVpcs&Version=2016-11-15&A=%2F%20~", b"", method="GET")) == 200
    assert ask(signed("/team/a%20folder/x%2By.json?versionId=1&tagging", b"", service="s3", method="GET")) == 200
    assert ask(signed("/team?list-type=2&prefix=a%2Fb&start-after=", b"", service="s3", method="GET")) == 200
    assert ask(signed("/", b"", service="sts")) == 200
    target = "GraniteServiceVersion20100801.ListMetrics"
    assert ask(signed(service="monitoring", X_Amz_Target=target)) == 200
    assert behind.seen[0]["body"] == DELETE


@pytest.mark.parametrize("payload", ["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"])
def test_only_s3_may_leave_its_body_unsigned(
    ask: Callable[[Wire], int], payload: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(S3SigV4Auth, "payload", lambda *_: payload)
    put = signed("/team/key", b"one", service="s3", method="PUT")
    assert put.headers["X-Amz-Content-SHA256"] == payload
    assert ask(put) == 200
    assert ask(changed(put, X_Amz_Content_SHA256="0" * 64)) == 403
    assert ask(signed(X_Amz_Content_SHA256=payload)) == 403
    monkeypatch.setattr(S3SigV4Auth, "payload", lambda *_: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
    assert ask(signed("/team/key", b"one", service="s3", method="PUT")) == 403


def without(wire: Wire, name: str) -> Wire:
    return Wire(wire.method, wire.target, {key: each for key, each in wire.headers.items() if key != name}, wire.body)


def changed(wire: Wire, **more: str) -> Wire:
    return Wire(
        wire.method, wire.target, {**wire.headers, **{k.replace("_", "-"): v for k, v in more.items()}}, wire.body
    )


def forged(wire: Wire, old: str, new: str) -> Wire:
    """The same with another claim."""
    return changed(wire, Authorization=wire.headers["Authorization"].replace(old, new))


WRONG = {
    "unsigned": without(signed(), "Authorization"),
    "an empty claim": changed(signed(), Authorization="AWS4-"),
    "any signature": changed(signed(), Authorization="AWS4-HMAC-SHA256 Credential=a/b/c/ec2/aws4_request"),
    "two claims": changed(signed(), Authorization="AWS4-HMAC-SHA256 x, " + signed().headers["Authorization"]),
    "signature version 2": changed(signed(), Authorization="AWS key:signature"),
    "a wrong secret": signed(with_keys=keys.Keys(KEYS.key_id, "guess")),
    "a wrong key": signed(with_keys=keys.Keys("AKIAIOSFODNN7EXAMPLE", KEYS.secret)),
    "the old keys": signed(with_keys=keys.Keys("sandbox", "sandbox")),
    "another body": Wire("POST", "/", signed().headers, b"Action=DeleteVpc&Version=2016-11-15&VpcId=vpc-2"),
    "no body": Wire("POST", "/", signed().headers),
    "another hash": signed(X_Amz_Content_SHA256="0" * 64),
    "another method": Wire("GET", "/", signed().headers, DELETE),
    "another query": Wire("POST", "/?Action=DescribeVpcs", signed().headers, DELETE),
    "another path": Wire("PUT", "/team/b", signed("/team/a", service="s3", method="PUT").headers, DELETE),
    "another type": changed(signed(), Content_Type="application/json"),
    "a target that is not signed": changed(
        signed(service="monitoring"), X_Amz_Target="GraniteServiceVersion20100801.X"
    ),
    "another date": changed(signed(), X_Amz_Date=time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() - 1))),
    "no date": without(signed(), "X-Amz-Date"),
    "another region": forged(signed(), "/ap-northeast-1/", "/us-east-1/"),
    "another service": forged(signed(), "/ec2/", "/sts/"),
    "fewer signed headers": forged(signed(), "content-type;", ""),
    "chunks": changed(signed(), Transfer_Encoding="chunked"),
    "a rebound name": changed(signed(), Host="evil.example:4000"),
    "a rebound name, signed": signed(host="evil.example:4000"),
    "localhost": signed(host="localhost:4000"),
    "another port": signed(host="127.0.0.1:4001"),
    "two hosts": changed(signed(), Host=f"{HOST},evil.example"),
    "no host": without(signed(), "Host"),
    "an absolute address": Wire("POST", f"http://{HOST}/", signed().headers, DELETE),
    "sns": signed(service="sns"),
    "sns by its target": signed(service="ec2", X_Amz_Target="AmazonSNS.Publish"),
    "metrics' name, another's target": signed(service="monitoring", X_Amz_Target="DynamoDB_20120810.ListTables"),
    "iam": signed(service="iam"),
    "no service": signed(service="nothing"),
    "ec2 elsewhere": signed("/team/key", service="ec2"),
}


@pytest.mark.parametrize("why", WRONG)
def test_what_is_wrong_with_it_does_not_matter(ask: Callable[[Wire], int], behind: Behind, why: str) -> None:
    assert ask(WRONG[why]) == 403
    assert behind.seen == []


@pytest.mark.parametrize("minutes", [-16, 16, 60 * 24 * 365])
def test_stale(ask: Callable[[Wire], int], behind: Behind, minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wire, now = signed(), time.time()
    monkeypatch.setattr("netsec.sandbox.auth.time.time", lambda: now + minutes * 60)
    assert ask(wire) == 403
    assert behind.seen == []
    monkeypatch.setattr("netsec.sandbox.auth.time.time", lambda: now + 14 * 60)
    assert ask(wire) == 200


HIDDEN = [
    "/moto-api/reset",
    "/moto-api",
    "/MOTO-API/reset",
    "/%2fmoto-api/reset",
    "/%252fmoto-api/reset",
    "/%25252fmoto-api/reset",
    "//moto-api/reset",
    "/./moto-api/reset",
    "/%2e/moto-api/reset",
    "/team/../moto-api/reset",
    "/team/%2e%2e/moto-api/reset",
    "/team/..%2fmoto-api/reset",
    "/team/%252e%252e%252fmoto-api/reset",
    "/\\moto-api/reset",
    "/%5cmoto-api/reset",
    "/%255cmoto-api",
    "/moto%2dapi/reset",
    "/%6doto-api/reset",
    "/%256doto-api/reset",
    "/team/%00",
    "/team/a%0d%0ab",
    "/team//moto-api",
    "/latest/meta-data/iam",
    "/latest/api/token",
    "/favicon.ico",
    "/v20180820/bucket",
    "/_strict%2fstop",
    "/%5fstrict/stop",
    "/team/#/moto-api",
    "moto-api/reset",
    "",
    "*",
]


@pytest.mark.parametrize("service", [*SERVICES, "sns"])
@pytest.mark.parametrize("target", HIDDEN)
def test_motos_own_api_is_out_of_reach(ask: Callable[[Wire], int], behind: Behind, target: str, service: str) -> None:
    wire = signed("/", service=service)
    assert ask(Wire("POST", target, wire.headers, DELETE)) == 403
    if target.startswith("/"):
        assert ask(signed(target, service=service)) == 403
    assert behind.seen == []


@pytest.mark.parametrize(
    "path", ["/", "/team", "/team/", "/team/a%2520b", "/team/%E3%81%82", "/team/a%3Fb", "/te.am/a.b"]
)
def test_plain_paths(path: str) -> None:
    assert is_plain(path)


def test_a_path_that_never_comes_to_an_end_is_not_plain() -> None:
    assert not is_plain("/team/%" + "25" * 40 + "2f")


def test_who_has_the_nonce_may_stop_it(ask: Callable[[Wire], int], behind: Behind) -> None:
    headers = {"Host": HOST, "X-Sandbox-Nonce": "nonce"}
    assert ask(Wire("POST", "/_strict/health", headers)) == 200
    assert ask(Wire("POST", "/_strict/stop", {**headers, "X-Sandbox-Nonce": "guess"})) == 403
    assert ask(Wire("POST", "/_strict/stop", {**headers, "Host": "evil.example"})) == 403
    assert ask(Wire("POST", "/_strict/stop", {"Host": HOST})) == 403
    assert behind.left == 0
    assert ask(Wire("POST", "/_strict/stop", headers)) == 200
    assert behind.left == 1


def test_what_was_not_signed_is_not_passed_on(ask: Callable[[Wire], int], behind: Behind) -> None:
    assert ask(changed(signed(), X_Moto_Account_Id="999999999999", Origin="http://evil.example")) == 200
    assert {"HTTP_X_MOTO_ACCOUNT_ID", "HTTP_ORIGIN"} & set(behind.seen[0]) == set()
