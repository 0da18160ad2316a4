"""network_acl_entries: all entries of a network ACL, both directions, as one resource; without EC2's own last ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from netsec.kinds.network_acl_entries.declarations import PERMISSIONS
from netsec.kinds.network_acl_entries.entry import entry_line, entry_text, read_entries
from netsec.kinds.network_acl_entries.sequence import EntryDifference, EntryStep, entry_difference, entry_steps
from netsec.kinds.network_acl_entries.simulation import HANDLERS
from netsec.model import (
    AclEntry,
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
    Ref,
    Spec,
    Standing,
    Step,
    Verb,
    query_by_vpc,
    reason,
    tag_map,
    tagged_address,
)
from netsec.model.quota import AccountLimits

NAME = "network_acl_entries"
ACL = "network_acl"


@dataclass(frozen=True, kw_only=True)
class NetworkAclEntriesSpec(Spec):
    """The entries of one ACL as wanted, CIDRs filled in; `limits` is what is known of how many there may be."""

    acl_id: str | Ref
    entries: tuple[AclEntry, ...]
    limits: AccountLimits = field(default_factory=AccountLimits)


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (query_by_vpc("describe_network_acls", "NetworkAcls", vpc_id, id_field="NetworkAclId"),)


def _desire(config: Config, network: Network) -> Iterator[NetworkAclEntriesSpec]:
    for acl in config.network_acls:
        owner = Ref(Address(ACL, acl.key))
        entries = tuple(replace(entry, cidr=network.cidr) if entry.cidr == "vpc" else entry for entry in acl.entries)
        address = Address(NAME, acl.key)
        yield NetworkAclEntriesSpec(address=address, key=(owner,), acl_id=owner, entries=entries, limits=network.limits)


def _read(answers: Answers, network: Network) -> Iterator[Live]:
    for item in answers.of("describe_network_acls"):
        owner, acl_id = tagged_address(ACL, tag_map(item)), item["NetworkAclId"]
        yield Live(
            kind=NAME,
            id=f"{acl_id}/entries",
            address=Address(NAME, owner.name) if owner else None,
            key=(acl_id,),
            owner=acl_id,
            attributes={"network_acl_id": acl_id},
            data=(entries := tuple(read_entries(item))),
            missing_fields=tuple(sorted({field for entry in entries for field in entry.missing_fields})),
        )


def _create(spec: NetworkAclEntriesSpec) -> Decision:
    return _decide(spec, (), "create")


def _compare(spec: NetworkAclEntriesSpec, live: Live) -> Decision:
    return _decide(spec, live.data, "update")


def _decide(spec: NetworkAclEntriesSpec, current: tuple[AclEntry, ...], verb: Verb) -> Decision:
    difference = entry_difference(current, spec.entries)
    if not difference:
        return Decision(verb="keep", why=reason("as_wanted"))
    return Decision(
        verb=verb,
        why=reason("entries_of_new_acl" if verb == "create" else "entries_differ"),
        steps=tuple(_step(spec.acl_id, step) for step in entry_steps(current, spec.entries, difference, spec.limits)),
        details=tuple(_details(difference)),
    )


def _details(difference: EntryDifference) -> Iterator[Detail]:
    for entry in difference.new:
        yield Detail("+", entry_line(entry), reason("entry_missing"))
    for old, new in difference.changed:
        yield Detail("~", f"{entry_line(old)} => {entry_line(new)}", reason("entry_differs"))
    for entry in difference.removed:
        yield Detail("-", entry_line(entry), reason("entry_unasked"))


def _step(acl_id: str | Ref, step: EntryStep) -> Step:
    if step.action == "delete":
        return _remove(acl_id, step.entry)
    if step.action == "create":
        return _put("create_network_acl_entry", acl_id, step.entry, repeat=False)
    return _put("replace_network_acl_entry", acl_id, step.entry)


def _put(op: str, acl_id: str | Ref, entry: AclEntry, repeat: bool = True) -> Call:
    params: dict[str, Any] = {
        "NetworkAclId": acl_id,
        "RuleNumber": entry.number,
        "Egress": entry.egress,
        "Protocol": entry.protocol,
        "RuleAction": entry.action,
        "Ipv6CidrBlock" if ":" in entry.cidr else "CidrBlock": entry.cidr,
    }
    if entry.from_port is not None:
        params["PortRange"] = {"From": entry.from_port, "To": entry.to_port}
    if entry.icmp_type is not None:
        params["IcmpTypeCode"] = {"Type": entry.icmp_type, "Code": entry.icmp_code}
    return Call(
        op=op,
        params=params,
        sets={"network_acl_id": acl_id},
        idempotent=repeat,
    )


def _remove(acl_id: str | Ref, entry: AclEntry) -> Call:
    params = {"NetworkAclId": acl_id, "RuleNumber": entry.number, "Egress": entry.egress}
    return Call(
        op="delete_network_acl_entry",
        params=params,
        benign=("InvalidNetworkAclEntry.NotFound", "InvalidNetworkAclID.NotFound"),
    )


def _delete(live: Live, retire: DestroyOptions) -> Decision:
    """Entries go with their list."""
    return Decision(verb="delete", why=reason("not_wanted"))


def _facts(standing: Standing) -> Iterator[str]:
    """The entries of our ACL."""
    if standing.live and standing.live.is_owned:
        for entry in sorted(standing.live.data, key=lambda entry: (entry.egress, entry.number)):
            yield f"{'->' if entry.egress else '<-'} {entry_text(entry)}"


KIND = Kind(
    name=NAME,
    heading="Network ACL entries",
    id_prefix="",
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    facts=_facts,
    judged_with=("network_acl",),
    not_found=("InvalidNetworkAclEntry.NotFound",),
    permissions=PERMISSIONS,
    handlers=HANDLERS,
)
