"""Prices from AWS's price list: asked for with real boto3, read by exact usage types, kept, and used when newer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse

from netsec.app.cost import known_prices, refresh_prices
from netsec.aws.client import AwsClient, ConnectionSettings
from netsec.errors import IdentityError, Refused
from netsec.store.price_cache import FILE_NAME

REGION = "eu-central-1"
NOW = 1_790_000_000.0
LISTED = {
    "AmazonEC2": {
        "EUC1-NatGateway-Hours": "0.0520000000",
        "EUC1-RegionalNatGateway-Hours": "9.9",
        "EUC1-NatGateway-Bytes": "0.052",
        "EUC1-NatGateway-Prvd-Bytes": "9.9",
    },
    "AmazonVPC": {
        "EUC1-PublicIPv4:InUseAddress": "0.005",
        "EUC1-PublicIPv4:IdleAddress": "9.9",
        "EUC1-VpcEndpoint-Hours": "0.012",
        "EUC1-VpcEndpoint-Bytes": "0.01",
    },
}


def product(usage: str, price: str) -> str:
    """As the price list has it; what comes after the first units is cheaper."""
    tiers = {"b": {"beginRange": "1048576", "pricePerUnit": {"USD": "0.0001"}},
             "a": {"beginRange": "0", "pricePerUnit": {"USD": price}}}  # fmt: skip
    terms = {"OnDemand": {"x": {"priceDimensions": tiers}}}
    return json.dumps({"product": {"attributes": {"usagetype": usage}}, "terms": terms})


class Raw:
    def __init__(self, body: bytes) -> None:
        self.body = body

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.body


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    return []


def aws_with(asked: list[dict[str, Any]], listed: dict[str, dict[str, str]], status: int = 200) -> AwsClient:
    """A price list of two products a page, as the wire has it."""
    aws = AwsClient(ConnectionSettings(region=REGION), "test")

    def answer(request: Any, **_: Any) -> AWSResponse:
        body = json.loads(request.body)
        asked.append({**body, "url": request.url})
        if status != 200:
            told = {"__type": "AccessDeniedException", "message": "not you"}
            return AWSResponse(request.url, status, {"x-amzn-requestid": "1"}, Raw(json.dumps(told).encode()))  # type: ignore[arg-type]
        rows, start = list(listed[body["ServiceCode"]].items()), int(body.get("NextToken", 0))
        page: dict[str, Any] = {"PriceList": [product(*row) for row in rows[start : start + 2]]}
        more = {"NextToken": str(start + 2)} if start + 2 < len(rows) else {}
        return AWSResponse(request.url, 200, {"x-amzn-requestid": "1"}, Raw(json.dumps({**page, **more}).encode()))  # type: ignore[arg-type]

    aws.service_client("pricing").meta.events.register("before-send.pricing.GetProducts", answer)
    return aws


def test_looked_up_kept_and_used(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    assert known_prices(tmp_path, REGION) == (None, None)
    prices = refresh_prices(aws_with(asked, LISTED), tmp_path, NOW)
    assert (prices.nat_hour, prices.nat_gb, prices.address_hour) == (
        Decimal("0.052"),
        Decimal("0.052"),
        Decimal("0.005"),
    )
    assert (prices.endpoint_hour, prices.endpoint_gb, prices.date) == (Decimal("0.012"), Decimal("0.01"), "2026-09-21")
    assert known_prices(tmp_path, REGION) == (prices, None)
    assert {body["url"] for body in asked} == {"https://api.pricing.us-east-1.amazonaws.com/"}
    assert {"Type": "TERM_MATCH", "Field": "regionCode", "Value": REGION} in asked[0]["Filters"]


def test_the_newer_ones_count(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    aws = aws_with(asked, LISTED)
    aws.settings = ConnectionSettings(region="ap-northeast-1")
    refresh_prices(aws, tmp_path, NOW)
    assert str(known_prices(tmp_path, "ap-northeast-1")[0].nat_hour) == "0.062"  # type: ignore[union-attr]
    refresh_prices(aws, tmp_path, NOW + 10 * 86400)
    assert str(known_prices(tmp_path, "ap-northeast-1")[0].nat_hour) == "0.0520000000"  # type: ignore[union-attr]


def test_a_list_that_lacks_one_changes_nothing(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    lacking = {**LISTED, "AmazonVPC": {}}
    with pytest.raises(Refused) as caught:
        refresh_prices(aws_with(asked, lacking), tmp_path, NOW)
    assert caught.value.reasons[0].facts["missing"] == (
        "PublicIPv4:InUseAddress", "VpcEndpoint-Hours", "VpcEndpoint-Bytes"
    )  # fmt: skip
    assert not (tmp_path / FILE_NAME).exists()


def test_who_may_not_ask_is_told(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    with pytest.raises(IdentityError):
        refresh_prices(aws_with(asked, LISTED, status=400), tmp_path, NOW)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"x": 1}', '{"x": {"region": "x"}}', '{"x": {"nat_hour": "NaN"}}', "null"]
)
def test_a_damaged_file_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    (tmp_path / FILE_NAME).chmod(0o600)
    prices, remark = known_prices(tmp_path, REGION)
    assert prices is None
    assert remark
    assert remark.code == "prices_unreadable"
