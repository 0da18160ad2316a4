"""Findings about the way out: what costs money without need, and routes to nowhere or into another zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from netsec.insight.audit.controls import CONTROLS, Finding
from netsec.insight.cost.bill import HOURS_PER_MONTH
from netsec.insight.cost.prices import Prices
from netsec.insight.snapshot import NatGateway, Resource, RouteTable, VpcSnapshot
from netsec.model import Reason, reason

DAY_SECONDS = 86400
# States in which an endpoint carries traffic, or soon will.
USABLE_ENDPOINT_STATES = ("available", "pending")
DEFAULT_DESTINATION = "0.0.0.0/0"


def outbound_findings(
    vpc: VpcSnapshot, prices: Prices | None, used: Mapping[str, float | None], now: float
) -> Iterator[Finding]:
    """The findings: addresses, NAT gateways, route tables.

    `used`: bytes through each NAT gateway in 30 days, by id, None where unknown. `now`: seconds since the epoch.
    """
    yield from _addresses(vpc, prices)
    for gateway in vpc.gateways.values():
        is_new = gateway.created_at is not None and now - gateway.created_at < DAY_SECONDS
        if used.get(gateway.id) == 0 and not is_new and gateway.state == "available":
            monthly = _per_month(prices.nat_hour + prices.address_hour if prices else None)
            yield _finding("netsec.nat_idle", gateway, reason("nat_idle", monthly=monthly))
    for table in vpc.tables.values():
        yield from _blackholes(table)
        yield from _by_nat(vpc, table)


def _addresses(vpc: VpcSnapshot, prices: Prices | None) -> Iterator[Finding]:
    """Elastic IPs that nothing uses, except those that an AWS service manages."""
    for address in vpc.addresses.values():
        if not address.attached_to and not address.service_managed:
            monthly = _per_month(prices.address_hour if prices else None)
            yield _finding("EC2.12", address, reason("address_idle", public_ip=address.public_ip, monthly=monthly))


def _per_month(hourly: Decimal | None) -> str:
    """`$45.63` for USD an hour; "?" for a price that is not known."""
    return f"${hourly * HOURS_PER_MONTH:.2f}" if hourly else "?"


def _blackholes(table: RouteTable) -> Iterator[Finding]:
    """Routes whose target does not exist any more."""
    for route in table.routes:
        if route.is_blackhole:
            why = reason("route_leads_nowhere", destination=route.destination, target=route.target)
            yield _finding("netsec.blackhole", table, why)


def _by_nat(vpc: VpcSnapshot, table: RouteTable) -> Iterator[Finding]:
    """A default route to a public NAT gateway in another zone than subnets have one in; S3 without an endpoint."""
    target = next(
        (route.target for route in table.routes if route.destination == DEFAULT_DESTINATION and route.is_active), ""
    )
    gateway = vpc.gateways.get(target)
    subnets = [subnet for subnet in vpc.subnets.values() if subnet.table_id == table.id]
    if gateway is None or gateway.connectivity != "public" or not subnets:
        return
    zone = _zone(vpc, gateway)
    other_zones = sorted({subnet.zone for subnet in subnets} - {zone, ""})
    running = (each for each in vpc.gateways.values() if each.state == "available")
    if zone and any(_zone(vpc, each) in other_zones for each in running):
        why = reason("nat_in_another_zone", zones=other_zones, zone=zone)
        yield _finding("netsec.nat_cross_zone", table, why, owned=gateway.is_owned)
    if table.id not in _tables_with_s3_endpoint(vpc):
        yield _finding("netsec.s3_by_nat", table, reason("s3_by_nat"), owned=gateway.is_owned)


def _tables_with_s3_endpoint(vpc: VpcSnapshot) -> set[str]:
    """Ids of the route tables that lead to a gateway endpoint of S3."""
    endpoints = [each for each in vpc.endpoints.values() if each.service.endswith(".s3")]
    return {
        table_id for each in endpoints if each.state.lower() in USABLE_ENDPOINT_STATES for table_id in each.table_ids
    }


def _zone(vpc: VpcSnapshot, gateway: NatGateway) -> str:
    """The gateway's zone, "" if its subnet is not known."""
    subnet = vpc.subnets.get(gateway.subnet_id)
    return subnet.zone if subnet else ""


def _finding(control: str, resource: Resource, why: Reason, owned: bool | None = None) -> Finding:
    """A finding; `owned` instead of the resource's own, for a route table, which no stack of netsec owns."""
    is_owned = resource.is_owned if owned is None else owned
    return Finding(control=CONTROLS[control], name=resource.label, id=resource.id, is_owned=is_owned, why=why)
