"""Whole set-ups side by side: what each costs in a month, and which of the app's flows it loses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from netsec.insight.advice.flows import Row, Way
from netsec.insight.cost.bill import HOURS_A_MONTH, NOTHING
from netsec.insight.cost.prices import Prices
from netsec.model import Reason, WorkloadConfig, reason

# On for ten hours of each of 22 working days; every switching on begins an hour, which these are whole multiples of.
HOURS_AT_WORK = 220
BY_ROUTES = ("s3", "dynamodb")


@dataclass(frozen=True, kw_only=True)
class Setup:
    """One way to build it. `monthly` is USD; `loses` the wanted flows that would not work; `but` what else to know."""

    name: str
    monthly: Decimal
    loses: tuple[str, ...] = ()
    but: Reason | None = None

    @property
    def works(self) -> bool:
        """Whether everything that the app needs works in it."""
        return not self.loses


def setups(rows: tuple[Row, ...], workload: WorkloadConfig, prices: Prices, zones: int) -> tuple[Setup, ...]:
    """All of them, in the order of the table; `zones` is in how many the app runs."""
    online = tuple(row.flow.name for row in rows if row.wanted and row.flow.internet and row.way is not Way.IPV6)
    services = _services(rows)
    outside = (*online, *(row.flow.name for row in rows if row.wanted and row.flow.services))
    paid = [service for service in services if service not in BY_ROUTES]
    nat = prices.nat_hour + prices.address_hour
    gb = Decimal(str(workload.gb))
    traffic, private = gb * prices.nat_gb, (gb * prices.endpoint_gb if paid else NOTHING)
    wire = len(paid) * prices.endpoint_hour * HOURS_A_MONTH
    at_night = zones * (nat * HOURS_AT_WORK) + traffic
    return (
        Setup(name="nat_per_zone", monthly=zones * nat * HOURS_A_MONTH + traffic),
        Setup(name="nat_single", monthly=nat * HOURS_A_MONTH + traffic, but=reason("one_zone_for_all")),
        Setup(name="nat_at_work", monthly=at_night, but=reason("nothing_at_night", hours=HOURS_AT_WORK)),
        Setup(name="endpoints", monthly=zones * wire + private, loses=online),
        Setup(name="endpoints_one_zone", monthly=wire + private, loses=online, but=reason("one_zone_for_all")),
        Setup(
            name="public_ips",
            monthly=workload.tasks * prices.address_hour * HOURS_A_MONTH,
            but=reason("tasks_in_public", tasks=workload.tasks),
        ),
        Setup(name="nothing", monthly=NOTHING, loses=outside),
    )


def _services(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Every service that the app uses, once."""
    return tuple(dict.fromkeys(service for row in rows if row.wanted for service in row.flow.services))
