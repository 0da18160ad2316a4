"""[vpc] and [nat], each wrong in every way, and what they become."""

from __future__ import annotations

import pytest

from netsec.model.config import NatConfig, VpcConfig

MISTAKES = [
    ('[vpc]\nid = "vpc-1"', [("3 vpc.id", '"vpc-1" is invalid: use vpc- followed by 8 or 17 hexadecimal digits')]),
    (
        '[vpc]\nid = "vpc-0123456789abcdef0"\nname = "main"',
        [("4 vpc.name", "id and name are both set: use one of them")],
    ),
    (
        '[vpc]\nname = "a\\u0085b"',
        [("3 vpc.name", '"a\\u0085b" is invalid: control characters are not allowed in a tag')],
    ),
    (
        '[vpc]\npublic_subnets = { a = "subnet-01234567" }',
        [("3 vpc.public_subnets.a", '"a" is invalid: use a zone name such as "ap-northeast-1a"')],
    ),
    (
        '[vpc]\npublic_subnets = { ap-northeast-1a = "sn-1" }',
        [
            (
                "3 vpc.public_subnets.ap-northeast-1a",
                '"sn-1" is invalid: use subnet- followed by 8 or 17 hexadecimal digits',
            )
        ],
    ),
    (
        ('[vpc]\npublic_subnets = { ap-northeast-1a = "subnet-01234567", ap-northeast-1c = "subnet-01234567" }'),
        [
            (
                "3 vpc.public_subnets.ap-northeast-1c",
                '"subnet-01234567" is already set for ap-northeast-1a: a subnet is in one zone',
            )
        ],
    ),
    (
        ('availability_zones = ["ap-northeast-1a"]\n[vpc]\npublic_subnets = { ap-northeast-1c = "subnet-01234567" }'),
        [
            (
                "4 vpc.public_subnets.ap-northeast-1c",
                '"ap-northeast-1c" is not one of availability_zones: ap-northeast-1a',
            )
        ],
    ),
    (
        '[vpc]\nprivate_route_tables = { ap-northeast-1a = "rtb-01234567" }',
        [("3 vpc.private_route_tables.ap-northeast-1a", '"rtb-01234567" is invalid: use a list: ["rtb-01234567"]')],
    ),
    (
        "[vpc]\nprivate_route_tables = { ap-northeast-1a = [] }",
        [("3 vpc.private_route_tables.ap-northeast-1a", "the list is empty: list at least one route table")],
    ),
    (
        ('[vpc]\nprivate_route_tables = { ap-northeast-1a = ["rtb-01234567", "rtb-01234567", "x"] }'),
        [
            ("3 vpc.private_route_tables.ap-northeast-1a[1]", '"rtb-01234567" is listed twice'),
            (
                "3 vpc.private_route_tables.ap-northeast-1a[2]",
                '"x" is invalid: use rtb- followed by 8 or 17 hexadecimal digits',
            ),
        ],
    ),
    ("[vpc]\nprivate_route_tables = []", [("3 vpc.private_route_tables", "a list is invalid: use a table")]),
    (
        "[vpc]\nprivate_route_table = {}",
        [("3 vpc.private_route_table", 'unknown key; did you mean "private_route_tables"?')],
    ),
    ('vpc = "vpc-01234567"', [("2 vpc", '"vpc-01234567" is invalid: use a table')]),
    (
        '[nat]\ntopology = "regional"',
        [
            (
                "3 nat.topology",
                '"regional" is invalid: regional NAT gateways are not supported yet: use per_az or single',
            )
        ],
    ),
    (
        '[nat]\ntopology = "per-az"',
        [("3 nat.topology", '"per-az" is invalid: use per_az or single; did you mean "per_az"?')],
    ),
    (
        '[nat]\nzone = "ap-northeast-1a"',
        [("3 nat.zone", '"ap-northeast-1a" is invalid: zone needs topology = "single"')],
    ),
    (
        '[nat]\ntopology = "single"\nzone = "a"',
        [("4 nat.zone", '"a" is invalid: use a zone name such as "ap-northeast-1a"')],
    ),
    (
        ('availability_zones = ["ap-northeast-1a"]\n[nat]\ntopology = "single"\nzone = "ap-northeast-1c"'),
        [("5 nat.zone", '"ap-northeast-1c" is not one of availability_zones: ap-northeast-1a')],
    ),
    ('[nat]\nkeep_eips = "yes"', [("3 nat.keep_eips", '"yes" is invalid: use true or false')]),
    (
        "[nat]\neips = { ap-northeast-1a = [] }",
        [("3 nat.eips.ap-northeast-1a", "0 addresses are listed: a NAT gateway uses exactly one")],
    ),
    (
        '[nat]\neips = { ap-northeast-1a = ["eipalloc-01234567", "eipalloc-89abcdef"] }',
        [("3 nat.eips.ap-northeast-1a", "2 addresses are listed: a NAT gateway uses exactly one")],
    ),
    (
        '[nat]\neips = { ap-northeast-1a = "eipalloc-01234567" }',
        [("3 nat.eips.ap-northeast-1a", '"eipalloc-01234567" is invalid: use a list: ["eipalloc-01234567"]')],
    ),
    (
        '[nat]\neips = { ap-northeast-1a = ["203.0.113.7"] }',
        [
            (
                "3 nat.eips.ap-northeast-1a[0]",
                '"203.0.113.7" is invalid: use eipalloc- followed by 8 or 17 hexadecimal digits',
            )
        ],
    ),
    (
        ('[nat]\neips = { ap-northeast-1a = ["eipalloc-01234567"], ap-northeast-1c = ["eipalloc-01234567"] }'),
        [
            (
                "3 nat.eips.ap-northeast-1c",
                ('"eipalloc-01234567" is already set for ap-northeast-1a: an address serves one NAT gateway'),
            )
        ],
    ),
    ("[nat]\nkeep_eip = true", [("3 nat.keep_eip", 'unknown key; did you mean "keep_eips"?')]),
]


@pytest.mark.parametrize(("body", "expected"), MISTAKES)
def test_mistake(mistakes_of, body, expected):
    assert mistakes_of(body) == expected


def test_everything_named(config_of):
    config = config_of("""
        region = "ap-northeast-1"
        availability_zones = ["ap-northeast-1c", "ap-northeast-1a"]
        [vpc]
        id = "vpc-0123456789abcdef0"
        public_subnets = { ap-northeast-1a = "subnet-01234567" }
        [vpc.private_route_tables]
        ap-northeast-1a = ["rtb-01234567", "rtb-89abcdef"]
        ap-northeast-1c = ["rtb-01234567"]
        [nat]
        topology = "single"
        zone = "ap-northeast-1c"
        keep_eips = true
        eips = { ap-northeast-1c = ["eipalloc-01234567"] }
    """)
    assert config.vpc == VpcConfig(
        id="vpc-0123456789abcdef0",
        public_subnets={"ap-northeast-1a": "subnet-01234567"},
        private_route_tables={
            "ap-northeast-1a": ("rtb-01234567", "rtb-89abcdef"),
            "ap-northeast-1c": ("rtb-01234567",),
        },
    )
    assert config.nat == NatConfig(
        topology="single", zone="ap-northeast-1c", keep_eips=True, eips={"ap-northeast-1c": "eipalloc-01234567"}
    )
    assert config.availability_zones == ("ap-northeast-1c", "ap-northeast-1a")


def test_a_long_name(mistakes_of):
    ((place, message),) = mistakes_of(f'[vpc]\nname = "{"n" * 257}"')
    assert place == "3 vpc.name"
    assert message.endswith("257 characters are too many: a tag value has at most 256")


def test_an_environment_takes_the_name_where_the_file_has_the_id(config_of):
    body = '[vpc]\nid = "vpc-01234567"\n[nat]\ntopology = "single"\nzone = "us-east-1a"\n'
    prod = '[environments.prod]\nvpc = { id = "", name = "main" }\nnat = { topology = "per_az", zone = "" }'
    config = config_of(body + prod, "prod")
    assert config.vpc == VpcConfig(name="main")
    assert config.nat == NatConfig()
