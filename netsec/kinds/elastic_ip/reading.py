"""An Elastic IP as AWS reports it, with what its NAT gateway says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from netsec.model import VPC_TAG, Answers, Live, tag_map, tagged_address
from netsec.model.response_fields import structure_list, text_field

NAME = "elastic_ip"
# A NAT gateway in such a state names an address that it need not have.
ENDED_STATES = frozenset({"failed", "deleted"})


@dataclass(frozen=True, kw_only=True)
class AddressDetails:
    """What else AWS says of an address: the association left by a gateway that is gone, its border group, its PTR."""

    left_behind: str = ""
    border_group: str = ""
    reverse_dns: str = ""


def live_addresses(answers: Answers, names: Mapping[str, str], vpc_id: str) -> Iterator[Live]:
    """Every address of the region; `names` are those that have a name in reverse DNS, by allocation id."""
    gateways = answers.of("describe_nat_gateways")
    for item in answers.of("describe_addresses"):
        states = frozenset(text_field(gateway, "State") for gateway in gateways if _has(gateway, item))
        live = _live(item, states, names.get(item["AllocationId"], ""))
        # A gateway of this VPC proves where an address belongs that was made before the tag existed.
        yield replace(live, is_in_vpc=live.tags.get(VPC_TAG, vpc_id if states else "") == vpc_id)


def _has(gateway: dict[str, Any], item: dict[str, Any]) -> bool:
    """Whether this gateway has the address; one that failed or is gone goes on naming it, whoever has it by now."""
    held = structure_list(gateway, "NatGatewayAddresses")
    named = [each for each in held if each.get("AllocationId") == item["AllocationId"]]
    if text_field(gateway, "State") not in ENDED_STATES:
        return bool(named)
    return any(each.get("NetworkInterfaceId") == item.get("NetworkInterfaceId") for each in named)


def _live(item: dict[str, Any], gateway_states: frozenset[str], reverse_dns: str) -> Live:
    """An address that AWS manages for one of its services is that service's to release."""
    tags, association = tag_map(item), text_field(item, "AssociationId")
    left_behind = bool(association) and gateway_states == {"deleted"}
    elsewhere = bool(association) and not gateway_states
    managed = f"AWS ({item['ServiceManaged']})" if item.get("ServiceManaged") else ""
    return Live(
        kind=NAME,
        id=item["AllocationId"],
        address=tagged_address(NAME, tags),
        name=tags.get("Name", ""),
        tags=tags,
        attributes={"public_ip": text_field(item, "PublicIp")},
        data=AddressDetails(
            left_behind=association if left_behind else "",
            border_group=text_field(item, "NetworkBorderGroup"),
            reverse_dns=reverse_dns.rstrip("."),
        ),
        foreign_holders=tuple(each for each in (managed, _describe_holder(item) if elsewhere else "") if each),
    )


def _describe_holder(item: dict[str, Any]) -> str:
    return str(item.get("NetworkInterfaceId") or item.get("InstanceId") or item["AssociationId"])
