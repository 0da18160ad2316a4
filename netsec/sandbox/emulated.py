"""The sorts of ids that the sandbox knows: those of the kinds, and those of the network that netsec builds on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from netsec.kinds import KINDS
from netsec.model import EmulatedId

NETWORK = (
    EmulatedId(prefix="eni", not_found="InvalidNetworkInterfaceID.NotFound", found_in=("enis",)),
    EmulatedId(
        prefix="igw",
        created_by=("create_internet_gateway",),
        resource_type="internet-gateway",
        not_found="InvalidInternetGatewayID.NotFound",
        found_in=("internet_gateways",),
    ),
    EmulatedId(
        prefix="pl",
        created_by=("create_managed_prefix_list",),
        resource_type="prefix-list",
        not_found="InvalidPrefixListID.NotFound",
        found_in=("managed_prefix_lists",),
    ),
    EmulatedId(
        prefix="rtb",
        created_by=("create_route_table",),
        resource_type="route-table",
        not_found="InvalidRouteTableID.NotFound",
        found_in=("route_tables",),
    ),
    EmulatedId(
        prefix="rtbassoc",
        not_found="InvalidAssociationID.NotFound",
        found_in=("route_tables.*.all_associations_ids",),
    ),
    EmulatedId(
        prefix="subnet",
        created_by=("create_subnet",),
        resource_type="subnet",
        not_found="InvalidSubnetID.NotFound",
        found_in=("subnets.*",),
    ),
    EmulatedId(
        prefix="vpc",
        created_by=("create_vpc",),
        resource_type="vpc",
        not_found="InvalidVpcID.NotFound",
        found_in=("vpcs",),
    ),
)


def emulated_ids() -> dict[str, EmulatedId]:
    """Every sort of id, by its prefix."""
    return {each.prefix: each for each in (*NETWORK, *(each for kind in KINDS.values() for each in kind.emulated))}


def created_by(action: str) -> EmulatedId | None:
    """The sort of id that an action (`CreateNatGateway`) creates; None for one that creates none."""
    return next((each for each in emulated_ids().values() if action in map(action_of, each.created_by)), None)


def action_of(operation: str) -> str:
    """`CreateNatGateway` for `create_nat_gateway`."""
    return "".join(part.capitalize() for part in operation.split("_"))


def existing_ids(backend: Any, kind: EmulatedId) -> set[str]:
    """The ids of this sort that moto's EC2 backend holds."""
    return {each for path in kind.found_in for each in _ids_at(backend, path.split("."))}


def _ids_at(value: Any, path: list[str]) -> Iterator[str]:
    if not path:
        yield from [value] if isinstance(value, str) else value or ()
    elif path[0] == "*":
        values: Iterable[Any] = value.values() if isinstance(value, Mapping) else value
        for each in values:
            yield from _ids_at(each, path[1:])
    else:
        yield from _ids_at(getattr(value, path[0]), path[1:])
