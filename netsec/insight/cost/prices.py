"""List prices by region, with the day they were looked up; a region that is not here has no price, not a likely one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Prices:
    """What a region charges, in USD. The usage types are those of the price list, with the region's prefix in front.

    `nat_hour`, `nat_gb`: a NAT gateway, used or not, and what passes it (`NatGateway-Hours`, `NatGateway-Bytes`).
    `address_hour`: a public IPv4 address, in use or idle (`PublicIPv4:InUseAddress`, `:IdleAddress`).
    `endpoint_hour`, `endpoint_gb`: an interface endpoint in one zone, and its first PB (`VpcEndpoint-Hours`, `-Bytes`).
    """

    region: str
    date: str
    nat_hour: Decimal
    nat_gb: Decimal
    address_hour: Decimal
    endpoint_hour: Decimal
    endpoint_gb: Decimal


def _prices(region: str, nat: str, endpoint: str) -> Prices:
    """The hour and the GB of a NAT gateway have the same price in these regions; addresses have one everywhere."""
    return Prices(
        region=region,
        date="2026-09-25",
        nat_hour=Decimal(nat),
        nat_gb=Decimal(nat),
        address_hour=Decimal("0.005"),
        endpoint_hour=Decimal(endpoint),
        endpoint_gb=Decimal("0.010"),
    )


# Source: aws.amazon.com/vpc/pricing and aws.amazon.com/privatelink/pricing.
TABLE = {
    each.region: each
    for each in (
        _prices("us-east-1", nat="0.045", endpoint="0.010"),
        _prices("ap-northeast-1", nat="0.062", endpoint="0.014"),
    )
}


def prices_of(region: str) -> Prices | None:
    """The prices of a region such as ap-northeast-1; None where none are known."""
    return TABLE.get(region)
