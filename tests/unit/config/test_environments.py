"""One file for all environments: which is chosen, how its table merges, and where its mistakes stand."""

from __future__ import annotations

import pytest

from netsec import config
from netsec.errors import ConfigInvalid

BODY = """
region = "us-east-1"
availability_zones = ["us-east-1a", "us-east-1b"]
[tags]
Owner = "me"
Team = "a"
[vpc]
name = "main"
[environments.prod]
region = "eu-west-1"
availability_zones = ["eu-west-1a"]
enable_nat_gateway = true
[environments.prod.tags]
Team = "b"
[environments.dev]
account_id = "000000000001"
"""


def test_the_files_own_environment(config_of):
    own = config_of(BODY)
    assert (own.environment, own.region, own.account_id, own.enable_nat_gateway) == (
        "dev",
        "us-east-1",
        "000000000001",
        False,
    )
    assert own.tags == {"Owner": "me", "Team": "a"}
    assert own == config_of(BODY, "dev")


def test_tables_merge_and_lists_and_scalars_replace(config_of):
    prod = config_of(BODY, "prod")
    assert (prod.environment, prod.region, prod.availability_zones) == ("prod", "eu-west-1", ("eu-west-1a",))
    assert prod.tags == {"Owner": "me", "Team": "b"}
    assert (prod.enable_nat_gateway, prod.account_id, prod.vpc.name) == (True, "", "main")
    assert prod.security_groups[0].name == "p-prod-alb-sg"


def test_groups_merge_by_key_and_rules_replace(config_of):
    body = """
    [security_groups.web]
    description = "web"
    ingress = [{ port = 80, from = "self" }, { port = 81, from = "self" }]
    [environments.prod.security_groups.web]
    ingress = [{ port = 443, from = "self" }]
    [environments.prod.security_groups.more]
    """
    web, more = config_of(body, "prod").security_groups
    assert (web.description, [rule.from_port for rule in web.ingress], more.key) == ("web", [443], "more")


def test_an_unknown_environment(mistakes_of):
    assert mistakes_of(BODY, "prdo") == [
        ('--env "prdo"', 'there is no [environments.prdo]. Known: dev, prod; did you mean "prod"?')
    ]


def test_any_name_will_do_while_there_are_no_tables(config_of):
    assert config_of("", "staging").stack == "p/staging"
    assert config_of('environment = "prod"').stack == "p/prod"


def test_the_files_environment_needs_no_table(config_of):
    assert config_of('environment = "test"\n[environments.prod]').environment == "test"


def test_mistakes_stand_where_they_are_written(mistakes_of):
    body = """
    [security_groups.web]
    ingress = [{ port = 80, from = "self" }, { port = 81, from = "slf" }]
    [environments.prod.security_groups.web]
    ingress = [{ port = 80 }]
    [environments.prod.nat]
    zone = "us-east-1a"
    """
    assert [place for place, _ in mistakes_of(body)] == ["4 security_groups.web.ingress[1].from"]
    assert [place for place, _ in mistakes_of(body, "prod")] == [
        "6 environments.prod.security_groups.web.ingress[0].from",
        "8 environments.prod.nat.zone",
    ]


def test_the_shape_of_every_table_is_checked(mistakes_of):
    body = "[environments.a]\napp_port = true\n[environments.b.security_groups.web]\ningress = [{ prt = 1 }]"
    assert mistakes_of(body) == [
        ("3 environments.a.app_port", "true is invalid: use a whole number"),
        ("5 environments.b.security_groups.web.ingress[0].prt", 'unknown key; did you mean "port"?'),
    ]


def test_what_an_environment_breaks_is_said_in_the_merged_file(mistakes_of):
    body = "app_port = 80\n[environments.prod.security_groups.web]"
    assert [place for place, _ in mistakes_of(body, "prod")] == ["2 app_port"]


BROKEN = """
project = "p"
region = "us-east-1"
account_id = "000000000001"
unheard_of = 1
availability_zones = 3
tags = { Name = "x" }
[vpc]
id = "vpc-01234567"
[nat]
eips = { us-east-1a = ["eipalloc-01234567"] }
[security_groups.web]
ingress = [{ port = 99999 }]
[network_acls]
x = 1
[environments.prod]
enable_nat_gateway = "yes"
account_id = "000000000002"
[environments.prod.security_groups]
x = 1
[environments.other]
vpc = 3
[environments.Odd]
"""


@pytest.mark.parametrize(("environment", "account"), [(None, "000000000001"), ("prod", "000000000002")])
def test_identity_survives_a_broken_file(written, environment, account):
    known = config.load_identity(written(BROKEN), environment)
    assert (known.stack, known.region, known.account_id) == (f"p/{environment or 'dev'}", "us-east-1", account)
    assert (known.vpc.id, known.nat.eips) == ("vpc-01234567", {"us-east-1a": "eipalloc-01234567"})
    assert (known.security_groups, known.network_acls, known.tags) == ((), (), {})


@pytest.mark.parametrize(
    ("body", "environment", "place"),
    [
        ('project = "../x"', None, "netsec.toml:1 project"),
        ('project = "p"\n[vpc]\nid = "x"', None, "netsec.toml:3 vpc.id"),
        ('project = "p"\n[environments.prod.nat]\nzone = 3', "prod", "netsec.toml:3 environments.prod.nat.zone"),
        ('project = "p"\n[environments.prod]', "prd", '--env "prd"'),
    ],
)
def test_identity_itself_must_be_right(written, body, environment, place):
    with pytest.raises(ConfigInvalid) as caught:
        config.load_identity(written(body), environment)
    assert [reason.facts["place"] for reason in caught.value.reasons] == [place]
