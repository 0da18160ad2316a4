"""Which ids a request names, whether they exist and may be seen yet, and EC2's error when not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from netsec.sandbox.knobs import KNOBS
from netsec.sandbox.ledger import ledger
from netsec.sandbox.refusal import Refusal

NOT_FOUND = {
    "acl": "InvalidNetworkAclID.NotFound",
    "aclassoc": "InvalidAssociationID.NotFound",
    "eipalloc": "InvalidAllocationID.NotFound",
    "eipassoc": "InvalidAssociationID.NotFound",
    "eni": "InvalidNetworkInterfaceID.NotFound",
    "igw": "InvalidInternetGatewayID.NotFound",
    "nat": "NatGatewayNotFound",
    "pl": "InvalidPrefixListID.NotFound",
    "rtb": "InvalidRouteTableID.NotFound",
    "rtbassoc": "InvalidAssociationID.NotFound",
    "sg": "InvalidGroup.NotFound",
    "sgr": "InvalidSecurityGroupRuleId.NotFound",
    "subnet": "InvalidSubnetID.NotFound",
    "vpc": "InvalidVpcID.NotFound",
    "vpce": "InvalidVpcEndpointId.NotFound",
}
ELSEWHERE = "InvalidNatGatewayID.NotFound"
"""What calls that are not about NAT gateways say of one they can't find."""
NAT_ACTIONS = frozenset({"DescribeNatGateways", "DeleteNatGateway"})
NOT_NAMES = frozenset({"Filters", "Filter", "Tags", "TagSpecifications", "ClientToken", "NextToken"})
FORGIVING = frozenset({"DeleteTags", "DeleteVpcEndpoints"})

EXISTING: dict[str, Callable[[Any], Iterable[str | None]]] = {
    "acl": lambda backend: backend.network_acls,
    "aclassoc": lambda backend: chain.from_iterable(acl._associations for acl in backend.network_acls.values()),
    "eipalloc": lambda backend: (each.allocation_id for each in backend.addresses),
    "eipassoc": lambda backend: (each.association_id for each in backend.addresses),
    "eni": lambda backend: backend.enis,
    "igw": lambda backend: backend.internet_gateways,
    "nat": lambda backend: backend.nat_gateways,
    "pl": lambda backend: backend.managed_prefix_lists,
    "rtb": lambda backend: backend.route_tables,
    "rtbassoc": lambda backend: chain.from_iterable(
        table.all_associations_ids for table in backend.route_tables.values()
    ),
    "sg": lambda backend: chain.from_iterable(backend.groups.values()),
    "sgr": lambda backend: (
        rule.id
        for groups in backend.groups.values()
        for group in groups.values()
        for rule in [*group.ingress_rules, *group.egress_rules]
    ),
    "subnet": lambda backend: chain.from_iterable(backend.subnets.values()),
    "vpc": lambda backend: backend.vpcs,
    "vpce": lambda backend: backend.vpc_end_points,
}


def check(backend: Any, action: str, parameters: Any) -> None:
    """Refuse the request when it names an id that is unknown or still invisible."""
    if action in FORGIVING:
        return
    hidden = unseen(backend)
    for each in sorted(set(ids_in(parameters, own=backend.account_id))):
        kind = prefix(each)
        if kind in EXISTING and (each in hidden or each not in set(EXISTING[kind](backend))):
            raise not_found(action, each)


def forget(backend: Any, parameters: Any) -> None:
    """Drop the tags of what the request has just removed; moto keeps them."""
    for each in set(ids_in(parameters, own=backend.account_id)):
        kind = prefix(each)
        if kind in EXISTING and each in backend.tags and each not in set(EXISTING[kind](backend)):
            del backend.tags[each]


def not_found(action: str, identifier: str) -> Refusal:
    kind = prefix(identifier)
    code = ELSEWHERE if kind == "nat" and action not in NAT_ACTIONS else NOT_FOUND[kind]
    return Refusal(code, f"The {kind} ID '{identifier}' does not exist")


def ids_in(value: Any, key: str = "", own: str = "") -> Iterator[str]:
    """Strings that stand where a request has ids; a group that is named with another account stands nowhere here."""
    if isinstance(value, str):
        if key.endswith(("Id", "Ids")) or key == "Resources":
            yield value
    elif isinstance(value, dict):
        foreign = {"GroupId"} if value.get("UserId", own) != own else set()
        for name, inner in value.items():
            if name not in NOT_NAMES | foreign:
                yield from ids_in(inner, name, own)
    elif isinstance(value, list):
        for inner in value:
            yield from ids_in(inner, key, own)


def prefix(identifier: str) -> str:
    return identifier.rpartition("-")[0]


def unseen(backend: Any) -> set[str]:
    """Ids made less than `invisible_seconds` ago."""
    if not KNOBS.invisible_seconds:
        return set()
    horizon = KNOBS.clock.now() - KNOBS.invisible_seconds
    return {identifier for identifier, born in ledger(backend).births.items() if born > horizon}


def visible(backend: Any, rows: list[Any]) -> list[Any]:
    """The rows of a Describe answer that eventual consistency shows by now."""
    hidden = unseen(backend)
    return [row for row in rows if _identity(row) not in hidden] if hidden else rows


def _identity(row: Any) -> str | None:
    if isinstance(row, dict):
        return row.get("resource_id")
    return getattr(row, "id", None)
