"""Each control, failing and passing, on networks made by hand; what may not be read; what is meant so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netsec.insight.audit import CONTROLS, AuditReport, audit
from netsec.insight.cost import list_prices
from netsec.insight.snapshot import (
    ElasticIp,
    NatGateway,
    NetworkAcl,
    NetworkInterface,
    Route,
    RouteTable,
    SecurityGroup,
    Subnet,
    VpcEndpoint,
    VpcSnapshot,
)
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.messages.en.reasons import REASONS
from netsec.model import AclEntry, Suppression
from netsec.views.audit import audit_object, audit_text, selected_findings

WORN = {"eni-1": NetworkInterface(id="eni-1", subnet_id="s", group_ids=("sg-1",))}
PRICES = list_prices("ap-northeast-1")


def rule(ports: str, cidr: str = "0.0.0.0/0", protocol: str = "tcp") -> GroupRule:
    first, _, last = ports.partition("-")
    numbers = (int(first), int(last or first)) if ports else (None, None)
    return GroupRule(protocol=protocol, from_port=numbers[0], to_port=numbers[1], peer=cidr,
                     peer_type="cidr_ipv6" if ":" in cidr else "cidr_ipv4")  # fmt: skip


def with_rules(*rules: GroupRule, name: str = "web") -> VpcSnapshot:
    group = SecurityGroup(id="sg-1", name=name, group_name=name, ingress=rules, is_owned=True)
    return VpcSnapshot(vpc_id="v", groups={"sg-1": group}, interfaces=WORN)


def with_entries(*entries: AclEntry, on: tuple[str, ...] = ("s",), default: bool = False) -> VpcSnapshot:
    acl = NetworkAcl(id="acl-1", name="public", entries=entries, subnet_ids=on, is_default=default)
    return VpcSnapshot(vpc_id="v", acls={"acl-1": acl})


def entry(number: int, ports: str, action: str = "allow", cidr: str = "0.0.0.0/0", protocol: str = "6") -> AclEntry:
    first, _, last = ports.partition("-")
    return AclEntry(number=number, egress=False, protocol=protocol, action=action, cidr=cidr,  # type: ignore[arg-type]
                    from_port=int(first) if ports else None, to_port=int(last or first) if ports else None)  # fmt: skip


def ids(report: AuditReport) -> set[str]:
    for each in report.findings:
        assert each.why.code in REASONS
    return {each.control.id for each in report.findings}


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ((rule("80"), rule("443")), set()),
        ((rule("22", "10.0.0.0/8"), rule("5432", "203.0.113.0/24")), set()),
        ((rule("22"),), {"EC2.13", "EC2.18", "EC2.19"}),
        ((rule("22", "::/0"),), {"EC2.13", "EC2.18", "EC2.19"}),
        ((rule("3389"),), {"EC2.14", "EC2.18", "EC2.19"}),
        ((rule("20-25", "0.0.0.0/1"), rule("22", "128.0.0.0/1")), {"EC2.13", "EC2.18", "EC2.19"}),
        ((rule("22", "0.0.0.0/1"),), set()),
        ((rule("22", "::/1"), rule("0-65535", "8000::/1")), {"EC2.13", "EC2.18", "EC2.19"}),
        ((rule("", protocol="-1"),), {"EC2.13", "EC2.14", "EC2.18", "EC2.19"}),
        ((rule("8443"),), {"EC2.18"}),
        ((rule("53", protocol="udp"),), {"EC2.18"}),
        ((rule("5432"),), {"EC2.18", "EC2.19"}),
        ((rule("8", protocol="icmp"),), set()),
    ],
)
def test_groups(rules: tuple[GroupRule, ...], found: set[str]) -> None:
    assert ids(audit(with_rules(*rules))) == found


def test_the_default_group_and_groups_that_nothing_wears() -> None:
    assert ids(audit(with_rules(rule("80"), name="default"))) == {"EC2.2"}
    assert ids(audit(with_rules(name="default"))) == set()
    assert ids(audit(replace(with_rules(rule("80")), interfaces={}))) == {"EC2.22"}


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ((), set()),
        ((entry(100, "80"), entry(110, "443")), set()),
        # The hands-on's own: answers come in on 1024-65535, and so does RDP.
        ((entry(100, "80"), entry(110, "443"), entry(120, "1024-65535")), {"EC2.21"}),
        ((entry(90, "3389", "deny"), entry(120, "1024-65535")), set()),
        ((entry(130, "3389", "deny"), entry(120, "1024-65535")), {"EC2.21"}),
        ((entry(90, "3389", "deny", "10.0.0.0/8"), entry(120, "1024-65535")), {"EC2.21"}),
        ((entry(90, "3389", "deny", "203.0.113.0/24"), entry(120, "1024-65535")), {"EC2.21"}),
        ((entry(90, "3389", "deny", "203.0.113.0/24"), entry(120, "22-65535")), {"EC2.21"}),
        ((entry(100, "", protocol="-1"),), {"EC2.21"}),
        ((entry(100, "32768-65535"),), set()),
        ((entry(100, "22", cidr="::/0"),), {"EC2.21"}),
        ((entry(100, "22", cidr="10.0.0.0/8"),), set()),
        ((entry(100, "22", protocol="17"),), set()),
    ],
)
def test_acls_by_the_effective_order(entries: tuple[AclEntry, ...], found: set[str]) -> None:
    assert ids(audit(with_entries(*entries))) == found


def test_acls_that_no_subnet_is_on() -> None:
    assert ids(audit(with_entries(entry(100, "80"), on=()))) == {"EC2.16"}
    assert ids(audit(with_entries(entry(100, "80"), on=(), default=True))) == set()
    assert ids(audit(with_entries(entry(100, "", protocol="-1"), default=True))) == set()


def test_the_entries_that_let_in_are_named_and_no_others() -> None:
    entries = (
        entry(90, "22", "deny"),
        entry(100, "3389"),
        entry(110, "1024-65535"),
        entry(120, "20-30", cidr="10.0.0.0/8"),
    )
    (finding,) = audit(with_entries(*entries)).findings
    assert (finding.why.facts["ports"], finding.why.facts["through"]) == ("3389", (100,))


def test_an_endpoint_that_is_gone_is_no_way() -> None:
    gone = {"vpce-1": replace(outbound().endpoints["vpce-1"], state="deleted")}
    assert ids(audit(outbound(endpoints=gone))) == {"netsec.s3_by_nat"}
    private = {i: replace(each, connectivity="private") for i, each in outbound().gateways.items()}
    assert ids(audit(outbound(endpoints={}, gateways=private))) == set()


def outbound(**changed: object) -> VpcSnapshot:
    """Two zones, a NAT gateway in each, a gateway endpoint for S3."""
    subnets = {
        f"pub-{z}": Subnet(id=f"pub-{z}", zone=z, cidr="10.0.0.0/24", table_id="rtb-pub", is_public=True) for z in "ac"
    } | {f"pri-{z}": Subnet(id=f"pri-{z}", zone=z, cidr="10.0.1.0/24", table_id=f"rtb-{z}") for z in "ac"}
    world = VpcSnapshot(
        vpc_id="v",
        subnets=subnets,
        tables={f"rtb-{z}": RouteTable(id=f"rtb-{z}", routes=(Route(destination="0.0.0.0/0", target=f"nat-{z}"),))
                for z in "ac"},
        gateways={f"nat-{z}": NatGateway(id=f"nat-{z}", state="available", subnet_id=f"pub-{z}", created_at=0.0,
                                             is_owned=True)
                  for z in "ac"},
        addresses={"eip-1": ElasticIp(id="eip-1", public_ip="203.0.113.1", attached_to="eni-9")},
        endpoints={"vpce-1": VpcEndpoint(id="vpce-1", service="com.amazonaws.r.s3", type="Gateway",
                                      table_ids=("rtb-a", "rtb-c"))},
    )  # fmt: skip
    return replace(world, **changed)  # type: ignore[arg-type]


def test_a_way_out_that_is_used() -> None:
    report = audit(outbound(), bytes_by_gateway={"nat-a": 1.0, "nat-c": 2.0}, now=10**6)
    assert (ids(report), report.unchecked_controls) == (set(), {})
    silent = audit(outbound(), bytes_by_gateway={"nat-a": 1.0, "nat-c": None}, now=10**6)
    assert (ids(silent), silent.unchecked_controls) == (set(), {})
    assert silent.unmeasured_gateways == ("nat-c",)
    assert ids(audit(outbound(), bytes_by_gateway={"nat-a": 0.0, "nat-c": None}, now=10**6)) == {"netsec.nat_idle"}
    assert "CloudWatch has no metrics for nat-c" in audit_text(silent, ())


def test_waste() -> None:
    idle = audit(outbound(), prices=PRICES, bytes_by_gateway={"nat-a": 0.0, "nat-c": 5.0}, now=10**6)
    (finding,) = idle.findings
    assert (finding.control.id, finding.id, finding.why.facts["monthly"]) == ("netsec.nat_idle", "nat-a", "$48.91")
    assert ids(audit(outbound(), bytes_by_gateway={"nat-a": 0.0}, now=3600)) == set()
    free = {"eip-1": ElasticIp(id="eip-1", public_ip="203.0.113.1")}
    (finding,) = audit(outbound(addresses=free), prices=PRICES).findings
    assert (finding.control.id, finding.why.facts["monthly"]) == ("EC2.12", "$3.65")
    managed = {"eip-1": ElasticIp(id="eip-1", public_ip="203.0.113.1", service_managed="alb")}
    assert ids(audit(outbound(addresses=managed))) == set()
    crossed = {**outbound().tables, "rtb-c": replace(outbound().tables["rtb-c"], routes=(
        Route(destination="0.0.0.0/0", target="nat-a"),))}  # fmt: skip
    assert ids(audit(outbound(tables=crossed))) == {"netsec.nat_cross_zone"}
    single = {"nat-a": outbound().gateways["nat-a"]}
    assert ids(audit(outbound(tables=crossed, gateways=single))) == set()
    gone = {**outbound().tables, "rtb-c": RouteTable(id="rtb-c", routes=(
        Route(destination="0.0.0.0/0", target="nat-x", state="blackhole"),))}  # fmt: skip
    assert ids(audit(outbound(tables=gone))) == {"netsec.blackhole"}
    assert ids(audit(outbound(endpoints={}))) == {"netsec.s3_by_nat"}


def test_what_can_not_be_told_is_no_finding() -> None:
    """Who wears a group is known of interfaces only: without them, "unused" would be a guess."""
    bare = VpcSnapshot(vpc_id="v", groups={"sg-1": SecurityGroup(id="sg-1", name="web", group_name="web")})
    assert ids(audit(bare)) == {"EC2.22"}
    blind = audit(replace(bare, unread_operations=frozenset({"describe_network_interfaces"})))
    assert (ids(blind), blind.unchecked_controls) == (set(), {"EC2.22": ("describe_network_interfaces",)})


def test_what_may_not_be_read_is_unknown_and_never_fine() -> None:
    blind = VpcSnapshot(vpc_id="v", unread_operations=frozenset({"describe_security_groups", "describe_network_acls"}))
    report = audit(blind)
    assert {"EC2.2", "EC2.13", "EC2.18", "EC2.19", "EC2.21", "EC2.22"} <= set(report.unchecked_controls)
    assert "can't read describe_network_acls" in audit_text(report, ())
    assert audit(blind, [Suppression("EC2.21", "", "x")]).unused_suppressions == ()
    assert audit_object(report, ())["unknown"]["EC2.21"] == ["describe_network_acls"]
    assert set(audit(VpcSnapshot(vpc_id="v")).unchecked_controls) == set()


def test_what_is_meant_so() -> None:
    world = with_rules(rule("22"), rule("3389"))
    report = audit(world, [Suppression("EC2.13", "web", "a bastion"), Suppression("EC2.21", "", "nothing")])
    assert {each.control.id: each.suppressed for each in report.findings}["EC2.13"] == "a bastion"
    assert "EC2.13" not in {each.control.id for each in report.unsuppressed}
    assert [each.control for each in report.unused_suppressions] == ["EC2.21"]
    assert audit(world, [Suppression("EC2.13", "db", "x")]).unused_suppressions
    assert not audit(world, [Suppression("EC2.13", "sg-1", "x")]).unused_suppressions
    all_of_it = selected_findings(report, ours=True, severity="low", everything=True)
    text = audit_text(report, all_of_it)
    assert "suppressed: a bastion" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    grave = selected_findings(report, ours=False, severity="critical", everything=False)
    assert {each.control.id for each in grave} == {"EC2.19"}


def test_findings_come_gravest_first() -> None:
    ranks = [list(CONTROLS[each.control.id].severity) for each in audit(with_rules(rule("22"))).findings]
    assert ["".join(each) for each in ranks] == ["critical", "high", "high"]


def test_a_rule_whose_peering_is_gone() -> None:
    stale = replace(
        rule("80"), peer_type="group", peer="222222222222/sg-9", label="222222222222/sg-9", peer_status="deleted"
    )
    (finding,) = audit(with_rules(stale)).findings
    assert finding.control.id == "netsec.stale_rule"
    assert finding.why.facts == {"rule": "tcp 80 <- 222222222222/sg-9", "status": "deleted"}
    assert ids(audit(with_rules(replace(stale, peer_status="")))) == set()
