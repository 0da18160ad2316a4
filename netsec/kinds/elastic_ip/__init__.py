"""elastic_ip: the fixed public address of a zone's NAT gateway; addresses that people bring are not among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from netsec.codes import ADDRESS_UNAVAILABLE, RETRY_WHILE_ADDRESS_IN_USE
from netsec.kinds.elastic_ip.declarations import EMULATED, EMULATED_ASSOCIATION, PERMISSIONS
from netsec.kinds.elastic_ip.reading import NAME, live_addresses
from netsec.kinds.elastic_ip.simulation import HANDLERS
from netsec.model import (
    KEEP_TAG,
    STACK_TAG,
    VPC_TAG,
    Address,
    Answers,
    Call,
    Config,
    Creation,
    Decision,
    DestroyOptions,
    Detail,
    Kind,
    Live,
    Network,
    Query,
    Recover,
    Spec,
    Standing,
    identity_tags,
    nat_zones,
    reason,
    resource_tags,
    tag_list,
    tag_specifications,
)
from netsec.model.quota import Quota, QuotaUsage
from netsec.model.response_fields import text_field
from netsec.model.simulated import Params

ADDRESSES = Query("describe_addresses", "Addresses", id_field="AllocationId")
# Asked only where addresses go: EC2 refuses to release one that has a reverse-DNS record (InvalidAddress.PtrSet).
REVERSE_DNS = Query("describe_addresses_attribute", "Addresses", params=(("Attribute", "domain-name"),), optional=True)
QUOTA = Quota("elastic_ips", "ec2", "L-0263D0A3", 5)
# AllocateAddress has no ClientToken, so an address whose answer was lost is looked for, and never asked for blindly.
CREATION = Creation()


@dataclass(frozen=True, kw_only=True)
class ElasticIpSpec(Spec):
    """An address as wanted: the one that stood here before, if EC2 still has it, else any of Amazon's pool."""

    former: str = ""


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (ADDRESSES,)


def _desire(config: Config, network: Network) -> Iterator[ElasticIpSpec]:
    for zone in nat_zones(config, network):
        if zone.name not in config.nat.eips:
            address = Address(NAME, zone.name)
            yield ElasticIpSpec(
                address=address,
                tags={
                    **resource_tags(config, address, f"{config.name_prefix}-nat-eip-{zone.name_suffix}"),
                    VPC_TAG: network.vpc_id,
                },
                former=config.nat.former_public_ips.get(zone.name, ""),
            )


def _read(answers: Answers, network: Network) -> Iterator[Live]:
    names = {text_field(row, "AllocationId"): text_field(row, "PtrRecord") for row in answers.get(REVERSE_DNS) or ()}
    yield from live_addresses(answers, names, network.vpc_id)


def _create(spec: ElasticIpSpec) -> Decision:
    out = {"id": "AllocationId", "public_ip": "PublicIp"}
    again = {"Address": spec.former} if spec.former else {}
    call = Call(
        op="allocate_address",
        params={"Domain": "vpc", **again, "TagSpecifications": tag_specifications("elastic-ip", spec.tags)},
        out=out,
        replan_on=ADDRESS_UNAVAILABLE if spec.former else (),
        idempotent=False,
        recover=Recover(query=ADDRESSES, out=out, tags=identity_tags(dict(spec.tags)), creation=CREATION),
    )
    why = reason("address_missing", zone=spec.address.name)
    wish = (Detail("+", spec.former, reason("public_ip_asked_for_again")),) if spec.former else ()
    return Decision(verb="create", why=why, steps=(call,), details=wish)


def _compare(spec: ElasticIpSpec, live: Live) -> Decision:
    if live.foreign_holders:
        return Decision(verb="blocked", why=reason("address_held_elsewhere", holder=live.foreign_holders[0]))
    if live.data.left_behind:
        return Decision(verb="update", why=reason("address_left_associated"), steps=_let_go(live))
    return Decision(verb="keep", why=reason("as_wanted"))


def _delete(live: Live, retire: DestroyOptions) -> Decision:
    """Release it, or keep it: with a tag that says so, since that must outlive the state file.

    Once kept it stays kept, whatever the verb, until somebody asks for its release. One that netsec.toml names is the
    person's: never released, and marked as kept, since it may be taken out of there again. One with a record in
    reverse DNS is in use beyond this VPC, and EC2 would refuse to release it.
    """
    public_ip = live.attributes["public_ip"]
    marked = KEEP_TAG in live.tags
    mark = Call(op="create_tags", params={"Resources": [live.id], "Tags": tag_list({KEEP_TAG: "true"})})
    if live.is_pinned:
        pinned = Decision(verb="keep", why=reason("address_pinned", public_ip=public_ip))
        ours = live.is_recorded and live.is_in_vpc and STACK_TAG in live.tags
        return replace(pinned, steps=(mark,)) if ours and not marked else pinned
    if live.data.reverse_dns:
        name = live.data.reverse_dns
        return Decision(verb="keep", why=reason("address_has_a_name", public_ip=public_ip, name=name))
    if not retire.release_addresses and (retire.keep_addresses or marked):
        return Decision(
            verb="keep",
            why=reason("address_kept", public_ip=public_ip),
            steps=() if marked else (mark,),
        )
    release = Call(
        op="release_address",
        params={"AllocationId": live.id},
        benign=("InvalidAllocationID.NotFound", "InvalidAddress.NotFound"),
        retry_on=RETRY_WHILE_ADDRESS_IN_USE,
    )
    released = Detail("-", public_ip, reason("public_ip_given_up"))
    steps = (*_let_go(live), release)
    return Decision(
        verb="delete", why=reason("not_wanted"), steps=steps, details=(released,), released_public_ip=public_ip
    )


def _ask(lives: Iterable[Live], leaving: bool) -> tuple[Query, ...]:
    """Their names in reverse DNS, where some are to be released."""
    return (REVERSE_DNS,) if leaving and any(live.is_owned for live in lives) else ()


def _let_go(live: Live) -> tuple[Call, ...]:
    """End the association with a NAT gateway that is gone, so that the address can be used or released."""
    call = Call(
        op="disassociate_address",
        params={"AssociationId": live.data.left_behind},
        benign=("InvalidAssociationID.NotFound",),
        retry_on=RETRY_WHILE_ADDRESS_IN_USE,
    )
    return (call,) if live.data.left_behind else ()


def _count_quotas(answers: Answers, creates: Sequence[Params], vpc_id: str) -> Iterator[QuotaUsage]:
    """The addresses of the region; those that AWS's services manage themselves do not count."""
    existing = [row for row in answers.of("describe_addresses") if not row.get("ServiceManaged")]
    yield QuotaUsage(QUOTA, "", len(creates) + len(existing))


def _facts(standing: Standing) -> Iterator[str]:
    """The public IP, and the interface, instance or association that it is attached to."""
    addresses = standing.answers.of("describe_addresses") if standing.live else ()
    for item in (item for item in addresses if standing.live and item["AllocationId"] == standing.live.id):
        held_by = (text_field(item, field) for field in ("NetworkInterfaceId", "InstanceId", "AssociationId"))
        yield f"{text_field(item, 'PublicIp')} {next(filter(None, held_by), '')}".strip()


KIND = Kind(
    name=NAME,
    heading="Elastic IPs",
    id_prefix="eipalloc",
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    count_quotas=_count_quotas,
    facts=_facts,
    judged_with=("nat_gateway",),
    followup_queries=_ask,
    creation=CREATION,
    is_charged=True,
    permissions=PERMISSIONS,
    emulated=(EMULATED, EMULATED_ASSOCIATION),
    is_outbound=True,
    not_found=("InvalidAllocationID.NotFound", "InvalidAddress.NotFound", "InvalidAddressID.NotFound"),
    handlers=HANDLERS,
)
