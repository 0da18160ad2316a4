"""[endpoints]: what may be written, what it becomes, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from netsec.model import Config, EndpointsConfig, Peer

Load = Callable[..., Config]
OWN = "[security_groups.app]\ningress = []\n"
AWS_WORD = 'expected a service as AWS writes it, like "ecr.api"'

ZONE_WORD = 'expected the name of a zone, like "ap-northeast-1a"'
# Body, place and message; the body's lines count from 3.
MISTAKES = [
    (
        'gateway = ["ecr.api"]',
        "3 endpoints.gateway[0]",
        'found "ecr.api"; gateway endpoints exist for s3, dynamodb; all others go under interface',
    ),
    (
        'interface = ["s3"]',
        "3 endpoints.interface[0]",
        'found "s3"; it has a gateway endpoint, which is free: list it under gateway',
    ),
    (
        'interface = ["com.amazonaws.us-east-1.logs"]',
        "3 endpoints.interface[0]",
        'found "com.amazonaws.us-east-1.logs"; write the service alone: "logs"',
    ),
    ('interface = ["ECR_API"]', "3 endpoints.interface[0]", f'found "ECR_API"; {AWS_WORD}'),
    ('interface = ["logs", "logs"]', "3 endpoints.interface[1]", '"logs" is listed twice'),
    (
        'interface = ["logs"]\nclients = ["esc"]',
        "4 endpoints.clients[0]",
        'found "esc"; the groups here are alb, ecs, rds; did you mean "ecs"?',
    ),
    (
        'interface = ["logs"]\nclients = []',
        "4 endpoints.clients",
        "found an empty list; endpoints that nobody may use only cost",
    ),
    ('interface = ["logs"]\nzones = ["a"]', "4 endpoints.zones[0]", f'found "a"; {ZONE_WORD}'),
    ('gateways = ["s3"]', "3 endpoints.gateways", 'unknown key; did you mean "gateway"?'),
    ('gateway = "s3"', "3 endpoints.gateway", 'found "s3"; expected a list: ["s3"]'),
    (
        f'interface = ["logs"]\n{OWN}',
        "2 endpoints.clients",
        'missing; name the groups whose members use the endpoints, of app: clients = ["…"]',
    ),
    (
        'interface = ["logs"]\nclients = ["endpoints"]\n[security_groups.endpoints]\ningress = []',
        "4 endpoints.clients",
        'the group "endpoints" is written in this file; its own ingress says who may use the endpoints',
    ),
]


@pytest.mark.parametrize(("body", "place", "message"), MISTAKES, ids=[body for body, _, _ in MISTAKES])
def test_mistakes(body: str, place: str, message: str, mistakes_of: Callable[..., list[tuple[str, str]]]) -> None:
    assert mistakes_of(f"[endpoints]\n{body}") == [(place, message)]


def test_left_out_is_none(config_of: Load) -> None:
    config = config_of("")
    assert not config.endpoints
    assert [group.key for group in config.security_groups] == ["alb", "ecs", "rds"]


def test_gateways_alone_need_no_group(config_of: Load) -> None:
    config = config_of('[endpoints]\ngateway = ["s3", "dynamodb"]')
    assert config.endpoints == EndpointsConfig(gateway=("s3", "dynamodb"))
    assert [group.key for group in config.security_groups] == ["alb", "ecs", "rds"]


def test_interfaces_bring_a_group_that_lets_https_in_from_the_tasks(config_of: Load) -> None:
    config = config_of('[endpoints]\ninterface = ["ecr.api"]\nzones = ["ap-northeast-1a"]\nprivate_dns = false')
    assert (config.endpoints.zones, config.endpoints.private_dns) == (("ap-northeast-1a",), False)
    group = config.security_groups[-1]
    assert (group.key, group.name, group.egress) == ("endpoints", "p-dev-endpoints-sg", ())
    (rule,) = group.ingress
    assert (rule.protocol, rule.from_port, rule.to_port, rule.peer) == ("tcp", 443, 443, Peer("group", "ecs"))


def test_a_group_of_that_name_in_the_file_is_the_one(config_of: Load) -> None:
    body = '[endpoints]\ninterface = ["logs"]\n[security_groups.endpoints]\n'
    config = config_of(body + 'ingress = [{ port = 443, from = "10.0.0.0/16" }]')
    (group,) = config.security_groups
    assert group.ingress[0].peer == Peer("cidr_ipv4", "10.0.0.0/16")


def test_an_environment_has_its_own(config_of: Load) -> None:
    body = '[endpoints]\ngateway = ["s3"]\n[environments.prod.endpoints]\ninterface = ["logs"]'
    assert config_of(body, "prod").endpoints.interface == ("logs",)
    assert config_of(body, "prod").endpoints.gateway == ("s3",)
