"""Texts in an S3 bucket, with conditional writes (S3 user guide, "Conditional requests"); each request is sent once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from netsec.aws.deadline import Deadline
from netsec.aws.describe import call_before
from netsec.aws.failure import Failure, Fault, error_from_failure, failure_from_exception
from netsec.aws.public_access import encryption_parameters, read_public_access
from netsec.errors import IdentityError, NetsecError, StateUnusable
from netsec.model import Reason, reason
from netsec.model.object_store import MAX_OBJECT_BYTES, OutcomeUnknown, PreconditionFailed, StoredObject

# Error codes of S3 (API reference, "Error responses"); a number is an HTTP status where the answer has no code.
NO_SUCH_KEY = frozenset({"NoSuchKey", "404"})
WRONG_REGION = frozenset(
    {"PermanentRedirect", "AuthorizationHeaderMalformed", "301", "IllegalLocationConstraintException"}
)
CONDITION_FAILED = frozenset({"PreconditionFailed", "412"})
# Another write was under way at the same time: nobody knows yet which one counts.
CONFLICT = frozenset({"ConditionalRequestConflict", "409"})
DENIED = frozenset({"AccessDenied", "403"})
CONDITIONAL_WRITES = frozenset({"put_object", "delete_object"})
TRANSIENT_FAULTS = frozenset({Fault.THROTTLE, Fault.UNREACHABLE, Fault.TRANSIENT, Fault.UNKNOWN_OUTCOME})


@dataclass(frozen=True, kw_only=True)
class S3Bucket:
    """One bucket, through a client that sends every request once; the caller decides about retries.

    `now`: wall time in seconds. `owner` returns the account id that the bucket must belong to, sent as
    ExpectedBucketOwner ("": any). `encryption` and `kms_key_id` are "" for the bucket's default. Reads end at `limit`.
    """

    name: str
    client: Any
    now: Callable[[], float]
    expected_owner: Callable[[], str] = lambda: ""
    kms_key_id: str = ""
    encryption: str = ""
    deadline: Deadline = field(default_factory=Deadline)

    @property
    def location(self) -> str:
        """The bucket's URL."""
        return f"s3://{self.name}"

    def get(self, key: str) -> StoredObject | None:
        """The text and its ETag, None when there is no such object; Unsure where no answer came."""
        try:
            answer = self._call("get_object", Key=key)
            return _object_in(answer, f"{self.location}/{key}")
        except _Absent:
            return None
        except Exception as error:
            raise self._own_error(error, "get_object") from error

    def put(self, key: str, text: str, expected: str | None) -> str:
        """Write the object where its ETag is `expected`, or where there is none yet (None); returns the new ETag.

        Overtaken where that is not so, Unsure where nobody knows whether it was written.
        """
        condition = {"IfMatch": expected} if expected else {"IfNoneMatch": "*"}
        answer = self._call(
            "put_object",
            Key=key,
            Body=text.encode(),
            ContentType="application/json",
            **condition,
            **encryption_parameters(self.encryption, self.kms_key_id),
        )
        return str(answer["ETag"])

    def delete(self, key: str, expected: str) -> None:
        """Delete the object where its ETag is `expected`; Overtaken or Unsure as for `put`."""
        self._call("delete_object", Key=key, IfMatch=expected)

    def is_versioned(self) -> bool | None:
        """Whether the bucket's versioning is enabled, None when that is unknown."""
        try:
            return bool(self._call("get_bucket_versioning").get("Status") == "Enabled")
        except (IdentityError, OutcomeUnknown):
            return None

    def check_not_public(self) -> tuple[Reason, ...]:
        """StateUnusable for a bucket that the public may read or write; a warning where that is unknown."""
        access = read_public_access(self._read_setting)
        if access.granted_by:
            raise StateUnusable(reason("bucket_public", bucket=self.name, through=list(access.granted_by)))
        return (
            (reason("bucket_unchecked", bucket=self.location, denied=list(access.unanswered)),)
            if access.unanswered
            else ()
        )

    def _read_setting(self, operation: str) -> dict[str, Any]:
        """One of the bucket's settings; raises what boto3 raises."""
        call = partial(getattr(self.client, operation), **self._bucket_parameters())
        answer: dict[str, Any] = call_before(call, self.deadline, operation)
        return answer

    def _bucket_parameters(self) -> dict[str, str]:
        owner = self.expected_owner()
        return {"Bucket": self.name, **({"ExpectedBucketOwner": owner} if owner else {})}

    def _call(self, operation: str, **params: Any) -> dict[str, Any]:
        try:
            call = partial(getattr(self.client, operation), **self._bucket_parameters(), **params)
            # A write is waited for until it ends: else nobody knows whether it was carried out.
            is_write = operation in CONDITIONAL_WRITES
            answer: dict[str, Any] = call() if is_write else call_before(call, self.deadline, operation)
        except Exception as error:
            raise self._own_error(error, operation) from error
        if operation == "put_object" and not answer.get("ETag"):
            raise OutcomeUnknown("an answer without an ETag")
        return answer

    def _own_error(self, error: Exception, operation: str) -> Exception:
        """boto3's exception as one of netsec's; any other exception stays what it is."""
        if isinstance(error, (NetsecError, PreconditionFailed, OutcomeUnknown, _Absent)):
            return error
        failure = failure_from_exception(error, operation, self.now())
        return self._error_of(failure) if failure else error

    def _error_of(self, failure: Failure) -> Exception:
        is_write = failure.operation in CONDITIONAL_WRITES
        if failure.code in CONDITION_FAILED or (is_write and failure.code in NO_SUCH_KEY):
            return PreconditionFailed()
        if failure.code in NO_SUCH_KEY:
            return _Absent()
        if failure.code in CONFLICT or failure.fault in TRANSIENT_FAULTS:
            return OutcomeUnknown(failure.code)
        if failure.code == "NoSuchBucket":
            return StateUnusable(reason("bucket_missing", bucket=self.name))
        if failure.code in WRONG_REGION:
            return StateUnusable(reason("bucket_elsewhere", bucket=self.name, detail=failure.message))
        if failure.fault is Fault.PERMISSION or failure.code in DENIED:
            facts = {"bucket": self.name, "operation": failure.operation, "message": failure.message}
            return IdentityError(reason("bucket_denied", owner=self.expected_owner(), code=failure.code, **facts))
        return error_from_failure(failure, address=self.location)


class _Absent(Exception):
    """There is no such object."""


def _object_in(answer: Mapping[str, Any], path: str) -> StoredObject:
    """The text and its ETag; StateUnusable for one larger than LARGEST, of which no more is read than that."""
    body, etag = answer.get("Body"), answer.get("ETag")
    if body is None or not etag:
        raise OutcomeUnknown("an answer without a body or an ETag")
    try:
        length = answer.get("ContentLength") or 0
        data = b"" if length > MAX_OBJECT_BYTES else _bytes_of(body)
    finally:
        body.close()
    if max(length, len(data)) > MAX_OBJECT_BYTES:
        raise StateUnusable(reason("state_too_large", path=path, size=max(length, len(data))))
    return StoredObject(_decoded(data, path), str(etag))


def _bytes_of(body: Any) -> bytes:
    """All of the stream, or the first LARGEST + 1 bytes."""
    data = b""
    while len(data) <= MAX_OBJECT_BYTES and (more := body.read(MAX_OBJECT_BYTES + 1 - len(data))):
        data += more
    return data


def _decoded(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise StateUnusable(reason("state_not_json", path=path, detail=str(error))) from error
