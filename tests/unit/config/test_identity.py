"""project, environment, region, account, zones and switches, each wrong in every way."""

from __future__ import annotations

import pytest

from netsec import config
from netsec.errors import ConfigInvalid

MISTAKES = [
    (
        'region = "ap-northeast-1a"',
        [("2 region", 'found "ap-northeast-1a"; this is a zone; its region is "ap-northeast-1"')],
    ),
    ('region = "tokyo"', [("2 region", 'found "tokyo"; expected the name of a region, like "ap-northeast-1"')]),
    ('region = ""', [("2 region", 'found ""; expected the name of a region, like "ap-northeast-1"')]),
    ('account_id = "1234"', [("2 account_id", 'found "1234"; an account id is 12 digits, in quotes')]),
    ("account_id = 123456789012", [("2 account_id", "found 123456789012; expected a text in quotes")]),
    ('account_id = ""', [("2 account_id", 'found ""; an account id is 12 digits, in quotes')]),
    (
        "availability_zones = []",
        [("2 availability_zones", "found an empty list; name at least one zone, or leave the key out for all of them")],
    ),
    (
        'availability_zones = ["apne1-az4"]',
        [
            (
                "2 availability_zones[0]",
                (
                    'found "apne1-az4"; expected the name of a zone, like "ap-northeast-1a": zones '
                    "are given by name, since ids like this mean another name in each account"
                ),
            )
        ],
    ),
    (
        'availability_zones = ["a", "a"]',
        [
            ("2 availability_zones[0]", 'found "a"; expected the name of a zone, like "ap-northeast-1a"'),
            ("2 availability_zones[1]", '"a" is listed twice'),
            ("2 availability_zones[1]", 'found "a"; expected the name of a zone, like "ap-northeast-1a"'),
        ],
    ),
    (
        'region = "ap-northeast-1"\navailability_zones = ["us-east-1a"]',
        [("3 availability_zones[0]", 'found "us-east-1a"; this zone is not in the region "ap-northeast-1"')],
    ),
    (
        'availability_zones = "ap-northeast-1a"',
        [("2 availability_zones", 'found "ap-northeast-1a"; expected a list: ["ap-northeast-1a"]')],
    ),
    (
        'enable_nat_gateway = "true"',
        [("2 enable_nat_gateway", 'found "true"; expected true or false: write true without quotes')],
    ),
    ("enable_nat_gateway = 1", [("2 enable_nat_gateway", "found 1; expected true or false")]),
    ("enable_nat_gatway = true", [("2 enable_nat_gatway", 'unknown key; did you mean "enable_nat_gateway"?')]),
    (
        'role_arn = "x"',
        [
            (
                "2 role_arn",
                (
                    "unknown key; known here: project, environment, region, account_id, "
                    "availability_zones, enable_nat_gateway, enable_network_acls, "
                    "associate_network_acls, app_port, db_port, vpc, nat, tags, security_groups, "
                    "network_acls, endpoints, state, workload, expect, audit, environments"
                ),
            )
        ],
    ),
    (
        "[environment.prod]",
        [("2 environment", "found a table; expected a text in quotes: the tables are [environments.NAME]")],
    ),
    ("environments = 3", [("2 environments", "found 3; expected a table for each environment: [environments.NAME]")]),
    ("[environments]\nprod = 3", [("3 environments.prod", "found 3; expected a table: [environments.prod]")]),
    (
        "[environments.Prod]",
        [
            (
                "2 environments.Prod",
                (
                    'found the name "Prod"; allowed is a lowercase letter, then up to 30 lowercase '
                    "letters, digits and hyphens"
                ),
            )
        ],
    ),
    (
        '[environments.prod]\nproject = "x"\nenvironment = "y"',
        [
            (
                "3 environments.prod.project",
                "this key is the same for all environments: it belongs at the top of the file",
            ),
            (
                "4 environments.prod.environment",
                "this key is the same for all environments: it belongs at the top of the file",
            ),
        ],
    ),
    (
        "[environments.prod.environments.x]",
        [
            (
                "2 environments.prod.environments",
                "this key is the same for all environments: it belongs at the top of the file",
            )
        ],
    ),
    ('[environments.prod]\nprojct = "x"', [("3 environments.prod.projct", 'unknown key; did you mean "project"?')]),
    (
        '[environments.prod]\napp_port = "80"',
        [("3 environments.prod.app_port", 'found "80"; expected a whole number: write 80 without quotes')],
    ),
    ("app_port = 0", [("2 app_port", "found 0; a port to listen on is 1 to 65535")]),
    ("db_port = 65536", [("2 db_port", "found 65536; a port to listen on is 1 to 65535")]),
    ("db_port = true", [("2 db_port", "found true; expected a whole number")]),
    ("app_port = 3.5", [("2 app_port", "found 3.5; expected a whole number")]),
    (
        "app_port = 80\n[security_groups.a]",
        [
            (
                "2 app_port",
                ("only while the groups are the hands-on's; yours are written, and so is the port in their rules"),
            )
        ],
    ),
]


@pytest.mark.parametrize(("body", "expected"), MISTAKES)
def test_mistake(mistakes_of, body, expected):
    assert mistakes_of(body) == expected


NAME_ALLOWED = "allowed is a lowercase letter, then up to 30 lowercase letters, digits and hyphens"
HOSTILE = ["../x", "My App", "CON", "a\\u0000", "a\\n", "a/b", "-a", "9a", "", "ａ", "a" * 32, "a" * 10_000]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_become_no_paths(written, name):
    for text in (f'project = "{name}"', f'project = "p"\nenvironment = "{name}"'):
        with pytest.raises(ConfigInvalid) as caught:
            config.load_config(written(text))
        (reason,) = caught.value.reasons
        assert str(reason.facts["message"]).endswith(NAME_ALLOWED)
        assert len(str(reason.facts["message"])) < 300


@pytest.mark.parametrize("name", [*HOSTILE[:3], "a\x00", "a\n", "a" * 10_000])
def test_hostile_environment_option(mistakes_of, name):
    ((place, message),) = mistakes_of("", name)
    assert place.startswith("--env ")
    assert message.endswith(NAME_ALLOWED)


@pytest.mark.parametrize("name", ["sg", "sg-x"])
def test_no_group_name_may_start_with_sg(written, name):
    with pytest.raises(ConfigInvalid, match='it may not be "sg" or start with "sg-"'):
        config.load_config(written(f'project = "{name}"'))


def test_project_is_the_one_required_key(written):
    with pytest.raises(ConfigInvalid) as caught:
        config.load_config(written("# nothing\n"))
    assert caught.value.reasons[0].facts == {
        "place": "netsec.toml:1 project",
        "message": 'missing; the file must say project = "NAME"',
    }


@pytest.mark.parametrize("region", ["ap-northeast-1", "us-gov-west-1", "eusc-de-east-1", "us-iso-east-1", "ap-south-2"])
def test_regions(config_of, region):
    assert config_of(f'region = "{region}"').region == region


def test_zones_of_every_kind(config_of):
    zones = ("us-west-2a", "us-west-2-lax-1a", "us-west-2-wl1-sea-wlz-1a")
    body = f'region = "us-west-2"\navailability_zones = {list(zones)}'.replace("'", '"')
    assert config_of(body).availability_zones == zones


def test_identity_is_taken_as_written(config_of):
    config_ = config_of(
        'account_id = "000000000012"\nenable_nat_gateway = true\n[tags]\n"Cost Center" = "あ"\nempty = ""'
    )
    assert (config_.account_id, config_.enable_nat_gateway) == ("000000000012", True)
    assert config_.tags == {"Cost Center": "あ", "empty": ""}
