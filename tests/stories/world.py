"""A stack in a strict world on a hand-driven clock: what the stories are played in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from netsec.app.place import Origin
from netsec.app.run import Report, Watch, check, run
from netsec.app.stack import APPLY, Goal, Stack
from netsec.aws.client import Aws, Place
from netsec.model import Config, Plan
from netsec.sandbox.foundation import lay
from netsec.sandbox.world import HandClock, World, strict_world
from netsec.store.local import LocalStore

ZONES = ("ap-northeast-1a", "ap-northeast-1c")


class StoryClock:
    """The executor's clock on a HandClock: waiting for calls is real, waiting for time turns the hands."""

    def __init__(self, hands: HandClock) -> None:
        self.hands = hands

    def now(self) -> float:
        return self.hands.now()

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        if futures:
            wait(futures)
        else:
            self.hands.advance(max(seconds, 0.01))


class Story:
    """A world, a config, a state directory; every method opens the stack anew, as a process would."""

    def __init__(self, world: World, directory: Path, config: Config) -> None:
        self.world, self.directory, self.config = world, directory, config
        self.ec2 = world.client()
        self.clock = StoryClock(world.clock)

    def aws(self) -> Aws:
        return Aws(Place(region="ap-northeast-1"), "test")

    def stack(self) -> Stack:
        store = LocalStore(self.directory, self.config.project, self.config.environment, sandbox=False)
        return Stack(self.config, store, self.aws(), Origin({}), self.clock)

    def plan(self, goal: Goal = APPLY) -> Plan:
        return self.stack().plan(goal)

    def apply(self, goal: Goal = APPLY, config: Config | None = None) -> Report:
        self.config = config or self.config
        stack, watch = self.stack(), Watch()
        with stack.locked("test"):
            stack.settle(watch.tell)
            plan = stack.plan(goal)
            check(plan, goal)
            return run(stack, plan, goal, watch)


@contextmanager
def story(directory: Path, config: Config, **knobs: Any) -> Iterator[Story]:
    """A story about this config, in a VPC laid like the hands-on's part 1."""
    with strict_world(**knobs) as world:
        told = Story(world, directory, config)
        lay(told.ec2, project=config.project, environment=config.environment, zones=ZONES)
        yield told
