"""project, environment, region, account, zones and switches, each wrong in every way."""

from __future__ import annotations

import pytest

from netsec import config
from netsec.errors import ConfigInvalid

MISTAKES = [
    (
        'region = "ap-northeast-1a"',
        [("2 region", '"ap-northeast-1a" is invalid: this is a zone; its region is "ap-northeast-1"')],
    ),
    ('region = "tokyo"', [("2 region", '"tokyo" is invalid: use a region name such as "ap-northeast-1"')]),
    ('region = ""', [("2 region", '"" is invalid: use a region name such as "ap-northeast-1"')]),
    ('account_id = "1234"', [("2 account_id", '"1234" is invalid: use the 12 digits of an account ID, in quotes')]),
    ("account_id = 123456789012", [("2 account_id", "123456789012 is invalid: use a string in quotes")]),
    ('account_id = ""', [("2 account_id", '"" is invalid: use the 12 digits of an account ID, in quotes')]),
    (
        "availability_zones = []",
        [("2 availability_zones", "the list is empty: list at least one zone, or remove the key to use all zones")],
    ),
    (
        'availability_zones = ["apne1-az4"]',
        [
            (
                "2 availability_zones[0]",
                '"apne1-az4" is invalid: use a zone name such as "ap-northeast-1a": zone IDs are not supported',
            )
        ],
    ),
    (
        'availability_zones = ["a", "a"]',
        [
            ("2 availability_zones[0]", '"a" is invalid: use a zone name such as "ap-northeast-1a"'),
            ("2 availability_zones[1]", '"a" is invalid: use a zone name such as "ap-northeast-1a"'),
            ("2 availability_zones[1]", '"a" is listed twice'),
        ],
    ),
    (
        'region = "ap-northeast-1"\navailability_zones = ["us-east-1a"]',
        [("3 availability_zones[0]", '"us-east-1a" is invalid: this zone is not in the region "ap-northeast-1"')],
    ),
    (
        'availability_zones = "ap-northeast-1a"',
        [("2 availability_zones", '"ap-northeast-1a" is invalid: use a list: ["ap-northeast-1a"]')],
    ),
    (
        'enable_nat_gateway = "true"',
        [("2 enable_nat_gateway", '"true" is invalid: use true or false: write true without quotes')],
    ),
    ("enable_nat_gateway = 1", [("2 enable_nat_gateway", "1 is invalid: use true or false")]),
    ("enable_nat_gatway = true", [("2 enable_nat_gatway", 'unknown key; did you mean "enable_nat_gateway"?')]),
    (
        'role_arn = "x"',
        [
            (
                "2 role_arn",
                (
                    "unknown key. Known: project, environment, region, account_id, "
                    "availability_zones, enable_nat_gateway, enable_network_acls, "
                    "associate_network_acls, app_port, db_port, vpc, nat, tags, security_groups, "
                    "network_acls, endpoints, state, workload, expect, audit, environments"
                ),
            )
        ],
    ),
    (
        "[environment.prod]",
        [("2 environment", "a table is invalid: use a string in quotes: the tables are [environments.NAME]")],
    ),
    ("environments = 3", [("2 environments", "3 is invalid: use a table for each environment: [environments.NAME]")]),
    ("[environments]\nprod = 3", [("3 environments.prod", "3 is invalid: use a table: [environments.prod]")]),
    (
        "[environments.Prod]",
        [
            (
                "2 environments.Prod",
                (
                    'the name "Prod" is invalid: use a lowercase letter followed by up to 30 lowercase '
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
                "this key is the same for all environments: move it to the top of the file",
            ),
            (
                "4 environments.prod.environment",
                "this key is the same for all environments: move it to the top of the file",
            ),
        ],
    ),
    (
        "[environments.prod.environments.x]",
        [
            (
                "2 environments.prod.environments",
                "this key is the same for all environments: move it to the top of the file",
            )
        ],
    ),
    ('[environments.prod]\nprojct = "x"', [("3 environments.prod.projct", 'unknown key; did you mean "project"?')]),
    (
        '[environments.prod]\napp_port = "80"',
        [("3 environments.prod.app_port", '"80" is invalid: use a whole number: write 80 without quotes')],
    ),
    ("app_port = 0", [("2 app_port", "0 is invalid: use a port from 1 to 65535")]),
    ("db_port = 65536", [("2 db_port", "65536 is invalid: use a port from 1 to 65535")]),
    ("db_port = true", [("2 db_port", "true is invalid: use a whole number")]),
    ("app_port = 3.5", [("2 app_port", "3.5 is invalid: use a whole number")]),
    (
        "app_port = 80\n[security_groups.a]",
        [
            (
                "2 app_port",
                ("it applies only to the default groups; in groups of your own, set the port in their rules"),
            )
        ],
    ),
]


@pytest.mark.parametrize(("body", "expected"), MISTAKES)
def test_mistake(mistakes_of, body, expected):
    assert mistakes_of(body) == expected


NAME_ALLOWED = "use a lowercase letter followed by up to 30 lowercase letters, digits and hyphens"
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
    with pytest.raises(ConfigInvalid, match="EC2 does not allow such group names"):
        config.load_config(written(f'project = "{name}"'))


def test_project_is_the_one_required_key(written):
    with pytest.raises(ConfigInvalid) as caught:
        config.load_config(written("# nothing\n"))
    assert caught.value.reasons[0].facts == {
        "place": "netsec.toml:1 project",
        "message": 'missing; add project = "NAME"',
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
