"""What the planner says of whose a resource is: why it is left alone, and how to adopt or forget it."""

from __future__ import annotations

from netsec.messages.en.kinds import SHARE_THE_STATE

REASONS: dict[str, tuple[str, str]] = {
    "lost_stack_tag": (
        "{id} is recorded as {address}, but its tag {tag} is missing, so netsec leaves it alone",
        "If it belongs to this stack, adopt it again:\n  netsec adopt {address} {id}\n"
        "Otherwise remove it from the state:\n  netsec forget {address}",
    ),
    "tagged_for_other_stack": (
        "{id} is recorded as {address}, but its tags name another stack: {stack}",
        "If it belongs there, remove it from this state:\n  netsec forget {address}",
    ),
    "tagged_for_other_vpc": (
        "{id} is recorded as {address}, but its tag netsec:vpc names another VPC: {vpc}",
        "If it belongs there, remove it from this state:\n  netsec forget {address}",
    ),
    "variant_unknown": ("{id} is a {variant} NAT gateway, which netsec does not support: left alone", ""),
    "only_by_tags": (
        "{id} has this stack's tags but is not in the state: not deleted",
        "If netsec created it, record it (the command lists what it finds and asks first):\n  netsec state rebuild\n"
        "Or delete by tags this time: --by-tags with destroy or destroy-nat.",
    ),
    "other_writer": ("{id} also has the tags of {address}, but is not in the state", SHARE_THE_STATE),
    "address_of_unknown_vpc": (
        "the Elastic IP {id} ({public_ip}) has this stack's tags, but nothing shows that it belongs to this VPC",
        "If it does, adopt it:\n  netsec adopt {address} {id}",
    ),
    "zone_not_shown": (
        "no private subnet in {zone} needs this any more; the subnets there now: {subnets}",
        "Nothing is deleted for that reason. If a route or a subnet was changed by mistake, change it back. To remove\n"
        'the zone, list the others in netsec.toml: availability_zones = ["..."].',
    ),
    "subnet_not_shown": (
        "{subnet} uses the network ACL {acl}, but is no longer one of its {which} subnets: its route table is {table}",
        "Nothing is changed for that reason. If its route table was changed by mistake, change it back. Otherwise\n"
        "list the subnet IDs: network_acls.{acl}.subnets in netsec.toml.",
    ),
}
