"""The NAT gateways move: no private table is for one moment without a route to a gateway that works."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from netsec.model import Config, NatConfig
from tests.support.faults.portrait import Picture
from tests.support.faults.trial import Moment, Trial
from tests.support.faults.wire import Act
from tests.support.story import ZONES

SETTINGS = {
    "off": {"enable_nat_gateway": False},
    "single a": {"nat": NatConfig(topology="single", zone=ZONES[0])},
    "single c": {"nat": NatConfig(topology="single", zone=ZONES[1])},
    "each zone": {"nat": NatConfig(topology="per_az")},
    "one zone of two": {"nat": NatConfig(topology="per_az"), "availability_zones": ZONES[:1]},
}
PAIRS = list(permutations(SETTINGS, 2))


def setting(trial: Trial, name: str, keep: bool) -> Config:
    changes: dict[str, Any] = SETTINGS[name]
    config = replace(trial.configured(nacls=False), **changes)
    return replace(config, nat=replace(config.nat, keep_eips=keep))


def working(trial: Trial) -> set[str]:
    """The tables whose default route leads to a gateway that is available."""
    picture = Picture(trial.ec2)
    alive = {each["NatGatewayId"] for each in picture.gateways if each["State"] == "available"}
    return {
        table["RouteTableId"]
        for table in picture.tables
        for route in table["Routes"]
        if route.get("NatGatewayId") in alive and route["State"] == "active"
    }


@pytest.mark.parametrize("number", range(len(PAIRS)))
def test_no_table_is_without_a_way_that_keeps_one(trial: Trial, nothing: Moment, number: int) -> None:
    trial.back_to(nothing)
    before, after = PAIRS[number]
    keep = bool(number % 2)
    trial.config = setting(trial, before, keep)
    assert trial.run().errors == ()
    steps: list[tuple[str, set[str]]] = [("start", working(trial))]

    def look(count: int, operation: str, act: Act) -> Any:
        answer = act()
        steps.append((operation, working(trial)))
        return answer

    trial.heal()
    trial.wire.on_write = look
    others = Picture(trial.ec2).strangers()
    trial.config = setting(trial, after, keep)
    assert trial.run().errors == ()
    steps.append(("end", working(trial)))
    lasting = steps[0][1] & steps[-1][1]
    assert [(operation, sorted(lasting - there)) for operation, there in steps if not lasting <= there] == []
    assert Picture(trial.ec2).strangers() == others
    if "off" not in (before, after):
        assert lasting
    trial.heal()
    assert trial.plan().is_empty
