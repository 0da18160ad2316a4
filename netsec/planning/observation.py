"""What to ask about a VPC, and every resource in the answers: foreign ones too, each with its ownership decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from netsec.kinds import KINDS
from netsec.model import Answers, Config, Intent, Live, Network, Query, unique_queries
from netsec.planning.network import CALLER_IDENTITY, find_network, find_vpc, network_queries, vpc_query
from netsec.planning.ownership import Records, StackIdentity, with_ownership


@dataclass(frozen=True)
class Observation:
    """AWS at one time: the raw answers, the network read from them, and every live resource."""

    answers: Answers
    network: Network
    lives: tuple[Live, ...]


def kinds_in_use(config: Config, records: Records, intents: Sequence[Intent] = ()) -> frozenset[str]:
    """The kinds that the config asks for, and those of which something is on record or under an open intent."""
    known = {address.kind for address in (*records, *(intent.slot.address for intent in intents))}
    return frozenset(kind.name for kind in KINDS.values() if kind.is_enabled(config) or kind.name in known)


def first_queries(config: Config, recorded_vpc: str, kinds: Collection[str] | None = None) -> tuple[Query, ...]:
    """The queries that need no other answer: all if the VPC's id is known, else those for the caller and the VPC."""
    vpc_id = recorded_vpc or config.vpc.id
    start = (CALLER_IDENTITY, vpc_query(config, recorded_vpc))
    return unique_queries(start, vpc_queries(vpc_id, kinds)) if vpc_id else start


def vpc_queries(vpc_id: str, kinds: Collection[str] | None = None) -> tuple[Query, ...]:
    """Every query about the network of a VPC and its resources of these kinds (None: of every kind), each once."""
    wanted = (kind for kind in KINDS.values() if kinds is None or kind.name in kinds)
    return unique_queries(network_queries(vpc_id), *(kind.queries(vpc_id) for kind in wanted))


def read_observation(
    config: Config, recorded_vpc: str, answers: Answers, records: Records, intents: Sequence[Intent] = ()
) -> Observation:
    """Read the answers; pure. `recorded_vpc`: "" without a state; `intents`: those not confirmed yet.

    Raises what `find_vpc` raises.
    """
    network = find_network(config, find_vpc(config, recorded_vpc, answers), answers)
    lives = [live for kind in KINDS.values() for live in kind.read(answers, network)]
    identity = StackIdentity(stack=config.stack, vpc_id=network.vpc_id, pinned=frozenset(config.nat.eips.values()))
    return Observation(answers, network, tuple(with_ownership(lives, records, intents, identity)))
