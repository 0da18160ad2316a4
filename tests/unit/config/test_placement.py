"""[vpc] and [nat], each wrong in every way, and what they become."""

from __future__ import annotations

import pytest

from netsec.model.config import NatConfig, VpcConfig

MISTAKES = [
    ('[vpc]\nid = "vpc-1"', [("3 vpc.id", 'found "vpc-1"; expected vpc- and 8 or 17 hexadecimal digits')]),
    (
        '[vpc]\nid = "vpc-0123456789abcdef0"\nname = "main"',
        [("4 vpc.name", "id and name are both given; one of them names the VPC")],
    ),
    ('[vpc]\nname = "a\\u0085b"', [("3 vpc.name", 'found "a\\u0085b"; control characters are not allowed in a tag')]),
    (
        '[vpc]\npublic_subnets = { a = "subnet-01234567" }',
        [("3 vpc.public_subnets.a", 'found "a"; expected the name of a zone, like "ap-northeast-1a"')],
    ),
    (
        '[vpc]\npublic_subnets = { ap-northeast-1a = "sn-1" }',
        [("3 vpc.public_subnets.ap-northeast-1a", 'found "sn-1"; expected subnet- and 8 or 17 hexadecimal digits')],
    ),
    (
        ('[vpc]\npublic_subnets = { ap-northeast-1a = "subnet-01234567", ap-northeast-1c = "subnet-01234567" }'),
        [
            (
                "3 vpc.public_subnets.ap-northeast-1c",
                '"subnet-01234567" already stands at ap-northeast-1a; a subnet is in one zone',
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
        [("3 vpc.private_route_tables.ap-northeast-1a", 'found "rtb-01234567"; expected a list: ["rtb-01234567"]')],
    ),
    (
        "[vpc]\nprivate_route_tables = { ap-northeast-1a = [] }",
        [("3 vpc.private_route_tables.ap-northeast-1a", "found an empty list; name at least one route table")],
    ),
    (
        ('[vpc]\nprivate_route_tables = { ap-northeast-1a = ["rtb-01234567", "rtb-01234567", "x"] }'),
        [
            ("3 vpc.private_route_tables.ap-northeast-1a[1]", '"rtb-01234567" is listed twice'),
            (
                "3 vpc.private_route_tables.ap-northeast-1a[2]",
                'found "x"; expected rtb- and 8 or 17 hexadecimal digits',
            ),
        ],
    ),
    ("[vpc]\nprivate_route_tables = []", [("3 vpc.private_route_tables", "found a list; expected a table")]),
    (
        "[vpc]\nprivate_route_table = {}",
        [("3 vpc.private_route_table", 'unknown key; did you mean "private_route_tables"?')],
    ),
    ('vpc = "vpc-01234567"', [("2 vpc", 'found "vpc-01234567"; expected a table')]),
    (
        '[nat]\ntopology = "regional"',
        [("3 nat.topology", 'found "regional"; regional NAT gateways are not supported yet: per_az or single')],
    ),
    (
        '[nat]\ntopology = "per-az"',
        [("3 nat.topology", 'found "per-az"; allowed are per_az, single; did you mean "per_az"?')],
    ),
    (
        '[nat]\nzone = "ap-northeast-1a"',
        [("3 nat.zone", 'found "ap-northeast-1a"; a zone is chosen only with topology = "single"')],
    ),
    (
        '[nat]\ntopology = "single"\nzone = "a"',
        [("4 nat.zone", 'found "a"; expected the name of a zone, like "ap-northeast-1a"')],
    ),
    (
        ('availability_zones = ["ap-northeast-1a"]\n[nat]\ntopology = "single"\nzone = "ap-northeast-1c"'),
        [("5 nat.zone", '"ap-northeast-1c" is not one of availability_zones: ap-northeast-1a')],
    ),
    ('[nat]\nkeep_eips = "yes"', [("3 nat.keep_eips", 'found "yes"; expected true or false')]),
    (
        "[nat]\neips = { ap-northeast-1a = [] }",
        [("3 nat.eips.ap-northeast-1a", "found 0 addresses; a NAT gateway takes exactly one for now")],
    ),
    (
        '[nat]\neips = { ap-northeast-1a = ["eipalloc-01234567", "eipalloc-89abcdef"] }',
        [("3 nat.eips.ap-northeast-1a", "found 2 addresses; a NAT gateway takes exactly one for now")],
    ),
    (
        '[nat]\neips = { ap-northeast-1a = "eipalloc-01234567" }',
        [("3 nat.eips.ap-northeast-1a", 'found "eipalloc-01234567"; expected a list: ["eipalloc-01234567"]')],
    ),
    (
        '[nat]\neips = { ap-northeast-1a = ["203.0.113.7"] }',
        [("3 nat.eips.ap-northeast-1a[0]", 'found "203.0.113.7"; expected eipalloc- and 8 or 17 hexadecimal digits')],
    ),
    (
        ('[nat]\neips = { ap-northeast-1a = ["eipalloc-01234567"], ap-northeast-1c = ["eipalloc-01234567"] }'),
        [
            (
                "3 nat.eips.ap-northeast-1c",
                ('"eipalloc-01234567" already stands at ap-northeast-1a; an address serves one NAT gateway'),
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
    assert message.endswith("257 characters are too many: a tag's value has at most 256")


def test_an_environment_takes_the_name_where_the_file_has_the_id(config_of):
    body = '[vpc]\nid = "vpc-01234567"\n[nat]\ntopology = "single"\nzone = "us-east-1a"\n'
    prod = '[environments.prod]\nvpc = { id = "", name = "main" }\nnat = { topology = "per_az", zone = "" }'
    config = config_of(body + prod, "prod")
    assert config.vpc == VpcConfig(name="main")
    assert config.nat == NatConfig()
