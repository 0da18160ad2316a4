"""`netsec state`: look at the state file, rebuild it from the tags, see who holds its lock."""

from __future__ import annotations

import click

from netsec.app.taking import rebuild
from netsec.session import current
from netsec.store.state import dump
from netsec.views.escape import printable


@click.group(name="state")
def command() -> None:
    """Look at the state file, or make it anew.

    It is a memory of AWS, not the truth: everything netsec makes carries tags,
    from which `rebuild` makes it again.
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
    """Print the state file as it is."""
    session = current()
    session.out(dump(session.recorded()).rstrip("\n").replace("\x7f", "\\u007f"))


@command.command(name="rebuild")
def rebuild_command() -> None:
    """Make the state file anew, from the tags in AWS.

    Nothing in AWS is changed; the former file stays beside the new one, as its
    backup.
    """
    session = current()
    stack = session.open(identity_only=True, remember=False)
    with stack.locked("state rebuild"):
        plan = rebuild(stack)
    session.note(f"{printable(stack.store.path)}: {len(plan.changes)} found by their tags and recorded")
    session.show_state(stack.state)


@command.command(name="unlock")
def unlock_command() -> None:
    """Say who holds the lock of this stack.

    The lock of a local state file ends with the process that holds it, so there
    is never anything to unlock by hand.
    """
    session = current()
    store = session.opening.store(session.opening.config(identity_only=True))
    holder = store.lock_holder()
    told = "Not locked."
    if holder:
        who = printable("{command} by {user} on {host}, pid {pid}, since {since}".format(**holder))
        told = f"Locked: {who}. It ends with that process."
    session.say({"holder": holder}, told)
