"""What verify says beyond what plans say."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "check_unread": (
        "can't be told: {denied} may not be read, or was answered in part",
        "Allow it to whoever runs netsec (docs/iam-policy.md).",
    ),
}
