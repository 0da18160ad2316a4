"""What verify says beyond what plans say, in Japanese."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "check_unread": (
        "判定できません。{denied} の権限がないか、応答が不完全です",
        "netsec を実行するユーザーに権限を付けてください (docs/iam-policy.md)。",
    ),
}
