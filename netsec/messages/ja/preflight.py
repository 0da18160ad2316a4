"""What is said before anything is made, in Japanese: what AWS would refuse halfway, and what would not work."""

from __future__ import annotations

RAISE = (
    "  aws service-quotas request-service-quota-increase \\\n"
    "    --service-code {service} --quota-code {quota} --desired-value NUMBER"
)


def _exceeded(what: str) -> tuple[str, str]:
    return (
        f"{what}クォータの上限は {{limit}} です",
        "不要なものを削除するか、クォータの引き上げをリクエストしてください (数時間から数日かかります):\n" + RAISE,
    )


def _unknown(what: str) -> tuple[str, str]:
    return (
        f"{what}AWS のデフォルトのクォータは {{limit}} です。このアカウントのクォータは確認できませんでした",
        "servicequotas:GetServiceQuota を許可するか、{quota} が引き上げ済みかどうかを確認してください。",
    )


ELASTIC_IPS = "このリージョンで Elastic IP が {count} 個必要ですが、"
NAT_GATEWAYS = "{where} の NAT ゲートウェイが {count} 個になりますが、"
RULES = "{where} の {family} のルールが {count} 個になりますが、"
ENTRIES = "{where} の 1 方向の {family} のルールが {count} 個になりますが、"
ANY = "{where} の {what} が {count} 個になりますが、"

REASONS: dict[str, tuple[str, str]] = {
    # addresses that people bring
    "peer_unknown": (
        "ルールが参照している {id} が、このアカウントとリージョンにありません",
        "netsec.toml の次の行を修正してください:\n  {line}",
    ),
    "peers_unchecked": (
        "ルールが参照している次のものがあるかどうか、確認できませんでした: {ids}",
        "",
    ),
    "brought_address_unknown": (
        "netsec.toml が {zone} に指定している Elastic IP {id} がありません",
        "[nat] eips を修正してください。Elastic IP の一覧を表示するには:\n"
        "  aws ec2 describe-addresses --output text \\\n    --query 'Addresses[].[AllocationId,PublicIp]'",
    ),
    "brought_address_busy": (
        "netsec.toml が {zone} に指定している Elastic IP {id} は、{holder} が使用中です",
        "関連付けを解除するか、netsec.toml の [nat] eips に別の Elastic IP を指定してください。",
    ),
    "brought_address_far": (
        "netsec.toml が {zone} に指定している Elastic IP {id} は、"
        "そのゾーンとは別のネットワークボーダーグループ {group} のものです",
        "Elastic IP は、割り当て元のネットワークボーダーグループでしか使えません。"
        "[nat] eips に別の Elastic IP を指定してください。",
    ),
    # before anything is made
    "subnet_full": (
        "サブネット {subnet} の空きアドレスは {free} 個ですが、{wanted} 個必要です",
        "アドレスを空けるか、同じゾーンの別のサブネットを指定してください (netsec.toml の [vpc] public_subnets)。",
    ),
    "dns_off": (
        "プライベート DNS を使うエンドポイントには {attributes} が必要ですが、VPC {vpc} では無効です",
        "有効にするか、[endpoints] に private_dns = false と書いてください:\n"
        "  aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-support\n"
        "  aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-hostnames",
    ),
    "endpoint_service_unknown": (
        "このリージョンには、{service} の {type} エンドポイントがありません",
        "netsec.toml の [endpoints] を修正してください。使えるサービスの一覧を表示するには:\n"
        "  aws ec2 describe-vpc-endpoint-services --query ServiceNames",
    ),
    "endpoint_service_elsewhere": (
        "{service} のエンドポイントは {lacking} では使えず、{zones} でのみ使えます",
        "[endpoints] に使えるゾーンを指定してください (zones = [...])。"
        "ほかのゾーンからは、ゾーンをまたいで接続します。",
    ),
    "quota_exceeded:elastic_ips": _exceeded(ELASTIC_IPS),
    "quota_exceeded:nat_gateways": _exceeded(NAT_GATEWAYS),
    "quota_exceeded:rules": _exceeded(RULES),
    "quota_exceeded:entries": _exceeded(ENTRIES),
    "quota_exceeded": _exceeded(ANY),
    "quota_unknown:elastic_ips": _unknown(ELASTIC_IPS),
    "quota_unknown:nat_gateways": _unknown(NAT_GATEWAYS),
    "quota_unknown:rules": _unknown(RULES),
    "quota_unknown:entries": _unknown(ENTRIES),
    "quota_unknown": _unknown(ANY),
    "prefix_lists_unweighed": (
        "{where} は {lists} を参照していますが、ルール何個分になるかわかりません (それ以外で {limit} 個中 {count} 個)",
        "ec2:DescribeManagedPrefixLists を許可するか、プレフィックスリストがあるか、"
        "最大エントリ数がいくつかを確認してください。",
    ),
    "public_access_blocked": (
        "VPC ブロックパブリックアクセス (BPA) の対象です: {subnets}。"
        "NAT ゲートウェイは作成され料金もかかりますが、通信できません",
        "送信を許可する除外を作成するか、BPA を有効にした管理者に相談してください。",
    ),
    "encryption_enforced": (
        "{vpc} では VPC 暗号化コントロールが強制モードで、NAT ゲートウェイの除外がありません。"
        "AWS が作成を拒否する可能性があります",
        "",
    ),
    "secondary_cidrs": (
        'cidr = "vpc" は VPC のプライマリ CIDR ブロックだけで、{cidrs} を含みません',
        "{cidrs} も許可するなら、netsec.toml の [network_acls] にルールを追加してください。",
    ),
    "nat_time_is_up": (
        "NAT ゲートウェイの使用期限が切れています (期限: {until})",
        "使い続けるには:\n  netsec nat on --for 3h",
    ),
    "nat_end_unreadable": (
        "{id} のタグ netsec:expires-at の値が日時ではありません ({value})。netsec.toml の設定だけに従います",
        "期限を設定し直すには:\n  netsec nat on --for 3h",
    ),
    "acl_cuts_nat": (
        "{subnets} のネットワーク ACL により、NAT ゲートウェイとの通信が遮断されます: {cut}",
        "必要な通信なら、netsec.toml の [network_acls] に両方向のルールを追加してください。",
    ),
}
