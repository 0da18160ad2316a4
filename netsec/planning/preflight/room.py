"""Room in the subnets: each NAT gateway and each endpoint takes a private address where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from netsec.model import Change, Config, reason
from netsec.planning.observe import Observation
from netsec.planning.preflight.findings import Findings, calls


def check(config: Config, seen: Observation, makes: Sequence[Change]) -> Findings:
    """A subnet without as many free addresses as are wanted in it is a problem: AWS would fail halfway."""
    wanted = Counter(str(params["SubnetId"]) for _, params in calls(makes, "create_nat_gateway"))
    for field, op in (("SubnetIds", "create_vpc_endpoint"), ("AddSubnetIds", "modify_vpc_endpoint")):
        wanted.update(str(subnet) for _, params in calls(makes, op) for subnet in params.get(field) or ())
    free = {each["SubnetId"]: each.get("AvailableIpAddressCount") for each in seen.answers.of("describe_subnets")}
    return Findings(
        problems=tuple(
            reason("subnet_full", subnet=subnet, free=free[subnet], wanted=count)
            for subnet, count in sorted(wanted.items())
            if (room := free.get(subnet)) is not None and room < count
        )
    )
