"""A group as the peer of a rule: of this account by its id, of another one as `123456789012/sg-…`, as AWS writes it.

EC2's UserIdGroupPair tells UserId, VpcId, VpcPeeringConnectionId and PeeringStatus beside the id (botocore's model of
EC2; VPC peering guide, "Update your security groups to reference peer security groups"). Every one may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The ends of a peering connection (VpcPeeringConnectionStateReasonCode): nothing comes that way any more.
ENDED_PEERINGS = frozenset({"deleted", "deleting", "expired", "failed", "rejected"})
# What EC2 says of a group that was deleted in the other VPC: nothing; its account is not told any more.
DELETED_GROUP = "group deleted"


def qualified_group(account: str, group_id: str, own: str) -> str:
    """The group as rules name it: with its account where that is not ours; it is ours where either is not told."""
    return f"{account}/{group_id}" if account and own and account != own else group_id


def without_own_account(peer: str, own: str) -> str:
    """What a person wrote, the account left out where it is ours."""
    return group_id_of(peer) if own and peer.startswith(f"{own}/") else peer


def group_id_of(peer: object) -> str:
    """The id without its account."""
    return str(peer).rpartition("/")[2]


def has_group_id(peer: object) -> bool:
    """Whether the rule names its group by id: one that only has a name, or nothing, can't be asked for."""
    return not isinstance(peer, str) or group_id_of(peer).startswith("sg-")


def read_pair(pair: Mapping[str, Any], own: str) -> str:
    """The peer of a UserIdGroupPair, or of a ReferencedGroupInfo; a name instead of an id where it has none."""
    account = str(pair.get("UserId") or "")
    return qualified_group(account, str(pair.get("GroupId") or pair.get("GroupName") or ""), own)


def write_pair(peer: Any) -> dict[str, Any]:
    """The peer as a UserIdGroupPair."""
    if not isinstance(peer, str):
        return {"GroupId": peer}
    account, _, name = peer.rpartition("/")
    owner = {"UserId": account} if account else {}
    return {**owner, "GroupId" if has_group_id(peer) else "GroupName": name}


def write_peer_status(status: str) -> dict[str, Any]:
    """What EC2 shows in a pair whose peer is gone so: the other way about than `read_peer_status`."""
    if not status:
        return {}
    return {"VpcPeeringConnectionId": "unknown"} if status == DELETED_GROUP else {"PeeringStatus": status}


def read_peer_status(pair: Mapping[str, Any]) -> str:
    """How the way to the peer ended, as AWS says it; "" while it is there, or nothing is said."""
    status = str(pair.get("PeeringStatus") or "")
    if status in ENDED_PEERINGS:
        return status
    lost = pair.get("VpcPeeringConnectionId") and pair.get("GroupId") and not pair.get("UserId")
    return DELETED_GROUP if lost else ""
