"""What stands on the parts of a picture, and around it, in Japanese."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "graph.title": "ネットワーク {name}",
    "graph.internet_gateway": "インターネットゲートウェイ {id}",
    "graph.nat": "NAT {zone}",
    "graph.no_public_ip_yet": "パブリック IP は作成時に決定",
    "graph.monthly": "月 ${cost}",
    "graph.endpoints": "エンドポイント",
    "graph.reachability": "セキュリティグループ間の到達性",
    "graph.unreachable": "着信なし",
    "graph.no_egress": "外部への経路なし",
    "graph.blackhole": "{target} (ブラックホール)",
    "graph.acl": "ACL {name}",
    "graph.public": "パブリック",
    "graph.private": "プライベート",
    "graph.isolated": "隔離",
    "graph.new": "新規",
    "graph.changed": "変更",
    "graph.going": "削除",
    "graph.not_drawn": "{operations} を読み取れないため、該当するリソースは図にありません",
    "graph.wrote": "netsec: {path} に書き込みました",
}
