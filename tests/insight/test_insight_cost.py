"""The bill to the cent: what the hands-on's gateways cost in Tokyo and Virginia, and where endpoints are cheaper."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from world import DESTROY_NAT, KEEP_EIPS, ZONE_C, hands_on, story

from netsec.app.cost import costs, outlook_of
from netsec.app.stack import APPLY
from netsec.insight.cost import Outlook, bill, prices_of
from netsec.insight.world import ElasticIp, Endpoint, NatGateway, Subnet, World
from netsec.model import NatConfig
from netsec.views.cost import cost_text, money, outlook_line

TOKYO, VIRGINIA = "ap-northeast-1", "us-east-1"
HOUR = 3600.0


def world(gateways: int = 0, idle: int = 0, endpoints: int = 0, zones: int = 2) -> World:
    """So many gateways with an address each, idle addresses, and interface endpoints in so many zones."""
    held = {f"eipalloc-{n}": ElasticIp(id=f"eipalloc-{n}", public_ip=f"192.0.2.{n}", owned=True, holder="eni")
            for n in range(gateways)}  # fmt: skip
    free = {f"eipalloc-free{n}": ElasticIp(id=f"eipalloc-free{n}", public_ip="", owned=True) for n in range(idle)}
    return World(
        vpc_id="vpc-1",
        subnets={f"subnet-{n}": Subnet(id=f"subnet-{n}", zone=f"zone-{n}", cidr="10.0.0.0/24") for n in range(9)},
        gateways={
            f"nat-{n}": NatGateway(id=f"nat-{n}", owned=True, state="available", subnet_id=f"subnet-{n}",
                                   allocation_ids=(f"eipalloc-{n}",), created=0.0)
            for n in range(gateways)
        },
        addresses={**held, **free},
        endpoints={
            f"vpce-{n}": Endpoint(id=f"vpce-{n}", owned=True, service=f"com.amazonaws.x.s{n}", type="Interface",
                                  subnet_ids=tuple(map(str, range(zones))))
            for n in range(endpoints)
        },
    )  # fmt: skip


def a_month(region: str, standing: World, gb: str = "0") -> str:
    prices = prices_of(region)
    assert prices
    return money(bill(standing, prices, Decimal(gb)).monthly)


@pytest.mark.parametrize(
    ("region", "standing", "expected"),
    [
        (TOKYO, world(2), "97.82"),
        (VIRGINIA, world(2), "73.00"),
        (TOKYO, world(1), "48.91"),
        (VIRGINIA, world(1), "36.50"),
        (TOKYO, world(3), "146.73"),
        (TOKYO, world(idle=1), "3.65"),
        (TOKYO, world(endpoints=4), "81.76"),
        (VIRGINIA, world(endpoints=4), "58.40"),
        (TOKYO, world(endpoints=4, zones=1), "40.88"),
        (TOKYO, world(endpoints=1, zones=1), "10.22"),
        (TOKYO, world(), "0.00"),
    ],
)
def test_a_month(region: str, standing: World, expected: str) -> None:
    assert a_month(region, standing) == expected


@pytest.mark.parametrize(
    ("region", "gateways", "most"),
    [(VIRGINIA, 2, 4), (TOKYO, 2, 4), (VIRGINIA, 1, 2), (TOKYO, 1, 2)],
)
def test_so_many_endpoints_in_two_zones_are_cheaper(region: str, gateways: int, most: int) -> None:
    cost = Decimal(a_month(region, world(gateways)))
    cheaper = [n for n in range(1, 12) if Decimal(a_month(region, world(endpoints=n))) < cost]
    assert cheaper == list(range(1, most + 1))


def test_five_endpoints_cost_as_much_as_two_gateways_in_virginia() -> None:
    assert a_month(VIRGINIA, world(endpoints=5)) == a_month(VIRGINIA, world(2)) == "73.00"


def test_traffic_costs_by_the_gigabyte() -> None:
    assert a_month(TOKYO, world(2), "100") == "104.02"
    assert a_month(TOKYO, world(), "100") == "0.00"


@pytest.mark.parametrize(
    ("state", "expected"),
    [("pending", "48.91"), ("available", "48.91"), ("deleting", "3.65"), ("failed", "3.65"), ("deleted", "3.65")],
)
def test_in_which_states_a_gateway_costs(state: str, expected: str) -> None:
    """From when it is provisioned and available until it is deleted (VPC pricing); its address costs in any case."""
    there = world(1)
    gateways = {"nat-0": replace(there.gateways["nat-0"], state=state)}
    assert a_month(TOKYO, replace(there, gateways=gateways)) == expected


def test_what_is_not_ours_or_not_charged_does_not_count() -> None:
    standing = world(2)
    others = {i: replace(each, owned=False) for i, each in standing.gateways.items()}
    addresses = {i: replace(each, owned=False) for i, each in standing.addresses.items()}
    assert a_month(TOKYO, replace(standing, gateways=others, addresses=addresses)) == "0.00"
    deleting = {i: replace(each, state="deleting") for i, each in standing.gateways.items()}
    assert a_month(TOKYO, replace(standing, gateways=deleting)) == "7.30"


@pytest.mark.parametrize(
    ("hours", "expected"), [(0.0, "0.07"), (0.5, "0.07"), (1.0, "0.07"), (3 + 20 / 60, "0.27"), (730.0, "48.91")]
)
def test_so_far_a_begun_hour_is_a_whole_one(hours: float, expected: str) -> None:
    prices = prices_of(TOKYO)
    assert prices
    assert money(bill(world(1), prices).so_far(hours * HOUR)) == expected


def test_less_is_a_saving() -> None:
    prices = prices_of(TOKYO)
    assert prices
    two, one = bill(world(2), prices), bill(world(1), prices)
    assert (Outlook(two, one).difference, Outlook(one, two).difference) == (Decimal("-48.910"), Decimal("48.910"))


def test_a_region_without_prices_has_none() -> None:
    assert prices_of("eu-nowhere-9") is None
    assert outlook_line(None, "eu-nowhere-9") == "Monthly cost: unknown, no prices for eu-nowhere-9."


def test_plans_foretell_the_bill(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        stack = told.stack()
        assert outlook_line(outlook_of(stack, stack.plan(), APPLY, prices_of(TOKYO)), TOKYO) == (
            "Monthly cost: $0.00 -> $97.82 (+$97.82), traffic not included."
        )
        told.settled()
        stack = told.stack()
        assert (
            outlook_line(outlook_of(stack, stack.plan(), APPLY, prices_of(TOKYO)), TOKYO)
            == "Monthly cost: $97.82, unchanged; traffic not included."
        )
        off, kept = (outlook_of(stack, stack.plan(goal), goal, prices_of(TOKYO)) for goal in (DESTROY_NAT, KEEP_EIPS))
        assert off
        assert kept
        assert (money(off.difference), money(kept.difference)) == ("-97.82", "-90.52")
        told.config = replace(hands_on(), nat=NatConfig(topology="single", zone=ZONE_C))
        stack = told.stack()
        single = outlook_of(stack, stack.plan(), APPLY, prices_of(TOKYO))
        assert single
        assert money(single.difference) == "-48.91"


def test_the_table_of_what_runs(tmp_path: Path) -> None:
    with story(tmp_path, hands_on()) as told:
        told.settled()
        told.world.clock.advance(2 * HOUR)
        found = costs(told.stack(), prices_of(TOKYO), Decimal(100))
        text = cost_text(found.now, found.applied, found.without_nat, found.at)
    rows = {line.split("  ")[0]: line.split()[-4:] for line in text.splitlines() if "  " in line}
    assert rows["NAT gateway ap-northeast-1a"] == ["0.062", "1.49", "45.26", "0.12"]
    assert rows["Total"] == ["0.134", "3.22", "104.02", "0.27"]
    assert "After `netsec apply`: $104.02 a month, unchanged." in text
    assert "After `netsec destroy-nat`: $0.00 a month (-$104.02)." in text
    assert max(map(len, text.splitlines())) <= 80
