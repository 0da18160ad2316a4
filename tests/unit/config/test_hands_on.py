"""What an almost empty file gives is what the hands-on's Terraform really made."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from netsec import config

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "all_on.json").read_text())
# The golden file has the VPC's own block where the config says "vpc".
VPC_CIDR = "10.0.0.0/16"
NAMES = {"6": "tcp", "-1": "-1"}


@pytest.fixture
def hands_on(written):
    body = 'project = "handson"\nenable_network_acls = true\nassociate_network_acls = true\nenable_nat_gateway = true'
    return config.load_config(written(body))


def test_groups(hands_on):
    made = [group for group in GOLDEN["security_groups"] if group["name"] != "default"]
    assert [_group(group, hands_on.name_prefix) for group in hands_on.security_groups] == [
        {key: group[key] for key in ("name", "description", "ingress", "egress")} for group in made
    ]


def test_acls(hands_on):
    made = {acl["name"]: acl["entries"] for acl in GOLDEN["network_acls"] if not acl["default"]}
    wanted = {acl.name: [_entry(entry) for entry in acl.entries] for acl in hands_on.network_acls}
    assert wanted == made
    assert [(acl.key, acl.subnets, acl.associate) for acl in hands_on.network_acls] == [
        ("public", "public", True),
        ("private", "private", True),
    ]


def test_almost_empty_file(written):
    empty = config.load_config(written('project = "myapp"'))
    assert empty == config.default_config()
    assert (empty.environment, empty.stack, empty.vpc_name) == ("dev", "myapp/dev", "myapp-dev-vpc")
    assert not empty.enable_nat_gateway
    assert empty.network_acls == ()


def test_defaults_take_what_they_are_told():
    told = config.default_config("shop", "prod", ("ap-northeast-1a",))
    assert (told.stack, told.availability_zones) == ("shop/prod", ("ap-northeast-1a",))
    assert [group.name for group in told.security_groups] == [
        "shop-prod-alb-sg",
        "shop-prod-ecs-sg",
        "shop-prod-rds-sg",
    ]


def test_ports_of_ones_own(config_of):
    _, ecs, rds = config_of("app_port = 8080\ndb_port = 3306").security_groups
    assert [(rule.from_port, rule.description) for rule in ecs.ingress] == [
        (80, "HTTP from ALB"),
        (8080, "App port from ALB"),
    ]
    assert [rule.from_port for rule in rds.ingress] == [3306]


def test_an_app_on_port_80_needs_one_rule(config_of):
    ecs = config_of("app_port = 80").security_groups[1]
    assert [(rule.from_port, rule.description) for rule in ecs.ingress] == [(80, "HTTP from ALB")]


@pytest.mark.parametrize(("switch", "expected"), [(None, False), (True, True), (False, False)])
def test_switch(switch, expected):
    assert config.with_nat_switch(config.default_config(), switch).enable_nat_gateway is expected


def test_switch_turns_off():
    on = config.with_nat_switch(config.default_config(), True)
    assert config.with_nat_switch(on, None) is on
    assert config.with_nat_switch(on, False) == replace(config.default_config(), is_nat_switch_given=True)
    assert (
        config.with_nat_switch(config.default_config(), True, "2026-11-24T12:00:00Z").nat.expires_at
        == "2026-11-24T12:00:00Z"
    )


def _group(group, prefix):
    return {
        "name": group.name,
        "description": group.description,
        "ingress": [_rule(rule, prefix) for rule in group.ingress],
        "egress": [_rule(rule, prefix) for rule in group.egress],
    }


def _rule(rule, prefix):
    peer = f"sg:{prefix}-{rule.peer.value}-sg" if rule.peer.type == "group" else f"cidr:{rule.peer.value}"
    return {
        "proto": rule.protocol,
        "from": rule.from_port,
        "to": rule.to_port,
        "peer": peer,
        "description": rule.description,
    }


def _entry(entry):
    return {
        "egress": entry.egress,
        "rule": entry.number,
        "proto": NAMES[entry.protocol],
        "action": entry.action,
        "cidr": VPC_CIDR if entry.cidr == "vpc" else entry.cidr,
        "from": entry.from_port,
        "to": entry.to_port,
    }
