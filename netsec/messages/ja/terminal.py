"""What the terminal layer says, in Japanese: durations, and a run that is stopped."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "terminal.bad_duration": "'{value}' は時間として正しくありません。90s、30m、2h のように指定してください",
    "terminal.stopping": "netsec: 停止します。送信済みのリクエストを待って保存しています (もう一度押すとすぐに停止)",
    "terminal.stopped": "netsec: 停止しました。次回の実行で、途中だった処理を最初に確認します",
}
