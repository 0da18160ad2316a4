"""`netsec state`: show the state, rebuild it from the tags, move it, unlock it."""

from __future__ import annotations

import click

from netsec.app.backends import LOCAL_BACKEND, S3_BACKEND, copy_state
from netsec.app.ownership import plan_rebuild, rebuild_state
from netsec.aws.clock import SystemClock
from netsec.errors import Cancelled, Refused
from netsec.messages import Message, message, say, text
from netsec.messages.escape import printable
from netsec.messages.times import point_in_time
from netsec.model import reason
from netsec.session import Session, current_session
from netsec.store.backend import StateBackend
from netsec.store.state import dump_state
from netsec.terminal.options import yes_option
from netsec.views.plan import plan_text
from netsec.workflow import require_terminal

force_option = click.option("--force", is_flag=True)


@click.group(name="state")
def state_command() -> None:
    """Show, rebuild, move or unlock the state."""


@state_command.command(name="list")
def state_list_command() -> None:
    """List the recorded addresses and ids."""
    session = current_session()
    records = session.recorded_state().records
    if session.json:
        session.print_json({str(address): record.id for address, record in sorted(records.items())})
        return
    for address, record in sorted(records.items()):
        session.print_result(f"{printable(address)}  {printable(record.id)}".rstrip())


@state_command.command(name="show")
def state_show_command() -> None:
    """Print the state as it is stored."""
    session = current_session()
    session.print_result(dump_state(session.recorded_state()).rstrip("\n").replace("\x7f", "\\u007f"))


@state_command.command(name="rebuild")
@yes_option
def state_rebuild_command(yes: bool) -> None:
    """Rebuild the state from the tags in AWS."""
    session = current_session()
    stack = session.open(identity_only=True, use_recorded_state=False)
    with stack.locked("state rebuild"):
        plan = plan_rebuild(stack)
        if plan.changes:
            session.print_note(plan_text(plan, session.header(stack), columns=session.columns))
            require_terminal(yes)
            if not (yes or click.confirm(f"\n{text('state.confirm_rebuild')}", err=True)):
                raise Cancelled(reason("declined"))
        rebuild_state(stack, plan)
    _note_remarks(session, stack.store)
    session.print_note(text("state.rebuilt", place=stack.store.location, n=len(plan.changes)))
    session.show_state(stack.state)


@state_command.command(name="unlock")
@yes_option
def state_unlock_command(yes: bool) -> None:
    """Show who holds the lock, and remove a lock that was left behind."""
    session = current_session()
    store = session.invocation.state_backend(session.invocation.config(identity_only=True))
    holder = store.lock_holder()
    if holder is None or not store.lock_outlives_holder:
        holding = text("state.locked_by_process", holder=_holder(holder)) if holder else text("state.not_locked")
        session.print_value({"holder": holder}, holding)
        return
    require_terminal(yes)
    session.print_note(text("state.locked", holder=_holder(holder)))
    if not (yes or click.confirm(text("state.confirm_unlock"), err=True)):
        raise Cancelled(reason("declined"))
    store.force_unlock()
    session.print_value({"holder": None}, text("state.unlocked"))


def _holder(holder: dict[str, str]) -> Message:
    """Who holds the lock, since when."""
    return message("state.holder", **{**holder, "since": point_in_time(holder["since"])})


@state_command.command(name="push")
@force_option
def state_push_command(force: bool) -> None:
    """Copy the local state file into the bucket."""
    _copy(S3_BACKEND, "state push", force=force)


@state_command.command(name="pull")
@force_option
def state_pull_command(force: bool) -> None:
    """Copy the state in the bucket to the local file."""
    _copy(LOCAL_BACKEND, "state pull", force=force)


@state_command.command(name="migrate")
@click.option("--to", type=click.Choice([LOCAL_BACKEND, S3_BACKEND]))
@force_option
def state_migrate_command(to: str | None, force: bool) -> None:
    """Move the state to the backend in netsec.toml."""
    config = current_session().invocation.config(identity_only=True)
    _copy(to or config.state.backend, "state migrate", force=force, leave=False)


def _copy(to: str, command: str, *, force: bool, leave: bool = True) -> None:
    session = current_session()
    if session.global_options.sandbox:
        raise Refused(reason("sandbox_keeps_its_state"))
    config = session.invocation.config(identity_only=True)
    file, bucket = session.invocation.local_backend(config), session.invocation.bucket_backend(config)
    source, target = (file, bucket) if to == S3_BACKEND else (bucket, file)
    aside = copy_state(source, target, command, SystemClock().now(), force=force, keep_source=leave)
    _note_remarks(session, file)
    lines = [_moved_text(source, target, aside)]
    if not leave and to != config.state.backend:
        lines.append(text("state.other_backend", backend=to))
    document = {"from": source.location, "to": target.location, "set_aside": aside}
    session.print_value(document, "\n".join(lines))


def _note_remarks(session: Session, keeper: StateBackend) -> None:
    for remark in keeper.warnings():
        session.print_note(f"{text('words.note')}{say(remark)}")


def _moved_text(source: StateBackend, target: StateBackend, aside: str) -> str:
    key = "state.set_aside" if aside else "state.copied"
    return text(key, source=source.location, target=target.location, aside=aside)
