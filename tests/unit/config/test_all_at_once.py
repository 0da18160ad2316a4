"""One run names every mistake of a file, each once, in the file's order."""

from __future__ import annotations

BODY = """
environmet = "dev"
region = "ap-northeast-1a"
availability_zones = ["ap-northeast-1a", 3]
app_port = 99999

[vpc]
id = "vpc-1"
name = "x"

[nat]
topology = "per-az"

[tags]
Name = "x"

[security_groups.alb]
description = "日本語"
ingress = [
  { port = "80", from = "nobody" },
  { port = 99999, from = ["10.0.0.0/8"] },
  "x",
  { port = 22, from = "0.0.0.0/0" },
  { port = 22, from = "0.0.0.0/0" },
]

[security_groups.ecs]
[[security_groups.ecs.ingress]]
# a comment with [brackets] = "and quotes
port = 80

[network_acls.x]
subnets = "everywhere"
egress = [{ number = 1, port = 1, cidr = "vpc" }, { number = 1, port = 2, cidr = "vcp" }]

[environments.prod]
enable_nat_gateway = "yes"
"""

PLACES = """
3 environmet
4 region
5 availability_zones[1]
6 app_port
9 vpc.id
10 vpc.name
13 nat.topology
16 tags.Name
19 security_groups.alb.description
21 security_groups.alb.ingress[0].from
21 security_groups.alb.ingress[0].port
22 security_groups.alb.ingress[1].from
22 security_groups.alb.ingress[1].port
23 security_groups.alb.ingress[2]
24 security_groups.alb.ingress[3]
25 security_groups.alb.ingress[4]
25 security_groups.alb.ingress[4]
29 security_groups.ecs.ingress[0].from
33 network_acls.x.ingress
34 network_acls.x.subnets
35 network_acls.x.egress[1].cidr
35 network_acls.x.egress[1].number
38 environments.prod.enable_nat_gateway
"""


def test_every_mistake_with_its_place(mistakes_of):
    assert [place for place, _ in mistakes_of(BODY)] == PLACES.split("\n")[1:-1]


def test_a_misshapen_key_is_not_missing_too(mistakes_of):
    line = "{ port = true, from = 3, description = 4, protocol = 1.5 }"
    found = mistakes_of(f"[security_groups.web]\ningress = [{line}]")
    assert len(found) == 4
    assert all(" is invalid: use " in message for _, message in found)


def test_thousands_are_counted_not_listed(mistakes_of):
    found = mistakes_of("\n".join(f"k{number} = 1" for number in range(5000)))
    assert len(found) == 201
    assert found[-1] == ("netsec.toml", "at least 1800 more mistakes")
    found = mistakes_of("\n".join(f"k{number} = 1" for number in range(300)))
    assert found[-1] == ("netsec.toml", "100 more mistakes")
