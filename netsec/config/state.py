"""`[state]`: the backend of the state, a local file by default."""

from __future__ import annotations

import re

from netsec.config.diagnostics import ConfigKey
from netsec.config.identity import check_region
from netsec.config.schema import StateTable
from netsec.model.config import StateConfig

BACKENDS = ("local", "s3")
# S3 user guide, bucket naming rules: general purpose buckets.
BUCKET = re.compile(r"(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
ADDRESS = re.compile(r"[0-9]+(\.[0-9]+){3}")
ACCOUNT = re.compile("[0-9]{12}")
# S3's own names for what the x-amz-server-side-encryption header may ask for; two layers of KMS know no bucket key.
ENCRYPTIONS = ("AES256", "aws:kms")
PREFIX = re.compile("[A-Za-z0-9!_.*'()/-]{1,200}")


def read_state(table: StateTable, where: ConfigKey) -> StateConfig:
    """A bucket may be named beside `backend = "local"`: it is then only where the state can be moved to and from."""
    if table.backend is not None and table.backend not in BACKENDS:
        guess = where.did_you_mean(table.backend, BACKENDS)
        (where / "backend").invalid(table.backend, "config.backend", guess=guess)
    if table.backend == "s3" and not table.bucket:
        (where / "bucket").error("config.bucket_missing")
    if table.bucket and (not BUCKET.fullmatch(table.bucket) or ADDRESS.fullmatch(table.bucket)):
        (where / "bucket").invalid(table.bucket, "config.bucket")
    if table.bucket_owner and not ACCOUNT.fullmatch(table.bucket_owner):
        (where / "bucket_owner").invalid(table.bucket_owner, "config.account")
    _check_encryption(table, where / "encryption")
    _check_prefix(table.prefix or "", where / "prefix")
    return StateConfig(
        backend="s3" if table.backend == "s3" else "local",
        bucket=table.bucket or "",
        prefix=table.prefix or "",
        region=check_region(table.region, where / "region"),
        bucket_owner=table.bucket_owner or "",
        encryption=table.encryption or "",
        kms_key_id=table.kms_key_id or "",
    )


def _check_encryption(table: StateTable, where: ConfigKey) -> None:
    if table.encryption is not None and table.encryption not in ENCRYPTIONS:
        guess = where.did_you_mean(table.encryption, ENCRYPTIONS)
        where.invalid(table.encryption, "config.encryption", guess=guess)
    elif table.kms_key_id and table.encryption == "AES256":
        where.invalid(table.encryption, "config.encryption_and_key")


def _check_prefix(prefix: str, where: ConfigKey) -> None:
    """It becomes part of a key, which must mean the same to everybody."""
    if not prefix:
        return
    if not PREFIX.fullmatch(prefix):
        where.invalid(prefix, "config.prefix")
    elif prefix.startswith("/") or any(part in ("", ".", "..") for part in prefix.rstrip("/").split("/")):
        where.invalid(prefix, "config.prefix_folders")
