"""The state backends of a stack, a local file or an object in S3, and copying the state from one to the other."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from netsec.aws.client import AwsClient, ConnectionSettings
from netsec.aws.clock import SystemClock, sleep_until
from netsec.aws.deadline import Deadline
from netsec.aws.describe import describe
from netsec.aws.s3_bucket import S3Bucket
from netsec.errors import IdentityError, Refused, StateUnusable
from netsec.model import Config, reason
from netsec.planning.network import CALLER_IDENTITY
from netsec.store.backend import StateBackend
from netsec.store.bucket_backend import RETRY_SECONDS, BucketBackend
from netsec.store.local_backend import LocalBackend
from netsec.store.state import State
from netsec.version import VERSION

LOCAL_BACKEND, S3_BACKEND = "local", "s3"


def open_local_backend(directory: Path, config: Config, *, sandbox: bool = False) -> LocalBackend:
    """The state file in `directory`."""
    return LocalBackend(directory, config.project, config.environment, sandbox)


def open_bucket_backend(
    config: Config, place: ConnectionSettings, beside: LocalBackend | None, limit: Deadline | None = None
) -> BucketBackend:
    """The object in the S3 bucket that `[state]` names; Refused where it names none.

    `beside` is the local file: where it exists, a remark says that there may be two states. `limit` is the command's
    time limit; no request takes longer.
    """
    settings, clock, timeout = config.state, SystemClock(), limit.seconds if limit else RETRY_SECONDS
    if not settings.bucket:
        raise Refused(reason("no_bucket"))
    aws = AwsClient(replace(place, region=settings.region or place.region), VERSION, timeout)
    remark = reason("state_beside", path=beside.location) if beside and beside.path.exists() else None
    bucket = S3Bucket(
        name=settings.bucket,
        client=aws.service_client("s3", for_writes=True),
        now=clock.now,
        expected_owner=cache(partial(_owner, config, aws, clock, limit or Deadline())),
        kms_key_id=settings.kms_key_id,
        encryption=settings.encryption,
        deadline=limit or Deadline(),
    )
    return BucketBackend(
        objects=bucket,
        prefix=settings.prefix,
        project=config.project,
        environment=config.environment,
        now=clock.monotonic,
        sleep=lambda seconds: sleep_until(clock, clock.monotonic() + seconds),
        local_copy=remark,
        retry_seconds=min(timeout, RETRY_SECONDS),
    )


def _owner(config: Config, aws: AwsClient, clock: SystemClock, limit: Deadline) -> str:
    """The account that must own the bucket: `[state] bucket_owner`, `account_id`, else the caller's (by STS)."""
    configured = config.state.bucket_owner or config.account_id
    account = configured or describe(aws, (CALLER_IDENTITY,), clock.now, deadline=limit)[CALLER_IDENTITY][0].get(
        "Account"
    )
    if not account:
        raise IdentityError(reason("bucket_owner_unknown", bucket=config.state.bucket))
    return str(account)


def copy_state(
    source: StateBackend, target: StateBackend, command: str, now: float, *, force: bool, keep_source: bool = True
) -> str:
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
            raise Refused(reason("nothing_recorded", path=source.location))
        existing = _existing(target, force=force)
        if existing and not force:
            _check_older(existing, state, target.location)
        if existing != state:
            target.back_up()
            target.write(state)
        return "" if keep_source else source.move_aside()


def _existing(target: StateBackend, *, force: bool) -> State | None:
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
