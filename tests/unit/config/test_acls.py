"""[network_acls]: what right ones become, and what they may not be together."""

from __future__ import annotations

import pytest

from netsec.model.config import AclEntry

ALLOW = {"egress": False, "action": "allow"}


def entry(line: str) -> str:
    return f'[network_acls.x]\nsubnets = "public"\negress = []\ningress = [{{ {line} }}]'


RIGHT = [
    ('port = 80, cidr = "vpc"', AclEntry(**ALLOW, number=100, protocol="6", cidr="vpc", from_port=80, to_port=80)),
    (
        'number = 32766, ports = "1-2", protocol = "udp", cidr = "10.1.2.3/8", action = "deny"',
        AclEntry(number=32766, egress=False, protocol="17", action="deny", cidr="10.0.0.0/8", from_port=1, to_port=2),
    ),
    ('protocol = "all", cidr = "::/0"', AclEntry(**ALLOW, number=100, protocol="-1", cidr="::/0")),
    ('protocol = 47, cidr = "vpc"', AclEntry(**ALLOW, number=100, protocol="47", cidr="vpc")),
    (
        'protocol = "icmp", icmp_type = 8, cidr = "vpc"',
        AclEntry(**ALLOW, number=100, protocol="1", cidr="vpc", icmp_type=8, icmp_code=-1),
    ),
    (
        'protocol = "icmpv6", cidr = "::/0"',
        AclEntry(**ALLOW, number=100, protocol="58", cidr="::/0", icmp_type=-1, icmp_code=-1),
    ),
]


@pytest.mark.parametrize(("line", "expected"), RIGHT)
def test_right(config_of, line, expected):
    (acl,) = config_of(f"enable_network_acls = true\n{entry(line)}").network_acls
    assert acl.entries == (expected,)


def test_numbers_go_on_in_tens_around_those_that_are_given(config_of):
    line = 'cidr = "vpc", protocol = "all"'
    given = f"{line} }}, {{ {line}, number = 110 }}, {{ {line} }}, {{ {line}, number = 5 }}, {{ {line}"
    (acl,) = config_of(f"enable_network_acls = true\n{entry(given)}").network_acls
    assert [each.number for each in acl.entries] == [100, 110, 120, 5, 130]


def test_both_directions_have_numbers_of_their_own(config_of):
    entries = '[{ port = 80, cidr = "vpc" }, { port = 81, cidr = "vpc" }]'
    text = f'enable_network_acls = true\n[network_acls.x]\nsubnets = "private"\ningress = {entries}\negress = {entries}'
    (acl,) = config_of(text).network_acls
    assert [(each.number, each.egress) for each in acl.entries] == [
        (100, False),
        (110, False),
        (100, True),
        (110, True),
    ]
    assert (acl.key, acl.name, acl.subnets, acl.associate) == ("x", "p-dev-x-nacl", "private", False)


def test_association(config_of):
    body = '[network_acls.x]\nsubnets = ["subnet-01234567"]\ningress = []\negress = []\n'
    on = "enable_network_acls = true\nassociate_network_acls = true\n"
    assert config_of(on + body).network_acls[0].associate
    assert not config_of(on + body + "associate = false").network_acls[0].associate
    assert config_of("enable_network_acls = true\n" + body + "associate = true").network_acls[0].associate


def test_switched_off_there_are_none(config_of, mistakes_of):
    assert config_of(entry('port = 80, cidr = "vpc"')).network_acls == ()
    assert mistakes_of(entry('port = 80, cidr = "vcp"'))


def test_subnets_of_an_acl_that_is_not_associated_may_be_shared(config_of):
    body = "".join(f'[network_acls.{key}]\nsubnets = "public"\ningress = []\negress = []\n' for key in "ab")
    assert len(config_of("enable_network_acls = true\n" + body).network_acls) == 2


def test_too_many_entries(config_of, mistakes_of):
    lines = [f'port = {port}, cidr = "vpc"' for port in range(40)]
    assert config_of(entry(" }, { ".join(lines[:39])))
    assert mistakes_of(entry(" }, { ".join(lines))) == [
        (
            "5 network_acls.x.ingress",
            "40 IPv4 entries are too many: EC2 allows at most 39 besides its own (quota L-2AEEBF1A)",
        )
    ]
    six = [f'port = {port}, cidr = "2001:db8::/32"' for port in range(40)]
    assert config_of(entry(" }, { ".join([*lines[:39], *six[:39]])))
    assert mistakes_of(entry(" }, { ".join([*lines, *six]))) == [
        (
            "5 network_acls.x.ingress",
            f"40 {each} entries are too many: EC2 allows at most 39 besides its own (quota L-2AEEBF1A)",
        )
        for each in ("IPv4", "IPv6")
    ]
