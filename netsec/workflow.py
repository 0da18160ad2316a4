"""The workflow of every command that changes AWS: plan, show, ask for confirmation, apply, report."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from netsec.app.goals import PlanMode, goal_for
from netsec.app.plan_file import PlanFile, check_plan_unchanged, read_plan
from netsec.app.run import RunObserver, RunReport, is_executable, run_plan
from netsec.app.stack import Goal, Stack
from netsec.aws.run_context import StopRequest
from netsec.errors import Cancelled, ConfigInvalid, NetsecError, Refused, most_severe_exit_code
from netsec.messages import text
from netsec.model import Event, Plan, Reason, reason
from netsec.planning.approval import has_same_effect
from netsec.planning.idle_resources import UnfinishedChanges, find_idle
from netsec.session import Session
from netsec.terminal.select import select_reporter
from netsec.terminal.signals import only_once, stop_on_lost_output, stop_on_signal
from netsec.views.cost import outlook_object
from netsec.views.document import json_line
from netsec.views.errors import errors_text, reason_object
from netsec.views.outputs import outputs_text
from netsec.views.plan_json import plan_object
from netsec.views.reasons import reason_lines

# The reasons for which a plan keeps an Elastic IP without its NAT gateway.
KEPT = ("address_kept", "address_pinned", "address_has_a_name")


def plan_and_apply(
    session: Session,
    stack: Stack,
    goal: Goal,
    command: str,
    *,
    yes: bool,
    timeout: float,
    plan_file: PlanFile | None = None,
) -> int:
    """Lock the stack, settle open intents, plan, and go on as `carry_out` does; the exit code.

    `command` names the holder of the lock. A `reviewed` plan file is applied without confirmation, if the plan is still
    the same (IdentityError or Conflict if not).
    """
    require_terminal(yes or plan_file is not None)
    with stack.locked(command):
        for remark in stack.store.warnings():
            session.print_note(errors_text([Refused(remark)], mark=text("words.note")))
        stack.settle_intents(only_once(lambda remark: session.print_note(errors_text([Refused(remark)], mark=""))))
        plan = stack.plan(goal)
        if plan_file:
            check_plan_unchanged(plan_file, stack, plan)
        return confirm_and_apply(session, stack, plan, goal, yes=yes or plan_file is not None, timeout=timeout)


def apply_plan_file(session: Session, path: Path, *, timeout: float) -> int:
    """Apply the plan in a file: of apply, destroy-nat or destroy; the exit code."""
    reviewed = read_plan(path)
    aim, nat = reviewed.request.mode, reviewed.request.nat
    stack = session.open(identity_only=aim is not PlanMode.APPLY, nat=nat)
    goal = reviewed.request.goal(stack.config)
    return plan_and_apply(session, stack, goal, aim.value, yes=False, timeout=timeout, plan_file=reviewed)


def destroy_nat_gateways(
    session: Session, command: str, keep_eips: bool | None, *, yes: bool, timeout: float, by_tags: bool = False
) -> int:
    """Delete the NAT gateways, and note if the next plain apply would create them again; the exit code."""
    stack = session.open(identity_only=True)
    goal = goal_for(PlanMode.DESTROY_NAT, stack.config, keep_eips, by_tags=by_tags)
    code = plan_and_apply(session, stack, goal, command, yes=yes, timeout=timeout)
    if code == 0 and not session.json and _switch_is_on(session):
        session.print_note("\n" + text("nat.next_apply_creates"))
    return code


def _switch_is_on(session: Session) -> bool:
    """Whether enable_nat_gateway is true; false for a config with mistakes, with which destroy-nat works too."""
    try:
        return session.invocation.config().enable_nat_gateway
    except ConfigInvalid:
        return False


def require_terminal(yes: bool) -> None:
    """Refused where confirmation is needed but stdin is not a terminal, which would wait for ever."""
    if not yes and not (sys.stdin and sys.stdin.isatty()):
        raise Refused(reason("no_terminal"))


def confirm_and_apply(
    session: Session, stack: Stack, plan: Plan, goal: Goal, *, yes: bool, timeout: float, show_outputs: bool = True
) -> int:
    """Show a plan just made, ask for confirmation, apply it and report; the exit code.

    AWS is observed again after the confirmation: a plan that differs by then is shown and asked for again. `closing` is
    whether the outputs are shown at the end.
    """
    _show_before(session, stack, plan, goal)
    refusal = session.exit_code_of(plan, goal)
    if not is_executable(plan, goal):
        session.print_note(text("session.nothing_changed"))
        return refusal
    if plan.is_empty or not (plan.active_changes or any(change.verb == "adopt" for change in plan.changes)):
        stack.journal.record_plan(plan, **stack.location())
        stack.journal.forget(stack.stale_addresses(plan, goal))
        _show_after(session, stack, goal, show_outputs)
        return refusal
    fresh = plan if yes else _ask(stack, goal)
    if not has_same_effect(fresh, plan):
        session.print_note(text("session.plan_changed"))
        return confirm_and_apply(session, stack, fresh, goal, yes=yes, timeout=timeout, show_outputs=show_outputs)
    report = _run(session, stack, plan, goal, timeout)
    _show_after(session, stack, goal, show_outputs)
    _show_idle(session, report.idle_costs)
    return most_severe_exit_code(report.errors)


def _show_before(session: Session, stack: Stack, plan: Plan, goal: Goal) -> None:
    if not session.json:
        session.show_plan(stack, plan, goal)
        return
    annotated, outlook = session.with_forecast(stack, plan, goal)
    document = plan_object(annotated, session.header(stack), outlook_object(outlook))
    session.print_result(json_line({"type": "plan", **document}).rstrip("\n"))


def _show_after(session: Session, stack: Stack, goal: Goal, closing: bool) -> None:
    if not closing:
        return
    if session.json:
        session.print_result(json_line({"type": "outputs", "outputs": stack.outputs()}).rstrip("\n"))
    elif not goal.destroy_kinds:
        session.print_result("\n" + outputs_text(stack.outputs()).rstrip("\n"))


def _show_idle(session: Session, reasons: tuple[Reason, ...]) -> None:
    """At the end, what still costs money but serves nothing."""
    if reasons and session.json:
        session.print_result(
            json_line({"type": "idle", "reasons": [reason_object(why) for why in reasons]}).rstrip("\n")
        )
    elif reasons:
        session.print_note("\n" + "\n".join(reason_lines(reasons, text("words.still_costs"))))


def _ask(stack: Stack, goal: Goal) -> Plan:
    """Ask for confirmation, then plan again; Refused without a yes. The time to answer is not counted."""
    question = text("session.confirm_delete" if goal.destroy_kinds else "session.confirm_apply")
    began = stack.clock.monotonic()
    if not click.confirm(f"\n{question}", err=True):
        raise Cancelled(reason("declined"))
    stack.deadline.extend(stack.clock.monotonic() - began)
    return stack.plan(goal)


def _run(session: Session, stack: Stack, plan: Plan, goal: Goal, timeout: float) -> RunReport:
    stop, progress = StopRequest(), UnfinishedChanges()
    reporter = select_reporter(
        json=session.json,
        stdout=sys.stdout,
        stderr=sys.stderr,
        environ=os.environ,
        now=stack.clock.monotonic,
        total=len(plan.active_changes),
        no_color=session.no_color,
    )
    with stop_on_signal(stop), reporter:
        stopping = stop_on_lost_output(stop)
        watch = RunObserver(
            on_event=_both(progress.note_event, stopping(reporter)),
            on_remark=stopping(reporter.remark),
            on_tick=stopping(reporter.tick),
            stop=stop,
            timeout=timeout,
        )
        try:
            report = run_plan(stack, plan, goal, watch)
        except NetsecError as error:
            error.reasons = (*error.reasons, *_idle(stack, plan, progress))
            raise
    reporter.summary()
    return replace(report, idle_costs=_idle(stack, plan, progress)) if report.errors else report


def _both(first: Callable[[Event], None], second: Callable[[Event], None]) -> Callable[[Event], None]:
    def listen(event: Event) -> None:
        first(event)
        second(event)

    return listen


def _idle(stack: Stack, plan: Plan, progress: UnfinishedChanges) -> tuple[Reason, ...]:
    """What costs money but serves nothing, by the state; without the addresses that are kept on purpose."""
    kept = {change.address for change in plan.changes if change.why.code in KEPT}
    return tuple(find_idle(stack.state.records, stack.state.intents, progress, kept))
