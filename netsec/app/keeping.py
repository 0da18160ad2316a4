"""Where a stack's state is kept: in a file, or in a bucket; and moving it from one to the other."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from netsec.aws.client import Aws, Place
from netsec.aws.clock import SystemClock, sleep_until
from netsec.aws.describe import describe
from netsec.aws.limit import Limit
from netsec.aws.objects import Bucket
from netsec.errors import IdentityError, Refused, StateUnusable
from netsec.model import Config, reason
from netsec.planning.network import IDENTITY
from netsec.store.keeper import Keeper
from netsec.store.local import LocalStore
from netsec.store.remote import PATIENCE_SECONDS, RemoteStore
from netsec.store.state import State
from netsec.version import VERSION

LOCAL, S3 = "local", "s3"


def file_store(directory: Path, config: Config, *, sandbox: bool = False) -> LocalStore:
    """The file beside netsec.toml, or the sandbox's own."""
    return LocalStore(directory, config.project, config.environment, sandbox)


def bucket_store(config: Config, place: Place, beside: LocalStore | None, limit: Limit | None = None) -> RemoteStore:
    """The object in the bucket that `[state]` names; `beside` is a file that may hold what was recorded before.

    No answer is waited for longer than the command may take.
    """
    wanted, clock, longest = config.state, SystemClock(), limit.seconds if limit else PATIENCE_SECONDS
    if not wanted.bucket:
        raise Refused(reason("no_bucket"))
    aws = Aws(replace(place, region=wanted.region or place.region), VERSION, longest)
    former = reason("state_beside", path=beside.place) if beside and beside.path.exists() else None
    bucket = Bucket(
        name=wanted.bucket,
        client=aws.client("s3", writing=True),
        now=clock.now,
        owner=cache(partial(_owner, config, aws, clock, limit or Limit())),
        kms_key_id=wanted.kms_key_id,
        encryption=wanted.encryption,
        limit=limit or Limit(),
    )
    return RemoteStore(
        objects=bucket,
        prefix=wanted.prefix,
        project=config.project,
        environment=config.environment,
        now=clock.monotonic,
        sleep=lambda seconds: sleep_until(clock, clock.monotonic() + seconds),
        beside=former,
        patience=min(longest, PATIENCE_SECONDS),
    )


def _owner(config: Config, aws: Aws, clock: SystemClock, limit: Limit) -> str:
    """The account that the bucket must belong to: as the config says, else the caller's own."""
    told = config.state.bucket_owner or config.account_id
    found = told or describe(aws, (IDENTITY,), clock.now, limit=limit)[IDENTITY][0].get("Account")
    if not found:
        raise IdentityError(reason("bucket_owner_unknown", bucket=config.state.bucket))
    return str(found)


def copy_state(source: Keeper, target: Keeper, command: str, now: float, *, force: bool, leave: bool = True) -> str:
    """Write the state of the one place to the other, as it is; unless `leave`, it is then set aside where it was.

    Gives where it was set aside. Refused (3) when there is nothing to copy, StateUnusable (9) when the target knows
    more or something else, which `force` overrules: what is overwritten stays as a backup.
    """
    with ExitStack() as locks:
        for keeper in (source, target):
            locks.enter_context(keeper.locked(command, now))
        state = source.load()
        if state is None:
            raise Refused(reason("nothing_recorded", path=source.place))
        there = _standing(target, force=force)
        if there and not force:
            _check_older(there, state, target.place)
        if there != state:
            target.back_up()
            target.write(state)
        return "" if leave else source.set_aside()


def _standing(target: Keeper, *, force: bool) -> State | None:
    """What the target holds; what can't be read there counts as nothing only by force."""
    try:
        return target.load()
    except StateUnusable:
        if not force:
            raise
        return None


def _check_older(there: State, state: State, path: str) -> None:
    facts = {"path": path, "there": there.serial, "here": state.serial}
    if there.lineage != state.lineage:
        raise StateUnusable(reason("state_other_lineage", **facts))
    if there.serial > state.serial or (there.serial == state.serial and there != state):
        raise StateUnusable(reason("state_newer", **facts))
