"""What the planner says: of matches, replacements and tags, and of a network that is not fit or not clear."""

from __future__ import annotations

SINGLE = '[nat]\ntopology = "single"'

REASONS: dict[str, tuple[str, str]] = {
    # match, binding, removal
    "unrecorded": ("found by its tags", ""),
    "record_outdated": ("found by its tags; the state has a different ID", ""),
    "replaced": ("replaced by a new one", ""),
    "replaced_with_gap": (
        "deleted first because it holds the address; no internet access until the new one is available",
        "",
    ),
    "replaced_without_gap": ("deleted once the new one is in use: no interruption, but a new public IP", ""),
    "spare": ("spare: another resource is in use at this address", ""),
    "name_taken": (
        "a group named {name} already exists ({id}), and netsec does not manage it",
        "If netsec should manage it, adopt it:\n  netsec adopt {address} {id}\n"
        "Otherwise use another name in netsec.toml.",
    ),
    "name_taken:vpc_endpoint": (
        "the endpoint {id} for {name} already exists, and netsec does not manage it",
        "If netsec should manage it, adopt it:\n  netsec adopt {address} {id}\n"
        "Otherwise remove the service from [endpoints] in netsec.toml.",
    ),
    "name_taken_by_ours": (
        "the group named {name} ({id}) is already in this stack as {other}",
        "If only its key in netsec.toml has changed, move it:\n  netsec adopt {address} {id}",
    ),
    "acl_subnet_claimed_twice": (
        "two ACLs list the subnet {subnet}: {acls}",
        "A subnet has one ACL: remove it from the others.",
    ),
    "address_claimed_twice": (
        "{ids} are tagged as {address}, and more than one is in use",
        "Choose one of them:\n  netsec adopt {address} {ids:each}",
    ),
    "held_by": ("in use by {holders}", "Delete or change what uses it, then run the same command again."),
    "used_by": ("still used by {users}", "Remove it from {users}, then run the same command again."),
    "owner_stays": ("belongs to {owner}, which is kept", ""),
    # tags
    "tags_differ": ("its tags differ from netsec.toml", ""),
    "tag_missing": ("missing", ""),
    "tag_edited": ('was "{was}"', ""),
    "tag_dropped": ("no longer configured", ""),
    # the VPC
    "vpc_missing": (
        "there is no VPC with the Name tag {name} in this account and region",
        'Create it first (part 1 of the hands-on), check --profile and --region, or set its ID:\n[vpc]\nid = "vpc-..."',
    ),
    "vpc_id_unknown": (
        "there is no VPC {name} in this account and region",
        "Check [vpc] id in netsec.toml, --profile and --region. To list the VPCs:\n"
        "  aws ec2 describe-vpcs --output text --query 'Vpcs[].[VpcId,CidrBlock]'",
    ),
    "vpc_ambiguous": (
        "several VPCs have the Name tag {name}: {ids}",
        'Choose one:\n[vpc]\nid = "{ids:each}"',
    ),
    "vpc_differs": (
        "this stack is in the VPC {recorded}, but netsec.toml names {configured}",
        "Set {recorded} again and destroy the stack before you move it, or use another environment (-e NAME).",
    ),
    "recorded_vpc_gone": (
        "the VPC {vpc} of this stack no longer exists",
        "If it was deleted and created again, rebuild the state from what is in AWS:\n  netsec state rebuild",
    ),
    # zones, subnets, tables
    "no_internet_gateway": (
        "no public subnet: no route table has a route to an attached internet gateway",
        "Attach one and route the public subnets' 0.0.0.0/0 to it (part 1 of the hands-on),\n"
        "or set enable_nat_gateway = false.",
    ),
    "no_private_subnets": (
        "the VPC has no private subnets, so no subnet would use a NAT gateway",
        "Create some (part 1 of the hands-on), or set enable_nat_gateway = false.",
    ),
    "zone_unknown": (
        "{zone} is not one of this stack's zones: {zones}",
        "Correct the zone under [nat] in netsec.toml.",
    ),
    "zone_without_public_subnet": (
        "{zone} has no public subnet for its NAT gateway",
        "Create one, leave {zone} out of availability_zones, or use one NAT gateway for all zones:\n" + SINGLE,
    ),
    "zone_without_private_subnet": (
        "{zone} has no private subnet",
        "Create one, or leave {zone} out of availability_zones in netsec.toml.",
    ),
    "single_without_public_subnet": (
        "can't choose the public subnet for the NAT gateway in any of these zones: {zones}",
        'Choose one:\n[vpc.public_subnets]\n{zones:each} = "subnet-..."',
    ),
    "public_subnets_ambiguous": (
        "{zone} has several public subnets: {subnets}",
        'Choose the one for the NAT gateway:\n[vpc.public_subnets]\n{zone} = "{subnets:each}"',
    ),
    "private_tables_ambiguous": (
        "{zone} has several private route tables: {tables}",
        'Choose the ones that get a route to the NAT gateway:\n[vpc.private_route_tables]\n{zone} = ["{tables:each}"]',
    ),
    "private_table_shared": (
        "{zones} share the route table {table}, which can have a route to one NAT gateway only",
        "Give each zone its own route table, or use one NAT gateway for all zones:\n" + SINGLE,
    ),
    "table_unknown": (
        "the route table {table} is not in this VPC",
        "Correct [vpc] private_route_tables in netsec.toml.",
    ),
    "table_is_public": (
        "the route table {table} is public: it has a route to the internet gateway",
        "Set the private one in [vpc] private_route_tables in netsec.toml.",
    ),
    "subnet_in_other_zone": (
        "the subnet {subnet} is in {actual}, not in {zone}",
        'If the subnet is right and the zone is wrong:\n[vpc.public_subnets]\n{actual} = "{subnet}"',
    ),
    "subnet_not_public": (
        "the subnet {subnet} is not public: its route table has no route to the internet gateway",
        "Set a public one in [vpc] public_subnets in netsec.toml, or add such a route.",
    ),
    "acl_subnet_unknown": (
        "the subnet {subnet} is not in this VPC",
        "Correct network_acls.{acl}.subnets in netsec.toml.",
    ),
}
