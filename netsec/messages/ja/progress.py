"""What a run says as it goes on, and at its end, in Japanese."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # what a change is doing, with its address, id and public IP
    "progress.doing.create": "作成中: {what}",
    "progress.doing.adopt": "引き継ぎ中: {what}",
    "progress.doing.update": "更新中: {what}",
    "progress.doing.replace": "置き換え中: {what}",
    "progress.doing.delete": "削除中: {what}",
    "progress.doing.keep": "維持: {what}",
    "progress.doing.blocked": "実行不可: {what}",
    "progress.began": "{doing} …",
    # what it has done
    "progress.done.create": "作成完了: {what}",
    "progress.done.adopt": "引き継ぎ完了: {what}",
    "progress.done.update": "更新完了: {what}",
    "progress.done.replace": "置き換え完了: {what}",
    "progress.done.delete": "削除完了: {what}",
    "progress.done.keep": "維持: {what}",
    "progress.done.blocked": "実行不可: {what}",
    "progress.failed": "失敗 {what}: {why}",
    "progress.about": "{what}: {detail}",
    "progress.retrying": "再試行中 ({state})",
    "progress.checking_again": "{why} (再確認します)",
    "progress.still_waiting": "待機中: {what}",
    "progress.done_of": "{total} 件中 {done} 件完了",
    "progress.done_of_failed": "{total} 件中 {done} 件完了、{failed} 件失敗",
    # at the end
    "progress.applied": "適用が完了しました",
    "progress.destroyed": "削除が完了しました",
    "progress.incomplete": "完了しませんでした",
    "progress.summary": "{end}: {counts} ({took})",
    "progress.nothing": "変更なし",
    "progress.count.create": "作成 {n}",
    "progress.count.adopt": "引き継ぎ {n}",
    "progress.count.update": "更新 {n}",
    "progress.count.replace": "置き換え {n}",
    "progress.count.delete": "削除 {n}",
    "progress.count.keep": "維持 {n}",
    "progress.count.failed": "失敗 {n}",
    # states that are no words of AWS
    "progress.state.not visible yet": "AWS に未反映",
    "progress.state.sent again": "再送信",
    "progress.state.not listed": "一覧に未表示",
}
