"""The door to S3: texts in a bucket, written only where a condition holds, each call sent once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from netsec.aws.failure import Failure, Fault, error_of, failure_of
from netsec.errors import IdentityError, NetsecError, StateUnusable
from netsec.model import reason
from netsec.model.objects import Found, Overtaken, Unsure

ABSENT = frozenset({"NoSuchKey", "404"})
# A bucket in another region answers with one of these, and with its region.
ELSEWHERE = frozenset(
    {"PermanentRedirect", "AuthorizationHeaderMalformed", "301", "IllegalLocationConstraintException"}
)
CONDITION, MEANWHILE = "PreconditionFailed", "ConditionalRequestConflict"
PASSING = frozenset({Fault.THROTTLE, Fault.UNREACHABLE, Fault.TRANSIENT, Fault.UNKNOWN_OUTCOME})


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """One bucket, through a client that sends every request once: what is tried again is tried by who knows why."""

    name: str
    client: Any
    now: Callable[[], float]
    kms_key_id: str = ""

    @property
    def place(self) -> str:
        return f"s3://{self.name}"

    def get(self, key: str) -> Found | None:
        try:
            answer = self._call("get_object", Key=key)
            return Found(_text(answer["Body"].read(), f"{self.place}/{key}"), answer["ETag"])
        except _Absent:
            return None
        except Exception as error:
            raise self._meaning(error, "get_object") from error

    def put(self, key: str, text: str, expected: str | None) -> str:
        condition = {"IfMatch": expected} if expected else {"IfNoneMatch": "*"}
        kms = {"SSEKMSKeyId": self.kms_key_id} if self.kms_key_id else {}
        answer = self._call(
            "put_object",
            Key=key,
            Body=text.encode(),
            ContentType="application/json",
            ServerSideEncryption="aws:kms" if kms else "AES256",
            **condition,
            **kms,
        )
        return str(answer["ETag"])

    def delete(self, key: str, expected: str) -> None:
        self._call("delete_object", Key=key, IfMatch=expected)

    def keeps_versions(self) -> bool | None:
        try:
            return bool(self._call("get_bucket_versioning").get("Status") == "Enabled")
        except (IdentityError, Unsure):
            return None

    def _call(self, operation: str, **params: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = getattr(self.client, operation)(Bucket=self.name, **params)
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
        return error_of(failure, address=self.place)


class _Absent(Exception):
    """There is no such object."""


def _text(body: bytes, path: str) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise StateUnusable(reason("state_not_json", path=path, detail=str(error))) from error
