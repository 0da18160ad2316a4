"""The door to a bucket, against an S3: conditions hold, each call is sent once, and every answer means one thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError
from botocore.parsers import ResponseParserError

from netsec.aws.s3_bucket import S3Bucket
from netsec.errors import IdentityError, StateUnusable
from netsec.model.object_store import MAX_OBJECT_BYTES, OutcomeUnknown, PreconditionFailed
from netsec.sandbox.world import strict_world

URL = "https://s3.invalid/"


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with strict_world() as world:
        client = world.client("s3")
        client.create_bucket(Bucket="team", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"})
        yield client


def door(client: Any, name: str = "team", **more: Any) -> S3Bucket:
    return S3Bucket(name=name, client=client, now=lambda: 0.0, **more)


def test_texts_are_written_only_where_the_condition_holds(client: Any) -> None:
    bucket = door(client)
    assert bucket.get("a.json") is None
    first = bucket.put("a.json", "one", None)
    with pytest.raises(PreconditionFailed):
        bucket.put("a.json", "two", None)
    second = bucket.put("a.json", "zwei é", first)
    with pytest.raises(PreconditionFailed):
        bucket.put("a.json", "three", first)
    assert bucket.get("a.json") == ("zwei é", second)
    with pytest.raises(PreconditionFailed):
        bucket.delete("a.json", first)
    bucket.delete("a.json", second)
    with pytest.raises(PreconditionFailed):
        bucket.delete("a.json", second)
    assert bucket.get("a.json") is None


KMS = {"ServerSideEncryption": "aws:kms", "BucketKeyEnabled": True}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, {}),
        ({"encryption": "AES256"}, {"ServerSideEncryption": "AES256"}),
        ({"encryption": "aws:kms"}, KMS),
        ({"kms_key_id": "alias/team"}, {**KMS, "SSEKMSKeyId": "alias/team"}),
        ({"kms_key_id": "alias/team", "encryption": "aws:kms"}, {**KMS, "SSEKMSKeyId": "alias/team"}),
    ],
)
def test_encryption_is_asked_for(given: dict[str, str], wanted: dict[str, Any]) -> None:
    noting = Noting({"put_object": {"ETag": "t"}})
    door(noting, **given).put("e.json", "x", None)
    ((_, params),) = noting.asked
    assert {key: params[key] for key in params if key.startswith(("Server", "SSE", "BucketKey"))} == wanted


def test_every_call_names_the_owner() -> None:
    answers = {"put_object": {"ETag": "t"}, "get_object": {"ETag": "t", "Body": Body(b"x")}, "delete_object": {}}
    noting = Noting({**answers, **{key: {} for key in ("get_bucket_versioning", *BLOCKS)}})
    bucket = door(noting, expected_owner=lambda: "123456789012")
    (
        bucket.put("a", "x", None),
        bucket.get("a"),
        bucket.delete("a", "t"),
        bucket.is_versioned(),
        bucket.check_not_public(),
    )
    assert len(noting.asked) == 7
    assert {params["ExpectedBucketOwner"] for _, params in noting.asked} == {"123456789012"}


def test_a_bucket_of_another_account_is_refused_with_the_account(client: Any) -> None:
    refusing = Failing(answered("AccessDenied", 403))
    for act in (lambda each: each.get("a"), lambda each: each.put("a", "x", None), lambda each: each.delete("a", "t")):
        with pytest.raises(IdentityError) as caught:
            act(door(refusing, expected_owner=lambda: "210987654321"))
        assert caught.value.reasons[0].facts["owner"] == "210987654321"


class Body:
    """What S3 streams: never more than asked for, sometimes less."""

    def __init__(self, data: bytes, endless: bool = False) -> None:
        self.data, self.endless, self.given, self.closed = data, endless, 0, False

    def read(self, size: int) -> bytes:
        given = b" " * min(size, 65536) if self.endless else self.data[self.given :][: min(size, 7)]
        self.given += len(given)
        return given

    def close(self) -> None:
        self.closed = True


def test_a_text_may_come_in_pieces() -> None:
    body = Body("ein längerer Text".encode())
    answer = {"ETag": "t", "Body": body, "ContentLength": 18}
    assert door(Noting({"get_object": answer})).get("a") == ("ein längerer Text", "t")
    assert body.closed


@pytest.mark.parametrize("length", [None, 0, 5, 10**15])
def test_no_more_is_read_than_a_state_may_be_large(length: int | None) -> None:
    body = Body(b"", endless=True)
    answer = {"ETag": "t", "Body": body, **({} if length is None else {"ContentLength": length})}
    with pytest.raises(StateUnusable) as caught:
        door(Noting({"get_object": answer})).get("a")
    assert caught.value.reasons[0].code == "state_too_large"
    assert (body.closed, body.given) == (True, 0 if length and length > MAX_OBJECT_BYTES else MAX_OBJECT_BYTES + 1)


@pytest.mark.parametrize("answer", [{}, {"ETag": "t"}, {"Body": Body(b"x")}])
def test_half_an_answer_is_asked_for_again(answer: dict[str, Any]) -> None:
    with pytest.raises(OutcomeUnknown):
        door(Noting({"get_object": answer})).get("a")


BLOCKS = ("get_public_access_block", "get_bucket_policy_status", "get_bucket_acl")
ALL_USERS = {
    "Grantee": {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"},
    "Permission": "READ",
}
SIGNED_IN = {"Grantee": {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}}
OURS = {"Grantee": {"Type": "CanonicalUser", "ID": "x"}, "Permission": "FULL_CONTROL"}
DENIED, NO_POLICY, NO_BLOCK = (
    ClientError({"Error": {"Code": code, "Message": "m"}}, "x")
    for code in ("AccessDenied", "NoSuchBucketPolicy", "NoSuchPublicAccessBlockConfiguration")
)


def block(**on: bool) -> dict[str, Any]:
    return {"PublicAccessBlockConfiguration": on}


def policy(public: bool) -> dict[str, Any]:
    return {"PolicyStatus": {"IsPublic": public}}


@pytest.mark.parametrize(
    ("answers", "through", "unknown"),
    [
        ((block(RestrictPublicBuckets=True, IgnorePublicAcls=True), DENIED, DENIED), [], []),
        ((block(RestrictPublicBuckets=True), DENIED, {"Grants": [OURS]}), [], []),
        ((NO_BLOCK, NO_POLICY, {"Grants": [OURS]}), [], []),
        (({}, {}, {}), [], []),
        ((NO_BLOCK, policy(False), {"Grants": [OURS, ALL_USERS]}), ["its ACL"], []),
        ((NO_BLOCK, NO_POLICY, {"Grants": [SIGNED_IN]}), ["its ACL"], []),
        ((DENIED, policy(True), {"Grants": [SIGNED_IN]}), ["its policy", "its ACL"], []),
        ((block(IgnorePublicAcls=True), policy(True), {"Grants": [ALL_USERS]}), ["its policy"], []),
        ((block(RestrictPublicBuckets=True), policy(True), {"Grants": [ALL_USERS]}), ["its ACL"], []),
        ((DENIED, policy(False), {"Grants": [OURS]}), [], []),
        ((DENIED, DENIED, {"Grants": [OURS]}), [], ["get_public_access_block", "get_bucket_policy_status"]),
        ((DENIED, DENIED, DENIED), [], list(BLOCKS)),
        ((NO_BLOCK, NO_POLICY, EndpointConnectionError(endpoint_url=URL)), [], ["get_bucket_acl"]),
    ],
)
def test_a_public_bucket_is_refused_and_an_unknown_one_said(
    answers: tuple[Any, Any, Any], through: list[str], unknown: list[str]
) -> None:
    bucket = door(Noting(dict(zip(BLOCKS, answers, strict=True))))
    if through:
        with pytest.raises(StateUnusable) as caught:
            bucket.check_not_public()
        assert (caught.value.reasons[0].code, caught.value.reasons[0].facts["through"]) == ("bucket_public", through)
        return
    assert [each.facts["denied"] for each in bucket.check_not_public()] == ([unknown] if unknown else [])


def test_a_bucket_that_blocks_the_public_is_asked_once() -> None:
    noting = Noting({BLOCKS[0]: block(RestrictPublicBuckets=True, IgnorePublicAcls=True)})
    assert door(noting).check_not_public() == ()
    assert len(noting.asked) == 1


class Noting:
    """A client with an answer for each operation, which keeps a note of what it was asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers, self.asked = answers, list[tuple[str, dict[str, Any]]]()

    def __getattr__(self, operation: str) -> Any:
        def call(**params: Any) -> Any:
            self.asked.append((operation, params))
            answer = self.answers[operation]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


def test_versions_are_known_and_a_missing_bucket_is_named(client: Any) -> None:
    assert door(client).is_versioned() is False
    client.put_bucket_versioning(Bucket="team", VersioningConfiguration={"Status": "Enabled"})
    assert door(client).is_versioned() is True
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
    (answered("PreconditionFailed", 412), PreconditionFailed),
    (answered("ConditionalRequestConflict", 409), OutcomeUnknown),
    (answered("SlowDown", 503), OutcomeUnknown),
    (answered("InternalError", 500), OutcomeUnknown),
    (answered("502", 502), OutcomeUnknown),
    (ReadTimeoutError(endpoint_url=URL), OutcomeUnknown),
    (ConnectionClosedError(endpoint_url=URL), OutcomeUnknown),
    (EndpointConnectionError(endpoint_url=URL), OutcomeUnknown),
    (ResponseParserError("garbage"), OutcomeUnknown),
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
    assert door(Failing(answered("AccessDenied", 403))).is_versioned() is None


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(ZeroDivisionError):
        door(Failing(ZeroDivisionError())).get("a.json")
