"""The quota on NAT gateways: so many in a zone, in all VPCs of the account (VPC user guide, Amazon VPC quotas)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from netsec.model import Answers, Query
from netsec.model.quota import Quota, QuotaUsage
from netsec.model.response_fields import items_with_id, structure_list, text_field
from netsec.model.simulated import Params

QUOTA = Quota("nat_gateways", "vpc", "L-FE5A380F", 5)
# States in which a NAT gateway counts.
COUNTED = ("pending", "available", "deleting")
IN_ALL_VPCS = Query(
    "describe_nat_gateways",
    "NatGateways",
    (("state", COUNTED),),
    filter_argument="Filter",
    optional=True,
    id_field="NatGatewayId",
)


def count_nat_gateways(answers: Answers, creates: Sequence[Params], vpc_id: str) -> Iterator[QuotaUsage]:
    """For each zone in which a gateway is created: those that would count there."""
    zone_of = {row["SubnetId"]: text_field(row, "AvailabilityZone") for row in answers.of("describe_subnets")}
    new = Counter(zone_of.get(params["SubnetId"], "") for params in creates)
    existing: Counter[str] = Counter()
    elsewhere = items_with_id(answers.get(IN_ALL_VPCS) or [], "NatGatewayId")
    rows = {row["NatGatewayId"]: row for row in (*answers.of("describe_nat_gateways"), *elsewhere)}
    for row in rows.values():
        if text_field(row, "State") in COUNTED:
            held = next(iter(structure_list(row, "NatGatewayAddresses")), {})
            existing[zone_of.get(text_field(row, "SubnetId"), text_field(held, "AvailabilityZone"))] += 1
    for zone in sorted(new):
        yield QuotaUsage(QUOTA, zone, new[zone] + existing[zone])
