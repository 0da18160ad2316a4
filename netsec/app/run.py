"""Executes a plan: records adoptions, runs the calls, and observes and plans again where that may help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from netsec.app.goals import Goal
from netsec.app.stack import Stack
from netsec.aws.clock import sleep_until
from netsec.aws.executor import execute
from netsec.aws.run_context import RunContext, StopRequest
from netsec.errors import (
    Conflict,
    Interrupted,
    NatGatewayFailed,
    NetsecError,
    NetworkUnfit,
    QuotaExceeded,
    Unfinished,
)
from netsec.kinds import KINDS
from netsec.model import Address, Change, Event, Plan, Reason, Slot, StepFailed, StepSucceeded, reason
from netsec.planning.approval import Approval, approve

# Seconds before each further round: EC2 is eventually consistent, what was just written may not show yet.
PAUSES = (0.0, 5.0, 10.0, 20.0)
# A NAT gateway that AWS reports as failed is created at most three times.
GATEWAY_ROUNDS = 3


@dataclass(frozen=True)
class RunReport:
    """The result of a run: the changes done, the errors of the others, and its duration.

    `idle` names what the run left that costs money but serves nothing, such as an address without its gateway.
    """

    done: tuple[Change, ...] = ()
    errors: tuple[NetsecError, ...] = ()
    seconds: float = 0.0
    idle_costs: tuple[Reason, ...] = ()


@dataclass
class RunObserver:
    """Callbacks of a run for its events and remarks, the request to stop, and its time limit in seconds.

    `tick` is called while nothing happens. The run makes its own threads unless a `pool` is given.
    """

    on_event: Callable[[Event], None] = lambda event: None
    on_remark: Callable[[Reason], None] = lambda remark: None
    on_tick: Callable[[], None] = lambda: None
    stop: StopRequest = field(default_factory=StopRequest)
    timeout: float = 1800.0
    pool: Executor | None = None

    def is_stopped(self) -> bool:
        """Whether a signal or lost output has asked the run to stop."""
        return bool(self.stop.exit_code)


def check_plan(plan: Plan, goal: Goal) -> None:
    """Refuse a plan that can't be executed as a whole; a destroy skips what is blocked and does the rest.

    Raises NetworkUnfit for problems of the network, Conflict for blocked changes, QuotaExceeded for missing quota.
    """
    blocked = tuple(_blocked(change) for change in plan.blocked)
    if plan.problems:
        raise NetworkUnfit(*plan.obstacles, *blocked)
    if blocked and not goal.destroy_kinds:
        raise Conflict(*blocked, *plan.exceeded_quotas)
    if plan.exceeded_quotas:
        raise QuotaExceeded(*plan.exceeded_quotas)


def check_shown(plan: Plan, agreement: Approval, stack: Stack) -> None:
    """Unfinished (exit code 6) where a later plan does more than what was shown and confirmed."""
    beyond = agreement.unapproved_changes(plan, stack.state.records)
    if beyond:
        raise Unfinished(reason("not_shown", changes=[change_summary(change) for change in beyond]))


def change_summary(change: Change) -> str:
    """A change in one line: `delete elastic_ip/ap-northeast-1a eipalloc-… 203.0.113.5`."""
    removed = (detail.what for detail in change.details if detail.sign == "-")
    parts = (change.verb, change.address, change.id, change.name, *removed)
    return " ".join(dict.fromkeys(str(part) for part in parts if part))


def is_executable(plan: Plan, goal: Goal) -> bool:
    """Whether any of it is executed: a destroy skips what is blocked, an apply with a blocked change does nothing."""
    return not plan.obstacles and (not plan.blocked or bool(goal.destroy_kinds))


def _blocked(change: Change) -> Reason:
    return Reason(change.why.code, {**change.why.facts, "address": str(change.address)})


def run_plan(stack: Stack, plan: Plan, goal: Goal, watch: RunObserver) -> RunReport:
    """Execute a plan that was just made; for failures that a new look may cure, observe, plan and execute again.

    Later rounds do only what the first plan showed. Interrupted (130, 141, 143) when the run was asked to stop; the
    errors of AWS are in the report.
    """
    began, agreement = stack.clock.monotonic(), approve(plan, stack.state.records)
    deadline = min(began + watch.timeout, stack.deadline.ends_at)
    stack.deadline.may_have_written, stack.deadline.is_cancelled = True, watch.is_stopped
    done, rounds = dict[Slot, Change](), Counter[Address]()
    while True:
        failures = _execute(stack, plan, goal, watch, deadline, done)
        errors: list[NetsecError] = list(dict.fromkeys(failure.error for failure in failures))
        retried = _retried(failures, rounds)
        if not retried or watch.is_stopped():
            break
        rounds.update(retried)
        try:
            _pause(stack, watch, deadline, max(rounds[address] for address in retried))
            plan = stack.plan(goal)
            check_plan(plan, goal)
            check_shown(plan, agreement, stack)
        except NetsecError as error:
            errors = [error]
            break
    if watch.is_stopped():
        remaining = [change for change in plan.active_changes if change.slot not in done]
        raise Interrupted(watch.stop.exit_code, reason("interrupted_done", done=len(done), left=len(remaining)))
    blocked = [Conflict(_blocked(change)) for change in plan.blocked] if goal.destroy_kinds else []
    return RunReport(tuple(done.values()), (*errors, *blocked), stack.clock.monotonic() - began)


def _retried(failures: Iterable[StepFailed], rounds: Counter[Address]) -> frozenset[Address]:
    """The addresses to plan again; `rounds` counts the further rounds that each has had."""
    return frozenset(
        failure.change.address
        for failure in failures
        if failure.can_replan and rounds[failure.change.address] < _max_rounds(failure)
    )


def _max_rounds(failure: StepFailed) -> int:
    """How many rounds may follow the first for this failure."""
    return GATEWAY_ROUNDS - 1 if isinstance(failure.error, NatGatewayFailed) else len(PAUSES)


def _pause(stack: Stack, watch: RunObserver, deadline: float, number: int) -> None:
    """Wait before the further round of that number (from 1), and until creates with an open intent have shown."""
    sleep_until(stack.clock, min(stack.clock.monotonic() + PAUSES[number - 1], deadline), watch.is_stopped)
    stack.settle_intents(watch.on_remark, watch.is_stopped, deadline)


def _execute(
    stack: Stack, plan: Plan, goal: Goal, watch: RunObserver, deadline: float, done: dict[Slot, Change]
) -> tuple[StepFailed, ...]:
    """One round: record adoptions, drop records of what is gone, execute; what ends well is put into `done`."""

    def listen(event: Event) -> None:
        if isinstance(event, StepSucceeded) and event.is_last:
            done[event.change.slot] = event.change
        watch.on_event(event)

    stack.journal.check()
    stack.journal.record_plan(plan, **stack.location())
    stack.journal.forget(stale_addresses(stack, plan, goal))
    means = RunContext(
        aws=stack.aws,
        journal=stack.journal,
        clock=stack.clock,
        on_event=listen,
        on_tick=watch.on_tick,
        deadline=deadline,
        new_ids=frozenset(intent.id for intent in stack.state.intents if intent.id),
        not_found_codes=KINDS.not_found_codes,
        stop=watch.stop,
        pool=watch.pool,
    )
    return execute(plan, means)


def stale_addresses(stack: Stack, plan: Plan, goal: Goal) -> tuple[Address, ...]:
    """Recorded addresses, of the kinds of this goal, that are neither in the plan nor in AWS any more."""
    kinds = goal.destroy_kinds or frozenset(KINDS)
    planned = {change.address for change in plan.changes}
    existing = {live.address for live in stack.observation.lives if live.is_owned} if stack.observation else set()
    return tuple(
        address
        for address in stack.state.records
        if address.kind in kinds and address not in planned and address not in existing
    )
