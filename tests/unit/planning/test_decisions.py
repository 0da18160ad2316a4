"""Single decisions of the planner, each on a cloud of a few rows: whose it is, what goes, what waits for what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netsec.errors import IdentityError, NetworkUnfit
from netsec.kinds import KINDS, OUTBOUND
from netsec.model import (
    KEEP_TAG,
    AclConfig,
    Address,
    Answers,
    Call,
    Decision,
    DestroyOptions,
    EndpointsConfig,
    GroupConfig,
    Live,
    NatConfig,
    Peer,
    Plan,
    Record,
    Ref,
    Rule,
    Slot,
    Spec,
    VpcConfig,
    reason,
    resource_tags,
)  # fmt: skip
from netsec.planning.drift import with_tag_repairs
from netsec.planning.match import match_spec
from netsec.planning.network import find_vpc
from netsec.planning.observation import Observation, Records, read_observation
from netsec.planning.plan import make_destroy_plan
from netsec.planning.preflight.prerequisites import prerequisite_problems
from tests.support.small_cloud import (
    BARE,
    EIP,
    NAT,
    ON,
    RECORDS,
    ROUTE,
    SETTLED,
    VPC,
    ZONE_A,
    ZONE_C,
    address,
    default,
    gateway,
    group,
    line,
    ops,
    planned,
    subnet,
    table,
    tags,
    told,
)  # fmt: skip

GROUP = Address("security_group", "web")
NOTHING: Records = {}


def seen(answers: Answers, records: Records = NOTHING, config: object = ON) -> Observation:
    return read_observation(config, "", answers, records)  # type: ignore[arg-type]


def codes(answers: Answers, config: object = ON) -> list[str]:
    return [each.code for each in seen(answers, config=config).network.problems]


def destroyed(answers: Answers, records: Records, kinds: frozenset[str] = OUTBOUND) -> Plan:
    return make_destroy_plan(seen(answers, records), records, kinds, DestroyOptions(is_requested=True))


# The network


def test_the_settled_cloud_is_as_wanted() -> None:
    """But for its tags, perhaps."""
    plan = planned(ON, SETTLED, RECORDS)
    assert {op for change in plan.active_changes for op in ops(change)} <= {"create_tags", "delete_tags"}
    assert not [change for change in plan.changes if change.verb not in ("keep", "update")]


def test_of_two_vpcs_none_is_guessed() -> None:
    two = told(
        describe_vpcs=[{"VpcId": "vpc-2", "CidrBlock": "10.0.0.0/16"}, {"VpcId": VPC, "CidrBlock": "10.1.0.0/16"}]
    )
    with pytest.raises(NetworkUnfit) as caught:
        find_vpc(ON, "", two)
    assert (caught.value.reasons[0].code, caught.value.reasons[0].facts["ids"]) == ("vpc_ambiguous", [VPC, "vpc-2"])


def test_the_recorded_vpc_counts_and_a_config_that_names_another_is_refused() -> None:
    with pytest.raises(IdentityError):
        find_vpc(replace(ON, vpc=VpcConfig(id="vpc-2")), VPC, told())
    assert find_vpc(replace(ON, vpc=VpcConfig(id=VPC)), VPC, told())["VpcId"] == VPC


def test_of_two_private_tables_none_is_guessed() -> None:
    rows = [subnet("pub-a"), subnet("priv-a"), subnet("db-a")]
    two = told(table("rtb-a", "priv-a"), table("rtb-db", "db-a"), describe_subnets=rows)
    assert codes(two) == ["private_tables_ambiguous"]
    assert [zone.private_route_tables for zone in seen(two).network.zones] == [()]
    named = replace(ON, vpc=VpcConfig(private_route_tables={ZONE_A: ("rtb-a",)}))
    assert codes(two, named) == []


def test_of_two_public_subnets_none_is_guessed() -> None:
    public = table("rtb-public", "pub-a", "pub-b", routes=[default(GatewayId="igw-1")])
    two = told(describe_subnets=[subnet("pub-a"), subnet("pub-b"), subnet("priv-a")],
               describe_route_tables=[public, table("rtb-a", "priv-a")])  # fmt: skip
    assert codes(two) == ["public_subnets_ambiguous"]
    assert seen(two).network.zones[0].nat_subnet == ""


def test_a_named_table_that_is_public_is_refused() -> None:
    named = replace(ON, vpc=VpcConfig(private_route_tables={ZONE_A: ("rtb-public",)}))
    assert codes(told(), named) == ["table_is_public"]
    assert seen(told(), config=named).network.zones[0].private_route_tables == ()


def test_zones_that_share_a_table_can_not_have_a_gateway_each() -> None:
    both = replace(ON, availability_zones=(ZONE_A, ZONE_C))
    shared = told(table("rtb-a", "priv-a", "priv-c"))
    assert codes(shared, both) == ["private_table_shared"]
    assert codes(shared, replace(both, nat=NatConfig(topology="single"))) == []


@pytest.mark.parametrize(
    ("route", "public"),
    [
        (default(GatewayId="igw-1"), True),
        (default("blackhole", GatewayId="igw-1"), False),
        (default(GatewayId="vgw-1"), False),
        (default(NatGatewayId="nat-1"), False),
        ({"DestinationCidrBlock": "192.0.2.0/24", "GatewayId": "igw-1", "State": "active"}, False),
    ],
)
def test_what_makes_a_subnet_public(route: dict[str, str], public: bool) -> None:
    rows = [table("rtb-public", "pub-a", routes=[route]), table("rtb-a", "priv-a")]
    zone = seen(told(describe_route_tables=rows), config=BARE).network.zones[0]
    assert ("pub-a" in zone.public_subnets) == public


def test_a_subnet_on_no_table_of_its_own_is_on_the_main_one() -> None:
    rows = [table("rtb-public", "pub-a", routes=[default(GatewayId="igw-1")]), table("rtb-main", main=True)]
    assert seen(told(describe_route_tables=rows)).network.zones[0].private_route_tables == ("rtb-main",)


@pytest.mark.parametrize("state", ["disassociating", "disassociated", "failing", "failed"])
def test_a_block_that_was_taken_away_is_none(state: str) -> None:
    def vpc(now: str) -> Answers:
        six = {"Ipv6CidrBlock": "2001:db8::/56", "Ipv6CidrBlockState": {"State": now}}
        second = {"CidrBlock": "10.1.0.0/16", "CidrBlockState": {"State": now}}
        return told(describe_vpcs=[{"VpcId": VPC, "CidrBlock": "10.0.0.0/16", "CidrBlockAssociationSet": [second],
                                    "Ipv6CidrBlockAssociationSet": [six]}])  # fmt: skip

    here, gone = seen(vpc("associated")).network, seen(vpc(state)).network
    assert (here.has_ipv6, here.secondary_cidrs) == (True, ("10.1.0.0/16",))
    assert (gone.has_ipv6, gone.secondary_cidrs) == (False, ())


@pytest.mark.parametrize(
    ("nat", "gateways", "routes"),
    [
        (NatConfig(), [ZONE_A, ZONE_C], ["rtb-a", "rtb-c"]),
        (NatConfig(topology="single"), [ZONE_A], ["rtb-a", "rtb-c"]),
        (NatConfig(topology="single", zone=ZONE_C), [ZONE_C], ["rtb-a", "rtb-c"]),
    ],
)
def test_where_gateways_stand_and_whom_they_serve(nat: NatConfig, gateways: list[str], routes: list[str]) -> None:
    plan = planned(replace(ON, availability_zones=(ZONE_A, ZONE_C), nat=nat), told())
    made = [each.address for each in plan.changes if each.verb == "create"]
    assert [each.name for each in made if each.kind == "nat_gateway"] == gateways
    assert [each.name for each in made if each.kind == "private_route"] == routes


def test_a_zone_without_a_gateway_has_no_route_to_one() -> None:
    rows = [subnet("pub-a"), subnet("priv-a"), subnet("priv-c", ZONE_C)]
    plan = planned(replace(ON, availability_zones=(ZONE_A, ZONE_C)), told(describe_subnets=rows))
    assert [each.address.name for each in plan.changes if each.address.kind == "private_route"] == ["rtb-a"]


# Which one stands at an address


def live(number: int, **more: object) -> Live:
    fields = {"kind": "security_group", "id": f"sg-{number}", "address": GROUP, "is_owned": True, **more}
    return Live(**fields)  # type: ignore[arg-type]


WANTED = Spec(address=GROUP, natural_name="myapp-dev-web-sg")
NOBODY: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("lives", "record", "used", "found"),
    [
        ([live(2), live(1)], Record(), NOBODY, "sg-1"),
        ([live(2), live(1)], Record(), frozenset({"sg-2"}), "sg-2"),
        ([live(2, foreign_holders=("eni-1",)), live(1)], Record(), NOBODY, "sg-2"),
        ([live(2), live(1)], Record(), frozenset({"sg-1", "sg-2"}), "address_claimed_twice"),
        ([live(2), live(1)], Record(id="sg-2"), frozenset({"sg-1"}), "sg-2"),
        ([live(2), live(1)], Record(old=("sg-1",)), NOBODY, "sg-2"),
        ([live(1, terminating=True)], Record(id="sg-1"), NOBODY, None),
        ([live(1, is_owned=False, not_ours_reason=reason("lost_stack_tag"))], Record(id="sg-1"), NOBODY,
         "lost_stack_tag"),
        ([live(1, is_owned=False)], Record(), NOBODY, None),
        ([live(1, is_owned=False, address=None, name="MyApp-dev-WEB-sg")], Record(), NOBODY, "name_taken"),
        ([live(1, address=Address("security_group", "x"), name="myapp-dev-web-sg")], Record(), NOBODY,
         "name_taken_by_ours"),
    ],
)  # fmt: skip
def test_which_one_stands_there(lives: list[Live], record: Record, used: frozenset[str], found: str | None) -> None:
    match = match_spec(WANTED, lives, record, used)
    assert (match.obstacle.code if match.obstacle else match.live and match.live.id) == found


@pytest.mark.parametrize("stack", ["myapp/prod", "other/dev", ""])
def test_another_stacks_are_strangers(stack: str) -> None:
    rows = {
        "describe_addresses": [address(Tags=tags(EIP, stack))],
        "describe_nat_gateways": [gateway(Tags=tags(NAT, stack))],
    }
    assert not any(each.is_owned for each in seen(told(**rows)).lives if each.kind in ("elastic_ip", "nat_gateway"))
    assert line(planned(ON, told(**rows)), str(EIP)).verb == "create"


@pytest.mark.parametrize(("target", "ours"), [("nat-1", True), ("nat-2", False)])
def test_a_route_whose_gateway_is_gone_is_ours_where_it_is_as_we_recorded_it(target: str, ours: bool) -> None:
    answers = told(table("rtb-a", "priv-a", routes=[default("blackhole", NatGatewayId=target)]))
    (route,) = (each for each in seen(answers, RECORDS).lives if each.key == ("rtb-a",))
    assert route.is_owned == ours


# Tags


def retagged(theirs: dict[str, str], record: Record) -> list[tuple[str, object]]:
    wanted = Spec(address=GROUP, tags={"Name": "n", "netsec:stack": "myapp/dev"})
    kept = Decision(verb="keep", why=reason("as_wanted"))
    steps = with_tag_repairs(kept, wanted, live(1, tags=theirs), record).steps
    return [(step.op, step.params["Tags"]) for step in steps if isinstance(step, Call)]


OURS = {"Name": "n", "netsec:stack": "myapp/dev"}


@pytest.mark.parametrize(
    ("theirs", "record", "calls"),
    [
        (OURS, Record(), []),
        ({**OURS, "CostCenter": "7"}, Record(), []),
        ({**OURS, "Team": "red"}, Record(tag_keys=("Team",)), [("delete_tags", [{"Key": "Team"}])]),
        ({**OURS, "netsec:odd": "x"}, Record(), [("delete_tags", [{"Key": "netsec:odd"}])]),
        ({**OURS, KEEP_TAG: "true"}, Record(), []),
        ({**OURS, "Name": "edited"}, Record(), [("create_tags", [{"Key": "Name", "Value": "n"}])]),
        ({"Name": "n"}, Record(), [("create_tags", [{"Key": "netsec:stack", "Value": "myapp/dev"}])]),
    ],
)
def test_which_tags_are_repaired(theirs: dict[str, str], record: Record, calls: list[tuple[str, object]]) -> None:
    assert retagged(theirs, record) == calls


def test_nobody_overrides_the_tags_that_say_whose_it_is() -> None:
    bold = replace(BARE, tags={"netsec:stack": "x/y", "netsec:address": "a/b", "ManagedBy": "me", "Team": "red"})
    found = resource_tags(bold, GROUP, "n")
    assert found["Team"] == "red"
    assert (found["netsec:stack"], found["netsec:address"], found["ManagedBy"]) == ("myapp/dev", str(GROUP), "netsec")


# What goes, and in which order


def test_what_is_taken_away_waits_for_all_that_uses_it() -> None:
    plan = destroyed(SETTLED, RECORDS)
    assert [ops(line(plan, str(each)))[0] for each in (ROUTE, NAT, EIP)] == [
        "delete_route", "delete_nat_gateway", "release_address",
    ]  # fmt: skip
    assert line(plan, str(NAT)).needs >= {Slot(ROUTE)}
    assert line(plan, str(EIP)).needs >= {Slot(NAT)}


def test_of_two_in_use_at_one_address_neither_goes() -> None:
    answers = told(
        table("rtb-a", "priv-a", routes=[default(NatGatewayId="nat-1")]),
        table("rtb-c", "priv-c", routes=[default(NatGatewayId="nat-2")]),
        describe_addresses=[address(1, held_by="eni-1"), address(2, at=None, held_by="eni-2")],
        describe_nat_gateways=[gateway(1), gateway(2)],
    )
    plan = planned(ON, answers)
    assert line(plan, str(NAT)).why.code == "address_claimed_twice"
    assert not [each for each in plan.changes if each.address.kind == "nat_gateway" and each.verb == "delete"]


def test_where_one_can_not_be_judged_no_old_one_at_its_address_goes() -> None:
    answers = told(
        table("rtb-a", "priv-a", routes=[default(NatGatewayId="nat-1")]),
        describe_addresses=[address(1, held_by="eni-1"), address(2, at=None, held_by="eni-2")],
        describe_nat_gateways=[gateway(1, SubnetId=""), gateway(2)],
    )
    plan = planned(ON, answers, {**RECORDS, NAT: Record(id="nat-1", old=("nat-2",))})
    assert (line(plan, str(NAT)).verb, line(plan, str(NAT)).why.code) == ("blocked", "answer_incomplete")
    assert not [each for each in plan.changes if each.verb == "delete"]


@pytest.mark.parametrize("keep", [False, True])
def test_of_several_addresses_only_the_one_in_use_is_worth_keeping(keep: bool) -> None:
    answers = told(
        table("rtb-a", "priv-a", routes=[default(NatGatewayId="nat-1")]),
        describe_addresses=[address(1, held_by="eni-1"), address(2)],
        describe_nat_gateways=[gateway(1)],
    )
    records = {**RECORDS, EIP: Record(id="eipalloc-1", old=("eipalloc-2",))}
    plan = planned(replace(ON, nat=NatConfig(keep_eips=keep)), answers, records)
    assert line(plan, f"{EIP} (eipalloc-2)").verb == "delete"
    assert line(plan, str(EIP)).verb in ("keep", "update")


def replaced() -> Plan:
    """A gateway that stands in another subnet than it should."""
    here = told(
        table("rtb-a", "priv-a", routes=[default(NatGatewayId="nat-1")]),
        describe_addresses=[address(held_by="eni-1")],
        describe_nat_gateways=[gateway(SubnetId="pub-c")],
    )
    return planned(ON, here, RECORDS)


def test_a_new_gateway_waits_for_the_old_one_that_has_its_address() -> None:
    plan = replaced()
    assert (line(plan, str(NAT)).verb, line(plan, f"{NAT} (nat-1)").verb) == ("replace", "delete")
    assert Slot(NAT, "nat-1") in line(plan, str(NAT)).needs


def test_a_route_is_moved_to_the_gateway_that_comes_not_to_the_one_that_goes() -> None:
    (step,) = line(replaced(), str(ROUTE)).steps
    assert isinstance(step, Call)
    assert (step.op, step.params["NatGatewayId"]) == ("replace_route", Ref(NAT))


def test_a_look_up_does_not_take_what_stood_there_before_for_new() -> None:
    strangers = told(describe_addresses=[address(7, at=None), address(8, at=None)])
    (step,) = line(planned(ON, strangers), str(EIP)).steps
    assert isinstance(step, Call)
    assert step.recover
    assert step.recover.known_ids == {"eipalloc-7", "eipalloc-8"}


def names(other: str) -> list[dict[str, object]]:
    return [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": other}]}]


def web(exclusive: bool) -> GroupConfig:
    open_to_all = Rule(protocol="tcp", from_port=443, to_port=443, peer=Peer("cidr_ipv4", "0.0.0.0/0"))
    return GroupConfig(key="web", name="myapp-dev-web-sg", description="d", ingress=(open_to_all,), egress=(),
                       exclusive=exclusive)  # fmt: skip


@pytest.mark.parametrize(("exclusive", "verb"), [(True, "delete"), (False, "blocked")])
def test_a_loose_group_goes_on_using_what_its_rules_name(exclusive: bool, verb: str) -> None:
    answers = told(describe_security_groups=[group(1, "web", ingress=names("sg-2")), group(2, "old")])
    records = {GROUP: Record(id="sg-1"), Address("security_group", "old"): Record(id="sg-2")}
    config = replace(BARE, security_groups=(web(exclusive),))
    plan = planned(config, answers, records)
    assert line(plan, "security_group/old").verb == verb


def test_what_somebody_wears_stays_with_its_rules() -> None:
    worn = {"NetworkInterfaceId": "eni-9", "Description": "ELB app/shop/1", "Groups": [{"GroupId": "sg-1"}]}
    answers = told(describe_security_groups=[group(1, "web", ingress=names("sg-2")), group(2, "old")],
                   describe_network_interfaces=[worn])  # fmt: skip
    records = {GROUP: Record(id="sg-1"), Address("security_group", "old"): Record(id="sg-2")}
    plan = destroyed(answers, records, frozenset(KINDS))
    assert (line(plan, str(GROUP)).verb, line(plan, str(GROUP)).why.code) == ("blocked", "held_by")
    assert line(plan, "security_group_rules/web-ingress").why.code == "owner_stays"
    assert line(plan, "security_group/old").verb == "blocked"
    assert not plan.active_changes


# Before anything is made


def quotas(plan: Plan) -> list[tuple[object, object]]:
    return [(each.facts["what"], each.facts["count"]) for each in plan.warnings if each.code == "quota_unknown"]


@pytest.mark.parametrize(("managed", "said"), [("", [("elastic_ips", 6)]), ("rnat", [])])
def test_addresses_that_aws_manages_do_not_count(managed: str, said: list[tuple[str, int]]) -> None:
    rows = [address(number, at=None, **({"ServiceManaged": managed} if managed else {})) for number in range(5)]
    assert quotas(planned(ON, told(describe_addresses=rows))) == said


@pytest.mark.parametrize(
    ("state", "said"), [("pending", 6), ("available", 6), ("deleting", 6), ("failed", None), ("deleted", None)]
)
def test_in_which_states_a_gateway_counts(state: str, said: int | None) -> None:
    rows = [gateway(number, at=None, state=state) for number in range(5)]
    assert quotas(planned(ON, told(describe_nat_gateways=rows))) == ([("nat_gateways", said)] if said else [])


def brought(item: dict[str, object], *gateways: dict[str, object]) -> list[str]:
    config = replace(ON, nat=NatConfig(eips={ZONE_A: "eipalloc-1"}))
    here = told(describe_addresses=[item], describe_nat_gateways=list(gateways))
    return [each.code for each in prerequisite_problems(config, seen(here, config=config))]


def test_brought_addresses() -> None:
    assert brought(address(at=None)) == []
    assert brought(address(2, at=None)) == ["brought_address_unknown"]
    assert brought(address(at=None, held_by="eni-9")) == ["brought_address_busy"]
    assert brought(address(at=None, held_by="eni-1"), gateway(at=None)) == ["brought_address_busy"]
    assert brought(address(at=None, ServiceManaged="alb")) == ["brought_address_busy"]
    assert brought(address(at=None, NetworkBorderGroup="ap-northeast-1")) == []
    assert brought(address(at=None, NetworkBorderGroup="ap-northeast-1-tpe-1")) == ["brought_address_far"]


def test_a_subnet_is_on_one_acl() -> None:
    def acl(key: str, subnets: object) -> AclConfig:
        return AclConfig(key=key, name=key, subnets=subnets, associate=True, entries=())  # type: ignore[arg-type]

    on_it = [{"SubnetId": each, "NetworkAclAssociationId": f"aclassoc-{each}"} for each in ("pub-a", "priv-a")]
    here = told(describe_network_acls=[{"NetworkAclId": "acl-0", "IsDefault": True, "Associations": on_it}])
    twice = replace(BARE, network_acls=(acl("one", "public"), acl("two", ("pub-a",))))
    once = replace(BARE, network_acls=(acl("one", "public"), acl("two", ("priv-a",))))
    assert [each.code for each in prerequisite_problems(twice, seen(here, config=twice))] == [
        "acl_subnet_claimed_twice"
    ]
    assert prerequisite_problems(once, seen(here, config=once)) == ()


def test_as_many_free_addresses_as_are_wanted() -> None:
    config = replace(BARE, endpoints=EndpointsConfig(interface=("logs", "ecr.api")), region="ap-northeast-1")

    def full(free: int) -> list[object]:
        rows = [subnet("pub-a"), subnet("priv-a", AvailableIpAddressCount=free)]
        return [each.facts["wanted"] for each in planned(config, told(describe_subnets=rows)).problems]

    assert (full(2), full(1), full(0)) == ([], [2], [2])
