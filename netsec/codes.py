"""AWS error codes and what they really mean, by class; from the EC2 API reference's error list and from the field.

A code's class decides what `aws/answers.py` makes of it; a Call may overrule it with `benign=` and `retry_on=`.
"""

from __future__ import annotations

# The request was not carried out, try later.
THROTTLE = frozenset({
    "RequestLimitExceeded", "EC2ThrottledException", "Throttling", "ThrottlingException", "ThrottledException",
    "RequestThrottled", "RequestThrottledException", "TooManyRequestsException", "SlowDown", "BandwidthLimitExceeded",
    "ConcurrentTagAccess", "429",
})  # fmt: skip

# The server stumbled: it may or may not have acted.
TRANSIENT = frozenset({
    "InternalError", "InternalFailure", "Unavailable", "ServiceUnavailable", "RequestTimeout",
    "500", "502", "503", "504",
})  # fmt: skip

# No (whole) answer came: it may or may not have acted. Names of botocore's exceptions, not AWS codes.
UNKNOWN_OUTCOME = frozenset({
    "ConnectionClosedError", "ReadTimeoutError", "ResponseParserError", "IncompleteReadError", "HTTPClientError",
})  # fmt: skip

# The request can't have reached AWS. Also exception names.
UNREACHABLE = frozenset({"ConnectTimeoutError", "EndpointConnectionError", "ProxyConnectionError", "SSLError"})

# Named but not there: not visible yet when we just made it, gone when we did not.
NOT_FOUND = frozenset({
    "InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound", "InvalidGroupId.NotFound",
    "InvalidAllocationID.NotFound", "InvalidAddress.NotFound", "InvalidAddressID.NotFound",
    "NatGatewayNotFound", "InvalidNatGatewayID.NotFound", "InvalidNetworkAclID.NotFound",
    "InvalidNetworkAclId.NotFound", "InvalidNetworkAclEntry.NotFound", "InvalidRouteTableID.NotFound",
    "InvalidRoute.NotFound", "InvalidSubnetID.NotFound", "InvalidSubnet", "InvalidAssociationID.NotFound",
    "InvalidResourceID.NotFound", "InvalidID", "InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound",
    "InvalidAttachmentID.NotFound", "InvalidNetworkInterfaceID.NotFound", "InvalidVpcEndpointId.NotFound",
    "InvalidVpcEndpoint.NotFound",
})  # fmt: skip

# It is there already: ours from a lost answer, or somebody else's.
ALREADY_THERE = frozenset({
    "InvalidGroup.Duplicate", "InvalidPermission.Duplicate", "RouteAlreadyExists", "NetworkAclEntryAlreadyExists",
    "Resource.AlreadyAssociated", "IdempotentParameterMismatch",
})  # fmt: skip

# Something still holds it. That passes only where something is let go of: calls that take away name these codes.
STILL_HELD = (
    "DependencyViolation", "InvalidGroup.InUse", "InvalidIPAddress.InUse", "IncorrectState", "OperationNotPermitted",
)  # fmt: skip
IN_USE = frozenset(STILL_HELD)

QUOTA = frozenset({
    "AddressLimitExceeded", "NatGatewayLimitExceeded", "SecurityGroupLimitExceeded",
    "RulesPerSecurityGroupLimitExceeded", "NetworkAclLimitExceeded", "NetworkAclEntryLimitExceeded",
    "RouteLimitExceeded", "TagLimitExceeded", "VpcEndpointLimitExceeded",
    "GatewayVpcEndpointLimitExceeded",
})  # fmt: skip

CREDENTIALS = frozenset({
    "NoCredentialsError", "PartialCredentialsError", "ProfileNotFound", "TokenRetrievalError", "SSOTokenLoadError",
    "UnauthorizedSSOTokenError", "CredentialRetrievalError", "RequestExpired", "ExpiredToken",
    "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch",
    "InvalidSignatureException", "AuthFailure", "RequestTimeTooSkewed", "RequestInTheFuture",
    "MissingAuthenticationToken", "NoRegionError", "ConfigParseError", "ConfigNotFound", "MetadataRetrievalError",
    "LoginError", "LoginRefreshRequired", "LoginTokenLoadError", "SSOError", "NoAuthTokenError",
    "InfiniteLoopConfigError", "UnknownCredentialError", "RefreshWithMFAUnsupportedError",
})  # fmt: skip

PERMISSION = frozenset({
    "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "OptInRequired", "Blocked", "PendingVerification",
})  # fmt: skip

# Who was asked does not know the action: an emulator, an endpoint of another sort, or a region that lacks it. AWS says
# InvalidAction (EC2 API reference, common errors); the rest is what gateways and emulators say. Numbers are HTTP's own.
NOT_OFFERED = frozenset({
    "InvalidAction", "UnknownOperation", "UnknownOperationException", "UnsupportedOperation",
    "UnsupportedOperationException", "NotImplemented", "NotImplementedError", "NotImplementedException",
    "MethodNotAllowed", "404", "405", "501",
})  # fmt: skip

# An address may be held by a NAT gateway that is still being deleted, or by what is left of one: EC2 answers
# AuthFailure then, which is no matter of permission.
ADDRESS_NOT_TO_BE_HAD = (
    "InvalidAddress.NotFound", "InvalidAddressID.NotFound", "AuthFailure", "InvalidParameterValue",
)  # fmt: skip
ADDRESS_STILL_HELD = (*STILL_HELD, "AuthFailure", "InvalidNetworkInterfaceID.NotFound")

# A NAT gateway's FailureCode after which AWS itself says "please try again".
NAT_TRY_AGAIN = "InternalError"
