"""A strict world with the hands-on's network in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from netsec.sandbox.foundation import Foundation
from netsec.sandbox.world import StrictWorld, strict_world
from tests.support.laid import laid_once

ZONE, OTHER_ZONE = "ap-northeast-1a", "ap-northeast-1c"


@pytest.fixture
def world() -> Iterator[StrictWorld]:
    with strict_world(pending_seconds=100, deleting_seconds=40) as world:
        yield world


@pytest.fixture
def ec2(world: StrictWorld) -> Any:
    return world.client()


@pytest.fixture
def site(ec2: Any) -> Foundation:
    return laid_once(ec2, project="myapp", environment="dev", zones=[ZONE, OTHER_ZONE])


@pytest.fixture
def subnet(site: Foundation) -> str:
    """A public one."""
    return site.public_subnets[ZONE]


@pytest.fixture
def table(site: Foundation) -> str:
    """A private one."""
    return site.private_route_tables[ZONE]
