"""What passed a NAT gateway, as CloudWatch counts it, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from netsec.model import Fields, Query

A_DAY = 86400
# VPC user guide, CloudWatch metrics for NAT gateways. To the internet; and what is charged for by the GB: both ways in.
OUT = "BytesOutToDestination"
PROCESSED = ("BytesInFromSource", "BytesInFromDestination")


def traffic_query(gateway_id: str, metric: str, now: float, days: int) -> Query:
    """The sums of bytes of that many whole days and of today, asked on the side: who may not know still goes on."""
    end = datetime.fromtimestamp(now, UTC).replace(microsecond=0)
    start = (end - timedelta(days=days)).replace(hour=0, minute=0, second=0)
    params = (
        ("Namespace", "AWS/NATGateway"),
        ("MetricName", metric),
        ("Dimensions", (Fields((("Name", "NatGatewayId"), ("Value", gateway_id))),)),
        ("StartTime", start),
        ("EndTime", end),
        ("Period", A_DAY),
        ("Statistics", ("Sum",)),
    )
    return Query("get_metric_statistics", "Datapoints", params=params, service="cloudwatch", aside=True)


def days_of(points: Iterable[Mapping[str, Any]] | None) -> tuple[tuple[float, float], ...]:
    """Each day as (its beginning in seconds since the epoch, bytes); none where a figure is missing, which tells
    nothing."""
    points = tuple(points or ())
    if any(each.get("Sum") is None or each.get("Timestamp") is None for each in points):
        return ()
    return tuple((each["Timestamp"].timestamp(), float(each["Sum"])) for each in points)
