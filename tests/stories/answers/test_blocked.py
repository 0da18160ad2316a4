"""Pictures and readings of a plan that can't be carried out: whatever is blocked is left as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace

import pytest

from netsec.app.graph import GraphSource, graph_of_stack
from netsec.errors import Conflict
from netsec.kinds import KINDS
from netsec.model import OWNERSHIP_TAGS, Address, Config, Record
from netsec.store.state import State
from tests.support.answers.readers import READERS, complaint_of, read_graph, read_report_page
from tests.support.answers.worlds import CONFIG, Items, Worlds, stack_told

Answers = dict[str, Items]
LISTED = {
    "security_group": "describe_security_groups", "elastic_ip": "describe_addresses",
    "nat_gateway": "describe_nat_gateways", "network_acl": "describe_network_acls",
    "vpc_endpoint": "describe_vpc_endpoints",
}  # fmt: skip


def forgotten(told: Answers, address: Address, record: Record) -> None:
    """Our tags are off, as `forget` leaves it."""
    for item in told[LISTED[address.kind]]:
        if record.id in item.values():
            item["Tags"] = [tag for tag in item["Tags"] if tag["Key"] not in OWNERSHIP_TAGS]


def each_forgotten(state: State) -> Iterator[tuple[Address, Record]]:
    yield from ((address, record) for address, record in sorted(state.records.items()) if record.id)


@pytest.mark.parametrize("recorded", [True, False])
def test_whatever_lost_its_tags_can_be_drawn(recorded: bool, worlds: Worlds) -> None:
    """On record still, or forgotten there as well."""
    blocked = set()
    for address, record in each_forgotten(worlds.state):
        told = deepcopy(worlds.full)
        forgotten(told, address, record)
        left = {each: kept for each, kept in worlds.state.records.items() if recorded or each != address}
        stack = stack_told(told, replace(worlds.state, records=left))
        read_graph(stack)
        read_report_page(stack)
        blocked |= {change.address.kind for change in stack.plan().blocked}
    assert {"security_group"} <= blocked


def route_taken(told: Answers) -> None:
    """Somebody else's target in a private table."""
    for table in told["describe_route_tables"]:
        for route in table["Routes"]:
            if route.pop("NatGatewayId", None):
                route["TransitGatewayId"] = "tgw-1"


def names_taken(told: Answers) -> None:
    """Groups of ours are a stranger's, which others name in their rules."""
    for group in told["describe_security_groups"]:
        group["Tags"] = []


def gaps(op: str, field: str) -> Callable[[Answers], None]:
    def alter(told: Answers) -> None:
        for item in told[op]:
            item.pop(field, None)

    alter.__name__ = f"{op} {field}"
    return alter


def addresses_busy(told: Answers) -> None:
    """Somebody else's interface has them."""
    told["describe_nat_gateways"] = []
    for address in told["describe_addresses"]:
        address |= {"AssociationId": "eipassoc-1", "NetworkInterfaceId": "eni-1"}


BLOCKING = (
    route_taken, names_taken, addresses_busy, gaps("describe_nat_gateways", "State"),
    gaps("describe_vpc_endpoints", "ServiceName"), gaps("describe_network_acls", "Associations"),
    gaps("describe_security_groups", "GroupName"),
)  # fmt: skip
WIDER = replace(CONFIG, tags={"Team": "x"})


@pytest.mark.parametrize("reader", [each for each in READERS if each not in ("adopt", "init")])
@pytest.mark.parametrize("alter", BLOCKING, ids=lambda alter: alter.__name__)
def test_a_blocked_plan_stops_no_reading(alter: Callable[[Answers], None], reader: str, worlds: Worlds) -> None:
    told = deepcopy(worlds.full)
    alter(told)
    for state, config in ((worlds.state, CONFIG), (None, WIDER)):
        error = complaint_of(reader, stack_told(told, state, config))
        assert error is None or (reader in ("plan", "destroy", "destroy-nat") and isinstance(error, Conflict))


def test_every_kind_is_blocked_somewhere_here(worlds: Worlds) -> None:
    def blocked(alter: Callable[[Answers], None], config: Config) -> set[str]:
        told = deepcopy(worlds.full)
        alter(told)
        return {change.address.kind for change in stack_told(told, worlds.state, config).plan().blocked}

    found = {kind for alter in BLOCKING for config in (CONFIG, WIDER) for kind in blocked(alter, config)}
    found |= {kind for field in ("IpPermissions",) for kind in blocked(_no_protocols(field), CONFIG)}
    found |= blocked(_no_actions, CONFIG)
    assert found == set(KINDS) - {"network_acl"}, "an ACL is blocked by nothing but a lost tag"


def _no_protocols(field: str) -> Callable[[Answers], None]:
    def alter(told: Answers) -> None:
        for group in told["describe_security_groups"]:
            for permission in group[field]:
                del permission["IpProtocol"]

    return alter


def _no_actions(told: Answers) -> None:
    for acl in told["describe_network_acls"]:
        for entry in acl["Entries"]:
            del entry["RuleAction"]


def test_what_hangs_on_a_blocked_group_is_not_drawn_as_made(worlds: Worlds) -> None:
    """A stranger has the name of a group that others name: they stay as they are in the picture."""
    told = deepcopy(worlds.bare)
    vpc = told["describe_vpcs"][0]["VpcId"]
    told["describe_security_groups"].append({
        "GroupId": "sg-stranger", "GroupName": "myapp-dev-alb-sg", "Description": "x", "VpcId": vpc, "Tags": [],
        "IpPermissions": [], "IpPermissionsEgress": [],
    })  # fmt: skip
    picture = graph_of_stack(stack_told(told), GraphSource.PLAN, None)
    assert {node.id for node in picture.groups if node.mark == "new"} >= {"security_group/ecs", "security_group/rds"}
    assert not [edge for edge in picture.edges if edge.source == "security_group/alb"]
