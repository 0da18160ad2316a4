"""Checks of a plan before it is executed: problems that make it impossible, exceeded quotas, warnings.

A check that needs more than the observation returns optional queries, only if the plan creates something they matter
for; it checks the answers on the next run of planning, and goes without where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netsec.model import Change, Config, Plan, unique_queries
from netsec.planning.observation import Observation
from netsec.planning.preflight import (
    acls,
    egress_blocks,
    endpoints,
    prerequisites,
    quotas,
    rule_peers,
    shared_vpc,
    subnet_capacity,
    zones,
)
from netsec.planning.preflight.findings import PreflightFindings

__all__ = ["PreflightFindings", "with_preflight"]

# Each is given the changes that create or extend something.
CHECKS = (
    zones.check_zone_types,
    shared_vpc.check_shared_vpc,
    rule_peers.check_rule_peers,
    quotas.check_quotas,
    subnet_capacity.check_subnet_capacity,
    endpoints.check_endpoint_services,
    egress_blocks.check_egress_blocks,
    acls.check_nat_acls,
)


def with_preflight(plan: Plan, config: Config, observation: Observation) -> Plan:
    """The plan with the problems, exceeded quotas, warnings and queries of all checks."""
    creating = _creating_changes(plan.changes)
    results = [check(config, observation, creating) for check in CHECKS]
    return replace(
        plan,
        problems=(
            *prerequisites.prerequisite_problems(config, observation),
            *(problem for result in results for problem in result.problems),
        ),
        exceeded_quotas=tuple(quota for result in results for quota in result.exceeded_quotas),
        warnings=(
            *prerequisites.prerequisite_warnings(config, observation),
            *(warning for result in results for warning in result.warnings),
        ),
        followup_queries=unique_queries(plan.followup_queries, *(result.followup_queries for result in results)),
    )


def _creating_changes(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes that create or extend something."""
    return tuple(change for change in changes if change.verb in ("create", "replace", "update") and change.steps)
