"""The hands-on's checklist as values: each resource against netsec.toml, the live fact beside what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from netsec.insight.reach import Verdict
from netsec.insight.reach.gates import entry_text
from netsec.insight.world import Thing, World
from netsec.kinds import KINDS
from netsec.model import AclEntry, Address, Answers, Change, Detail, Plan, Reason, reason

Status = Literal["pass", "fail", "warn", "unknown"]
# Whether these are right can't be told without the answers that the kinds in the first column are read from.
LEAN_ON = {
    "security_group": ("security_group_rules", "vpc_endpoint"),
    "nat_gateway": ("elastic_ip", "private_route"),
    "elastic_ip": ("nat_gateway", "private_route"),
    "network_acl": ("network_acl_entries", "network_acl_association"),
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One line: what was looked at, how it is, why, what stands there (`found`), and what differs, one by one."""

    what: str
    status: Status
    why: Reason
    found: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()


def unread_kinds(vpc_id: str, answers: Answers) -> dict[str, str]:
    """Kind → the operation without whose (whole) answer it can't be judged."""
    known, unread = {query.op for query in answers if not answers.in_part(query.op)}, dict[str, str]()
    for kind in KINDS.values():
        missing = sorted({query.op for query in kind.queries(vpc_id)} - known)
        if missing:
            for name in (kind.name, *LEAN_ON.get(kind.name, ())):
                unread.setdefault(name, missing[0])
    return unread


def checks(plan: Plan, world: World, expectations: Iterable[Verdict], unread: dict[str, str]) -> tuple[Check, ...]:
    """All lines: what netsec.toml wants in the order of plans, what else was noticed, then the expectations."""
    return (
        *(_of_problem(each) for each in plan.problems),
        *(_unknown(kind, op) for kind, op in unread.items()),
        *(_of_change(each, world) for each in plan.changes if each.address.kind not in unread),
        *(Check(what="vpc", status="warn", why=each) for each in plan.warnings),
        *_expected(expectations),
    )


def _of_problem(why: Reason) -> Check:
    return Check(what="vpc", status="unknown" if why.code == "answer_incomplete" else "fail", why=why)


def _unknown(kind: str, op: str) -> Check:
    return Check(what=kind, status="unknown", why=reason("check_unread", denied=op))


def _of_change(change: Change, world: World) -> Check:
    """A plan's line says all: what would be kept is right, anything else is not.

    What is only left alone, since no record says that it is ours, is worth a look; what the person pinned is not.
    """
    stray = any(detail.sign == "=" for detail in change.details)
    stray = stray or (change.foreign and change.why.code != "address_pinned")
    status: Status = "unknown" if change.why.code == "answer_incomplete" else "fail"
    if change.verb == "keep":
        status = "warn" if stray else "pass"
    elif change.verb == "adopt":
        status = "fail" if change.steps else "warn"
    found = tuple(facts(change.address, change.id, world))
    return Check(what=str(change.slot), status=status, why=change.why, found=found, details=change.details)


def _expected(expectations: Iterable[Verdict]) -> Iterator[Check]:
    for verdict in expectations:
        status: Status = "unknown" if verdict.met is None else "pass" if verdict.met else "fail"
        each = verdict.expectation
        yield Check(what=f"expect {each.source} -> {each.target}", status=status, why=verdict.why)


def facts(address: Address, live_id: str, world: World) -> Iterator[str]:
    """What stands at an address, in AWS's own words."""
    if address.kind == "security_group_rules":
        group_key, _, direction = address.name.rpartition("-")
        yield from _rules(world, group_key, direction)
    elif address.kind == "private_route":
        yield from _default_routes(world, address.name)
    elif address.kind == "nat_gateway" and (gateway := world.gateways.get(live_id)):
        zone = world.subnets[gateway.subnet_id].zone if gateway.subnet_id in world.subnets else gateway.subnet_id
        yield " ".join((gateway.id, gateway.state, *gateway.public_ips, zone))
    elif address.kind == "elastic_ip" and (found := world.addresses.get(live_id)):
        yield f"{found.public_ip} {found.holder}".strip()
    elif address.kind == "network_acl_entries":
        yield from (f"{'->' if each.egress else '<-'} {entry_text(each)}" for each in _entries(world, address.name))
    elif address.kind == "network_acl_association" and (subnet := world.subnets.get(address.name)):
        acl = world.acls.get(subnet.acl_id)
        yield f"{subnet.label} {acl.label if acl else ''}".strip()
    elif thing := _thing(world, live_id):
        yield f"{thing.id} {thing.name}".strip()


def _rules(world: World, key: str, direction: str) -> Iterator[str]:
    group = next((each for each in world.groups.values() if each.owned and each.name == key), None)
    if group:
        rules, arrow = (group.ingress, "<-") if direction == "ingress" else (group.egress, "->")
        yield from (rule.text(arrow) for rule in rules)


def _entries(world: World, key: str) -> Iterator[AclEntry]:
    acl = next((each for each in world.acls.values() if each.owned and each.name == key), None)
    return iter(acl.entries if acl else ())


def _default_routes(world: World, table_id: str) -> Iterator[str]:
    table = world.tables.get(table_id)
    routes = [route for route in table.routes if route.destination == "0.0.0.0/0"] if table else []
    for route in routes:
        yield f"{route.destination} -> {route.target}{'' if route.works else f' ({route.state})'}"
    if not routes:
        yield "no default route"


def _thing(world: World, live_id: str) -> Thing | None:
    rooms = (world.groups, world.acls, world.endpoints)
    return next((room[live_id] for room in rooms if live_id in room), None)
