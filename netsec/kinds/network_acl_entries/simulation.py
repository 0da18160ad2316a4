"""What the calls on entries of network ACLs do to AWS's answers."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model.simulated import Handler, Item, Params, SimulatedAws


def _put_entry(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    """CreateNetworkAclEntry and ReplaceNetworkAclEntry alike: this is the entry with its number from now on."""
    _delete_entry(aws, params, new_id)
    entry = {key: value for key, value in params.items() if key != "NetworkAclId"}
    aws.find("describe_network_acls", "NetworkAclId", params["NetworkAclId"]).setdefault("Entries", []).append(entry)
    return {}


def _delete_entry(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    acl = aws.find("describe_network_acls", "NetworkAclId", params["NetworkAclId"])
    key = (params["Egress"], params["RuleNumber"])
    entries = acl.get("Entries") or ()
    acl["Entries"] = [entry for entry in entries if (entry.get("Egress"), entry.get("RuleNumber")) != key]
    return {}


HANDLERS: Mapping[str, Handler] = {
    "create_network_acl_entry": _put_entry,
    "replace_network_acl_entry": _put_entry,
    "delete_network_acl_entry": _delete_entry,
}
