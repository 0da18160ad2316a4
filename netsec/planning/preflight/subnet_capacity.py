"""Free addresses in the subnets: each NAT gateway and interface endpoint takes a private one in its subnet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from netsec.model import Change, Config, reason
from netsec.planning.observation import Observation
from netsec.planning.preflight.findings import PreflightFindings, calls_of_operation


def check_subnet_capacity(config: Config, observation: Observation, makes: Sequence[Change]) -> PreflightFindings:
    """A problem for each subnet with fewer free addresses than the plan needs: AWS would fail halfway."""
    wanted = Counter(str(params["SubnetId"]) for _, params in calls_of_operation(makes, "create_nat_gateway"))
    for field, op in (("SubnetIds", "create_vpc_endpoint"), ("AddSubnetIds", "modify_vpc_endpoint")):
        wanted.update(str(subnet) for _, params in calls_of_operation(makes, op) for subnet in params.get(field) or ())
    subnets = observation.answers.of("describe_subnets")
    free = {subnet["SubnetId"]: subnet.get("AvailableIpAddressCount") for subnet in subnets}
    return PreflightFindings(
        problems=tuple(
            reason("subnet_full", subnet=subnet, free=free[subnet], wanted=count)
            for subnet, count in sorted(wanted.items())
            if (available := free.get(subnet)) is not None and available < count
        )
    )
