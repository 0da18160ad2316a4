"""What the planner says: of matches, replacements and tags, and of a network that is not fit or not clear."""

from __future__ import annotations

SINGLE = '[nat]\ntopology = "single"'

REASONS: dict[str, tuple[str, str]] = {
    # match, binding, removal
    "unrecorded": ("found by its tags", ""),
    "record_outdated": ("found by its tags; the state records another id", ""),
    "replaced": ("a new one takes its place", ""),
    "replaced_with_gap": ("deleted first, since it holds the address: no way out until the new one is available", ""),
    "replaced_without_gap": ("deleted once the new one serves: no gap, but a new public IP", ""),
    "spare": ("a spare: another one stands at this address", ""),
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
}
