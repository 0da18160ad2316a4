"""The rules of groups: each mistake with its text."""

from __future__ import annotations

import pytest

NO_CIDR = 'this is no CIDR: an address and its mask, like "10.0.0.0/16" or "2001:db8::/32"'
PROTOCOLS = "allowed are tcp, udp, icmp, icmpv6, all, or a number from 0 to 255 without quotes"
NO_GROUP = (
    "there is no such group here, only db, web; allowed is a CIDR, a group of this file by its key, "
    '"self", or an id (sg-…, 123456789012/sg-…, pl-…)'
)
OF_AN_ACCOUNT = "expected the 12 digits of an account, a slash, and sg- and 8 or 17 hexadecimal digits"
NO_PEER = (
    "missing; there is no default: a CIDR, a group of this file by its key, "
    '"self", or an id (sg-…, 123456789012/sg-…, pl-…)'
)
NO_PORTS = 'wants port = 443 or ports = "8000-8100" (all of them are ports = "0-65535")'
EC2_TEXT = "EC2 allows here letters a-z A-Z, digits, spaces and ._-:/()#,@[]+=&;{}!$*"


def rule(line: str) -> str:
    return f"[security_groups.db]\n[security_groups.web]\ningress = [{{ {line} }}]"


def egress(line: str) -> str:
    return f"[security_groups.web]\negress = [{{ {line} }}]"


INGRESS = [
    ('port = 99999, from = "self"', "port", "found 99999; a port is 0 to 65535"),
    ('port = -1, from = "self"', "port", "found -1; a port is 0 to 65535"),
    ('port = "80", from = "self"', "port", 'found "80"; expected a whole number: write 80 without quotes'),
    ('port = true, from = "self"', "port", "found true; expected a whole number"),
    (
        'port = [80, 443], from = "self"',
        "port",
        'found a list; expected a whole number: a range is ports = "8000-8100"',
    ),
    (
        'port = "8000-8100", from = "self"',
        "port",
        'found "8000-8100"; expected a whole number: a range is ports = "8000-8100"',
    ),
    ('ports = 80, from = "self"', "ports", "found 80; expected a text in quotes: one port is port = 80"),
    ('ports = "80", from = "self"', "ports", 'found "80"; expected a range like "8000-8100": one port is port = 80'),
    ('ports = "90-80", from = "self"', "ports", 'found "90-80"; the first port is higher than the last'),
    ('ports = "1-70000", from = "self"', "ports", 'found "1-70000"; a port is 0 to 65535'),
    ('ports = "80,443", from = "self"', "ports", 'found "80,443"; expected a range like "8000-8100"'),
    ('port = 80, ports = "80-81", from = "self"', "ports", "port and ports are both given; one of them is enough"),
    ('from = "self"', "port", "missing; tcp " + NO_PORTS),
    ('protocol = "udp", from = "self"', "port", "missing; udp " + NO_PORTS),
    ('prt = 80, from = "self"', "prt", 'unknown key; did you mean "port"?'),
    ('protocol = "tpc", port = 80, from = "self"', "protocol", 'found "tpc"; ' + PROTOCOLS + '; did you mean "tcp"?'),
    ('protocol = "-1", from = "self"', "protocol", 'found "-1"; ' + PROTOCOLS + '; all protocols are "all"'),
    ('protocol = "6", port = 80, from = "self"', "protocol", 'found "6"; ' + PROTOCOLS),
    ('protocol = 256, from = "self"', "protocol", "found 256; " + PROTOCOLS),
    ('protocol = true, from = "self"', "protocol", "found true; expected a text in quotes or a whole number"),
    ('protocol = "all", port = 80, from = "self"', "port", "found 80; protocol all covers every port: leave it out"),
    ('protocol = 50, ports = "1-2", from = "self"', "ports", 'found "1-2"; protocol 50 has no ports: leave it out'),
    ('protocol = "icmp", port = 80, from = "self"', "port", "found 80; icmp has no ports: icmp_type and icmp_code"),
    ('port = 80, icmp_type = 8, from = "self"', "icmp_type", "found 8; it belongs to the protocols icmp and icmpv6"),
    (
        'protocol = "icmp", icmp_type = 256, from = "self"',
        "icmp_type",
        "found 256; an icmp type is 0 to 255, or -1 for any",
    ),
    ('protocol = "icmp", icmp_code = 0, from = "self"', "icmp_code", "found 0; a code needs its icmp_type"),
    (
        'protocol = "icmp", icmp_type = 3, icmp_code = -2, from = "self"',
        "icmp_code",
        "found -2; an icmp code is 0 to 255, or -1 for any",
    ),
    ("port = 80", "from", NO_PEER),
    ('port = 80, to = "self"', "to", 'an ingress rule takes "from", not "to"'),
    ('port = 80, from = "self", to = "db"', "to", 'an ingress rule takes "from", not "to"'),
    (
        'port = 80, from = ["10.0.0.0/8"]',
        "from",
        "found a list; expected a text in quotes: write one rule per source or target",
    ),
    ('port = 80, from = "dbx"', "from", 'found "dbx"; ' + NO_GROUP + '; did you mean "db"?'),
    ('port = 80, from = "anywhere"', "from", 'found "anywhere"; ' + NO_GROUP + '; everyone is "0.0.0.0/0"'),
    ('port = 80, from = ""', "from", 'found ""; ' + NO_GROUP),
    ('port = 80, from = "sg-1"', "from", 'found "sg-1"; expected sg- and 8 or 17 hexadecimal digits'),
    (
        'port = 80, from = "12345678901/sg-01234567"',
        "from",
        f'found "12345678901/sg-01234567"; {OF_AN_ACCOUNT}',
    ),
    (
        'port = 80, from = "123456789012/sg-web"',
        "from",
        f'found "123456789012/sg-web"; {OF_AN_ACCOUNT}',
    ),
    ('port = 80, from = "pl-xyz"', "from", 'found "pl-xyz"; expected pl- and 8 or 17 hexadecimal digits'),
    (
        'port = 80, from = "10.0.0.1"',
        "from",
        'found "10.0.0.1"; a single address is written with its mask: "10.0.0.1/32"',
    ),
    ('port = 80, from = "::1"', "from", 'found "::1"; a single address is written with its mask: "::1/128"'),
    ('port = 80, from = "10.0.0.0/33"', "from", 'found "10.0.0.0/33"; ' + NO_CIDR),
    ('port = 80, from = "10.0.0/8"', "from", 'found "10.0.0/8"; ' + NO_CIDR),
    ('port = 80, from = "10.0.0.0/255.0.0.0"', "from", 'found "10.0.0.0/255.0.0.0"; ' + NO_CIDR),
    ('port = 80, from = "fe80::1%eth0/64"', "from", 'found "fe80::1%eth0/64"; ' + NO_CIDR),
    ('port = 80, from = "２.0.0.0/8"', "from", 'found "２.0.0.0/8"; ' + NO_CIDR),
    ('port = 80, cidr = "10.0.0.0/8"', "cidr", "unknown key; here it is from or to"),
    ('port = 80, from = "self", description = "日本"', "description", 'found "日本"; "日" is not allowed: ' + EC2_TEXT),
    (
        'port = 80, from = "self", description = "a\\tb"',
        "description",
        'found "a\\tb"; "\\t" is not allowed: ' + EC2_TEXT,
    ),
    (
        'port = 80, from = "self", allow_public = " "',
        "allow_public",
        'found " "; it wants the reason why everyone may come in',
    ),
]

EGRESS = [
    (
        'port = 80, to = "10.0.0.0/8", allow_public = "x"',
        "allow_public",
        "only ingress rules have it: egress is never refused",
    ),
    ('port = 80, from = "10.0.0.0/8"', "from", 'an egress rule takes "to", not "from"'),
    ("port = 80", "to", NO_PEER),
]

SEVERAL = [
    (
        rule('from_port = 80, to_port = 80, cidr_blocks = "10.0.0.0/8"'),
        [
            ("4 security_groups.web.ingress[0].cidr_blocks", "unknown key; here it is from or to"),
            ("4 security_groups.web.ingress[0].from_port", "unknown key; here it is port or ports"),
            ("4 security_groups.web.ingress[0].to_port", "unknown key; here it is port or ports"),
        ],
    ),
    (
        rule('port = 80, from = "self" }, { ports = "80-80", protocol = 6, from = "web", description = "again"'),
        [
            (
                "4 security_groups.web.ingress[1]",
                (
                    "the same protocol, ports and web as netsec.toml:4 "
                    "security_groups.web.ingress[0]; EC2 takes a rule once"
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
                    "security_groups.web.ingress[0]; EC2 takes a rule once"
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
