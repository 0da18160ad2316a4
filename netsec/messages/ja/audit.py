"""What audit says of each finding in Japanese, and what to do about it."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "default_group_has_rules": (
        "デフォルトのセキュリティグループにルールがあります。"
        "グループを指定せずに起動したリソースには、これが適用されます",
        "使用しているリソースがなくなったら、ルールを削除してください。",
    ),
    "ssh_open": (
        "ポート 22 (SSH) がすべての送信元に開いています",
        "必要な送信元だけを指定するか、ECS Exec か SSM を使ってください。",
    ),
    "rdp_open": (
        "ポート 3389 (RDP) がすべての送信元に開いています",
        "必要な送信元だけを指定するか、SSM を使ってください。",
    ),
    "risky_ports_open": (
        "攻撃を受けやすいポートがすべての送信元に開いています: {ports}",
        "必要なセキュリティグループか送信元だけを指定してください。",
    ),
    "other_ports_open": (
        "80 と 443 以外のポートがすべての送信元に開いています: {ports}",
        "ロードバランサーを前段に置くか、必要な送信元だけを指定してください。",
    ),
    "group_unused": (
        "どのネットワークインターフェイスにも関連付けられていません",
        "使う予定がなければ削除してください。最初のデプロイの前なら問題ありません。",
    ),
    "stale_rule": (
        "古いルールです。{rule} のグループへの接続がなくなったため ({status})、このルールでは何も許可されません",
        "ルールを削除するか、VPC ピアリング接続を作り直してください。",
    ),
    "acl_lets_admin_in": (
        "ルールの評価順により、{ports} がすべての送信元から許可されます (ルール {through})",
        "より小さい番号のルールでこれらのポートを拒否するか、戻りの通信の範囲を 32768 からにしてください。",
    ),
    "acl_unused": (
        "どのサブネットにも関連付けられていないため、機能していません",
        "サブネットに関連付けるか (associate_network_acls = true)、作成をやめてください。",
    ),
    "address_idle": (
        "{public_ip} は未使用で、月 {monthly} かかります",
        "許可リストに登録している相手がいなければ、解放してください。",
    ),
    "nat_idle": (
        "過去 30 日間に通信がなく、月 {monthly} かかります",
        "必要になるまで停止するには:\n  netsec nat off",
    ),
    "nat_in_another_zone": (
        "{zones} のサブネットが {zone} の NAT ゲートウェイを使っています。1 GB ごとにゾーン間の通信料がかかります",
        "同じゾーンの NAT ゲートウェイを使うには、plan を確認してください:\n  netsec plan",
    ),
    "route_leads_nowhere": (
        "{destination} へのルートのターゲット {target} は、すでに削除されています",
        "apply で何が変わるか確認するには:\n  netsec plan",
    ),
    "s3_by_nat": (
        "S3 への通信 (ECR のイメージの各レイヤーを含む) が NAT ゲートウェイを通り、GB 単位で課金されています",
        'ゲートウェイエンドポイントは無料です。netsec.toml の [endpoints] に gateway = ["s3"] と書いてください。',
    ),
}

TEXTS: dict[str, str] = {
    "audit.severity.critical": "重大",
    "audit.severity.high": "高",
    "audit.severity.medium": "中",
    "audit.severity.low": "低",
    "audit.count.critical": "重大 {n} 件",
    "audit.count.high": "高 {n} 件",
    "audit.count.medium": "中 {n} 件",
    "audit.count.low": "低 {n} 件",
    "audit.findings": "指摘: {counts}",
    "audit.findings_hidden": "指摘: {counts} (ほか {hidden} 件は非表示)",
    "audit.unknown": "不明",
    "audit.unread": "{operations} の権限がないか、応答が不完全です",
    "audit.no_metrics": "CloudWatch に {gateways} のメトリクスがありません",
    "audit.idle_suppression": "注: [audit] suppress: ",
    "audit.matches_nothing": "{control} {resource}: 該当する指摘がありません",
    "audit.foreign": "{name} (このスタック以外)",
    "audit.suppressed": "抑止: ",
}
