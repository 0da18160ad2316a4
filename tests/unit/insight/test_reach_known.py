"""Known answers: each row is a sentence of AWS's documentation, on the page named beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netsec.insight.expectations import check_expectations
from netsec.insight.intervals import ALL_PORTS
from netsec.insight.reach import Question, ReachAnswer, parse_traffic, reach
from netsec.insight.snapshot import VpcSnapshot
from netsec.model import Expectation
from tests.support.reach_world import (
    NAT_NET,
    OUT,
    OUT6,
    PRIV,
    PUB,
    entry,
    interface,
    rule,
    table,
    with_acl,
    with_endpoint,
    with_group,
    with_nat,
    world,
)

USER = "docs.aws.amazon.com/vpc/latest/userguide/"
PEERING = "docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html"
IANA = "iana.org/assignments/iana-ipv4-special-registry"
PRIVATE = USER + "vpc-cidr-blocks.html"
ROUTES, PRIORITY = USER + "VPC_Route_Tables.html", USER + "route-tables-priority.html"
MIDDLE, IGW = USER + "middlebox-routing-examples.html", USER + "VPC_Internet_Gateway.html"
EDGE, EIGW = USER + "gateway-route-tables.html", USER + "egress-only-internet-gateway.html"
NAT, CHAINS = USER + "vpc-nat-gateway.html", USER + "nat-gateway-scenarios.html"
REGIONAL, NAT64 = USER + "nat-gateways-regional.html", USER + "nat-gateway-nat64-dns64.html"
GROUPS, ACLS = USER + "vpc-security-groups.html", USER + "vpc-network-acls.html"
RULES, LISTS = USER + "security-group-rules.html", USER + "managed-prefix-lists.html"
RESOLVER, LINK_LOCAL = (
    USER + "AmazonDNS-concepts.html",
    "docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
)
ENDPOINTS = "docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"
GWLB = "docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html"
LATTICE = "docs.aws.amazon.com/vpc-lattice/latest/ug/how-it-works.html"
IPV6 = USER + "vpc-migrate-ipv6.html"

Row = tuple[VpcSnapshot, str, str, str, str, str, str]
BASE = world()
BEYOND = {
    "peering": "pcx-1", "transit gateway": "tgw-1", "VPN or Direct Connect": "vgw-1", "local gateway": "lgw-1",
    "carrier gateway": "cagw-1", "core network": "arn:aws:networkmanager::1:core-network/c", "instance": "i-1",
    "interface": "eni-fw", "gateway load balancer": "vpce-gwlb", "unknown": "unknown",
}  # fmt: skip
NOT_ROUTED = (
    "10.9.0.5", "172.16.0.5", "192.168.0.5", "100.64.0.5", "169.254.7.7", "192.0.2.7", "198.51.100.7", "203.0.113.7",
    "198.18.0.7", "224.0.0.5", "240.0.0.5", "127.0.0.1", "0.1.2.3",
)  # fmt: skip
S3_ROUTES = {OUT: "nat-1", "pl-s3": "vpce-s3"}
WITH_S3 = with_endpoint(world(priv=S3_ROUTES), "vpce-s3")
LISTED = replace(WITH_S3, prefix_lists={"pl-s3": ("52.219.0.0/20", "3.5.152.0/21")})
UNREAD = world(priv={OUT: "nat-1", "pl-1": "tgw-1"})
READ = replace(UNREAD, prefix_lists={"pl-1": ("52.94.0.0/16", "10.9.0.0/16")})
RULE_LIST = with_group(BASE, "db", (rule("6000", "pl-2"),))
WEB_FROM_NAT = with_group(BASE, "web", (rule("443", "54.150.0.1/32"),))
ULA = "fd00:1:2:3::/64"


def only_v6(found: VpcSnapshot) -> VpcSnapshot:
    return replace(found, interfaces={**found.interfaces, "eni-db": interface("db", PRIV, ("2600:1f18:1:101::5",))})


AWAY, BY_GROUP = "reach_leaves_sight", "stopped_by_group"
# world, source, target, traffic, verdict, code of the hop or doubt that decides ("" for any), page
ROWS: list[Row] = [
    # 1. where a source is
    *((BASE, ip, "web", "443", "no", "not_on_internet", IANA) for ip in NOT_ROUTED),
    *((BASE, "web", ip, "443", "no", "not_on_internet", IANA) for ip in NOT_ROUTED),
    *((BASE, "db", ip, "443", "no", "not_on_internet", NAT) for ip in NOT_ROUTED),
    (BASE, "52.94.13.1", "web", "443", "yes", "", IGW),
    (BASE, "web", "52.94.13.1", "443", "yes", "", IGW),
    (BASE, "db", "52.94.13.1", "443", "yes", "", NAT),
    *((world(priv={OUT: "nat-1", "10.9.0.0/16": to}), "10.9.0.5", "db", "6000", "unknown", AWAY, PEERING)
      for to in BEYOND.values()),
    *((world(priv={OUT: "nat-1", "10.9.0.0/16": to}), "db", "10.9.0.5", "6000", "unknown", AWAY, PEERING)
      for to in BEYOND.values()),
    *((world(priv={OUT: to}), "internet", "db", "6000", "unknown", AWAY, ROUTES) for to in BEYOND.values()),
    *((world(priv={OUT: to}), "db", "internet", "443", "unknown", AWAY, ROUTES) for to in BEYOND.values()),
    *((world(pub={OUT: "igw-1", "10.9.0.0/16": to}), "10.9.0.5", "web", "443", "unknown", AWAY, PEERING)
      for to in BEYOND.values()),
    # what groups and ACLs surely stop is no, whatever lies beyond
    (world(priv={"10.9.0.0/16": "pcx-1"}), "10.9.0.5", "db", "22", "no", BY_GROUP, GROUPS),
    (world(priv={"10.9.0.0/16": "pcx-1"}), "10.9.0.5", "db", "5432", "no", BY_GROUP, GROUPS),
    (with_acl(world(priv={"10.9.0.0/16": "tgw-1"}), PRIV, entry(1, "in", "deny", "10.9.0.0/16")), "10.9.0.5", "db",
      "6000",
     "no", "stopped_by_acl", ACLS),
    (with_acl(world(priv={"10.9.0.0/16": "tgw-1"}), PRIV, entry(1, "out", "deny", "10.9.0.0/16")), "10.9.0.5", "db",
      "6000",
     "no", "stopped_by_answer", ACLS),
    (with_acl(world(priv={"10.9.0.0/16": "vgw-1"}), PRIV, entry(1, "in", "deny", "10.9.0.0/16")), "db", "10.9.0.5",
      "6000",
     "no", "stopped_by_answer", ACLS),
    (with_group(world(priv={"10.9.0.0/16": "vgw-1"}), "db", (), (rule("443", OUT),)), "db", "10.9.0.5", "6000",
     "no", BY_GROUP, GROUPS),
    (BASE, "10.9.0.5", "db", "6000", "no", "nat_lets_nothing_in", NAT),
    (world(priv={}), "10.9.0.5", "db", "6000", "no", "no_route", ROUTES),
    (BASE, "10.9.0.5", "10.8.0.5", "443", "unknown", "both_outside", PEERING),
    (BASE, "internet", "52.94.13.1", "443", "unknown", "both_outside", ROUTES),
    (with_group(world(priv={"10.9.0.0/16": "pcx-1"}), "db", (rule("6000", "sg-peer"),)), "10.9.0.5", "db", "6000",
     "unknown", AWAY, PEERING),
    # 2. what is not filtered
    *((with_acl(with_group(BASE, "db", (), ()), PRIV, entry(1, "out", "deny", OUT)), "db", ip, port, "yes",
      "not_filtered", page)
      for ip, port, page in (("10.0.0.2", "53/udp", RESOLVER), ("169.254.169.253", "53", RESOLVER),
                             ("169.254.169.254", "80", LINK_LOCAL), ("169.254.169.123", "123/udp", GROUPS),
                             ("169.254.170.2", "80", GROUPS), ("fd00:ec2::253", "53/udp", RESOLVER),
                             ("fd00:ec2::254", "80", LINK_LOCAL))),
    (world(priv={}), "db", "169.254.169.254", "80", "yes", "not_filtered", LINK_LOCAL),
    (BASE, "internet", "169.254.169.254", "80", "no", "answers_inside_only", LINK_LOCAL),
    (BASE, "169.254.169.254", "db", "6000", "no", "nothing_begins_there", LINK_LOCAL),
    (BASE, "db", "169.254.171.5", "443", "unknown", "reach_lattice", LATTICE),
    # 3. names of groups mean private addresses
    (BASE, "db", "web", "9000", "yes", "", RULES),
    (BASE, "db", "10.0.0.5", "9000", "yes", "", RULES),
    (BASE, "db", "54.150.0.5", "9000", "no", BY_GROUP, RULES),
    (BASE, "db", "54.150.0.5", "443", "yes", "", RULES),
    (WEB_FROM_NAT, "db", "54.150.0.5", "443", "yes", "", NAT),
    (WEB_FROM_NAT, "db", "web", "443", "no", BY_GROUP, NAT),
    (world(priv={}), "db", "54.150.0.5", "443", "no", "no_route", ROUTES),
    (with_group(BASE, "db", (), (rule("443", "sg-web"),)), "db", "54.150.0.5", "443", "no", BY_GROUP, RULES),
    (with_group(BASE, "db", (), (rule("443", "sg-web"),)), "db", "web", "443", "yes", "", RULES),
    (BASE, "internet", "54.150.0.5", "443", "yes", "", IGW),
    (world(priv={OUT: "tgw-1"}), "db", "54.150.0.5", "443", "unknown", AWAY, ROUTES),
    # 4. choosing a way
    (WITH_S3, "db", "s3", "443", "yes", "by_gateway_endpoint", ENDPOINTS),
    (WITH_S3, "web", "s3", "443", "yes", "", ENDPOINTS),
    (with_endpoint(world(priv={OUT: "nat-1"}), "vpce-s3"), "db", "s3", "443", "yes", "", ENDPOINTS),
    (with_endpoint(world(priv={}), "vpce-s3"), "db", "s3", "443", "no", "no_route_to_service", ENDPOINTS),
    (with_endpoint(world(priv={"pl-s3": "vpce-s3"}), "vpce-s3"), "db", "internet", "443", "no", "no_route", ENDPOINTS),
    (LISTED, "db", "52.219.0.9", "443", "yes", "by_gateway_endpoint", ENDPOINTS),
    (replace(with_endpoint(world(priv={"pl-s3": "vpce-s3"}), "vpce-s3"), prefix_lists=LISTED.prefix_lists),
     "db", "internet", "443", "no", "", ENDPOINTS),
    (with_group(WITH_S3, "db", (), (rule("443", "pl-s3"),)), "db", "s3", "443", "yes", "", ENDPOINTS),
    (with_group(WITH_S3, "db", (), (rule("443", "52.219.0.0/20"),)), "db", "s3", "443", "unknown", "reach_depends",
      ENDPOINTS),
    (with_group(LISTED, "db", (), (rule("443", "52.219.0.0/20"),)), "db", "s3", "443", "yes", "", ENDPOINTS),
    (world(priv={OUT: "nat-1", "10.0.0.0/24": "eni-fw"}), "db", "10.0.0.5", "443", "unknown", AWAY, MIDDLE),
    (world(pub={OUT: "igw-1", "10.0.1.0/24": "vpce-gwlb"}), "db", "10.0.0.5", "443", "unknown", AWAY, MIDDLE),
    (world(priv={OUT: "nat-1", "10.0.2.0/24": "eni-fw"}), "db", "web", "443", "yes", "", MIDDLE),
    (world(priv={OUT: "nat-1", "10.0.0.0/24": "eni-fw"}), "app", "db", "5432", "yes", "", MIDDLE),
    (replace(BASE, tables={**BASE.tables, "rtb-edge": table("rtb-edge", {"10.0.0.0/24": "vpce-gwlb"}, "igw-1")}),
     "internet", "10.0.0.5", "443", "unknown", AWAY, EDGE),
    (UNREAD, "db", "52.94.13.1", "443", "unknown", "reach_prefix_list", LISTS),
    (READ, "db", "52.94.13.1", "443", "unknown", AWAY, LISTS),
    (READ, "db", "54.240.0.1", "443", "yes", "", LISTS),
    (READ, "10.9.0.5", "db", "6000", "unknown", AWAY, LISTS),
    (UNREAD, "10.9.0.5", "db", "6000", "unknown", "reach_prefix_list", LISTS),
    (RULE_LIST, "app", "db", "6000", "unknown", "reach_depends", LISTS),
    (replace(RULE_LIST, prefix_lists={"pl-2": ("10.0.1.0/24",)}), "app", "db", "6000", "yes", "", LISTS),
    (replace(RULE_LIST, prefix_lists={"pl-2": ("10.0.0.0/24",)}), "app", "db", "6000", "no", BY_GROUP, LISTS),
    (with_nat(BASE, subnet_id=""), "db", "internet", "443", "yes", "", REGIONAL),
    (with_nat(BASE, subnet_id=""), "db", "10.9.0.5", "443", "no", "not_on_internet", REGIONAL),
    (with_nat(BASE, subnet_id="", state="pending"), "db", "52.94.13.1", "443", "no", "nat_not_available", REGIONAL),
    (with_nat(BASE, subnet_id="", table_id="rtb-nat"), "db", "internet", "443", "yes", "", REGIONAL),
    (with_nat(BASE, subnet_id="", table_id="rtb-gone"), "db", "52.94.13.1", "443", "unknown", "reach_incomplete",
      REGIONAL),
    (with_nat(world(nat={}), subnet_id="", table_id="rtb-nat"), "db", "52.94.13.1", "443", "no", "no_route", REGIONAL),
    (with_nat(BASE, connectivity="private"), "db", "52.94.13.1", "443", "no", "nat_is_private", NAT),
    *((with_nat(world(nat={OUT: to}), connectivity="private"), "db", "10.9.0.5", "443", "unknown", AWAY,
       CHAINS) for to in ("tgw-1", "vgw-1", "pcx-1")),
    (world(nat={OUT: "igw-1", "10.9.0.0/16": "tgw-1"}), "db", "10.9.0.5", "443", "unknown", AWAY, CHAINS),
    (with_nat(world(nat={}), connectivity="private"), "db", "10.9.0.5", "443", "no", "no_route", CHAINS),
    (with_acl(BASE, NAT_NET, entry(1, "in", "deny", "10.0.1.0/24")), "db", "52.94.13.1", "443", "no",
      "stopped_by_acl", NAT),
    (world(priv={OUT: "nat-1!"}), "db", "internet", "443", "no", "blackhole", ROUTES),
    (world(priv={OUT: "nat-1", "52.94.0.0/16": "pcx-1!"}), "db", "52.94.13.1", "443", "no", "blackhole", PRIORITY),
    (world(priv={OUT: "nat-1", "10.9.0.0/16": "pcx-1!"}), "10.9.0.5", "db", "6000", "no", "blackhole", PRIORITY),
    (world(pub={OUT: "igw-1!"}), "internet", "web", "443", "no", "blackhole", IGW),
    (world(pub={OUT: "igw-1!"}), "web", "internet", "443", "no", "blackhole", IGW),
    (world(nat={OUT: "igw-1!"}), "db", "52.94.13.1", "443", "no", "blackhole", IGW),
    (world(priv={OUT: "vpce-gwlb"}), "db", "internet", "443", "unknown", AWAY, GWLB),
    (world(pub={OUT: "vpce-gwlb"}), "internet", "web", "443", "unknown", AWAY, GWLB),
    # 5. IPv6
    (BASE, "2606:4700::1", "web", "443", "yes", "", IPV6),
    (BASE, "2606:4700::1", "web", "22", "no", BY_GROUP, IPV6),
    (BASE, "web", "2606:4700::1", "443", "yes", "by_internet_gateway", IPV6),
    (BASE, "db", "2606:4700::1", "443", "yes", "", EIGW),
    (BASE, "2606:4700::1", "db", "6000", "no", "egress_only_lets_nothing_in", EIGW),
    (world(priv={OUT: "nat-1", OUT6: "igw-1"}), "2606:4700::1", "db", "6000", "yes", "", IPV6),
    (world(priv={OUT: "nat-1", OUT6: "igw-1"}), "internet", "db", "6000", "yes", "", IPV6),
    (world(priv={OUT: "nat-1", OUT6: "tgw-1"}), "2606:4700::1", "db", "6000", "unknown", AWAY, IPV6),
    (world(priv={OUT: "nat-1"}), "db", "2606:4700::1", "443", "no", "no_route", IPV6),
    (BASE, "2606:4700::1", "app", "443", "no", "no_common_family", IPV6),
    (BASE, "2001:db8::1", "web", "443", "no", "not_on_internet", IPV6),
    (BASE, "fd12::1", "web", "443", "no", "not_on_internet", IPV6),
    (BASE, "db", "2600:1f18:1:100::5", "9000", "yes", "", IPV6),
    (BASE, "db", "2600:1f18:1:100::5", "22", "no", BY_GROUP, IPV6),
    (with_acl(BASE, PUB, entry(1, "in", "deny", OUT6)), "2606:4700::1", "web", "443", "no", "stopped_by_acl", ACLS),
    (with_acl(BASE, PUB, entry(1, "in", "deny", OUT)), "2606:4700::1", "web", "443", "yes", "", ACLS),
    (with_acl(BASE, PUB, entry(1, "in", "deny", OUT)), "internet", "web", "443", "yes", "", ACLS),
    (with_acl(BASE, PUB, entry(1, "out", "deny", OUT6)), "2606:4700::1", "web", "443", "no", "stopped_by_answer", ACLS),
    (with_group(BASE, "web", (rule("128", "::/0", "icmpv6"),)), "2606:4700::1", "web", "icmp", "yes", "", RULES),
    (with_group(BASE, "web", (rule("8", OUT, "icmp"),)), "2606:4700::1", "web", "icmp", "no", BY_GROUP, RULES),
    # 17. an IPv6 rule alone opens the port
    (replace(with_group(BASE, "web", (rule("22", OUT6),)), interfaces={}), "internet", "web", "22", "yes", "", RULES),
    *((with_endpoint(BASE, "vpce-ecr", service="com.amazonaws.x.ecr.api", type="Interface", subnet_ids=(PRIV,),
                     state=state,
                     group_ids=("sg-db",)), "app", "ecr.api", "5432", verdict, "", ENDPOINTS)
      for state, verdict in (("available", "yes"), ("deleting", "unknown"), ("pendingAcceptance", "unknown"))),
    (with_group(BASE, "web", (rule("22", OUT6),)), "internet", "web", "22", "yes", "", RULES),
    (only_v6(world(priv={OUT: "nat-1", "64:ff9b::/96": "nat-1", OUT6: "eigw-1"})), "db", "64:ff9b::3436:1", "443",
      "unknown",
     AWAY, NAT64),
    (only_v6(world(priv={"64:ff9b::/96": "nat-1"})), "db", "internet", "443", "unknown", AWAY, NAT64),
    (only_v6(world(priv={})), "db", "internet", "443", "no", "no_route", NAT64),
]  # fmt: skip


def asked(found: VpcSnapshot, source: str, target: str, traffic: str) -> ReachAnswer:
    port, protocol = parse_traffic(traffic) or (ALL_PORTS, "tcp")
    answer = reach(found, Question(source=source, target=target, ports=port, protocol=protocol))
    assert isinstance(answer, ReachAnswer), answer
    return answer


@pytest.mark.parametrize(("found", "source", "target", "traffic", "verdict", "code", "page"), ROWS)
def test_the_answer_that_aws_documents(
    found: VpcSnapshot, source: str, target: str, traffic: str, verdict: str, code: str, page: str
) -> None:
    answer = asked(found, source, target, traffic)
    codes = [hop.why.code for hop in answer.hops[-2:]] if answer.verdict != "unknown" else [
        answer.unknown_reason.code if answer.unknown_reason else ""]  # fmt: skip
    assert (answer.verdict, not code or code in codes) == (verdict, True), (codes, page, answer)


@pytest.mark.parametrize("reachable", [True, False])
def test_an_expectation_never_passes_on_what_is_unknown(reachable: bool) -> None:
    wish = Expectation(source="10.9.0.5", target="db", ports=(6000, 6000), reachable=reachable)
    (result,) = check_expectations((wish,), world(priv={"10.9.0.0/16": "pcx-1"}))
    assert (result.is_met, result.why.code) == (None, "expectation_unknown")


def test_there_are_enough_of_each_answer() -> None:
    counts = {verdict: sum(row[4] == verdict for row in ROWS) for verdict in ("yes", "no", "unknown")}
    assert len(ROWS) >= 150
    assert min(counts.values()) >= 39, counts
