"""Whether NAT gateways are wanted now: the run's switch, an end that `nat on` set, the config; and their former IPs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from netsec.model import EXPIRES_TAG, Address, Config, Live, Reason, reason
from netsec.model.moment import moment_of, shown

KIND, ADDRESSES = "nat_gateway", "elastic_ip"


def ends(lives: Iterable[Live]) -> Iterator[tuple[Live, str, float | None]]:
    """Each NAT gateway of ours that has an end: its tag, and that as a time."""
    for live in lives:
        if live.kind == KIND and live.owned and not live.fading and EXPIRES_TAG in live.tags:
            yield live, live.tags[EXPIRES_TAG], moment_of(live.tags[EXPIRES_TAG])


def switched(config: Config, lives: Iterable[Live], now: float) -> tuple[Config, tuple[Reason, ...]]:
    """The config as it counts now, and what to say of ends that are past or can't be read.

    `now` is in seconds since the epoch. A switch that was given for this run, or is on in the config, needs no end.
    """
    if config.nat_given or config.enable_nat_gateway:
        return config, ()
    found = tuple(ends(lives))
    coming = sorted(text for _, text, end in found if end is not None and end > now)
    if coming:
        return replace(config, enable_nat_gateway=True, nat=replace(config.nat, until=coming[-1])), ()
    past = sorted(text for _, text, end in found if end is not None)
    unreadable = (reason("nat_end_unreadable", id=live.id, value=text) for live, text, end in found if end is None)
    over = (reason("nat_time_is_up", until=shown(past[-1])),) if past else ()
    return config, (*over, *unreadable)


def recalled(config: Config, former: Mapping[Address, str]) -> Config:
    """The config with the public IPs that were released, as the state remembers them."""
    ips = {address.name: public_ip for address, public_ip in former.items() if address.kind == ADDRESSES}
    return replace(config, nat=replace(config.nat, former=ips)) if ips else config
