"""The wire between boto3 and the strict world: counts the calls that pass, and breaks what a test asks to break."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from netsec.aws.client import AwsClient

Act = Callable[[], Any]
# (number of the call from 1 on, operation) and a way to let it act → what boto3 sees; may raise.
Fault = Callable[[int, str, Act], Any]


class Killed(BaseException):
    """The process is gone: nothing in netsec may catch this."""


class InlinePool(Executor):
    """A pool whose one thread is the caller's, so that calls happen in a fixed order and a kill is felt at once."""

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(call(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
            future.set_exception(error)
        return future


def honest(number: int, operation: str, act: Act) -> Any:
    return act()


class Wire:
    """Stands where moto stubs botocore's HTTP; netsec's own clients and all of botocore's parsing are real."""

    def __init__(self, aws: AwsClient) -> None:
        from moto.core.models import botocore_stubber

        self.moto = botocore_stubber
        self.counting = threading.Lock()
        self.reset()
        self._tap(aws.service_client("ec2", for_writes=True), self._write)
        self._tap(aws.service_client("ec2"), self._read)
        self._tap(aws.service_client("sts"), self._read)

    def reset(self) -> None:
        self.writes: list[str] = []
        self.reads: list[str] = []
        self.sent = b""
        self.on_write: Fault = honest
        self.on_read: Fault = honest

    def _tap(self, client: Any, handler: Callable[..., Any]) -> None:
        client.meta.events.unregister("before-send", self.moto)
        client.meta.events.register("before-send", handler)

    def _write(self, event_name: str, request: Any, **_: Any) -> Any:
        operation = event_name.rpartition(".")[2]
        self.writes.append(operation)
        self.sent = request.body if isinstance(request.body, bytes) else str(request.body).encode()
        return self.on_write(len(self.writes), operation, lambda: self.moto(event_name, request))

    def _read(self, event_name: str, request: Any, **_: Any) -> Any:
        operation = event_name.rpartition(".")[2]
        with self.counting:
            self.reads.append(operation)
            number = len(self.reads)
        return self.on_read(number, operation, lambda: self.moto(event_name, request))


# What can happen to a call. Each takes `act` and stands for one way in which the network or AWS fails.


def killed_before(act: Act) -> Any:
    raise Killed


def killed_after(act: Act) -> Any:
    act()
    raise Killed


def answer_lost(act: Act) -> Any:
    from botocore.exceptions import ReadTimeoutError

    act()
    raise ReadTimeoutError(endpoint_url="https://ec2.invalid/")


def closed_before(act: Act) -> Any:
    from botocore.exceptions import ConnectionClosedError

    raise ConnectionClosedError(endpoint_url="https://ec2.invalid/")


def unreachable(act: Act) -> Any:
    from botocore.exceptions import EndpointConnectionError

    raise EndpointConnectionError(endpoint_url="https://ec2.invalid/")


def body_cut(act: Act) -> Any:
    answer = act()
    return reply(answer.status_code, answer.content[: len(answer.content) // 2])


def garbage(act: Act) -> Any:
    act()
    return reply(200, b"<!DOCTYPE html><p>Welcome to the hotel's network")


def error_after(act: Act) -> Any:
    act()
    return refusal(500, "InternalError")


def bad_gateway(act: Act) -> Any:
    return reply(502, b"<html><body>Bad Gateway</body></html>")


def throttled(act: Act) -> Any:
    return refusal(503, "RequestLimitExceeded")


def unavailable(act: Act) -> Any:
    return refusal(503, "Unavailable")


def reply(status: int, body: bytes) -> Any:
    """An HTTP answer as botocore has it after sending."""
    from botocore.awsrequest import AWSResponse
    from moto.core.botocore_stubber import MockRawResponse

    return AWSResponse("https://ec2.invalid/", status, {"date": ""}, MockRawResponse(body))


def refusal(status: int, code: str, message: str = "as ordered") -> Any:
    """EC2's own error answer."""
    inner = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return reply(status, f"<Response><Errors>{inner}</Errors><RequestID>req-1</RequestID></Response>".encode())


def nth(number: int, happens: Callable[[Act], Any], times: int = 1) -> Fault:
    """Let this happen to the call of that number and the `times - 1` after it."""

    def fault(count: int, operation: str, act: Act) -> Any:
        return happens(act) if number <= count < number + times else act()

    return fault


def share(part: float, happens: Callable[[Act], Any], dice: random.Random, in_a_row: int = 6) -> Fault:
    """Let this happen to about that part of all calls, at most so often in a row to one operation."""
    row: Counter[str] = Counter()

    def fault(count: int, operation: str, act: Act) -> Any:
        bad = dice.random() < part and row[operation] < in_a_row
        row[operation] = row[operation] + 1 if bad else 0
        return happens(act) if bad else act()

    return fault
