"""AWS error codes by what they mean; sources: the EC2 API reference's list of error codes, and observed answers.

A code's class decides how the executor handles it; a Call may overrule that with `benign=` and `retry_on=`.
"""

from __future__ import annotations

# The request was not carried out; send it again later.
THROTTLE = frozenset({
    "RequestLimitExceeded", "EC2ThrottledException", "Throttling", "ThrottlingException", "ThrottledException",
    "RequestThrottled", "RequestThrottledException", "TooManyRequestsException", "SlowDown", "BandwidthLimitExceeded",
    "ConcurrentTagAccess", "429",
})  # fmt: skip

# A fault of the server: the request may or may not have been carried out.
TRANSIENT = frozenset({
    "InternalError", "InternalFailure", "Unavailable", "ServiceUnavailable", "RequestTimeout",
    "500", "502", "503", "504",
})  # fmt: skip

# No complete response came: the request may or may not have been carried out. Names of botocore's exceptions.
UNKNOWN_OUTCOME = frozenset({
    "ConnectionClosedError", "ReadTimeoutError", "ResponseParserError", "IncompleteReadError", "HTTPClientError",
})  # fmt: skip

# The request never reached AWS. Names of botocore's exceptions.
UNREACHABLE = frozenset({"ConnectTimeoutError", "EndpointConnectionError", "ProxyConnectionError", "SSLError"})

# The resource named does not exist: not visible yet if this run created it, deleted otherwise.
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

# The resource exists already: from a create whose answer was lost, or from somebody else.
ALREADY_EXISTS = frozenset({
    "InvalidGroup.Duplicate", "InvalidPermission.Duplicate", "RouteAlreadyExists", "NetworkAclEntryAlreadyExists",
    "Resource.AlreadyAssociated", "IdempotentParameterMismatch",
})  # fmt: skip

# Something still uses the resource. A retry helps only while that is being deleted: calls that delete name these codes.
RETRY_WHILE_IN_USE = (
    "DependencyViolation", "InvalidGroup.InUse", "InvalidIPAddress.InUse", "IncorrectState", "OperationNotPermitted",
)  # fmt: skip
IN_USE = frozenset(RETRY_WHILE_IN_USE)

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

# The endpoint does not offer the action: an emulator, another service, or a region without it. AWS itself answers
# InvalidAction (EC2 API reference, common errors), proxies and emulators the others. Numbers are HTTP status codes.
UNSUPPORTED_ACTION = frozenset({
    "InvalidAction", "UnknownOperation", "UnknownOperationException", "UnsupportedOperation",
    "UnsupportedOperationException", "NotImplemented", "NotImplementedError", "NotImplementedException",
    "MethodNotAllowed", "404", "405", "501",
})  # fmt: skip

# While a NAT gateway that is being deleted still uses an address, EC2 answers AuthFailure, which is not about
# permissions there.
ADDRESS_UNAVAILABLE = (
    "InvalidAddress.NotFound", "InvalidAddressID.NotFound", "AuthFailure", "InvalidParameterValue",
)  # fmt: skip
RETRY_WHILE_ADDRESS_IN_USE = (*RETRY_WHILE_IN_USE, "AuthFailure", "InvalidNetworkInterfaceID.NotFound")

# A NAT gateway's FailureCode whose FailureMessage asks to try again (EC2 API reference, NatGateway).
RETRYABLE_NAT_FAILURE = "InternalError"
