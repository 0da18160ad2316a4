"""What to ask, and what the answers say: every resource in the VPC, strangers too, and whose each one is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from netsec.kinds import KINDS
from netsec.model import STACK_TAG, Address, Answers, Config, Live, Network, Query, Record, merged
from netsec.planning.network import IDENTITY, find_network, find_vpc, network_queries, vpc_query

Records = Mapping[Address, Record]


@dataclass(frozen=True)
class Observation:
    """One look at AWS: the raw answers, the network, and every live resource with its owner known."""

    answers: Answers
    network: Network
    lives: tuple[Live, ...]


def first_queries(config: Config, recorded_vpc: str) -> tuple[Query, ...]:
    """What can be asked at once: everything when the VPC's id is known, else who we are and which VPC it is."""
    vpc_id = recorded_vpc or config.vpc.id
    start = (IDENTITY, vpc_query(config, recorded_vpc))
    return merged(start, vpc_queries(vpc_id)) if vpc_id else start


def vpc_queries(vpc_id: str) -> tuple[Query, ...]:
    """Everything netsec reads of a VPC, each thing once."""
    return merged(network_queries(vpc_id), *(kind.queries(vpc_id) for kind in KINDS.values()))


def look(config: Config, recorded_vpc: str, answers: Answers, records: Records) -> Observation:
    """Read the answers; pure. Raises what `find_vpc` raises."""
    network = find_network(config, find_vpc(config, recorded_vpc, answers), answers)
    lives = [live for kind in KINDS.values() for live in kind.read(answers, network)]
    return Observation(answers, network, tuple(_claim(lives, records, config.stack)))


def _addressed(lives: Iterable[Live], records: Records) -> Iterable[Live]:
    """Give each live the address it is recorded at, whatever its tag says by now, and that to what hangs on it."""
    recorded = {
        (address.kind, each): address
        for address, record in records.items()
        for each in (record.id, *record.old)
        if each
    }
    lives = [replace(live, address=recorded.get((live.kind, live.id), live.address)) for live in lives]
    owners = {live.id: live.address for live in lives if (live.kind, live.id) in recorded}
    for live in lives:
        owner = owners.get(live.owner)
        if owner and live.key[:1] == (live.owner,):
            live = replace(live, address=Address(live.kind, "-".join((owner.name, *live.key[1:]))))
        yield live


def _claim(lives: Iterable[Live], records: Records, stack: str) -> Iterable[Live]:
    """Mark what is ours: by its own tags, its owner's, or, its owner gone, because it is exactly what we recorded."""
    lives = tuple(_addressed(lives, records))
    ours = {live.id for live in lives if live.tags.get(STACK_TAG) == stack}
    present = {live.id for live in lives if not live.owner}
    for live in lives:
        record = records.get(live.address) if live.address else None
        recorded = record.attributes if record else {}
        orphaned = bool(live.owner) and live.owner not in present and bool(record)
        left_behind = orphaned and dict(live.attributes).items() <= dict(recorded).items()
        yield replace(
            live,
            owned=live.id in ours or live.owner in ours or left_behind,
            recorded=record is not None,
            attributes={**recorded, **live.attributes},
        )
