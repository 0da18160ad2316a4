"""Session: what a command works with; its options, the stack, and writing results to stdout and notes to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from netsec.app.advice import warned
from netsec.app.cost import known_prices, outlook_of
from netsec.app.first_look import Sight, look_around
from netsec.app.opening import Opening
from netsec.app.place import Flags, Origin
from netsec.app.run import can_go, check
from netsec.app.stack import Goal, Stack
from netsec.aws.client import Aws
from netsec.aws.clock import SystemClock
from netsec.aws.limit import Limit
from netsec.config import with_switch
from netsec.errors import EXIT_OK, EXIT_PENDING, NetsecError, Refused
from netsec.insight.cost import Outlook, Prices
from netsec.model import Plan, reason
from netsec.model.urls import bared
from netsec.store.state import State
from netsec.terminal.audience import once
from netsec.terminal.choosing import columns, wants_colour
from netsec.terminal.options import LOOKING_SECONDS
from netsec.terminal.stream import write_line
from netsec.views.cost import outlook_line, outlook_object
from netsec.views.document import one_document
from netsec.views.escape import printable
from netsec.views.header import Header
from netsec.views.invocation import as_invoked
from netsec.views.paint import Paint
from netsec.views.plan import plan_text
from netsec.views.plan_json import plan_json
from netsec.views.state import Recorded, state_json, state_text
from netsec.views.texts import hint, say


def repeated(settings: Mapping[str, Any]) -> list[str]:
    """The global options that choose the stack (-c, -e, --sandbox), to add to commands that a message suggests."""
    flags = {"config": "-c", "environment": "-e"}
    options = [part for name, flag in flags.items() if settings.get(name) for part in (flag, printable(settings[name]))]
    return [*(["--sandbox"] if settings.get("sandbox") else []), *options]


class Session:
    """One call of a command; `settings` are the global options that were given, by name."""

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
        if self.flags.sandbox and (self.flags.endpoint_url or self.flags.profile):
            raise click.UsageError("--sandbox is an AWS of its own: leave --endpoint-url and --profile out.")
        self.limit = Limit(settings.get("timeout") or LOOKING_SECONDS)
        self.opening = Opening(self.flags, os.environ, _here(), self.limit)
        self.region = self.flags.region
        self.options = repeated(settings)

    # Output

    def out(self, text: str) -> None:
        """Write the result, to stdout."""
        write_line(sys.stdout, text if self.json else as_invoked(text, self.options))

    def note(self, text: str) -> None:
        """Write anything else, to stderr."""
        write_line(sys.stderr, bared(as_invoked(text, self.options)))

    @property
    def paint(self) -> Paint:
        """Colours for stdout."""
        return Paint(wants_colour(sys.stdout, os.environ, no_color=self.no_color))

    @property
    def columns(self) -> int:
        """The width of stdout."""
        return columns(sys.stdout, os.environ)

    def banner(self) -> None:
        """In the sandbox, note that this is not AWS."""
        if self.flags.sandbox:
            self.note("netsec: in the sandbox; this is not AWS, nothing here costs or is real")
            remark = self.opening.former_sandbox
            if remark:
                self.note(f"netsec: {say(remark)}\n{hint(remark)}")

    # Opening

    def open(
        self, *, identity_only: bool = False, nat: bool | None = None, until: str = "", remember: bool = True
    ) -> Stack:
        """The stack; `nat` is --nat or --no-nat, None for neither, `until` the expiry by `nat on`."""
        self.banner()
        config = with_switch(self.opening.config(identity_only=identity_only), nat, until)
        stack = self.opening.stack(config, remember=remember)
        self._watch_calls(stack.aws, stack.origin)
        return stack

    def _watch_calls(self, aws: Aws, origin: Origin) -> None:
        """Note endpoints other than AWS's, note when no answer comes, and with --verbose each call."""
        for url, source in self.opening.elsewhere(origin):
            self.note(f"netsec: asking {printable(url)} ({source}), not AWS itself")
        note_once = once(lambda remark: self.note(f"netsec: {say(remark)}"))
        aws.silent = lambda: note_once(reason("no_answer_yet", url=aws.endpoint()))
        if self.verbose:
            aws.trace = lambda line: self.note(f"  aws {printable(line)}")

    def look_around(self, vpc_id: str, project: str) -> Sight:
        """The VPC that `init` finds without a config: by id, else by the project's name, else the only one."""
        self.banner()
        aws, origin = self.opening.bare_aws(project)
        self._watch_calls(aws, origin)
        self.region = aws.place.region
        prefix = f"{project}-{self.flags.environment or 'dev'}" if project else ""
        return look_around(aws, SystemClock().now, vpc_id=vpc_id, prefix=prefix, limit=self.limit)

    def header(self, stack: Stack) -> Header:
        """The header of a plan: stack, account, region, endpoint and VPC, each with its source."""
        config, observation = stack.config, stack.seen
        items = [("stack", config.stack, "")]
        if stack.account:
            items.append(("account", stack.account, "the sandbox's" if self.flags.sandbox else "credentials"))
        items += [(label, value, source) for label, (value, source) in stack.origin.items.items()]
        if observation:
            source = "netsec.toml" if config.vpc.id else f"Name {config.vpc_name}"
            items.append(("vpc", observation.network.vpc_id, "state file" if stack.state.vpc_id else source))
        return Header(tuple(items))

    # The recorded state

    def recorded(self) -> State:
        """The recorded state, an empty one where there is none; no call to AWS with a local file."""
        self.banner()
        store = self.opening.store(self.opening.config(identity_only=True))
        return store.load() or store.fresh()

    def show_state(self, state: State) -> None:
        """Write the recorded state to stdout, as text or JSON."""
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
        """Write the plan to stdout, as text or JSON."""
        header, (plan, outlook) = self.header(stack), self.forecast(stack, plan, goal)
        if self.json:
            self.out(plan_json(plan, header, outlook_object(outlook)).rstrip("\n"))
            return
        closing = outlook_line(outlook, stack.aws.place.region) if can_go(plan, goal) else ""
        destroy = bool(goal.destroy)
        self.out(plan_text(plan, header, paint=self.paint, columns=self.columns, destroy=destroy, closing=closing))

    def prices(self, region: str) -> Prices | None:
        """The region's prices, None if unknown; a damaged price file is noted and ignored."""
        prices, remark = known_prices(self.opening.state_directory, region)
        if remark:
            self.note(f"netsec: {say(remark)}")
        return prices

    def forecast(self, stack: Stack, plan: Plan, goal: Goal) -> tuple[Plan, Outlook | None]:
        """The plan with warnings for what loses egress, and its effect on the monthly bill (None if unknown)."""
        return warned(self.opening, stack, plan, goal), outlook_of(
            stack, plan, goal, self.prices(stack.aws.place.region)
        )

    def verdict(self, plan: Plan, goal: Goal, *, detailed: bool = False) -> int:
        """The exit code of a plan: that of apply's checks, else with `detailed` 2 for changes, else 0."""
        try:
            check(plan, goal)
        except NetsecError as error:
            return error.exit_code
        if goal.destroy and plan.blocked:
            return 5
        return EXIT_PENDING if detailed and not plan.is_empty else EXIT_OK

    def document(self, value: Any) -> None:
        """Write one JSON document to stdout."""
        self.out(one_document(value).rstrip("\n"))

    def say(self, value: Any, text: str) -> None:
        """Write a result: the value with --json, else the text."""
        self.document(value) if self.json else self.out(text)


def _here() -> Path:
    """The working directory; Refused where it was deleted."""
    try:
        return Path.cwd()
    except OSError as error:
        raise Refused(reason("no_directory", detail=error.strerror or str(error))) from error


def current() -> Session:
    """The session of the command that is running."""
    return Session(click.get_current_context().find_root().ensure_object(dict))
