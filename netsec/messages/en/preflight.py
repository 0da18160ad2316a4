"""What is said before anything is made: what AWS would refuse halfway, and what would not work."""

from __future__ import annotations

RAISE = (
    "  aws service-quotas request-service-quota-increase \\\n"
    "    --service-code {service} --quota-code {quota} --desired-value NUMBER"
)


def _exceeded(what: str) -> tuple[str, str]:
    return (
        f"{what}; the quota is {{limit}}",
        f"Delete unused ones, or request a quota increase (takes hours to days):\n{RAISE}",
    )


def _unknown(what: str) -> tuple[str, str]:
    text = f"{what}; AWS's default quota is {{limit}}, and this account's quota can't be read"
    return text, "Allow servicequotas:GetServiceQuota, or check whether the quota {quota} was raised."


REASONS: dict[str, tuple[str, str]] = {
    # addresses that people bring
    "peer_unknown": (
        "a rule references {id}, which does not exist in this account and region",
        "Correct this line in netsec.toml:\n  {line}",
    ),
    "peers_unchecked": (
        "can't check whether the resources that rules reference exist: {ids}",
        "",
    ),
    "brought_address_unknown": (
        "the Elastic IP {id}, set in netsec.toml for {zone}, does not exist",
        "Correct [nat] eips. To list the addresses:\n"
        "  aws ec2 describe-addresses --output text \\\n    --query 'Addresses[].[AllocationId,PublicIp]'",
    ),
    "brought_address_busy": (
        "the Elastic IP {id}, set in netsec.toml for {zone}, is in use by {holder}",
        "Disassociate it, or set another one in [nat] eips in netsec.toml.",
    ),
    "brought_address_far": (
        "the Elastic IP {id}, set in netsec.toml for {zone}, is in the border group {group}, not in that zone's",
        "An address works only in its own border group. Set another one in [nat] eips.",
    ),
    # before anything is made
    "subnet_full": (
        "the subnet {subnet} has {free} free {free:address|addresses}, but {wanted} {wanted:is|are} needed",
        "Free some, or set another subnet of its zone ([vpc] public_subnets in netsec.toml).",
    ),
    "dns_off": (
        "endpoints with private DNS need {attributes} in the VPC {vpc}, which {attributes:is|are} off",
        "Enable it, or set private_dns = false under [endpoints]:\n"
        "  aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-support\n"
        "  aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-hostnames",
    ),
    "endpoint_service_unknown": (
        "AWS has no {type} endpoint for {service} in this region",
        "Correct it under [endpoints] in netsec.toml. To list the services:\n"
        "  aws ec2 describe-vpc-endpoint-services --query ServiceNames",
    ),
    "endpoint_service_elsewhere": (
        "{service} offers no endpoint in {lacking}, only in {zones}",
        "Set those zones under [endpoints] (zones = [...]); other zones reach the endpoint across zones.",
    ),
    "quota_exceeded:elastic_ips": _exceeded("{count} Elastic {count:IP|IPs} needed in this region"),
    "quota_exceeded:nat_gateways": _exceeded("{count} NAT {count:gateway|gateways} needed in {where}"),
    "quota_exceeded:rules": _exceeded("{count} {family} {count:rule|rules} needed in {where}"),
    "quota_exceeded:entries": _exceeded("{count} {family} {count:entry|entries} needed in {where} in one direction"),
    "quota_exceeded": _exceeded("{count} {what} needed in {where}"),
    "quota_unknown:elastic_ips": _unknown("{count} Elastic {count:IP|IPs} needed in this region"),
    "quota_unknown:nat_gateways": _unknown("{count} NAT {count:gateway|gateways} needed in {where}"),
    "quota_unknown:rules": _unknown("{count} {family} {count:rule|rules} needed in {where}"),
    "quota_unknown:entries": _unknown("{count} {family} {count:entry|entries} needed in {where} in one direction"),
    "quota_unknown": _unknown("{count} {what} needed in {where}"),
    "prefix_lists_unweighed": (
        "{where} references {lists}, whose size is unknown; the other rules use {count} of {limit}",
        "Allow ec2:DescribeManagedPrefixLists, or check that the list exists and its maximum number of entries.",
    ),
    "public_access_blocked": (
        "VPC Block Public Access blocks {subnets}: a NAT gateway there would cost money and pass no traffic",
        "Add an exclusion that allows egress, or ask whoever enabled it.",
    ),
    "encryption_enforced": (
        "VPC encryption controls are enforced in {vpc} without an exclusion for NAT gateways: AWS may reject them",
        "",
    ),
    "secondary_cidrs": (
        'cidr = "vpc" is the VPC\'s primary CIDR block only, not {cidrs}',
        "Add entries for {cidrs} under [network_acls] in netsec.toml if they should be allowed too.",
    ),
    "nat_time_is_up": (
        "the NAT gateways were on until {until}, which has expired",
        "To keep them on:\n  netsec nat on --for 3h",
    ),
    "nat_end_unreadable": (
        "the tag netsec:expires-at of {id} is not a valid time ({value}), so netsec.toml decides",
        "Set an end again:\n  netsec nat on --for 3h",
    ),
    "acl_cuts_nat": (
        "the network ACL of {subnets} blocks this from the NAT gateways there: {cut}",
        "If you need it, add entries for it under [network_acls] in netsec.toml, in both directions.",
    ),
}
