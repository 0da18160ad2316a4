"""The quotas on VPC endpoints, by type (VPC user guide, Amazon VPC quotas)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from netsec.kinds.vpc_endpoint.reading import GATEWAY, INTERFACE
from netsec.model import Answers
from netsec.model.quota import Quota, QuotaUsage
from netsec.model.response_fields import text_field
from netsec.model.simulated import Params

QUOTAS = {
    GATEWAY: Quota("gateway_endpoints", "vpc", "L-1B52E74A", 20),
    INTERFACE: Quota("interface_endpoints", "vpc", "L-29B6F2EB", 50),
}


def count_endpoints(answers: Answers, creates: Sequence[Params], vpc_id: str) -> Iterator[QuotaUsage]:
    """For each type that is created: those that there would be in the VPC."""
    new = Counter(str(params["VpcEndpointType"]) for params in creates)
    existing = Counter(text_field(row, "VpcEndpointType") for row in answers.of("describe_vpc_endpoints"))
    for endpoint_type, quota in QUOTAS.items():
        if new[endpoint_type]:
            yield QuotaUsage(quota, vpc_id, new[endpoint_type] + existing[endpoint_type])
