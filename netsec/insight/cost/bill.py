"""The bill of a world: an item for all of ours that costs by the hour, and for the traffic that is expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from netsec.insight.cost.prices import Prices
from netsec.insight.world import NatGateway, World

HOURS_A_DAY = 24
# AWS reckons with months of 730 hours.
HOURS_A_MONTH = 730
SECONDS_AN_HOUR = 3600
# What is in none of these states is charged for; in a state that is not known it may be, and is counted.
FREE = frozenset({"failed", "deleting", "deleted"})
NOTHING = Decimal(0)
What = Literal["nat_gateway", "address_in_use", "address_idle", "endpoint", "nat_traffic"]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that costs; `label` is its zone, public IP or service, `number` in how many zones it stands.

    `hourly` is USD an hour for all of it, `traffic` USD a month. `since`: seconds since the epoch, None where unknown.
    """

    what: What
    id: str
    label: str
    hourly: Decimal = NOTHING
    traffic: Decimal = NOTHING
    number: int = 1
    since: float | None = None

    @property
    def daily(self) -> Decimal:
        return self.hourly * HOURS_A_DAY

    @property
    def monthly(self) -> Decimal:
        return self.hourly * HOURS_A_MONTH + self.traffic

    def so_far(self, now: float) -> Decimal | None:
        """USD since it was made: AWS counts an hour that has begun as a whole one. None where that is unknown."""
        if self.since is None:
            return None
        hours = (Decimal(str(max(now - self.since, 0))) / SECONDS_AN_HOUR).to_integral_value(ROUND_CEILING)
        return self.hourly * max(hours, Decimal(1))


@dataclass(frozen=True, kw_only=True)
class Bill:
    """Everything of one stack that costs, at one region's prices."""

    prices: Prices
    items: tuple[Item, ...] = ()

    @property
    def hourly(self) -> Decimal:
        return sum((item.hourly for item in self.items), NOTHING)

    @property
    def daily(self) -> Decimal:
        return sum((item.daily for item in self.items), NOTHING)

    @property
    def monthly(self) -> Decimal:
        return sum((item.monthly for item in self.items), NOTHING)

    def so_far(self, now: float) -> Decimal:
        """USD for all of which it is known since when it stands."""
        return sum((item.so_far(now) or NOTHING for item in self.items), NOTHING)


@dataclass(frozen=True)
class Outlook:
    """What a plan makes of the bill."""

    before: Bill
    after: Bill

    @property
    def difference(self) -> Decimal:
        """USD a month: more, or less than nothing."""
        return self.after.monthly - self.before.monthly


def bill(world: World, prices: Prices, gb: Decimal = NOTHING) -> Bill:
    """What the stack's own in this world costs; `gb` are expected through its NAT gateways in a month."""
    gateways = [each for each in world.gateways.values() if each.billed and each.state not in FREE]
    traffic = (
        [Item(what="nat_traffic", id="", label=f"{gb:f} GB", traffic=gb * prices.nat_gb)] if gb and gateways else []
    )
    return Bill(
        prices=prices,
        items=(
            *(_gateway(each, world, prices) for each in gateways),
            *_addresses(world, gateways, prices),
            *_endpoints(world, prices),
            *traffic,
        ),
    )


def _gateway(gateway: NatGateway, world: World, prices: Prices) -> Item:
    subnet = world.subnets.get(gateway.subnet_id)
    label = (subnet.zone if subnet else gateway.subnet_id) or gateway.id
    return Item(what="nat_gateway", id=gateway.id, label=label, hourly=prices.nat_hour, since=gateway.created)


def _addresses(world: World, gateways: list[NatGateway], prices: Prices) -> Iterator[Item]:
    """Those that our gateways hold, whoever brought them, and ours that are held by nobody or by somebody else."""
    held = {allocation: gateway for gateway in gateways for allocation in gateway.allocation_ids}
    ours = {address.id for address in world.addresses.values() if address.billed}
    for allocation in sorted(held.keys() | ours):
        address, gateway = world.addresses.get(allocation), held.get(allocation)
        used = gateway is not None or bool(address and address.holder)
        yield Item(
            what="address_in_use" if used else "address_idle",
            id=allocation,
            label=address.public_ip if address else "",
            hourly=prices.address_hour,
            since=gateway.created if gateway else None,
        )


def _endpoints(world: World, prices: Prices) -> Iterator[Item]:
    """Interface endpoints cost in each zone that they stand in; gateway endpoints cost nothing."""
    for endpoint in world.endpoints.values():
        if endpoint.billed and endpoint.type == "Interface":
            number = len(endpoint.subnet_ids)
            yield Item(
                what="endpoint",
                id=endpoint.id,
                label=endpoint.service.partition(f".{prices.region}.")[2] or endpoint.service,
                hourly=prices.endpoint_hour * number,
                number=number,
                since=endpoint.created,
            )
