"""The three kinds of plan (apply, destroy-nat, destroy), and the Goal of each."""

from __future__ import annotations

from enum import Enum

from netsec.app.stack import APPLY, Goal
from netsec.kinds import KINDS, OUTBOUND
from netsec.model import Config, Retire


class Aim(Enum):
    """What a plan is for; the values are the commands' names."""

    APPLY = "apply"
    DESTROY_NAT = "destroy-nat"
    DESTROY = "destroy"


def goal_for(aim: Aim, config: Config, keep_eips: bool | None, *, by_tags: bool = False) -> Goal:
    """The goal of that plan. Elastic IPs are kept or released by the flag, else by `[nat] keep_eips`.

    `keep_eips` is True for --keep-eips, False for --release-eips and None for neither; only False releases addresses
    that an earlier run kept.
    """
    if aim is Aim.APPLY:
        return APPLY
    retire = Retire(
        explicit=True,
        keep_addresses=config.nat.keep_eips if keep_eips is None else keep_eips,
        release_addresses=keep_eips is False,
        by_tags=by_tags,
    )
    return Goal(frozenset(KINDS) if aim is Aim.DESTROY else OUTBOUND, retire)
