"""Gaps in answers, shared networks and zones that are no availability zones, in Japanese."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "answer_incomplete": (
        "判定できません。AWS の応答に {missing} がないか、この netsec の知らない形式です (対象: {id})",
        "もう一度同じコマンドを実行してください。変わらないときは、aws ec2 describe-... で確認するか、"
        "新しい netsec を使ってください。",
    ),
    "zones_left_out": (
        "アベイラビリティーゾーンではないため、対象外にしました: {zones}",
        "対象に含めるには、netsec.toml の availability_zones に、ほかのゾーンとともに書いてください。",
    ),
    "zone_not_for_nat": (
        "{zone} はアベイラビリティーゾーンではありません ({type})。NAT ゲートウェイには、このゾーンの"
        "ネットワークボーダーグループの Elastic IP が必要ですが、netsec は割り当てません",
        "そのゾーンで NAT ゲートウェイを使えるなら、Elastic IP を用意して指定してください。"
        "または、アベイラビリティーゾーンの NAT ゲートウェイを使ってください:\n"
        '[nat.eips]\n{zone} = "eipalloc-..."',
    ),
    "shared_by_other_account": (
        "{ids} は {owners} が {own} に共有しているリソースです。"
        "ルートと ACL の変更、NAT ゲートウェイの作成は、所有者しかできません",
        "{owners} の認証情報で netsec を実行するか、NAT ゲートウェイ、ACL、エンドポイントを設定から外してください。"
        "セキュリティグループは作成できます。",
    ),
}
