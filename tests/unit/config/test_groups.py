"""[security_groups]: their names, descriptions and shape."""

from __future__ import annotations

import pytest

from netsec.model.config import GroupConfig, Peer, Rule

MISTAKES = [
    (
        "[security_groups.Web]",
        [
            (
                "2 security_groups.Web",
                ('the name "Web" is invalid: use lowercase letters, digits and hyphens, starting with a letter'),
            )
        ],
    ),
    (
        "[security_groups.self]",
        [
            (
                "2 security_groups.self",
                ('the name "self" is reserved: "self", sg-… and pl-… have other meanings in rules'),
            )
        ],
    ),
    (
        "[security_groups.sg-web]",
        [
            (
                "2 security_groups.sg-web",
                ('the name "sg-web" is reserved: "self", sg-… and pl-… have other meanings in rules'),
            )
        ],
    ),
    (
        '[security_groups.web]\ndescription = ""',
        [("3 security_groups.web.description", '"" is invalid: EC2 needs 1 to 255 characters')],
    ),
    (
        '[security_groups.web]\ndescription = "日本語"',
        [
            (
                "3 security_groups.web.description",
                (
                    '"日本語" is invalid: "日" is not allowed: EC2 accepts letters a-z A-Z, digits, '
                    "spaces and ._-:/()#,@[]+=&;{}!$*"
                ),
            )
        ],
    ),
    (
        '[security_groups.web]\ndescription = "a "',
        [("3 security_groups.web.description", '"a " is invalid: EC2 removes spaces at the start and end')],
    ),
    (
        '[security_groups.web]\nname = "sg-web"',
        [("3 security_groups.web.name", '"sg-web" is invalid: EC2 does not allow group names that start with "sg-"')],
    ),
    (
        '[security_groups.web]\nname = "Default"',
        [("3 security_groups.web.name", '"Default" is invalid: every VPC already has a group with this name')],
    ),
    (
        '[security_groups.web]\nname = ""',
        [("3 security_groups.web.name", '"" is invalid: EC2 needs 1 to 255 characters')],
    ),
    (
        '[security_groups.web]\nname = "a<b"',
        [
            (
                "3 security_groups.web.name",
                (
                    '"a<b" is invalid: "<" is not allowed: EC2 accepts letters a-z A-Z, digits, '
                    "spaces and ._-:/()#,@[]+=&;{}!$*"
                ),
            )
        ],
    ),
    (
        '[security_groups.a]\nname = "Web"\n[security_groups.b]\nname = "web"',
        [
            (
                "5 security_groups.b.name",
                ('"web" is invalid: security_groups.a already has this name (EC2 ignores case)'),
            )
        ],
    ),
    ("[security_groups.web]\ningres = []", [("3 security_groups.web.ingres", 'unknown key; did you mean "ingress"?')]),
    ("[security_groups]\nweb = 3", [("3 security_groups.web", "3 is invalid: use a table")]),
    ("security_groups = []", [("2 security_groups", "a list is invalid: use a table")]),
    (
        '[security_groups.web]\nexclusive = "no"',
        [("3 security_groups.web.exclusive", '"no" is invalid: use true or false')],
    ),
    (
        "[security_groups.web]\ningress = { port = 80 }",
        [("3 security_groups.web.ingress", "a table is invalid: use a list")],
    ),
    ('[security_groups.web]\ningress = ["80"]', [("3 security_groups.web.ingress[0]", '"80" is invalid: use a table')]),
]


@pytest.mark.parametrize(("body", "expected"), MISTAKES)
def test_mistake(mistakes_of, body, expected):
    assert mistakes_of(body) == expected


def test_defaults_of_a_group(config_of):
    (group,) = config_of("[security_groups.web]").security_groups
    assert group == GroupConfig(
        key="web",
        name="p-dev-web-sg",
        description="Security group web",
        ingress=(),
        egress=(
            Rule(
                protocol="-1",
                from_port=None,
                to_port=None,
                peer=Peer("cidr_ipv4", "0.0.0.0/0"),
                description="All traffic",
            ),
        ),
    )


def test_a_group_says_otherwise(config_of):
    body = 'name = "Web (1)"\ndescription = "x=y; {z}!$*"\negress = []\nexclusive = false'
    (group,) = config_of(f"[security_groups.web]\n{body}").security_groups
    assert (group.name, group.description) == ("Web (1)", "x=y; {z}!$*")
    assert (group.egress, group.exclusive) == ((), False)


def test_the_files_order_is_kept(config_of):
    keys = [group.key for group in config_of("".join(f"[security_groups.{k}]\n" for k in "zab")).security_groups]
    assert keys == ["z", "a", "b"]


def test_no_groups_at_all_are_the_hands_ons(config_of):
    assert config_of("[security_groups]") == config_of("")


def test_long_texts(mistakes_of):
    for key in ("name", "description"):
        ((place, message),) = mistakes_of(f'[security_groups.web]\n{key} = "{"d" * 256}"')
        assert place == f"3 security_groups.web.{key}"
        assert message.endswith("256 characters are too many: at most 255")


def test_a_long_key_makes_a_long_name(mistakes_of):
    found = mistakes_of(f"[security_groups.{'k' * 300}]")
    assert [place[:25] for place, _ in found] == ['2 security_groups."kkkkkk'] * 2
    assert all(message.endswith("characters are too many: at most 255") for _, message in found)
