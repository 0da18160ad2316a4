"""A kind: everything that netsec knows of one AWS resource, as functions and values. All of it is pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

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
    handlers: Mapping[str, Handler] = field(default_factory=dict)
