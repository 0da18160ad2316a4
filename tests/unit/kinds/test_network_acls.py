"""Network ACLs: (entries, entries) → calls in an order that never closes too early; associations go there and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netsec.kinds import network_acl, network_acl_association, network_acl_entries
from netsec.kinds.network_acl_association import NetworkAclAssociationSpec
from netsec.kinds.network_acl_entries import NetworkAclEntriesSpec
from netsec.model import AclEntry, Address, Answers, Call, DestroyOptions, Live, Network, Ref, Zone, query_by_vpc

NETWORK = Network(vpc_id="vpc-1", cidr="10.0.0.0/16")
ACLS = query_by_vpc("describe_network_acls", "NetworkAcls", "vpc-1")
OURS = [{"Key": "netsec:address", "Value": "network_acl/public"}]


def entry(number: int, port: int | None = 80, **more: Any) -> AclEntry:
    told = {"egress": False, "protocol": "6", "action": "allow", "cidr": "0.0.0.0/0", **more}
    return AclEntry(number=number, from_port=port, to_port=port, **told)


def calls(wanted: list[AclEntry], there: list[AclEntry]) -> list[tuple[str, int, bool]]:
    spec = NetworkAclEntriesSpec(address=Address("network_acl_entries", "x"), acl_id="acl-1", entries=tuple(wanted))
    live = Live(kind="network_acl_entries", id="acl-1/entries", address=None, key=("acl-1",), data=tuple(there))
    decision = network_acl_entries.KIND.compare(spec, live)
    assert (decision.verb == "keep") == (not decision.steps)
    assert all(isinstance(step, Call) and step.params["NetworkAclId"] == "acl-1" for step in decision.steps)
    if decision.steps:
        assert len(decision.details) == len(
            {(each.params["RuleNumber"], each.params["Egress"]) for each in decision.steps}
        )
    return [(step.op.split("_")[0], step.params["RuleNumber"], step.params["Egress"]) for step in decision.steps]


@pytest.mark.parametrize(
    ("wanted", "there", "expected"),
    [
        ([], [], []),
        ([entry(100)], [entry(100)], []),
        ([entry(100)], [], [("create", 100, False)]),
        ([], [entry(100)], [("delete", 100, False)]),
        ([entry(100, 443)], [entry(100)], [("replace", 100, False)]),
        ([entry(100, action="deny")], [entry(100)], [("replace", 100, False)]),
        ([entry(100, cidr="::/0")], [entry(100)], [("replace", 100, False)]),
        ([entry(100, egress=True)], [entry(100)], [("create", 100, True), ("delete", 100, False)]),
        ([entry(110)], [entry(100)], [("create", 110, False), ("delete", 100, False)]),
        (
            [entry(1), entry(2, 443), entry(5, egress=True)],
            [entry(2), entry(3)],
            [("create", 1, False), ("create", 5, True), ("replace", 2, False), ("delete", 3, False)],
        ),
    ],
)
def test_new_numbers_then_changed_ones_then_gone_ones(wanted: Any, there: Any, expected: Any) -> None:
    assert calls(wanted, there) == expected


def test_a_full_list_makes_room_one_by_one() -> None:
    there = [entry(number) for number in range(1, 20)] + [entry(number, egress=True) for number in range(1, 4)]
    wanted = [entry(number) for number in range(3, 22)] + [entry(9, egress=True)]
    assert calls(wanted, there) == [
        ("delete", 1, False), ("create", 20, False), ("delete", 2, False), ("create", 21, False), ("create", 9, True),
        ("delete", 1, True), ("delete", 2, True), ("delete", 3, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("free", "expected"),
    [(2, "create create delete delete"), (1, "create delete create delete"), (0, "delete create delete create")],
)
def test_only_as_many_go_early_as_needed(free: int, expected: str) -> None:
    there = [entry(number) for number in range(100, 100 + 19 - free)]
    wanted = [*there[2:], entry(1), entry(2)]
    assert " ".join(op for op, _, _ in calls(wanted, there)) == expected


@pytest.mark.parametrize("room", range(20))
def test_never_more_than_there_is_room_for(room: int) -> None:
    there = [entry(number) for number in range(1, 20)]
    wanted = [entry(number) for number in range(20 - room, 39 - room)]
    count, numbers = 19, {each.number for each in there}
    for op, number, _ in calls(wanted, there):
        count += {"create": 1, "delete": -1, "replace": 0}[op]
        numbers ^= {number} if op != "replace" else set()
        assert count <= 19
    assert numbers == {each.number for each in wanted}


@pytest.mark.parametrize(
    ("wanted", "fields"),
    [
        (entry(1), {"PortRange": {"From": 80, "To": 80}, "CidrBlock": "0.0.0.0/0", "Protocol": "6"}),
        (entry(1, None, protocol="-1", cidr="::/0"), {"Ipv6CidrBlock": "::/0", "Protocol": "-1"}),
        (entry(1, None, protocol="1", icmp_type=8, icmp_code=-1), {"IcmpTypeCode": {"Type": 8, "Code": -1}}),
        (entry(1, None, protocol="50"), {"Protocol": "50"}),
    ],
)
def test_parameters(wanted: AclEntry, fields: dict[str, Any]) -> None:
    spec = NetworkAclEntriesSpec(address=Address("network_acl_entries", "x"), acl_id="acl-1", entries=(wanted,))
    (call,) = network_acl_entries.KIND.create(spec).steps
    assert isinstance(call, Call)
    assert fields.items() <= call.params.items()
    assert ("PortRange" in call.params, "IcmpTypeCode" in call.params) == (
        wanted.from_port is not None, wanted.icmp_type is not None,
    )  # fmt: skip


def acl(acl_id: str, subnets: tuple[str, ...] = (), tags: Any = (), **more: Any) -> dict[str, Any]:
    associations = [
        {"NetworkAclAssociationId": f"aclassoc-{each}", "NetworkAclId": acl_id, "SubnetId": each} for each in subnets
    ]
    return {"NetworkAclId": acl_id, "VpcId": "vpc-1", "IsDefault": False, "Tags": list(tags), "Entries": [],
            "Associations": associations, **more}  # fmt: skip


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"Protocol": "6", "PortRange": {"From": 80, "To": 90}}, {"protocol": "6", "from_port": 80, "to_port": 90}),
        ({"Protocol": "tcp", "PortRange": {"From": 80, "To": 90}}, {"protocol": "6", "from_port": 80, "to_port": 90}),
        ({"Protocol": "-1", "PortRange": {"From": 0, "To": 0}}, {"protocol": "-1"}),
        ({"Protocol": "-1", "PortRange": {}}, {"protocol": "-1"}),
        ({"Protocol": "50", "PortRange": {"From": 0, "To": 65535}}, {"protocol": "50"}),
        ({"Protocol": "1", "IcmpTypeCode": {"Type": 8, "Code": -1}},
         {"protocol": "1", "icmp_type": 8, "icmp_code": -1}),
        ({"Protocol": "6", "IcmpTypeCode": {}, "PortRange": {"From": 1, "To": 1}},
         {"protocol": "6", "from_port": 1, "to_port": 1}),
    ],
)  # fmt: skip
def test_entries_as_ec2_tells_them(item: dict[str, Any], expected: dict[str, Any]) -> None:
    told = {"RuleNumber": 100, "Egress": True, "RuleAction": "allow", "CidrBlock": "10.0.0.0/8", **item}
    last = [
        {"RuleNumber": number, "Egress": False, "RuleAction": "deny", "Protocol": "-1", block: cidr}
        for number, block, cidr in ((32767, "CidrBlock", "0.0.0.0/0"), (32768, "Ipv6CidrBlock", "::/0"))
    ]
    (live,) = network_acl_entries.KIND.read(Answers({ACLS: [acl("acl-1", tags=OURS, Entries=[told, *last])]}), NETWORK)
    assert live.data == (AclEntry(number=100, egress=True, action="allow", cidr="10.0.0.0/8", **expected),)
    assert (live.address, live.owner) == (Address("network_acl_entries", "public"), "acl-1")


# Associations


def association(subnet: str, *acls: dict[str, Any], **more: Any) -> Live:
    (found,) = (
        each
        for each in network_acl_association.KIND.read(Answers({ACLS: list(acls)}), NETWORK)
        if each.key == (subnet,)
    )
    return replace(found, **more)


DEFAULT, MARKED = acl("acl-0", IsDefault=True), [*OURS, {"Key": "netsec:associate", "Value": "true"}]


def wanted(acl_id: str = "acl-1") -> NetworkAclAssociationSpec:
    address = Address("network_acl_association", "subnet-1")
    return NetworkAclAssociationSpec(
        address=address, key=("subnet-1",), stack="myapp/dev", subnet_id="subnet-1", acl_id=acl_id, after="x"
    )


def test_an_association_is_moved_and_remembers_where_from() -> None:
    there = association("subnet-1", DEFAULT, acl("acl-7", ("subnet-1",)), acl("acl-1", tags=MARKED))
    decision = network_acl_association.KIND.compare(wanted(), there)
    (call,) = decision.steps
    assert isinstance(call, Call)
    assert call.params == {"AssociationId": "aclassoc-subnet-1", "NetworkAclId": "acl-1"}
    assert not call.idempotent
    assert decision.attributes == {"former_network_acl_id": "acl-7"}
    assert network_acl_association.KIND.compare(wanted("acl-7"), there).verb == "keep"


@pytest.mark.parametrize(
    ("stack", "verb", "code"),
    [
        ("myapp/dev", "update", "subnet_on_other_acl"),
        ("myapp/prod", "blocked", "subnet_of_other_stack"),
        ("other/dev", "blocked", "subnet_of_other_stack"),
    ],
)
def test_a_subnet_on_another_stacks_acl_is_that_ones_to_move(stack: str, verb: str, code: str) -> None:
    theirs = acl("acl-2", ("subnet-1",), [{"Key": "netsec:stack", "Value": stack}])
    decision = network_acl_association.KIND.compare(wanted(), association("subnet-1", DEFAULT, theirs))
    assert (decision.verb, decision.why.code) == (verb, code)


def test_between_our_own_lists_nothing_is_remembered_anew() -> None:
    there = association("subnet-1", DEFAULT, acl("acl-2", ("subnet-1",), MARKED), is_owned=True)
    assert network_acl_association.KIND.compare(wanted(), there).attributes == {}


@pytest.mark.parametrize(
    ("tags", "attributes", "explicit", "target", "code"),
    [
        (MARKED, {}, False, "acl-0", "default_acl"),
        (MARKED, {"former_network_acl_id": "acl-7"}, False, "acl-7", "former_acl"),
        (MARKED, {"former_network_acl_id": "acl-gone"}, False, "acl-0", "default_acl"),
        (OURS, {"former_network_acl_id": "acl-7"}, False, "acl-7", "former_acl"),
        (OURS, {}, True, "acl-0", "default_acl"),
        (OURS, {}, False, None, "associated_by_hand"),
    ],
)
def test_the_way_back(tags: Any, attributes: Any, explicit: bool, target: str | None, code: str) -> None:
    there = association("subnet-1", DEFAULT, acl("acl-7"), acl("acl-1", ("subnet-1",), tags), attributes=attributes)
    decision = network_acl_association.KIND.delete(there, DestroyOptions(is_requested=explicit))
    assert [step.params["NetworkAclId"] for step in decision.steps if isinstance(step, Call)] == (
        [target] if target else []
    )
    assert [each.what for each in decision.details] == (["acl-1", target] if target else [])
    assert [decision.why.code, *(each.why.code for each in decision.details)][-1] == code


def test_an_acl_tells_whether_its_associations_are_ours() -> None:
    from netsec.config import default_config
    from netsec.config.default_rules import default_acls

    for associate in (False, True):
        config = replace(default_config(), network_acls=default_acls("myapp-dev", associate))
        specs = {spec.address.name: spec for spec in network_acl.KIND.desire(config, NETWORK)}
        assert ("netsec:associate" in specs["public"].tags) == associate
        assert specs["public"].tags["Name"] == "myapp-dev-public-nacl"


def test_a_subnet_is_moved_only_once_its_acl_says_what_it_shall() -> None:
    """An ACL without entries denies everything."""
    from netsec.config import default_config
    from netsec.config.default_rules import default_acls

    zone = Zone(name="a", nat_subnet="", private_route_tables=(), public_subnets=("subnet-1",), private_subnets=())
    config = replace(default_config(), network_acls=default_acls("myapp-dev", True))
    (spec,) = network_acl_association.KIND.desire(config, replace(NETWORK, zones=(zone,)))
    assert (spec.subnet_id, spec.after) == ("subnet-1", Ref(Address("network_acl_entries", "public")))
