"""Every test here is held to what this tier may touch; boto3 and moto are made faster."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.fast_emulation import speed_up
from tests.support.tiers import STORIES, held_to


@pytest.fixture(autouse=True, scope="session")
def _fast() -> None:
    speed_up()


@pytest.fixture(autouse=True)
def _tier() -> Iterator[None]:
    with held_to(STORIES):
        yield
