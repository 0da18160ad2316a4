"""What AWS's refusals mean to the person in front of the screen; AWS's own code and message always stay in."""

from __future__ import annotations

RAISE = "or ask AWS for more (takes hours to days):\n  aws service-quotas request-service-quota-increase"
SSO = "Log in again, then run the same command:\n  aws sso login"
KEYS = "Make new ones and put them in with `aws configure`. This shows whose are in use:\n  aws sts get-caller-identity"
CLOCK = "Set the clock by the network. On WSL and Docker Desktop, restart them: theirs stops while the computer sleeps."
OURS = "Run the same command again: the failed one is replaced."


def _quota(what: str, service: str, quota: str) -> tuple[str, str]:
    command = f"{RAISE} \\\n    --service-code {service} --quota-code {quota} --desired-value NUMBER"
    return f"AWS allows no more {what} here: {{message}} ({{code}})", f"Delete some that nobody needs,\n{command}"


def _nat(remedy: str) -> tuple[str, str]:
    return "AWS could not make it: {message} ({failure})", remedy


REASONS: dict[str, tuple[str, str]] = {
    "aws_error": (
        "AWS refuses {operation}: {message} ({code})",
        "If you ask AWS about it, name the request {request_id}.",
    ),
    "not_offered": (
        "{operation} is not available at {endpoint} in {region}: {message} ({code})",
        "Nothing in netsec.toml is wrong. An emulator or an endpoint of your own (--endpoint-url,\n"
        "AWS_ENDPOINT_URL) lacks this action; AWS itself lacks it in that region, or for such a request.",
    ),
    "refused_input": (
        "AWS does not accept what {operation} asks for: {message} ({code})",
        "Look for the value it names in netsec.toml.",
    ),
    "throttled": (
        "AWS keeps refusing {operation}, as there are too many requests: {message} ({code})",
        "Wait a minute, then run the same command again. Everything in the account and region shares this limit.",
    ),
    "unreachable": (
        "{operation} does not get through to AWS: {detail}",
        "Check the network, the VPN or proxy, and how the region is spelt.",
    ),
    "no_answer_yet": ("no answer from {url} yet; still trying", ""),
    "unanswered": (
        "AWS does not answer {operation}: {message} ({code})",
        "This was only a question, which changes nothing. Run the same command again.",
    ),
    "look_timed_out": (
        "AWS has not answered {operation}, and the {seconds} seconds that this may take are over",
        "Nothing was changed. Check the network, the VPN or proxy, and the endpoint; --timeout 10m waits longer.",
    ),
    "look_timed_out_midway": (
        "AWS has not answered {operation}, and the {seconds} seconds that this may take are over",
        "What was done is recorded. Run the same command again to go on; --timeout 60m waits longer.",
    ),
    "unknown_outcome": (
        "AWS gave no clear answer to {operation}, which may or may not be done: {message} ({code})",
        "Run the same command again: it looks before it acts.",
    ),
    "vanished": (
        "what {operation} needs is gone: {message} ({code})",
        "Somebody else deleted it meanwhile. Run the same command again: it looks anew.",
    ),
    "in_use": (
        "something stands in the way of {operation}: {message} ({code})",
        "This is about {id}.\nDelete or change what uses it, then run the same command again.",
    ),
    "in_the_way": (
        "AWS refuses {operation} as things are: {message} ({code})",
        "This is about {id}.\nChange what AWS names, or wait until it has settled, then run the same command again.",
    ),
    "wait_failed": ("AWS could not make it: {message} ({failure})", "Run the same command again: it is made anew."),
    "endpoint_failed": (
        "the endpoint is {failure}: {message}",
        "Run the same command again: it is made anew. If it fails again, AWS's words above say why.",
    ),
    "wait_timeout": (
        "still {state} after {seconds} seconds",
        "Run the same command again to go on waiting.",
    ),
    # who we are and what we may
    "credentials_missing": (
        "there are no AWS credentials",
        "Log in (`aws sso login`), put keys in (`aws configure`), or name a profile (--profile NAME).\n"
        "To try netsec without AWS, use --sandbox.",
    ),
    "profile_unknown": ("there is no profile {profile}", "Known are: {known}"),
    "credentials": ("AWS does not accept these credentials: {message} ({code})", KEYS),
    "credentials:ExpiredToken": ("the credentials have expired ({code})", SSO),
    "credentials:ExpiredTokenException": ("the credentials have expired ({code})", SSO),
    "credentials:RequestExpired": (
        "the credentials have expired, or this computer's clock is wrong ({code})",
        SSO + "\n" + CLOCK,
    ),
    "credentials:UnauthorizedSSOTokenError": ("the SSO session has expired ({code})", SSO),
    "credentials:SSOTokenLoadError": ("there is no SSO session ({code})", SSO),
    "credentials:TokenRetrievalError": ("the SSO session has expired ({code})", SSO),
    "clock_skew": ("this computer's clock differs from AWS's by {minutes} minutes, so AWS refuses its calls", CLOCK),
    "permission": (
        "you are not allowed to {operation}: {message} ({code})",
        "Ask whoever manages the account for it. If the message is encoded, this reads it:\n"
        "  aws sts decode-authorization-message --encoded-message MESSAGE",
    ),
    # quotas
    "quota": ("AWS allows no more: {message} ({code})", "Delete some that nobody needs, or ask AWS for more."),
    "quota:AddressLimitExceeded": _quota("Elastic IPs", "ec2", "L-0263D0A3"),
    "quota:NatGatewayLimitExceeded": _quota("NAT gateways", "vpc", "L-FE5A380F"),
    "quota:SecurityGroupLimitExceeded": _quota("security groups", "vpc", "L-E79EC296"),
    "quota:RulesPerSecurityGroupLimitExceeded": _quota("rules in one group", "vpc", "L-0EA8095F"),
    "quota:NetworkAclLimitExceeded": _quota("network ACLs", "vpc", "L-B4A6D682"),
    "quota:NetworkAclEntryLimitExceeded": _quota("entries in one ACL", "vpc", "L-2AEEBF1A"),
    "quota:RouteLimitExceeded": _quota("routes in one table", "vpc", "L-93826ACB"),
    "quota:TagLimitExceeded": (
        "AWS allows no more than 50 tags on one resource ({code})",
        "Take some out of [tags] in netsec.toml, or off the resource.",
    ),
    # NAT gateways
    "nat_failed": _nat(OURS),
    "nat_failed:InternalError": _nat(
        "This is AWS's own trouble, and trying anew did not help. Run the same command again later; see also\n"
        "https://health.aws.amazon.com."
    ),
    "nat_failed:InsufficientFreeAddressesInSubnet": _nat(
        "Its public subnet has no free private address left. Free one, or name another subnet of the zone:\n"
        '[vpc.public_subnets]\nZONE = "subnet-..."'
    ),
    "nat_failed:Gateway.NotAttached": _nat(
        "The VPC has no attached internet gateway. Attach one, then run the same command again:\n"
        "  aws ec2 attach-internet-gateway --vpc-id vpc-... --internet-gateway-id igw-..."
    ),
    "nat_failed:InvalidAllocationID.NotFound": _nat("Its Elastic IP is gone. " + OURS),
    "nat_failed:Resource.AlreadyAssociated": _nat(
        "Something else took its Elastic IP. Free it there, or bring another one ([nat] eips), and run this again."
    ),
    "nat_failed:InvalidSubnetID.NotFound": _nat(
        "Its public subnet is gone. Make it again, or name another one in [vpc] public_subnets in netsec.toml."
    ),
    "nat_slow": (
        "not available after {seconds} seconds; one to three minutes are usual",
        "Run the same command again to go on waiting; see also https://health.aws.amazon.com.",
    ),
}
