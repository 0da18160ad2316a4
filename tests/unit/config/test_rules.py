"""What a right rule becomes, and what several rules may not be together."""

from __future__ import annotations

import pytest

from netsec.model.config import Peer


def rule(line: str) -> str:
    return f"[security_groups.db]\n[security_groups.web]\ningress = [{{ {line} }}]"


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
    (
        'port = 1, from = "123456789012/sg-01234567"',
        ("tcp", 1, 1, Peer("group_id", "123456789012/sg-01234567")),
    ),
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
    fours = [f'port = {port}, from = "10.0.0.0/8"' for port in range(100, 1100)]
    sixes = [f'port = {port}, from = "2001:db8::/32"' for port in range(100, 1100)]
    assert len(config_of(rule(" },\n{ ".join(fours + sixes))).security_groups[1].ingress) == 2000
    assert mistakes_of(rule(" },\n{ ".join([*fours, 'port = 1, from = "db"']))) == [
        ("4 security_groups.web.ingress", "1001 rules are too many: EC2 allows at most 1000 in each direction")
    ]


def test_a_long_description(mistakes_of):
    ((_, message),) = mistakes_of(rule(f'port = 1, from = "self", description = "{"d" * 256}"'))
    assert message.endswith("256 characters are too many: at most 255")


def test_a_wrong_protocol_says_nothing_of_ports(mistakes_of):
    assert len(mistakes_of(rule('protocol = true, icmp_type = 8, from = "self"'))) == 1
    assert len(mistakes_of(rule('protocl = "icmp", from = "self"'))) == 1
