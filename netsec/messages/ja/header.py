"""The lines above a plan, in Japanese: what each is called, and where its value came from."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "header.stack": "スタック",
    "header.account": "アカウント",
    "header.region": "リージョン",
    "header.profile": "プロファイル",
    "header.endpoint": "エンドポイント",
    "header.sts endpoint": "STS エンドポイント",
    "header.vpc": "VPC",
    # where a value came from
    "header.from_sandbox": "サンドボックス",
    "header.from_credentials": "認証情報",
    "header.from_profile": "AWS プロファイル",
    "header.from_sandbox_default": "サンドボックスのデフォルト",
    "header.from_state": "state ファイル",
    "header.from_name_tag": "Name タグ {name}",
}
