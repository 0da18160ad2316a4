"""Whose a resource is, in Japanese: why it is not touched, and how it can be taken over or let go."""

from __future__ import annotations

from netsec.messages.ja.kinds import SHARE_THE_STATE

REASONS: dict[str, tuple[str, str]] = {
    "lost_stack_tag": (
        "{id} は {address} として記録されていますが、タグ {tag} がないため、netsec は変更しません",
        "管理を続けるなら、引き継いでください:\n  netsec adopt {address} {id}\n"
        "管理しないなら、記録から外してください:\n  netsec forget {address}",
    ),
    "tagged_for_other_stack": (
        "{id} は {address} として記録されていますが、タグではスタック {stack} のリソースです",
        "タグが正しいなら、ここの記録から外してください:\n  netsec forget {address}",
    ),
    "tagged_for_other_vpc": (
        "{id} は {address} として記録されていますが、タグ netsec:vpc では {vpc} のリソースです",
        "タグが正しいなら、ここの記録から外してください:\n  netsec forget {address}",
    ),
    "variant_unknown": ("{id} は netsec が管理しない種類 ({variant}) の NAT ゲートウェイのため、変更しません", ""),
    "only_by_tags": (
        "{id} にはこのスタックのタグがありますが、記録がないため削除しません",
        "netsec が作成したものなら、記録してください (見つかったものを一覧にして確認を求めます):\n"
        "  netsec state rebuild\n"
        "今回だけタグを頼りに削除するなら、destroy か destroy-nat に --by-tags を付けます。",
    ),
    "other_writer": ("{id} にも {address} のタグがありますが、ここには記録がありません", SHARE_THE_STATE),
    "address_of_unknown_vpc": (
        "Elastic IP {id} ({public_ip}) にはこのスタックのタグがありますが、この VPC のものかどうかわかりません",
        "この VPC のものなら、引き継いでください:\n  netsec adopt {address} {id}",
    ),
    "zone_not_shown": (
        "{zone} に、これを必要とするプライベートサブネットがなくなりました (現在のサブネット: {subnets})",
        "このため、何も削除しません。ルートやサブネットを誤って変更したのなら、元に戻してください。\n"
        'このゾーンを対象から外すなら、残りのゾーンを netsec.toml に書いてください: availability_zones = ["..."]',
    ),
    "subnet_not_shown": (
        "{subnet} はネットワーク ACL {acl} に関連付けられていますが、{which} サブネットではなくなっています"
        " (ルートテーブル: {table})",
        "このため、何も変更しません。ルートテーブルを誤って変更したのなら、元に戻してください。\n"
        "意図した変更なら、netsec.toml の network_acls.{acl}.subnets にサブネットの ID を書いてください。",
    ),
}
