"""What verify says beyond what plans say."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "check_unread": (
        "unknown: can't read {denied}, or the answer was incomplete",
        "Allow it for the user or role that runs netsec (docs/iam-policy.md).",
    ),
}

TEXTS: dict[str, str] = {
    "verify.checked": "Checked: {counts}.",
    "verify.nothing": "nothing",
    "verify.count.pass": "{n} passed",
    "verify.count.fail": "{n} failed",
    "verify.count.warn": "{n} to review",
    "verify.count.unknown": "{n} unknown",
    # the four marks before a line: equally wide
    "verify.mark.pass": "pass",
    "verify.mark.fail": "FAIL",
    "verify.mark.warn": "warn",
    "verify.mark.unknown": "????",
}
