"""Details within other sentences, in Japanese: what is wrong with a file, what is waited for, what is cut off."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # files and directories
    "problem.not_a_directory": "ディレクトリではありません",
    "problem.not_a_regular_file": "通常のファイルではありません",
    "problem.other_owner": "所有者が別のユーザーです",
    "problem.world_writable": "すべてのユーザーが書き込めます",
    "problem.group_writable": "グループのユーザーが書き込めます",
    "problem.writable_by_others": "ほかのユーザーが書き込めます",
    "problem.hard_link": "別の名前 (ハードリンク) があります",
    "problem.outside_state_directory": "state ディレクトリの外にあります",
    "problem.state_file": "state ファイル",
    "problem.no_such_file": "ファイルがありません",
    # what makes a bucket public
    "problem.bucket_policy": "バケットポリシー",
    "problem.bucket_acl": "ACL",
    # how a plan in a file differs from the one of now
    "problem.change_added": "追加された変更: {change}",
    "problem.change_removed": "なくなった変更: {change}",
    # traffic that a network ACL blocks
    "problem.high_ports": "8443 などの TCP ポート",
    "problem.mail": "メール (587)",
    "problem.external_dns": "外部の DNS (UDP 53)",
    # networks
    "problem.no_availability_zone": "アベイラビリティーゾーンではない",
    "problem.table_to_internet_gateway": "{table} (インターネットゲートウェイへのルートあり)",
    "problem.no_default_route": "デフォルトルートなし",
}
