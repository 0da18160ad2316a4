"""Whole set-ups side by side: what each costs a month, and which of the app's flows would not work in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from netsec.insight.advice.flows import EgressPath, FlowStatus
from netsec.insight.cost.bill import HOURS_PER_MONTH, ZERO_USD
from netsec.insight.cost.prices import Prices
from netsec.model import Reason, WorkloadConfig, reason

# Ten hours on each of 22 working days in a month; whole hours, since AWS charges a partial hour as a full one.
WORKING_HOURS = 220
# The services that have gateway endpoints, which are free (VPC user guide, "Gateway endpoints").
GATEWAY_SERVICES = ("s3", "dynamodb")


@dataclass(frozen=True, kw_only=True)
class Setup:
    """One way to build it. `monthly`: USD. `lost_flows`: names of the needed flows that would not work. `keep`: a
    caveat.
    """

    name: str
    monthly: Decimal
    lost_flows: tuple[str, ...] = ()
    caveat: Reason | None = None

    @property
    def works(self) -> bool:
        """Whether everything works in it that the app needs."""
        return not self.lost_flows


def compare_setups(
    rows: tuple[FlowStatus, ...], workload: WorkloadConfig, prices: Prices, zones: int
) -> tuple[Setup, ...]:
    """Every set-up, in the order in which they are shown; `zones`: in how many zones the app runs."""
    needs_internet = tuple(
        row.flow.name for row in rows if row.is_needed and row.flow.needs_internet and row.path is not EgressPath.IPV6
    )
    needs_services = tuple(row.flow.name for row in rows if row.is_needed and row.flow.services)
    paid = [service for service in _services(rows) if service not in GATEWAY_SERVICES]
    nat_hour = prices.nat_hour + prices.address_hour
    gb = Decimal(str(workload.gb))
    nat_traffic, endpoint_traffic = gb * prices.nat_gb, (gb * prices.endpoint_gb if paid else ZERO_USD)
    endpoints_a_zone = len(paid) * prices.endpoint_hour * HOURS_PER_MONTH
    return (
        Setup(name="nat_per_zone", monthly=zones * nat_hour * HOURS_PER_MONTH + nat_traffic),
        Setup(name="nat_single", monthly=nat_hour * HOURS_PER_MONTH + nat_traffic, caveat=reason("one_zone_for_all")),
        Setup(
            name="nat_at_work",
            monthly=zones * (nat_hour * WORKING_HOURS) + nat_traffic,
            caveat=reason("nothing_at_night", hours=WORKING_HOURS),
        ),
        Setup(name="endpoints", monthly=zones * endpoints_a_zone + endpoint_traffic, lost_flows=needs_internet),
        Setup(
            name="endpoints_one_zone",
            monthly=endpoints_a_zone + endpoint_traffic,
            lost_flows=needs_internet,
            caveat=reason("one_zone_for_all"),
        ),
        Setup(
            name="public_ips",
            monthly=workload.tasks * prices.address_hour * HOURS_PER_MONTH,
            caveat=reason("tasks_in_public", tasks=workload.tasks),
        ),
        Setup(name="nothing", monthly=ZERO_USD, lost_flows=(*needs_internet, *needs_services)),
    )


def _services(rows: tuple[FlowStatus, ...]) -> tuple[str, ...]:
    """Every AWS service that the app uses, once."""
    return tuple(dict.fromkeys(service for row in rows if row.is_needed for service in row.flow.services))
