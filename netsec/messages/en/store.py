"""What the store says: of a state file that can't be read, trusted or written, and of its lock."""

from __future__ import annotations

REBUILD = "  netsec state rebuild"

REASONS: dict[str, tuple[str, str]] = {
    "state_not_json": (
        "{path} is damaged: {detail}",
        "Restore the backup beside it, or rebuild it from what is in AWS:\n" + REBUILD,
    ),
    "state_too_large": (
        "{path} is too large to be a state file: {size} bytes",
        "Move it away and rebuild it from what is in AWS:\n" + REBUILD,
    ),
    "state_version": (
        "{path} has format {found}; this netsec supports formats up to {supported}",
        "Use the newer netsec that wrote it. In an up-to-date checkout of netsec:\n"
        "  uv tool install --force '.[sandbox]'\n"
        "Or move it away and rebuild it from what is in AWS:\n" + REBUILD,
    ),
    "state_project": (
        "{path} is the state of {found}, not of {wanted}",
        "Check project in netsec.toml and -e. If the file was copied here, move it away and rebuild it\n"
        "from what is in AWS:\n" + REBUILD,
    ),
    "state_unreadable": ("{path} can't be read: {detail}", "Check its owner and mode:\n  ls -l {path}"),
    "state_unwritable": (
        "{path} can't be written: {detail}",
        "A copy of the state is at {rescue}: move it there once the disk allows.\n"
        "Nothing in AWS is lost: the next run finds the resources by their tags.",
    ),
    "state_unsafe_file": (
        "{path} is not safe to use: {problem}",
        "It must be a regular file that you own and nobody else can write:\n  ls -ld {path}",
    ),
    "state_unsafe_directory": (
        "{path} is not a safe directory for the state: {problem}",
        "It must be a directory that you own and nobody else can write (chmod go-w):\n  ls -ld {path}",
    ),
    "mode_tightened": (
        "{path} was accessible to other users of this computer (mode {was}); changed to mode {now}",
        "If another user may have changed it, rebuild the state from what is in AWS:\n" + REBUILD,
    ),
    "state_overtaken": (
        "{path} was changed by another run (save {found}; this run had {saved})",
        "What this run created is tagged. Run the same command again: it checks AWS first.",
    ),
    "state_id_twice": (
        "{path} records {id} twice: at {address} and at {other}",
        "Remove one of them, or rebuild the state from what is in AWS:\n" + REBUILD,
    ),
    "state_of_sandbox": (
        "{path} was written in the sandbox, not for AWS",
        "Add --sandbox, use another environment (-e NAME), or move the file away.",
    ),
    "state_not_sandbox": (
        "{path} was written for AWS, not in the sandbox",
        "Remove --sandbox, or use another environment (-e NAME).",
    ),
    "locked": (
        "this stack is locked: {user} on {host} runs `{command}` (process {pid}, since {since})",
        "Wait until it ends, or stop it; the lock is released with it.",
    ),
    "locked_remotely": (
        "this stack is locked: {user} on {host} runs `{command}` (process {pid}, since {since})",
        "Wait until it ends. If it crashed and left its lock behind:\n  netsec state unlock",
    ),
    "bucket_missing": (
        "the bucket {bucket}, set under [state] in netsec.toml, does not exist",
        "Correct its name, or create it:\n  aws s3 mb s3://{bucket}",
    ),
    "bucket_elsewhere": (
        "the bucket {bucket} is in another region: {detail}",
        'Set its region:\n[state]\nregion = "..."',
    ),
    "bucket_denied": (
        "S3 denied {operation} on the bucket {bucket}: {message} ({code})",
        "The bucket must belong to account {owner}, and the permissions in docs/iam-policy.md are needed.\n"
        'If another account owns it on purpose, set that account:\n[state]\nbucket_owner = "..."',
    ),
    "bucket_owner_unknown": (
        "STS does not return the account, so the owner of the bucket {bucket} can't be checked",
        'Set the account that owns it:\n[state]\nbucket_owner = "..."',
    ),
    "bucket_public": (
        "the bucket {bucket} is public through {through}; no state is written there",
        "Block public access, or use another bucket:\n"
        "  aws s3api put-public-access-block --bucket {bucket} --public-access-block-configuration \\\n"
        "    BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    ),
    "bucket_unchecked": (
        "can't check whether {bucket} is public: {denied} denied",
        "Allow these calls (docs/iam-policy.md), or make sure that the bucket blocks public access.",
    ),
    "bucket_silent": (
        "{bucket} does not respond ({detail})",
        "Run the same command again: what was created is tagged, and netsec looks for it first.",
    ),
    "bucket_unversioned": (
        "the bucket {bucket} has versioning off, so it keeps no previous state",
        "Enable it: aws s3api put-bucket-versioning.",
    ),
    "no_bucket": (
        "[state] in netsec.toml has no bucket",
        'Set one; with backend = "local" it is only used to copy the state to and from:\n[state]\nbucket = "..."',
    ),
    "state_beside": (
        "the bucket has no state yet, but {path} exists",
        "Existing resources are found by their tags. To move the state to the bucket:\n  netsec state migrate",
    ),
    "nothing_recorded": ("there is no state at {path}", "There is nothing to copy."),
    "state_other_lineage": (
        "{path} has a state with another lineage (save {there}; this one is at {here})",
        "To overwrite it, use --force; a copy of it is kept.",
    ),
    "state_newer": (
        "{path} is newer (save {there}; this one is at {here})",
        "Copy in the other direction, or overwrite it with --force; a copy of it is kept.",
    ),
    "lock_lost": (
        "this run lost the lock {path}: its file was replaced or removed",
        "What this run created is tagged. Run the same command again: it checks AWS first.",
    ),
    "lock_unusable": ("the lock {path} can't be used: {detail}", "Check the directory:\n  ls -ld {path}"),
}
