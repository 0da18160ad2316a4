"""Advice in Japanese: of each flow, each set-up, and what would lose its way out."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "goes_by_resolver": ("VPC のリゾルバーが応答 (パブリックな名前も解決)", ""),
    "goes_by_time_service": ("どのサブネットからも 169.254.169.123 で時刻を取得可能", ""),
    "goes_inside": ("ローカルルートで VPC 内に届く", ""),
    "comes_by_alb": ("ロードバランサー経由で着信。応答も同じ経路で戻る", ""),
    "nothing_comes_in": ("プライベートサブネットでは不可 (NAT ゲートウェイの有無によらない)", ""),
    "goes_by_endpoints": ("エンドポイント経由: {endpoints}", ""),
    "goes_by_nat_for_now": ("NAT ゲートウェイ経由。エンドポイントで代替可能: {missing}", ""),
    "goes_by_nat_only": ("NAT ゲートウェイ経由。IPv4 ではほかに経路なし", ""),
    "goes_by_ipv6": ("IPv6 で Egress-Only インターネットゲートウェイ経由", ""),
    "goes_nowhere_yet": ("経路なし。エンドポイント {missing} か NAT ゲートウェイが必要", ""),
    "needs_nat": ("経路なし。NAT ゲートウェイが必要", ""),
    "closed_by_egress": ("経路なし。{groups} がポート 443 への送信を許可していない", ""),
    "closed_by_acl": ("経路なし。サブネットのネットワーク ACL {acls} が HTTPS の往復を許可していない", ""),
    "goes_by_public_ip": ("パブリックサブネットにあるタスクの、現在のパブリック IP 経由", ""),
    "way_unknown": ("判定不可。{denied} の権限がないか、応答が不完全", ""),
    "one_zone_for_all": ("そのゾーンに障害が起きると、全ゾーンが外部に出られない", ""),
    "nothing_at_night": ("稼働は月 {hours} 時間。停止中は起動も動作もしない", ""),
    "tasks_in_public": ("パブリックサブネットに {tasks} タスク。それぞれにパブリック IP が付く", ""),
    "cheapest_that_works": ("すべてが動作する構成のうち最安", ""),
    "cheapest_that_outlives_a_zone": ("1 つのゾーンに障害が起きても、すべてが動作する構成のうち最安", ""),
    "lost_without_nat:ecr": (
        "実行すると ECR からイメージを取得できなくなり、タスクが起動しません",
        "エンドポイントで代替できます (netsec.toml の [endpoints]): {missing}\n"
        "構成ごとの料金を確認するには:\n  netsec advise",
    ),
    "lost_without_nat": (
        "実行すると、[workload] の {flow} の通信が外部に出られなくなります",
        "エンドポイントで代替できます (netsec.toml の [endpoints]): {missing}\n"
        "構成ごとの料金を確認するには:\n  netsec advise",
    ),
}

TEXTS: dict[str, str] = {
    "advice.flows_heading": "プライベートサブネットに必要な通信と、現在の経路:",
    "advice.prices_heading": "月額 (USD、{region}、{date} 時点の定価):",
    "advice.recommended": "推奨: {setup}、月 ${monthly}",
    "advice.recommended_lines": "{why}。netsec.toml には次のように書きます:",
    "advice.not_needed": "不要なもの (netsec.toml の [workload] による):",
    "advice.measured": "過去 30 日間の通信量 {gb} GB (CloudWatch) で計算しています。",
    "advice.loses": "使えなくなるもの: {flows}",
    # the flows
    "advice.flow.dns": "DNS",
    "advice.flow.time": "時刻 (NTP)",
    "advice.flow.inside": "VPC 内",
    "advice.flow.from_alb": "ALB からの着信",
    "advice.flow.from_internet": "外部からの着信",
    "advice.flow.ecr": "ECR のイメージ",
    "advice.flow.logs": "CloudWatch Logs",
    "advice.flow.secrets": "Secrets Manager",
    "advice.flow.parameters": "SSM パラメータ",
    "advice.flow.exec": "ECS Exec (SSM)",
    "advice.flow.metrics": "メトリクス",
    "advice.flow.s3": "S3",
    "advice.flow.dynamodb": "DynamoDB",
    "advice.flow.packages": "パッケージ (実行時)",
    "advice.flow.public_images": "パブリックイメージ",
    "advice.flow.external_apis": "外部 API",
    # the set-ups
    "advice.setup.nat_per_zone": "NAT ゲートウェイ (ゾーンごと)",
    "advice.setup.nat_single": "NAT ゲートウェイ (1 つ)",
    "advice.setup.nat_at_work": "NAT ゲートウェイ (夜間オフ)",
    "advice.setup.endpoints": "エンドポイント (ゾーンごと)",
    "advice.setup.endpoints_one_zone": "エンドポイント (1 ゾーン)",
    "advice.setup.public_ips": "タスクのパブリック IP",
    "advice.setup.nothing": "どれも使わない",
    # the way each flow takes
    "advice.way.always": "無料",
    "advice.way.endpoint": "VPCE",
    "advice.way.nat": "NAT",
    "advice.way.ipv6": "IPv6",
    "advice.way.public_ip": "公開 IP",
    "advice.way.nowhere": "なし",
    "advice.way.unknown": "?",
}
