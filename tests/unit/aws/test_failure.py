"""An exception of boto3 as a value: which class it is of, and which exit code it ends as."""

from __future__ import annotations

import time

import botocore.exceptions as botocore
import pytest
from botocore.parsers import ResponseParserError

from netsec.aws.client import AwsClient, ConnectionSettings
from netsec.aws.failure import Fault, error_from_failure, failure_from_exception
from netsec.errors import IdentityError
from tests.support.fake_aws import Bench, call, change, refusal

URL = {"endpoint_url": "https://ec2.invalid/"}


@pytest.mark.parametrize(
    ("error", "fault", "exit_code"),
    [
        (botocore.ProfileNotFound(profile="x"), Fault.CREDENTIALS, 4),
        (botocore.NoCredentialsError(), Fault.CREDENTIALS, 4),
        (botocore.PartialCredentialsError(provider="env", cred_var="x"), Fault.CREDENTIALS, 4),
        (botocore.SSOTokenLoadError(error_msg="x"), Fault.CREDENTIALS, 4),
        (botocore.UnauthorizedSSOTokenError(), Fault.CREDENTIALS, 4),
        (botocore.CredentialRetrievalError(provider="p", error_msg="x"), Fault.CREDENTIALS, 4),
        (botocore.EndpointConnectionError(**URL), Fault.UNREACHABLE, 6),
        (botocore.ConnectTimeoutError(**URL), Fault.UNREACHABLE, 6),
        (botocore.SSLError(**URL, error="x"), Fault.UNREACHABLE, 6),
        (botocore.ProxyConnectionError(proxy_url="x"), Fault.UNREACHABLE, 6),
        (botocore.ReadTimeoutError(**URL), Fault.UNKNOWN_OUTCOME, 6),
        (botocore.ConnectionClosedError(**URL), Fault.UNKNOWN_OUTCOME, 6),
        (botocore.HTTPClientError(error="x"), Fault.UNKNOWN_OUTCOME, 6),
        (botocore.ResponseStreamingError(error="x"), Fault.UNKNOWN_OUTCOME, 6),
        (botocore.IncompleteReadError(actual_bytes=1, expected_bytes=2), Fault.UNKNOWN_OUTCOME, 6),
        (ResponseParserError("cut"), Fault.UNKNOWN_OUTCOME, 6),
        (ConnectionResetError("reset"), Fault.UNKNOWN_OUTCOME, 6),
        (TimeoutError("late"), Fault.UNKNOWN_OUTCOME, 6),
        (botocore.ParamValidationError(report="x"), Fault.OTHER, 3),
        (botocore.InvalidRegionError(region_name="no where"), Fault.OTHER, 3),
        (refusal("RequestLimitExceeded", 503), Fault.THROTTLE, 6),
        (refusal("WhoKnows", 429), Fault.THROTTLE, 6),
        (refusal("WhoKnows", 503), Fault.TRANSIENT, 6),
        (refusal("InternalError", 500), Fault.TRANSIENT, 6),
        (refusal("AuthFailure", 401), Fault.CREDENTIALS, 4),
        (refusal("UnauthorizedOperation", 403), Fault.PERMISSION, 4),
        (refusal("AddressLimitExceeded"), Fault.QUOTA, 7),
        (refusal("DependencyViolation"), Fault.IN_USE, 5),
        (refusal("InvalidGroup.NotFound"), Fault.NOT_FOUND, 5),
        (refusal("InvalidParameterValue"), Fault.OTHER, 3),
        (refusal("SomethingNew"), Fault.OTHER, 3),
    ],
)
def test_classes(error: Exception, fault: Fault, exit_code: int) -> None:
    failure = failure_from_exception(error, "describe_vpcs")
    assert failure
    assert (failure.fault, error_from_failure(failure).exit_code) == (fault, exit_code)


# Every code by what is to be done about it: EC2 API reference, "Error codes", and the names of botocore's exceptions.
BY_CLASS = {
    Fault.THROTTLE: (6, """
        RequestLimitExceeded EC2ThrottledException Throttling ThrottlingException ThrottledException RequestThrottled
        RequestThrottledException TooManyRequestsException SlowDown BandwidthLimitExceeded ConcurrentTagAccess"""),
    Fault.TRANSIENT: (6, "InternalError InternalFailure Unavailable ServiceUnavailable RequestTimeout"),
    Fault.UNKNOWN_OUTCOME: (6, "ConnectionClosedError ReadTimeoutError ResponseParserError IncompleteReadError"),
    Fault.UNREACHABLE: (6, "ConnectTimeoutError EndpointConnectionError ProxyConnectionError SSLError"),
    Fault.NOT_FOUND: (5, """
        InvalidGroup.NotFound InvalidSecurityGroupID.NotFound InvalidAllocationID.NotFound NatGatewayNotFound
        InvalidNatGatewayID.NotFound InvalidNetworkAclID.NotFound InvalidRouteTableID.NotFound InvalidSubnetID.NotFound
        InvalidSubnet InvalidAssociationID.NotFound InvalidResourceID.NotFound InvalidSecurityGroupRuleId.NotFound
        InvalidAddress.NotFound InvalidRoute.NotFound InvalidNetworkAclEntry.NotFound InvalidPermission.NotFound
        InvalidAttachmentID.NotFound"""),
    Fault.ALREADY_THERE: (5, """
        InvalidGroup.Duplicate InvalidPermission.Duplicate RouteAlreadyExists NetworkAclEntryAlreadyExists
        Resource.AlreadyAssociated IdempotentParameterMismatch"""),
    Fault.IN_USE: (5, """
        DependencyViolation InvalidGroup.InUse InvalidIPAddress.InUse IncorrectState"""),
    Fault.QUOTA: (7, """
        AddressLimitExceeded NatGatewayLimitExceeded SecurityGroupLimitExceeded RulesPerSecurityGroupLimitExceeded
        NetworkAclLimitExceeded NetworkAclEntryLimitExceeded RouteLimitExceeded TagLimitExceeded"""),
    Fault.CREDENTIALS: (4, """
        NoCredentialsError PartialCredentialsError ProfileNotFound TokenRetrievalError SSOTokenLoadError
        UnauthorizedSSOTokenError RequestExpired ExpiredToken ExpiredTokenException InvalidClientTokenId
        UnrecognizedClientException SignatureDoesNotMatch InvalidSignatureException AuthFailure RequestTimeTooSkewed
        RequestInTheFuture"""),
    Fault.PERMISSION: (4, "UnauthorizedOperation AccessDenied OptInRequired Blocked PendingVerification"),
    Fault.OTHER: (3, """
        InvalidParameterValue InvalidParameterCombination MissingParameter InvalidGroupId.Malformed
        InvalidVpcID.NotFound ParamValidationError"""),
}  # fmt: skip
# Refused for good where something is made; what holds it where something is taken away.
DEPENDS = [("OperationNotPermitted", Fault.IN_USE, 3)]
CODES = DEPENDS + [(code, fault, end) for fault, (end, text) in BY_CLASS.items() for code in text.split()]


@pytest.mark.parametrize(("code", "fault", "exit_code"), CODES, ids=[code for code, _, _ in CODES])
def test_every_code_is_of_its_class(code: str, fault: Fault, exit_code: int) -> None:
    failure = failure_from_exception(refusal(code), "create_thing")
    assert failure
    assert (failure.code, failure.fault, error_from_failure(failure).exit_code) == (code, fault, exit_code)


@pytest.mark.parametrize(
    ("status", "fault"), [(429, Fault.THROTTLE), *((n, Fault.TRANSIENT) for n in (500, 502, 503, 504))]
)
def test_a_code_that_nobody_knows_is_told_by_its_status(status: int, fault: Fault) -> None:
    failure = failure_from_exception(refusal("SomethingNew", status), "create_thing")
    assert failure
    assert failure.fault is fault


@pytest.mark.parametrize("code", [code for code, fault, _ in CODES if fault is Fault.THROTTLE])
def test_a_throttled_call_is_sent_again(code: str) -> None:
    """Whatever the status it comes with: nothing was carried out."""
    bench = Bench(touch=[refusal(code), refusal(code, 503), {}])
    assert bench.run(change("a", call("touch", idempotent=False))) == ()
    assert bench.sent == ["touch"] * 3


def test_a_bug_is_no_failure() -> None:
    assert failure_from_exception(KeyError("x"), "describe_vpcs") is None


def test_a_clock_that_is_wrong_is_said() -> None:
    error = refusal("AuthFailure", 401)
    error.response["ResponseMetadata"]["HTTPHeaders"] = {"date": "Thu, 01 Jan 1970 00:00:00 GMT"}  # type: ignore[attr-defined]
    failure = failure_from_exception(error, "describe_vpcs", now=600.0)
    assert failure
    assert error_from_failure(failure).reasons[0].facts == {"minutes": 10}


@pytest.mark.parametrize("zone", ["UTC0", "JST-9", "NST3:30"])
def test_the_hour_of_aws_is_utc_where_it_names_no_zone(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 2822 writes "-0000" where the zone is left open; Python then gives a time without any."""
    error = refusal("AuthFailure", 401)
    error.response["ResponseMetadata"]["HTTPHeaders"] = {"date": "Thu, 01 Jan 1970 00:00:00 -0000"}  # type: ignore[attr-defined]
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        failures = [failure_from_exception(error, "describe_vpcs", now=now) for now in (60.0, 600.0)]
    time.tzset()
    assert [failure and failure.skew_minutes for failure in failures] == [0, 10]


def test_a_profile_that_is_not_there_is_said_when_clients_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    with pytest.raises(IdentityError):
        AwsClient(ConnectionSettings(region="ap-northeast-1", profile="nobody"), "test").warm_up("ec2")


def test_clients_are_made_once_and_writes_are_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    aws = AwsClient(ConnectionSettings(region="ap-northeast-1", ignores_environment=True), "test")
    assert aws.service_client("ec2") is aws.service_client("ec2")
    assert aws.service_client("ec2").meta.config.retries["total_max_attempts"] == 10
    assert aws.service_client("ec2", for_writes=True).meta.config.retries["total_max_attempts"] == 1
