"""The text of the netsec.toml that `init` writes: the hands-on's values, and unknown ones as comments."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class StarterValues:
    """What the options or the VPC say already; "" and empty for what is unknown."""

    project: str
    environment: str
    region: str
    account_id: str
    vpc_id: str
    vpc_name: str
    zones: tuple[str, ...]
    public_subnets: Mapping[str, str]
    private_route_tables: Mapping[str, tuple[str, ...]]


def render_starter_file(known: StarterValues) -> str:
    """The text of the whole file."""
    text = "\n".join([*_head(known), "", *_vpc(known), ""]) + _REST
    return text.replace("EXAMPLE_ZONE", next(iter(known.zones), "ap-northeast-1a"))


def _head(known: StarterValues) -> list[str]:
    zones = list(known.zones) or ["ap-northeast-1a", "ap-northeast-1c"]
    return [
        "# netsec.toml: security groups and NAT gateways for a VPC that exists. `netsec plan` shows what it would do.",
        f"project = {_toml(known.project)}",
        _line(f"environment = {_toml(known.environment)}", True, "-e NAME picks another, see the end"),
        _line(
            f"region = {_toml(known.region or 'ap-northeast-1')}", known.region, "else AWS_REGION, then the profile's"
        ),
        _line(
            f"account_id = {_toml(known.account_id or '123456789012')}",
            known.account_id,
            "checked before anything is written",
        ),
        _line(f"availability_zones = {_toml(zones)}", known.zones, "left out: every zone that has a private subnet"),
        _line("enable_nat_gateway = false", True, "true costs money by the hour"),
        _line("enable_network_acls = false", True),
        _line("associate_network_acls = false", True, "put the subnets on them"),
    ]


def _vpc(known: StarterValues) -> list[str]:
    default = f"{known.project}-{known.environment}-vpc"
    subnets = dict(known.public_subnets) or {"EXAMPLE_ZONE": "subnet-0123456789abcdef0"}
    tables = dict(known.private_route_tables) or {"EXAMPLE_ZONE": ("rtb-0123456789abcdef0",)}
    # With an id, the name is a comment: the file must not name the VPC twice.
    has_name = known.vpc_name and not known.vpc_id
    return [
        f"[vpc]  # left out: the VPC whose Name tag is {_comment(default)}",
        _line(f"id = {_toml(known.vpc_id or 'vpc-0123456789abcdef0')}", known.vpc_id),
        _line(f"name = {_toml(known.vpc_name or default)}", has_name, "the VPC's Name tag, in place of its id"),
        "# Left out, these are found: the public subnet is the one whose table leads to the internet gateway.",
        _line(f"public_subnets = {_toml(subnets)}", known.public_subnets),
        _line(f"private_route_tables = {_toml(tables)}", known.private_route_tables),
    ]


def _line(text: str, given: object, remark: str = "") -> str:
    text = text if given else f"# {text}"
    return f"{text:<42} # {remark}" if remark else text


def _toml(value: object) -> str:
    if isinstance(value, str):
        # JSON's escapes are TOML's, but TOML wants DEL escaped too.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_toml(item)}" for key, item in value.items()) + " }"
    assert isinstance(value, list | tuple)  # nosec B101 # tells mypy what is left
    return "[" + ", ".join(_toml(item) for item in value) + "]"


def _key(key: str) -> str:
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else _toml(key)


def _comment(text: str) -> str:
    return text.encode("unicode_escape").decode()


_REST = """
[nat]
topology = "per_az"                        # one in every zone; "single": one for all of them
# zone = "EXAMPLE_ZONE"                 # where the single one stands; left out: the first zone
# keep_eips = true                         # destroy-nat keeps the addresses (they cost money while unused)
# eips = { EXAMPLE_ZONE = ["eipalloc-0123456789abcdef0"] }  # addresses of your own, never released

# [tags]                                   # on everything, beside Name, Project, Environment and ManagedBy
# Owner = "platform"

# A rule: port = 443 | ports = "8000-8100" | icmp_type = 8, protocol = "tcp" (default), "udp", "icmp", "icmpv6", "all".
# from (ingress) or to (egress): a CIDR, a group below by its key, "self", or an id (sg-…, pl-…; of another account:
# 123456789012/sg-…). There is no default.
# egress left out: everything to 0.0.0.0/0; egress = []: nothing. Without any group below: these three, with app_port
# and db_port at the top of the file for 3000 and 5432.
[security_groups.alb]
description = "Security group for Application Load Balancer"
ingress = [
  { port = 80, from = "0.0.0.0/0", description = "HTTP from Internet" },
  { port = 443, from = "0.0.0.0/0", description = "HTTPS from Internet" },
]
egress = [{ protocol = "all", to = "0.0.0.0/0", description = "All traffic" }]

[security_groups.ecs]
description = "Security group for ECS Fargate"
ingress = [
  { port = 80, from = "alb", description = "HTTP from ALB" },
  { port = 3000, from = "alb", description = "App port from ALB" },
]
egress = [{ protocol = "all", to = "0.0.0.0/0", description = "All traffic" }]

[security_groups.rds]
description = "Security group for RDS PostgreSQL"
ingress = [{ port = 5432, from = "ecs", description = "PostgreSQL from ECS" }]
egress = [{ protocol = "all", to = "0.0.0.0/0", description = "All traffic" }]

# The ACLs that enable_network_acls makes while none is written here. Entries are numbered 100, 110, 120, …
# [network_acls.public]
# subnets = "public"
# ingress = [
#   { port = 80, cidr = "0.0.0.0/0" },
#   { port = 443, cidr = "0.0.0.0/0" },
#   { ports = "1024-65535", cidr = "0.0.0.0/0" },
# ]
# egress = [{ protocol = "all", cidr = "0.0.0.0/0" }]
#
# [network_acls.private]
# subnets = "private"
# ingress = [
#   { protocol = "all", cidr = "vpc" },
#   { ports = "1024-65535", cidr = "0.0.0.0/0" },
# ]
# egress = [{ protocol = "all", cidr = "0.0.0.0/0" }]

# [environments.prod]                      # what differs: tables merge, lists and single values replace
# enable_nat_gateway = true
"""
