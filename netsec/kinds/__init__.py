"""The explicit registry of kinds, in the order in which plans show them."""

from netsec.kinds import (
    elastic_ip,
    nat_gateway,
    network_acl,
    network_acl_association,
    network_acl_entries,
    private_route,
    security_group,
    security_group_rules,
    vpc_endpoint,
)
from netsec.model import Registry

KINDS = Registry(
    security_group.KIND,
    security_group_rules.KIND,
    elastic_ip.KIND,
    nat_gateway.KIND,
    private_route.KIND,
    network_acl.KIND,
    network_acl_entries.KIND,
    network_acl_association.KIND,
    vpc_endpoint.KIND,
)
OUTBOUND = KINDS.outbound
