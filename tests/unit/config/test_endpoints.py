"""[endpoints]: what may be written, what it becomes, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from netsec.model import Config, EndpointsConfig, Peer

Load = Callable[..., Config]
OWN = "[security_groups.app]\ningress = []\n"
AWS_WORD = 'use a service name as AWS writes it, such as "ecr.api"'

ZONE_WORD = 'use a zone name such as "ap-northeast-1a"'
# Body, place and message; the body's lines count from 3.
MISTAKES = [
    (
        'gateway = ["ecr.api"]',
        "3 endpoints.gateway[0]",
        '"ecr.api" is invalid: gateway endpoints exist only for s3, dynamodb; list other services under interface',
    ),
    (
        'interface = ["s3"]',
        "3 endpoints.interface[0]",
        '"s3" is invalid: it has a free gateway endpoint: list it under gateway',
    ),
    (
        'interface = ["com.amazonaws.us-east-1.logs"]',
        "3 endpoints.interface[0]",
        '"com.amazonaws.us-east-1.logs" is invalid: use only the service: "logs"',
    ),
    ('interface = ["ECR_API"]', "3 endpoints.interface[0]", f'"ECR_API" is invalid: {AWS_WORD}'),
    ('interface = ["logs", "logs"]', "3 endpoints.interface[1]", '"logs" is listed twice'),
    (
        'interface = ["logs"]\nclients = ["esc"]',
        "4 endpoints.clients[0]",
        '"esc" is invalid: there is no such group. Known: alb, ecs, rds; did you mean "ecs"?',
    ),
    (
        'interface = ["logs"]\nclients = []',
        "4 endpoints.clients",
        "the list is empty: endpoints that no group can use only cost money",
    ),
    ('interface = ["logs"]\nzones = ["a"]', "4 endpoints.zones[0]", f'"a" is invalid: {ZONE_WORD}'),
    ('gateways = ["s3"]', "3 endpoints.gateways", 'unknown key; did you mean "gateway"?'),
    ('gateway = "s3"', "3 endpoints.gateway", '"s3" is invalid: use a list: ["s3"]'),
    (
        f'interface = ["logs"]\n{OWN}',
        "2 endpoints.clients",
        'missing; list the groups that use the endpoints (Known: app): clients = ["…"]',
    ),
    (
        'interface = ["logs"]\nclients = ["endpoints"]\n[security_groups.endpoints]\ningress = []',
        "4 endpoints.clients",
        'the group "endpoints" is defined in this file, and its own ingress rules decide who can use the endpoints',
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
