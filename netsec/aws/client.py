"""The connection to AWS: one session, a client for reads that retries, one for writes that never does."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from netsec.model import Query
from netsec.model.urls import bare_url

if TYPE_CHECKING:
    import boto3

CONNECT_SECONDS, READ_SECONDS = 5, 20
READ_ATTEMPTS = 10
# What stands between may answer in AWS's place, or cut an answer short.
UNREADABLE_ANSWERS = 2
POOL = 16
# With these a web server says that it knows no such thing; what it says besides is a page for people.
KNOWS_NOTHING = frozenset({404, 405, 501})
# What these say is needed; other services are only asked on the side, and must not keep anybody waiting.
NEEDED = frozenset({"ec2", "sts", "s3"})
# Services that don't exist in every region, and the one to ask.
ELSEWHERE = {"pricing": "us-east-1"}
ASIDE_ATTEMPTS, ASIDE_SECONDS = 2, 4


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where AWS is and as whom we go there; `isolated` ignores all that the environment and profiles say, keys too."""

    region: str
    profile: str = ""
    endpoint_url: str = ""
    isolated: bool = False
    key_id: str = ""
    secret: str = field(default="", repr=False)


class Aws:
    """AWS as netsec uses it: `read` answers a Query, `write` carries out one call, once.

    No single answer is waited for longer than `longest` seconds.
    """

    def __init__(self, place: Place, version: str, longest: float = READ_SECONDS) -> None:
        self.place, self._version = place, version
        self._read_seconds = max(1.0, min(READ_SECONDS, longest))
        self._clients: dict[tuple[str, bool], Any] = {}
        self._making = threading.Lock()
        self.trace: Callable[[str], None] = lambda line: None
        self.silent: Callable[[], None] = lambda: None

    def read(self, query: Query) -> list[dict[str, Any]]:
        """Every item of the answer, all pages; an answer that can't be read is asked for again, as boto3 would not."""
        from botocore.parsers import ResponseParserError

        self.trace(query.op)
        for _ in range(UNREADABLE_ANSWERS):
            with suppress(ResponseParserError):
                return self._read(query)
        return self._read(query)

    def _read(self, query: Query) -> list[dict[str, Any]]:
        """An operation without a list gives its whole answer as one item."""
        client = self.client(query.service)
        with _saying_where(client):
            return self._answer(client, query)

    def _answer(self, client: Any, query: Query) -> list[dict[str, Any]]:
        request = query.request()
        if query.items and client.can_paginate(query.op):
            pages = client.get_paginator(query.op).paginate(**request)
            return [item for page in pages for item in page.get(query.items) or ()]
        answer = getattr(client, query.op)(**request)
        return list(answer.get(query.items) or ()) if query.items else [answer]

    def write(self, op: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """One API call, sent once: boto3's own retry of AllocateAddress would leak an address."""
        self.trace(f"{op} {json.dumps(params, sort_keys=True)}")
        client = self.client("ec2", writing=True)
        with _saying_where(client):
            answer: dict[str, Any] = getattr(client, op)(**params)
        return _all_done(answer, op)

    def endpoint(self) -> str:
        """The URL that EC2 is asked at, as it may be shown."""
        return bare_url(str(self.client("ec2").meta.endpoint_url))

    @cached_property
    def _session(self) -> boto3.Session:
        import boto3

        if self.place.isolated:
            return boto3.Session(
                aws_access_key_id=self.place.key_id,
                aws_secret_access_key=self.place.secret,
                region_name=self.place.region,
                botocore_session=_isolated_session(),
            )
        return boto3.Session(profile_name=self.place.profile or None, region_name=self.place.region)

    def warm_up(self, *services: str) -> None:
        """Make the clients for reading before threads ask for them; what stands in the way is said as ours."""
        from netsec.aws.failure import error_of, failure_of

        try:
            for service in services:
                self.client(service)
        except Exception as error:
            failure = failure_of(error, "connect")
            raise (error_of(failure) if failure else error) from error

    def client(self, service: str, *, writing: bool = False) -> Any:
        """The one client for this; sessions are not safe to share between threads, clients are."""
        with self._making:
            if (service, writing) not in self._clients:
                attempts = 1 if writing else READ_ATTEMPTS if service in NEEDED else ASIDE_ATTEMPTS
                self._clients[service, writing] = self._client(service, attempts)
            return self._clients[service, writing]

    def _client(self, service: str, attempts: int) -> Any:
        from botocore.config import Config

        settings = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=min(self._read_seconds, READ_SECONDS if service in NEEDED else ASIDE_SECONDS),
            retries={"mode": "standard", "total_max_attempts": attempts},
            max_pool_connections=POOL,
            user_agent_extra=f"netsec/{self._version}",
            **({"proxies": {}, "use_fips_endpoint": False} if self.place.isolated else {}),  # type: ignore[arg-type]
        )
        client = self._session.client(  # type: ignore[call-overload]
            service, region_name=ELSEWHERE.get(service), endpoint_url=self.place.endpoint_url or None, config=settings
        )
        if service in ("ec2", "sts"):
            client.meta.events.register(f"before-parse.{service}", _without_page)
        return client


def _without_page(response_dict: dict[str, Any], **told: Any) -> None:
    """Put an error of EC2's form in the place of a web server's page: boto3 would take that for a broken answer."""
    from http.client import responses

    status, body = response_dict.get("status_code"), bytes(response_dict.get("body") or b"").lstrip()
    if status in KNOWS_NOTHING and not body.startswith((b"<?xml", b"<Response", b"<ErrorResponse", b"{")):
        error = f"<Code>{status}</Code><Message>{responses.get(status, '')}</Message>"
        response_dict["body"] = f"<Response><Errors><Error>{error}</Error></Errors></Response>".encode()


@contextmanager
def _saying_where(client: Any) -> Iterator[None]:
    """Note in a refusal which endpoint and region it comes from; boto3 leaves that out."""
    from botocore.exceptions import ClientError

    try:
        yield
    except ClientError as error:
        metadata: dict[str, Any] = error.response.setdefault("ResponseMetadata", {})  # type: ignore[assignment, typeddict-item]
        metadata |= {"Endpoint": str(client.meta.endpoint_url), "Region": str(client.meta.region_name)}
        raise


def _all_done(answer: dict[str, Any], op: str) -> dict[str, Any]:
    """The answer. Batch calls tell of what failed in an answer that is no error: the first of that is raised as one."""
    from botocore.exceptions import ClientError

    for item in answer.get("Unsuccessful") or ():
        raise ClientError({"Error": item.get("Error") or {}}, op)  # type: ignore[typeddict-item]
    return answer


def _isolated_session() -> Any:
    """A botocore session that reads no profile, no config file and none of the environment's AWS variables."""
    import botocore.session

    return botocore.session.Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
            "ca_bundle": (None, None, None, None),
        }
    )
