"""What is wrong with the config and the network as they are: said whether or not anything is to be made."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.kinds import network_acl_association
from netsec.model import STACK_TAG, VPC_TAG, Config, Reason, nat_zones, reason
from netsec.planning.gaps import nameless, placeless
from netsec.planning.map import draw
from netsec.planning.observe import Observation
from netsec.planning.zones import border_group_of


def problems(config: Config, seen: Observation) -> tuple[Reason, ...]:
    """All obstacles in the network and in what the person brought."""
    return (
        *nameless(seen.answers),
        *_placeless(config, seen),
        *seen.network.problems,
        *_brought_addresses(config, seen),
        *_named_subnets(config, seen),
        *_subnets_on_two_acls(config, seen),
    )


def _placeless(config: Config, seen: Observation) -> tuple[Reason, ...]:
    """Groups need no zones; all else does."""
    needed = config.enable_nat_gateway or bool(config.network_acls) or bool(config.endpoints)
    return tuple(placeless(draw(seen.answers, seen.network.vpc_id))) if needed else ()


def _brought_addresses(config: Config, seen: Observation) -> Iterator[Reason]:
    """Addresses named in the config must exist, and serve nothing but our own NAT gateway."""
    there = {live.id: live for live in seen.lives if live.kind == "elastic_ip"}
    gateways = [live for live in seen.lives if live.kind == "nat_gateway" and not live.owned]
    for zone in nat_zones(config, seen.network):
        brought = config.nat.eips.get(zone.name)
        if not brought:
            continue
        if brought not in there:
            yield reason("brought_address_unknown", id=brought, zone=zone.name)
        elif there[brought].holders:
            yield reason("brought_address_busy", id=brought, zone=zone.name, holder=there[brought].holders[0])
        elif other := next((live for live in gateways if brought in live.uses), None):
            yield reason("brought_address_busy", id=brought, zone=zone.name, holder=other.id)
        elif (group := there[brought].data.border_group) and group != (own := border_group_of(zone.name, seen.answers)):
            yield reason("brought_address_far", id=brought, zone=zone.name, group=group, own=own)


def _named_subnets(config: Config, seen: Observation) -> Iterator[Reason]:
    """Subnets that an ACL names must be in the VPC."""
    there = {live.key[0] for live in seen.lives if live.kind == "network_acl_association"}
    for acl in config.network_acls:
        for subnet in acl.subnets if acl.associate and not isinstance(acl.subnets, str) else ():
            if subnet not in there:
                yield reason("acl_subnet_unknown", acl=acl.key, subnet=subnet)


def _subnets_on_two_acls(config: Config, seen: Observation) -> Iterator[Reason]:
    """A subnet has one ACL, however it is named: as one of the public ones, and by its id."""
    wanted: dict[str, list[str]] = {}
    for spec in network_acl_association.KIND.desire(config, seen.network):
        wanted.setdefault(spec.subnet_id, []).append(network_acl_association.acl_of(spec))
    for subnet, acls in sorted(wanted.items()):
        if len(acls) > 1:
            yield reason("acl_subnet_claimed_twice", subnet=subnet, acls=acls)


def warnings(config: Config, seen: Observation) -> tuple[Reason, ...]:
    """What works, but perhaps not as the person thinks."""
    says_vpc = any(entry.cidr == "vpc" for acl in config.network_acls for entry in acl.entries)
    cidrs = list(seen.network.secondary_cidrs) if says_vpc else []
    return (
        *((reason("secondary_cidrs", cidrs=cidrs),) if cidrs else ()),
        *_other_writers(seen),
        *_addresses_of_unknown_vpc(config, seen),
    )


def _other_writers(seen: Observation) -> Iterator[Reason]:
    """What stands beside something of ours, with the same tags, and was not made by whoever keeps this record."""
    for live in seen.lives:
        if live.contested and not (live.key or live.fading):
            yield reason("other_writer", id=live.id, address=str(live.address))


def _addresses_of_unknown_vpc(config: Config, seen: Observation) -> Iterator[Reason]:
    """Addresses made before the tag netsec:vpc, which no gateway and no record places: perhaps another VPC's."""
    for live in seen.lives:
        ours = live.tags.get(STACK_TAG) == config.stack and VPC_TAG not in live.tags
        if ours and live.kind == "elastic_ip" and not (live.owned or live.disowned):
            facts = {"id": live.id, "public_ip": live.attributes["public_ip"], "address": str(live.address or "")}
            yield reason("address_of_unknown_vpc", **facts)
