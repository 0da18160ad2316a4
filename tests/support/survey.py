"""What stands in the emulator after real processes were at work, seen past netsec."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from netsec.model import ADDRESS_TAG, STACK_TAG, tag_map
from netsec.sandbox.daemon import RunningDaemon

REGION = "ap-northeast-1"
LISTS = (
    ("describe_security_groups", "SecurityGroups", "GroupId"),
    ("describe_addresses", "Addresses", "AllocationId"),
    ("describe_nat_gateways", "NatGateways", "NatGatewayId"),
    ("describe_network_acls", "NetworkAcls", "NetworkAclId"),
)


def client(service: str, running: RunningDaemon) -> Any:
    import boto3

    keys = {"aws_access_key_id": running.keys.key_id, "aws_secret_access_key": running.keys.secret}
    return boto3.client(service, region_name=REGION, endpoint_url=running.endpoint_url, **keys)


def ours(ec2: Any) -> dict[str, str]:
    """Id → address of all that carries the stack's tag and is not gone."""
    found: dict[str, str] = {}
    for operation, items, key in LISTS:
        for each in getattr(ec2, operation)()[items]:
            tags = tag_map(each)
            if STACK_TAG in tags and each.get("State") not in ("deleted", "deleting"):
                found[each[key]] = tags[ADDRESS_TAG]
    return found


def wrong(ec2: Any, state: dict[str, Any]) -> list[str]:
    """What is doubled, and what the state does not know."""
    found = ours(ec2)
    known = {each.get("id") for each in state["resources"].values()}
    doubled = [address for address, count in Counter(found.values()).items() if count > 1]
    return [
        *(f"doubled {address}" for address in doubled),
        *(f"orphan {address}" for i, address in found.items() if i not in known),
    ]


def read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))
