"""A kind: everything that netsec knows of one AWS resource, as functions and values; and the registry of kinds.

All of it is pure. The rest of the program derives its tables from the registry, at the moment when it needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from netsec.messages import Message
from netsec.model.address import Address
from netsec.model.config import Config
from netsec.model.network import Network
from netsec.model.plan import Decision, DestroyOptions
from netsec.model.query import Answers, Query
from netsec.model.quota import QuotaUsage
from netsec.model.resource import Live, Spec
from netsec.model.simulated import Handler, Params
from netsec.model.step import Creation

S = TypeVar("S", bound=Spec)


@dataclass(frozen=True, kw_only=True)
class EmulatedId:
    """One sort of resource id, as the sandbox has to treat it.

    prefix               what stands before the last dash (`nat`)
    created_by           the operations whose answers tell new ones: these stay hidden for a while where the sandbox
                         plays eventual consistency
    resource_type        what their TagSpecifications call it (`natgateway`), "" where they take no tags
    not_found            EC2's code for one that does not exist
    not_found_elsewhere  the code where another resource's call names it, if that is another one
    found_in             where moto's EC2 backend holds the existing ones: attributes, `*` for every value of a mapping
                         or a list; the keys, or the texts, at the end of the path are the ids
    """

    prefix: str
    created_by: tuple[str, ...] = ()
    resource_type: str = ""
    not_found: str
    not_found_elsewhere: str = ""
    found_in: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What stands at an address: its live resource (None for none), beside every live one and the raw answers."""

    address: Address
    live: Live | None
    lives: Sequence[Live]
    answers: Answers


def _id_and_name(standing: Standing) -> Iterator[str]:
    """The facts of a kind that tells no others: the id and the name."""
    if standing.live:
        yield f"{standing.live.id} {standing.live.name}".strip()


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[S]):
    """One AWS resource: everything that netsec knows of it.

    name              the first part of its addresses
    heading           what plans write above its resources, where the message catalogue has no text for it
    is_enabled        whether the config asks for any; of a kind that it does not ask for, and that no record knows,
                      nothing is asked
    queries           VPC id → what to ask of AWS to see all of them in the VPC
    read              the answers → every one in the VPC, foreign ones too
    desire            what the config wants in this network
    create            what makes a wanted one that does not exist
    compare           a wanted one and its live resource → what makes them equal
    delete            what takes a live one away, or why it is kept
    followup_queries  lives that change, or go (True) → further queries whose answers make the plan finer
    count_quotas      the answers, the parameters of its create calls, the VPC's id → how much of which quota there
    would be
    quota_queries     what has to be asked for that, where it creates something
    facts             what stands at an address, in AWS's words, for `verify`
    judged_with       the kinds without whose answers none of it can be judged
    id_prefix         how its ids begin (`nat`), "" where it has no id of its own, None where that is not known
    creation          how a create whose answer was lost may be settled: the careful way unless the kind says otherwise
    not_found         EC2's codes for one that does not exist
    is_outbound       `destroy-nat` takes it away; what is not costs nothing and stays
    permissions       statement (`Sid`) of the policy in docs/iam-policy.md → the EC2 actions that it has to allow
    is_charged        AWS charges for one by the hour, so that a create whose outcome is unknown is told of
    emulated          the sorts of ids that its resources have, as the sandbox has to treat them
    handlers          operation → what a call of it does to AWS's answers (`model/simulated.py`), for all of its calls
    """

    name: str
    heading: str
    is_enabled: Callable[[Config], bool] = lambda config: True
    queries: Callable[[str], tuple[Query, ...]]
    read: Callable[[Answers, Network], Iterable[Live]]
    desire: Callable[[Config, Network], Iterable[S]]
    create: Callable[[S], Decision]
    compare: Callable[[S, Live], Decision]
    delete: Callable[[Live, DestroyOptions], Decision]
    followup_queries: Callable[[Iterable[Live], bool], tuple[Query, ...]] = lambda lives, leaving: ()
    count_quotas: Callable[[Answers, Sequence[Params], str], Iterable[QuotaUsage]] = lambda answers, creates, vpc_id: ()
    quota_queries: tuple[Query, ...] = ()
    facts: Callable[[Standing], Iterable[str | Message]] = _id_and_name
    judged_with: tuple[str, ...] = ()
    id_prefix: str | None = None
    creation: Creation = field(default_factory=Creation)
    not_found: tuple[str, ...] = ()
    is_outbound: bool = False
    is_charged: bool = False
    permissions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    emulated: tuple[EmulatedId, ...] = ()
    handlers: Mapping[str, Handler] = field(default_factory=dict)


class Registry(dict[str, Kind[Any]]):
    """The kinds by name, in the order in which plans show them, and what is derived from them."""

    def __init__(self, *kinds: Kind[Any]) -> None:
        super().__init__((kind.name, kind) for kind in kinds)

    @contextmanager
    def including(self, kind: Kind[Any]) -> Iterator[None]:
        """One more kind, as long as the context lasts: for tests of what is not registered."""
        self[kind.name] = kind
        try:
            yield
        finally:
            del self[kind.name]

    @property
    def outbound(self) -> frozenset[str]:
        """The names of the kinds that `destroy-nat` takes away."""
        return frozenset(kind.name for kind in self.values() if kind.is_outbound)

    @property
    def charged(self) -> frozenset[str]:
        """The names of the kinds that AWS charges for by the hour."""
        return frozenset(kind.name for kind in self.values() if kind.is_charged)

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that the resources of all kinds are read from, each once, in the order of the kinds."""
        return tuple(dict.fromkeys(query.op for kind in self.values() for query in kind.queries("")))

    def operations_without(self, kinds: frozenset[str]) -> frozenset[str]:
        """The operations that the other kinds alone are read from."""
        needed = {query.op for name in kinds for query in self[name].queries("")}
        return frozenset(self.operations) - needed

    @property
    def not_found_codes(self) -> frozenset[str]:
        """What AWS says of resources of any kind that do not exist."""
        return frozenset(code for kind in self.values() for code in kind.not_found)

    @property
    def handlers(self) -> dict[str, Handler]:
        """Operation → what a call of it does to AWS's answers."""
        return {op: handler for kind in self.values() for op, handler in kind.handlers.items()}
