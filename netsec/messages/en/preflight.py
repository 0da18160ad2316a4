"""What is said before anything is made: what AWS would refuse halfway, and what would not work."""

from __future__ import annotations

RAISE = (
    "  aws service-quotas request-service-quota-increase \\\n"
    "    --service-code {service} --quota-code {quota} --desired-value NUMBER"
)


def _exceeded(what: str) -> tuple[str, str]:
    return (
        f"{what}, and AWS allows {{limit}}",
        f"Delete some that nobody needs, or ask AWS for more (takes hours to days):\n{RAISE}",
    )


def _unknown(what: str) -> tuple[str, str]:
    told = f"{what}; AWS's default is {{limit}}, and your own quota could not be read"
    return told, "Let servicequotas:GetServiceQuota be allowed, or see for yourself whether {quota} was raised."


REASONS: dict[str, tuple[str, str]] = {
    # addresses that people bring
    "peer_unknown": (
        "there is no {id} in this account and region, and a rule names it",
        "Correct this line of netsec.toml:\n  {line}",
    ),
    "peers_unchecked": (
        "whether these that rules name exist could not be checked: {ids}",
        "",
    ),
    "brought_address_unknown": (
        "there is no Elastic IP {id}, which netsec.toml names for {zone}",
        "Correct [nat] eips. This lists the addresses there are:\n"
        "  aws ec2 describe-addresses --output text \\\n    --query 'Addresses[].[AllocationId,PublicIp]'",
    ),
    "brought_address_busy": (
        "the Elastic IP {id}, which netsec.toml names for {zone}, is in use by {holder}",
        "Free it, or name another one in [nat] eips in netsec.toml.",
    ),
    "brought_address_far": (
        "the Elastic IP {id}, which netsec.toml names for {zone}, is of the border group {group}, not of that zone's",
        "Addresses work only in the border group that they come from. Name another one in [nat] eips.",
    ),
    # before anything is made
    "subnet_full": (
        "the subnet {subnet} has {free} free addresses, and {wanted} are needed in it",
        "Free some, or name another subnet of its zone ([vpc] public_subnets in netsec.toml).",
    ),
    "dns_off": (
        "endpoints with private DNS need {attributes} in the VPC {vpc}, which is off",
        "Switch it on, or write private_dns = false under [endpoints]:\n"
        "  aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-support\n"
        "  aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-hostnames",
    ),
    "endpoint_service_unknown": (
        "AWS has no {type} endpoint for {service} in this region",
        "Correct it under [endpoints] in netsec.toml. This lists what there is:\n"
        "  aws ec2 describe-vpc-endpoint-services --query ServiceNames",
    ),
    "endpoint_service_elsewhere": (
        "{service} has no endpoint in {lacking}, only in {zones}",
        "Name those zones under [endpoints] (zones = [...]); the others reach it across zones.",
    ),
    "quota_exceeded:elastic_ips": _exceeded("{count} Elastic IPs would be needed in this region"),
    "quota_exceeded:nat_gateways": _exceeded("{count} NAT gateways would stand in {where}"),
    "quota_exceeded:rules": _exceeded("{where} would hold {count} rules for {family}"),
    "quota_exceeded:entries": _exceeded("{where} would hold {count} entries for {family} in one direction"),
    "quota_exceeded": _exceeded("{count} of its {what} would stand in {where}"),
    "quota_unknown:elastic_ips": _unknown("{count} Elastic IPs would be needed in this region"),
    "quota_unknown:nat_gateways": _unknown("{count} NAT gateways would stand in {where}"),
    "quota_unknown:rules": _unknown("{where} would hold {count} rules for {family}"),
    "quota_unknown:entries": _unknown("{where} would hold {count} entries for {family} in one direction"),
    "quota_unknown": _unknown("{count} of its {what} would stand in {where}"),
    "prefix_lists_unweighed": (
        "{where} names {lists}, and how many rules that counts for is unknown; the others count {count} of {limit}",
        "Let ec2:DescribeManagedPrefixLists be allowed, or see that the list exists and how many entries it may have.",
    ),
    "public_access_blocked": (
        "VPC Block Public Access shuts {subnets}: a NAT gateway would come up there, cost, and pass nothing",
        "Let them out with an exclusion that allows egress, or ask whoever switched it on.",
    ),
    "encryption_enforced": (
        "VPC encryption controls are enforced in {vpc}, without an exclusion for NAT gateways: AWS may refuse them",
        "",
    ),
    "secondary_cidrs": (
        'cidr = "vpc" means the VPC\'s first block alone, not {cidrs}',
        "Add entries for {cidrs} under [network_acls] in netsec.toml, if those should pass too.",
    ),
    "nat_time_is_up": (
        "the NAT gateways were switched on until {until}; their time is up",
        "To go on with them:\n  netsec nat on --for 3h",
    ),
    "nat_end_unreadable": (
        "the tag netsec:expires-at of {id} is no time ({value}), so netsec.toml alone counts",
        "Set an end again:\n  netsec nat on --for 3h",
    ),
    "acl_cuts_nat": (
        "the network ACL of {subnets} cuts this off from the NAT gateways there: {cut}",
        "Add entries for it under [network_acls] in netsec.toml, in both directions, if it is needed.",
    ),
}
