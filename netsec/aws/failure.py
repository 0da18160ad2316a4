"""A failed API call as a value: its error code, the class of that code, and the NetsecError that it ends as."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any

from netsec import codes
from netsec.errors import Conflict, IdentityError, NetsecError, QuotaExceeded, Refused, Unfinished
from netsec.model import reason
from netsec.model.urls import redact_url, redact_urls

# AWS refuses a request that is more than five minutes old by its timestamp; its own time is in the Date header.
SKEW_SECONDS = 240
# From a call that releases a resource this means "in use"; from any other, that AWS does not allow the operation.
NOT_PERMITTED = "OperationNotPermitted"
# How the names of operations begin that change nothing; "connect" is netsec's own name for making a client.
READ_PREFIXES = ("describe_", "get_", "list_", "head_", "connect")
# How error codes begin that mean wrong parameters (EC2 API reference, "Error codes").
INPUT_PREFIXES = ("Invalid", "Missing", "Param", "Malformed", "Unsupported")


class Fault(Enum):
    """The class of a failure, by what it means for the call; `codes.py` says which error codes belong to which."""

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


CODES_OF_FAULT = (
    (codes.THROTTLE, Fault.THROTTLE),
    (codes.UNREACHABLE, Fault.UNREACHABLE),
    (codes.UNKNOWN_OUTCOME, Fault.UNKNOWN_OUTCOME),
    (codes.TRANSIENT, Fault.TRANSIENT),
    (codes.NOT_FOUND, Fault.NOT_FOUND),
    (codes.ALREADY_EXISTS, Fault.ALREADY_THERE),
    (codes.IN_USE, Fault.IN_USE),
    (codes.QUOTA, Fault.QUOTA),
    (codes.CREDENTIALS, Fault.CREDENTIALS),
    (codes.PERMISSION, Fault.PERMISSION),
    (codes.UNSUPPORTED_ACTION, Fault.NOT_OFFERED),
)
KNOWN_CODES = frozenset().union(*(group for group, _ in CODES_OF_FAULT))
# What boto3 gives as the code of an error answer that names none.
NO_CODE = frozenset({"", "Unknown", "None"})


@dataclass(frozen=True)
class Failure:
    """One failed API call.

    `code` is AWS's error code, or the name of botocore's exception where AWS never answered. `skew_minutes`: how far
    the local clock is ahead of AWS's (negative: behind), 0 where it is about right or not known. `not_found_codes`:
    further codes of a missing resource.
    """

    operation: str
    code: str
    message: str
    request_id: str = ""
    skew_minutes: int = 0
    endpoint: str = ""
    region: str = ""
    not_found_codes: frozenset[str] = frozenset()

    @property
    def fault(self) -> Fault:
        """The class that the code belongs to."""
        groups = ((self.not_found_codes, Fault.NOT_FOUND), *CODES_OF_FAULT)
        return next((fault for group, fault in groups if self.code in group), Fault.OTHER)


def failure_from_exception(error: Exception, operation: str, now: float = 0.0) -> Failure | None:
    """An exception that boto3 raised as a Failure; None for one that has nothing to do with AWS, which is a bug.

    `now`: wall time in seconds, to compare the local clock with AWS's; 0.0 where that is not wanted.
    """
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError
    from urllib3.exceptions import HTTPError

    if isinstance(error, ClientError):
        return _answered(error, operation, now)
    if isinstance(error, ResponseParserError):
        return Failure(operation, "ResponseParserError", redact_urls(str(error)))
    if isinstance(error, BotoCoreError):
        return Failure(operation, _known_name(error), redact_urls(str(error)))
    if isinstance(error, (HTTPError, ConnectionError, TimeoutError)):
        return Failure(operation, "ConnectionClosedError", redact_urls(str(error)))
    return None


def result_of(future: Future[Any], operation: str, now: Callable[[], float]) -> tuple[Any, Failure | None]:
    """What a call on another thread returned, or the Failure that it raised; raises any other exception again."""
    error = future.exception()
    if error is None:
        return future.result(), None
    failure = failure_from_exception(error, operation, now()) if isinstance(error, Exception) else None
    if failure is None:
        raise error
    return None, failure


def _known_name(error: Exception) -> str:
    """The name of the exception's class, or of its nearest ancestor among the known codes."""
    names = [ancestor.__name__ for ancestor in type(error).__mro__]
    return next((name for name in names if name in KNOWN_CODES), names[0])


def _answered(error: Exception, operation: str, now: float) -> Failure:
    """The Failure in an error answer; where its code says nothing, the HTTP status is the code."""
    response = getattr(error, "response", {})
    details, metadata = response.get("Error", {}), response.get("ResponseMetadata", {})
    code, status = str(details.get("Code", "")), str(metadata.get("HTTPStatusCode", ""))
    known = code in KNOWN_CODES
    if (not known and status in codes.TRANSIENT | codes.THROTTLE) or (
        code in NO_CODE and status in codes.UNSUPPORTED_ACTION
    ):
        code = status
    return Failure(
        operation,
        code,
        redact_urls(str(details.get("Message", ""))),
        request_id=metadata.get("RequestId", ""),
        skew_minutes=_skew_minutes(metadata.get("HTTPHeaders", {}).get("date", ""), now),
        endpoint=redact_url(str(metadata.get("Endpoint", ""))),
        region=str(metadata.get("Region", "")),
    )


def _skew_minutes(date: str, now: float) -> int:
    """Whole minutes that the local clock is ahead of AWS's, 0 when it is about right or not known.

    `date` is the Date header of AWS's answer, `now` wall time in seconds.
    """
    from email.utils import parsedate_to_datetime

    try:
        ahead = now - _in_utc(parsedate_to_datetime(date)).timestamp() if date and now else 0.0
    except ValueError:
        return 0
    return round(ahead / 60) if abs(ahead) > SKEW_SECONDS else 0


def _in_utc(time: datetime) -> datetime:
    """HTTP's dates are in UTC; one that names no zone must not be read as local time."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def error_from_failure(failure: Failure, *, releases: bool = False, **about: str) -> NetsecError:
    """The error that netsec ends with for a failed call that is not retried any more.

    `about`: more facts for the message, such as `address` and `id` of the resource.
    `held`: the call deletes or releases a resource, and the failure's code is one that such calls get while another
    resource still uses it (`Call.retry_on`). For an address, AuthFailure is one of them
    (`codes.RETRY_WHILE_ADDRESS_IN_USE`): it is then reported as a resource in use, not as wrong credentials.
    """
    facts = {"operation": failure.operation, "code": failure.code, "message": failure.message, **about}
    detail = f"{failure.message} ({failure.code})"
    match failure.fault:
        case Fault.CREDENTIALS if releases and not failure.skew_minutes:
            return Conflict(reason("in_use", **facts))
        case Fault.CREDENTIALS | Fault.PERMISSION:
            return _identity_error(failure, facts)
        case Fault.QUOTA:
            return QuotaExceeded(reason("quota", **facts))
        case Fault.IN_USE if releases:
            return Conflict(reason("in_use", **facts))
        case Fault.IN_USE | Fault.ALREADY_THERE if failure.code != NOT_PERMITTED:
            return Conflict(reason("in_the_way", **facts))
        case Fault.NOT_FOUND:
            return Conflict(reason("vanished", **facts))
        case Fault.UNREACHABLE:
            return Unfinished(reason("unreachable", detail=failure.message, **facts))
        case Fault.THROTTLE:
            return Unfinished(reason("throttled", **facts))
        case Fault.TRANSIENT | Fault.UNKNOWN_OUTCOME if failure.operation.startswith(READ_PREFIXES):
            return Unfinished(reason("unanswered", detail=detail, **facts))
        case Fault.TRANSIENT | Fault.UNKNOWN_OUTCOME:
            return Unfinished(reason("unknown_outcome", detail=detail, **facts))
    return _refusal(failure, facts)


def _identity_error(failure: Failure, facts: dict[str, str]) -> NetsecError:
    """Credentials or permission; a clock that is wrong comes first, as it makes every signature invalid."""
    if failure.skew_minutes:
        return IdentityError(reason("clock_skew", minutes=failure.skew_minutes))
    if failure.code == "NoCredentialsError":
        return IdentityError(reason("credentials_missing"))
    if failure.fault is Fault.PERMISSION:
        return IdentityError(reason("permission", **facts))
    return IdentityError(reason("credentials", code=failure.code, message=failure.message))


def _refusal(failure: Failure, facts: dict[str, str]) -> NetsecError:
    """AWS will not do this: it lacks the operation, the parameters are wrong, or for a reason of its own."""
    if failure.fault is Fault.NOT_OFFERED:
        return Refused(reason("not_offered", endpoint=failure.endpoint, region=failure.region, **facts))
    if failure.code.startswith(INPUT_PREFIXES):
        return Refused(reason("refused_input", **facts))
    return Refused(reason("aws_error", request_id=failure.request_id, **facts))
