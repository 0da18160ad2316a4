"""`[[expect]]`: reachable or not, as the file says; what can't be told is neither met nor broken."""

from __future__ import annotations

import pytest

from netsec.insight.expectations import check_expectations
from netsec.insight.snapshot import NetworkAcl, NetworkInterface, Route, RouteTable, SecurityGroup, Subnet, VpcSnapshot
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry, Expectation

OUT = "0.0.0.0/0"
ALL = tuple(AclEntry(number=100, egress=egress, protocol="-1", action="allow", cidr=OUT) for egress in (False, True))
LETS_443 = GroupRule(protocol="tcp", from_port=443, to_port=443, peer_type="cidr_ipv4", peer=OUT)
LETS_OUT = GroupRule(protocol="-1", from_port=None, to_port=None, peer_type="cidr_ipv4", peer=OUT)


def world(unknown: str = "") -> VpcSnapshot:
    """One public subnet with one web server in it."""
    routes = (Route(destination="10.0.0.0/16", target="local"), Route(destination=OUT, target="igw-1"))
    return VpcSnapshot(
        vpc_id="vpc-1",
        cidrs=("10.0.0.0/16",),
        subnets={"subnet-1": Subnet(id="subnet-1", name="pub", zone="a", cidr="10.0.0.0/24", table_id="rtb-1",
                                    acl_id="acl-1", is_public=True)},
        tables={"rtb-1": RouteTable(id="rtb-1", routes=routes)},
        acls={"acl-1": NetworkAcl(id="acl-1", name="acl", entries=ALL)},
        groups={"sg-1": SecurityGroup(id="sg-1", name="web", group_name="web", ingress=(LETS_443,),
            egress=(LETS_OUT,))},
        interfaces={"eni-1": NetworkInterface(id="eni-1", subnet_id="subnet-1", private_ips=("10.0.0.5",),
                                       public_ip="198.51.100.1", group_ids=("sg-1",))},
        unread_operations=frozenset({unknown} - {""}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("port", "reachable", "unknown", "met", "why"),
    [
        (443, True, "", True, "expectation_met"),
        (443, False, "", False, "expectation_open"),
        (22, False, "", True, "expectation_met"),
        (22, True, "", False, "expectation_closed"),
        (443, True, "describe_network_acls", None, "expectation_unknown"),
        (443, False, "describe_network_acls", None, "expectation_unknown"),
        (22, False, "describe_security_groups", None, "expectation_unknown"),
    ],
)
def test_what_is_expected(port: int, reachable: bool, unknown: str, met: bool | None, why: str) -> None:
    wish = Expectation(source="internet", target="web", ports=(port, port), reachable=reachable)
    (verdict,) = check_expectations((wish,), world(unknown))
    assert (verdict.is_met, verdict.why.code) == (met, why)


@pytest.mark.parametrize("nameless", [None, False])
def test_a_name_that_is_none(nameless: bool | None) -> None:
    (verdict,) = check_expectations((Expectation(source="internet", target="wep", reachable=True),), world(), nameless)
    assert (verdict.is_met, verdict.why.code) == (nameless, "place_unknown")
