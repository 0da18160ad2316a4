"""Sound answers, as the strict world gives them, and a stack that is told whatever a test wants it to be told."""

from __future__ import annotations

import json
from concurrent.futures import Executor, Future
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from netsec.app.connection import SettingSources
from netsec.app.stack import Stack
from netsec.aws.client import ConnectionSettings
from netsec.config.endpoints import with_endpoint_group
from netsec.insight.snapshot_queries import snapshot_queries
from netsec.model import Config, EndpointsConfig, Expectation, Query, query_by_vpc
from netsec.planning.network import CALLER_IDENTITY
from netsec.planning.observation import vpc_queries
from netsec.store.state import State
from tests.support.story import REGION, ZONES, NotedAws, Story, hands_on, new_story

Items = list[dict[str, Any]]
ACCOUNT = "123456789012"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ENDPOINTS = EndpointsConfig(gateway=("s3",), interface=("logs",), clients=("ecs",))
PLAIN = hands_on(
    acl=True,
    associate=True,
    endpoints=ENDPOINTS,
    expect=(Expectation(source="internet", target="rds", ports=(5432, 5432), reachable=False),),
)
CONFIG = replace(PLAIN, security_groups=with_endpoint_group(PLAIN.security_groups, ENDPOINTS, PLAIN.name_prefix))
SERVICES = ("s3", "logs")
# What the strict world is not asked for, in the words of the API reference's examples.
ASIDE: dict[str, Items] = {
    "get_caller_identity": [{"Account": ACCOUNT, "UserId": "AIDA", "Arn": f"arn:aws:iam::{ACCOUNT}:user/x"}],
    "describe_vpc_endpoint_services": [
        {"ServiceName": f"com.amazonaws.{REGION}.{each}", "AvailabilityZones": list(ZONES),
         "ServiceType": [{"ServiceType": "Gateway"}, {"ServiceType": "Interface"}]} for each in SERVICES
    ],
    "describe_vpc_attribute": [{"EnableDnsSupport": {"Value": True}, "EnableDnsHostnames": {"Value": True}}],
    "describe_vpc_encryption_controls": [
        {"Mode": "monitor", "ResourceExclusions": {"NatGateway": {"State": "enabled"}}}
    ],
    "describe_addresses_attribute": [
        {"PublicIp": "203.0.113.9", "AllocationId": "eipalloc-9", "PtrRecord": "a.example."}
    ],
    "describe_managed_prefix_lists": [{"PrefixListId": "pl-1", "PrefixListName": "x", "MaxEntries": 20}],
    "get_service_quota": [{"Quota": {"QuotaCode": "L-0263D0A3", "Value": 5.0}}],
    "get_metric_statistics": [{"Timestamp": NOW, "Sum": 5.0, "Unit": "Bytes"}],
    "describe_availability_zones": [
        {"ZoneName": each, "ZoneType": "availability-zone", "RegionName": REGION, "NetworkBorderGroup": REGION,
         "State": "available", "OptInStatus": "opt-in-not-required"} for each in ZONES
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Worlds:
    """Operation → its answer, before anything of ours stands (`group_id_of`), and once all of it does; what is
    recorded then.

    In `group_id_of` something is idle that is to go.
    """

    bare: dict[str, Items]
    full: dict[str, Items]
    state: State


def captured(directory: Path) -> Worlds:
    """Lay the hands-on's network, look, bring everything about, look again."""
    with new_story(directory, CONFIG, laid={"zones": ZONES}) as story:
        bare = _answers(story)
        story.settled()
        _populate(story)
        return Worlds(bare, _answers(story), story.stack().state)


def _populate(story: Story) -> None:
    """Something that wears each group."""
    assert story.site
    for key, subnets in (("alb", story.site.public_subnets), ("ecs", story.site.private_subnets)):
        group = story.id(f"security_group/{key}")
        story.ec2.create_network_interface(SubnetId=subnets[ZONES[0]], Groups=[group], Description=key)


def _answers(story: Story) -> dict[str, Items]:
    reader, vpc = NotedAws([]), story.vpc
    queries = [
        CALLER_IDENTITY,
        Query("describe_vpcs", "Vpcs", (("vpc-id", (vpc,)),)),
        *vpc_queries(vpc),
        *snapshot_queries(vpc),
    ]
    rules = query_by_vpc("describe_security_group_rules", "SecurityGroupRules", vpc)
    found = {query.op: reader.read(query) for query in queries}
    groups = tuple(sorted(each["GroupId"] for each in found["describe_security_groups"]))
    found[rules.op] = reader.read(replace(rules, filters=(("group-id", groups),)))
    return {**deepcopy(ASIDE), **found}


class Told:
    """A reader that answers from a table, and knows nothing of AWS."""

    def __init__(self, answers: dict[str, Items]) -> None:
        self.answers = answers
        self.place = ConnectionSettings(region=REGION)
        self.asked: set[str] = set()

    def warm_up(self, *services: str) -> None: ...

    def silent(self) -> None: ...

    def endpoint(self) -> str:
        return "http://127.0.0.1:1"

    def read(self, query: Query) -> Items:
        self.asked.add(query.op)
        return deepcopy(self.answers.get(query.op, []))


class Kept:
    """A store that holds one state and writes nothing."""

    def __init__(self, state: State | None) -> None:
        self.state = state
        self.place = "memory"

    def load(self) -> State | None:
        return self.state

    def fresh(self) -> State:
        return State(project=CONFIG.project, environment=CONFIG.environment, lineage="test")


class Still:
    """A clock that stands."""

    def now(self) -> float:
        return NOW.timestamp()

    monotonic = boottime = now

    def wait(self, futures: Any, seconds: float) -> None: ...


class AtOnce(Executor):
    """A pool without threads: what is asked is answered before anything else happens."""

    def submit(self, call: Any, /, *given: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(call(*given, **named))
        return done


def stack_told(answers: dict[str, Items], state: State | None = None, config: Config = CONFIG) -> Stack:
    """The stack of CONFIG that sees these answers; `state` is what is recorded."""
    return Stack(config, Kept(state), Told(answers), SettingSources({}), Still(), pool=AtOnce())  # type: ignore[arg-type]


def written(items: Any) -> str:
    """Answers as text, for messages of tests."""
    return json.dumps(items, default=str, indent=1)
