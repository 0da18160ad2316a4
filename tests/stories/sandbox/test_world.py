"""A world leaves nothing behind, and one does not see another."""

from __future__ import annotations

import os

import pytest

from netsec.sandbox.clock import ManualClock, WallClock
from netsec.sandbox.settings import SETTINGS, Settings
from netsec.sandbox.world import strict_world
from tests.support.sandbox_calls import allocate


def test_the_shells_credentials_are_away_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "mine")
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.setenv("HOME_OF_MINE", "untouched")
    before = dict(os.environ)
    with strict_world() as world:
        assert "AWS_PROFILE" not in os.environ
        assert os.environ["AWS_ACCESS_KEY_ID"] != "mine"
        world.client().describe_vpcs()
    assert dict(os.environ) == before


def test_they_come_back_after_an_error_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    before = dict(os.environ)
    with pytest.raises(ZeroDivisionError), strict_world():
        raise ZeroDivisionError
    assert dict(os.environ) == before


def test_worlds_are_strangers() -> None:
    for _ in range(2):
        with strict_world(eip_quota=1) as world:
            allocate(world.client())
    assert SETTINGS.eip_quota == Settings().eip_quota


def test_regions_are_strangers_too() -> None:
    with strict_world() as world:
        allocate(world.client())
        assert world.client(region="us-east-1").describe_addresses()["Addresses"] == []


def test_knobs_are_checked() -> None:
    with pytest.raises(TypeError), strict_world(pending_second=1):
        pass


def test_clocks() -> None:
    clock = ManualClock(100)
    clock.advance(5)
    clock.sleep(1.5)
    assert clock.now() == 106.5
    assert WallClock().now() > 1_700_000_000
    with strict_world(clock=clock) as world:
        assert world.clock is clock
