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
