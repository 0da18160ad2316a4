"""Whether NAT gateways are wanted now: the option of this run, an expiry set by `nat on`, the config; former IPs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from netsec.model import EXPIRES_TAG, Address, Config, Live, Reason, reason
from netsec.model.timestamps import parse_timestamp, readable_timestamp

GATEWAY, ADDRESS = "nat_gateway", "elastic_ip"


def nat_expirations(lives: Iterable[Live]) -> Iterator[tuple[Live, str, float | None]]:
    """Each owned NAT gateway with an expiry: the tag's value, and its time in seconds (None if unreadable)."""
    for live in lives:
        if live.kind == GATEWAY and live.is_owned and not live.terminating and EXPIRES_TAG in live.tags:
            yield live, live.tags[EXPIRES_TAG], parse_timestamp(live.tags[EXPIRES_TAG])


def effective_config(config: Config, lives: Iterable[Live], now: float) -> tuple[Config, tuple[Reason, ...]]:
    """The config with NAT gateways on until the last expiry to come; warnings of past and unreadable ones.

    `now` is in seconds since the epoch. Expiries do not matter if the switch was given for this run or is on in the
    config.
    """
    if config.is_nat_switch_given or config.enable_nat_gateway:
        return config, ()
    expiries = tuple(nat_expirations(lives))
    to_come = sorted(text for _, text, end in expiries if end is not None and end > now)
    if to_come:
        return replace(config, enable_nat_gateway=True, nat=replace(config.nat, expires_at=to_come[-1])), ()
    past = sorted(text for _, text, end in expiries if end is not None)
    unreadable = (reason("nat_end_unreadable", id=live.id, value=text) for live, text, end in expiries if end is None)
    expired = (reason("nat_time_is_up", until=readable_timestamp(past[-1])),) if past else ()
    return config, (*expired, *unreadable)


def with_former_public_ips(config: Config, former: Mapping[Address, str]) -> Config:
    """The config with the public IPs of released Elastic IPs; `former` maps their addresses to the IPs."""
    ips = {address.name: public_ip for address, public_ip in former.items() if address.kind == ADDRESS}
    return replace(config, nat=replace(config.nat, former_public_ips=ips)) if ips else config
