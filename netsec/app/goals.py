"""What each verb is after, as a Goal."""

from __future__ import annotations

from enum import Enum

from netsec.app.stack import APPLY, Goal
from netsec.kinds import KINDS, OUTBOUND
from netsec.model import Config, Retire


class Aim(Enum):
    """The verbs that change AWS."""

    APPLY = "apply"
    DESTROY_NAT = "destroy-nat"
    DESTROY = "destroy"


def goal_for(aim: Aim, config: Config, keep_eips: bool | None, *, by_tags: bool = False) -> Goal:
    """The goal of a verb. The flag decides over the addresses, else the config, and what once was kept stays kept.

    `keep_eips`: True by --keep-eips, False by --release-eips, None by neither.
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
