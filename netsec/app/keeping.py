"""The state backends of a stack, a local file or an object in S3, and copying the state from one to the other."""

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
    """The state file in `directory`."""
    return LocalStore(directory, config.project, config.environment, sandbox)


def bucket_store(config: Config, place: Place, beside: LocalStore | None, limit: Limit | None = None) -> RemoteStore:
    """The object in the S3 bucket that `[state]` names; Refused where it names none.

    `beside` is the local file: where it exists, a remark says that there may be two states. `limit` is the command's
    time limit; no request takes longer.
    """
    settings, clock, timeout = config.state, SystemClock(), limit.seconds if limit else PATIENCE_SECONDS
    if not settings.bucket:
        raise Refused(reason("no_bucket"))
    aws = Aws(replace(place, region=settings.region or place.region), VERSION, timeout)
    remark = reason("state_beside", path=beside.place) if beside and beside.path.exists() else None
    bucket = Bucket(
        name=settings.bucket,
        client=aws.client("s3", writing=True),
        now=clock.now,
        owner=cache(partial(_owner, config, aws, clock, limit or Limit())),
        kms_key_id=settings.kms_key_id,
        encryption=settings.encryption,
        limit=limit or Limit(),
    )
    return RemoteStore(
        objects=bucket,
        prefix=settings.prefix,
        project=config.project,
        environment=config.environment,
        now=clock.monotonic,
        sleep=lambda seconds: sleep_until(clock, clock.monotonic() + seconds),
        beside=remark,
        patience=min(timeout, PATIENCE_SECONDS),
    )


def _owner(config: Config, aws: Aws, clock: SystemClock, limit: Limit) -> str:
    """The account that must own the bucket: `[state] bucket_owner`, `account_id`, else the caller's (by STS)."""
    configured = config.state.bucket_owner or config.account_id
    account = configured or describe(aws, (IDENTITY,), clock.now, limit=limit)[IDENTITY][0].get("Account")
    if not account:
        raise IdentityError(reason("bucket_owner_unknown", bucket=config.state.bucket))
    return str(account)


def copy_state(source: Keeper, target: Keeper, command: str, now: float, *, force: bool, leave: bool = True) -> str:
    """Copy the state from `source` to `target` unchanged, under both locks.

    With `leave` the source stays as it is, and the result is ""; without it the source is renamed, so that nobody uses
    it any more, and the result is its new name. Refused (3) when the source holds no state, StateUnusable (9) when the
    target holds the state of another stack or a newer one; `force` overwrites it and leaves a backup.
    """
    with ExitStack() as locks:
        for keeper in (source, target):
            locks.enter_context(keeper.locked(command, now))
        state = source.load()
        if state is None:
            raise Refused(reason("nothing_recorded", path=source.place))
        existing = _existing(target, force=force)
        if existing and not force:
            _check_older(existing, state, target.place)
        if existing != state:
            target.back_up()
            target.write(state)
        return "" if leave else source.set_aside()


def _existing(target: Keeper, *, force: bool) -> State | None:
    """The state that the target holds, None for no state; with `force` an unreadable one counts as none."""
    try:
        return target.load()
    except StateUnusable:
        if not force:
            raise
        return None


def _check_older(existing: State, state: State, path: str) -> None:
    facts = {"path": path, "there": existing.serial, "here": state.serial}
    if existing.lineage != state.lineage:
        raise StateUnusable(reason("state_other_lineage", **facts))
    if existing.serial > state.serial or (existing.serial == state.serial and existing != state):
        raise StateUnusable(reason("state_newer", **facts))
