"""[network_acls]: each mistake with its text, and what a right one becomes."""

from __future__ import annotations

import pytest

from netsec.model.config import AclEntry

ALLOW = {"egress": False, "action": "allow"}


def entry(line: str) -> str:
    return f'[network_acls.x]\nsubnets = "public"\negress = []\ningress = [{{ {line} }}]'


def acl(body: str) -> str:
    return f"[network_acls.x]\ningress = []\negress = []\n{body}"


MISTAKES = [
    (acl(""), [("2 network_acls.x.subnets", 'missing; allowed are "public", "private", or a list of subnet ids')]),
    (
        '[network_acls.x]\nsubnets = "public"',
        [
            ("2 network_acls.x.egress", "missing; egress = [] would let nothing through, and nothing is assumed"),
            ("2 network_acls.x.ingress", "missing; ingress = [] would let nothing through, and nothing is assumed"),
        ],
    ),
    (
        acl('subnets = "privat"'),
        [
            (
                "5 network_acls.x.subnets",
                ('found "privat"; allowed are "public", "private", or a list of subnet ids; did you mean "private"?'),
            )
        ],
    ),
    (acl("subnets = []"), [("5 network_acls.x.subnets", "found an empty list; name at least one subnet")]),
    (acl("subnets = 3"), [("5 network_acls.x.subnets", "found 3; expected a text in quotes or a list of them")]),
    (
        acl('subnets = ["subnet-01234567", "subnet-01234567", "x", 3]'),
        [
            ("5 network_acls.x.subnets[1]", '"subnet-01234567" is listed twice'),
            ("5 network_acls.x.subnets[2]", 'found "x"; expected subnet- and 8 or 17 hexadecimal digits'),
            ("5 network_acls.x.subnets[3]", "found 3; expected a text in quotes"),
        ],
    ),
    (
        '[network_acls.X]\nsubnets = "public"\ningress = []\negress = []',
        [("2 network_acls.X", 'found the name "X"; allowed are lowercase letters, digits and hyphens, a letter first')],
    ),
    (
        acl('name = "a\\u001b"\nsubnets = "public"'),
        [("5 network_acls.x.name", 'found "a\\u001b"; control characters are not allowed in a tag')],
    ),
    (acl('subnet = "public"'), [("5 network_acls.x.subnet", 'unknown key; did you mean "subnets"?')]),
    (
        entry("port = 80"),
        [("5 network_acls.x.ingress[0].cidr", 'missing; there is no default: a CIDR, or "vpc" for the VPC\'s own')],
    ),
    (entry('port = 80, from = "10.0.0.0/8"'), [("5 network_acls.x.ingress[0].from", "unknown key; here it is cidr")]),
    (
        entry('port = 80, cidr = "vcp"'),
        [
            (
                "5 network_acls.x.ingress[0].cidr",
                'found "vcp"; allowed is a CIDR, or "vpc" for the VPC\'s own; did you mean "vpc"?',
            )
        ],
    ),
    (
        entry('port = 80, cidr = "10.0.0.0"'),
        [
            (
                "5 network_acls.x.ingress[0].cidr",
                'found "10.0.0.0"; a single address is written with its mask: "10.0.0.0/32"',
            )
        ],
    ),
    (
        entry('port = 80, cidr = "10.0.0.0/99"'),
        [
            (
                "5 network_acls.x.ingress[0].cidr",
                (
                    'found "10.0.0.0/99"; this is no CIDR: an address and its mask, like '
                    '"10.0.0.0/16" or "2001:db8::/32"'
                ),
            )
        ],
    ),
    (
        entry('port = 80, cidr = ["vpc"]'),
        [
            (
                "5 network_acls.x.ingress[0].cidr",
                "found a list; expected a text in quotes: write one rule per source or target",
            )
        ],
    ),
    (
        entry('cidr = "vpc"'),
        [
            (
                "5 network_acls.x.ingress[0].port",
                ('missing; tcp wants port = 443 or ports = "8000-8100" (all of them are ports = "0-65535")'),
            )
        ],
    ),
    (
        entry('protocol = "all", port = 1, cidr = "vpc"'),
        [("5 network_acls.x.ingress[0].port", "found 1; protocol all covers every port: leave it out")],
    ),
    (
        entry('port = 80, cidr = "vpc", action = "alow"'),
        [("5 network_acls.x.ingress[0].action", 'found "alow"; allowed are allow, deny; did you mean "allow"?')],
    ),
    (
        entry('number = 0, port = 80, cidr = "vpc"'),
        [("5 network_acls.x.ingress[0].number", "found 0; a number is 1 to 32766")],
    ),
    (
        entry('number = 32767, port = 80, cidr = "vpc"'),
        [("5 network_acls.x.ingress[0].number", "found 32767; a number is 1 to 32766")],
    ),
    (
        entry('number = "1", port = 80, cidr = "vpc"'),
        [("5 network_acls.x.ingress[0].number", 'found "1"; expected a whole number: write 1 without quotes')],
    ),
    (
        entry('rule_no = 100, port = 80, cidr = "vpc"'),
        [("5 network_acls.x.ingress[0].rule_no", "unknown key; here it is number")],
    ),
    (
        entry('number = 100, port = 80, cidr = "vpc" }, { number = 100, port = 81, cidr = "vpc"'),
        [("5 network_acls.x.ingress[1].number", "found 100; network_acls.x.ingress[0] has that number already")],
    ),
    (
        (
            'associate_network_acls = true\n[network_acls.a]\nsubnets = "public"\ningress = '
            '[]\negress = []\n[network_acls.b]\nsubnets = "public"\ningress = []\negress = []\n'
        ),
        [("8 network_acls.b.subnets", '"public" already stands in network_acls.a; a subnet is on one ACL only')],
    ),
    (
        (
            '[network_acls.a]\nassociate = true\nsubnets = ["subnet-01234567"]\ningress = '
            "[]\negress = []\n[network_acls.b]\nassociate = true\nsubnets = "
            '["subnet-01234567"]\ningress = []\negress = []\n'
        ),
        [
            (
                "9 network_acls.b.subnets",
                '"subnet-01234567" already stands in network_acls.a; a subnet is on one ACL only',
            )
        ],
    ),
]


@pytest.mark.parametrize(("body", "expected"), MISTAKES)
def test_mistake(mistakes_of, body, expected):
    assert mistakes_of(body) == expected


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
        ("5 network_acls.x.ingress", "found 40 entries; EC2 takes at most 39 beside its own (quota L-2AEEBF1A)")
    ]
