"""What the terminal layer says, in Japanese: durations, and a run that is stopped."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "terminal.bad_duration": "'{value}' は時間として正しくありません。90s、30m、2h のように指定してください",
    "terminal.stopping": "netsec: 停止します。実行中のリクエストを待って保存します (もう一度押すと、すぐに停止)",
    "terminal.stopped": "netsec: 停止しました。次の実行では、まず処理中だったものを確認します",
}
