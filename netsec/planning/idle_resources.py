"""Resources that cost money and serve nothing after an unfinished run, from the record and the run's events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from netsec.kinds import KINDS
from netsec.model import Address, Call, Change, Event, Intent, Reason, Slot, StepStarted, StepSucceeded, reason
from netsec.planning.ownership import Records

ADDRESS, GATEWAY, ROUTE, ENDPOINT = "elastic_ip", "nat_gateway", "private_route", "vpc_endpoint"


@dataclass
class UnfinishedChanges:
    """The changes that a run has begun and not finished, by slot."""

    started: dict[Slot, Change] = field(default_factory=dict)

    def note_event(self, event: Event) -> None:
        """Add a change when its first step is sent; remove it when its last step has succeeded."""
        if isinstance(event, StepStarted):
            self.started[event.change.slot] = event.change
        elif isinstance(event, StepSucceeded) and event.is_last:
            self.started.pop(event.change.slot, None)


def find_idle(
    records: Records, intents: Iterable[Intent], unfinished: UnfinishedChanges, kept: Collection[Address]
) -> list[Reason]:
    """A reason for each sort of idle resource that exists, with its ids.

    NAT gateways without a route, Elastic IPs of no such gateway (unless `kept`: they are to outlive their gateways),
    interface endpoints whose create is unfinished, and creates whose outcome is unknown.
    """
    targets = {record.attributes.get("target") for address, record in records.items() if address.kind == ROUTE}
    serving = [record for address, record in records.items() if address.kind == GATEWAY and record.id in targets]
    used_addresses = {record.attributes.get("allocation_id") for record in serving}
    begun = {slot.address for slot, change in unfinished.started.items() if _creates_interface_endpoint(change)}
    unsure = [intent for intent in intents if not intent.id and intent.slot.address.kind in KINDS.charged]
    gateways = [ids for _, ids in _ids(records, GATEWAY) if ids[0] not in targets]
    endpoints = [ids for address, ids in _ids(records, ENDPOINT) if address in begun]
    addresses = [ids for address, ids in _ids(records, ADDRESS) if ids[0] not in used_addresses and address not in kept]
    reasons = (
        reason("left_gateways", ids=gateways),
        reason("left_endpoints", ids=endpoints),
        reason("left_unsure", ids=[(str(intent.slot), intent.op) for intent in unsure]),
        reason("left_addresses", ids=addresses),
    )
    return [why for why in reasons if why.facts["ids"]]


def _ids(records: Records, kind: str) -> Iterator[tuple[Address, tuple[str, str]]]:
    """Each resource of a kind on record, old ones included: its address, and its id and public IP ("" if unknown)."""
    for address in sorted(records):
        if address.kind == kind:
            record = records[address]
            current = (record.id, record.attributes.get("public_ip", ""))
            yield from ((address, ids) for ids in (current, *((old, "") for old in record.old)) if ids[0])


def _creates_interface_endpoint(change: Change) -> bool:
    """Whether it creates an interface endpoint; gateway endpoints cost nothing (VPC pricing)."""
    calls = (step for step in change.steps if isinstance(step, Call) and step.op == "create_vpc_endpoint")
    return any(call.params.get("VpcEndpointType") == "Interface" for call in calls)
