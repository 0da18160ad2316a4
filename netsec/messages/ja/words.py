"""Words that several areas share, in Japanese: kinds of resources, lists and times, the marks before a line."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # headings of the kinds
    "words.kind.security_group": "セキュリティグループ",
    "words.kind.security_group_rules": "セキュリティグループのルール",
    "words.kind.elastic_ip": "Elastic IP",
    "words.kind.nat_gateway": "NAT ゲートウェイ",
    "words.kind.private_route": "プライベートサブネットのルート",
    "words.kind.network_acl": "ネットワーク ACL",
    "words.kind.network_acl_entries": "ネットワーク ACL のルール",
    "words.kind.network_acl_association": "ネットワーク ACL の関連付け",
    "words.kind.vpc_endpoint": "VPC エンドポイント",
    # before a line
    "words.error": "エラー: ",
    "words.warning": "警告: ",
    "words.note": "注: ",
    "words.still_costs": "課金が続いています: ",
    "words.paste": "netsec.toml に書く内容:",
    # between the items of a list, and between two sentences of one line
    "words.comma": "、",
    "words.semicolon": "。",
    # spans of time
    "words.seconds": "{seconds} 秒",
    "words.minutes": "{minutes} 分 {seconds} 秒",
    "words.hours": "{hours} 時間 {minutes} 分",
    # what is not there
    "words.unknown": "不明",
    "words.none": "なし",
    "words.empty": "(なし)",
}
