"""[network_acls]: each mistake with its text."""

from __future__ import annotations

import pytest


def entry(line: str) -> str:
    return f'[network_acls.x]\nsubnets = "public"\negress = []\ningress = [{{ {line} }}]'


def acl(body: str) -> str:
    return f"[network_acls.x]\ningress = []\negress = []\n{body}"


ENTRIES = [
    ("port = 80", "cidr", 'missing; there is no default. Use a CIDR, or "vpc" for the VPC\'s own'),
    ('port = 80, from = "10.0.0.0/8"', "from", "unknown key; use cidr"),
    (
        'port = 80, cidr = "vcp"',
        "cidr",
        '"vcp" is invalid: use a CIDR, or "vpc" for the VPC\'s own; did you mean "vpc"?',
    ),
    (
        'port = 80, cidr = "10.0.0.0"',
        "cidr",
        '"10.0.0.0" is invalid: a single address needs its mask: "10.0.0.0/32"',
    ),
    (
        'port = 80, cidr = "10.0.0.0/99"',
        "cidr",
        '"10.0.0.0/99" is invalid: use an address and its mask, such as "10.0.0.0/16" or "2001:db8::/32"',
    ),
    (
        'port = 80, cidr = ["vpc"]',
        "cidr",
        "a list is invalid: use a string in quotes: write one rule per source or target",
    ),
    (
        'cidr = "vpc"',
        "port",
        'missing; tcp needs port = 443 or ports = "8000-8100" (all ports: ports = "0-65535")',
    ),
    ('protocol = "all", port = 1, cidr = "vpc"', "port", "1 is invalid: protocol all covers every port: remove it"),
    (
        'port = 80, cidr = "vpc", action = "alow"',
        "action",
        '"alow" is invalid: use allow or deny; did you mean "allow"?',
    ),
    ('number = 0, port = 80, cidr = "vpc"', "number", "0 is invalid: use a number from 1 to 32766"),
    ('number = 32767, port = 80, cidr = "vpc"', "number", "32767 is invalid: use a number from 1 to 32766"),
    ('number = "1", port = 80, cidr = "vpc"', "number", '"1" is invalid: use a whole number: write 1 without quotes'),
    ('rule_no = 100, port = 80, cidr = "vpc"', "rule_no", "unknown key; use number"),
]

SEVERAL = [
    (acl(""), [("2 network_acls.x.subnets", 'missing; use "public", "private", or a list of subnet IDs')]),
    (
        '[network_acls.x]\nsubnets = "public"',
        [
            ("2 network_acls.x.egress", "missing; nothing is assumed, and egress = [] would block all traffic"),
            ("2 network_acls.x.ingress", "missing; nothing is assumed, and ingress = [] would block all traffic"),
        ],
    ),
    (
        acl('subnets = "privat"'),
        [
            (
                "5 network_acls.x.subnets",
                ('"privat" is invalid: use "public", "private", or a list of subnet IDs; did you mean "private"?'),
            )
        ],
    ),
    (acl("subnets = []"), [("5 network_acls.x.subnets", "the list is empty: list at least one subnet")]),
    (acl("subnets = 3"), [("5 network_acls.x.subnets", "3 is invalid: use a string in quotes or a list of strings")]),
    (
        acl('subnets = ["subnet-01234567", "subnet-01234567", "x", 3]'),
        [
            ("5 network_acls.x.subnets[1]", '"subnet-01234567" is listed twice'),
            ("5 network_acls.x.subnets[2]", '"x" is invalid: use subnet- followed by 8 or 17 hexadecimal digits'),
            ("5 network_acls.x.subnets[3]", "3 is invalid: use a string in quotes"),
        ],
    ),
    (
        '[network_acls.X]\nsubnets = "public"\ningress = []\negress = []',
        [
            (
                "2 network_acls.X",
                'the name "X" is invalid: use lowercase letters, digits and hyphens, starting with a letter',
            )
        ],
    ),
    (
        acl('name = "a\\u001b"\nsubnets = "public"'),
        [("5 network_acls.x.name", '"a\\u001b" is invalid: control characters are not allowed in a tag')],
    ),
    (acl('subnet = "public"'), [("5 network_acls.x.subnet", 'unknown key; did you mean "subnets"?')]),
    (
        entry('number = 100, port = 80, cidr = "vpc" }, { number = 100, port = 81, cidr = "vpc"'),
        [("5 network_acls.x.ingress[1].number", "100 is invalid: network_acls.x.ingress[0] already has this number")],
    ),
    (
        (
            'associate_network_acls = true\n[network_acls.a]\nsubnets = "public"\ningress = '
            '[]\negress = []\n[network_acls.b]\nsubnets = "public"\ningress = []\negress = []\n'
        ),
        [("8 network_acls.b.subnets", '"public" is already in network_acls.a: a subnet has only one ACL')],
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
                '"subnet-01234567" is already in network_acls.a: a subnet has only one ACL',
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
