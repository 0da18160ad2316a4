"""The daily traffic of NAT gateways, from CloudWatch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from netsec.model import FrozenStructure, Query

DAY_SECONDS = 86400
# VPC user guide, "Monitor NAT gateways with Amazon CloudWatch": bytes to the internet; and those charged by the GB,
# which are the bytes that come in on either side.
BYTES_OUT_METRIC = "BytesOutToDestination"
PROCESSED_METRICS = ("BytesInFromSource", "BytesInFromDestination")


def traffic_query(gateway_id: str, metric: str, now: float, days: int) -> Query:
    """The bytes of one metric for each of the last `days` whole days and today; `now` is in seconds since the epoch.

    The query is optional: without permission or on any other error it has no answer.
    """
    end = datetime.fromtimestamp(now, UTC).replace(microsecond=0)
    start = (end - timedelta(days=days)).replace(hour=0, minute=0, second=0)
    params = (
        ("Namespace", "AWS/NATGateway"),
        ("MetricName", metric),
        ("Dimensions", (FrozenStructure((("Name", "NatGatewayId"), ("Value", gateway_id))),)),
        ("StartTime", start),
        ("EndTime", end),
        ("Period", DAY_SECONDS),
        ("Statistics", ("Sum",)),
    )
    return Query("get_metric_statistics", "Datapoints", params=params, service="cloudwatch", optional=True)


def daily_bytes(points: Iterable[Mapping[str, Any]] | None) -> tuple[tuple[float, float], ...]:
    """Each day as (its start in seconds since the epoch, bytes); empty where any datapoint is incomplete."""
    points = tuple(points or ())
    if any(point.get("Sum") is None or point.get("Timestamp") is None for point in points):
        return ()
    return tuple((point["Timestamp"].timestamp(), float(point["Sum"])) for point in points)
