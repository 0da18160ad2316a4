"""An exception of boto3 as a value: its code, what class of fault that is, and the NetsecError it ends as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto

from netsec import codes
from netsec.errors import (
    Conflict,
    IdentityError,
    NetsecError,
    QuotaExceeded,
    Refused,
    Unfinished,
)
from netsec.model import reason
from netsec.model.urls import bare_url, bared

# What AWS knows of our clock comes in the answer's Date; this much apart is the clock's fault.
SKEW_SECONDS = 240
# Where nothing is taken away this says that AWS does not do such a thing, and nothing of what uses what.
NOT_PERMITTED = "OperationNotPermitted"
# How operations begin that change nothing, in all of the services that are asked.
READS = ("describe_", "get_", "list_", "head_", "connect")


class Fault(Enum):
    """What kind of failure it is; `aws/execute.py` decides by this alone."""

    THROTTLE = auto()
    UNREACHABLE = auto()
    TRANSIENT = auto()
    UNKNOWN_OUTCOME = auto()
    NOT_FOUND = auto()
    ALREADY_THERE = auto()
    IN_USE = auto()
    QUOTA = auto()
    CREDENTIALS = auto()
    PERMISSION = auto()
    NOT_OFFERED = auto()
    OTHER = auto()


CLASSES = (
    (codes.THROTTLE, Fault.THROTTLE),
    (codes.UNREACHABLE, Fault.UNREACHABLE),
    (codes.UNKNOWN_OUTCOME, Fault.UNKNOWN_OUTCOME),
    (codes.TRANSIENT, Fault.TRANSIENT),
    (codes.NOT_FOUND, Fault.NOT_FOUND),
    (codes.ALREADY_THERE, Fault.ALREADY_THERE),
    (codes.IN_USE, Fault.IN_USE),
    (codes.QUOTA, Fault.QUOTA),
    (codes.CREDENTIALS, Fault.CREDENTIALS),
    (codes.PERMISSION, Fault.PERMISSION),
    (codes.NOT_OFFERED, Fault.NOT_OFFERED),
)
# What boto3 calls an answer that is an error and says no code of its own.
NO_CODE = frozenset({"", "Unknown", "None"})


@dataclass(frozen=True)
class Failure:
    """One failed API call. `code` is AWS's, or the name of botocore's exception where AWS never answered."""

    operation: str
    code: str
    message: str
    request_id: str = ""
    skew_minutes: int = 0
    endpoint: str = ""
    region: str = ""

    @property
    def fault(self) -> Fault:
        return next((fault for known, fault in CLASSES if self.code in known), Fault.OTHER)


def failure_of(error: Exception, operation: str, now: float = 0.0) -> Failure | None:
    """The Failure that an exception of boto3 means; None when the exception is none of AWS's doing."""
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError
    from urllib3.exceptions import HTTPError

    if isinstance(error, ClientError):
        return _answered(error, operation, now)
    if isinstance(error, ResponseParserError):
        return Failure(operation, "ResponseParserError", bared(str(error)))
    if isinstance(error, BotoCoreError):
        return Failure(operation, _known_name(error), bared(str(error)))
    if isinstance(error, (HTTPError, ConnectionError, TimeoutError)):
        return Failure(operation, "ConnectionClosedError", bared(str(error)))
    return None


def _known_name(error: Exception) -> str:
    """The exception's own name, or that of the ancestor that we know."""
    names = [each.__name__ for each in type(error).__mro__]
    known = frozenset().union(*(group for group, _ in CLASSES))
    return next((name for name in names if name in known), names[0])


def _answered(error: Exception, operation: str, now: float) -> Failure:
    response = getattr(error, "response", {})
    about, metadata = response.get("Error", {}), response.get("ResponseMetadata", {})
    code, status = str(about.get("Code", "")), str(metadata.get("HTTPStatusCode", ""))
    known = any(code in group for group, _ in CLASSES)
    if (not known and status in codes.TRANSIENT | codes.THROTTLE) or (code in NO_CODE and status in codes.NOT_OFFERED):
        code = status
    skew = _skew(metadata.get("HTTPHeaders", {}).get("date", ""), now)
    asked = {"endpoint": bare_url(str(metadata.get("Endpoint", ""))), "region": str(metadata.get("Region", ""))}
    message = bared(str(about.get("Message", "")))
    return Failure(operation, code, message, metadata.get("RequestId", ""), skew, **asked)


def _skew(date: str, now: float) -> int:
    """Whole minutes that our clock is ahead of AWS's, 0 when it is about right or not known."""
    from email.utils import parsedate_to_datetime

    try:
        ahead = now - _in_utc(parsedate_to_datetime(date)).timestamp() if date and now else 0.0
    except ValueError:
        return 0
    return round(ahead / 60) if abs(ahead) > SKEW_SECONDS else 0


def _in_utc(time: datetime) -> datetime:
    """HTTP's dates are in UTC; one that names no zone must not be read as local time."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def error_of(failure: Failure, *, held: bool = False, **about: str) -> NetsecError:
    """The error a failure ends as when nothing more can be done; `about` are further facts: address and id.

    `held`: the call takes something away, and knows this code as a sign that something else holds on to it.
    """
    facts = {"operation": failure.operation, "code": failure.code, "message": failure.message, **about}
    fault = failure.fault
    if held and fault is Fault.CREDENTIALS and not failure.skew_minutes:
        return Conflict(reason("in_use", **facts))
    if fault in (Fault.CREDENTIALS, Fault.PERMISSION):
        return _identity(failure, facts)
    if fault is Fault.QUOTA:
        return QuotaExceeded(reason("quota", **facts))
    if held and fault is Fault.IN_USE:
        return Conflict(reason("in_use", **facts))
    if fault in (Fault.IN_USE, Fault.ALREADY_THERE) and failure.code != NOT_PERMITTED:
        return Conflict(reason("in_the_way", **facts))
    if fault is Fault.NOT_FOUND:
        return Conflict(reason("vanished", **facts))
    if fault is Fault.UNREACHABLE:
        return Unfinished(reason("unreachable", detail=failure.message, **facts))
    if fault is Fault.THROTTLE:
        return Unfinished(reason("throttled", **facts))
    if fault in (Fault.TRANSIENT, Fault.UNKNOWN_OUTCOME) and failure.operation.startswith(READS):
        return Unfinished(reason("unanswered", detail=f"{failure.message} ({failure.code})", **facts))
    if fault in (Fault.TRANSIENT, Fault.UNKNOWN_OUTCOME):
        return Unfinished(reason("unknown_outcome", detail=f"{failure.message} ({failure.code})", **facts))
    if fault is Fault.NOT_OFFERED:
        return Refused(reason("not_offered", endpoint=failure.endpoint, region=failure.region, **facts))
    if failure.code.startswith(("Invalid", "Missing", "Param", "Malformed", "Unsupported")):
        return Refused(reason("refused_input", **facts))
    return Refused(reason("aws_error", request_id=failure.request_id, **facts))


def _identity(failure: Failure, facts: dict[str, str]) -> NetsecError:
    if failure.skew_minutes:
        return IdentityError(reason("clock_skew", minutes=failure.skew_minutes))
    if failure.code == "NoCredentialsError":
        return IdentityError(reason("credentials_missing"))
    if failure.fault is Fault.PERMISSION:
        return IdentityError(reason("permission", **facts))
    return IdentityError(reason("credentials", code=failure.code, message=failure.message))
