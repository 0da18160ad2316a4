"""Carrying a plan out: record what was found, execute, and look and plan again where that may help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from netsec.app.stack import Goal, Stack
from netsec.aws.execute import Means, Stop, execute
from netsec.errors import Conflict, Interrupted, NetsecError, NetworkUnfit
from netsec.model import Address, Change, Done, Event, Failed, Plan, Reason, reason

ROUNDS = 3


@dataclass(frozen=True)
class Report:
    """How a run went: what was done, and why the rest was not."""

    done: tuple[Change, ...] = ()
    errors: tuple[NetsecError, ...] = ()
    seconds: float = 0.0


@dataclass
class Watch:
    """Who watches a run: events, remarks, the request to stop; and the threads it runs on, its own unless given."""

    listen: Callable[[Event], None] = lambda event: None
    tell: Callable[[Reason], None] = lambda remark: None
    tick: Callable[[], None] = lambda: None
    stop: Stop = field(default_factory=Stop)
    timeout: float = 1800.0
    pool: Executor | None = None


def check(plan: Plan, goal: Goal) -> None:
    """Refuse what can't be carried out as a whole; a destroy goes on around what is blocked."""
    if plan.problems:
        raise NetworkUnfit(*plan.problems, *(_blocked(change) for change in plan.blocked))
    if plan.blocked and not goal.destroy:
        raise Conflict(*(_blocked(change) for change in plan.blocked))


def _blocked(change: Change) -> Reason:
    return Reason(change.why.code, {**change.why.facts, "address": str(change.address)})


def run(stack: Stack, plan: Plan, goal: Goal, watch: Watch) -> Report:
    """Execute a plan that was just made; three rounds at most for what a look and a new plan can mend."""
    began, rounds = stack.clock.now(), Counter[Address]()
    done: dict[Address, Change] = {}
    while True:
        failed = _execute(stack, plan, goal, watch, began, done)
        again = [each for each in failed if each.again and rounds[each.change.address] < ROUNDS - 1]
        rounds.update({each.change.address for each in again})
        if watch.stop.code:
            left = len([change for change in plan.work if change.address not in done])
            raise Interrupted(watch.stop.code, reason("interrupted_done", done=len(done), left=left))
        if not again:
            blocked = [Conflict(_blocked(change)) for change in plan.blocked]
            errors = tuple(dict.fromkeys(each.error for each in failed))
            return Report(tuple(done.values()), (*errors, *blocked), stack.clock.now() - began)
        stack.settle(watch.tell)
        plan = stack.plan(goal)
        check(plan, goal)


def _execute(
    stack: Stack, plan: Plan, goal: Goal, watch: Watch, began: float, done: dict[Address, Change]
) -> tuple[Failed, ...]:
    def listen(event: Event) -> None:
        if isinstance(event, Done) and event.last:
            done[event.change.address] = event.change
        watch.listen(event)

    stack.ledger.adopt(plan, **stack.header())
    stack.ledger.forget(stack.stale(plan, goal))
    means = Means(
        aws=stack.aws,
        journal=stack.ledger,
        clock=stack.clock,
        listen=listen,
        tick=watch.tick,
        deadline=began + watch.timeout,
        stop=watch.stop,
        pool=watch.pool,
    )
    return execute(plan, means)
