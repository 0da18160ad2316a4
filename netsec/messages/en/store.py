"""What the store says: of a state file that can't be read, trusted or written, and of its lock."""

from __future__ import annotations

REBUILD = "  netsec state rebuild"

REASONS: dict[str, tuple[str, str]] = {
    "state_not_json": (
        "{path} is damaged: {detail}",
        "Put the copy beside it in its place, or make a new one from what is in AWS:\n" + REBUILD,
    ),
    "state_too_large": (
        "{path} is too large to be a state file: {size} bytes",
        "Move it away and make a new one from what is in AWS:\n" + REBUILD,
    ),
    "state_version": (
        "{path} is of format {found}; this netsec knows formats up to {supported}",
        "Use the newer netsec that wrote it. In an up-to-date checkout of netsec:\n"
        "  uv tool install --force '.[sandbox]'\n"
        "or move it away and make a new one from what is in AWS:\n" + REBUILD,
    ),
    "state_project": (
        "{path} is the state of {found}, not of {wanted}",
        "Check project in netsec.toml and -e. If the file was copied here, move it away and make a new one\n"
        "from what is in AWS:\n" + REBUILD,
    ),
    "state_unreadable": ("{path} can't be read: {detail}", "Check who owns it:\n  ls -l {path}"),
    "state_unwritable": (
        "{path} can't be written: {detail}",
        "A copy of what it should say lies at {rescue}: move it there once the disk allows.\n"
        "Nothing in AWS is lost either: its tags tell the next run what is yours.",
    ),
    "state_unsafe_file": (
        "{path} is not safe to use: {problem}",
        "It must be a plain file of yours that nobody else can write:\n  ls -ld {path}",
    ),
    "state_unsafe_directory": (
        "{path} is not safe to keep a state in: {problem}",
        "It must be a folder of yours in which nobody else can write (chmod go-w):\n  ls -ld {path}",
    ),
    "mode_tightened": (
        "{path} was open to other users of this computer (mode {was}); it is yours alone now (mode {now})",
        "If one of them may have changed what it says, make a new state from what is in AWS:\n" + REBUILD,
    ),
    "state_overtaken": (
        "somebody else wrote {path} meanwhile (save {found}; ours was {saved})",
        "What this run made carries its tags. Run the same command again: it looks before it acts.",
    ),
    "state_id_twice": (
        "{path} records {id} twice: at {address} and at {other}",
        "Take one of them out, or make a new one from what is in AWS:\n" + REBUILD,
    ),
    "state_of_sandbox": (
        "{path} was written in the sandbox and says nothing of real AWS",
        "Add --sandbox, use another environment (-e NAME), or move the file away.",
    ),
    "state_not_sandbox": (
        "{path} belongs to real AWS, not to the sandbox",
        "Leave --sandbox out, or use another environment (-e NAME).",
    ),
    "locked": (
        "this stack is locked: {user} on {host} runs `{command}` (process {pid}, since {since})",
        "Wait until it ends, or end it there; the lock goes with it.",
    ),
    "locked_remotely": (
        "this stack is locked: {user} on {host} runs `{command}` (process {pid}, since {since})",
        "Wait until it ends. If it died and left its lock behind:\n  netsec state unlock",
    ),
    "bucket_missing": (
        "there is no bucket {bucket}, which [state] in netsec.toml names",
        "Correct its name, or make it:\n  aws s3 mb s3://{bucket}",
    ),
    "bucket_elsewhere": (
        "the bucket {bucket} is in another region: {detail}",
        'Say which one it is:\n[state]\nregion = "..."',
    ),
    "bucket_denied": (
        "S3 refuses {operation} on the bucket {bucket}: {message} ({code})",
        "The bucket must belong to account {owner}, and the permissions in docs/iam-policy.md are needed.\n"
        'Where it is another account\'s on purpose, name that one:\n[state]\nbucket_owner = "..."',
    ),
    "bucket_owner_unknown": (
        "STS does not say which account asks, so nobody knows whose the bucket {bucket} must be",
        'Name the account that it belongs to:\n[state]\nbucket_owner = "..."',
    ),
    "bucket_public": (
        "the bucket {bucket} is open to the public through {through}; no state is written there",
        "Close it, or name another one:\n"
        "  aws s3api put-public-access-block --bucket {bucket} --public-access-block-configuration \\\n"
        "    BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    ),
    "bucket_unchecked": (
        "whether {bucket} is open to the public can't be seen: {denied} refused",
        "Allow these calls (docs/iam-policy.md), or see to it that the bucket blocks public access.",
    ),
    "bucket_silent": (
        "{bucket} gives no answer ({detail})",
        "Run the same command again: what was done carries its tags, and is looked for first.",
    ),
    "bucket_unversioned": (
        "{bucket} keeps no former versions of the state",
        "Switch that on, so that nothing that is overwritten is lost: aws s3api put-bucket-versioning.",
    ),
    "no_bucket": (
        "[state] in netsec.toml names no bucket",
        'Name one; with backend = "local" it is only where the state can be moved to and from:\n'
        '[state]\nbucket = "..."',
    ),
    "state_beside": (
        "nothing is recorded in the bucket yet, but {path} is there",
        "What exists is found by its tags anyway. To take the record over:\n  netsec state migrate",
    ),
    "nothing_recorded": ("nothing is recorded at {path}", "There is nothing to copy from there."),
    "state_other_lineage": (
        "{path} holds the state of another beginning (save {there}; this one is at {here})",
        "If that one is not wanted any more, overwrite it with --force: a copy of it stays.",
    ),
    "state_newer": (
        "{path} is ahead (save {there}; this one is at {here})",
        "Take that one over instead, or overwrite it with --force: a copy of it stays.",
    ),
    "lock_lost": (
        "the lock {path} is not this run's any more: its file was replaced or removed meanwhile",
        "What this run made carries its tags. Run the same command again: it looks before it acts.",
    ),
    "lock_unusable": ("the lock {path} can't be used: {detail}", "Check the folder:\n  ls -ld {path}"),
}
