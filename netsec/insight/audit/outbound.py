"""The way out: what costs without need, and routes that lead nowhere or the long way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netsec.insight.audit.controls import CONTROLS, Finding
from netsec.insight.cost.bill import HOURS_A_MONTH
from netsec.insight.cost.prices import Prices
from netsec.insight.world import NatGateway, RouteTable, Thing, World
from netsec.model import Reason, reason

A_DAY = 86400
ALIVE = ("available", "pending")
ANYWHERE = "0.0.0.0/0"


def findings(world: World, prices: Prices | None, used: Mapping[str, float | None], now: float) -> Iterator[Finding]:
    """All of the way out. `used`: bytes of 30 days by gateway, None where nobody tells; `now` in seconds."""
    yield from _addresses(world, prices)
    for gateway in world.gateways.values():
        young = gateway.created is not None and now - gateway.created < A_DAY
        if used.get(gateway.id) == 0 and not young and gateway.state == "available":
            monthly = _money(prices, prices.nat_hour + prices.address_hour if prices else None)
            yield _found("netsec.nat_idle", gateway, reason("nat_idle", monthly=monthly))
    for table in world.tables.values():
        yield from _table(world, table)


def _addresses(world: World, prices: Prices | None) -> Iterator[Finding]:
    for each in world.addresses.values():
        if not each.holder and not each.service_managed:
            monthly = _money(prices, prices.address_hour if prices else None)
            told = reason("address_idle", public_ip=each.public_ip, monthly=monthly)
            yield _found("EC2.12", each, told)


def _money(prices: Prices | None, hourly: object) -> str:
    return f"${hourly * HOURS_A_MONTH:.2f}" if prices and hourly else "?"  # type: ignore[operator]


def _table(world: World, table: RouteTable) -> Iterator[Finding]:
    subnets = [each for each in world.subnets.values() if each.table_id == table.id]
    for route in table.routes:
        if route.gone:
            told = reason("route_leads_nowhere", destination=route.destination, target=route.target)
            yield _found("netsec.blackhole", table, told)
    target = next((route.target for route in table.routes if route.destination == ANYWHERE and route.works), "")
    gateway = world.gateways.get(target)
    if gateway is None or gateway.connectivity != "public" or not subnets:
        return
    zone = _zone(world, gateway)
    away = sorted({each.zone for each in subnets} - {zone, ""})
    if (
        zone
        and away
        and any(_zone(world, each) in away for each in world.gateways.values() if each.state == "available")
    ):
        yield _found(
            "netsec.nat_cross_zone",
            table,
            owned=gateway.owned,
            why=reason("nat_in_another_zone", zones=away, zone=zone),
        )
    to_s3 = (each for each in world.endpoints.values() if each.service.endswith(".s3") and each.state.lower() in ALIVE)
    by_endpoint = {i for each in to_s3 for i in each.table_ids}
    if table.id not in by_endpoint:
        yield _found("netsec.s3_by_nat", table, owned=gateway.owned, why=reason("s3_by_nat"))


def _zone(world: World, gateway: NatGateway) -> str:
    subnet = world.subnets.get(gateway.subnet_id)
    return subnet.zone if subnet else ""


def _found(control: str, thing: Thing, why: Reason, owned: bool | None = None) -> Finding:
    """A table is not ours; what leads through our gateway is."""
    mine = thing.owned if owned is None else owned
    return Finding(control=CONTROLS[control], name=thing.label, id=thing.id, owned=mine, why=why)
