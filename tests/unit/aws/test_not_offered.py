"""An endpoint, an emulator or a region that lacks an action: named as that, and no fault of netsec.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from netsec.aws.client import AwsClient, ConnectionSettings
from netsec.aws.describe import describe
from netsec.errors import Refused
from netsec.model import Query
from netsec.views.errors import errors_text

URL = "http://127.0.0.1:4567"
NATS = Query("describe_nat_gateways", "NatGateways")
XML = "<Response><Errors><Error><Code>{}</Code><Message>not here</Message></Error></Errors></Response>"
PAGE = "<!DOCTYPE html><html><head><title>404</title><meta charset=utf-8></head><p>Nothing here"
SAID = [
    *((400, XML.format(code)) for code in ("InvalidAction", "UnsupportedOperation", "UnknownOperation")),
    (501, XML.format("NotImplemented")),
    *((status, body) for status in (404, 405, 501) for body in (PAGE, "<html></html>", "404 page not found", "")),
]


class Body:
    def __init__(self, text: str) -> None:
        self.text = text.encode()

    def stream(self, *given: Any, **named: Any) -> Any:
        yield self.text

    def read(self, *given: Any) -> bytes:
        return self.text


@pytest.fixture(scope="module")
def connection() -> Iterator[AwsClient]:
    """One for all tests: making its clients takes longer than asking them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        aws = AwsClient(ConnectionSettings(region="ap-northeast-1", endpoint_url=URL), "test")
        for writing in (False, True):
            aws.service_client("ec2", for_writes=writing)
        yield aws


@pytest.fixture
def answering(connection: AwsClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int, str], AwsClient]]:
    """The connection with every request answered with this, and nothing sent."""
    from botocore.awsrequest import AWSResponse

    clients = [connection.service_client("ec2", for_writes=writing) for writing in (False, True)]
    answers: list[tuple[int, str]] = []

    def answer(**event: Any) -> AWSResponse:
        status, body = answers[-1]
        return AWSResponse(URL, status, {}, Body(body))

    def once(**event: Any) -> None:
        """What may pass is tried again, without waiting here."""

    def with_answer(status: int, body: str) -> AwsClient:
        answers.append((status, body))
        return connection

    monkeypatch.setattr("time.sleep", lambda seconds: None)
    for client in clients:
        client.meta.events.register("before-send", answer)
        client.meta.events.register("needs-retry", once)
    yield with_answer
    for client in clients:
        client.meta.events.unregister("before-send", answer)
        client.meta.events.unregister("needs-retry", once)


def check(error: Refused, operation: str) -> None:
    assert error.exit_code == 3
    assert error.reasons[0].code == "not_offered"
    text = " ".join(errors_text([error]).split())
    assert f"{operation} is not available at {URL} in ap-northeast-1" in text
    assert "lacks this action, or AWS does not offer it in that region" in text


@pytest.mark.parametrize(("status", "body"), SAID)
def test_a_read(answering: Callable[[int, str], AwsClient], status: int, body: str) -> None:
    aws = answering(status, body)
    with pytest.raises(Refused) as caught:
        describe(aws, (NATS,), lambda: 0.0)
    check(caught.value, "describe_nat_gateways")


@pytest.mark.parametrize(("status", "body"), SAID[:5])
def test_a_write(answering: Callable[[int, str], AwsClient], status: int, body: str) -> None:
    from botocore.exceptions import ClientError

    from netsec.aws.failure import error_from_failure, failure_from_exception

    aws = answering(status, body)
    with pytest.raises(ClientError) as caught:
        aws.write("create_nat_gateway", {"SubnetId": "subnet-1", "AllocationId": "eipalloc-1"})
    failure = failure_from_exception(caught.value, "create_nat_gateway")
    assert failure
    error = error_from_failure(failure)
    assert isinstance(error, Refused)
    check(error, "create_nat_gateway")
