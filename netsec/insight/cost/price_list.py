"""Reads a region's prices off AWS's price list (GetProducts of the Price List Query API), by exact usage types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from netsec.insight.cost.prices import Prices
from netsec.model import FrozenStructure, Query

# The usage type of each price, without the region's prefix (APN1-); us-east-1 has none or USE1-.
USAGE_TYPES = {
    "nat_hour": "NatGateway-Hours",
    "nat_gb": "NatGateway-Bytes",
    "address_hour": "PublicIPv4:InUseAddress",
    "endpoint_hour": "VpcEndpoint-Hours",
    "endpoint_gb": "VpcEndpoint-Bytes",
}
REGION_PREFIX_PATTERN = r"(?:[A-Z0-9]+-)?"


def price_queries(region: str) -> tuple[Query, ...]:
    """What to ask for a region's prices: NAT gateways are listed under AmazonEC2, addresses and endpoints under VPC."""
    return (
        _query("AmazonEC2", regionCode=region, productFamily="NAT Gateway"),
        _query("AmazonVPC", regionCode=region),
    )


def _query(service: str, **wanted: str) -> Query:
    filters = tuple(
        FrozenStructure((("Type", "TERM_MATCH"), ("Field", field), ("Value", value))) for field, value in wanted.items()
    )
    params = (("ServiceCode", service), ("Filters", filters))
    return Query("get_products", "PriceList", params=params, service="pricing")


def read_prices(region: str, date: str, products: Iterable[str]) -> tuple[Prices | None, tuple[str, ...]]:
    """The prices in a price list, None if it lacks one, and the usage types that it lacks.

    `date`: YYYY-MM-DD. `products`: GetProducts' PriceList, each item a JSON text; raises ValueError if one is not.
    """
    by_usage = dict(_usages(products))
    prices = {name: price for name, usage in USAGE_TYPES.items() if (price := _price(by_usage, usage)) is not None}
    missing = tuple(usage for name, usage in USAGE_TYPES.items() if name not in prices)
    return (None if missing else Prices(region=region, date=date, **prices)), missing


def _usages(products: Iterable[str]) -> Iterator[tuple[str, Decimal]]:
    """(usage type, USD for one unit) of each product that has a price on demand."""
    for text in products:
        item = json.loads(text)
        price = _first_tier(item)
        if price is not None:
            yield str(((item.get("product") or {}).get("attributes") or {}).get("usagetype") or ""), price


def _first_tier(item: dict[str, Any]) -> Decimal | None:
    """USD for one unit on demand in the first tier, the one that begins at 0; None if there is none."""
    terms = ((item.get("terms") or {}).get("OnDemand") or {}).values()
    tiers = (tier for term in terms for tier in (term.get("priceDimensions") or {}).values())
    prices = ((tier.get("pricePerUnit") or {}).get("USD") for tier in tiers if tier.get("beginRange", "0") == "0")
    return next((Decimal(price) for price in prices if price), None)


def _price(by_usage: dict[str, Decimal], usage: str) -> Decimal | None:
    """The price of a usage type, with or without the region's prefix."""
    prices = (price for name, price in by_usage.items() if re.fullmatch(REGION_PREFIX_PATTERN + re.escape(usage), name))
    return next(prices, None)
