"""The set-up to recommend, and the lines of netsec.toml for it."""

from __future__ import annotations

from dataclasses import dataclass

from netsec.insight.advice.flows import FlowStatus
from netsec.insight.advice.setups import GATEWAY_SERVICES, Setup
from netsec.model import Reason, reason

# Names of environments in which the failure of one zone must not affect the others.
PRODUCTION_NAMES = ("prod", "production", "prd", "live")
# The set-ups that may be recommended, the preferred one first where prices are equal: in production, and elsewhere.
PRODUCTION_SETUPS = ("nothing", "endpoints", "nat_per_zone")
OTHER_SETUPS = ("nothing", "endpoints_one_zone", "nat_single", "endpoints", "nat_per_zone")


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """The set-up to choose, why, and the lines of netsec.toml for it."""

    setup: Setup
    why: Reason
    lines: tuple[str, ...]


def recommend(
    rows: tuple[FlowStatus, ...], found: tuple[Setup, ...], environment: str, zones: tuple[str, ...]
) -> Recommendation:
    """The cheapest of the set-ups in which everything works; in production only those that survive a zone's failure.

    `zones`: the app's, for the lines of netsec.toml. Public IPs for tasks are never recommended.
    """
    is_production = environment in PRODUCTION_NAMES
    allowed = PRODUCTION_SETUPS if is_production else OTHER_SETUPS
    working = [setup for setup in found if setup.name in allowed and setup.works]
    best = min(working, key=lambda setup: (setup.monthly, allowed.index(setup.name)))
    why = reason("cheapest_that_outlives_a_zone" if is_production else "cheapest_that_works", environment=environment)
    return Recommendation(setup=best, why=why, lines=_lines(best, rows, zones))


def _lines(best: Setup, rows: tuple[FlowStatus, ...], zones: tuple[str, ...]) -> tuple[str, ...]:
    """The switch, `[nat]` and `[endpoints]` for a set-up."""
    services = tuple(dict.fromkeys(service for row in rows if row.is_needed for service in row.flow.services))
    by_gateway = [service for service in services if service in GATEWAY_SERVICES]
    if best.name == "nothing":
        return ("enable_nat_gateway = false",)
    if best.name.startswith("nat"):
        topology = "single" if best.name == "nat_single" else "per_az"
        gateway = ("", "[endpoints]", f"gateway = {_toml_list(by_gateway)}") if by_gateway else ()
        return ("enable_nat_gateway = true", "", "[nat]", f'topology = "{topology}"', *gateway)
    one_zone = (f"zones = {_toml_list(zones[:1])}",) if best.name == "endpoints_one_zone" else ()
    return (
        "enable_nat_gateway = false",
        "",
        "[endpoints]",
        f"gateway = {_toml_list(by_gateway)}",
        f"interface = {_toml_list([service for service in services if service not in GATEWAY_SERVICES])}",
        *one_zone,
    )


def _toml_list(items: tuple[str, ...] | list[str]) -> str:
    """`["s3", "logs"]`."""
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"
