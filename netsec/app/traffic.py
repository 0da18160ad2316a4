"""What passed a NAT gateway, as CloudWatch counts it, day by day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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
