"""The guard: what opens an admin port or a database to everyone is refused unless it says why."""

from __future__ import annotations

import pytest

ADVICE = 'use a narrower source, or give the reason: allow_public = "reason"'
ALONE, TOGETHER = "{} is everyone", "{} and other rules together are everyone"
EVERYTHING = "all traffic"


def rules(*lines: str) -> str:
    return (
        "[security_groups.db]\n[security_groups.web]\ningress = [\n"
        + "".join(f"  {{ {each} }},\n" for each in lines)
        + "]"
    )


def mistake(index: int, what: str, who: str) -> tuple[str, str]:
    return f"{index + 5} security_groups.web.ingress[{index}]", f"opens {what} to everyone ({who}): {ADVICE}"


V4 = ALONE.format("0.0.0.0/0")
V6 = ALONE.format("::/0")
REFUSED = [
    (rules('port = 22, from = "0.0.0.0/0"'), [mistake(0, "22 (SSH)", V4)]),
    (rules('port = 3389, from = "::/0"'), [mistake(0, "3389 (RDP)", V6)]),
    (rules('port = 5432, from = "10.0.0.0/0"'), [mistake(0, "5432 (PostgreSQL)", V4)]),
    (rules('protocol = 6, port = 1433, from = "0.0.0.0/0"'), [mistake(0, "1433 (SQL Server)", V4)]),
    (rules('protocol = "udp", port = 11211, from = "0.0.0.0/0"'), [mistake(0, "11211 (memcached)", V4)]),
    (rules('protocol = "all", from = "0.0.0.0/0"'), [mistake(0, EVERYTHING, V4)]),
    (
        rules('ports = "1500-6400", from = "::/0"'),
        [mistake(0, "1521 (Oracle), 3306 (MySQL), 3389 (RDP), 5432 (PostgreSQL), 6379 (Redis)", V6)],
    ),
    (
        rules('port = 9200, from = "0.0.0.0/1"', 'port = 9200, from = "128.0.0.0/1"'),
        [
            mistake(0, "9200 (Elasticsearch)", TOGETHER.format("0.0.0.0/1")),
            mistake(1, "9200 (Elasticsearch)", TOGETHER.format("128.0.0.0/1")),
        ],
    ),
    # Halves with different ports meet in the ports that they share.
    (
        rules('ports = "20-30", from = "::/1"', 'protocol = "all", from = "8000::/1"'),
        [
            mistake(0, "22 (SSH)", TOGETHER.format("::/1")),
            mistake(1, "22 (SSH)", TOGETHER.format("8000::/1")),
        ],
    ),
    # A reason for one half is none for the other.
    (
        rules('port = 22, from = "0.0.0.0/1", allow_public = "x"', 'port = 22, from = "128.0.0.0/1"'),
        [mistake(1, "22 (SSH)", TOGETHER.format("128.0.0.0/1"))],
    ),
    # A narrow rule beside the one for everyone does nobody harm.
    (rules('port = 22, from = "10.0.0.0/8"', 'port = 22, from = "0.0.0.0/0"'), [mistake(1, "22 (SSH)", V4)]),
    (rules('port = 22, from = "10.0.0.0/8"', 'protocol = "all", from = "0.0.0.0/0"'), [mistake(1, EVERYTHING, V4)]),
    (
        rules('port = 27017, from = "0.0.0.0/0"', 'port = 6379, from = "::/0"'),
        [
            mistake(0, "27017 (MongoDB)", V4),
            mistake(1, "6379 (Redis)", V6),
        ],
    ),
]


@pytest.mark.parametrize(("body", "expected"), REFUSED)
def test_refused(mistakes_of, body, expected):
    assert mistakes_of(body) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ['port = 80, from = "0.0.0.0/0"', 'port = 443, from = "::/0"'],
        ['port = 22, from = "0.0.0.0/0", allow_public = "bastion, reviewed"'],
        ['port = 22, from = "0.0.0.0/0", allow_public = "x"', 'port = 22, from = "10.0.0.0/8"'],
        ['protocol = "all", from = "0.0.0.0/0", allow_public = "x"', 'port = 22, from = "10.0.0.0/8"'],
        ['port = 22, from = "0.0.0.0/1"'],
        ['port = 22, from = "0.0.0.0/1"', 'port = 3389, from = "128.0.0.0/1"'],
        ['port = 22, from = "0.0.0.0/1"', 'protocol = "udp", port = 22, from = "128.0.0.0/1"'],
        ['port = 22, from = "0.0.0.0/1"', 'port = 22, from = "8000::/1"'],
        ['port = 22, from = "db"', 'protocol = "all", from = "self"', 'protocol = "icmp", from = "0.0.0.0/0"'],
        ['ports = "23-1432", from = "0.0.0.0/0"'],
    ],
)
def test_allowed(config_of, lines):
    assert len(config_of(rules(*lines)).security_groups[1].ingress) == len(lines)


def test_the_reason_is_kept(config_of):
    group = config_of(rules('port = 22, from = "0.0.0.0/0", allow_public = " bastion "')).security_groups[1]
    assert group.ingress[0].allow_public == "bastion"


def test_egress_is_never_refused(config_of):
    assert config_of('[security_groups.web]\negress = [{ port = 22, to = "0.0.0.0/0" }]')
