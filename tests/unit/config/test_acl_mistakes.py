"""[network_acls]: each mistake with its text."""

from __future__ import annotations

import pytest


def entry(line: str) -> str:
    return f'[network_acls.x]\nsubnets = "public"\negress = []\ningress = [{{ {line} }}]'


def acl(body: str) -> str:
    return f"[network_acls.x]\ningress = []\negress = []\n{body}"


ENTRIES = [
    ("port = 80", "cidr", 'missing; there is no default: a CIDR, or "vpc" for the VPC\'s own'),
    ('port = 80, from = "10.0.0.0/8"', "from", "unknown key; here it is cidr"),
    (
        'port = 80, cidr = "vcp"',
        "cidr",
        'found "vcp"; allowed is a CIDR, or "vpc" for the VPC\'s own; did you mean "vpc"?',
    ),
    (
        'port = 80, cidr = "10.0.0.0"',
        "cidr",
        'found "10.0.0.0"; a single address is written with its mask: "10.0.0.0/32"',
    ),
    (
        'port = 80, cidr = "10.0.0.0/99"',
        "cidr",
        'found "10.0.0.0/99"; this is no CIDR: an address and its mask, like "10.0.0.0/16" or "2001:db8::/32"',
    ),
    (
        'port = 80, cidr = ["vpc"]',
        "cidr",
        "found a list; expected a text in quotes: write one rule per source or target",
    ),
    (
        'cidr = "vpc"',
        "port",
        'missing; tcp wants port = 443 or ports = "8000-8100" (all of them are ports = "0-65535")',
    ),
    ('protocol = "all", port = 1, cidr = "vpc"', "port", "found 1; protocol all covers every port: leave it out"),
    (
        'port = 80, cidr = "vpc", action = "alow"',
        "action",
        'found "alow"; allowed are allow, deny; did you mean "allow"?',
    ),
    ('number = 0, port = 80, cidr = "vpc"', "number", "found 0; a number is 1 to 32766"),
    ('number = 32767, port = 80, cidr = "vpc"', "number", "found 32767; a number is 1 to 32766"),
    ('number = "1", port = 80, cidr = "vpc"', "number", 'found "1"; expected a whole number: write 1 without quotes'),
    ('rule_no = 100, port = 80, cidr = "vpc"', "rule_no", "unknown key; here it is number"),
]

SEVERAL = [
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


@pytest.mark.parametrize(("line", "key", "message"), ENTRIES)
def test_entry(mistakes_of, line, key, message):
    assert mistakes_of(entry(line)) == [(f"5 network_acls.x.ingress[0].{key}", message)]


@pytest.mark.parametrize(("body", "expected"), SEVERAL)
def test_several(mistakes_of, body, expected):
    assert mistakes_of(body) == expected
