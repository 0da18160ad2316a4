"""`netsec nat`: on for a while, off, status, reap; and what a plain run makes of the end."""

from __future__ import annotations

import pytest

from netsec.messages.times import PointInTime, point_in_time
from tests.support.shell import TOML, Shell, changed, flat

ON = TOML + "enable_nat_gateway = true\n"
TAG = "netsec:expires-at"
PAST = "2020-01-01T00:00:00Z"


def ends(shell: Shell) -> set[str]:
    return {shell.tags(gateway)[TAG] for gateway in shell.gateways()}


def test_on_for_a_while_outranks_the_config(shell: Shell) -> None:
    result = shell.done("nat", "on", "--for", "3h")
    assert len(shell.gateways()) == 2
    (end,) = ends(shell)
    expiry = point_in_time(end)
    assert isinstance(expiry, PointInTime)
    assert f"On until {expiry.in_language('en')}." in result.err
    shell.empty()
    assert "on until" in shell("plan").out
    shell.state_path.unlink()
    shell.done("apply")
    assert ends(shell) == {end}
    assert len(shell.gateways()) == 2


def test_on_again_sets_another_end_and_changes_nothing_else(shell: Shell) -> None:
    shell.done("nat", "on", "--for", "1h")
    (first,), gateways = ends(shell), shell.gateways()
    shell.done("nat", "on", "--for", "2d")
    (second,) = ends(shell)
    assert second > first
    assert shell.gateways() == gateways


def test_the_run_s_own_switch_outranks_the_end(shell: Shell) -> None:
    shell.done("nat", "on")
    assert {verb for address, verb in changed(shell("plan", "--no-nat", "--json")).items()} == {"delete"}
    shell.done("nat", "off", "--keep-eips")
    assert shell.gateways() == []
    kept = {each["PublicIp"] for each in shell.addresses()}
    shell.done("nat", "on")
    assert {each["PublicIp"] for each in shell.addresses()} == kept


def test_past_its_end(shell: Shell) -> None:
    shell.done("nat", "on")
    assert "Nothing expires before" in shell("nat", "reap", "--yes").out
    for gateway in shell.gateways():
        shell.tag(gateway, {TAG: PAST})
    result = shell("plan")
    assert "their time is up" in flat(result.out)
    assert "delete" in changed(shell("plan", "--json")).values()
    assert "(expired)" in shell("nat", "status").out
    assert shell("nat", "reap", "--yes").code == 0
    assert shell.gateways() == []
    assert shell("nat", "reap", "--yes", "--json").json == {"reaped": False, "next": None}


def test_an_end_that_is_no_time_is_said_and_the_config_counts(shell: Shell) -> None:
    shell.done("nat", "on")
    for gateway in shell.gateways():
        shell.tag(gateway, {TAG: "soon\u202e"})
    result = shell("plan")
    assert "is not a valid time (soon\\u202e)" in flat(result.out)
    assert "is not a valid time" in flat(shell("nat", "status").out)
    assert shell("nat", "reap", "--yes").out == "Nothing has expired.\n"
    assert len(shell.gateways()) == 2


def test_on_in_the_config_needs_no_end(shell: Shell) -> None:
    shell.config(ON)
    result = shell.done("nat", "on", "--for", "1h")
    assert "no end is set" in flat(result.err)
    assert all(TAG not in shell.tags(gateway) for gateway in shell.gateways())
    assert shell("nat", "reap", "--yes").out == "Nothing has expired.\n"
    assert "enable_nat_gateway is true" in shell.done("nat", "off").err


def test_status(shell: Shell) -> None:
    assert shell("nat", "status").out == "No NAT gateway of this stack is running.\n"
    shell.done("nat", "on", "--for", "3h")
    one, two = shell("nat", "status", "--json").json
    assert (one["address"], one["state"], one["cost_so_far"]) == ("nat_gateway/ap-northeast-1a", "available", "0.07")
    assert (len(one["route_tables"]), one["bytes_out_14_days"], one["idle_days"]) == (1, None, None)
    assert one["public_ips"] != two["public_ips"]
    text = shell("nat", "status").out
    assert "traffic      unknown" in text
    assert max(map(len, text.splitlines())) <= 80


def test_traffic_as_cloudwatch_tells_it(shell: Shell) -> None:
    from datetime import UTC, datetime, timedelta

    shell.done("nat", "on")
    metrics, now = shell.world.client("cloudwatch"), datetime.now(UTC)
    (gateway, *_) = sorted(shell.gateways())
    for days, count in ((5, 1_500_000.0), (4, 500_000.0), (2, 0.0)):
        metrics.put_metric_data(
            Namespace="AWS/NATGateway",
            MetricData=[{
                "MetricName": "BytesOutToDestination",
                "Dimensions": [{"Name": "NatGatewayId", "Value": gateway}],
                "Timestamp": now - timedelta(days=days), "Value": count, "Unit": "Bytes",
            }],
        )  # fmt: skip
    found = {each["id"]: each for each in shell("nat", "status", "--json").json}[gateway]
    assert found["bytes_out_14_days"] == 2_000_000
    assert found["idle_days"] in (3, 4)
    assert "2.0 MB out in 14 days; none for" in shell("nat", "status").out


@pytest.mark.parametrize("typed", ["3x", "", "0h", "h", "-1h", "31d", "1h30", "30m1h"])
def test_spans_that_are_none(shell: Shell, typed: str) -> None:
    result = shell("nat", "on", "--for", typed)
    assert result.code == 3
    assert shell.addresses() == []


@pytest.mark.parametrize(("typed", "seconds"), [("90s", 90), ("30m", 1800), ("1h30m", 5400), ("2d", 172800)])
def test_spans(typed: str, seconds: float) -> None:
    from netsec.terminal.options import Duration

    assert Duration().convert(typed, None, None) == seconds
