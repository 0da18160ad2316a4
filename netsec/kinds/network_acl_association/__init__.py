"""network_acl_association: the ACL of a subnet. Every subnet has exactly one: it is replaced, never created."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from netsec.kinds.network_acl_association.declarations import EMULATED, PERMISSIONS
from netsec.kinds.network_acl_association.simulation import HANDLERS
from netsec.model import (
    ASSOCIATE_TAG,
    STACK_TAG,
    AclConfig,
    Address,
    Answers,
    Call,
    Config,
    Decision,
    DestroyOptions,
    Detail,
    Kind,
    Live,
    Network,
    Query,
    Reason,
    Ref,
    Spec,
    Standing,
    query_by_vpc,
    reason,
    tag_map,
)
from netsec.model.response_fields import structure_list, text_field

NAME = "network_acl_association"
ACL, ENTRIES = "network_acl", "network_acl_entries"
FORMER_ACL = "former_network_acl_id"


@dataclass(frozen=True, kw_only=True)
class NetworkAclAssociationSpec(Spec):
    """A subnet's ACL as wanted; `after` is the ACL's entries, since an empty list denies everything.

    `found`: the subnet was found in the VPC, rather than named in the config. `stack` is whose it is: a subnet on
    another stack's ACL is that one's to move.
    """

    stack: str
    subnet_id: str
    acl_id: str | Ref
    after: str | Ref
    is_discovered: bool = False


@dataclass(frozen=True)
class AssociationContext:
    """What else is known of an association: its ACL's stack, whether ours, the lists there are, the default one.

    One that is `lacks_id` can't be moved: AWS's answer leaves its id out.
    """

    stack: str
    is_managed: bool
    acl_ids: frozenset[str]
    default_id: str
    lacks_id: bool = False


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (query_by_vpc("describe_network_acls", "NetworkAcls", vpc_id, id_field="NetworkAclId"),)


def _desire(config: Config, network: Network) -> Iterator[NetworkAclAssociationSpec]:
    for acl in config.network_acls:
        for subnet_id in _subnets(acl, network) if acl.associate else ():
            yield NetworkAclAssociationSpec(
                address=Address(NAME, subnet_id),
                key=(subnet_id,),
                stack=config.stack,
                subnet_id=subnet_id,
                acl_id=Ref(Address(ACL, acl.key)),
                after=Ref(Address(ENTRIES, acl.key)),
                is_discovered=isinstance(acl.subnets, str),
            )


def wanted_acl(spec: NetworkAclAssociationSpec) -> str:
    """The key of the ACL that the subnet is wanted on."""
    return spec.acl_id.address.name if isinstance(spec.acl_id, Ref) else spec.acl_id


def _subnets(acl: AclConfig, network: Network) -> tuple[str, ...]:
    if acl.subnets == "public":
        return tuple(subnet for zone in network.zones for subnet in zone.public_subnets)
    if acl.subnets == "private":
        return tuple(subnet for zone in network.zones for subnet in zone.private_subnets)
    return tuple(acl.subnets)


def _read(answers: Answers, network: Network) -> Iterator[Live]:
    acls = answers.of("describe_network_acls")
    acl_ids = frozenset(acl["NetworkAclId"] for acl in acls)
    default_id = next((acl["NetworkAclId"] for acl in acls if acl.get("IsDefault")), "")
    for acl in acls:
        tags = tag_map(acl)
        context = AssociationContext(tags.get(STACK_TAG, ""), tags.get(ASSOCIATE_TAG) == "true", acl_ids, default_id)
        for association in structure_list(acl, "Associations"):
            if text_field(association, "SubnetId"):
                yield _live(association, acl["NetworkAclId"], context)


def _live(association: Mapping[str, Any], acl_id: str, surroundings: AssociationContext) -> Live:
    """Without an id of its own it can't be moved; that it is where it is wanted can be told all the same."""
    subnet_id = text_field(association, "SubnetId")
    return Live(
        kind=NAME,
        id=text_field(association, "NetworkAclAssociationId") or f"{acl_id}/{subnet_id}",
        address=Address(NAME, subnet_id),
        key=(subnet_id,),
        uses=frozenset({acl_id}),
        owner=acl_id,
        attributes={"network_acl_id": acl_id},
        data=replace(surroundings, lacks_id=not text_field(association, "NetworkAclAssociationId")),
    )


def _create(spec: NetworkAclAssociationSpec) -> Decision:
    """EC2 has every subnet on some ACL: one that is in the VPC and on none is an answer with a gap."""
    if spec.is_discovered:
        return Decision(verb="blocked", why=_untold(spec.subnet_id))
    return Decision(verb="blocked", why=reason("subnet_unknown", subnet=spec.subnet_id))


def _untold(subnet_id: str) -> Reason:
    return reason("answer_incomplete", id=subnet_id, missing=["NetworkAclAssociationId"])


def _compare(spec: NetworkAclAssociationSpec, live: Live) -> Decision:
    current = live.attributes["network_acl_id"]
    if current == spec.acl_id:
        return Decision(verb="keep", why=reason("as_wanted"))
    other_stack = live.data.stack
    if other_stack and other_stack != spec.stack:
        return Decision(verb="blocked", why=reason("subnet_of_other_stack", acl=current, stack=other_stack))
    if live.data.lacks_id:
        return Decision(verb="blocked", why=_untold(spec.subnet_id))
    return Decision(
        verb="update",
        why=reason("subnet_on_other_acl", acl=current),
        steps=(_move(live, spec.acl_id),),
        attributes={} if live.is_owned else {FORMER_ACL: current},
    )


def _move(live: Live, acl_id: str | Ref) -> Call:
    """The association's id changes each time it is moved, so a second try must look it up again: no repeat."""
    params = {"AssociationId": live.id, "NetworkAclId": acl_id}
    return Call(
        op="replace_network_acl_association",
        params=params,
        sets={"network_acl_id": acl_id},
        idempotent=False,
    )


def _delete(live: Live, retire: DestroyOptions) -> Decision:
    """Back to the ACL the subnet had before ours, or to the default one when that is forgotten or gone."""
    context: AssociationContext = live.data
    if not retire.is_requested and not context.is_managed and FORMER_ACL not in live.attributes:
        return Decision(verb="keep", why=reason("associated_by_hand"))
    former = live.attributes.get(FORMER_ACL, "")
    known = former in context.acl_ids
    target = former if known else context.default_id
    if context.lacks_id or not target:
        return Decision(verb="blocked", why=_untold(live.key[0]))
    removed = Detail("-", live.owner, reason("acl_before"))
    added = Detail("+", target, reason("former_acl" if known else "default_acl"))
    return Decision(verb="delete", why=reason("not_wanted"), steps=(_move(live, target),), details=(removed, added))


def _facts(standing: Standing) -> Iterator[str]:
    """The subnet and its ACL, by name where they have one."""
    for subnet in standing.answers.of("describe_subnets"):
        if subnet["SubnetId"] == standing.address.name:
            acl_id = standing.live.owner if standing.live else ""
            acl = next((live for live in standing.lives if live.kind == ACL and live.id == acl_id), None)
            key = acl.address.name if acl and acl.is_owned and acl.address else ""
            acl_label = key or (acl.name or acl.id if acl else "")
            yield f"{tag_map(subnet).get('Name') or subnet['SubnetId']} {acl_label}".strip()


KIND = Kind(
    name=NAME,
    heading="Network ACL associations",
    id_prefix="",
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    facts=_facts,
    judged_with=("network_acl",),
    permissions=PERMISSIONS,
    emulated=(EMULATED,),
    not_found=("InvalidAssociationID.NotFound",),
    handlers=HANDLERS,
)
