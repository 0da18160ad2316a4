"""Carrying a plan out: record what was found, execute, and look and plan again where that may help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from netsec.app.stack import Goal, Stack
from netsec.aws.clock import sleep_until
from netsec.aws.execute import execute
from netsec.aws.means import Means, Stop
from netsec.errors import (
    Conflict,
    Interrupted,
    NatGatewayFailed,
    NetsecError,
    NetworkUnfit,
    QuotaExceeded,
    Unfinished,
)
from netsec.model import Address, Change, Done, Event, Failed, Plan, Reason, Slot, reason
from netsec.planning.agreement import Agreement, agree

# Before each further round, in seconds: what was just written may take a while to be shown.
PAUSES = (0.0, 5.0, 10.0, 20.0)
# A gateway that fails for no fault of ours is made three times.
GATEWAY_ROUNDS = 3


@dataclass(frozen=True)
class Report:
    """How a run went: what was done, why the rest was not, and what it left that costs and serves nothing."""

    done: tuple[Change, ...] = ()
    errors: tuple[NetsecError, ...] = ()
    seconds: float = 0.0
    idle: tuple[Reason, ...] = ()


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
    blocked = tuple(_blocked(change) for change in plan.blocked)
    if plan.problems:
        raise NetworkUnfit(*plan.obstacles, *blocked)
    if blocked and not goal.destroy:
        raise Conflict(*blocked, *plan.exceeded)
    if plan.exceeded:
        raise QuotaExceeded(*plan.exceeded)


def check_shown(plan: Plan, agreement: Agreement, stack: Stack) -> None:
    """Refuse a later plan that does more than was shown and agreed to."""
    beyond = agreement.beyond(plan, stack.state.records)
    if beyond:
        raise Unfinished(reason("not_shown", changes=[told(change) for change in beyond]))


def told(change: Change) -> str:
    """A change in a few words: `delete elastic_ip/ap-northeast-1a eipalloc-… 203.0.113.5`."""
    gone = (detail.what for detail in change.details if detail.sign == "-")
    parts = (change.verb, change.address, change.id, change.name, *gone)
    return " ".join(dict.fromkeys(str(part) for part in parts if part))


def can_go(plan: Plan, goal: Goal) -> bool:
    """Whether anything of it is carried out: a destroy goes on around what is blocked, an apply does not."""
    return not plan.obstacles and (not plan.blocked or bool(goal.destroy))


def _blocked(change: Change) -> Reason:
    return Reason(change.why.code, {**change.why.facts, "address": str(change.address)})


def run(stack: Stack, plan: Plan, goal: Goal, watch: Watch) -> Report:
    """Execute a plan that was just made; a few rounds more for what a look and a new plan can mend."""
    agreement = agree(plan, stack.state.records)
    began, rounds = stack.clock.monotonic(), Counter[Address]()
    deadline, done = min(began + watch.timeout, stack.limit.moment), dict[Slot, Change]()
    stack.limit.acting, stack.limit.stopped = True, lambda: bool(watch.stop.code)
    while True:
        failed = _execute(stack, plan, goal, watch, deadline, done)
        again = [each for each in failed if each.again and rounds[each.change.address] < _further(each)]
        rounds.update({each.change.address for each in again})
        errors: list[NetsecError] = list(dict.fromkeys(each.error for each in failed))
        if again and not watch.stop.code:
            try:
                pause = PAUSES[max(rounds[each.change.address] for each in again) - 1]
                sleep_until(stack.clock, min(stack.clock.monotonic() + pause, deadline), lambda: bool(watch.stop.code))
                stack.settle(watch.tell, lambda: bool(watch.stop.code), deadline)
                plan = stack.plan(goal)
                check(plan, goal)
                check_shown(plan, agreement, stack)
                continue
            except NetsecError as error:
                errors = [error]
        if watch.stop.code:
            left = len([change for change in plan.work if change.slot not in done])
            raise Interrupted(watch.stop.code, reason("interrupted_done", done=len(done), left=left))
        blocked = [Conflict(_blocked(change)) for change in plan.blocked] if goal.destroy else []
        return Report(tuple(done.values()), (*errors, *blocked), stack.clock.monotonic() - began)


def _further(failed: Failed) -> int:
    """How many rounds may follow the first for this."""
    return GATEWAY_ROUNDS - 1 if isinstance(failed.error, NatGatewayFailed) else len(PAUSES)


def _execute(
    stack: Stack, plan: Plan, goal: Goal, watch: Watch, deadline: float, done: dict[Slot, Change]
) -> tuple[Failed, ...]:
    def listen(event: Event) -> None:
        if isinstance(event, Done) and event.last:
            done[event.change.slot] = event.change
        watch.listen(event)

    stack.ledger.check()
    stack.ledger.adopt(plan, **stack.header())
    stack.ledger.forget(stack.stale(plan, goal))
    means = Means(
        aws=stack.aws,
        journal=stack.ledger,
        clock=stack.clock,
        listen=listen,
        tick=watch.tick,
        deadline=deadline,
        made=frozenset(intent.id for intent in stack.state.intents if intent.id),
        stop=watch.stop,
        pool=watch.pool,
    )
    return execute(plan, means)
