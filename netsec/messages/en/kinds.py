"""What the kinds say: why a resource is made, kept, changed or taken away."""

from __future__ import annotations

SHARE_THE_STATE = (
    "Another machine may be working on this stack with a state of its own: share one state\n"
    '([state] backend = "s3" in netsec.toml). If there is none, take what is there on record:\n'
    "  netsec state rebuild"
)

REASONS: dict[str, tuple[str, str]] = {
    "as_wanted": ("as wanted", ""),
    "not_wanted": ("no longer wanted", ""),
    "asked_to_go": ("requested", ""),
    "route_before": ("where it leads now", ""),
    "still_deleting": ("AWS is still deleting it", ""),
    # security_group
    "group_missing": ("no group of this name yet", ""),
    "group_name_immutable": ("wanted: {wanted}; AWS can't rename a group", ""),
    "group_description_immutable": ("wanted: {wanted}; AWS can't change it", ""),
    # security_group_rules
    "rules_of_new_group": ("the group is new", ""),
    "rules_born_as_wanted": ("what every new group comes with is what is wanted", ""),
    "rules_differ": ("the rules differ from what is wanted", ""),
    "rules_name_groups": ("they name other groups, so they go first", ""),
    "rule_missing": ("wanted, not there yet", ""),
    "rule_unasked": ("not wanted", ""),
    "rule_unasked_close_first": ("not wanted; removed first, to make room: the group is full", ""),
    "rule_stranger_kept": ("not in netsec.toml, kept because the group says exclusive = false", ""),
    "rule_unasked_stale": ("not wanted, and the way to that group is gone ({status})", ""),
    "rule_stranger_stale": ("not in netsec.toml, kept (exclusive = false), but the way there is gone ({status})", ""),
    "rule_stale": (
        "stale: it lets nobody in or out, as the way to that group is gone ({status})",
        "Take the rule out of netsec.toml, or make the VPC peering connection anew.",
    ),
    "rule_names_nobody": (
        "kept: AWS does not tell whom it means, so netsec can't take it away",
        "See it in the console, and remove it there if nobody needs it.",
    ),
    "rule_changed": ("changed in place, never closed", ""),
    "rule_description": ('description "{was}" becomes "{wanted}"', ""),
    "nat_on_until": ("switched on until {until} by `nat on`", ""),
    # elastic_ip
    "address_missing": ("this zone has none yet", ""),
    "address_held_elsewhere": (
        "in use by {holder}, which is not ours",
        "Disassociate it from {holder}, then run this again.",
    ),
    "address_left_associated": ("still tied to a NAT gateway that is gone", ""),
    "address_kept": ("{public_ip} is kept for the next NAT gateway", ""),
    "address_pinned": ("{public_ip} is named in [nat] eips, so it is yours: never released", ""),
    "public_ip_given_up": ("given up: asked for again later, if AWS still has it", ""),
    "public_ip_asked_for_again": ("the one before, if AWS still has it; else another", ""),
    "address_has_a_name": (
        "{public_ip} is kept: it has the reverse-DNS record {name}, so EC2 would not release it",
        "To give it up, take the record away and run this again:\n"
        "  aws ec2 reset-address-attribute --attribute domain-name --allocation-id ALLOCATION_ID",
    ),
    # nat_gateway
    "nat_gateway_missing": ("this zone has none yet", ""),
    "nat_gateway_pending": ("AWS is still making it", ""),
    "nat_gateway_failed": ("it failed: {message} ({failure})", ""),
    "nat_gateway_subnet": ("it stands in {was}; {wanted} is wanted", ""),
    "nat_gateway_address": ("its address is {was}; {wanted} is wanted", ""),
    "its_public_ip": ("its public IP", ""),
    "nat_gateway_serves": (
        "it still serves {appliance}",
        "Detach {appliance} from the NAT gateway, then run this again.",
    ),
    # private_route
    "route_missing": ("no route to {destination} yet", ""),
    "route_elsewhere": ("the route leads to {target}", ""),
    "route_to_vanished": ("the route leads to {target}, which is gone", ""),
    "route_by_hand": ("leads to our {target}, but somebody else wrote it", ""),
    "zone_gateway": ("the NAT gateway that serves this table", ""),
    "route_of_other_writer": (
        "its default route leads to {target}, which carries this stack's tags and is not on record here",
        SHARE_THE_STATE,
    ),
    "route_foreign": (
        "its default route leads to {target}, which is not ours",
        "That way out may be in use, so netsec leaves it alone. If {target} is a NAT gateway\n"
        "to be managed here, take it and its address over:\n"
        "  netsec adopt --nat nat_gateway/ZONE {target}\n"
        "  netsec adopt --nat elastic_ip/ZONE eipalloc-...\n"
        'Else leave its zone out: list the others in netsec.toml, availability_zones = ["..."].',
    ),
    # network_acl, network_acl_entries
    "network_acl_missing": ("not in the VPC yet", ""),
    "entries_of_new_acl": ("the ACL is new, and denies everything until it has entries", ""),
    "entries_differ": ("the entries differ from what is wanted", ""),
    "entry_missing": ("wanted, not there yet", ""),
    "entry_differs": ("changed in place", ""),
    "entry_unasked": ("not wanted", ""),
    # vpc_endpoint
    "endpoint_missing": ("no way to {service} of its own yet", ""),
    "endpoint_other_service": ("it leads to {was}; an endpoint can't be led elsewhere", ""),
    "endpoint_pending": ("AWS is still making it", ""),
    "endpoint_differs": ("it differs from what is wanted", ""),
    "endpoint_part_missing": ("wanted, not there yet", ""),
    "endpoint_part_unasked": ("not wanted", ""),
    "endpoint_private_dns": ("whether the service's own name leads to it", ""),
    # network_acl_association
    "subnet_on_other_acl": ("{acl} guards this subnet now", ""),
    "subnet_of_other_stack": (
        "this subnet is on {acl}, which belongs to the stack {stack}",
        "Two stacks can't both choose a subnet's ACL: take it out of one of them, here with\n"
        "network_acls.*.subnets or associate_network_acls = false.",
    ),
    "acl_before": ("the ACL that guards it now", ""),
    "associated_by_hand": ("somebody else put the subnet on this ACL, so it stays", ""),
    "former_acl": ("the ACL that guarded this subnet before", ""),
    "default_acl": ("the VPC's default ACL, since the one before is not known or gone", ""),
    "subnet_unknown": (
        "the subnet {subnet} is not in this VPC",
        "Correct its id in netsec.toml. This lists the subnets there are:\n"
        "  aws ec2 describe-subnets --output text \\\n    --query 'Subnets[].[SubnetId,VpcId,AvailabilityZone]'",
    ),
}
