"""What the kinds say: why a resource is created, kept, changed or deleted."""

from __future__ import annotations

SHARE_THE_STATE = (
    "Another machine may be managing this stack with its own state: share one state\n"
    '([state] backend = "s3" in netsec.toml). If there is none, record what exists:\n'
    "  netsec state rebuild"
)

REASONS: dict[str, tuple[str, str]] = {
    "as_wanted": ("up to date", ""),
    "not_wanted": ("no longer configured", ""),
    "asked_to_go": ("requested", ""),
    "route_before": ("current target", ""),
    "still_deleting": ("AWS is still deleting it", ""),
    # security_group
    "group_missing": ("no group with this name yet", ""),
    "group_name_immutable": ("the name should be {wanted}; AWS can't rename a group", ""),
    "group_description_immutable": ("the description should be {wanted}; AWS can't change it", ""),
    # security_group_rules
    "rules_of_new_group": ("the group is new", ""),
    "rules_born_as_wanted": ("the default rules of a new group match netsec.toml", ""),
    "rules_differ": ("the rules differ from netsec.toml", ""),
    "rules_name_groups": ("they reference other groups, so they are removed first", ""),
    "rule_missing": ("missing in AWS", ""),
    "rule_unasked": ("not in netsec.toml", ""),
    "rule_unasked_close_first": ("not in netsec.toml; removed first to make room, because the group is full", ""),
    "rule_stranger_kept": ("not in netsec.toml; kept because the group has exclusive = false", ""),
    "rule_unasked_stale": ("not in netsec.toml, and the connection to that group is gone ({status})", ""),
    "rule_stranger_stale": ("not in netsec.toml; kept (exclusive = false), but the connection is gone ({status})", ""),
    "rule_stale": (
        "stale: it allows no traffic, because the connection to that group is gone ({status})",
        "Remove the rule from netsec.toml, or create the VPC peering connection again.",
    ),
    "rule_names_nobody": (
        "kept: AWS does not show its source or target, so netsec can't remove it",
        "Check it in the AWS console, and remove it there if it is not needed.",
    ),
    "rule_changed": ("modified in place, without interruption", ""),
    "rule_description": ('description "{was}" becomes "{wanted}"', ""),
    "nat_on_until": ("on until {until} (`nat on`)", ""),
    # elastic_ip
    "address_missing": ("none in this zone yet", ""),
    "address_held_elsewhere": (
        "in use by {holder}, which netsec does not manage",
        "Disassociate it from {holder}, then run the same command again.",
    ),
    "address_left_associated": ("still associated with a NAT gateway that no longer exists", ""),
    "address_kept": ("{public_ip} is kept for the next NAT gateway", ""),
    "address_pinned": ("{public_ip} is listed in [nat] eips, so it is never released", ""),
    "public_ip_given_up": ("released; netsec will ask for the same address next time", ""),
    "public_ip_asked_for_again": ("the previous address if AWS still has it, otherwise a new one", ""),
    "address_has_a_name": (
        "{public_ip} is kept: it has the reverse DNS record {name}, so EC2 can't release it",
        "To release it, remove the record and run the same command again:\n"
        "  aws ec2 reset-address-attribute --attribute domain-name --allocation-id ALLOCATION_ID",
    ),
    # nat_gateway
    "nat_gateway_missing": ("none in this zone yet", ""),
    "nat_gateway_pending": ("AWS is still creating it", ""),
    "nat_gateway_failed": ("creation failed: {message} ({failure})", ""),
    "nat_gateway_subnet": ("it is in {was}; it should be in {wanted}", ""),
    "nat_gateway_address": ("its address is {was}; it should be {wanted}", ""),
    "its_public_ip": ("its public IP", ""),
    "nat_gateway_serves": (
        "{appliance} still uses it",
        "Detach {appliance} from the NAT gateway, then run the same command again.",
    ),
    # private_route
    "route_missing": ("no route to {destination} yet", ""),
    "route_elsewhere": ("the route points to {target}", ""),
    "route_to_vanished": ("the route points to {target}, which no longer exists", ""),
    "route_by_hand": ("points to {target} of this stack, but was created outside netsec", ""),
    "zone_gateway": ("the NAT gateway for this route table", ""),
    "route_of_other_writer": (
        "its default route points to {target}, which has this stack's tags but is not in the state",
        SHARE_THE_STATE,
    ),
    "route_foreign": (
        "its default route points to {target}, which netsec does not manage",
        "The route may be in use, so netsec leaves it alone. If {target} is a NAT gateway\n"
        "that netsec should manage, adopt it and its address:\n"
        "  netsec adopt --nat nat_gateway/ZONE {target}\n"
        "  netsec adopt --nat elastic_ip/ZONE eipalloc-...\n"
        'Otherwise leave its zone out: list the others in netsec.toml, availability_zones = ["..."].',
    ),
    # network_acl, network_acl_entries
    "network_acl_missing": ("not in the VPC yet", ""),
    "entries_of_new_acl": ("the ACL is new and denies all traffic until it has entries", ""),
    "entries_differ": ("the entries differ from netsec.toml", ""),
    "entry_missing": ("missing in AWS", ""),
    "entry_differs": ("replaced in place", ""),
    "entry_unasked": ("not in netsec.toml", ""),
    # vpc_endpoint
    "endpoint_missing": ("no endpoint for {service} yet", ""),
    "endpoint_other_service": ("it is for {was}; AWS can't change an endpoint's service", ""),
    "endpoint_pending": ("AWS is still creating it", ""),
    "endpoint_differs": ("it differs from netsec.toml", ""),
    "endpoint_part_missing": ("missing in AWS", ""),
    "endpoint_part_unasked": ("not in netsec.toml", ""),
    "endpoint_private_dns": ("whether the service's DNS name resolves to it", ""),
    # network_acl_association
    "subnet_on_other_acl": ("the subnet uses {acl} now", ""),
    "subnet_of_other_stack": (
        "the subnet uses {acl}, which belongs to the stack {stack}",
        "Two stacks can't both manage a subnet's ACL: remove the subnet from one of them; here with\n"
        "network_acls.*.subnets or associate_network_acls = false.",
    ),
    "acl_before": ("the current ACL", ""),
    "associated_by_hand": ("associated outside netsec, so it stays", ""),
    "former_acl": ("the subnet's previous ACL", ""),
    "default_acl": ("the VPC's default ACL, because the previous one is unknown or no longer exists", ""),
    "subnet_unknown": (
        "the subnet {subnet} is not in this VPC",
        "Correct its ID in netsec.toml. To list the subnets:\n"
        "  aws ec2 describe-subnets --output text \\\n    --query 'Subnets[].[SubnetId,VpcId,AvailabilityZone]'",
    ),
}
