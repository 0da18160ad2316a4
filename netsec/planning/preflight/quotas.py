"""AWS's quotas: what the account would have after the plan, compared with what it may have.

Defaults: VPC user guide, Amazon VPC quotas; the account's own values are asked for if a default may not be enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from netsec.kinds import KINDS
from netsec.model import Call, Change, Config, Reason, reason
from netsec.model.quota import QuotaUsage
from netsec.planning.observation import Observation
from netsec.planning.preflight.findings import PreflightFindings
from netsec.planning.preflight.rule_usage import RuleUsage, prefix_list_weight_queries, rule_usages


def check_quotas(config: Config, observation: Observation, makes: Sequence[Change]) -> PreflightFindings:
    """More than the account's quota is refused; more than the default is a warning if its own is not known."""
    filled, creates = tuple(rule_usages(config, observation, {change.address for change in makes})), _creates(makes)
    counted = [each for each in (*_counts(observation, creates), *map(_fullest, filled)) if each.doubtful]
    exceeded: list[Reason] = []
    warnings: list[Reason] = []
    for each in counted:
        limit = observation.network.limits.quotas.get(each.quota.code)
        facts = {"what": each.quota.name, "where": each.where, "count": each.count, "quota": each.quota.code}
        if limit is None and each.count > each.quota.default:
            warnings.append(reason("quota_unknown", limit=each.quota.default, **facts, **each.facts))
        elif limit is not None and each.count > limit:
            exceeded.append(reason("quota_exceeded", limit=limit, service=each.quota.service, **facts, **each.facts))
    warnings += [_unweighed(each, observation) for each in filled if each.unknown]
    asks = tuple(each.quota.query for each in counted)
    of_kinds = (query for kind in KINDS.values() if kind.name in creates for query in kind.quota_queries)
    return PreflightFindings(
        exceeded_quotas=tuple(exceeded),
        warnings=tuple(warnings),
        followup_queries=(*of_kinds, *prefix_list_weight_queries(filled), *asks),
    )


def _fullest(each: RuleUsage) -> QuotaUsage:
    """Usage in the address family that will have more."""
    family = "IPv6" if each.final.ipv6 > each.final.ipv4 else "IPv4"
    return QuotaUsage(each.quota, str(each.address), each.final.maximum, each.peak.maximum, {"family": family})


def _unweighed(each: RuleUsage, observation: Observation) -> Reason:
    limit = observation.network.limits.of(each.quota)
    return reason(
        "prefix_lists_unweighed",
        where=str(each.address),
        lists=list(each.unknown),
        count=each.final.maximum,
        limit=limit,
    )


def _creates(makes: Sequence[Change]) -> dict[str, list[Mapping[str, Any]]]:
    """The parameters of each create call, by the kind that makes it."""
    creates: dict[str, list[Mapping[str, Any]]] = {}
    for change in makes:
        calls = (step for step in change.steps if isinstance(step, Call) and step.recover)
        creates.setdefault(change.address.kind, []).extend(call.params for call in calls)
    return {kind: params for kind, params in creates.items() if params}


def _counts(observation: Observation, creates: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[QuotaUsage]:
    """What each kind counts that creates something."""
    for kind in KINDS.values():
        if kind.name in creates:
            yield from kind.count_quotas(observation.answers, creates[kind.name], observation.network.vpc_id)
