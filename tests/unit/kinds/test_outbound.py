"""Addresses, NAT gateways and routes: (spec, live) → verdict and steps; EC2's answers → live resources."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netsec.codes import NOT_FOUND
from netsec.kinds import elastic_ip, nat_gateway, private_route
from netsec.kinds.elastic_ip import ElasticIpSpec
from netsec.kinds.nat_gateway import NatGatewaySpec
from netsec.kinds.private_route import PrivateRouteSpec
from netsec.model import Address, Answers, Call, Decision, DestroyOptions, Live, Network, Ref, Wait, query_by_vpc

NETWORK = Network(vpc_id="vpc-1", cidr="10.0.0.0/16")
ADDRESSES = elastic_ip.ADDRESSES
GATEWAYS = query_by_vpc("describe_nat_gateways", "NatGateways", "vpc-1", argument="Filter")
TABLES = query_by_vpc("describe_route_tables", "RouteTables", "vpc-1")
ZONE = "ap-northeast-1a"
OWN = Ref(Address("elastic_ip", ZONE))


def tags(**more: str) -> list[dict[str, str]]:
    return [{"Key": key.replace("__", ":"), "Value": value} for key, value in more.items()]


def ops(decision: Decision) -> list[str]:
    return [step.op if isinstance(step, Call) else "wait" for step in decision.steps]


# Addresses


def address(**more: Any) -> dict[str, Any]:
    return {"AllocationId": "eipalloc-1", "PublicIp": "203.0.113.1", "Domain": "vpc",
            "Tags": tags(Name="n", netsec__address=f"elastic_ip/{ZONE}"), **more}  # fmt: skip


ON_NAT = {"AssociationId": "eipassoc-1", "NetworkInterfaceId": "eni-1", "NetworkInterfaceOwnerId": "123456789012"}


def gateway(state: str = "available", interface: str | None = "eni-1", **more: Any) -> dict[str, Any]:
    where = {"AllocationId": "eipalloc-1", "PublicIp": "203.0.113.1"}
    where |= {"NetworkInterfaceId": interface} if interface else {}
    return {"NatGatewayId": "nat-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "State": state,
            "ConnectivityType": "public", "NatGatewayAddresses": [where],
            "Tags": tags(Name="n", netsec__address=f"nat_gateway/{ZONE}"), **more}  # fmt: skip


def read_address(item: dict[str, Any], *gateways: dict[str, Any]) -> Live:
    (live,) = elastic_ip.KIND.read(Answers({ADDRESSES: [item], GATEWAYS: list(gateways)}), NETWORK)
    return live


def wanted_address() -> ElasticIpSpec:
    return ElasticIpSpec(address=Address("elastic_ip", ZONE), tags={"netsec:stack": "a/b", "netsec:address": "c/d"})


def test_an_address_is_allocated_once() -> None:
    (call,) = elastic_ip.KIND.create(wanted_address()).steps
    assert isinstance(call, Call)
    assert call.params["Domain"] == "vpc"
    assert call.recover
    assert (call.idempotent, call.recover.can_resend, call.recover.visibility_window) == (False, False, 60.0)


@pytest.mark.parametrize(
    ("item", "gateways", "verb", "steps"),
    [
        (address(), [], "keep", []),
        (address(**ON_NAT), [gateway()], "keep", []),
        (address(**ON_NAT), [gateway("pending", None)], "keep", []),
        (address(**ON_NAT), [gateway("deleting")], "keep", []),
        (address(**ON_NAT), [gateway("deleted")], "update", ["disassociate_address"]),
        (address(), [gateway("deleted")], "keep", []),
        (address(**ON_NAT), [gateway("deleted"), gateway()], "keep", []),
        (address(**ON_NAT), [], "blocked", []),
        (address(**ON_NAT), [gateway("deleted", "eni-9")], "blocked", []),
        (address(**ON_NAT), [gateway("failed", None)], "blocked", []),
        (address(AssociationId="eipassoc-2", InstanceId="i-1"), [gateway("deleted", "eni-9")], "blocked", []),
        (address(ServiceManaged="nat-gateway"), [], "blocked", []),
        (address(ServiceManaged="rnat", **ON_NAT), [gateway()], "blocked", []),
        (address(ServiceManaged=""), [], "keep", []),
    ],
)
def test_whether_an_address_can_serve(item: Any, gateways: Any, verb: str, steps: list[str]) -> None:
    decision = elastic_ip.KIND.compare(wanted_address(), read_address(item, *gateways))
    assert (decision.verb, ops(decision)) == (verb, steps)


@pytest.mark.parametrize(
    ("item", "holder"),
    [
        (address(**ON_NAT), "eni-1"),
        (address(AssociationId="eipassoc-2", InstanceId="i-1"), "i-1"),
        (address(AssociationId="eipassoc-2", InstanceId="", NetworkInterfaceId=""), "eipassoc-2"),
        (address(ServiceManaged="alb"), "AWS (alb)"),
    ],
)
def test_who_holds_an_address(item: dict[str, Any], holder: str) -> None:
    assert read_address(item).foreign_holders == (holder,)
    assert elastic_ip.KIND.compare(wanted_address(), read_address(item)).why.facts["holder"] == holder


KEPT = {"Tags": tags(netsec__address=f"elastic_ip/{ZONE}", netsec__keep="true")}


@pytest.mark.parametrize(
    ("item", "gateways", "retire", "verb", "steps"),
    [
        (address(), [], DestroyOptions(), "delete", ["release_address"]),
        (address(), [], DestroyOptions(is_requested=True), "delete", ["release_address"]),
        (address(**ON_NAT), [gateway()], DestroyOptions(), "delete", ["release_address"]),
        (
            address(**ON_NAT),
            [gateway("deleted")],
            DestroyOptions(),
            "delete",
            ["disassociate_address", "release_address"],
        ),
        (address(), [], DestroyOptions(keep_addresses=True), "keep", ["create_tags"]),
        (address(), [], DestroyOptions(is_requested=True, keep_addresses=True), "keep", ["create_tags"]),
        (address(**KEPT), [], DestroyOptions(keep_addresses=True), "keep", []),
        (address(**KEPT), [], DestroyOptions(), "keep", []),
        (address(**KEPT), [], DestroyOptions(is_requested=True), "keep", []),
        (address(**KEPT), [], DestroyOptions(is_requested=True, release_addresses=True), "delete", ["release_address"]),
        (address(), [], DestroyOptions(release_addresses=True), "delete", ["release_address"]),
    ],
)
def test_giving_an_address_up(item: Any, gateways: Any, retire: DestroyOptions, verb: str, steps: list[str]) -> None:
    decision = elastic_ip.KIND.delete(read_address(item, *gateways), retire)
    assert (decision.verb, ops(decision)) == (verb, steps)
    given_up = [each.why.code for each in decision.details]
    assert given_up == (["public_ip_given_up"] if verb == "delete" else [])


@pytest.mark.parametrize(
    ("item", "placed"),
    [
        (address(), False),
        (address(Tags=tags(netsec__vpc="vpc-1")), True),
        (address(Tags=tags(netsec__vpc="vpc-9")), False),
    ],
)
def test_which_vpc_an_address_is_of(item: Any, placed: bool) -> None:
    assert read_address(item).is_in_vpc == placed
    assert read_address(address(), gateway()).is_in_vpc, "a gateway of this VPC has it"


@pytest.mark.parametrize(
    "retire",
    [DestroyOptions(), DestroyOptions(is_requested=True), DestroyOptions(is_requested=True, release_addresses=True)],
)
@pytest.mark.parametrize("ours", [True, False])
@pytest.mark.parametrize("marked", [True, False])
def test_what_the_config_names_is_never_released_and_marked_where_it_is_ours(
    retire: DestroyOptions, ours: bool, marked: bool
) -> None:
    keep = {"netsec__keep": "true"} if marked else {}
    item = address(Tags=tags(netsec__stack="a/b", netsec__vpc="vpc-1", **keep))
    decision = elastic_ip.KIND.delete(replace(read_address(item), is_pinned=True, is_recorded=ours), retire)
    assert (decision.verb, decision.why.code) == ("keep", "address_pinned")
    assert ops(decision) == (["create_tags"] if ours and not marked else [])


def test_an_address_that_its_gateway_has_not_let_go_of_is_waited_for() -> None:
    """EC2 answers AuthFailure while the gateway's interface stands (API reference, ReleaseAddress)."""
    (call,) = elastic_ip.KIND.delete(read_address(address()), DestroyOptions()).steps
    assert isinstance(call, Call)
    assert {"AuthFailure", "InvalidIPAddress.InUse"} <= {*call.retry_on}


def test_classic_addresses_are_not_seen() -> None:
    answers = Answers({ADDRESSES: [{"PublicIp": "203.0.113.9", "Domain": "standard"}], GATEWAYS: []})
    assert list(elastic_ip.KIND.read(answers, NETWORK)) == []


# NAT gateways


def wanted_gateway(allocation: str | Ref = "eipalloc-1", subnet: str = "subnet-1") -> NatGatewaySpec:
    spec_tags = {"netsec:stack": "a/b", "netsec:address": f"nat_gateway/{ZONE}"}
    return NatGatewaySpec(
        address=Address("nat_gateway", ZONE), tags=spec_tags, vpc_id="vpc-1", subnet_id=subnet, allocation_id=allocation
    )


def read_gateway(item: dict[str, Any]) -> Live:
    (live,) = nat_gateway.KIND.read(Answers({GATEWAYS: [item]}), NETWORK)
    return live


SECOND = {"NatGatewayAddresses": [{"AllocationId": "eipalloc-1"}, {"AllocationId": "eipalloc-2"}]}


@pytest.mark.parametrize(
    ("spec", "item", "verb", "why", "steps"),
    [
        (wanted_gateway(), gateway(), "keep", "as_wanted", []),
        (wanted_gateway(), gateway("pending"), "update", "nat_gateway_pending", ["wait"]),
        (wanted_gateway(subnet="subnet-2"), gateway(), "replace", "nat_gateway_subnet", []),
        (wanted_gateway("eipalloc-2"), gateway(), "replace", "nat_gateway_address", []),
        (wanted_gateway(OWN), gateway(), "replace", "nat_gateway_address", []),
        (wanted_gateway("eipalloc-2"), gateway(**SECOND), "keep", "as_wanted", []),
        (wanted_gateway(subnet="subnet-2"), gateway("pending"), "replace", "nat_gateway_subnet", []),
    ],
)
def test_comparing_gateways(spec: NatGatewaySpec, item: Any, verb: str, why: str, steps: list[str]) -> None:
    decision = nat_gateway.KIND.compare(spec, read_gateway(item))
    assert (decision.verb, decision.why.code, ops(decision)) == (verb, why, steps)


@pytest.mark.parametrize(
    ("item", "verb", "why", "steps"),
    [
        (gateway(), "delete", "not_wanted", ["delete_nat_gateway", "wait"]),
        (gateway("pending"), "delete", "not_wanted", ["delete_nat_gateway", "wait"]),
        (gateway("deleting"), "delete", "still_deleting", ["wait"]),
        (gateway("failed", FailureCode="X", FailureMessage="m"), "delete", "nat_gateway_failed",
         ["delete_nat_gateway", "wait"]),
        (gateway(AttachedAppliances=[{"Type": "network-firewall-proxy"}]), "blocked", "nat_gateway_serves", []),
    ],
)  # fmt: skip
def test_deleting_gateways(item: Any, verb: str, why: str, steps: list[str]) -> None:
    decision = nat_gateway.KIND.delete(read_gateway(item), DestroyOptions())
    assert (decision.verb, decision.why.code, ops(decision)) == (verb, why, steps)


def test_a_gateway_is_explicit_about_all_that_matters() -> None:
    create, wait = nat_gateway.KIND.create(wanted_gateway(OWN)).steps
    assert isinstance(create, Call)
    assert isinstance(wait, Wait)
    assert create.params["ConnectivityType"] == "public"
    assert create.params["AllocationId"] == OWN
    assert repr(create.params["ClientToken"]) == "TOKEN"
    assert create.recover
    assert create.recover.dead_states == {"failed", "deleting", "deleted"}
    assert wait.good_states == {"available"}
    assert wait.bad_states == {"failed", "deleting", "deleted"}
    # Gone while it was made, or failed for a reason that AWS says passes: made anew in the same run.
    assert wait.replan_on == {"deleting", "deleted", "InternalError"}
    assert wait.id == Ref(Address("nat_gateway", ZONE))


@pytest.mark.parametrize(
    ("state", "fading"), [("pending", False), ("available", False), ("failed", True), ("deleting", True)]
)
def test_what_fades_serves_no_more(state: str, fading: bool) -> None:
    live = read_gateway(gateway(state))
    assert (live.terminating, live.uses) == (fading, {"eipalloc-1"})


def test_gateways_that_are_gone_or_elsewhere_are_not_read() -> None:
    others = [gateway("deleted"), gateway(VpcId="vpc-2")]
    assert list(nat_gateway.KIND.read(Answers({GATEWAYS: others}), NETWORK)) == []


def test_a_regional_or_private_gateway_without_addresses_is_read() -> None:
    live = read_gateway(gateway(NatGatewayAddresses=[], SubnetId=None, Tags=[]))
    assert (live.uses, live.address, live.attributes["allocation_id"]) == (frozenset(), None, "")


# Routes


def table(*routes: dict[str, Any]) -> dict[str, Any]:
    local = {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"}
    return {"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [local, *routes]}


def default(**target: str) -> dict[str, Any]:
    return {"DestinationCidrBlock": "0.0.0.0/0", "State": "active", **target}


def read_route(route: dict[str, Any], *gateways: dict[str, Any], owned: bool = False) -> Live:
    (live,) = private_route.KIND.read(Answers({TABLES: [table(route)], GATEWAYS: list(gateways)}), NETWORK)
    return replace(live, is_owned=owned, may_delete=owned)


def wanted_route(to: str | Ref = "nat-1") -> PrivateRouteSpec:
    return PrivateRouteSpec(
        address=Address("private_route", "rtb-1"), key=("rtb-1",), table_id="rtb-1", nat_gateway_id=to
    )


NEW = Ref(Address("nat_gateway", ZONE))
ELSEWHERE, VANISHED = "route_elsewhere", "route_to_vanished"


@pytest.mark.parametrize(
    ("spec", "route", "gateways", "owned", "verb", "why"),
    [
        (wanted_route(), default(NatGatewayId="nat-1"), [gateway()], True, "keep", "as_wanted"),
        (wanted_route(NEW), default(NatGatewayId="nat-1"), [gateway()], True, "update", ELSEWHERE),
        (wanted_route("nat-2"), default(NatGatewayId="nat-1"), [gateway("deleting")], True, "update", ELSEWHERE),
        (wanted_route("nat-2"), default(NatGatewayId="nat-1"), [gateway()], False, "blocked", "route_foreign"),
        (wanted_route("nat-2"), default(NatGatewayId="nat-1"), [gateway("deleted")], False, "update", VANISHED),
        (wanted_route("nat-2"), default(NatGatewayId="nat-1", State="blackhole"), [], False, "update", VANISHED),
        *(
            (wanted_route(), default(**{field: value}), [gateway()], False, "blocked", "route_foreign")
            for field, value in (
                ("TransitGatewayId", "tgw-1"), ("NetworkInterfaceId", "eni-1"), ("InstanceId", "i-1"),
                ("GatewayId", "igw-1"), ("GatewayId", "vgw-1"), ("GatewayId", "vpce-1"), ("CoreNetworkArn", "arn:x"),
                ("VpcPeeringConnectionId", "pcx-1"), ("EgressOnlyInternetGatewayId", "eigw-1"),
                ("CarrierGatewayId", "cagw-1"), ("LocalGatewayId", "lgw-1"), ("OdbNetworkArn", "arn:y"),
            )
        ),
    ],
)  # fmt: skip
def test_the_verdict_on_a_route(spec: Any, route: Any, gateways: Any, owned: bool, verb: str, why: str) -> None:
    decision = private_route.KIND.compare(spec, read_route(route, *gateways, owned=owned))
    assert (decision.verb, decision.why.code) == (verb, why)
    assert ops(decision) == (["replace_route"] if verb == "update" else [])


@pytest.mark.parametrize("decision", [
    private_route.KIND.create(wanted_route()),
    private_route.KIND.compare(wanted_route(), read_route(default(NatGatewayId="nat-0"), owned=True)),
])  # fmt: skip
def test_a_route_waits_for_a_gateway_that_is_not_visible_yet(decision: Decision) -> None:
    """Both codes are EC2's: CreateRoute gives the first, what looks the gateway up the second.

    Neither is the call's own: what is not found is tried again for as long as it may not be visible yet.
    """
    (call,) = decision.steps
    assert isinstance(call, Call)
    unseen = {"InvalidNatGatewayID.NotFound", "NatGatewayNotFound"}
    assert unseen <= NOT_FOUND - {*call.benign, *call.retry_on, *call.replan_on}


@pytest.mark.parametrize(
    ("contested", "gateways", "verb", "why"),
    [
        (False, [gateway()], "update", ELSEWHERE),
        (True, [gateway()], "blocked", "route_of_other_writer"),
        (True, [], "update", VANISHED),
    ],
)
def test_a_route_to_another_writers_gateway_is_not_turned_away(
    contested: bool, gateways: Any, verb: str, why: str
) -> None:
    live = replace(read_route(default(NatGatewayId="nat-1"), *gateways, owned=True), is_contested=contested)
    decision = private_route.KIND.compare(wanted_route("nat-2"), live)
    assert (decision.verb, decision.why.code) == (verb, why)


def test_only_a_nat_gateway_has_routes() -> None:
    assert read_route(default(NatGatewayId="nat-1")).owner == "nat-1"
    assert read_route(default(TransitGatewayId="tgw-1")).owner == ""


def test_a_route_through_an_instances_interface_names_one_of_the_two() -> None:
    live = read_route(default(InstanceId="i-1", NetworkInterfaceId="eni-1"))
    assert live.attributes["target"] == "eni-1"


def test_other_destinations_are_not_read() -> None:
    others = [{"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1"}, {"DestinationIpv6CidrBlock": "::/0"}]
    assert list(private_route.KIND.read(Answers({TABLES: [table(*others)], GATEWAYS: []}), NETWORK)) == []


def test_an_address_with_a_name_is_not_given_up() -> None:
    asked = elastic_ip.KIND.followup_queries([replace(read_address(address()), is_owned=True)], True)
    assert asked == (elastic_ip.REVERSE_DNS,)
    assert (
        elastic_ip.KIND.followup_queries([], True)
        == elastic_ip.KIND.followup_queries([read_address(address())], False)
        == ()
    )
    named = {elastic_ip.REVERSE_DNS: [{"AllocationId": "eipalloc-1", "PtrRecord": "mail.example.com."}]}
    live = next(iter(elastic_ip.KIND.read(Answers({ADDRESSES: [address()], GATEWAYS: [], **named}), NETWORK)))
    decision = elastic_ip.KIND.delete(live, DestroyOptions(is_requested=True))
    assert (decision.verb, decision.steps, decision.why.facts["name"]) == ("keep", (), "mail.example.com")


def test_a_released_address_is_asked_for_again() -> None:
    decision = elastic_ip.KIND.create(replace(wanted_address(), former="203.0.113.7"))
    call = decision.steps[0]
    assert isinstance(call, Call)
    assert call.params["Address"] == "203.0.113.7"
    assert "AuthFailure" in call.replan_on
    assert [each.what for each in decision.details] == ["203.0.113.7"]
    assert elastic_ip.KIND.delete(read_address(address()), DestroyOptions()).released_public_ip == address()["PublicIp"]
    plain = elastic_ip.KIND.create(wanted_address()).steps[0]
    assert isinstance(plain, Call)
    assert ("Address" in plain.params, plain.replan_on) == (False, ())
