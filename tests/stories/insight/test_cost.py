"""The bill to the cent: what the hands-on's gateways cost in Tokyo and Virginia, and where endpoints are cheaper."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from netsec.app.cost import outlook_of, read_costs
from netsec.app.stack import APPLY_GOAL
from netsec.insight.cost import BillChange, calculate_bill, list_prices
from netsec.insight.snapshot import ElasticIp, NatGateway, Subnet, VpcEndpoint, VpcSnapshot
from netsec.model import NatConfig
from netsec.views.cost import cost_text, money, outlook_line
from tests.support.story import DESTROY_NAT, KEEP_EIPS, ZONE_C, hands_on, new_story

TOKYO, VIRGINIA = "ap-northeast-1", "us-east-1"
HOUR = 3600.0


def world(gateways: int = 0, idle: int = 0, endpoints: int = 0, zones: int = 2) -> VpcSnapshot:
    """So many gateways with an address each, idle addresses, and interface endpoints in so many zones."""
    held = {f"eipalloc-{n}": ElasticIp(id=f"eipalloc-{n}", public_ip=f"192.0.2.{n}", is_owned=True, attached_to="eni")
            for n in range(gateways)}  # fmt: skip
    free = {f"eipalloc-free{n}": ElasticIp(id=f"eipalloc-free{n}", public_ip="", is_owned=True) for n in range(idle)}
    return VpcSnapshot(
        vpc_id="vpc-1",
        subnets={f"subnet-{n}": Subnet(id=f"subnet-{n}", zone=f"zone-{n}", cidr="10.0.0.0/24") for n in range(9)},
        gateways={
            f"nat-{n}": NatGateway(id=f"nat-{n}", is_owned=True, state="available", subnet_id=f"subnet-{n}",
                                   allocation_ids=(f"eipalloc-{n}",), created_at=0.0)
            for n in range(gateways)
        },
        addresses={**held, **free},
        endpoints={
            f"vpce-{n}": VpcEndpoint(id=f"vpce-{n}", is_owned=True, service=f"com.amazonaws.x.s{n}", type="Interface",
                                  subnet_ids=tuple(map(str, range(zones))))
            for n in range(endpoints)
        },
    )  # fmt: skip


def a_month(region: str, standing: VpcSnapshot, gb: str = "0") -> str:
    prices = list_prices(region)
    assert prices
    return money(calculate_bill(standing, prices, Decimal(gb)).monthly)


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
def test_a_month(region: str, standing: VpcSnapshot, expected: str) -> None:
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
    others = {i: replace(each, is_owned=False) for i, each in standing.gateways.items()}
    addresses = {i: replace(each, is_owned=False) for i, each in standing.addresses.items()}
    assert a_month(TOKYO, replace(standing, gateways=others, addresses=addresses)) == "0.00"
    deleting = {i: replace(each, state="deleting") for i, each in standing.gateways.items()}
    assert a_month(TOKYO, replace(standing, gateways=deleting)) == "7.30"


@pytest.mark.parametrize(
    ("hours", "expected"), [(0.0, "0.07"), (0.5, "0.07"), (1.0, "0.07"), (3 + 20 / 60, "0.27"), (730.0, "48.91")]
)
def test_so_far_a_begun_hour_is_a_whole_one(hours: float, expected: str) -> None:
    prices = list_prices(TOKYO)
    assert prices
    assert money(calculate_bill(world(1), prices).cost_so_far(hours * HOUR)) == expected


def test_less_is_a_saving() -> None:
    prices = list_prices(TOKYO)
    assert prices
    two, one = calculate_bill(world(2), prices), calculate_bill(world(1), prices)
    assert (BillChange(two, one).difference, BillChange(one, two).difference) == (Decimal("-48.910"), Decimal("48.910"))


def test_a_region_without_prices_has_none() -> None:
    assert list_prices("eu-nowhere-9") is None
    assert outlook_line(None, "eu-nowhere-9") == "Monthly cost: unknown, no prices for eu-nowhere-9."


def test_plans_foretell_the_bill(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        stack = story.stack()
        assert outlook_line(outlook_of(stack, stack.plan(), APPLY_GOAL, list_prices(TOKYO)), TOKYO) == (
            "Monthly cost: $0.00 -> $97.82 (+$97.82), traffic not included."
        )
        story.settled()
        stack = story.stack()
        assert (
            outlook_line(outlook_of(stack, stack.plan(), APPLY_GOAL, list_prices(TOKYO)), TOKYO)
            == "Monthly cost: $97.82, unchanged; traffic not included."
        )
        off, kept = (outlook_of(stack, stack.plan(goal), goal, list_prices(TOKYO)) for goal in (DESTROY_NAT, KEEP_EIPS))
        assert off
        assert kept
        assert (money(off.difference), money(kept.difference)) == ("-97.82", "-90.52")
        story.config = replace(hands_on(), nat=NatConfig(topology="single", zone=ZONE_C))
        stack = story.stack()
        single = outlook_of(stack, stack.plan(), APPLY_GOAL, list_prices(TOKYO))
        assert single
        assert money(single.difference) == "-48.91"


def test_the_table_of_what_runs(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        story.world.clock.advance(2 * HOUR)
        found = read_costs(story.stack(), list_prices(TOKYO), Decimal(100))
        text = cost_text(found.current, found.after_apply, found.after_destroy_nat, found.read_at)
    rows = {line.split("  ")[0]: line.split()[-4:] for line in text.splitlines() if "  " in line}
    assert rows["NAT gateway ap-northeast-1a"] == ["0.062", "1.49", "45.26", "0.12"]
    assert rows["Total"] == ["0.134", "3.22", "104.02", "0.27"]
    assert "After `netsec apply`: $104.02 a month, unchanged." in text
    assert "After `netsec destroy-nat`: $0.00 a month (-$104.02)." in text
    assert max(map(len, text.splitlines())) <= 80
