"""The three kinds of plan (apply, destroy-nat, destroy), and the Goal of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from netsec.kinds import KINDS
from netsec.model import Config, DestroyOptions, Plan

if TYPE_CHECKING:
    from netsec.app.stack import Stack


@dataclass(frozen=True)
class Goal:
    """What a plan is to reach: the config, or with `destroy` the deletion of all resources of those kinds.

    `make_plan` plans something else (adopt, forget). Every further plan of a run is made for the same goal.
    """

    destroy_kinds: frozenset[str] = frozenset()
    destroy_options: DestroyOptions = field(default_factory=DestroyOptions)
    make_plan: Callable[[Stack], Plan] | None = None


APPLY_GOAL = Goal()


class PlanMode(Enum):
    """What a plan is for; the values are the commands' names."""

    APPLY = "apply"
    DESTROY_NAT = "destroy-nat"
    DESTROY = "destroy"


def goal_for(aim: PlanMode, config: Config, keep_eips: bool | None, *, by_tags: bool = False) -> Goal:
    """The goal of that plan. Elastic IPs are kept or released by the flag, else by `[nat] keep_eips`.

    `keep_eips` is True for --keep-eips, False for --release-eips and None for neither; only False releases addresses
    that an earlier run kept.
    """
    if aim is PlanMode.APPLY:
        return APPLY_GOAL
    retire = DestroyOptions(
        is_requested=True,
        keep_addresses=config.nat.keep_eips if keep_eips is None else keep_eips,
        release_addresses=keep_eips is False,
        by_tags=by_tags,
    )
    return Goal(frozenset(KINDS) if aim is PlanMode.DESTROY else KINDS.outbound, retire)
