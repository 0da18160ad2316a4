"""What `show` and `state` say besides their reasons, in Japanese."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "state.nothing_recorded": "何も記録されていません。まだ apply を実行していないか、すべて destroy で削除しました。\n"
    "state ファイルをなくしたのなら、AWS のタグから作り直してください:\n  netsec state rebuild",
    "state.old_to_delete": "古いもの (削除予定): {id}",
    # state rebuild, unlock, push, pull, migrate
    "state.confirm_rebuild": "これらを記録しますか?",
    "state.rebuilt": "{place}: タグで見つかった {n} 件を記録しました",
    "state.locked": "ロックされています: {holder}",
    "state.locked_by_process": "ロックされています: {holder}。このプロセスが終わると解除されます。",
    "state.not_locked": "ロックされていません。",
    "state.holder": "{host} で {user} が {command} を実行中 (プロセス {pid}、{since} から)",
    "state.confirm_unlock": "そのプロセスは終了していますか? ロックを解除しますか?",
    "state.unlocked": "ロックを解除しました。",
    "state.copied": "{source} を {target} にコピーしました。",
    "state.set_aside": "{source} を {target} にコピーしました。以前の state は {aside} に残しています。",
    "state.other_backend": "netsec.toml の保存先は別の場所のままです。"
    '[state] に backend = "{backend}" と書いてください。',
}
