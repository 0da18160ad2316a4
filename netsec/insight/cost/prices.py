"""List prices by region, with the date they were looked up; for a region that is not listed, no price is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Prices:
    """What a region charges, in USD; in brackets the usage type in AWS's price list, there after the region's prefix.

    `date`: when they were looked up, YYYY-MM-DD. `nat_hour`, `nat_gb`: a NAT gateway and each GB through it
    (`NatGateway-Hours`, `NatGateway-Bytes`). `address_hour`: a public IPv4 address, in use or idle
    (`PublicIPv4:InUseAddress`, `:IdleAddress`). `endpoint_hour`, `endpoint_gb`: an interface endpoint in one zone,
    and each GB of its first PB a month (`VpcEndpoint-Hours`, `VpcEndpoint-Bytes`).
    """

    region: str
    date: str
    nat_hour: Decimal
    nat_gb: Decimal
    address_hour: Decimal
    endpoint_hour: Decimal
    endpoint_gb: Decimal


def _prices(region: str, nat: str, endpoint: str) -> Prices:
    """Prices of a region where an hour and a GB of a NAT gateway cost the same; addresses cost the same everywhere."""
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
LIST_PRICES = {
    prices.region: prices
    for prices in (
        _prices("us-east-1", nat="0.045", endpoint="0.010"),
        _prices("ap-northeast-1", nat="0.062", endpoint="0.014"),
    )
}


def list_prices(region: str) -> Prices | None:
    """The prices of a region such as ap-northeast-1; None where none are known."""
    return LIST_PRICES.get(region)
