"""The walk from a plan to its result: show it, ask, carry it out, report."""

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

# Why a plan lets an address outlive its gateway.
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
    """Plan, show, ask, carry out, report: what apply, destroy-nat, destroy and adopt have in common.

    What was `reviewed` is carried out without a question, if the plan is still the same.
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
    """Carry out the plan in a file, whatever verb it is for."""
    reviewed = read_plan(path)
    aim, nat = reviewed.request.aim, reviewed.request.nat
    stack = session.open(identity_only=aim is not Aim.APPLY, nat=nat)
    goal = reviewed.request.goal(stack.config)
    return bring_about(session, stack, goal, aim.value, yes=False, timeout=timeout, reviewed=reviewed)


def switch_off(
    session: Session, command: str, keep_eips: bool | None, *, yes: bool, timeout: float, by_tags: bool = False
) -> int:
    """The NAT gateways off, and what the next plain apply will do about it."""
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
    """What the whole config says, as far as it can be read: destroy-nat itself works with a broken rule in it."""
    try:
        return session.opening.config().enable_nat_gateway
    except ConfigInvalid:
        return False


def need_an_answer(yes: bool) -> None:
    """Without a terminal nobody can say yes: an error, not a hang."""
    if not yes and not (sys.stdin and sys.stdin.isatty()):
        raise Refused(reason("no_terminal"))


def carry_out(
    session: Session, stack: Stack, plan: Plan, goal: Goal, *, yes: bool, timeout: float, closing: bool = True
) -> int:
    """From a plan just made to the end; `closing` is whether the outputs are shown then."""
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
    told, outlook = session.forecast(stack, plan, goal)
    document = plan_object(told, session.header(stack), outlook_object(outlook))
    session.out(one_line({"type": "plan", **document}).rstrip("\n"))


def _show_after(session: Session, stack: Stack, goal: Goal, closing: bool) -> None:
    if not closing:
        return
    if session.json:
        session.out(one_line({"type": "outputs", "outputs": stack.outputs()}).rstrip("\n"))
    elif not goal.destroy:
        session.out("\n" + outputs_text(stack.outputs()).rstrip("\n"))


def _show_idle(session: Session, left: tuple[Reason, ...]) -> None:
    """Last of all, what goes on costing though it serves nothing."""
    if left and session.json:
        session.out(one_line({"type": "idle", "reasons": [reason_object(each) for each in left]}).rstrip("\n"))
    elif left:
        session.note("\n" + "\n".join(listed(left, "still costs: ")))


def _ask(stack: Stack, goal: Goal) -> Plan:
    """Yes or no; after a yes AWS is looked at once more, so that what was shown is what is done: the plan by then."""
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
        heard = unless_gone(stop)
        watch = Watch(_both(progress.take, heard(reporter)), heard(reporter.tell), heard(reporter.tick), stop, timeout)
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
    """What costs and serves nothing, by the record; addresses that were kept on purpose left out."""
    kept = {change.address for change in plan.changes if change.why.code in KEPT}
    return tuple(idle(stack.state.records, stack.state.intents, progress, kept))
