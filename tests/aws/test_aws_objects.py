"""The door to a bucket, against an S3: conditions hold, each call is sent once, and every answer means one thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError
from botocore.parsers import ResponseParserError

from netsec.aws.objects import Bucket
from netsec.errors import IdentityError, StateUnusable
from netsec.model.objects import Overtaken, Unsure
from netsec.sandbox.world import strict_world

URL = "https://s3.invalid/"


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with strict_world() as world:
        client = world.client("s3")
        client.create_bucket(Bucket="team", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"})
        yield client


def door(client: Any, name: str = "team", **more: Any) -> Bucket:
    return Bucket(name=name, client=client, now=lambda: 0.0, **more)


def test_texts_are_written_only_where_the_condition_holds(client: Any) -> None:
    bucket = door(client)
    assert bucket.get("a.json") is None
    first = bucket.put("a.json", "one", None)
    with pytest.raises(Overtaken):
        bucket.put("a.json", "two", None)
    second = bucket.put("a.json", "zwei é", first)
    with pytest.raises(Overtaken):
        bucket.put("a.json", "three", first)
    assert bucket.get("a.json") == ("zwei é", second)
    with pytest.raises(Overtaken):
        bucket.delete("a.json", first)
    bucket.delete("a.json", second)
    with pytest.raises(Overtaken):
        bucket.delete("a.json", second)
    assert bucket.get("a.json") is None


@pytest.mark.parametrize(("key", "wanted"), [("", ("AES256", None)), ("alias/team", ("aws:kms", "alias/team"))])
def test_encryption_is_asked_for(client: Any, key: str, wanted: tuple[str, str | None]) -> None:
    bucket = door(client, kms_key_id=key)
    tag = bucket.put("e.json", "x", None)
    told = client.head_object(Bucket="team", Key="e.json")
    assert (told["ServerSideEncryption"], told.get("SSEKMSKeyId")) == wanted
    bucket.delete("e.json", tag)


def test_versions_are_known_and_a_missing_bucket_is_named(client: Any) -> None:
    assert door(client).keeps_versions() is False
    client.put_bucket_versioning(Bucket="team", VersioningConfiguration={"Status": "Enabled"})
    assert door(client).keeps_versions() is True
    with pytest.raises(StateUnusable) as caught:
        door(client, "nowhere").get("a.json")
    assert caught.value.reasons[0].facts["bucket"] == "nowhere"


class Failing:
    """A client of which every call ends alike, and is counted."""

    def __init__(self, error: Exception) -> None:
        self.error, self.calls = error, 0

    def __getattr__(self, operation: str) -> Any:
        def call(**params: Any) -> Any:
            self.calls += 1
            raise self.error

        return call


def answered(code: str, status: int = 400) -> ClientError:
    told = {"Error": {"Code": code, "Message": "m"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(told, "PutObject")  # type: ignore[arg-type]


MEANINGS: list[tuple[Exception, type[Exception]]] = [
    (answered("PreconditionFailed", 412), Overtaken),
    (answered("ConditionalRequestConflict", 409), Unsure),
    (answered("SlowDown", 503), Unsure),
    (answered("InternalError", 500), Unsure),
    (answered("502", 502), Unsure),
    (ReadTimeoutError(endpoint_url=URL), Unsure),
    (ConnectionClosedError(endpoint_url=URL), Unsure),
    (EndpointConnectionError(endpoint_url=URL), Unsure),
    (ResponseParserError("garbage"), Unsure),
    (answered("AccessDenied", 403), IdentityError),
    (answered("ExpiredToken", 400), IdentityError),
    (answered("NoSuchBucket", 404), StateUnusable),
    (answered("PermanentRedirect", 301), StateUnusable),
    (answered("AuthorizationHeaderMalformed", 400), StateUnusable),
]


@pytest.mark.parametrize(("error", "meaning"), MEANINGS, ids=lambda each: getattr(each, "__name__", str(each))[:60])
def test_every_failure_means_one_thing_and_is_not_tried_again(error: Exception, meaning: type[Exception]) -> None:
    failing = Failing(error)
    with pytest.raises(meaning):
        door(failing).put("a.json", "x", "tag")
    assert failing.calls == 1


def test_versions_that_may_not_be_asked_for_are_not_known() -> None:
    assert door(Failing(answered("AccessDenied", 403))).keeps_versions() is None


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(ZeroDivisionError):
        door(Failing(ZeroDivisionError())).get("a.json")
