"""Prerequisites in config and network: checked whether or not the plan creates anything."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.kinds import network_acl_association
from netsec.model import STACK_TAG, VPC_TAG, Config, Reason, nat_zones, reason
from netsec.planning.incomplete_answers import items_without_id, unplaced_subnets
from netsec.planning.observation import Observation
from netsec.planning.topology import read_topology
from netsec.planning.zone_types import network_border_group


def prerequisite_problems(config: Config, observation: Observation) -> tuple[Reason, ...]:
    """All problems of the network, and of the resources that the config names."""
    return (
        *items_without_id(observation.answers),
        *_placeless(config, observation),
        *observation.network.problems,
        *_brought_addresses(config, observation),
        *_named_subnets(config, observation),
        *_subnets_on_two_acls(config, observation),
    )


def _placeless(config: Config, observation: Observation) -> tuple[Reason, ...]:
    """Subnets without a zone or table; security groups alone need neither."""
    is_needed = config.enable_nat_gateway or bool(config.network_acls) or bool(config.endpoints)
    return tuple(unplaced_subnets(read_topology(observation.answers, observation.network.vpc_id))) if is_needed else ()


def _brought_addresses(config: Config, observation: Observation) -> Iterator[Reason]:
    """Elastic IPs named in the config must exist, and be used by nothing but this stack's NAT gateway."""
    answers = observation.answers
    addresses = {live.id: live for live in observation.lives if live.kind == "elastic_ip"}
    gateways = [live for live in observation.lives if live.kind == "nat_gateway" and not live.is_owned]
    for zone in nat_zones(config, observation.network):
        brought = config.nat.eips.get(zone.name)
        if not brought:
            continue
        if brought not in addresses:
            yield reason("brought_address_unknown", id=brought, zone=zone.name)
        elif addresses[brought].foreign_holders:
            yield reason(
                "brought_address_busy", id=brought, zone=zone.name, holder=addresses[brought].foreign_holders[0]
            )
        elif other := next((live for live in gateways if brought in live.uses), None):
            yield reason("brought_address_busy", id=brought, zone=zone.name, holder=other.id)
        elif (group := addresses[brought].data.border_group) and group != (
            own := network_border_group(zone.name, answers)
        ):
            yield reason("brought_address_far", id=brought, zone=zone.name, group=group, own=own)


def _named_subnets(config: Config, observation: Observation) -> Iterator[Reason]:
    """Subnets that an ACL names must be in the VPC."""
    subnets = {live.key[0] for live in observation.lives if live.kind == "network_acl_association"}
    for acl in config.network_acls:
        for subnet in acl.subnets if acl.associate and not isinstance(acl.subnets, str) else ():
            if subnet not in subnets:
                yield reason("acl_subnet_unknown", acl=acl.key, subnet=subnet)


def _subnets_on_two_acls(config: Config, observation: Observation) -> Iterator[Reason]:
    """A subnet has one ACL; two may claim it, one as public or private, another by its id."""
    claims: dict[str, list[str]] = {}
    for spec in network_acl_association.KIND.desire(config, observation.network):
        claims.setdefault(spec.subnet_id, []).append(network_acl_association.wanted_acl(spec))
    for subnet, acls in sorted(claims.items()):
        if len(acls) > 1:
            yield reason("acl_subnet_claimed_twice", subnet=subnet, acls=acls)


def prerequisite_warnings(config: Config, observation: Observation) -> tuple[Reason, ...]:
    """What works, but perhaps not as the user expects."""
    uses_vpc_cidr = any(entry.cidr == "vpc" for acl in config.network_acls for entry in acl.entries)
    cidrs = list(observation.network.secondary_cidrs) if uses_vpc_cidr else []
    return (
        *((reason("secondary_cidrs", cidrs=cidrs),) if cidrs else ()),
        *_other_writers(observation),
        *_addresses_of_unknown_vpc(config, observation),
    )


def _other_writers(observation: Observation) -> Iterator[Reason]:
    """Resources with this stack's tags beside a recorded one: made by somebody with another state file."""
    for live in observation.lives:
        if live.is_contested and not (live.key or live.terminating):
            yield reason("other_writer", id=live.id, address=str(live.address))


def _addresses_of_unknown_vpc(config: Config, observation: Observation) -> Iterator[Reason]:
    """Elastic IPs of this stack without the tag netsec:vpc, gateway and record: perhaps of a former VPC."""
    for live in observation.lives:
        ours = live.tags.get(STACK_TAG) == config.stack and VPC_TAG not in live.tags
        if ours and live.kind == "elastic_ip" and not (live.is_owned or live.not_ours_reason):
            facts = {"id": live.id, "public_ip": live.attributes["public_ip"], "address": str(live.address or "")}
            yield reason("address_of_unknown_vpc", **facts)
