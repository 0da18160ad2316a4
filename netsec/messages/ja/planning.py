"""What the planner says, in Japanese: of matches, replacements, tags, and networks that are not fit or not clear."""

from __future__ import annotations

SINGLE = '[nat]\ntopology = "single"'

REASONS: dict[str, tuple[str, str]] = {
    # match, binding, removal
    "unrecorded": ("タグで検出", ""),
    "record_outdated": ("タグで検出。state には別の ID が記録されている", ""),
    "replaced": ("新しいものに置き換える", ""),
    "replaced_with_gap": (
        "同じアドレスを使うため先に削除する。新しいものが利用可能になるまで、外部に出られない",
        "",
    ),
    "replaced_without_gap": ("新しいものに切り替えてから削除する。途切れないが、パブリック IP が変わる", ""),
    "spare": ("重複。このアドレスでは別のリソースを使っている", ""),
    "name_taken": (
        "{name} というセキュリティグループがすでにありますが ({id})、netsec の管理外です",
        "ここで管理するなら、引き継いでください:\n  netsec adopt {address} {id}\n"
        "管理しないなら、netsec.toml でグループに別の名前を付けてください。",
    ),
    "name_taken:vpc_endpoint": (
        "{name} へのエンドポイントがすでにありますが ({id})、netsec の管理外です",
        "ここで管理するなら、引き継いでください:\n  netsec adopt {address} {id}\n"
        "管理しないなら、netsec.toml の [endpoints] からこのサービスを外してください。",
    ),
    "name_taken_by_ours": (
        "セキュリティグループ {name} ({id}) は、すでに {other} として管理しています",
        "netsec.toml のキーだけを変えたのなら、新しいキーで引き継いでください:\n  netsec adopt {address} {id}",
    ),
    "acl_subnet_claimed_twice": (
        "サブネット {subnet} が 2 つの ACL に指定されています: {acls}",
        "サブネットに関連付けられる ACL は 1 つです。ほかの ACL から外してください。",
    ),
    "address_claimed_twice": (
        "{ids} に {address} のタグがあり、複数が使用中です",
        "どれを使うか、次のどれかで指定してください:\n  netsec adopt {address} {ids:each}",
    ),
    "held_by": ("{holders} が使用中", "使用しているものを削除または変更して、もう一度同じコマンドを実行してください。"),
    "used_by": ("{users} がまだ使用中", "{users} から外して、もう一度同じコマンドを実行してください。"),
    "owner_stays": ("{owner} とともに残る", ""),
    # tags
    "tags_differ": ("タグが設定と異なる", ""),
    "tag_missing": ("タグがない", ""),
    "tag_edited": ('現在の値は "{was}"', ""),
    "tag_dropped": ("設定から削除された", ""),
    # the VPC
    "vpc_missing": (
        "Name タグが {name} の VPC が、このアカウントとリージョンにありません",
        "先に VPC を作成するか (ハンズオン第 1 回)、--profile と --region を確認してください。"
        "別の VPC を使うなら指定してください:\n"
        '[vpc]\nid = "vpc-..."',
    ),
    "vpc_id_unknown": (
        "このアカウントとリージョンに、VPC {name} がありません",
        "netsec.toml の [vpc] id、--profile、--region を確認してください。VPC の一覧を表示するには:\n"
        "  aws ec2 describe-vpcs --output text --query 'Vpcs[].[VpcId,CidrBlock]'",
    ),
    "vpc_ambiguous": (
        "Name タグが {name} の VPC が複数あります: {ids}",
        'どの VPC を使うか指定してください:\n[vpc]\nid = "{ids:each}"',
    ),
    "vpc_differs": (
        "このスタックは VPC {recorded} にありますが、netsec.toml の指定は {configured} です",
        "別の VPC に移すには、まず {recorded} を指定して destroy を実行してください。"
        "または、別の環境を使ってください (-e NAME)。",
    ),
    "recorded_vpc_gone": (
        "state に記録されている VPC {vpc} がなくなっています",
        "VPC を作り直したのなら、AWS の今の状態から state を作り直してください:\n  netsec state rebuild",
    ),
    # zones, subnets, tables
    "no_internet_gateway": (
        "パブリックサブネットがありません (インターネットゲートウェイへのルートを持つルートテーブルがありません)",
        "インターネットゲートウェイをアタッチし、パブリックサブネットの 0.0.0.0/0 のターゲットにしてください "
        "(ハンズオン第 1 回)。\n"
        "または、NAT ゲートウェイを使わない設定にしてください: enable_nat_gateway = false",
    ),
    "no_private_subnets": (
        "VPC にプライベートサブネットがないため、NAT ゲートウェイの使い道がありません",
        "プライベートサブネットを作成するか (ハンズオン第 1 回)、NAT ゲートウェイを使わない設定にしてください: "
        "enable_nat_gateway = false",
    ),
    "zone_unknown": (
        "{zone} はこのスタックのゾーンではありません: {zones}",
        "netsec.toml の [nat] のゾーンを修正してください。",
    ),
    "zone_without_public_subnet": (
        "{zone} に、NAT ゲートウェイを置くパブリックサブネットがありません",
        "パブリックサブネットを作成するか、availability_zones から {zone} を外してください。"
        "1 つの NAT ゲートウェイを全ゾーンで使うこともできます:\n" + SINGLE,
    ),
    "zone_without_private_subnet": (
        "{zone} にプライベートサブネットがありません",
        "プライベートサブネットを作成するか、netsec.toml の availability_zones から {zone} を外してください。",
    ),
    "single_without_public_subnet": (
        "NAT ゲートウェイを置くパブリックサブネットを、どのゾーンでも 1 つに決められません: {zones}",
        'どれを使うか指定してください:\n[vpc.public_subnets]\n{zones:each} = "subnet-..."',
    ),
    "public_subnets_ambiguous": (
        "{zone} にパブリックサブネットが複数あります: {subnets}",
        'NAT ゲートウェイを置くサブネットを指定してください:\n[vpc.public_subnets]\n{zone} = "{subnets:each}"',
    ),
    "private_tables_ambiguous": (
        "{zone} にプライベートルートテーブルが複数あります: {tables}",
        "NAT ゲートウェイを使うルートテーブルを指定してください:\n"
        '[vpc.private_route_tables]\n{zone} = ["{tables:each}"]',
    ),
    "private_table_shared": (
        "ルートテーブル {table} は {zones} で使われていますが、指定できる NAT ゲートウェイは 1 つだけです",
        "ゾーンごとにルートテーブルを分けるか、1 つの NAT ゲートウェイを全ゾーンで使ってください:\n" + SINGLE,
    ),
    "table_unknown": (
        "ルートテーブル {table} は、この VPC にありません",
        "netsec.toml の [vpc] private_route_tables を修正してください。",
    ),
    "table_is_public": (
        "ルートテーブル {table} は、インターネットゲートウェイへのルートを持つパブリックルートテーブルです",
        "netsec.toml の [vpc] private_route_tables に、プライベートルートテーブルを指定してください。",
    ),
    "subnet_in_other_zone": (
        "サブネット {subnet} は {zone} ではなく {actual} にあります",
        'ゾーンの指定が誤りで、サブネットが正しいなら:\n[vpc.public_subnets]\n{actual} = "{subnet}"',
    ),
    "subnet_not_public": (
        "サブネット {subnet} はパブリックではありません (インターネットゲートウェイへのルートがありません)",
        "netsec.toml の [vpc] public_subnets にパブリックサブネットを指定するか、"
        "このサブネットにインターネットゲートウェイへのルートを追加してください。",
    ),
    "acl_subnet_unknown": (
        "サブネット {subnet} は、この VPC にありません",
        "netsec.toml の network_acls.{acl}.subnets を修正してください。",
    ),
}
