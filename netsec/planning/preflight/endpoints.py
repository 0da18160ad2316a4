"""Whether the region offers the endpoints' services in their zones, and the VPC has the DNS attributes they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from netsec.model import Change, Config, Query, Reason, reason
from netsec.model.response_fields import member_texts, structure_field, text_field, text_list
from netsec.planning.observation import Observation
from netsec.planning.preflight.findings import PreflightFindings, calls_of_operation

DNS = {"enableDnsSupport": "EnableDnsSupport", "enableDnsHostnames": "EnableDnsHostnames"}


def check_endpoint_services(config: Config, observation: Observation, makes: Sequence[Change]) -> PreflightFindings:
    """Problems and queries, only if the plan creates an endpoint; without an answer it is left to AWS to refuse."""
    made = [params for _, params in calls_of_operation(makes, "create_vpc_endpoint")]
    if not made:
        return PreflightFindings()
    asks = [_services(made)]
    problems = [*_unknown_services(made, observation.answers.get(asks[0]), observation)]
    if any(params.get("PrivateDnsEnabled") for params in made):
        wanted = {name: _attribute(name, observation.network.vpc_id) for name in DNS}
        asks += wanted.values()
        off = [name for name, query in wanted.items() if _is_off(observation.answers.get(query), DNS[name])]
        problems += [reason("dns_off", vpc=observation.network.vpc_id, attributes=off)] if off else []
    return PreflightFindings(problems=tuple(problems), followup_queries=tuple(asks))


def _services(made: Sequence[dict[str, Any]]) -> Query:
    names = tuple(sorted({str(params["ServiceName"]) for params in made}))
    return Query("describe_vpc_endpoint_services", "ServiceDetails", (("service-name", names),), optional=True)


def _attribute(name: str, vpc_id: str) -> Query:
    return Query("describe_vpc_attribute", "", params=(("Attribute", name), ("VpcId", vpc_id)), optional=True)


def _is_off(answer: list[dict[str, Any]] | None, field: str) -> bool:
    return bool(answer) and structure_field((answer or [{}])[0], field).get("Value") is False


def _unknown_services(
    made: Sequence[dict[str, Any]], rows: list[dict[str, Any]] | None, observation: Observation
) -> Iterator[Reason]:
    if rows is None:
        return
    zone_of = {
        each["SubnetId"]: text_field(each, "AvailabilityZone") for each in observation.answers.of("describe_subnets")
    }
    for params in sorted(made, key=lambda params: str(params["ServiceName"])):
        service, kind = params["ServiceName"], params["VpcEndpointType"]
        offers = [row for row in rows if text_field(row, "ServiceName") == service and kind in _types(row)]
        if not offers:
            yield reason("endpoint_service_unknown", service=service, type=kind)
            continue
        zones = {zone for row in offers for zone in text_list(row, "AvailabilityZones")}
        lacking = sorted({zone_of.get(each, "") for each in params.get("SubnetIds") or ()} - zones - {""})
        if zones and lacking:
            yield reason(
                "endpoint_service_elsewhere",
                service=service,
                lacking=lacking,
                zones=sorted(zones),
            )


def _types(row: dict[str, Any]) -> set[str]:
    return set(member_texts(row, "ServiceType", "ServiceType"))
