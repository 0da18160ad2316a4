"""A kind: everything that netsec knows of one AWS resource, as functions and values; and the registry of kinds.

All of it is pure. The rest of the program derives its tables from the registry, at the moment when it needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from netsec.model.config import Config
from netsec.model.network import Network
from netsec.model.plan import Decision, DestroyOptions
from netsec.model.resource import Live, Spec
from netsec.model.simulated import Handler
from netsec.model.step import Answers, Creation, Query

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
class Kind(Generic[S]):
    """One AWS resource: how to ask for it, read it, want it, make it, compare it and take it away.

    name       the first part of its addresses
    queries    VPC id → what to ask of AWS to see all of them in the VPC
    read       the answers → every one in the VPC, foreign ones too
    desire     what the config wants in this network
    create     what makes a wanted one that does not exist
    compare    a wanted one and its live resource → what makes them equal
    delete     what takes a live one away, or why it is kept
    ask        lives that change, or go (True) → further queries whose answers make the plan finer
    id_prefix  how its ids begin (`nat`), "" where it has no id of its own, None where that is not known
    creation   how a create whose answer was lost may be settled: the careful way unless the kind says otherwise
    emulated   the sorts of ids that its resources have, as the sandbox has to treat them
    is_outbound  `destroy-nat` takes it away; what is not costs nothing and stays
    handlers   operation → what a call of it does to AWS's answers (`model/simulated.py`), for each that its calls use
    """

    name: str
    queries: Callable[[str], tuple[Query, ...]]
    read: Callable[[Answers, Network], Iterable[Live]]
    desire: Callable[[Config, Network], Iterable[S]]
    create: Callable[[S], Decision]
    compare: Callable[[S, Live], Decision]
    delete: Callable[[Live, DestroyOptions], Decision]
    followup_queries: Callable[[Iterable[Live], bool], tuple[Query, ...]] = lambda lives, leaving: ()
    id_prefix: str | None = None
    creation: Creation = field(default_factory=Creation)
    emulated: tuple[EmulatedId, ...] = ()
    is_outbound: bool = False
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
    def operations(self) -> tuple[str, ...]:
        """The operations that the resources of all kinds are read from, each once, in the order of the kinds."""
        return tuple(dict.fromkeys(query.op for kind in self.values() for query in kind.queries("")))

    @property
    def handlers(self) -> dict[str, Handler]:
        """Operation → what a call of it does to AWS's answers."""
        return {op: handler for kind in self.values() for op, handler in kind.handlers.items()}
