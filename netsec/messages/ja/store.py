"""What the store says, in Japanese: of a state file that can't be read, trusted or written, and of its lock."""

from __future__ import annotations

REBUILD = "  netsec state rebuild"

REASONS: dict[str, tuple[str, str]] = {
    "state_not_json": (
        "{path} が壊れています: {detail}",
        "隣にあるバックアップを戻すか、AWS の今の状態から作り直してください:\n" + REBUILD,
    ),
    "state_too_large": (
        "{path} は state ファイルとしては大きすぎます ({size} バイト)",
        "別の場所へ移して、AWS の今の状態から作り直してください:\n" + REBUILD,
    ),
    "state_version": (
        "{path} の形式は {found} ですが、この netsec が対応しているのは {supported} までです",
        "このファイルを書いた新しい netsec を使ってください。最新の netsec のチェックアウトで:\n"
        "  uv tool install --force '.[sandbox]'\n"
        "または、別の場所へ移して、AWS の今の状態から作り直してください:\n" + REBUILD,
    ),
    "state_project": (
        "{path} は {wanted} ではなく {found} の state です",
        "netsec.toml の project と -e を確認してください。ここにコピーしたファイルなら、"
        "別の場所へ移して、AWS の今の状態から作り直してください:\n" + REBUILD,
    ),
    "state_unreadable": ("{path} を読み取れません: {detail}", "所有者を確認してください:\n  ls -l {path}"),
    "state_unwritable": (
        "{path} に書き込めません: {detail}",
        "書き込むはずだった内容は {rescue} にあります。書き込めるようになったら、そこへ移してください。\n"
        "AWS のリソースは、次の実行でもタグで見つかります。",
    ),
    "state_unsafe_file": (
        "{path} は安全に使えません: {problem}",
        "自分が所有し、ほかのユーザーが書き込めない通常のファイルにしてください:\n  ls -ld {path}",
    ),
    "state_unsafe_directory": (
        "{path} には state を安全に保存できません: {problem}",
        "自分が所有し、ほかのユーザーが書き込めないディレクトリにしてください (chmod go-w):\n  ls -ld {path}",
    ),
    "mode_tightened": (
        "{path} にほかのユーザーがアクセスできたため (モード {was})、自分だけに制限しました (モード {now})",
        "中身を書き換えられた可能性があるなら、AWS の今の状態から state を作り直してください:\n" + REBUILD,
    ),
    "state_overtaken": (
        "実行中に、{path} がほかの実行によって書き換えられました (保存番号 {found}、こちらは {saved})",
        "この実行で作成したものにはタグがあります。もう一度同じコマンドを実行してください。"
        "状態を確認してから進みます。",
    ),
    "state_id_twice": (
        "{path} に {id} が 2 回記録されています ({address} と {other})",
        "どちらかを削除するか、AWS の今の状態から作り直してください:\n" + REBUILD,
    ),
    "state_of_sandbox": (
        "{path} はサンドボックスの state で、実際の AWS の state ではありません",
        "--sandbox を付けるか、別の環境を使うか (-e NAME)、ファイルを別の場所へ移してください。",
    ),
    "state_not_sandbox": (
        "{path} は実際の AWS の state で、サンドボックスの state ではありません",
        "--sandbox を外すか、別の環境を使ってください (-e NAME)。",
    ),
    "locked": (
        "スタックがロックされています: {host} で {user} が `{command}` を実行中 (プロセス {pid}、{since} から)",
        "終わるまで待つか、そのプロセスを終了してください。ロックも解除されます。",
    ),
    "locked_remotely": (
        "スタックがロックされています: {host} で {user} が `{command}` を実行中 (プロセス {pid}、{since} から)",
        "終わるまで待ってください。異常終了してロックだけが残っているなら:\n  netsec state unlock",
    ),
    "bucket_missing": (
        "netsec.toml の [state] に指定したバケット {bucket} がありません",
        "名前を修正するか、作成してください:\n  aws s3 mb s3://{bucket}",
    ),
    "bucket_elsewhere": (
        "バケット {bucket} は別のリージョンにあります: {detail}",
        'リージョンを指定してください:\n[state]\nregion = "..."',
    ),
    "bucket_denied": (
        "バケット {bucket} への {operation} を S3 が拒否しました: {message} ({code})",
        "バケットの所有者がアカウント {owner} であることと、docs/iam-policy.md の権限があることを確認してください。\n"
        '意図して別のアカウントのバケットを使うなら、所有者を指定してください:\n[state]\nbucket_owner = "..."',
    ),
    "bucket_owner_unknown": (
        "STS からアカウント ID を取得できないため、バケット {bucket} の所有者を確認できません",
        'バケットを所有するアカウントを指定してください:\n[state]\nbucket_owner = "..."',
    ),
    "bucket_public": (
        "バケット {bucket} は {through} により公開されているため、state を書き込みません",
        "公開をやめるか、別のバケットを指定してください:\n"
        "  aws s3api put-public-access-block --bucket {bucket} --public-access-block-configuration \\\n"
        "    BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    ),
    "bucket_unchecked": (
        "{bucket} が公開されているかどうか、確認できません ({denied} が拒否されました)",
        "これらの呼び出しを許可するか (docs/iam-policy.md)、"
        "バケットでパブリックアクセスがブロックされていることを確認してください。",
    ),
    "bucket_silent": (
        "{bucket} から応答がありません ({detail})",
        "もう一度同じコマンドを実行してください。作成済みのものはタグで見つけてから進みます。",
    ),
    "bucket_unversioned": (
        "{bucket} でバージョニングが有効になっていません",
        "上書きした state を戻せるように、有効にしてください: aws s3api put-bucket-versioning",
    ),
    "no_bucket": (
        "netsec.toml の [state] にバケットが指定されていません",
        'バケットを指定してください。backend = "local" なら、state の移動先と移動元としてだけ使います:\n'
        '[state]\nbucket = "..."',
    ),
    "state_beside": (
        "バケットには記録がありませんが、{path} があります",
        "リソースは記録がなくてもタグで見つかります。記録をバケットに移すには:\n  netsec state migrate",
    ),
    "nothing_recorded": ("{path} に記録がありません", "コピーするものがありません。"),
    "state_other_lineage": (
        "{path} は別の lineage の state です (保存番号 {there}、こちらは {here})",
        "その state が不要なら、--force で上書きしてください。コピーが残ります。",
    ),
    "state_newer": (
        "{path} のほうが新しい state です (保存番号 {there}、こちらは {here})",
        "そちらを移すか、--force で上書きしてください。コピーが残ります。",
    ),
    "lock_lost": (
        "実行中にファイルが置き換えられたか削除されたため、ロック {path} が無効になりました",
        "この実行で作成したものにはタグがあります。もう一度同じコマンドを実行してください。"
        "状態を確認してから進みます。",
    ),
    "lock_unusable": ("ロック {path} を使えません: {detail}", "ディレクトリを確認してください:\n  ls -ld {path}"),
}
