"""Plays of the calls on network ACLs, their entries, and which subnets are on them."""

from __future__ import annotations

from netsec.insight.after.book import Book, Item, Params, Play, born_tags

LAST = 32767


def _create_network_acl(book: Book, params: Params, new: str) -> Item:
    """An ACL is born with nothing but the last entry of each direction, which denies."""
    entries = [_denial(egress, LAST, "CidrBlock", "0.0.0.0/0") for egress in (True, False)]
    if book.cidrs6():
        entries += [_denial(egress, LAST + 1, "Ipv6CidrBlock", "::/0") for egress in (True, False)]
    made = {
        "NetworkAclId": new,
        "VpcId": params["VpcId"],
        "IsDefault": False,
        "Entries": entries,
        "Associations": [],
        "Tags": born_tags(params),
    }
    book.items("describe_network_acls").append(made)
    return {"NetworkAcl": made}


def _denial(egress: bool, number: int, field: str, cidr: str) -> Item:
    return {"RuleNumber": number, "Egress": egress, "Protocol": "-1", "RuleAction": "deny", field: cidr}


def _delete_network_acl(book: Book, params: Params, new: str) -> Item:
    book.remove("describe_network_acls", "NetworkAclId", params["NetworkAclId"])
    return {}


def _put_entry(book: Book, params: Params, new: str) -> Item:
    _delete_entry(book, params, new)
    entry = {key: value for key, value in params.items() if key != "NetworkAclId"}
    book.find("describe_network_acls", "NetworkAclId", params["NetworkAclId"]).setdefault("Entries", []).append(entry)
    return {}


def _delete_entry(book: Book, params: Params, new: str) -> Item:
    acl = book.find("describe_network_acls", "NetworkAclId", params["NetworkAclId"])
    place = (params["Egress"], params["RuleNumber"])
    entries = acl.get("Entries") or ()
    acl["Entries"] = [entry for entry in entries if (entry.get("Egress"), entry.get("RuleNumber")) != place]
    return {}


def _move(book: Book, params: Params, new: str) -> Item:
    """ReplaceNetworkAclAssociation: the subnet leaves the one list for the other, under another id."""
    moved: Item = {}
    for acl in book.items("describe_network_acls"):
        for association in list(acl.get("Associations") or ()):
            if association.get("NetworkAclAssociationId") == params["AssociationId"]:
                acl["Associations"].remove(association)
                moved = {**association, "NetworkAclAssociationId": new, "NetworkAclId": params["NetworkAclId"]}
    target = book.find("describe_network_acls", "NetworkAclId", params["NetworkAclId"])
    if moved:
        target.setdefault("Associations", []).append(moved)
    return {"NewAssociationId": new}


PLAYS: dict[str, Play] = {
    "create_network_acl": _create_network_acl,
    "delete_network_acl": _delete_network_acl,
    "create_network_acl_entry": _put_entry,
    "replace_network_acl_entry": _put_entry,
    "delete_network_acl_entry": _delete_entry,
    "replace_network_acl_association": _move,
}
