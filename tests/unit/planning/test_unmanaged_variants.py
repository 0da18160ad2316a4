"""NAT gateways of a sort that netsec does not manage, tagged as ours: left alone, said, and never replaced."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.kinds import KINDS
from netsec.model import Address, Config, DestroyOptions, Plan, Record
from netsec.planning.observation import Observation, read_observation
from netsec.planning.plan import make_destroy_plan, make_plan
from tests.support.hands_on_plans import VPC, answers, applied, config

VARIANTS = [{"AvailabilityMode": "regional", "SubnetId": None}, {"ConnectivityType": "private"}]


def regional(variant: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The VPC after an apply, its gateways of another sort."""
    described = applied()
    for each in described["describe_nat_gateways"]:
        each |= variant
    return described


def seen_with(described: dict[str, Any], records: dict[Address, Record]) -> Observation:
    return read_observation(config(), VPC, answers(described), records)


def recorded() -> dict[Address, Record]:
    plan = make_plan(config(), seen_with(applied(), {}), {})
    return {each.address: Record(id=each.id) for each in plan.changes if not each.is_keyed}


def gateways(plan: Plan) -> list[Any]:
    return [each for each in plan.changes if each.address.kind == "nat_gateway" and each.id]


@pytest.mark.parametrize("variant", VARIANTS, ids=["regional", "private"])
@pytest.mark.parametrize("known", [True, False], ids=["on record", "by tags"])
def test_it_is_left_alone_and_said(variant: dict[str, Any], known: bool) -> None:
    records = recorded() if known else {}
    seen = seen_with(regional(variant), records)
    plan = make_plan(config(), seen, records)
    assert {each.why.code for each in gateways(plan)} == {"variant_unknown"}
    assert not {"replace", "delete"} & {each.verb for each in plan.changes}
    routes = [each for each in plan.changes if each.address.kind == "private_route"]
    assert {each.why.code for each in routes} == ({"as_wanted"} if known else {"route_foreign"})
    off = make_plan(Config(project="handson", enable_nat_gateway=False), seen, records)
    assert {each.verb for each in gateways(off)} <= {"keep", "blocked"}


@pytest.mark.parametrize("variant", VARIANTS, ids=["regional", "private"])
def test_a_destroy_says_that_it_stays(variant: dict[str, Any]) -> None:
    records = recorded()
    plan = make_destroy_plan(
        seen_with(regional(variant), records), records, frozenset(KINDS), DestroyOptions(is_requested=True)
    )
    assert {(each.verb, each.why.code) for each in gateways(plan)} == {("blocked", "variant_unknown")}
    assert all(each.verb == "blocked" for each in plan.changes if each.address.kind == "elastic_ip")
