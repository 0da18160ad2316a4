"""What the planner says of whose a resource is: why it is not touched, and how it can be taken over or let go."""

from __future__ import annotations

from netsec.messages.en.kinds import SHARE_THE_STATE

REASONS: dict[str, tuple[str, str]] = {
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
}
