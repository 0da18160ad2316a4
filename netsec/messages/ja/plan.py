"""What a plan says besides its reasons, in Japanese: headings, counts, and what becomes of public IPs."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "plan.no_changes": "変更はありません。AWS は netsec.toml のとおりです。",
    "plan.nothing_to_delete": "変更はありません。削除するものは残っていません。",
    "plan.rest_is_kept": "変更はありません。上のリソースはそのまま残します。",
    "plan.counts": "Plan: {counts}",
    "plan.create": "作成 {n}",
    "plan.adopt": "引き継ぎ {n}",
    "plan.update": "更新 {n}",
    "plan.replace": "置き換え {n}",
    "plan.delete": "削除 {n}",
    "plan.keep_and_tag": "タグを付けて維持 {n}",
    "plan.unchanged": "変更なし {n}",
    "plan.blocked": "実行不可 {n}",
    "plan.blocked_heading": "実行できないため、変更しないもの:",
    "plan.obstacles_heading": "先に解決が必要なもの:",
    "plan.not_executable": "この plan はまだ実行できません。",
    "plan.public_ips_released": "解放するパブリック IP: ",
    "plan.public_ips_kept": "残すパブリック IP: ",
    "plan.kept_and_charged": "{ips} (未使用でも課金されます)",
}
