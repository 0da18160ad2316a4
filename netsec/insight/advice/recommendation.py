"""One recommendation out of the set-ups, and the lines of netsec.toml that make it."""

from __future__ import annotations

from dataclasses import dataclass

from netsec.insight.advice.flows import Row
from netsec.insight.advice.setups import BY_ROUTES, Setup
from netsec.model import Reason, reason

# Where a zone's failure must not take the others along; elsewhere the cheapest that works will do.
PRODUCTION = ("prod", "production", "prd", "live")
SAFE = ("nothing", "endpoints", "nat_per_zone")
CHEAP = ("nothing", "endpoints_one_zone", "nat_single", "endpoints", "nat_per_zone")


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """The set-up to choose, why, and what to write into netsec.toml for it."""

    setup: Setup
    why: Reason
    lines: tuple[str, ...]


def recommend(
    rows: tuple[Row, ...], found: tuple[Setup, ...], environment: str, zones: tuple[str, ...]
) -> Recommendation:
    """The cheapest in which all works; in production, of those that outlive a zone. Public IPs are never proposed."""
    safe = environment in PRODUCTION
    allowed = SAFE if safe else CHEAP
    working = [setup for setup in found if setup.name in allowed and setup.works]
    best = min(working, key=lambda setup: (setup.monthly, allowed.index(setup.name)))
    why = reason("cheapest_that_outlives_a_zone" if safe else "cheapest_that_works", environment=environment)
    return Recommendation(setup=best, why=why, lines=_lines(best, rows, zones))


def _lines(best: Setup, rows: tuple[Row, ...], zones: tuple[str, ...]) -> tuple[str, ...]:
    services = tuple(dict.fromkeys(each for row in rows if row.wanted for each in row.flow.services))
    if best.name == "nothing":
        return ("enable_nat_gateway = false",)
    if best.name.startswith("nat"):
        topology = "single" if best.name == "nat_single" else "per_az"
        free = [each for each in services if each in BY_ROUTES]
        gateway = ("", "[endpoints]", f"gateway = {_listed(free)}") if free else ()
        return ("enable_nat_gateway = true", "", "[nat]", f'topology = "{topology}"', *gateway)
    one = (f"zones = {_listed(zones[:1])}",) if best.name == "endpoints_one_zone" else ()
    return (
        "enable_nat_gateway = false",
        "",
        "[endpoints]",
        f"gateway = {_listed([each for each in services if each in BY_ROUTES])}",
        f"interface = {_listed([each for each in services if each not in BY_ROUTES])}",
        *one,
    )


def _listed(items: tuple[str, ...] | list[str]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"
