"""`[[expect]]`: read as written, and every mistake in it at once."""

from __future__ import annotations

from typing import Any

from netsec.model import Expectation

TABLE = '[[expect]]\nfrom = "internet"\nto = "rds"\n'


def test_it_is_read(config_of: Any) -> None:
    found = config_of(
        f'{TABLE}port = 5432\nreachable = false\nwhy = "no"\n[[expect]]\nfrom = "ecs"\nto = "s3"\nreachable = true\n'
        '[[expect]]\nfrom = "a"\nto = "b"\nports = "1-9"\nprotocol = "udp"\nreachable = true\n'
        '[[expect]]\nfrom = "a"\nto = "b"\nprotocol = "icmp"\nreachable = true\n'
    ).expect
    assert found == (
        Expectation(source="internet", target="rds", reachable=False, ports=(5432, 5432), why="no"),
        Expectation(source="ecs", target="s3", reachable=True),
        Expectation(source="a", target="b", reachable=True, ports=(1, 9), protocol="udp"),
        Expectation(source="a", target="b", reachable=True, ports=(8, 8), protocol="icmp"),
    )


def test_services_by_name(config_of: Any, mistakes_of: Any) -> None:
    """`ping` is ICMP; a service's protocol is its own unless the line says another."""
    for line, ports, protocol in (
        ('port = "https"', (443, 443), "tcp"),
        ('port = "Postgres"', (5432, 5432), "tcp"),
        ('port = "dns"', (53, 53), "udp"),
        ('port = "dns"\nprotocol = "tcp"', (53, 53), "tcp"),
        ('port = "ping"', (8, 8), "icmp"),
    ):
        (found,) = config_of(f"{TABLE}{line}\nreachable = false\n").expect
        assert (found.ports, found.protocol) == (ports, protocol), line
    assert "gopher" in str(mistakes_of(f'{TABLE}port = "gopher"\nreachable = false\n'))


def test_mistakes(mistakes_of: Any) -> None:
    found = mistakes_of('[[expect]]\nport = 70000\nports = "9-8"\nprotocol = "tpc"\nreachabel = true\n')
    told = " ".join(f"{place}: {text}" for place, text in found)
    for part in ("expect[0].from", "expect[0].to", "expect[0].protocol", '"tpc" is invalid', "reachabel"):
        assert part in told, found
    assert mistakes_of(f'{TABLE}port = 70000\nreachable = "no"\n')
    assert "ICMP has no ports" in str(mistakes_of(f'{TABLE}port = 8\nprotocol = "icmp"\nreachable = true\n'))
    assert "port is set already" in str(mistakes_of(f'{TABLE}port = 8\nports = "1-2"\nreachable = true\n'))
