"""What the command line says of itself, in Japanese: commands and options that do not exist, and how a run can end."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "cli.no_such_command": "'{name}' というコマンドはありません。",
    "cli.did_you_mean": "'{name}' というコマンドはありません。'{similar}' ではありませんか?",
    "cli.interrupted": "netsec: 中断しました。実行中の処理はありませんでした",
    # usage errors that click finds
    "cli.no_such_option": "'{name}' というオプションはありません。",
    "cli.similar_options": "'{name}' というオプションはありません。{similar} ではありませんか?",
    "cli.missing_argument": "引数 {name} がありません。",
    "cli.missing_option": "オプション {name} がありません。",
    "cli.invalid_value": "{name} の値が正しくありません: {text}",
    "cli.invalid": "値が正しくありません: {text}",
    "cli.not_a_choice": "{value} は指定できません。{choices} から選んでください。",
    "cli.needs_argument": "オプション '{name}' には値が必要です。",
    "cli.takes_no_value": "オプション '{name}' には値を指定できません。",
    "cli.extra_argument": "余分な引数があります ({names})",
    "cli.given_twice": "{name} が 2 回以上指定されています",
    "cli.see_help": "{command} --help を参照してください。",
    # a bug
    "cli.unexpected": "予期しないエラーが発生しました ({name}): {text}",
    "cli.is_a_bug": "これは netsec の不具合です。state は最後に保存された状態のままです。"
    "-v を付けるとトレースバックを表示します。",
}
