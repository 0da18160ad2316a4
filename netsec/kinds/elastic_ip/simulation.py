"""What the calls on Elastic IPs do to AWS's answers."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model.simulated import Handler, Item, Params, SimulatedAws, disassociate, requested_tags


def _allocate_address(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    """A public IP is only known where it was asked for."""
    tags = requested_tags(params)
    created = {"AllocationId": new_id, "PublicIp": params.get("Address", ""), "Domain": "vpc", "Tags": tags}
    aws.items("describe_addresses").append(created)
    return created


def _release_address(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    aws.remove("describe_addresses", "AllocationId", params["AllocationId"])
    return {}


def _disassociate_address(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    disassociate(aws.find("describe_addresses", "AssociationId", params["AssociationId"]))
    return {}


HANDLERS: Mapping[str, Handler] = {
    "allocate_address": _allocate_address,
    "release_address": _release_address,
    "disassociate_address": _disassociate_address,
}
