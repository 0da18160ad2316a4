"""The workflow of every command that changes AWS: plan, show, ask for confirmation, apply, report."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from netsec.app.goals import Aim, goal_for
from netsec.app.plan_file import PlanFile, check_same, read_plan
from netsec.app.run import Report, Watch, can_go, run
from netsec.app.stack import Goal, Stack
from netsec.aws.means import Stop
from netsec.errors import ConfigInvalid, NetsecError, Refused, gravest
from netsec.model import Event, Plan, Reason, reason
from netsec.planning.agreement import alike
from netsec.planning.idle import Progress, idle
from netsec.session import Session
from netsec.terminal.audience import once, signals, unless_gone
from netsec.terminal.choosing import choose
from netsec.views.cost import outlook_object
from netsec.views.document import one_line
from netsec.views.errors import errors_text, reason_object
from netsec.views.outputs import outputs_text
from netsec.views.plan_json import plan_object
from netsec.views.reasons import listed

# The reasons for which a plan keeps an Elastic IP without its NAT gateway.
KEPT = ("address_kept", "address_pinned", "address_has_a_name")


def bring_about(
    session: Session,
    stack: Stack,
    goal: Goal,
    command: str,
    *,
    yes: bool,
    timeout: float,
    reviewed: PlanFile | None = None,
) -> int:
    """Lock the stack, settle open intents, plan, and go on as `carry_out` does; the exit code.

    `command` names the holder of the lock. A `reviewed` plan file is applied without confirmation, if the plan is still
    the same (IdentityError or Conflict if not).
    """
    need_an_answer(yes or reviewed is not None)
    with stack.locked(command):
        for remark in stack.store.remarks():
            session.note(errors_text([Refused(remark)]).replace("error: ", "note: ", 1))
        stack.settle(once(lambda remark: session.note(errors_text([Refused(remark)]).removeprefix("error: "))))
        plan = stack.plan(goal)
        if reviewed:
            check_same(reviewed, stack, plan)
        return carry_out(session, stack, plan, goal, yes=yes or reviewed is not None, timeout=timeout)


def apply_reviewed(session: Session, path: Path, *, timeout: float) -> int:
    """Apply the plan in a file: of apply, destroy-nat or destroy; the exit code."""
    reviewed = read_plan(path)
    aim, nat = reviewed.request.aim, reviewed.request.nat
    stack = session.open(identity_only=aim is not Aim.APPLY, nat=nat)
    goal = reviewed.request.goal(stack.config)
    return bring_about(session, stack, goal, aim.value, yes=False, timeout=timeout, reviewed=reviewed)


def switch_off(
    session: Session, command: str, keep_eips: bool | None, *, yes: bool, timeout: float, by_tags: bool = False
) -> int:
    """Delete the NAT gateways, and note if the next plain apply would create them again; the exit code."""
    stack = session.open(identity_only=True)
    goal = goal_for(Aim.DESTROY_NAT, stack.config, keep_eips, by_tags=by_tags)
    code = bring_about(session, stack, goal, command, yes=yes, timeout=timeout)
    if code == 0 and not session.json and _switch_is_on(session):
        session.note(
            "\nenable_nat_gateway is true: the next plain `netsec apply` makes the NAT\n"
            "gateways again. To leave them off, set enable_nat_gateway = false in netsec.toml."
        )
    return code


def _switch_is_on(session: Session) -> bool:
    """Whether enable_nat_gateway is true; false for a config with mistakes, with which destroy-nat works too."""
    try:
        return session.opening.config().enable_nat_gateway
    except ConfigInvalid:
        return False


def need_an_answer(yes: bool) -> None:
    """Refused where confirmation is needed but stdin is not a terminal, which would wait for ever."""
    if not yes and not (sys.stdin and sys.stdin.isatty()):
        raise Refused(reason("no_terminal"))


def carry_out(
    session: Session, stack: Stack, plan: Plan, goal: Goal, *, yes: bool, timeout: float, closing: bool = True
) -> int:
    """Show a plan just made, ask for confirmation, apply it and report; the exit code.

    AWS is observed again after the confirmation: a plan that differs by then is shown and asked for again. `closing` is
    whether the outputs are shown at the end.
    """
    _show_before(session, stack, plan, goal)
    refusal = session.verdict(plan, goal)
    if not can_go(plan, goal):
        session.note("Nothing was changed.")
        return refusal
    if plan.is_empty or not (plan.work or any(change.verb == "adopt" for change in plan.changes)):
        stack.ledger.adopt(plan, **stack.header())
        stack.ledger.forget(stack.stale(plan, goal))
        _show_after(session, stack, goal, closing)
        return refusal
    fresh = plan if yes else _ask(stack, goal)
    if not alike(fresh, plan):
        session.note("AWS has changed meanwhile. This is what would be done now:\n")
        return carry_out(session, stack, fresh, goal, yes=yes, timeout=timeout, closing=closing)
    report = _run(session, stack, plan, goal, timeout)
    _show_after(session, stack, goal, closing)
    _show_idle(session, report.idle)
    return gravest(report.errors)


def _show_before(session: Session, stack: Stack, plan: Plan, goal: Goal) -> None:
    if not session.json:
        session.show_plan(stack, plan, goal)
        return
    annotated, outlook = session.forecast(stack, plan, goal)
    document = plan_object(annotated, session.header(stack), outlook_object(outlook))
    session.out(one_line({"type": "plan", **document}).rstrip("\n"))


def _show_after(session: Session, stack: Stack, goal: Goal, closing: bool) -> None:
    if not closing:
        return
    if session.json:
        session.out(one_line({"type": "outputs", "outputs": stack.outputs()}).rstrip("\n"))
    elif not goal.destroy:
        session.out("\n" + outputs_text(stack.outputs()).rstrip("\n"))


def _show_idle(session: Session, reasons: tuple[Reason, ...]) -> None:
    """At the end, what still costs money but serves nothing."""
    if reasons and session.json:
        session.out(one_line({"type": "idle", "reasons": [reason_object(why) for why in reasons]}).rstrip("\n"))
    elif reasons:
        session.note("\n" + "\n".join(listed(reasons, "still costs: ")))


def _ask(stack: Stack, goal: Goal) -> Plan:
    """Ask for confirmation, then plan again; Refused without a yes. The time to answer is not counted."""
    question = "Delete these?" if goal.destroy else "Apply these changes?"
    began = stack.clock.monotonic()
    if not click.confirm(f"\n{question}", err=True):
        raise Refused(reason("declined"))
    stack.limit.leave_out(stack.clock.monotonic() - began)
    return stack.plan(goal)


def _run(session: Session, stack: Stack, plan: Plan, goal: Goal, timeout: float) -> Report:
    stop, progress = Stop(), Progress()
    reporter = choose(
        json=session.json,
        stdout=sys.stdout,
        stderr=sys.stderr,
        environ=os.environ,
        now=stack.clock.monotonic,
        total=len(plan.work),
        no_color=session.no_color,
    )
    with signals(stop), reporter:
        stopping = unless_gone(stop)
        watch = Watch(
            listen=_both(progress.take, stopping(reporter)),
            tell=stopping(reporter.tell),
            tick=stopping(reporter.tick),
            stop=stop,
            timeout=timeout,
        )
        try:
            report = run(stack, plan, goal, watch)
        except NetsecError as error:
            error.reasons = (*error.reasons, *_idle(stack, plan, progress))
            raise
    reporter.summary()
    return replace(report, idle=_idle(stack, plan, progress)) if report.errors else report


def _both(first: Callable[[Event], None], second: Callable[[Event], None]) -> Callable[[Event], None]:
    def listen(event: Event) -> None:
        first(event)
        second(event)

    return listen


def _idle(stack: Stack, plan: Plan, progress: Progress) -> tuple[Reason, ...]:
    """What costs money but serves nothing, by the state; without the addresses that are kept on purpose."""
    kept = {change.address for change in plan.changes if change.why.code in KEPT}
    return tuple(idle(stack.state.records, stack.state.intents, progress, kept))
