"""The help of netsec itself, and of every command, in Japanese: `help.state.list` is that of `netsec state list`."""

from __future__ import annotations

from netsec.messages.ja.help import changing, reading

TEXTS: dict[str, str] = {
    "help.netsec": (
        "既存の AWS VPC の、セキュリティとアウトバウンド通信の層を管理します。対象は、セキュリティグループの連鎖 "
        "(インターネット、ALB、ECS、RDS)、オンとオフを切り替えられる固定アドレスの NAT ゲートウェイ、"
        "プライベートサブネットのルート、ネットワーク ACL、VPC エンドポイントです。"
    ),
    "help.examples": (
        "\b\n"
        "AWS アカウントなしで試すには:\n"
        "  netsec --sandbox plan\n"
        "  netsec --sandbox apply --nat\n"
        "  netsec --sandbox destroy-nat\n\n"
        "終了コード: 0 正常、2 変更あり (plan --detailed-exitcode) または指摘あり (verify、reach、audit)、"
        "3 使い方または設定の誤り、4 認証情報またはアカウント、5 競合、6 再実行が必要、7 クォータ、"
        "8 NAT ゲートウェイの失敗、9 state ファイル、10 ロック中、130 中断"
    ),
    "help.global_options": "全コマンド共通のオプション (netsec --help) も使えます。",
    # what stands above the parts, and what click itself would say
    "help.usage": "使い方: ",
    "help.options": "オプション",
    "help.commands": "コマンド",
    "help.default": "デフォルト: {value}",
    **changing.TEXTS,
    **reading.TEXTS,
}
