"""What verify says beyond what plans say, in Japanese."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "check_unread": (
        "判定できません。{denied} の権限がないか、応答が不完全です",
        "netsec を実行するユーザーかロールに権限を付けてください (docs/iam-policy.md)。",
    ),
}

TEXTS: dict[str, str] = {
    "verify.checked": "照合結果: {counts}",
    "verify.nothing": "対象なし",
    "verify.count.pass": "一致 {n}",
    "verify.count.fail": "相違 {n}",
    "verify.count.warn": "注意 {n}",
    "verify.count.unknown": "不明 {n}",
    # the four marks before a line: equally wide
    "verify.mark.pass": "一致",
    "verify.mark.fail": "相違",
    "verify.mark.warn": "注意",
    "verify.mark.unknown": "不明",
}
