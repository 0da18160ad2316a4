"""What AWS's refusals mean to the person in front of the screen; AWS's own code and message always stay in."""

from __future__ import annotations

RAISE = "or request a quota increase (takes hours to days):\n  aws service-quotas request-service-quota-increase"
SSO = "Log in again, then run the same command:\n  aws sso login"
KEYS = "Create new ones and set them with `aws configure`. To see which are in use:\n  aws sts get-caller-identity"
CLOCK = "Synchronize the clock. Restart WSL or Docker Desktop: their clock stops while the computer sleeps."
OURS = "Run the same command again: netsec replaces the failed one."


def _quota(what: str, service: str, quota: str) -> tuple[str, str]:
    command = f"{RAISE} \\\n    --service-code {service} --quota-code {quota} --desired-value NUMBER"
    return f"the quota for {what} is reached: {{message}} ({{code}})", f"Delete unused ones,\n{command}"


def _nat(remedy: str) -> tuple[str, str]:
    return "AWS could not create it: {message} ({failure})", remedy


REASONS: dict[str, tuple[str, str]] = {
    "aws_error": (
        "AWS rejected {operation}: {message} ({code})",
        "If you contact AWS Support, give the request ID {request_id}.",
    ),
    "not_offered": (
        "{operation} is not available at {endpoint} in {region}: {message} ({code})",
        "netsec.toml is not the cause. An emulator or a custom endpoint (--endpoint-url,\n"
        "AWS_ENDPOINT_URL) lacks this action, or AWS does not offer it in that region or for such a request.",
    ),
    "refused_input": (
        "AWS does not accept the parameters of {operation}: {message} ({code})",
        "Check the value in netsec.toml that the message names.",
    ),
    "throttled": (
        "AWS keeps throttling {operation}: {message} ({code})",
        "Wait a minute, then run the same command again. The limit is shared by the whole account and region.",
    ),
    "unreachable": (
        "{operation} can't reach AWS: {detail}",
        "Check the network, the VPN or proxy, and the region's name.",
    ),
    "no_answer_yet": ("no response from {url} yet; still trying", ""),
    "unanswered": (
        "AWS does not respond to {operation}: {message} ({code})",
        "This call only reads and changes nothing. Run the same command again.",
    ),
    "look_timed_out": (
        "AWS did not respond to {operation} within the {seconds} seconds allowed",
        "Nothing was changed. Check the network, the VPN or proxy, and the endpoint; --timeout 10m waits longer.",
    ),
    "look_timed_out_midway": (
        "AWS did not respond to {operation} within the {seconds} seconds allowed",
        "What was done is recorded. Run the same command again to continue; --timeout 60m waits longer.",
    ),
    "unknown_outcome": (
        "the result of {operation} is unknown; it may or may not have been done: {message} ({code})",
        "Run the same command again: it checks AWS first.",
    ),
    "vanished": (
        "a resource that {operation} needs no longer exists: {message} ({code})",
        "Somebody else deleted it. Run the same command again: it reads the current state.",
    ),
    "in_use": (
        "something in use prevents {operation}: {message} ({code})",
        "This is about {id}.\nDelete or change what uses it, then run the same command again.",
    ),
    "in_the_way": (
        "AWS rejected {operation} in the current state: {message} ({code})",
        "This is about {id}.\nChange what AWS names, or wait until it has settled, then run the same command again.",
    ),
    "wait_failed": ("AWS could not create it: {message} ({failure})", "Run the same command again to create it again."),
    "endpoint_failed": (
        "the endpoint is {failure}: {message}",
        "Run the same command again to create it again. If it fails again, see AWS's message above.",
    ),
    "wait_timeout": (
        "still {state} after {seconds} seconds",
        "Run the same command again to continue waiting.",
    ),
    # who we are and what we may
    "credentials_missing": (
        "no AWS credentials found",
        "Log in (`aws sso login`), set keys (`aws configure`), or use a profile (--profile NAME).\n"
        "To try netsec without AWS, use --sandbox.",
    ),
    "profile_unknown": ("there is no AWS profile {profile}", "Known: {known}"),
    "credentials": ("AWS does not accept these credentials: {message} ({code})", KEYS),
    "credentials:ExpiredToken": ("the credentials have expired ({code})", SSO),
    "credentials:ExpiredTokenException": ("the credentials have expired ({code})", SSO),
    "credentials:RequestExpired": (
        "the credentials have expired, or this computer's clock is wrong ({code})",
        SSO + "\n" + CLOCK,
    ),
    "credentials:UnauthorizedSSOTokenError": ("the SSO session has expired ({code})", SSO),
    "credentials:SSOTokenLoadError": ("no SSO session found ({code})", SSO),
    "credentials:TokenRetrievalError": ("the SSO session has expired ({code})", SSO),
    "clock_skew": (
        "this computer's clock is off by {minutes} {minutes:minute|minutes}, so AWS rejects its calls",
        CLOCK,
    ),
    "permission": (
        "you are not allowed to {operation}: {message} ({code})",
        "Ask the account's administrator for this permission. To decode an encoded message:\n"
        "  aws sts decode-authorization-message --encoded-message MESSAGE",
    ),
    # quotas
    "quota": ("a quota is reached: {message} ({code})", "Delete unused ones, or request a quota increase."),
    "quota:AddressLimitExceeded": _quota("Elastic IPs", "ec2", "L-0263D0A3"),
    "quota:NatGatewayLimitExceeded": _quota("NAT gateways", "vpc", "L-FE5A380F"),
    "quota:SecurityGroupLimitExceeded": _quota("security groups", "vpc", "L-E79EC296"),
    "quota:RulesPerSecurityGroupLimitExceeded": _quota("rules in one group", "vpc", "L-0EA8095F"),
    "quota:NetworkAclLimitExceeded": _quota("network ACLs", "vpc", "L-B4A6D682"),
    "quota:NetworkAclEntryLimitExceeded": _quota("entries in one ACL", "vpc", "L-2AEEBF1A"),
    "quota:RouteLimitExceeded": _quota("routes in one table", "vpc", "L-93826ACB"),
    "quota:TagLimitExceeded": (
        "AWS allows at most 50 tags on one resource ({code})",
        "Remove some from [tags] in netsec.toml, or from the resource.",
    ),
    # NAT gateways
    "nat_failed": _nat(OURS),
    "nat_failed:InternalError": _nat(
        "This is a problem in AWS, and retrying did not help. Run the same command again later; see also\n"
        "https://health.aws.amazon.com."
    ),
    "nat_failed:InsufficientFreeAddressesInSubnet": _nat(
        "Its public subnet has no free private address. Free one, or set another subnet of the zone:\n"
        '[vpc.public_subnets]\nZONE = "subnet-..."'
    ),
    "nat_failed:Gateway.NotAttached": _nat(
        "The VPC has no attached internet gateway. Attach one, then run the same command again:\n"
        "  aws ec2 attach-internet-gateway --vpc-id vpc-... --internet-gateway-id igw-..."
    ),
    "nat_failed:InvalidAllocationID.NotFound": _nat("Its Elastic IP no longer exists. " + OURS),
    "nat_failed:Resource.AlreadyAssociated": _nat(
        "Something else uses its Elastic IP. Disassociate it, or set another one ([nat] eips), and run this again."
    ),
    "nat_failed:InvalidSubnetID.NotFound": _nat(
        "Its public subnet no longer exists. Create it again, or set another one in [vpc] public_subnets."
    ),
    "nat_slow": (
        "not available after {seconds} seconds; it usually takes one to three minutes",
        "Run the same command again to continue waiting; see also https://health.aws.amazon.com.",
    ),
}
