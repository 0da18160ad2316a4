"""A state with something of everything in it, and changes to record."""

from __future__ import annotations

from typing import Any

from netsec.model import Address, Change, Intent, Record, Slot, reason
from netsec.model.journal import PendingCreate
from netsec.store.state import State

GROUP, GATEWAY = Address("security_group", "alb"), Address("nat_gateway", "ap-northeast-1a")
RULES = Address("security_group_rules", "alb-ingress")


def full_state() -> State:
    return State(
        project="myapp",
        environment="dev",
        lineage="5f0c",
        serial=7,
        account="123456789012",
        region="ap-northeast-1",
        vpc_id="vpc-1",
        endpoint="http://localhost:1",
        records={
            GATEWAY: Record(id="nat-2", old=("nat-1",), attributes={"public_ip": "203.0.113.1"}, tag_keys=("Name",)),
            GROUP: Record(id="sg-1", attributes={"name": "日本語 \x9b"}),
            RULES: Record(attributes={"group_id": "sg-1"}),
        },
        intents=(
            Intent("u-1", Slot(GATEWAY), "create_nat_gateway", {"Tags": [{"Key": "a", "Value": "b"}]}, 12.5),
            Intent("u-2", Slot(GROUP, "sg-0"), "create_security_group", {}, 13.0, "sg-1"),
        ),
    )


def announcement(address: Address = GROUP, **params: Any) -> PendingCreate:
    return PendingCreate(Slot(address), f"create_{address.kind}", params)


def change(address: Address, verb: Any = "create", identifier: str = "", slot: str = "current", **more: Any) -> Change:
    return Change(slot=Slot(address, slot), verb=verb, why=reason("because"), id=identifier, **more)
