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


def goal_for(aim: Aim, config: Config, keep_eips: bool | None) -> Goal:
    """destroy-nat keeps the addresses if the flag, else the config, says so; destroy keeps nothing unless told to."""
    if aim is Aim.APPLY:
        return APPLY
    if aim is Aim.DESTROY:
        return Goal(frozenset(KINDS), Retire(explicit=True, keep_addresses=bool(keep_eips)))
    kept = config.nat.keep_eips if keep_eips is None else keep_eips
    return Goal(OUTBOUND, Retire(explicit=True, keep_addresses=kept))
