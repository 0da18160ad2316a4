"""What the planner says: of matches, replacements and tags, and of a network that is not fit or not clear."""

from __future__ import annotations

from netsec.views.texts.kinds import SHARE_THE_STATE

SINGLE = '[nat]\ntopology = "single"'

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


PLANNING: dict[str, tuple[str, str]] = {
    # match, binding, removal
    "unrecorded": ("found by its tags", ""),
    "record_outdated": ("found by its tags; the state records another id", ""),
    "replaced": ("a new one takes its place", ""),
    "replaced_with_gap": ("deleted first, since it holds the address: no way out until the new one is available", ""),
    "replaced_without_gap": ("deleted once the new one serves: no gap, but a new public IP", ""),
    "spare": ("a spare: another one stands at this address", ""),
    "lost_stack_tag": (
        "{id} is on record as {address}, but its tag {tag} is missing, so netsec leaves it alone",
        "If it is yours, take it back:\n  netsec adopt {address} {id}\n"
        "Else take it off the record:\n  netsec forget {address}",
    ),
    "tagged_for_other_stack": (
        "{id} is on record as {address}, but its tags say that it belongs to the stack {stack}",
        "If it belongs there, take it off this record:\n  netsec forget {address}",
    ),
    "tagged_for_other_vpc": (
        "{id} is on record as {address}, but its tag netsec:vpc says that it belongs to {vpc}",
        "If it belongs there, take it off this record:\n  netsec forget {address}",
    ),
    "variant_unknown": ("{id} is a {variant} NAT gateway, which netsec does not manage: left alone", ""),
    "only_by_tags": (
        "{id} carries this stack's tags but is not on record: not deleted",
        "If netsec made it, take it on record (the command lists what it finds, and asks):\n  netsec state rebuild\n"
        "or let the tags decide this once: --by-tags on destroy and destroy-nat.",
    ),
    "other_writer": ("{id} carries the tags of {address} as well, and is not on record here", SHARE_THE_STATE),
    "address_of_unknown_vpc": (
        "the Elastic IP {id} ({public_ip}) carries this stack's tags, but nothing says that it belongs to this VPC",
        "If it does, take it over:\n  netsec adopt {address} {id}",
    ),
    "zone_not_shown": (
        "{zone} is served by this, but the network shows no subnets there any more that need it: {subnets}",
        "Nothing is deleted because of that. If a route or a subnet was changed by mistake, change it back. To give\n"
        'the zone up, list the others in netsec.toml: availability_zones = ["..."].',
    ),
    "subnet_not_shown": (
        "{subnet} is on the network ACL {acl}, but no longer among its {which} subnets: it uses {table}",
        "Nothing is changed because of that. If its route table was changed by mistake, change it back. Else name the\n"
        "subnets themselves: network_acls.{acl}.subnets in netsec.toml.",
    ),
    "name_taken": (
        "a group named {name} is there already ({id}) and is not ours",
        "If it may be managed here, take it over:\n  netsec adopt {address} {id}\n"
        "else give yours another name in netsec.toml.",
    ),
    "name_taken:vpc_endpoint": (
        "{id} leads to {name} from there already, and is not ours",
        "If it may be managed here, take it over:\n  netsec adopt {address} {id}\n"
        "else leave the service out of [endpoints] in netsec.toml.",
    ),
    "name_taken_by_ours": (
        "the group named {name} ({id}) is ours already, as {other}",
        "If only its name in netsec.toml has changed, let it follow:\n  netsec adopt {address} {id}",
    ),
    "acl_subnet_claimed_twice": (
        "the subnet {subnet} is wanted on two ACLs: {acls}",
        "A subnet has one ACL: take it out of the others.",
    ),
    "address_claimed_twice": (
        "{ids} are both tagged as {address}, and both are in use",
        "Say which one it is, with one of these:\n  netsec adopt {address} {ids:each}",
    ),
    "held_by": ("in use by {holders}", "Delete or change what uses it, then run this again."),
    "used_by": ("still used by {users}", "Take it out of {users}, then run this again."),
    "owner_stays": ("goes with {owner}, which stays", ""),
    # tags
    "tags_differ": ("its tags differ from what is wanted", ""),
    "tag_missing": ("missing", ""),
    "tag_edited": ('was "{was}"', ""),
    "tag_dropped": ("no longer wanted", ""),
    # the VPC
    "vpc_missing": (
        "there is no VPC with the Name tag {name} in this account and region",
        "Make it first (part 1 of the hands-on), check --profile and --region, or say which VPC it is:\n"
        '[vpc]\nid = "vpc-..."',
    ),
    "vpc_id_unknown": (
        "there is no VPC {name} in this account and region",
        "Check [vpc] id in netsec.toml, --profile and --region. This lists the VPCs there are:\n"
        "  aws ec2 describe-vpcs --output text --query 'Vpcs[].[VpcId,CidrBlock]'",
    ),
    "vpc_ambiguous": (
        "several VPCs have the Name tag {name}: {ids}",
        'Say which one it is:\n[vpc]\nid = "{ids:each}"',
    ),
    "vpc_differs": (
        "this stack stands in the VPC {recorded}, but netsec.toml names {configured}",
        "Name {recorded} again, destroy, and only then move on; or use another environment (-e NAME).",
    ),
    "recorded_vpc_gone": (
        "the VPC {vpc}, in which the state says this stack stands, is gone",
        "If it was torn down and built anew, start again from what is in AWS:\n  netsec state rebuild",
    ),
    # zones, subnets, tables
    "no_internet_gateway": (
        "no subnet is public: no route table leads to an attached internet gateway",
        "Attach one and point the public subnets' 0.0.0.0/0 at it (part 1 of the hands-on),\n"
        "or do without NAT gateways: enable_nat_gateway = false.",
    ),
    "no_private_subnets": (
        "the VPC has no private subnets, so a NAT gateway would serve nobody",
        "Make some (part 1 of the hands-on), or do without: enable_nat_gateway = false.",
    ),
    "zone_unknown": ("{zone} is none of this stack's zones: {zones}", "Correct the zone under [nat] in netsec.toml."),
    "zone_without_public_subnet": (
        "{zone} has no public subnet for its NAT gateway",
        "Make one there, leave {zone} out of availability_zones, or let one NAT gateway serve every zone:\n" + SINGLE,
    ),
    "zone_without_private_subnet": (
        "{zone} has no private subnet",
        "Make one there, or leave {zone} out of availability_zones in netsec.toml.",
    ),
    "single_without_public_subnet": (
        "no zone has a public subnet that is clearly the one for the NAT gateway: {zones}",
        'Say which one it is:\n[vpc.public_subnets]\n{zones:each} = "subnet-..."',
    ),
    "public_subnets_ambiguous": (
        "{zone} has several public subnets: {subnets}",
        'Say which one gets the NAT gateway:\n[vpc.public_subnets]\n{zone} = "{subnets:each}"',
    ),
    "private_tables_ambiguous": (
        "{zone} has several private route tables: {tables}",
        'Say which of them lead out through the NAT gateway:\n[vpc.private_route_tables]\n{zone} = ["{tables:each}"]',
    ),
    "private_table_shared": (
        "the route table {table} serves {zones}, but can lead to one NAT gateway only",
        "Give each zone a table of its own, or let one NAT gateway serve every zone:\n" + SINGLE,
    ),
    "table_unknown": (
        "the route table {table} is not in this VPC",
        "Correct [vpc] private_route_tables in netsec.toml.",
    ),
    "table_is_public": (
        "the route table {table} is public: it leads to the internet gateway",
        "Name the private one in [vpc] private_route_tables in netsec.toml.",
    ),
    "subnet_in_other_zone": (
        "the subnet {subnet} is in {actual}, not in {zone}",
        'If the zone is wrong, and not the subnet:\n[vpc.public_subnets]\n{actual} = "{subnet}"',
    ),
    "subnet_not_public": (
        "the subnet {subnet} is not public: its route table does not lead to the internet gateway",
        "Name a public one in [vpc] public_subnets in netsec.toml, or give this one such a route.",
    ),
    "acl_subnet_unknown": (
        "the subnet {subnet} is not in this VPC",
        "Correct network_acls.{acl}.subnets in netsec.toml.",
    ),
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
