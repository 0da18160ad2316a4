"""What `cost` and the last line of a plan say, in Japanese."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "cost.nat_gateway": "NAT ゲートウェイ {label}",
    "cost.address_in_use": "パブリック IPv4 {label} (使用中)",
    "cost.address_idle": "パブリック IPv4 {label} (未使用)",
    "cost.endpoint": "エンドポイント {label} x {number}",
    "cost.nat_traffic": "NAT ゲートウェイの通信 {label}",
    "cost.hour": "1 時間",
    "cost.day": "1 日",
    "cost.month": "1 か月",
    "cost.so_far": "累計",
    "cost.total": "合計",
    "cost.prices": "{region} の定価 (USD、{date} 時点)",
    "cost.nothing_runs": "料金のかかるものは動いていません。",
    "cost.monthly_unknown": "月額: 不明 ({region} の料金がわかりません)",
    "cost.monthly_same": "月額: ${after} (変更なし、通信料は別)",
    "cost.monthly": "月額: ${before} -> ${after} ({difference}、通信料は別)",
    "cost.after": "`{command}` を実行すると: 月 ${monthly} ({difference})",
    "cost.after_same": "`{command}` を実行すると: 月 ${monthly} (変更なし)",
    "cost.cannot_apply": "`{command}` は今は実行できません。`netsec plan` を確認してください。",
    "cost.traffic": "過去 30 日間の通信: {gb} GB、${cost}",
    "cost.traffic_unknown": "過去 30 日間の通信: 不明",
    "cost.gb_price": "NAT ゲートウェイを通る通信には、1 GB あたり {price} USD が加算されます (--gb で料金に含めます)。"
    "1 時間に満たない分も 1 時間として課金されます。",
    "cost.gb_price_included": "NAT ゲートウェイを通る通信には、1 GB あたり {price} USD が加算されます。"
    "1 時間に満たない分も 1 時間として課金されます。",
}
