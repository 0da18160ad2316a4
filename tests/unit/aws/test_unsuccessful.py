"""Batch calls tell of what failed in an answer that is no error: netsec takes it for the error it is."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from netsec.aws.client import AwsClient, ConnectionSettings
from netsec.aws.failure import Fault, failure_from_exception

REFUSED = {"ResourceId": "vpce-1", "Error": {"Code": "InvalidVpcEndpointId.NotFound", "Message": "does not exist"}}


class Endpoint:
    """An EC2 client that deletes endpoints, or says in its answer that it did not."""

    def __init__(self, unsuccessful: list[dict[str, Any]]) -> None:
        self.unsuccessful = unsuccessful

    def delete_vpc_endpoints(self, **params: Any) -> dict[str, Any]:
        return {"Unsuccessful": self.unsuccessful}


def connection(*unsuccessful: dict[str, Any]) -> AwsClient:
    aws = AwsClient(ConnectionSettings(region="ap-northeast-1"), "test")
    aws._clients["ec2", True] = Endpoint(list(unsuccessful))
    return aws


def test_what_could_not_be_done_is_an_error_with_its_code() -> None:
    with pytest.raises(ClientError) as caught:
        connection(REFUSED).write("delete_vpc_endpoints", {"VpcEndpointIds": ["vpce-1"]})
    failure = failure_from_exception(caught.value, "delete_vpc_endpoints")
    assert failure
    assert (failure.code, failure.fault) == ("InvalidVpcEndpointId.NotFound", Fault.NOT_FOUND)


def test_an_answer_without_any_of_that_is_an_answer() -> None:
    assert connection().write("delete_vpc_endpoints", {}) == {"Unsuccessful": []}
