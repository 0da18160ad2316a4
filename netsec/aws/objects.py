"""The door to S3: texts in a bucket, written only where a condition holds, each call sent once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from netsec.aws.describe import in_time
from netsec.aws.exposure import encryption, exposure
from netsec.aws.failure import Failure, Fault, error_of, failure_of
from netsec.aws.limit import Limit
from netsec.errors import IdentityError, NetsecError, StateUnusable
from netsec.model import Reason, reason
from netsec.model.objects import LARGEST, Found, Overtaken, Unsure

ABSENT = frozenset({"NoSuchKey", "404"})
# A bucket in another region answers with one of these, and with its region.
ELSEWHERE = frozenset(
    {"PermanentRedirect", "AuthorizationHeaderMalformed", "301", "IllegalLocationConstraintException"}
)
CONDITION, MEANWHILE = "PreconditionFailed", "ConditionalRequestConflict"
PASSING = frozenset({Fault.THROTTLE, Fault.UNREACHABLE, Fault.TRANSIENT, Fault.UNKNOWN_OUTCOME})


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """One bucket, through a client that sends every request once: what is tried again is tried by who knows why.

    `owner` gives the account that the bucket must belong to: S3 refuses every request where it is another's ("": any).
    `encryption` is "" for the bucket's own default. Reads are waited for as long as `limit` allows.
    """

    name: str
    client: Any
    now: Callable[[], float]
    owner: Callable[[], str] = lambda: ""
    kms_key_id: str = ""
    encryption: str = ""
    limit: Limit = field(default_factory=Limit)

    @property
    def place(self) -> str:
        return f"s3://{self.name}"

    def get(self, key: str) -> Found | None:
        try:
            answer = self._call("get_object", Key=key)
            return _found(answer, f"{self.place}/{key}")
        except _Absent:
            return None
        except Exception as error:
            raise self._meaning(error, "get_object") from error

    def put(self, key: str, text: str, expected: str | None) -> str:
        condition = {"IfMatch": expected} if expected else {"IfNoneMatch": "*"}
        answer = self._call(
            "put_object",
            Key=key,
            Body=text.encode(),
            ContentType="application/json",
            **condition,
            **encryption(self.encryption, self.kms_key_id),
        )
        return str(answer["ETag"])

    def delete(self, key: str, expected: str) -> None:
        self._call("delete_object", Key=key, IfMatch=expected)

    def keeps_versions(self) -> bool | None:
        try:
            return bool(self._call("get_bucket_versioning").get("Status") == "Enabled")
        except (IdentityError, Unsure):
            return None

    def check_privacy(self) -> tuple[Reason, ...]:
        found = exposure(self._ask)
        if found.open:
            raise StateUnusable(reason("bucket_public", bucket=self.name, through=list(found.open)))
        return (reason("bucket_unchecked", bucket=self.place, denied=list(found.unknown)),) if found.unknown else ()

    def _ask(self, operation: str) -> dict[str, Any]:
        """A question about the bucket, with boto3's own exceptions."""
        call = partial(getattr(self.client, operation), **self._whose())
        answer: dict[str, Any] = in_time(call, self.limit, operation)
        return answer

    def _whose(self) -> dict[str, str]:
        owner = self.owner()
        return {"Bucket": self.name, **({"ExpectedBucketOwner": owner} if owner else {})}

    def _call(self, operation: str, **params: Any) -> dict[str, Any]:
        try:
            call = partial(getattr(self.client, operation), **self._whose(), **params)
            # What writes is waited for: nobody could say what became of it.
            reads = operation.startswith("get_")
            answer: dict[str, Any] = in_time(call, self.limit, operation) if reads else call()
        except Exception as error:
            raise self._meaning(error, operation) from error
        if operation == "put_object" and not answer.get("ETag"):
            raise Unsure("an answer without an ETag")
        return answer

    def _meaning(self, error: Exception, operation: str) -> Exception:
        """What boto3's exception means here; one that is no answer of S3's stays what it is."""
        if isinstance(error, (NetsecError, Overtaken, Unsure, _Absent)):
            return error
        failure = failure_of(error, operation, self.now())
        return self._judged(failure) if failure else error

    def _judged(self, failure: Failure) -> Exception:
        conditional = failure.operation in ("put_object", "delete_object")
        if failure.code in (CONDITION, "412") or (conditional and failure.code in ABSENT):
            return Overtaken()
        if failure.code in ABSENT:
            return _Absent()
        if failure.code in (MEANWHILE, "409") or failure.fault in PASSING:
            return Unsure(failure.code)
        if failure.code == "NoSuchBucket":
            return StateUnusable(reason("bucket_missing", bucket=self.name))
        if failure.code in ELSEWHERE:
            return StateUnusable(reason("bucket_elsewhere", bucket=self.name, detail=failure.message))
        if failure.fault is Fault.PERMISSION or failure.code in ("403", "AccessDenied"):
            facts = {"bucket": self.name, "operation": failure.operation, "message": failure.message}
            return IdentityError(reason("bucket_denied", owner=self.owner(), code=failure.code, **facts))
        return error_of(failure, address=self.place)


class _Absent(Exception):
    """There is no such object."""


def _found(answer: Mapping[str, Any], path: str) -> Found:
    """The text and its tag; no more is read than a state may be large, whatever the answer says of its length."""
    body, tag = answer.get("Body"), answer.get("ETag")
    if body is None or not tag:
        raise Unsure("an answer without a body or an ETag")
    try:
        length = answer.get("ContentLength") or 0
        data = b"" if length > LARGEST else _read(body)
    finally:
        body.close()
    if max(length, len(data)) > LARGEST:
        raise StateUnusable(reason("state_too_large", path=path, size=max(length, len(data))))
    return Found(_text(data, path), str(tag))


def _read(body: Any) -> bytes:
    """All of it, or a little more than is allowed."""
    data = b""
    while len(data) <= LARGEST and (more := body.read(LARGEST + 1 - len(data))):
        data += more
    return data


def _text(body: bytes, path: str) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise StateUnusable(reason("state_not_json", path=path, detail=str(error))) from error
