"""The bill of a stack: an item for each of its resources that costs by the hour, and for its expected traffic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from netsec.insight.cost.prices import Prices
from netsec.insight.snapshot import NatGateway, VpcSnapshot

HOURS_PER_DAY = 24
# AWS prices a month as 730 hours (AWS Pricing Calculator, assumptions).
HOURS_PER_MONTH = 730
SECONDS_PER_HOUR = 3600
# A NAT gateway in one of these states is not charged for; one in a state that netsec does not know is counted.
UNCHARGED_STATES = frozenset({"failed", "deleting", "deleted"})
ZERO_USD = Decimal(0)
BillItemKind = Literal["nat_gateway", "address_in_use", "address_idle", "endpoint", "nat_traffic"]


@dataclass(frozen=True, kw_only=True)
class BillItem:
    """One resource that costs; `label`: its zone, public IP or service; `number`: in how many zones it is.

    `hourly`: USD an hour for all of it; `traffic`: USD a month. `since`: when it was created, in seconds since the
    epoch, None where unknown.
    """

    kind: BillItemKind
    id: str
    label: str
    hourly: Decimal = ZERO_USD
    traffic: Decimal = ZERO_USD
    zone_count: int = 1
    created_at: float | None = None

    @property
    def daily(self) -> Decimal:
        """USD a day, without traffic."""
        return self.hourly * HOURS_PER_DAY

    @property
    def monthly(self) -> Decimal:
        """USD a month, traffic included."""
        return self.hourly * HOURS_PER_MONTH + self.traffic

    def cost_so_far(self, now: float) -> Decimal | None:
        """USD since it was created, by `now` in seconds since the epoch; None where that is unknown.

        AWS charges a partial hour as a full one (VPC pricing).
        """
        if self.created_at is None:
            return None
        hours = (Decimal(str(max(now - self.created_at, 0))) / SECONDS_PER_HOUR).to_integral_value(ROUND_CEILING)
        return self.hourly * max(hours, Decimal(1))


@dataclass(frozen=True, kw_only=True)
class Bill:
    """All that costs in one stack, at one region's prices."""

    prices: Prices
    items: tuple[BillItem, ...] = ()

    @property
    def hourly(self) -> Decimal:
        """USD an hour."""
        return sum((item.hourly for item in self.items), ZERO_USD)

    @property
    def daily(self) -> Decimal:
        """USD a day, without traffic."""
        return sum((item.daily for item in self.items), ZERO_USD)

    @property
    def monthly(self) -> Decimal:
        """USD a month, traffic included."""
        return sum((item.monthly for item in self.items), ZERO_USD)

    def cost_so_far(self, now: float) -> Decimal:
        """USD until `now`, in seconds since the epoch, for all items whose creation time is known."""
        return sum((item.cost_so_far(now) or ZERO_USD for item in self.items), ZERO_USD)


@dataclass(frozen=True)
class BillChange:
    """The bill before a plan and after it."""

    before: Bill
    after: Bill

    @property
    def difference(self) -> Decimal:
        """USD a month that the plan adds; negative if it saves."""
        return self.after.monthly - self.before.monthly


def calculate_bill(vpc: VpcSnapshot, prices: Prices, gb: Decimal = ZERO_USD) -> Bill:
    """The bill of the stack's own resources; `gb`: expected through its NAT gateways in a month."""
    gateways = [each for each in vpc.gateways.values() if each.is_billed and each.state not in UNCHARGED_STATES]
    items = [_gateway(gateway, vpc, prices) for gateway in gateways]
    items += _addresses(vpc, gateways, prices)
    items += _endpoints(vpc, prices)
    if gb and gateways:
        items.append(BillItem(kind="nat_traffic", id="", label=f"{gb:f} GB", traffic=gb * prices.nat_gb))
    return Bill(prices=prices, items=tuple(items))


def _gateway(gateway: NatGateway, vpc: VpcSnapshot, prices: Prices) -> BillItem:
    subnet = vpc.subnets.get(gateway.subnet_id)
    label = (subnet.zone if subnet else gateway.subnet_id) or gateway.id
    return BillItem(
        kind="nat_gateway", id=gateway.id, label=label, hourly=prices.nat_hour, created_at=gateway.created_at
    )


def _addresses(vpc: VpcSnapshot, gateways: list[NatGateway], prices: Prices) -> Iterator[BillItem]:
    """The addresses of these gateways, whoever brought them, and the stack's own that others use or nothing uses."""
    gateway_of = {allocation_id: gateway for gateway in gateways for allocation_id in gateway.allocation_ids}
    own = {address.id for address in vpc.addresses.values() if address.is_billed}
    for allocation_id in sorted(gateway_of.keys() | own):
        address, gateway = vpc.addresses.get(allocation_id), gateway_of.get(allocation_id)
        is_in_use = gateway is not None or bool(address and address.attached_to)
        yield BillItem(
            kind="address_in_use" if is_in_use else "address_idle",
            id=allocation_id,
            label=address.public_ip if address else "",
            hourly=prices.address_hour,
            created_at=gateway.created_at if gateway else None,
        )


def _endpoints(vpc: VpcSnapshot, prices: Prices) -> Iterator[BillItem]:
    """Interface endpoints cost in each of their zones; gateway endpoints cost nothing (PrivateLink pricing)."""
    for endpoint in vpc.endpoints.values():
        if endpoint.is_billed and endpoint.type == "Interface":
            zones = len(endpoint.subnet_ids)
            yield BillItem(
                kind="endpoint",
                id=endpoint.id,
                label=endpoint.service.partition(f".{prices.region}.")[2] or endpoint.service,
                hourly=prices.endpoint_hour * zones,
                zone_count=zones,
                created_at=endpoint.created_at,
            )
