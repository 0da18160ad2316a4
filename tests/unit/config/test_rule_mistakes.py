"""The rules of groups: each mistake with its text."""

from __future__ import annotations

import pytest

NO_CIDR = 'use an address and its mask, such as "10.0.0.0/16" or "2001:db8::/32"'
PROTOCOLS = "use tcp, udp, icmp, icmpv6, all, or a number from 0 to 255 without quotes"
NO_GROUP = (
    "there is no such group. Known: db, web. Use a CIDR, a group of this file by its key, "
    '"self", or an ID (sg-…, 123456789012/sg-…, pl-…)'
)
OF_AN_ACCOUNT = "use the 12 digits of an account, a slash, and sg- followed by 8 or 17 hexadecimal digits"
NO_PEER = (
    "missing; there is no default. Use a CIDR, a group of this file by its key, "
    '"self", or an ID (sg-…, 123456789012/sg-…, pl-…)'
)
NO_PORTS = 'needs port = 443 or ports = "8000-8100" (all ports: ports = "0-65535")'
EC2_TEXT = "EC2 accepts letters a-z A-Z, digits, spaces and ._-:/()#,@[]+=&;{}!$*"


def rule(line: str) -> str:
    return f"[security_groups.db]\n[security_groups.web]\ningress = [{{ {line} }}]"


def egress(line: str) -> str:
    return f"[security_groups.web]\negress = [{{ {line} }}]"


INGRESS = [
    ('port = 99999, from = "self"', "port", "99999 is invalid: use a port from 0 to 65535"),
    ('port = -1, from = "self"', "port", "-1 is invalid: use a port from 0 to 65535"),
    ('port = "80", from = "self"', "port", '"80" is invalid: use a whole number: write 80 without quotes'),
    ('port = true, from = "self"', "port", "true is invalid: use a whole number"),
    (
        'port = [80, 443], from = "self"',
        "port",
        'a list is invalid: use a whole number: a range is ports = "8000-8100"',
    ),
    (
        'port = "8000-8100", from = "self"',
        "port",
        '"8000-8100" is invalid: use a whole number: a range is ports = "8000-8100"',
    ),
    ('ports = 80, from = "self"', "ports", "80 is invalid: use a string in quotes: a single port is port = 80"),
    (
        'ports = "80", from = "self"',
        "ports",
        '"80" is invalid: use a range such as "8000-8100": a single port is port = 80',
    ),
    ('ports = "90-80", from = "self"', "ports", '"90-80" is invalid: the first port is higher than the last'),
    ('ports = "1-70000", from = "self"', "ports", '"1-70000" is invalid: use a port from 0 to 65535'),
    ('ports = "80,443", from = "self"', "ports", '"80,443" is invalid: use a range such as "8000-8100"'),
    ('port = 80, ports = "80-81", from = "self"', "ports", "port and ports are both set: use one of them"),
    ('from = "self"', "port", "missing; tcp " + NO_PORTS),
    ('protocol = "udp", from = "self"', "port", "missing; udp " + NO_PORTS),
    ('prt = 80, from = "self"', "prt", 'unknown key; did you mean "port"?'),
    (
        'protocol = "tpc", port = 80, from = "self"',
        "protocol",
        '"tpc" is invalid: ' + PROTOCOLS + '; did you mean "tcp"?',
    ),
    ('protocol = "-1", from = "self"', "protocol", '"-1" is invalid: ' + PROTOCOLS + '; all protocols are "all"'),
    ('protocol = "6", port = 80, from = "self"', "protocol", '"6" is invalid: ' + PROTOCOLS),
    ('protocol = 256, from = "self"', "protocol", "256 is invalid: " + PROTOCOLS),
    ('protocol = true, from = "self"', "protocol", "true is invalid: use a string in quotes or a whole number"),
    ('protocol = "all", port = 80, from = "self"', "port", "80 is invalid: protocol all covers every port: remove it"),
    ('protocol = 50, ports = "1-2", from = "self"', "ports", '"1-2" is invalid: protocol 50 has no ports: remove it'),
    (
        'protocol = "icmp", port = 80, from = "self"',
        "port",
        "80 is invalid: icmp has no ports: use icmp_type and icmp_code",
    ),
    (
        'port = 80, icmp_type = 8, from = "self"',
        "icmp_type",
        "8 is invalid: it is for the protocols icmp and icmpv6 only",
    ),
    (
        'protocol = "icmp", icmp_type = 256, from = "self"',
        "icmp_type",
        "256 is invalid: use 0 to 255, or -1 for any",
    ),
    ('protocol = "icmp", icmp_code = 0, from = "self"', "icmp_code", "0 is invalid: icmp_code needs icmp_type"),
    (
        'protocol = "icmp", icmp_type = 3, icmp_code = -2, from = "self"',
        "icmp_code",
        "-2 is invalid: use 0 to 255, or -1 for any",
    ),
    ("port = 80", "from", NO_PEER),
    ('port = 80, to = "self"', "to", 'an ingress rule uses "from", not "to"'),
    ('port = 80, from = "self", to = "db"', "to", 'an ingress rule uses "from", not "to"'),
    (
        'port = 80, from = ["10.0.0.0/8"]',
        "from",
        "a list is invalid: use a string in quotes: write one rule per source or target",
    ),
    ('port = 80, from = "dbx"', "from", '"dbx" is invalid: ' + NO_GROUP + '; did you mean "db"?'),
    ('port = 80, from = "anywhere"', "from", '"anywhere" is invalid: ' + NO_GROUP + '; everyone is "0.0.0.0/0"'),
    ('port = 80, from = ""', "from", '"" is invalid: ' + NO_GROUP),
    ('port = 80, from = "sg-1"', "from", '"sg-1" is invalid: use sg- followed by 8 or 17 hexadecimal digits'),
    (
        'port = 80, from = "12345678901/sg-01234567"',
        "from",
        f'"12345678901/sg-01234567" is invalid: {OF_AN_ACCOUNT}',
    ),
    (
        'port = 80, from = "123456789012/sg-web"',
        "from",
        f'"123456789012/sg-web" is invalid: {OF_AN_ACCOUNT}',
    ),
    ('port = 80, from = "pl-xyz"', "from", '"pl-xyz" is invalid: use pl- followed by 8 or 17 hexadecimal digits'),
    (
        'port = 80, from = "10.0.0.1"',
        "from",
        '"10.0.0.1" is invalid: a single address needs its mask: "10.0.0.1/32"',
    ),
    ('port = 80, from = "::1"', "from", '"::1" is invalid: a single address needs its mask: "::1/128"'),
    ('port = 80, from = "10.0.0.0/33"', "from", '"10.0.0.0/33" is invalid: ' + NO_CIDR),
    ('port = 80, from = "10.0.0/8"', "from", '"10.0.0/8" is invalid: ' + NO_CIDR),
    ('port = 80, from = "10.0.0.0/255.0.0.0"', "from", '"10.0.0.0/255.0.0.0" is invalid: ' + NO_CIDR),
    ('port = 80, from = "fe80::1%eth0/64"', "from", '"fe80::1%eth0/64" is invalid: ' + NO_CIDR),
    ('port = 80, from = "２.0.0.0/8"', "from", '"２.0.0.0/8" is invalid: ' + NO_CIDR),
    ('port = 80, cidr = "10.0.0.0/8"', "cidr", "unknown key; use from or to"),
    (
        'port = 80, from = "self", description = "日本"',
        "description",
        '"日本" is invalid: "日" is not allowed: ' + EC2_TEXT,
    ),
    (
        'port = 80, from = "self", description = "a\\tb"',
        "description",
        '"a\\tb" is invalid: "\\t" is not allowed: ' + EC2_TEXT,
    ),
    (
        'port = 80, from = "self", allow_public = " "',
        "allow_public",
        '" " is invalid: write the reason why everyone needs access',
    ),
]

EGRESS = [
    (
        'port = 80, to = "10.0.0.0/8", allow_public = "x"',
        "allow_public",
        "it applies to ingress rules only: egress is never rejected",
    ),
    ('port = 80, from = "10.0.0.0/8"', "from", 'an egress rule uses "to", not "from"'),
    ("port = 80", "to", NO_PEER),
]

SEVERAL = [
    (
        rule('from_port = 80, to_port = 80, cidr_blocks = "10.0.0.0/8"'),
        [
            ("4 security_groups.web.ingress[0].cidr_blocks", "unknown key; use from or to"),
            ("4 security_groups.web.ingress[0].from_port", "unknown key; use port or ports"),
            ("4 security_groups.web.ingress[0].to_port", "unknown key; use port or ports"),
        ],
    ),
    (
        rule('port = 80, from = "self" }, { ports = "80-80", protocol = 6, from = "web", description = "again"'),
        [
            (
                "4 security_groups.web.ingress[1]",
                (
                    "the same protocol, ports and web as netsec.toml:4 "
                    "security_groups.web.ingress[0]: EC2 accepts a rule only once"
                ),
            )
        ],
    ),
    (
        rule('port = 80, from = "10.1.2.3/8" }, { port = 80, from = "10.0.0.0/8"'),
        [
            (
                "4 security_groups.web.ingress[1]",
                (
                    "the same protocol, ports and 10.0.0.0/8 as netsec.toml:4 "
                    "security_groups.web.ingress[0]: EC2 accepts a rule only once"
                ),
            )
        ],
    ),
]


@pytest.mark.parametrize(("line", "key", "message"), INGRESS)
def test_ingress(mistakes_of, line, key, message):
    assert mistakes_of(rule(line)) == [(f"4 security_groups.web.ingress[0].{key}", message)]


@pytest.mark.parametrize(("line", "key", "message"), EGRESS)
def test_egress(mistakes_of, line, key, message):
    assert mistakes_of(egress(line)) == [(f"3 security_groups.web.egress[0].{key}", message)]


@pytest.mark.parametrize(("body", "expected"), SEVERAL)
def test_several(mistakes_of, body, expected):
    assert mistakes_of(body) == expected
