"""What the commands and the config say, in Japanese: of options, answers and mistakes in netsec.toml."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "usage": ("{message}", ""),
    "no_directory": (
        "現在のディレクトリを読み取れません: {detail}",
        "netsec.toml のあるディレクトリに移動してください。",
    ),
    "declined": ("キャンセルしました。何も変更していません", ""),
    "no_terminal": (
        "ターミナルではないため、確認を求められません",
        "確認なしで実行するには --yes を付けます。",
    ),
    "unknown_output": ("{name} という出力はありません", "指定できるもの: {known}"),
    "file_exists": (
        "{path} はすでにあるため、変更しませんでした",
        "先に別の場所へ移すか、--force を付けてください。",
    ),
    "file_unwritable": ("{path} に書き込めません: {detail}", "書き込めるディレクトリを選んでください (-c)。"),
    "output_unwritable": (
        "出力を書き込めません: {detail}",
        "空き容量を増やすか、出力先を変えて、もう一度同じコマンドを実行してください。状態を確認してから進みます。",
    ),
    "config_mistake": ("{place}: {message}", ""),
    "config_missing": ("{path} がありません", "新しく作成するには:\n  netsec init"),
    "config_unreadable": ("{path} を読み取れません: {detail}", ""),
}

TEXTS: dict[str, str] = {
    # adopt, forget
    "commands.bad_address": "'{value}' は正しいアドレスではありません。"
    "plan の表示と同じ KIND/NAME の形で指定してください "
    "(例: security_group/alb)",
    "commands.address_or_all": "ADDRESS を 1 つ指定するか、--all を付けてください。",
    "commands.nothing_to_forget": "何も記録されていないため、管理から外すものはありません。",
    # apply, plan
    "commands.nat_in_plan_file": "--nat と --no-nat は FILE の plan に含まれています。"
    "plan --out のときに指定してください。",
    "commands.two_plans": "--destroy と --destroy-nat は同時に使えません。",
    "commands.nat_and_destroy": "--nat と --no-nat は、--destroy や --destroy-nat と同時に使えません。",
    "commands.eips_without_destroy": "--keep-eips と --release-eips は、"
    "--destroy-nat か --destroy とともに使ってください。",
    "commands.tags_without_destroy": "--by-tags は、--destroy-nat か --destroy とともに使ってください。",
    "commands.plan_written": "plan を {path} に保存しました。この plan だけを実行するには:\n  netsec apply {path}",
    # cost
    "commands.bad_gb": "1 か月の GB を、100、100GB、1.5TB のように 0 から {most} までで指定してください",
    # init
    "commands.config_written": "{path} を作成しました。\n次は、内容を確認してから `netsec plan` を実行してください。",
    "commands.config_written_for": "{vpc} 用の {path} を作成しました。\n"
    "次は、内容を確認してから `netsec plan` を実行してください。",
    "commands.vpc_unnamed": "名前なし",
    "commands.aws_not_read": "AWS を読み取れませんでした: ",
    "commands.bad_project": "小文字、数字、ハイフンを使ってください (sg- で始めることはできません。例: web、my-app)",
    "commands.bad_environment": "小文字、数字、ハイフンを使ってください (例: dev、prod)",
    "commands.bad_region": "リージョン名を指定してください (例: ap-northeast-1)",
    # show
    "commands.raw_needs_name": "--raw には、出力の NAME が 1 つ必要です。",
    # sandbox
    "commands.sandbox_running": "{url} で実行中です (プロセス {pid}、{since} から)。",
    "commands.sandbox_exports": "AWS CLI と SDK から使うには:",
    "commands.sandbox_not_running": "実行されていません。",
    "commands.sandbox_stopped": "停止しました。データは残っています。",
    "commands.sandbox_reset": "サンドボックスを空にしました。",
}
