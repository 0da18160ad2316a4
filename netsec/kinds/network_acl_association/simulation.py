"""What ReplaceNetworkAclAssociation does to AWS's answers."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model.simulated import Handler, Item, Params, SimulatedAws


def _replace_network_acl_association(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    """The subnet moves from one ACL to the other, and its association has another id."""
    moved: Item = {}
    for acl in aws.items("describe_network_acls"):
        for association in list(acl.get("Associations") or ()):
            if association.get("NetworkAclAssociationId") == params["AssociationId"]:
                acl["Associations"].remove(association)
                moved = {**association, "NetworkAclAssociationId": new_id, "NetworkAclId": params["NetworkAclId"]}
    target = aws.find("describe_network_acls", "NetworkAclId", params["NetworkAclId"])
    if moved:
        target.setdefault("Associations", []).append(moved)
    return {"NewAssociationId": new_id}


HANDLERS: Mapping[str, Handler] = {"replace_network_acl_association": _replace_network_acl_association}
