"""Session: what a command works with; its options, the stack, and writing results to stdout and notes to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from netsec.app.advice import with_egress_warnings
from netsec.app.connection import GlobalOptions, SettingSources
from netsec.app.context import Invocation
from netsec.app.cost import known_prices, outlook_of
from netsec.app.discovery import DiscoveredVpc, discover_vpc
from netsec.app.run import check_plan, is_executable
from netsec.app.stack import Goal, Stack
from netsec.aws.client import AwsClient
from netsec.aws.clock import SystemClock
from netsec.aws.deadline import Deadline
from netsec.config import with_nat_switch
from netsec.errors import EXIT_OK, EXIT_PENDING, NetsecError, Refused
from netsec.insight.cost import BillChange, Prices
from netsec.messages import Message, hint, message, say, text
from netsec.messages.escape import printable
from netsec.model import Plan, reason
from netsec.model.urls import redact_urls
from netsec.store.state import State
from netsec.terminal.options import READ_TIMEOUT_SECONDS
from netsec.terminal.select import terminal_columns, wants_colour
from netsec.terminal.signals import only_once
from netsec.terminal.stream import write_line
from netsec.views.cost import outlook_line, outlook_object
from netsec.views.document import json_document
from netsec.views.header import Header
from netsec.views.invocation import as_invoked
from netsec.views.paint import Paint, hanging_indent, wrapped
from netsec.views.plan import plan_text
from netsec.views.plan_json import plan_json
from netsec.views.reasons import hint_lines
from netsec.views.state import RecordedState, state_json, state_text


def repeated_options(settings: Mapping[str, Any]) -> list[str]:
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
        self.global_options = GlobalOptions(
            config_path=settings.get("config", ""),
            environment=settings.get("environment", ""),
            profile=settings.get("profile", ""),
            region=settings.get("region", ""),
            endpoint_url=settings.get("endpoint_url", ""),
            sandbox=bool(settings.get("sandbox")),
        )
        if self.global_options.sandbox and (self.global_options.endpoint_url or self.global_options.profile):
            raise click.UsageError(text("session.sandbox_and_aws"))
        self.deadline = Deadline(settings.get("timeout") or READ_TIMEOUT_SECONDS)
        self.invocation = Invocation(self.global_options, os.environ, _here(), self.deadline)
        self.region = self.global_options.region
        self.repeated_options = repeated_options(settings)

    # Output

    def print_result(self, text: str) -> None:
        """Write the result, to stdout."""
        write_line(sys.stdout, text if self.json else as_invoked(text, self.repeated_options))

    def print_note(self, text: str) -> None:
        """Write anything else, to stderr; its sentences break at the width of the screen."""
        columns = terminal_columns(sys.stderr, os.environ)
        lines = redact_urls(as_invoked(text, self.repeated_options)).split("\n")
        shown = (line if line.startswith(" ") else "\n".join(wrapped(line, columns)) for line in lines)
        write_line(sys.stderr, "\n".join(shown))

    def print_remark(self, line: str) -> None:
        """Write a line that begins with the program's name, to stderr; what follows it is a hint."""
        columns = terminal_columns(sys.stderr, os.environ)
        first, _, rest = line.partition("\n")
        self.print_note("\n".join([*hanging_indent(first, "netsec: ", columns), *hint_lines(rest, "", columns)]))

    @property
    def paint(self) -> Paint:
        """Colours for stdout."""
        return Paint(wants_colour(sys.stdout, os.environ, no_color=self.no_color))

    @property
    def columns(self) -> int:
        """The width of stdout."""
        return terminal_columns(sys.stdout, os.environ)

    def print_banner(self) -> None:
        """In the sandbox, note that this is not AWS."""
        if self.global_options.sandbox:
            self.print_remark(text("session.in_sandbox"))
            remark = self.invocation.legacy_sandbox
            if remark:
                self.print_remark(f"{say(remark)}\n{hint(remark)}")

    # Opening

    def open(
        self,
        *,
        identity_only: bool = False,
        nat: bool | None = None,
        expires_at: str = "",
        use_recorded_state: bool = True,
    ) -> Stack:
        """The stack; `nat` is --nat or --no-nat, None for neither, `until` the expiry by `nat on`."""
        self.print_banner()
        config = with_nat_switch(self.invocation.config(identity_only=identity_only), nat, expires_at)
        stack = self.invocation.stack(config, use_recorded_state=use_recorded_state)
        self._watch_calls(stack.aws, stack.setting_sources)
        return stack

    def _watch_calls(self, aws: AwsClient, origin: SettingSources) -> None:
        """Note endpoints other than AWS's, note when no answer comes, and with --verbose each call."""
        for url, source in self.invocation.custom_endpoints(origin):
            self.print_remark(text("session.custom_endpoint", url=url, source=source))
        note_once = only_once(lambda remark: self.print_remark(say(remark)))
        aws.on_slow_answer = lambda: note_once(reason("no_answer_yet", url=aws.endpoint_url()))
        if self.verbose:
            aws.on_request = lambda line: self.print_note(f"  aws {printable(line)}")

    def discover_vpc(self, vpc_id: str, project: str) -> DiscoveredVpc:
        """The VPC that `init` finds without a config: by id, else by the project's name, else the only one."""
        self.print_banner()
        aws, origin = self.invocation.aws_without_config(project)
        self._watch_calls(aws, origin)
        self.region = aws.settings.region
        prefix = f"{project}-{self.global_options.environment or 'dev'}" if project else ""
        return discover_vpc(aws, SystemClock().now, vpc_id=vpc_id, prefix=prefix, deadline=self.deadline)

    def header(self, stack: Stack) -> Header:
        """The header of a plan: stack, account, region, endpoint and VPC, each with its source."""
        config, observation = stack.config, stack.observation
        items: list[tuple[str, str, str | Message]] = [("stack", config.stack, "")]
        if stack.account:
            items.append(
                (
                    "account",
                    stack.account,
                    message("header.from_sandbox")
                    if self.global_options.sandbox
                    else message("header.from_credentials"),
                )
            )
        items += [(label, value, source) for label, (value, source) in stack.setting_sources.items.items()]
        if observation:
            source = "netsec.toml" if config.vpc.id else message("header.from_name_tag", name=config.vpc_name)
            items.append(
                ("vpc", observation.network.vpc_id, message("header.from_state") if stack.state.vpc_id else source)
            )
        return Header(tuple(items))

    # The recorded state

    def recorded_state(self) -> State:
        """The recorded state, an empty one where there is none; no call to AWS with a local file."""
        self.print_banner()
        store = self.invocation.state_backend(self.invocation.config(identity_only=True))
        return store.load() or store.new_state()

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
        recorded = RecordedState(header=Header(tuple(items)), serial=state.serial, records=state.records)
        text = state_json(recorded) if self.json else state_text(recorded, paint=self.paint, columns=self.columns)
        self.print_result(text.rstrip("\n"))

    # Plans

    def show_plan(self, stack: Stack, plan: Plan, goal: Goal) -> None:
        """Write the plan to stdout, as text or JSON."""
        header, (plan, outlook) = self.header(stack), self.with_forecast(stack, plan, goal)
        if self.json:
            self.print_result(plan_json(plan, header, outlook_object(outlook)).rstrip("\n"))
            return
        closing = outlook_line(outlook, stack.aws.settings.region) if is_executable(plan, goal) else ""
        destroy = bool(goal.destroy_kinds)
        self.print_result(
            plan_text(plan, header, paint=self.paint, columns=self.columns, destroy=destroy, closing=closing)
        )

    def prices(self, region: str) -> Prices | None:
        """The region's prices, None if unknown; a damaged price file is noted and ignored."""
        prices, remark = known_prices(self.invocation.state_directory, region)
        if remark:
            self.print_remark(say(remark))
        return prices

    def with_forecast(self, stack: Stack, plan: Plan, goal: Goal) -> tuple[Plan, BillChange | None]:
        """The plan with warnings for what loses egress, and its effect on the monthly bill (None if unknown)."""
        return with_egress_warnings(self.invocation, stack, plan, goal), outlook_of(
            stack, plan, goal, self.prices(stack.aws.settings.region)
        )

    def exit_code_of(self, plan: Plan, goal: Goal, *, detailed: bool = False) -> int:
        """The exit code of a plan: that of apply's checks, else with `detailed` 2 for changes, else 0."""
        try:
            check_plan(plan, goal)
        except NetsecError as error:
            return error.exit_code
        if goal.destroy_kinds and plan.blocked:
            return 5
        return EXIT_PENDING if detailed and not plan.is_empty else EXIT_OK

    def print_json(self, value: Any) -> None:
        """Write one JSON document to stdout."""
        self.print_result(json_document(value).rstrip("\n"))

    def print_value(self, value: Any, text: str) -> None:
        """Write a result: the value with --json, else the text."""
        self.print_json(value) if self.json else self.print_result(text)


def _here() -> Path:
    """The working directory; Refused where it was deleted."""
    try:
        return Path.cwd()
    except OSError as error:
        raise Refused(reason("no_directory", detail=error.strerror or str(error))) from error


def current_session() -> Session:
    """The session of the command that is running."""
    return Session(click.get_current_context().find_root().ensure_object(dict))
