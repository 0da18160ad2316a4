"""What `nat` says of the NAT gateways, and of their end, in Japanese."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "nat.none_runs": "このスタックの NAT ゲートウェイは動いていません。",
    "nat.age": "作成から {age}",
    "nat.public_ip": "パブリック IP",
    "nat.routes": "ルート",
    "nat.no_route": "使用しているルートなし",
    "nat.cost_so_far": "料金の累計",
    "nat.cost": "${cost} (通信料は別)",
    "nat.traffic": "通信",
    "nat.traffic_out": "14 日間の送信 {size}",
    "nat.traffic_out_idle": "14 日間の送信 {size}、{days} 日間通信なし",
    "nat.until": "期限",
    "nat.no_end": "期限なし",
    "nat.end_unreadable": "{value} は日時ではありません",
    "nat.end_in": "{time} (あと {left})",
    "nat.end_expired": "{time} (期限切れ)",
    # nat on, off, reap
    "nat.on_anyway": "netsec.toml の enable_nat_gateway が true のため、NAT ゲートウェイはオンのままです。"
    "期限は設定しません。",
    "nat.on_until": "{time} までオンです。期限より先にオフにするには:\n  netsec nat off",
    "nat.too_long": "30 日以内で指定してください "
    "(オンのままにするには、netsec.toml で enable_nat_gateway = true にします)",
    "nat.nothing_due": "期限切れの NAT ゲートウェイはありません。",
    "nat.nothing_due_before": "期限切れの NAT ゲートウェイはありません。次の期限は {time} です。",
    # what the next apply does about them
    "nat.next_apply_creates": "enable_nat_gateway が true のため、"
    "次の `netsec apply` は NAT ゲートウェイを再び作成します。\n"
    "オフのままにするには、netsec.toml で enable_nat_gateway = false にしてください。",
    "nat.next_apply_deletes": "enable_nat_gateway が false のため、"
    "次の `netsec apply` は NAT ゲートウェイを削除します。\n"
    "残すには、netsec.toml で enable_nat_gateway = true にしてください。",
}
