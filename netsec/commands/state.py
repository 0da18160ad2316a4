"""`netsec state`: look at the state, rebuild it from the tags, move it, see who holds its lock."""

from __future__ import annotations

import click

from netsec.app.keeping import LOCAL, S3, copy_state
from netsec.app.taking import plan_rebuild, rebuild
from netsec.aws.clock import SystemClock
from netsec.errors import Refused
from netsec.model import reason
from netsec.session import Session, current
from netsec.store.keeper import Keeper
from netsec.store.state import dump
from netsec.terminal.options import saying_yes
from netsec.views.escape import printable
from netsec.views.plan import plan_text
from netsec.views.texts import say
from netsec.walk import need_an_answer

force_option = click.option("--force", is_flag=True, help="Overwrite what is newer or different there; a copy stays.")


@click.group(name="state")
def command() -> None:
    """Look at the state, make it anew, or move it.

    It is a memory of AWS, not the truth: everything netsec makes carries tags,
    from which `rebuild` makes it again. But only what is on record is deleted. It is
    a file beside netsec.toml, or an object in an S3 bucket that a team shares
    ([state] in netsec.toml).
    """


@command.command(name="list")
def list_command() -> None:
    """List the recorded addresses and ids."""
    session = current()
    records = session.recorded().records
    if session.json:
        session.document({str(address): record.id for address, record in sorted(records.items())})
        return
    for address, record in sorted(records.items()):
        session.out(f"{printable(address)}  {printable(record.id)}".rstrip())


@command.command(name="show")
def show_command() -> None:
    """Print the state as it is."""
    session = current()
    session.out(dump(session.recorded()).rstrip("\n").replace("\x7f", "\\u007f"))


@command.command(name="rebuild")
@saying_yes
def rebuild_command(yes: bool) -> None:
    """Make the state anew, from the tags in AWS.

    Lists everything that carries this stack's tags, and asks before it is taken
    on record: what is on record may be deleted by apply and destroy. Nothing in
    AWS is changed now; the former state stays as a backup.
    """
    session = current()
    stack = session.open(identity_only=True, remember=False)
    with stack.locked("state rebuild"):
        plan = plan_rebuild(stack)
        if plan.changes:
            session.note(plan_text(plan, session.header(stack), columns=session.columns))
            need_an_answer(yes)
            if not (yes or click.confirm("\nTake these on record?", err=True)):
                raise Refused(reason("declined"))
        rebuild(stack, plan)
    _remark(session, stack.store)
    session.note(f"{printable(stack.store.place)}: {len(plan.changes)} found by their tags and recorded")
    session.show_state(stack.state)


@command.command(name="unlock")
@saying_yes
def unlock_command(yes: bool) -> None:
    """Say who holds the lock, and take it away if asked to.

    The lock of a local state file ends with the process that holds it, so there
    is never anything to take away. The lock in a bucket stays behind when its
    holder is killed: make sure that it is dead.
    """
    session = current()
    store = session.opening.store(session.opening.config(identity_only=True))
    holder = store.lock_holder()
    if holder is None or not store.lock_stays:
        told = f"Locked: {_who(holder)}. It ends with that process." if holder else "Not locked."
        session.say({"holder": holder}, told)
        return
    need_an_answer(yes)
    session.note(f"Locked: {_who(holder)}.")
    if not (yes or click.confirm("Is that one dead, and shall its lock go?", err=True)):
        raise Refused(reason("declined"))
    store.unlock()
    session.say({"holder": None}, "Unlocked.")


def _who(holder: dict[str, str]) -> str:
    return printable("{command} by {user} on {host}, pid {pid}, since {since}".format(**holder))


@command.command(name="push")
@force_option
def push_command(force: bool) -> None:
    """Copy the local state file into the bucket."""
    _copy(S3, "state push", force=force)


@command.command(name="pull")
@force_option
def pull_command(force: bool) -> None:
    """Copy the state in the bucket to the local file."""
    _copy(LOCAL, "state pull", force=force)


@command.command(name="migrate")
@click.option("--to", type=click.Choice([LOCAL, S3]), help="Where to; else what [state] in netsec.toml says.")
@force_option
def migrate_command(to: str | None, force: bool) -> None:
    """Move the state to where netsec.toml says that it is kept.

    It is copied as it is, and what stood at the other place is set aside under
    another name, so that nobody goes on with it.
    """
    config = current().opening.config(identity_only=True)
    _copy(to or config.state.backend, "state migrate", force=force, leave=False)


def _copy(to: str, told: str, *, force: bool, leave: bool = True) -> None:
    session = current()
    if session.flags.sandbox:
        raise Refused(reason("sandbox_keeps_its_state"))
    config = session.opening.config(identity_only=True)
    file, bucket = session.opening.file_store(config), session.opening.bucket_store(config)
    source, target = (file, bucket) if to == S3 else (bucket, file)
    aside = copy_state(source, target, told, SystemClock().now(), force=force, leave=leave)
    _remark(session, file)
    words = _words(source, target, aside)
    if not leave and to != config.state.backend:
        words += f'\nnetsec.toml still says that it is kept elsewhere: write backend = "{to}" under [state].'
    session.say({"from": source.place, "to": target.place, "set_aside": aside}, words)


def _remark(session: Session, keeper: Keeper) -> None:
    for remark in keeper.remarks():
        session.note(f"note: {say(remark)}")


def _words(source: Keeper, target: Keeper, aside: str) -> str:
    moved = f"Copied {printable(source.place)} to {printable(target.place)}."
    return f"{moved} The former one is now {printable(aside)}." if aside else moved
