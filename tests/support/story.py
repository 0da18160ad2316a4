"""A stack in a strict world on a hand-driven clock: what the stories are played in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from netsec.app.connection import SettingSources
from netsec.app.goals import APPLY_GOAL, Goal
from netsec.app.ownership import plan_rebuild, rebuild_state
from netsec.app.run import RunObserver, RunReport, check_plan, run_plan
from netsec.app.stack import Stack
from netsec.aws.client import AwsClient, ConnectionSettings
from netsec.config import default_config
from netsec.config.default_rules import default_acls
from netsec.kinds import KINDS, OUTBOUND
from netsec.messages.en.reasons import REASONS
from netsec.model import Address, Change, Config, DestroyOptions, Plan, Query, tag_map
from netsec.sandbox.foundation import Foundation
from netsec.sandbox.world import FAKE, ManualClock, StrictWorld, strict_world
from netsec.store.local_backend import LocalBackend
from tests.support.laid import laid_once

REGION = "ap-northeast-1"
ZONES = (ZONE_A, ZONE_C) = (f"{REGION}a", f"{REGION}c")
ZONE_D = f"{REGION}d"
DESTROY = Goal(frozenset(KINDS), DestroyOptions(is_requested=True))
DESTROY_NAT = Goal(OUTBOUND, DestroyOptions(is_requested=True))
RELEASE = Goal(frozenset(KINDS), DestroyOptions(is_requested=True, release_addresses=True))
KEEP_EIPS = Goal(OUTBOUND, DestroyOptions(is_requested=True, keep_addresses=True))


def hands_on(nat: bool = True, acl: bool = False, associate: bool = False, **changed: Any) -> Config:
    """The hands-on's config with its three switches; `changed` are further fields."""
    config = replace(default_config(zones=ZONES), enable_nat_gateway=nat, **changed)
    return replace(config, network_acls=default_acls(config.name_prefix, associate)) if acl else config


class StoryClock:
    """The executor's clock on a HandClock: waiting for calls is real, waiting for time turns the hands."""

    def __init__(self, hands: ManualClock) -> None:
        self.hands = hands

    def now(self) -> float:
        return self.hands.now()

    monotonic = boottime = now

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        if futures:
            wait(futures)
        else:
            self.hands.advance(max(seconds, 0.01))


@cache
def _session() -> Any:
    """One for all stories: reading EC2's model takes longer than most stories do."""
    import boto3

    return boto3.Session(FAKE["AWS_ACCESS_KEY_ID"], FAKE["AWS_SECRET_ACCESS_KEY"])


class NotedAws(AwsClient):
    """AWS that keeps a note of everything it was asked to do, in the order of asking."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__(ConnectionSettings(region=REGION), "test")
        self.notes = notes

    @property
    def _session(self) -> Any:
        return _session()

    def read(self, query: Query) -> list[dict[str, Any]]:
        self.notes.append(query.op)
        return super().read(query)

    def write(self, op: str, params: Mapping[str, Any]) -> dict[str, Any]:
        self.notes.append(op)
        return super().write(op, params)


class Story:
    """A world, a config, a state directory; every method opens the stack anew, as a process would."""

    def __init__(self, world: StrictWorld, directory: Path, config: Config) -> None:
        self.world, self.directory, self.config = world, directory, config
        self.ec2 = world.client()
        self.clock = StoryClock(world.clock)
        self.site: Foundation | None = None
        self.notes: list[str] = []

    @cached_property
    def aws(self) -> AwsClient:
        """The connection; opening one for each command would take most of the time."""
        return NotedAws(self.notes)

    @property
    def reads(self) -> list[str]:
        return [op for op in self.notes if op.startswith(("describe", "get_"))]

    @property
    def writes(self) -> list[str]:
        return [op for op in self.notes if not op.startswith(("describe", "get_"))]

    def stack(self) -> Stack:
        store = LocalBackend(self.directory, self.config.project, self.config.environment, sandbox=False)
        return Stack(self.config, store, self.aws, SettingSources({}), self.clock)

    def plan(self, goal: Goal = APPLY_GOAL, config: Config | None = None) -> Plan:
        self.config = config or self.config
        plan = self.stack().plan(goal)
        assert_told(plan)
        return plan

    def apply(self, goal: Goal = APPLY_GOAL, config: Config | None = None) -> RunReport:
        self.config = config or self.config
        stack, watch = self.stack(), RunObserver()
        with stack.locked("test"):
            stack.settle_intents(watch.on_remark)
            plan = stack.plan(goal)
            assert_told(plan)
            check_plan(plan, goal)
            return run_plan(stack, plan, goal, watch)

    def settled(self, goal: Goal = APPLY_GOAL, config: Config | None = None) -> RunReport:
        """Apply without any error, after which nothing is left to do."""
        report = self.apply(goal, config)
        assert report.errors == ()
        again = self.plan(goal)
        assert again.is_empty, [(str(each.slot), each.verb, str(each.why), each.details) for each in changed(again)]
        return report

    def forget_state(self) -> None:
        """Lose the state file, and its backup."""
        for path in self.directory.iterdir():
            path.unlink()

    def rebuild(self) -> None:
        """What `state rebuild` does: everything that carries our tags is on record again."""
        stack = self.stack()
        with stack.locked("test"):
            rebuild_state(stack, plan_rebuild(stack))

    def record_old(self, address: str, resource_id: str) -> None:
        """Have the state know one more resource at an address, as after a create whose answer was lost."""
        stack = self.stack()
        record = stack.state.records[Address.parse(address)]
        records = {**stack.state.records, Address.parse(address): replace(record, old=(*record.old, resource_id))}
        stack.store.save(replace(stack.state, records=records))

    # What stands in AWS

    def id(self, address: str) -> str:
        record = self.stack().state.records.get(Address.parse(address))
        return record.id if record else ""

    def id_is_recorded(self, resource_id: str) -> bool:
        return resource_id in {record.id for record in self.stack().state.records.values()}

    def group(self, name: str) -> dict[str, Any]:
        """The group of that GroupName."""
        (found,) = (each for each in self.groups() if each["GroupName"] == name)
        return found

    def groups(self) -> list[dict[str, Any]]:
        return [each for each in self.ec2.describe_security_groups()["SecurityGroups"] if each["VpcId"] == self.vpc]

    def addresses(self) -> list[dict[str, Any]]:
        return list(self.ec2.describe_addresses()["Addresses"])

    def gateways(self) -> dict[str, dict[str, Any]]:
        """NAT gateways that serve, or soon will, by id."""
        rows = self.ec2.describe_nat_gateways()["NatGateways"]
        return {row["NatGatewayId"]: row for row in rows if row["State"] in ("pending", "available")}

    def default_route_label(self, table: str) -> str | None:
        """The target of a table's default route, None without one."""
        (row,) = self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        routes = [each for each in row["Routes"] if each.get("DestinationCidrBlock") == "0.0.0.0/0"]
        targets = ("NatGatewayId", "GatewayId", "NetworkInterfaceId", "TransitGatewayId")
        return next((each[key] for each in routes for key in targets if each.get(key)), None)

    def wanted_acl(self, subnet: str) -> str:
        for acl in self.ec2.describe_network_acls()["NetworkAcls"]:
            if subnet in [each["SubnetId"] for each in acl["Associations"]]:
                return str(acl["NetworkAclId"])
        raise AssertionError(f"{subnet} has no ACL")

    def tags(self, resource_id: str) -> dict[str, str]:
        rows = self.ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [resource_id]}])["Tags"]
        return tag_map({"Tags": rows})

    def tag(self, resource_id: str, **tags: str) -> None:
        rows = [{"Key": key.replace("__", ":"), "Value": value} for key, value in tags.items()]
        self.ec2.create_tags(Resources=[resource_id], Tags=rows)

    def untag(self, resource_id: str, *keys: str) -> None:
        self.ec2.delete_tags(Resources=[resource_id], Tags=[{"Key": key} for key in keys])

    @property
    def vpc(self) -> str:
        assert self.site
        return self.site.vpc_id


def changed(plan: Plan) -> list[Change]:
    """The lines of a plan that are not plain keep lines."""
    return [change for change in plan.changes if change.verb != "keep" or change.steps]


def line(plan: Plan, slot: str) -> Change:
    """The one line of that slot, written as it is shown."""
    found = [change for change in plan.changes if str(change.slot) == slot]
    assert len(found) == 1, [str(change.slot) for change in plan.changes]
    return found[0]


def verbs(plan: Plan) -> dict[str, str]:
    """Slot → verb, without the plain keep lines."""
    return {str(change.slot): change.verb for change in changed(plan)}


def signs(change: Change) -> set[tuple[str, str]]:
    return {(detail.sign, detail.what) for detail in change.details}


def assert_told(plan: Plan) -> None:
    """Every line says why, in a code that has words."""
    for change in plan.changes:
        for why in (change.why, *(detail.why for detail in change.details)):
            assert why.code in REASONS, why
    for why in (*plan.problems, *plan.warnings):
        assert why.code in REASONS, why


@contextmanager
def new_bare_story(directory: Path, config: Config, **settings: Any) -> Iterator[Story]:
    """A story in a world without any VPC of ours."""
    with strict_world(**settings) as world:
        yield Story(world, directory, config)


@contextmanager
def new_story(
    directory: Path, config: Config, laid: Mapping[str, Any] | None = None, **settings: Any
) -> Iterator[Story]:
    """A story about this config, in a VPC laid like the hands-on's part 1; `laid` says what is different there."""
    with new_bare_story(directory, config, **settings) as story:
        site = {"project": config.project, "environment": config.environment, "zones": ZONES, **(laid or {})}
        story.site = laid_once(story.ec2, **site)
        yield story
