"""What the kinds say, in Japanese: why a resource is made, kept, changed or taken away."""

from __future__ import annotations

SHARE_THE_STATE = (
    "別のマシンが、別の state でこのスタックを操作している可能性があります。\n"
    'state を共有してください (netsec.toml の [state] backend = "s3")。'
    "別のマシンがなければ、今あるリソースを記録してください:\n"
    "  netsec state rebuild"
)

REASONS: dict[str, tuple[str, str]] = {
    "as_wanted": ("設定どおり", ""),
    "not_wanted": ("設定にない", ""),
    "asked_to_go": ("指定による削除", ""),
    "route_before": ("現在のターゲット", ""),
    "still_deleting": ("AWS が削除中", ""),
    # security_group
    "group_missing": ("この名前のグループは未作成", ""),
    "group_name_immutable": ("設定では {wanted}。グループ名は変更できないため作り直す", ""),
    "group_description_immutable": ("設定では {wanted}。説明は変更できないため作り直す", ""),
    # security_group_rules
    "rules_of_new_group": ("新しいグループ", ""),
    "rules_born_as_wanted": ("新しいグループの初期ルールのままでよい", ""),
    "rules_differ": ("ルールが設定と異なる", ""),
    "rules_name_groups": ("ほかのグループを参照しているため、先に削除する", ""),
    "rule_missing": ("未作成", ""),
    "rule_unasked": ("設定にない", ""),
    "rule_unasked_close_first": ("設定にない。グループに空きがないため、追加より先に削除する", ""),
    "rule_stranger_kept": ("netsec.toml にないが、グループが exclusive = false のため残す", ""),
    "rule_unasked_stale": ("設定にない。参照先のグループへの接続もなくなっている ({status})", ""),
    "rule_stranger_stale": (
        "netsec.toml にないが残す (exclusive = false)。参照先のグループへの接続はなくなっている ({status})",
        "",
    ),
    "rule_stale": (
        "古いルール。参照先のグループへの接続がなくなり ({status})、何も許可されない",
        "ルールを netsec.toml から外すか、VPC ピアリング接続を作り直してください。",
    ),
    "rule_names_nobody": (
        "残す。AWS がルールの相手を返さないため、netsec では削除できない",
        "コンソールで確認し、不要ならそこで削除してください。",
    ),
    "rule_changed": ("その場で変更 (通信は途切れない)", ""),
    "rule_description": ('説明を "{was}" から "{wanted}" に変更', ""),
    "nat_on_until": ("`nat on` により {until} までオン", ""),
    # elastic_ip
    "address_missing": ("このゾーンには未作成", ""),
    "address_held_elsewhere": (
        "netsec の管理外の {holder} が使用中",
        "{holder} との関連付けを解除して、もう一度同じコマンドを実行してください。",
    ),
    "address_left_associated": ("削除済みの NAT ゲートウェイとの関連付けが残っている", ""),
    "address_kept": ("{public_ip} を次の NAT ゲートウェイのために残す", ""),
    "address_pinned": ("{public_ip} は [nat] eips で指定されているため、解放しない", ""),
    "public_ip_given_up": ("解放する。次回は同じアドレスを AWS にリクエストする", ""),
    "public_ip_asked_for_again": ("前回と同じアドレス。AWS に残っていなければ別のアドレス", ""),
    "address_has_a_name": (
        "{public_ip} は残す。逆引き DNS レコード {name} があるため、EC2 が解放を拒否する",
        "解放するには、レコードを削除してから、もう一度同じコマンドを実行してください:\n"
        "  aws ec2 reset-address-attribute --attribute domain-name --allocation-id ALLOCATION_ID",
    ),
    # nat_gateway
    "nat_gateway_missing": ("このゾーンには未作成", ""),
    "nat_gateway_pending": ("AWS が作成中", ""),
    "nat_gateway_failed": ("作成に失敗している: {message} ({failure})", ""),
    "nat_gateway_subnet": ("サブネットが {was} にある。設定では {wanted}", ""),
    "nat_gateway_address": ("アドレスが {was} になっている。設定では {wanted}", ""),
    "its_public_ip": ("パブリック IP", ""),
    "nat_gateway_serves": (
        "{appliance} がまだ使用中",
        "NAT ゲートウェイから {appliance} をデタッチして、もう一度同じコマンドを実行してください。",
    ),
    # private_route
    "route_missing": ("{destination} へのルートが未作成", ""),
    "route_elsewhere": ("ルートのターゲットが {target} になっている", ""),
    "route_to_vanished": ("ルートのターゲット {target} が削除されている", ""),
    "route_by_hand": ("ターゲットは netsec の {target} だが、ルートは netsec 以外が作成した", ""),
    "zone_gateway": ("このルートテーブルが使う NAT ゲートウェイ", ""),
    "route_of_other_writer": (
        "デフォルトルートのターゲット {target} に、このスタックのタグがあるが、ここには記録がない",
        SHARE_THE_STATE,
    ),
    "route_foreign": (
        "デフォルトルートのターゲット {target} は netsec の管理外",
        "使用中の経路かもしれないため、netsec は変更しません。{target} が NAT ゲートウェイで、"
        "ここで管理するなら、Elastic IP とともに引き継いでください:\n"
        "  netsec adopt --nat nat_gateway/ZONE {target}\n"
        "  netsec adopt --nat elastic_ip/ZONE eipalloc-...\n"
        'このゾーンを対象から外すなら、残りのゾーンを netsec.toml に書いてください: availability_zones = ["..."]',
    ),
    # network_acl, network_acl_entries
    "network_acl_missing": ("VPC に未作成", ""),
    "entries_of_new_acl": ("新しい ACL。ルールを追加するまで、すべて拒否される", ""),
    "entries_differ": ("ルールが設定と異なる", ""),
    "entry_missing": ("未作成", ""),
    "entry_differs": ("その場で置き換え", ""),
    "entry_unasked": ("設定にない", ""),
    # vpc_endpoint
    "endpoint_missing": ("{service} 用は未作成", ""),
    "endpoint_other_service": ("接続先が {was} になっている。接続先は変更できないため作り直す", ""),
    "endpoint_pending": ("AWS が作成中", ""),
    "endpoint_differs": ("設定と異なる", ""),
    "endpoint_part_missing": ("未追加", ""),
    "endpoint_part_unasked": ("設定にない", ""),
    "endpoint_private_dns": ("サービスの DNS 名がこのエンドポイントに解決されるか", ""),
    # network_acl_association
    "subnet_on_other_acl": ("現在の ACL は {acl}", ""),
    "subnet_of_other_stack": (
        "このサブネットは、スタック {stack} の {acl} に関連付けられている",
        "サブネットのネットワーク ACL を、2 つのスタックで管理することはできません。どちらかから外してください。\n"
        "こちらで外すには network_acls.*.subnets か associate_network_acls = false を使います。",
    ),
    "acl_before": ("現在の ACL", ""),
    "associated_by_hand": ("この ACL への関連付けは netsec 以外が行ったため、残す", ""),
    "former_acl": ("以前の ACL", ""),
    "default_acl": ("VPC のデフォルト ACL (以前の ACL は不明か、削除済み)", ""),
    "subnet_unknown": (
        "サブネット {subnet} は、この VPC にありません",
        "netsec.toml のサブネット ID を修正してください。サブネットの一覧を表示するには:\n"
        "  aws ec2 describe-subnets --output text \\\n    --query 'Subnets[].[SubnetId,VpcId,AvailabilityZone]'",
    ),
}
