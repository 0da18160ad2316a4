"""Every test here is held to what this tier may touch; boto3 reads its models once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.fast_emulation import share_models
from tests.support.tiers import UNIT, held_to


@pytest.fixture(autouse=True, scope="session")
def _fast() -> None:
    share_models()


@pytest.fixture(autouse=True)
def _tier() -> Iterator[None]:
    with held_to(UNIT):
        yield
