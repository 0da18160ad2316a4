"""One stack on trial: a strict world that can be set back to any earlier moment, and runs that may be cut short."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
from netsec.model import Config, DestroyOptions, NatConfig, Plan, VpcConfig
from netsec.sandbox.foundation import Foundation, lay_foundation
from netsec.sandbox.world import StrictWorld, strict_world
from netsec.store.local_backend import LocalBackend
from netsec.store.state import State
from tests.support.faults.portrait import Picture, Portrait
from tests.support.faults.wire import InlinePool, Killed, Wire
from tests.support.laid import put_back, taken
from tests.support.story import ZONES

PENDING, DELETING = 10.0, 8.0
# Time goes on in turns of this many seconds: the fewer looks at AWS, the more cuts can be tried.
TURN = 15.0
DESTROY = Goal(frozenset(KINDS), DestroyOptions(is_requested=True))
RELEASE = Goal(frozenset(KINDS), DestroyOptions(is_requested=True, release_addresses=True))
DESTROY_NAT = Goal(OUTBOUND, DestroyOptions(is_requested=True))
DESTROY_NAT_KEEP = Goal(OUTBOUND, DestroyOptions(is_requested=True, keep_addresses=True))


class HastyClock:
    """The executor's clock on a hand-driven one: calls are waited for, time is turned on, in large turns if told so."""

    def __init__(self, hands: Any) -> None:
        self.hands, self.turn = hands, TURN

    def now(self) -> float:
        return float(self.hands.now())

    monotonic = boottime = now

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        if futures:
            wait(futures)
        else:
            self.hands.advance(max(seconds, self.turn))


def config(nat: bool = True, nacls: bool = True, topology: Any = "per_az", public_subnet: str = "") -> Config:
    made = replace(default_config("myapp", "dev"), enable_nat_gateway=nat, nat=NatConfig(topology=topology))
    chosen = VpcConfig(public_subnets={ZONES[0]: public_subnet}) if public_subnet else VpcConfig()
    return replace(made, network_acls=default_acls("myapp-dev", associate=True) if nacls else (), vpc=chosen)


@dataclass(frozen=True)
class Moment:
    """AWS, the time and the state directory, to come back to."""

    aws: bytes
    now: float
    files: dict[str, bytes]


class MortalStore:
    """The local store, and a hook before each save: the place where a process dies between answer and record."""

    def __init__(self, store: LocalBackend, before_save: Callable[[], None]) -> None:
        self.store, self.before_save = store, before_save
        self.load, self.new_state, self.locked, self.back_up = store.load, store.new_state, store.locked, store.back_up

    def save(self, state: State) -> State:
        self.before_save()
        return self.store.save(state)


class Trial:
    """A world, a state directory and a config; every run opens the stack anew, as a process would."""

    def __init__(self, world: StrictWorld, directory: Path) -> None:
        self.world, self.directory, self.config = world, directory, config()
        self.ec2, self.clock = world.client(), HastyClock(world.clock)
        self.aws = AwsClient(ConnectionSettings(region="ap-northeast-1"), "test")
        self.wire = Wire(self.aws)
        self.saves, self.dies_at_save = 0, 0
        self.zone_subnets: tuple[str, ...] = ()

    def configured(self, second_subnet: bool = False, **switches: Any) -> Config:
        """The hands-on with these switches; the first zone's gateway stands in its first or second public subnet."""
        return config(public_subnet=self.zone_subnets[second_subnet], **switches)

    # Moments

    def moment(self) -> Moment:
        files = {each.name: each.read_bytes() for each in self.directory.glob("*")}
        return Moment(taken(), self.world.clock.now(), files)

    def back_to(self, moment: Moment) -> None:
        put_back(moment.aws)
        self.world.clock.advance(moment.now - self.world.clock.now())
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(mode=0o700)
        for name, content in moment.files.items():
            (self.directory / name).write_bytes(content)
            (self.directory / name).chmod(0o600)
        self.heal()

    def heal(self) -> None:
        """Everything works again: no fault on the wire or at the store."""
        self.wire.reset()
        self.world.settings.invisible_seconds = 0
        self.clock.turn = TURN
        self.saves, self.dies_at_save = 0, 0

    # Runs

    def store(self) -> LocalBackend:
        return LocalBackend(self.directory, "myapp", "dev")

    def stack(self) -> Stack:
        store: Any = MortalStore(self.store(), self._before_save)
        return Stack(self.config, store, self.aws, SettingSources({}), self.clock, pool=InlinePool())  # type: ignore[arg-type]

    def _before_save(self) -> None:
        self.saves += 1
        if self.saves == self.dies_at_save:
            raise Killed

    def plan(self, goal: Goal = APPLY_GOAL) -> Plan:
        return self.stack().plan(goal)

    def run(self, goal: Goal = APPLY_GOAL, watch: RunObserver | None = None) -> RunReport:
        stack, watch = self.stack(), watch or RunObserver()
        watch.pool = InlinePool()
        with stack.locked("test"):
            stack.settle_intents(watch.on_remark)
            plan = stack.plan(goal)
            check_plan(plan, goal)
            return run_plan(stack, plan, goal, watch)

    def loses_the_state(self) -> None:
        """The file is gone, and made anew from the tags, as `state rebuild` does."""
        self.store().path.unlink(missing_ok=True)
        stack = self.stack()
        with stack.locked("test"):
            rebuild_state(stack, plan_rebuild(stack))

    def dies(self, goal: Goal = APPLY_GOAL) -> bool:
        """Run and be killed on the way; False when the run came through after all."""
        try:
            self.run(goal)
        except Killed:
            return True
        return False

    # Judging

    def state(self) -> State:
        state = self.store().load()
        assert state is not None
        return state

    def faults_after(self, goal: Goal, wanted: Portrait, others: dict[str, str]) -> list[str]:
        """What is not as it should be once a clean run is over."""
        plan, picture = self.plan(goal), Picture(self.ec2)
        recorded = {i for record in self.state().records.values() for i in (record.id, *record.old) if i}
        found, now = picture.ours(), picture.portrait()
        return [
            *(f"orphan {address} {i}" for i, address in found.items() if i not in recorded),
            *(f"recorded but gone: {i}" for i in recorded - found.keys()),
            *(f"differs: {part}: {now[part]} != {wanted[part]}" for part in wanted if now[part] != wanted[part]),
            *(f"plan: {change.verb} {change.slot} {change.why}" for change in plan.changes if not _done(change)),
            *(["strangers were touched"] if picture.strangers() != others else []),
        ]


def _done(change: Any) -> bool:
    return change.verb == "keep" and not change.steps


# What every trial of this process begins with, once the first has laid it: two subnets, and the moment after.
BEGINNING: list[tuple[tuple[str, str], Moment]] = []


@contextmanager
def on_trial(directory: Path) -> Iterator[Trial]:
    """A trial in the hands-on's VPC, with strangers of every sort living in it."""
    with strict_world(pending_seconds=PENDING, deleting_seconds=DELETING) as world:
        trial = Trial(world, directory / "state")
        trial.directory.mkdir(mode=0o700)
        if not BEGINNING:
            BEGINNING.append((_laid(trial), trial.moment()))
        trial.zone_subnets, moment = BEGINNING[0]
        trial.back_to(moment)
        trial.config = trial.configured()
        yield trial


def _laid(trial: Trial) -> tuple[str, str]:
    """The first zone's two public subnets, in a network where the strangers' gateway is up."""
    site = lay_foundation(trial.ec2, project="myapp", environment="dev", zones=ZONES)
    first = site.public_subnets[ZONES[0]]
    _settle_strangers(trial.ec2, site.vpc_id, first)
    second = _second_subnet(trial.ec2, site)
    trial.world.clock.advance(PENDING + 60)
    return first, second


def _settle_strangers(ec2: Any, vpc_id: str, subnet_id: str) -> None:
    ec2.create_security_group(GroupName="theirs", Description="a stranger", VpcId=vpc_id)
    ec2.create_network_acl(VpcId=vpc_id)
    ec2.allocate_address(Domain="vpc")
    allocation = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.create_nat_gateway(SubnetId=subnet_id, AllocationId=allocation)


def _second_subnet(ec2: Any, site: Foundation) -> str:
    """Another public subnet in the first zone, for a gateway to move to."""
    made = ec2.create_subnet(VpcId=site.vpc_id, AvailabilityZone=ZONES[0], CidrBlock="10.0.99.0/24")
    ec2.associate_route_table(RouteTableId=site.public_route_table_id, SubnetId=made["Subnet"]["SubnetId"])
    return str(made["Subnet"]["SubnetId"])
