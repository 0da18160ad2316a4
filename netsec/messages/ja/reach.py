"""What reach and expectations say, in Japanese: of each hop, what stops packets, and what would let them through."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    # hops
    "passes_group": ("{direction} で許可: {rules}", ""),
    "passes_acl": ("{direction} で許可: {rules}", ""),
    "passes_answer": ("{direction} で応答を許可: {rules}", ""),
    "stopped_by_group": (
        "{direction} に許可するルールがありません",
        "許可するには、netsec.toml の {direction} に追加してください:\n  {line}",
    ),
    "stopped_by_acl": (
        "{direction} のルール {rules} で拒否されます",
        "許可するには、{direction} のそのルールより前に追加してください:\n  {line}",
    ),
    "stopped_by_answer": (
        "応答が {direction} のルール {rules} で拒否されます (ACL はステートレスです)",
        "応答を許可するには、{direction} のそのルールより前に追加してください:\n  {line}",
    ),
    "by_internet_gateway": ("インターネットゲートウェイ {gateway} を経由", ""),
    "by_nat_gateway": ("NAT ゲートウェイ {gateway} を経由、送信元 {public_ips}", ""),
    "by_nat_gateway_to_come": ("NAT ゲートウェイ {gateway} を経由 (未作成)", ""),
    "by_egress_only_gateway": ("Egress-Only インターネットゲートウェイ {gateway} を経由", ""),
    "by_gateway_endpoint": ("ゲートウェイエンドポイント {endpoint} を経由", ""),
    "leaves_our_sight": ("{target} へ。その先は netsec では確認できない", ""),
    "not_filtered": ("セキュリティグループと ACL の対象外で、どのサブネットの中からも届くアドレスです", ""),
    "not_on_internet": ("{name} に、インターネットでルーティングされるアドレスがありません", ""),
    "egress_only_lets_nothing_in": (
        "ルートのターゲットが Egress-Only インターネットゲートウェイ {gateway} のため、外部からの接続は届きません",
        "",
    ),
    "service_starts_nothing": (
        "ルートのターゲットがゲートウェイエンドポイント {endpoint} で、接続を開始することはありません",
        "",
    ),
    "endpoint_is_no_internet": (
        "ゲートウェイエンドポイント {endpoint} から届くのは AWS のサービスだけで、インターネットには出られません",
        "",
    ),
    "nothing_begins_there": ("AWS のサービスのアドレスで、接続を開始することはありません", ""),
    "answers_inside_only": ("VPC のサブネットの中からしか届かないアドレスです", ""),
    "no_common_family": (
        "{source} と {target} に共通の IP バージョンがありません (一方は IPv4 のみ、もう一方は IPv6 のみ)",
        "",
    ),
    "no_route": (
        "ルートテーブルに、この宛先へのルートがありません",
        "NAT ゲートウェイを使うと、プライベートサブネットから外部に出られます:\n  netsec nat on --for 3h\n"
        "NAT ゲートウェイが必要かどうかを確認するには:\n  netsec advise",
    ),
    "no_route_to_service": (
        "ルートテーブルに、{service} のゲートウェイエンドポイントへのルートがありません",
        "[endpoints] gateway のエンドポイントは、プライベートサブネットのルートテーブルに追加されます:\n  netsec plan",
    ),
    "blackhole": (
        "{destination} へのルートのターゲット {target} は、すでに削除されています",
        "apply で修正されます:\n  netsec plan",
    ),
    "nat_not_available": (
        "NAT ゲートウェイ {gateway} の状態が {state} です",
        "確認するには:\n  netsec nat status",
    ),
    "nat_is_private": (
        "NAT ゲートウェイ {gateway} はプライベート NAT ゲートウェイのため、インターネットに出られません",
        "",
    ),
    "nat_lets_nothing_in": (
        "ルートのターゲットが NAT ゲートウェイ {gateway} のため、外部からの接続は届きません",
        "",
    ),
    "no_public_address": (
        "パブリックアドレスを持つものがないため、外部からは届きません",
        "インターネットからの入口は、パブリックサブネットのロードバランサーです:\n  netsec reach internet alb 443",
    ),
    "source_without_public_address": (
        "ルートのターゲットはインターネットゲートウェイですが、送信元にパブリックアドレスがありません",
        "パブリックアドレスを付けるか、NAT ゲートウェイへのルートを持つサブネットに移してください。",
    ),
    "nobody_there": ("このアドレスを含むサブネットがありません", ""),
    "part_not_let_through": ("このアドレスを通すルートとルールの組み合わせがありません", ""),
    "both_outside": ("どちらもこの VPC の外にあるため、netsec では経路がわかりません", ""),
    # what can't be told
    "reach_unread": (
        "{denied} の権限がないか、応答が不完全です",
        "netsec を実行するユーザーかロールに権限を付けてください (docs/iam-policy.md)。",
    ),
    "reach_incomplete": (
        "AWS の応答に {id} の {missing} が含まれていません",
        "もう一度同じコマンドを実行してください。"
        "変わらないときは、接続先のエンドポイントが AWS と同じ情報を返していません。",
    ),
    "reach_leaves_sight": (
        "{target} の先の設定によりますが、netsec では確認できません",
        "その先のルート、セキュリティグループ、ネットワーク ACL を確認してください。",
    ),
    "reach_depends": (
        "次のルールの対象によります: {rules}",
        "グループ名か、グループが付いているものの IP アドレスを指定してください。"
        "プレフィックスリストの確認には ec2:GetManagedPrefixListEntries の権限が必要です。",
    ),
    "reach_prefix_list": (
        "ルートテーブルにあるプレフィックスリスト {ids} の中身によります",
        "netsec を実行するユーザーかロールに ec2:GetManagedPrefixListEntries を許可してください (docs/iam-policy.md)。",
    ),
    "reach_lattice": (
        "VPC Lattice の設定によりますが、netsec では確認できません",
        "サービスネットワークの関連付けと認証ポリシーを確認してください。",
    ),
    "reach_public_source": (
        "{name} のパブリックアドレスによりますが、わかりません",
        "パブリックアドレスを持つものの名前かアドレスを指定してください。",
    ),
    "reach_nat64": (
        "NAT64 によります (IPv6 のパケットを NAT ゲートウェイに送るルートがあります)",
        "64:ff9b::/96 へのルートと、サブネットの DNS64 を確認してください。",
    ),
    "nothing_there": ("判定の対象になるものがありません", ""),
    # names
    "place_unknown": (
        "この VPC に {name} という名前のものはありません",
        "近い名前: {near}\nIP アドレス、CIDR、ID でも指定できます。",
    ),
    "place_ambiguous": ("{name} という名前のものが複数あります: {found}", "ID で指定してください。"),
    # expectations
    "expectation_met": ("期待どおり: {source} -> {target}, {traffic}", ""),
    "expectation_open": (
        "[[expect]] は reachable = false ですが、{source} から {target} に届きます ({traffic}、届くポート: {ports})",
        "{because}\n経路を確認するには:\n  netsec reach {source} {target} {typed} --planned",
    ),
    "expectation_closed": (
        "[[expect]] は reachable = true ですが、{source} から {target} に届きません ({traffic}、止まる場所: {at})",
        "{because}\n止まる理由を確認するには:\n  netsec reach {source} {target} {typed} --planned",
    ),
    "expectation_unknown": (
        "[[expect]] にありますが、{source} から {target} に届くかどうか判定できません ({traffic})",
        "",
    ),
}

TEXTS: dict[str, str] = {
    "reach.yes": "到達可能",
    "reach.no": "到達不可",
    "reach.unknown": "判定不可",
    "reach.only_ports": "{protocol} {ports} のみ到達可能です。",
    "reach.only_family": "IPv{family} でのみ到達可能です。",
    "reach.assumed": "まだデプロイされていないため、配置先になるサブネットにあるものとして判定しました。",
    "reach.bad_traffic": "443、https、8000-8100、53/udp、udp、icmp のように指定してください "
    "(プロトコルは tcp、udp、icmp)",
}
