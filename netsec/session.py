"""One invocation of the command line: its flags and streams, and the walk from a plan to its result."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from netsec.app.first_look import Sight, look_around
from netsec.app.opening import Opening
from netsec.app.place import Flags
from netsec.app.run import Report, Watch, check, run
from netsec.app.stack import Goal, Stack
from netsec.aws.clock import SystemClock
from netsec.aws.execute import Stop
from netsec.config import with_switch
from netsec.errors import EXIT_OK, EXIT_PENDING, NetsecError, Refused, gravest
from netsec.model import Plan, reason
from netsec.store.state import State
from netsec.terminal.choosing import choose, columns, wants_colour
from netsec.terminal.stream import write_line
from netsec.views.document import one_document, one_line
from netsec.views.errors import errors_text
from netsec.views.escape import printable
from netsec.views.header import Header
from netsec.views.outputs import outputs_text
from netsec.views.paint import Paint
from netsec.views.plan import plan_text
from netsec.views.plan_json import plan_json, plan_object
from netsec.views.state import Recorded, state_json, state_text

SLOW_YES_SECONDS = 60.0
SHOW_CURSOR = "\x1b[?25h"


class Session:
    """What a command works with; `settings` are the global options that were given."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.json = bool(settings.get("json"))
        self.no_color = bool(settings.get("no_color"))
        self.verbose = bool(settings.get("verbose"))
        self.flags = Flags(
            config_path=settings.get("config", ""),
            environment=settings.get("environment", ""),
            profile=settings.get("profile", ""),
            region=settings.get("region", ""),
            endpoint_url=settings.get("endpoint_url", ""),
            sandbox=bool(settings.get("sandbox")),
        )
        self.opening = Opening(self.flags, os.environ, Path.cwd())
        self.region = self.flags.region

    # Saying things

    def out(self, text: str) -> None:
        """The result, on stdout."""
        write_line(sys.stdout, text)

    def note(self, text: str) -> None:
        """Anything else, on stderr."""
        write_line(sys.stderr, text)

    @property
    def paint(self) -> Paint:
        """Colours for stdout."""
        return Paint(wants_colour(sys.stdout, os.environ, no_color=self.no_color))

    @property
    def columns(self) -> int:
        return columns(sys.stdout, os.environ)

    def banner(self) -> None:
        """Where this runs, whenever that is not plainly AWS."""
        if self.flags.sandbox:
            self.note("netsec: in the sandbox; this is not AWS, nothing here costs or is real")

    # Opening

    def open(self, *, identity_only: bool = False, nat: bool | None = None, remember: bool = True) -> Stack:
        """The stack of this invocation; whoever works elsewhere than in plain AWS is told so."""
        self.banner()
        config = with_switch(self.opening.config(identity_only=identity_only), nat)
        stack = self.opening.stack(config, remember=remember)
        elsewhere = self.opening.endpoint_warning(stack.origin)
        if elsewhere:
            self.note(f"netsec: asking {printable(elsewhere[0])} ({elsewhere[1]}), not AWS itself")
        if self.verbose:
            stack.aws.trace = lambda line: self.note(f"  aws {printable(line)}")
        return stack

    def look_around(self, vpc_id: str, prefix: str) -> Sight:
        """What can be seen of an account without a config."""
        self.banner()
        aws = self.opening.bare_aws()
        self.region = aws.place.region
        return look_around(aws, SystemClock().now, vpc_id=vpc_id, prefix=prefix)

    def header(self, stack: Stack) -> Header:
        """The lines above a plan."""
        config, seen = stack.config, stack.seen
        items = [("stack", config.stack, "")]
        if stack.account:
            items.append(("account", stack.account, "the sandbox's" if self.flags.sandbox else "credentials"))
        items += [(label, value, source) for label, (value, source) in stack.origin.items.items()]
        if seen:
            found = "netsec.toml" if config.vpc.id else f"Name {config.vpc_name}"
            items.append(("vpc", seen.network.vpc_id, "state file" if stack.state.vpc_id else found))
        return Header(tuple(items))

    # What is recorded

    def recorded(self) -> State:
        """The recorded state, without asking AWS; an empty one where nothing is recorded."""
        self.banner()
        store = self.opening.store(self.opening.config(identity_only=True))
        return store.load() or store.fresh()

    def show_state(self, state: State) -> None:
        """What is recorded, on stdout."""
        items = [("stack", f"{state.project}/{state.environment}", "")]
        facts = (
            ("account", state.account),
            ("region", state.region),
            ("endpoint", state.endpoint),
            ("vpc", state.vpc_id),
        )
        items += [(label, value, "") for label, value in facts if value]
        recorded = Recorded(header=Header(tuple(items)), serial=state.serial, records=state.records)
        text = state_json(recorded) if self.json else state_text(recorded, paint=self.paint)
        self.out(text.rstrip("\n"))

    # Plans

    def show_plan(self, stack: Stack, plan: Plan, goal: Goal) -> None:
        """The plan on stdout: as text, or as JSON."""
        header = self.header(stack)
        if self.json:
            self.out(plan_json(plan, header).rstrip("\n"))
            return
        destroy = bool(goal.destroy)
        self.out(plan_text(plan, header, paint=self.paint, columns=self.columns, destroy=destroy))

    def verdict(self, plan: Plan, goal: Goal, *, detailed: bool = False) -> int:
        """The exit code of a plan: what apply's checks would end with, else 2 for changes where that was asked for."""
        try:
            check(plan, goal)
        except NetsecError as error:
            return error.exit_code
        if goal.destroy and plan.blocked:
            return 5
        return EXIT_PENDING if detailed and not plan.is_empty else EXIT_OK

    def bring_about(self, stack: Stack, goal: Goal, command: str, *, yes: bool, timeout: float) -> int:
        """Plan, show, ask, carry out, report: what apply, destroy-nat and destroy have in common."""
        self.need_an_answer(yes)
        with stack.locked(command):
            stack.settle(lambda remark: self.note(errors_text([Refused(remark)]).removeprefix("error: ")))
            plan = stack.plan(goal)
            return self.carry_out(stack, plan, goal, yes=yes, timeout=timeout)

    def need_an_answer(self, yes: bool) -> None:
        """Without a terminal nobody can say yes: an error, not a hang."""
        if not yes and not sys.stdin.isatty():
            raise Refused(reason("no_terminal"))

    def carry_out(self, stack: Stack, plan: Plan, goal: Goal, *, yes: bool, timeout: float) -> int:
        """From a plan just made to the end."""
        self._show_before(stack, plan, goal)
        refusal = self.verdict(plan, goal)
        if plan.problems or (plan.blocked and not goal.destroy):
            self.note("Nothing was changed.")
            return refusal
        if plan.is_empty or not (plan.work or any(change.verb == "adopt" for change in plan.changes)):
            stack.ledger.adopt(plan, **stack.header())
            stack.ledger.forget(stack.stale(plan, goal))
            self._show_after(stack, goal)
            return refusal
        plan = plan if yes else self._ask(stack, plan, goal)
        report = self._run(stack, plan, goal, timeout)
        self._show_after(stack, goal)
        return gravest(report.errors)

    def _show_before(self, stack: Stack, plan: Plan, goal: Goal) -> None:
        if self.json:
            self.out(one_line({"type": "plan", **plan_object(plan, self.header(stack))}).rstrip("\n"))
        else:
            self.show_plan(stack, plan, goal)

    def _show_after(self, stack: Stack, goal: Goal) -> None:
        if self.json:
            self.out(one_line({"type": "outputs", "outputs": stack.outputs()}).rstrip("\n"))
        elif not goal.destroy:
            self.out("\n" + outputs_text(stack.outputs()).rstrip("\n"))

    def _ask(self, stack: Stack, plan: Plan, goal: Goal) -> Plan:
        """Yes or no; after a slow yes AWS is looked at once more, and asked again only if that changed the plan."""
        question = "Delete these?" if goal.destroy else "Do this?"
        while True:
            asked = stack.clock.now()
            if not click.confirm(f"\n{question}", err=True):
                raise Refused(reason("declined"))
            if stack.clock.now() - asked < SLOW_YES_SECONDS:
                return plan
            fresh = stack.plan(goal)
            if fresh == plan:
                return plan
            plan = fresh
            self.note("Meanwhile AWS has changed; this is what would be done now.\n")
            self._show_before(stack, plan, goal)

    def _run(self, stack: Stack, plan: Plan, goal: Goal, timeout: float) -> Report:
        stop = Stop()
        reporter = choose(
            json=self.json,
            stdout=sys.stdout,
            stderr=sys.stderr,
            environ=os.environ,
            now=stack.clock.now,
            total=len(plan.work),
            no_color=self.no_color,
        )
        with _signals(stop), reporter:
            watch = Watch(reporter, reporter.tell, reporter.tick, stop, timeout)
            report = run(stack, plan, goal, watch)
        reporter.summary()
        return report

    def document(self, value: Any) -> None:
        """One JSON document on stdout."""
        self.out(one_document(value).rstrip("\n"))


@contextmanager
def _signals(stop: Stop) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM asks the run to stop and save; the second ends the process: intents are on disk."""

    def ask_to_stop(number: int, frame: object) -> None:
        if stop.code:
            if sys.stderr.isatty():
                os.write(2, SHOW_CURSOR.encode())
            os._exit(stop.code)
        stop.code = 128 + number
        os.write(2, b"\nnetsec: stopping: what was sent is waited for and recorded (again: stop at once)\n")

    former = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def current() -> Session:
    """The session of the command that is running."""
    return Session(click.get_current_context().find_root().ensure_object(dict))
