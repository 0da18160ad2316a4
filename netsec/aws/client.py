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
from netsec.model.urls import redact_url

if TYPE_CHECKING:
    import boto3

# Timeouts in seconds.
CONNECT_SECONDS, READ_SECONDS = 5, 20
READ_ATTEMPTS = 10
# A read is sent again this often after an answer that can't be parsed: a proxy may have cut it short.
UNREADABLE_ANSWERS = 2
MAX_CONNECTIONS = 16
# The HTTP statuses of a server that does not offer what was asked for; the body is an HTML page for people.
NOT_OFFERED_STATUSES = frozenset({404, 405, 501})
# No command works without these. Any other service is optional, and gets fewer attempts and less time.
REQUIRED_SERVICES = frozenset({"ec2", "sts", "s3"})
OPTIONAL_ATTEMPTS, OPTIONAL_SECONDS = 2, 4
# The price list is served in a few regions only (AWS Billing user guide, "Using the AWS Price List Query API").
REGION_OF_SERVICE = {"pricing": "us-east-1"}


@dataclass(frozen=True, kw_only=True)
class ConnectionSettings:
    """The region, endpoint and credentials to use.

    `profile` and `endpoint_url` are "" for boto3's defaults. `isolated`: the environment, profiles and config files are
    ignored, and the credentials are `key_id` and `secret`; used for the sandbox.
    """

    region: str
    profile: str = ""
    endpoint_url: str = ""
    ignores_environment: bool = False
    access_key_id: str = ""
    secret_access_key: str = field(default="", repr=False)


class AwsClient:
    """AWS as netsec uses it: `read` answers a Query with retries, `write` sends one call once.

    No single answer is waited for longer than `longest` seconds. `trace` gets a line for each request that is sent;
    `silent` is called where answers take long.
    """

    def __init__(self, place: ConnectionSettings, version: str, max_read_seconds: float = READ_SECONDS) -> None:
        self.settings, self._version = place, version
        self._read_seconds = max(1.0, min(READ_SECONDS, max_read_seconds))
        self._clients: dict[tuple[str, bool], Any] = {}
        self._lock = threading.Lock()
        self.on_request: Callable[[str], None] = lambda line: None
        self.on_slow_answer: Callable[[], None] = lambda: None

    def read(self, query: Query) -> list[dict[str, Any]]:
        """Every item of the answer, all pages; without `Query.items`, the whole answer as the one item.

        Sent again where the answer can't be parsed, which boto3 does not do. Raises what boto3 raises.
        """
        from botocore.parsers import ResponseParserError

        self.on_request(query.op)
        for _ in range(UNREADABLE_ANSWERS):
            with suppress(ResponseParserError):
                return self._read(query)
        return self._read(query)

    def _read(self, query: Query) -> list[dict[str, Any]]:
        client = self.service_client(query.service)
        with _with_endpoint_in_errors(client):
            return self._answer(client, query)

    def _answer(self, client: Any, query: Query) -> list[dict[str, Any]]:
        request = query.request()
        if query.items_field and client.can_paginate(query.op):
            pages = client.get_paginator(query.op).paginate(**request)
            return [item for page in pages for item in page.get(query.items_field) or ()]
        answer = getattr(client, query.op)(**request)
        return list(answer.get(query.items_field) or ()) if query.items_field else [answer]

    def write(self, op: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Send one EC2 call once, and return the answer; a retry of boto3's own could allocate a second address.

        `op` is boto3's name of the operation (`create_nat_gateway`). Raises what boto3 raises.
        """
        self.on_request(f"{op} {json.dumps(params, sort_keys=True)}")
        client = self.service_client("ec2", for_writes=True)
        with _with_endpoint_in_errors(client):
            answer: dict[str, Any] = getattr(client, op)(**params)
        return _without_failed_items(answer, op)

    def endpoint_url(self) -> str:
        """EC2's endpoint URL, without credentials and query."""
        return redact_url(str(self.service_client("ec2").meta.endpoint_url))

    @cached_property
    def _session(self) -> boto3.Session:
        import boto3

        if self.settings.ignores_environment:
            return boto3.Session(
                aws_access_key_id=self.settings.access_key_id,
                aws_secret_access_key=self.settings.secret_access_key,
                region_name=self.settings.region,
                botocore_session=_isolated_session(),
            )
        return boto3.Session(profile_name=self.settings.profile or None, region_name=self.settings.region)

    def warm_up(self, *services: str) -> None:
        """Make the read clients of these services before threads need them; raises NetsecError where that fails."""
        from netsec.aws.failure import error_from_failure, failure_from_exception

        try:
            for service in services:
                self.service_client(service)
        except Exception as error:
            failure = failure_from_exception(error, "connect")
            raise (error_from_failure(failure) if failure else error) from error

    def service_client(self, service: str, *, for_writes: bool = False) -> Any:
        """The boto3 client of a service for reads or for writes, made once.

        Threads may share a client, not a session (boto3 guide, "Clients": multithreading).
        """
        with self._lock:
            if (service, for_writes) not in self._clients:
                attempts = 1 if for_writes else READ_ATTEMPTS if service in REQUIRED_SERVICES else OPTIONAL_ATTEMPTS
                self._clients[service, for_writes] = self._client(service, attempts)
            return self._clients[service, for_writes]

    def _client(self, service: str, attempts: int) -> Any:
        from botocore.config import Config

        settings = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=min(self._read_seconds, READ_SECONDS if service in REQUIRED_SERVICES else OPTIONAL_SECONDS),
            retries={"mode": "standard", "total_max_attempts": attempts},
            max_pool_connections=MAX_CONNECTIONS,
            user_agent_extra=f"netsec/{self._version}",
            **({"proxies": {}, "use_fips_endpoint": False} if self.settings.ignores_environment else {}),  # type: ignore[arg-type]
        )
        client = self._session.client(  # type: ignore[call-overload]
            service,
            region_name=REGION_OF_SERVICE.get(service),
            endpoint_url=self.settings.endpoint_url or None,
            config=settings,
        )
        if service in ("ec2", "sts"):
            client.meta.events.register(f"before-parse.{service}", _replace_html_page)
        return client


def _replace_html_page(response_dict: dict[str, Any], **event: Any) -> None:
    """Replace a web server's HTML error page by an error answer as EC2 writes it, which boto3 can parse.

    A handler of botocore's `before-parse` event.
    """
    from http.client import responses

    status, body = response_dict.get("status_code"), bytes(response_dict.get("body") or b"").lstrip()
    if status in NOT_OFFERED_STATUSES and not body.startswith((b"<?xml", b"<Response", b"<ErrorResponse", b"{")):
        error = f"<Code>{status}</Code><Message>{responses.get(status, '')}</Message>"
        response_dict["body"] = f"<Response><Errors><Error>{error}</Error></Errors></Response>".encode()


@contextmanager
def _with_endpoint_in_errors(client: Any) -> Iterator[None]:
    """Add Endpoint and Region to the ResponseMetadata of a ClientError; boto3 leaves them out."""
    from botocore.exceptions import ClientError

    try:
        yield
    except ClientError as error:
        metadata: dict[str, Any] = error.response.setdefault("ResponseMetadata", {})  # type: ignore[assignment, typeddict-item]
        metadata |= {"Endpoint": str(client.meta.endpoint_url), "Region": str(client.meta.region_name)}
        raise


def _without_failed_items(answer: dict[str, Any], op: str) -> dict[str, Any]:
    """The answer; a ClientError for the first item under `Unsuccessful`, which batch calls return with status 200."""
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
