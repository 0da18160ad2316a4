"""Every test here is held to what this tier may touch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.tiers import PROJECT, held_to


@pytest.fixture(autouse=True)
def _tier() -> Iterator[None]:
    with held_to(PROJECT):
        yield
