"""What an ACL around a NAT gateway cuts off; the hands-on's own public ACL does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from netsec.model import AclEntry
from netsec.planning.preflight.acls import PROBES, _passes
from tests.support.story import hands_on, new_story

VPC = "10.0.0.0/16"
EVERY = tuple(probe.name for probe in PROBES)


def entry(number: int, action: str = "allow", cidr: str = "0.0.0.0/0", **more: object) -> tuple[AclEntry, AclEntry]:
    fields = {"protocol": "-1", **more}
    return tuple(AclEntry(number=number, egress=egress, action=action, cidr=cidr, **fields) for egress in (False, True))  # type: ignore[arg-type, return-value]


def tcp(number: int, first: int, last: int, **more: object) -> tuple[AclEntry, AclEntry]:
    return entry(number, protocol="6", from_port=first, to_port=last, **more)


@pytest.mark.parametrize(
    ("entries", "cut"),
    [
        (entry(100), set()),
        ((), set(EVERY)),
        ((entry(100)[0],), set(EVERY)),
        # Requests pass, answers do not: in from the internet, and on to the private subnet.
        ((entry(100, cidr=VPC)[0], entry(100)[1]), set(EVERY)),
        (
            (entry(100)[0], tcp(90, 1024, 65535, cidr=VPC, action="deny")[1], entry(100)[1]),
            {each.name for each in PROBES if each.protocol == "6"},
        ),
        (
            (tcp(90, 32768, 65535, action="deny")[0], *entry(100)),
            {each.name for each in PROBES if each.protocol == "6"},
        ),
        ((*tcp(100, 443, 443), *tcp(110, 1024, 65535)), set(EVERY) - {"HTTPS (443)", "high TCP ports"}),
        ((*tcp(90, 22, 22, action="deny"), *entry(100)), {"SSH (22)"}),
        ((*entry(90, "deny", "192.0.2.0/24"), *entry(100)), set()),
        (entry(100, cidr="vpc"), set(EVERY)),
        ((*entry(100), *entry(110, "deny")), set()),
        ((*entry(90, protocol="17", action="deny"), *entry(100)), {"external DNS (UDP 53)", "QUIC (UDP 443)"}),
        ((*entry(90, protocol="1", action="deny"), *entry(100)), {"ping"}),
        ((*entry(100, cidr="::/0"),), set(EVERY)),
    ],
)
def test_cut(entries: tuple[AclEntry, ...], cut: set[str]) -> None:
    assert {probe.name for probe in PROBES if not _passes(entries, probe, VPC)} == cut


def test_the_hands_on_s_own_acl_is_warned_of_once_it_is_associated(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(acl=True, associate=True)) as story:
        (warning,) = [each for each in story.plan().warnings if each.code == "acl_cuts_nat"]
        assert {"external DNS (UDP 53)", "ping", "SSH (22)"} <= set(warning.facts["cut"])  # type: ignore[call-overload]
        assert "HTTPS (443)" not in warning.facts["cut"]  # type: ignore[operator]
        assert len(warning.facts["subnets"]) == 2  # type: ignore[arg-type]
        for config in (
            hands_on(acl=True),
            hands_on(),
            replace(hands_on(acl=True, associate=True), enable_nat_gateway=False),
        ):
            story.config = config
            assert "acl_cuts_nat" not in {each.code for each in story.plan().warnings}


def test_an_acl_of_somebody_else_counts_as_well(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        acl = story.ec2.create_network_acl(VpcId=story.site.vpc_id)["NetworkAcl"]["NetworkAclId"]
        subnet = next(iter(story.site.public_subnets.values()))
        (found,) = story.ec2.describe_network_acls(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])[
            "NetworkAcls"
        ]
        (association,) = [each for each in found["Associations"] if each["SubnetId"] == subnet]
        story.ec2.replace_network_acl_association(
            AssociationId=association["NetworkAclAssociationId"], NetworkAclId=acl
        )
        (warning,) = [each for each in story.plan().warnings if each.code == "acl_cuts_nat"]
        assert warning.facts["subnets"] == [subnet]
