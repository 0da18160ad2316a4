"""A network is laid once and copied from then on: laying it takes eighteen calls, a copy a few milliseconds."""

from __future__ import annotations

import pickle
from typing import Any

from netsec.sandbox.foundation import Foundation, lay_foundation

LAID: dict[str, tuple[bytes, Foundation]] = {}


def taken() -> bytes:
    """All that moto's EC2 holds in this process."""
    from moto.ec2.models import ec2_backends

    return pickle.dumps([(account, region, backend) for account, region, backend in ec2_backends.iter_backends()])


def put_back(aws: bytes) -> None:
    """What was taken stands again, in place of what stands now; other regions are left as they are."""
    from moto.ec2.models import ec2_backends

    for account, region, backend in pickle.loads(aws):
        dict.__setitem__(ec2_backends[account], region, backend)


def laid_once(ec2: Any, **site: Any) -> Foundation:
    """`lay_foundation` in a world that is new: the same ids in every test of this process."""
    key = repr((ec2.meta.region_name, sorted(site.items())))
    if key not in LAID:
        foundation = lay_foundation(ec2, **site)
        LAID[key] = (taken(), foundation)
    aws, foundation = LAID[key]
    put_back(aws)
    return foundation
