"""One invocation of the command line: its flags and streams, what it opens, and what it shows."""

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
    """The global options that say which world and stack this is, as they would have to be given again."""
    named = {"config": "-c", "environment": "-e"}
    options = [part for name, flag in named.items() if settings.get(name) for part in (flag, printable(settings[name]))]
    return [*(["--sandbox"] if settings.get("sandbox") else []), *options]


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
        if self.flags.sandbox and (self.flags.endpoint_url or self.flags.profile):
            raise click.UsageError("--sandbox is an AWS of its own: leave --endpoint-url and --profile out.")
        self.limit = Limit(settings.get("timeout") or LOOKING_SECONDS)
        self.opening = Opening(self.flags, os.environ, _here(), self.limit)
        self.region = self.flags.region
        self.options = repeated(settings)

    # Saying things

    def out(self, text: str) -> None:
        """The result, on stdout."""
        write_line(sys.stdout, text if self.json else as_invoked(text, self.options))

    def note(self, text: str) -> None:
        """Anything else, on stderr."""
        write_line(sys.stderr, bared(as_invoked(text, self.options)))

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
            remark = self.opening.former_sandbox
            if remark:
                self.note(f"netsec: {say(remark)}\n{hint(remark)}")

    # Opening

    def open(
        self, *, identity_only: bool = False, nat: bool | None = None, until: str = "", remember: bool = True
    ) -> Stack:
        """The stack of this invocation; whoever works elsewhere than in plain AWS is told so."""
        self.banner()
        config = with_switch(self.opening.config(identity_only=identity_only), nat, until)
        stack = self.opening.stack(config, remember=remember)
        self._accompany(stack.aws, stack.origin)
        return stack

    def _accompany(self, aws: Aws, origin: Origin) -> None:
        """Say where else than AWS is asked, and let every call be seen if that is wanted."""
        for url, source in self.opening.elsewhere(origin):
            self.note(f"netsec: asking {printable(url)} ({source}), not AWS itself")
        tell = once(lambda remark: self.note(f"netsec: {say(remark)}"))
        aws.silent = lambda: tell(reason("no_answer_yet", url=aws.endpoint()))
        if self.verbose:
            aws.trace = lambda line: self.note(f"  aws {printable(line)}")

    def look_around(self, vpc_id: str, project: str) -> Sight:
        """What can be seen of an account without a config."""
        self.banner()
        aws, origin = self.opening.bare_aws(project)
        self._accompany(aws, origin)
        self.region = aws.place.region
        prefix = f"{project}-{self.flags.environment or 'dev'}" if project else ""
        return look_around(aws, SystemClock().now, vpc_id=vpc_id, prefix=prefix, limit=self.limit)

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
        header, (plan, outlook) = self.header(stack), self.forecast(stack, plan, goal)
        if self.json:
            self.out(plan_json(plan, header, outlook_object(outlook)).rstrip("\n"))
            return
        closing = outlook_line(outlook, stack.aws.place.region) if can_go(plan, goal) else ""
        told = {"paint": self.paint, "columns": self.columns, "destroy": bool(goal.destroy), "closing": closing}
        self.out(plan_text(plan, header, **told))  # type: ignore[arg-type]

    def prices(self, region: str) -> Prices | None:
        """What the region charges, as far as is known; a damaged file of prices is said, and does no other harm."""
        prices, remark = known_prices(self.opening.state_directory, region)
        if remark:
            self.note(f"netsec: {say(remark)}")
        return prices

    def forecast(self, stack: Stack, plan: Plan, goal: Goal) -> tuple[Plan, Outlook | None]:
        """The plan, warning of what loses its way out, and what it does to the monthly bill."""
        return warned(self.opening, stack, plan, goal), outlook_of(
            stack, plan, goal, self.prices(stack.aws.place.region)
        )

    def verdict(self, plan: Plan, goal: Goal, *, detailed: bool = False) -> int:
        """The exit code of a plan: what apply's checks would end with, else 2 for changes where that was asked for."""
        try:
            check(plan, goal)
        except NetsecError as error:
            return error.exit_code
        if goal.destroy and plan.blocked:
            return 5
        return EXIT_PENDING if detailed and not plan.is_empty else EXIT_OK

    def document(self, value: Any) -> None:
        """One JSON document on stdout."""
        self.out(one_document(value).rstrip("\n"))

    def say(self, value: Any, text: str) -> None:
        """A short answer: the value as JSON, or the text for people."""
        self.document(value) if self.json else self.out(text)


def _here() -> Path:
    """The working directory, which somebody may have deleted."""
    try:
        return Path.cwd()
    except OSError as error:
        raise Refused(reason("no_directory", detail=error.strerror or str(error))) from error


def current() -> Session:
    """The session of the command that is running."""
    return Session(click.get_current_context().find_root().ensure_object(dict))
