"""What costs money and serves nothing after a run that did not come to its end: by the record and the run's events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from netsec.model import Address, Began, Call, Change, Done, Event, Intent, Reason, Slot, reason
from netsec.planning.ownership import Records

ADDRESS, GATEWAY, ROUTE, ENDPOINT = "elastic_ip", "nat_gateway", "private_route", "vpc_endpoint"
# Creates after which something costs by the hour.
PAID = frozenset({"allocate_address", "create_nat_gateway", "create_vpc_endpoint"})


@dataclass
class Progress:
    """Which changes a run has begun, and which of them it has finished."""

    begun: dict[Slot, Change] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Note what happened."""
        if isinstance(event, Began):
            self.begun[event.change.slot] = event.change
        elif isinstance(event, Done) and event.last:
            self.begun.pop(event.change.slot, None)


def idle(records: Records, intents: Iterable[Intent], unfinished: Progress, kept: Collection[Address]) -> list[Reason]:
    """A reason for each sort: gateways without a route, addresses without such a gateway, endpoints not up yet.

    `kept` are addresses that are to outlive their gateways. What an unanswered create may have made is told as well.
    """
    targets = {record.attributes.get("target") for address, record in records.items() if address.kind == ROUTE}
    serving = [record for address, record in records.items() if address.kind == GATEWAY and record.id in targets]
    held = {record.attributes.get("allocation_id") for record in serving}
    begun = {slot.address for slot, change in unfinished.begun.items() if _is_interface(change)}
    unsure = [intent for intent in intents if not intent.id and intent.op in PAID]
    gateways = [each for _, each in _ids(records, GATEWAY) if each[0] not in targets]
    endpoints = [each for address, each in _ids(records, ENDPOINT) if address in begun]
    addresses = [each for address, each in _ids(records, ADDRESS) if each[0] not in held and address not in kept]
    left = (
        reason("left_gateways", ids=gateways),
        reason("left_endpoints", ids=endpoints),
        reason("left_unsure", ids=[(str(intent.slot), intent.op) for intent in unsure]),
        reason("left_addresses", ids=addresses),
    )
    return [each for each in left if each.facts["ids"]]


def _ids(records: Records, kind: str) -> Iterator[tuple[Address, tuple[str, str]]]:
    """Each resource on record, old ones included: its address, its id, and its public IP where it is known."""
    for address in sorted(records):
        if address.kind == kind:
            record = records[address]
            found = ((record.id, record.attributes.get("public_ip", "")), *((old, "") for old in record.old))
            yield from ((address, each) for each in found if each[0])


def _is_interface(change: Change) -> bool:
    """An endpoint by interfaces, which costs; one by routes is free."""
    calls = (step for step in change.steps if isinstance(step, Call) and step.op == "create_vpc_endpoint")
    return any(call.params.get("VpcEndpointType") == "Interface" for call in calls)
