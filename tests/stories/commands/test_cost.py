"""`netsec cost` as it is typed, and the line that plans end with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.shell import TOML, Shell, config, inside

ON = TOML + "enable_nat_gateway = true\n"


def test_before_and_after(shell: Shell) -> None:
    shell.config(ON)
    result = shell("cost")
    assert result.code == 0, result.all
    assert "Nothing that costs money is running." in result.out
    assert "After `netsec apply`: $97.82 a month (+$97.82)." in result.out
    shell.done("apply")
    document = shell("cost", "--json", "--gb", "10").json
    assert (document["region"], document["now"]["monthly"]) == ("ap-northeast-1", "98.44")
    assert [item["what"] for item in document["now"]["items"]] == [
        "nat_gateway", "nat_gateway", "address_in_use", "address_in_use", "nat_traffic"
    ]  # fmt: skip
    assert document["after_destroy_nat"] == {"monthly": "0.00"}


def test_every_plan_ends_with_the_month(shell: Shell) -> None:
    shell.config(ON)
    assert shell("plan").out.rstrip().endswith("Monthly cost: $0.00 -> $97.82 (+$97.82), traffic not included.")
    assert shell("plan", "--json").json["cost"] == {
        "currency": "USD",
        "region": "ap-northeast-1",
        "prices_of": "2026-09-25",
        "monthly_before": "0.00",
        "monthly_after": "97.82",
        "monthly_difference": "97.82",
    }
    assert "Monthly cost: $0.00 -> $97.82" in shell.done("apply").out
    assert "Monthly cost: $97.82 -> $7.30 (-$90.52)" in shell.done("destroy-nat", "--keep-eips").out
    assert "Monthly cost: $7.30 -> $0.00 (-$7.30)" in shell.done("destroy", "--release-eips").out


@pytest.mark.parametrize("typed", ["-1", "nan", "lots", "1e99", ""])
def test_gigabytes_that_are_none(shell: Shell, typed: str) -> None:
    result = shell("cost", "--gb", typed)
    assert result.code == 3
    assert "GB per month" in result.err


def test_a_region_without_prices(shell: Shell) -> None:
    result = shell("cost", "--region", "eu-south-2")
    assert result.code == 3
    assert "eu-south-2" in result.err


def test_a_damaged_file_of_prices_is_said_and_does_no_other_harm(shell: Shell) -> None:
    shell.config(ON)
    shell.done("apply")
    path = shell.state_path.parent / "prices.json"
    path.write_text("{")
    path.chmod(0o600)
    result = shell("cost")
    assert (result.code, "prices.json" in result.err, "97.82" in result.out) == (0, True, True), result.all


def test_the_sandbox_has_no_price_list(sandbox: Path) -> None:
    config('project = "priceless"\n')
    result = inside("cost", "--refresh", code=3)
    assert "no price list" in result.err


def test_what_is_in_the_way_of_a_plan_is_in_the_way_of_its_price(shell: Shell) -> None:
    shell.config(ON)
    shell.group("myapp-dev-alb-sg")
    result = shell("plan")
    assert (result.code, "Monthly cost" in result.out) == (5, False)
    assert shell("plan", "--json").json["cost"] is None
    result = shell("cost")
    assert (result.code, "`netsec apply` can't be applied now" in result.out) == (0, True), result.all


def test_what_passed_is_what_cloudwatch_counts(shell: Shell) -> None:
    shell.config(ON)
    shell.done("apply")
    assert "Traffic in the last 30 days: unknown." in shell("cost").out
    metrics, noon = shell.world.client("cloudwatch"), datetime.now(UTC) - timedelta(days=3)
    for gateway in shell.gateways():
        for metric, count in (("BytesInFromSource", 1e9), ("BytesInFromDestination", 4e9), ("BytesOutToSource", 9e9)):
            one = {"MetricName": metric, "Timestamp": noon, "Value": count, "Unit": "Bytes"}
            dimensions = [{"Name": "NatGatewayId", "Value": gateway}]
            metrics.put_metric_data(Namespace="AWS/NATGateway", MetricData=[{**one, "Dimensions": dimensions}])
    assert "Traffic in the last 30 days: 10.00 GB, $0.62." in shell("cost").out
    assert shell("cost", "--json").json["gb_last_30_days"] == "10.00"


def test_money_on_record_is_never_lost_from_sight(shell: Shell) -> None:
    """An address whose stack tag was taken off goes on costing, whatever its tags say."""
    shell.done("apply", "--nat")
    lost = shell.id("elastic_ip/ap-northeast-1a")
    shell.ec2.delete_tags(Resources=[lost], Tags=[{"Key": "netsec:stack"}])
    result = shell("nat", "off", "-y")
    assert result.code == 5, result.all
    assert "Monthly cost: $97.82 -> $3.65" in result.out
    assert lost in result.out
    assert shell("cost", "--json").json["now"]["monthly"] == "3.65"
    assert shell("plan").code == 5
    shell.done("forget", "elastic_ip/ap-northeast-1a")
    assert shell("cost", "--json").json["now"]["monthly"] == "0.00"
