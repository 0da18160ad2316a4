"""The outputs of a stack, from its records: security group ids, NAT gateway ids and their public IPs."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model.address import Address
from netsec.model.plan import Record

Outputs = dict[str, str | list[str]]


def outputs_of(records: Mapping[Address, Record]) -> Outputs:
    """Output name → an id, or a list in the order of the zones (empty without NAT gateways)."""
    outputs: Outputs = {}
    for address in sorted(records):
        if address.kind == "security_group" and records[address].id:
            outputs[f"security_group_{address.name.replace('-', '_')}_id"] = records[address].id
    gateways = [address for address in sorted(records) if address.kind == "nat_gateway" and records[address].id]
    outputs["nat_gateway_ids"] = [records[address].id for address in gateways]
    outputs["nat_gateway_public_ips"] = [_public_ip(records, address) for address in gateways]
    return outputs


def _public_ip(records: Mapping[Address, Record], gateway: Address) -> str:
    own = records.get(Address("elastic_ip", gateway.name), Record())
    return records[gateway].attributes.get("public_ip") or own.attributes.get("public_ip", "")
