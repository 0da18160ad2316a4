"""The rules of groups: each mistake with its text, and what a right one becomes."""

from __future__ import annotations

import pytest

from netsec.model.config import Peer


def rule(line: str) -> str:
    return f"[security_groups.db]\n[security_groups.web]\ningress = [{{ {line} }}]"


def egress(line: str) -> str:
    return f"[security_groups.web]\negress = [{{ {line} }}]"


MISTAKES = [
    (
        rule('port = 99999, from = "self"'),
        [("4 security_groups.web.ingress[0].port", "found 99999; a port is 0 to 65535")],
    ),
    (rule('port = -1, from = "self"'), [("4 security_groups.web.ingress[0].port", "found -1; a port is 0 to 65535")]),
    (
        rule('port = "80", from = "self"'),
        [("4 security_groups.web.ingress[0].port", 'found "80"; expected a whole number: write 80 without quotes')],
    ),
    (
        rule('port = true, from = "self"'),
        [("4 security_groups.web.ingress[0].port", "found true; expected a whole number")],
    ),
    (
        rule('port = [80, 443], from = "self"'),
        [
            (
                "4 security_groups.web.ingress[0].port",
                'found a list; expected a whole number: a range is ports = "8000-8100"',
            )
        ],
    ),
    (
        rule('port = "8000-8100", from = "self"'),
        [
            (
                "4 security_groups.web.ingress[0].port",
                'found "8000-8100"; expected a whole number: a range is ports = "8000-8100"',
            )
        ],
    ),
    (
        rule('ports = 80, from = "self"'),
        [("4 security_groups.web.ingress[0].ports", "found 80; expected a text in quotes: one port is port = 80")],
    ),
    (
        rule('ports = "80", from = "self"'),
        [
            (
                "4 security_groups.web.ingress[0].ports",
                'found "80"; expected a range like "8000-8100": one port is port = 80',
            )
        ],
    ),
    (
        rule('ports = "90-80", from = "self"'),
        [("4 security_groups.web.ingress[0].ports", 'found "90-80"; the first port is higher than the last')],
    ),
    (
        rule('ports = "1-70000", from = "self"'),
        [("4 security_groups.web.ingress[0].ports", 'found "1-70000"; a port is 0 to 65535')],
    ),
    (
        rule('ports = "80,443", from = "self"'),
        [("4 security_groups.web.ingress[0].ports", 'found "80,443"; expected a range like "8000-8100"')],
    ),
    (
        rule('port = 80, ports = "80-81", from = "self"'),
        [("4 security_groups.web.ingress[0].ports", "port and ports are both given; one of them is enough")],
    ),
    (
        rule('from = "self"'),
        [
            (
                "4 security_groups.web.ingress[0].port",
                ('missing; tcp wants port = 443 or ports = "8000-8100" (all of them are ports = "0-65535")'),
            )
        ],
    ),
    (
        rule('protocol = "udp", from = "self"'),
        [
            (
                "4 security_groups.web.ingress[0].port",
                ('missing; udp wants port = 443 or ports = "8000-8100" (all of them are ports = "0-65535")'),
            )
        ],
    ),
    (rule('prt = 80, from = "self"'), [("4 security_groups.web.ingress[0].prt", 'unknown key; did you mean "port"?')]),
    (
        rule('protocol = "tpc", port = 80, from = "self"'),
        [
            (
                "4 security_groups.web.ingress[0].protocol",
                (
                    'found "tpc"; allowed are tcp, udp, icmp, icmpv6, all, or a number from 0 to 255 '
                    'without quotes; did you mean "tcp"?'
                ),
            )
        ],
    ),
    (
        rule('protocol = "-1", from = "self"'),
        [
            (
                "4 security_groups.web.ingress[0].protocol",
                (
                    'found "-1"; allowed are tcp, udp, icmp, icmpv6, all, or a number from 0 to 255 '
                    'without quotes; all protocols are "all"'
                ),
            )
        ],
    ),
    (
        rule('protocol = "6", port = 80, from = "self"'),
        [
            (
                "4 security_groups.web.ingress[0].protocol",
                ('found "6"; allowed are tcp, udp, icmp, icmpv6, all, or a number from 0 to 255 without quotes'),
            )
        ],
    ),
    (
        rule('protocol = 256, from = "self"'),
        [
            (
                "4 security_groups.web.ingress[0].protocol",
                ("found 256; allowed are tcp, udp, icmp, icmpv6, all, or a number from 0 to 255 without quotes"),
            )
        ],
    ),
    (
        rule('protocol = true, from = "self"'),
        [("4 security_groups.web.ingress[0].protocol", "found true; expected a text in quotes or a whole number")],
    ),
    (
        rule('protocol = "all", port = 80, from = "self"'),
        [("4 security_groups.web.ingress[0].port", "found 80; protocol all covers every port: leave it out")],
    ),
    (
        rule('protocol = 50, ports = "1-2", from = "self"'),
        [("4 security_groups.web.ingress[0].ports", 'found "1-2"; protocol 50 has no ports: leave it out')],
    ),
    (
        rule('protocol = "icmp", port = 80, from = "self"'),
        [("4 security_groups.web.ingress[0].port", "found 80; icmp has no ports: icmp_type and icmp_code")],
    ),
    (
        rule('port = 80, icmp_type = 8, from = "self"'),
        [("4 security_groups.web.ingress[0].icmp_type", "found 8; it belongs to the protocols icmp and icmpv6")],
    ),
    (
        rule('protocol = "icmp", icmp_type = 256, from = "self"'),
        [("4 security_groups.web.ingress[0].icmp_type", "found 256; an icmp type is 0 to 255, or -1 for any")],
    ),
    (
        rule('protocol = "icmp", icmp_code = 0, from = "self"'),
        [("4 security_groups.web.ingress[0].icmp_code", "found 0; a code needs its icmp_type")],
    ),
    (
        rule('protocol = "icmp", icmp_type = 3, icmp_code = -2, from = "self"'),
        [("4 security_groups.web.ingress[0].icmp_code", "found -2; an icmp code is 0 to 255, or -1 for any")],
    ),
    (
        rule("port = 80"),
        [
            (
                "4 security_groups.web.ingress[0].from",
                (
                    'missing; there is no default: a CIDR, a group of this file by its key, "self", '
                    "or an id (sg-…, pl-…)"
                ),
            )
        ],
    ),
    (
        rule('port = 80, to = "self"'),
        [("4 security_groups.web.ingress[0].to", 'an ingress rule takes "from", not "to"')],
    ),
    (
        rule('port = 80, from = "self", to = "db"'),
        [("4 security_groups.web.ingress[0].to", 'an ingress rule takes "from", not "to"')],
    ),
    (
        rule('port = 80, from = ["10.0.0.0/8"]'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                "found a list; expected a text in quotes: write one rule per source or target",
            )
        ],
    ),
    (
        rule('port = 80, from = "dbx"'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                (
                    'found "dbx"; there is no such group here, only db, web; allowed is a CIDR, a '
                    'group of this file by its key, "self", or an id (sg-…, pl-…); did you mean "db"?'
                ),
            )
        ],
    ),
    (
        rule('port = 80, from = "anywhere"'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                (
                    'found "anywhere"; there is no such group here, only db, web; allowed is a CIDR, '
                    'a group of this file by its key, "self", or an id (sg-…, pl-…); everyone is '
                    '"0.0.0.0/0"'
                ),
            )
        ],
    ),
    (
        rule('port = 80, from = ""'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                (
                    'found ""; there is no such group here, only db, web; allowed is a CIDR, a group '
                    'of this file by its key, "self", or an id (sg-…, pl-…)'
                ),
            )
        ],
    ),
    (
        rule('port = 80, from = "sg-1"'),
        [("4 security_groups.web.ingress[0].from", 'found "sg-1"; expected sg- and 8 or 17 hexadecimal digits')],
    ),
    (
        rule('port = 80, from = "pl-xyz"'),
        [("4 security_groups.web.ingress[0].from", 'found "pl-xyz"; expected pl- and 8 or 17 hexadecimal digits')],
    ),
    (
        rule('port = 80, from = "10.0.0.1"'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                'found "10.0.0.1"; a single address is written with its mask: "10.0.0.1/32"',
            )
        ],
    ),
    (
        rule('port = 80, from = "::1"'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                'found "::1"; a single address is written with its mask: "::1/128"',
            )
        ],
    ),
    (
        rule('port = 80, from = "10.0.0.0/33"'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                (
                    'found "10.0.0.0/33"; this is no CIDR: an address and its mask, like '
                    '"10.0.0.0/16" or "2001:db8::/32"'
                ),
            )
        ],
    ),
    (
        rule('port = 80, from = "10.0.0/8"'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                ('found "10.0.0/8"; this is no CIDR: an address and its mask, like "10.0.0.0/16" or "2001:db8::/32"'),
            )
        ],
    ),
    (
        rule('port = 80, from = "10.0.0.0/255.0.0.0"'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                (
                    'found "10.0.0.0/255.0.0.0"; this is no CIDR: an address and its mask, like '
                    '"10.0.0.0/16" or "2001:db8::/32"'
                ),
            )
        ],
    ),
    (
        rule('port = 80, from = "fe80::1%eth0/64"'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                (
                    'found "fe80::1%eth0/64"; this is no CIDR: an address and its mask, like '
                    '"10.0.0.0/16" or "2001:db8::/32"'
                ),
            )
        ],
    ),
    (
        rule('port = 80, from = "２.0.0.0/8"'),
        [
            (
                "4 security_groups.web.ingress[0].from",
                ('found "２.0.0.0/8"; this is no CIDR: an address and its mask, like "10.0.0.0/16" or "2001:db8::/32"'),
            )
        ],
    ),
    (
        rule('port = 80, cidr = "10.0.0.0/8"'),
        [("4 security_groups.web.ingress[0].cidr", "unknown key; here it is from or to")],
    ),
    (
        rule('from_port = 80, to_port = 80, cidr_blocks = "10.0.0.0/8"'),
        [
            ("4 security_groups.web.ingress[0].cidr_blocks", "unknown key; here it is from or to"),
            ("4 security_groups.web.ingress[0].from_port", "unknown key; here it is port or ports"),
            ("4 security_groups.web.ingress[0].to_port", "unknown key; here it is port or ports"),
        ],
    ),
    (
        rule('port = 80, from = "self", description = "日本"'),
        [
            (
                "4 security_groups.web.ingress[0].description",
                (
                    'found "日本"; "日" is not allowed: EC2 allows here letters a-z A-Z, digits, spaces '
                    "and ._-:/()#,@[]+=&;{}!$*"
                ),
            )
        ],
    ),
    (
        rule('port = 80, from = "self", description = "a\\tb"'),
        [
            (
                "4 security_groups.web.ingress[0].description",
                (
                    'found "a\\tb"; "\\t" is not allowed: EC2 allows here letters a-z A-Z, digits, '
                    "spaces and ._-:/()#,@[]+=&;{}!$*"
                ),
            )
        ],
    ),
    (
        rule('port = 80, from = "self", allow_public = " "'),
        [("4 security_groups.web.ingress[0].allow_public", 'found " "; it wants the reason why everyone may come in')],
    ),
    (
        egress('port = 80, to = "10.0.0.0/8", allow_public = "x"'),
        [("3 security_groups.web.egress[0].allow_public", "only ingress rules have it: egress is never refused")],
    ),
    (
        egress('port = 80, from = "10.0.0.0/8"'),
        [("3 security_groups.web.egress[0].from", 'an egress rule takes "to", not "from"')],
    ),
    (
        egress("port = 80"),
        [
            (
                "3 security_groups.web.egress[0].to",
                (
                    'missing; there is no default: a CIDR, a group of this file by its key, "self", '
                    "or an id (sg-…, pl-…)"
                ),
            )
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


@pytest.mark.parametrize(("body", "expected"), MISTAKES)
def test_mistake(mistakes_of, body, expected):
    assert mistakes_of(body) == expected


RIGHT = [
    ('port = 443, from = "db"', ("tcp", 443, 443, Peer("group", "db"))),
    ('port = 0, from = "self"', ("tcp", 0, 0, Peer("group", "web"))),
    ('ports = "8000 - 8100", from = "web"', ("tcp", 8000, 8100, Peer("group", "web"))),
    ('ports = "0-65535", protocol = "udp", from = "db"', ("udp", 0, 65535, Peer("group", "db"))),
    ('protocol = 6, port = 1, from = "db"', ("tcp", 1, 1, Peer("group", "db"))),
    ('protocol = 17, port = 1, from = "db"', ("udp", 1, 1, Peer("group", "db"))),
    ('protocol = 1, from = "db"', ("icmp", -1, -1, Peer("group", "db"))),
    ('protocol = 58, icmp_type = 128, from = "db"', ("icmpv6", 128, -1, Peer("group", "db"))),
    ('protocol = "icmp", icmp_type = 3, icmp_code = 4, from = "db"', ("icmp", 3, 4, Peer("group", "db"))),
    ('protocol = 50, from = "db"', ("50", None, None, Peer("group", "db"))),
    ('protocol = 0, from = "db"', ("0", None, None, Peer("group", "db"))),
    ('protocol = "all", from = "db"', ("-1", None, None, Peer("group", "db"))),
    ('port = 1, from = "10.1.2.3/8"', ("tcp", 1, 1, Peer("cidr_ipv4", "10.0.0.0/8"))),
    ('port = 1, from = "10.1.2.3/0"', ("tcp", 1, 1, Peer("cidr_ipv4", "0.0.0.0/0"))),
    ('port = 1, from = "2001:0DB8::1/32"', ("tcp", 1, 1, Peer("cidr_ipv6", "2001:db8::/32"))),
    ('port = 1, from = "::/0"', ("tcp", 1, 1, Peer("cidr_ipv6", "::/0"))),
    ('port = 1, from = "sg-0123456789abcdef0"', ("tcp", 1, 1, Peer("group_id", "sg-0123456789abcdef0"))),
    ('port = 1, from = "pl-01234567"', ("tcp", 1, 1, Peer("prefix_list", "pl-01234567"))),
]


@pytest.mark.parametrize(("line", "expected"), RIGHT)
def test_right(config_of, line, expected):
    (read,) = config_of(rule(line)).security_groups[1].ingress
    assert (read.protocol, read.from_port, read.to_port, read.peer) == expected


def test_arrays_of_tables_are_rules_too(config_of, mistakes_of):
    text = '[[security_groups.web.ingress]]\nport = 1\nfrom = "self"\n[[security_groups.web.ingress]]\nport = 2\n'
    assert [place for place, _ in mistakes_of(text)] == ["5 security_groups.web.ingress[1].from"]
    assert len(config_of(text + 'from = "self"\n').security_groups[0].ingress) == 2


def test_same_ports_of_another_protocol_or_peer_are_no_twins(config_of):
    lines = ['port = 1, from = "self"', 'port = 1, protocol = "udp", from = "self"', 'port = 1, from = "db"']
    assert len(config_of(rule(" }, { ".join(lines))).security_groups[1].ingress) == 3


def test_quota_counts_ipv4_and_ipv6_apart(config_of, mistakes_of):
    fours = [f'port = {port}, from = "10.0.0.0/8"' for port in range(100, 160)]
    sixes = [f'port = {port}, from = "2001:db8::/32"' for port in range(100, 160)]
    assert len(config_of(rule(" }, { ".join(fours + sixes))).security_groups[1].ingress) == 120
    assert mistakes_of(rule(" }, { ".join([*fours, 'port = 1, from = "db"']))) == [
        ("4 security_groups.web.ingress", "found 61 rules; EC2 takes 60 in each direction (quota L-0EA8095F)")
    ]


def test_a_long_description(mistakes_of):
    ((_, message),) = mistakes_of(rule(f'port = 1, from = "self", description = "{"d" * 256}"'))
    assert message.endswith("256 characters are too many: at most 255")


def test_a_wrong_protocol_says_nothing_of_ports(mistakes_of):
    assert len(mistakes_of(rule('protocol = true, icmp_type = 8, from = "self"'))) == 1
    assert len(mistakes_of(rule('protocl = "icmp", from = "self"'))) == 1
