"""What is said around a command, in Japanese: where it runs, what is asked, and what was cancelled."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # lines that begin with the program's name
    "session.in_sandbox": "サンドボックスで実行中 (実際の AWS ではなく、料金もかかりません)",
    "session.custom_endpoint": "AWS の代わりにエンドポイント {url} ({source}) を使います",
    "session.sandbox_and_aws": "--sandbox は、--endpoint-url や --profile と同時に使えません。",
    # from the plan to the result
    "session.confirm_apply": "この変更を適用しますか?",
    "session.confirm_delete": "これらのリソースを削除しますか?",
    "session.plan_changed": "そのあとに AWS の状態が変わりました。現在の plan は次のとおりです:\n",
    "session.cancelled": "キャンセルしました。何も変更していません。",
    "session.nothing_changed": "何も変更していません。",
}
