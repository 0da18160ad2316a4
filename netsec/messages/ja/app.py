"""What the app says, in Japanese: of accounts and regions, of what was left undone, of adopting and forgetting."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "prices_unknown": (
        "{region} の料金がわかりません",
        "料金を取得するには (pricing:GetProducts の権限が必要です):\n  netsec cost --refresh",
    ),
    "prices_incomplete": (
        "{region} の料金表に {missing} がありません",
        "以前の料金をそのまま使います。aws.amazon.com/vpc/pricing も確認してください。",
    ),
    "prices_unreadable": (
        "{path} から料金を読み取れないため、パッケージに付属の料金を使います",
        "料金を取得し直すには:\n  netsec cost --refresh",
    ),
    "sandbox_has_no_prices": (
        "サンドボックスには料金表がありません",
        "--refresh を外してください。パッケージに付属の料金を使います。",
    ),
    "account_differs": (
        "この認証情報はアカウント {actual} のものですが、{source} のアカウントは {recorded} です",
        "{recorded} の認証情報を使ってください (--profile NAME)。今の認証情報がどのアカウントのものか確認するには:\n"
        "  aws sts get-caller-identity",
    ),
    "region_differs": (
        "このスタックは {recorded} にありますが、今回の対象は {actual} です",
        "--region {recorded} を指定するか、{actual} には別の環境 (-e NAME) を使ってください。",
    ),
    "region_missing": (
        "リージョンが指定されていません",
        'netsec.toml の先頭付近に region = "ap-northeast-1" と書くか、--region を指定してください。',
    ),
    "endpoint_invalid": (
        "{url} ({source}) は、AWS に接続する URL として正しくありません",
        "http://localhost:4566 のように完全な URL を書くか、指定を外してください。",
    ),
    "profiles_unreadable": (
        "AWS の設定ファイルを読み取れません: {detail}",
        "~/.aws/config と ~/.aws/credentials を確認してください。",
    ),
    "no_vpc": (
        "このアカウントとリージョンには、デフォルト VPC 以外の VPC がありません",
        "先に VPC を作成するか (ハンズオン第 1 回)、--profile と --region を確認してください。\n"
        "VPC がないまま netsec.toml を書くには、--offline を付けます。",
    ),
    "several_vpcs": (
        "VPC が複数あります: {vpcs}",
        "どの VPC を使うか指定してください:\n  netsec init --vpc {vpcs:each}",
    ),
    "interrupted_done": (
        "中断しました。完了: {done}、未完了: {left}",
        "完了した分は記録済みです。もう一度同じコマンドを実行すると、続きから進みます。",
    ),
    "left_gateways": (
        "記録上どのルートにも使われていない NAT ゲートウェイに、時間課金が発生しています: {ids}",
        "もう一度同じコマンドを実行すると、続きから進みます。削除するには:\n  netsec destroy-nat",
    ),
    "left_endpoints": (
        "まだ利用できない VPC エンドポイントに、時間課金が発生しています: {ids}",
        "もう一度同じコマンドを実行すると、続きから進みます。削除するには、netsec.toml の [endpoints] から外して:\n"
        "  netsec apply",
    ),
    "left_unsure": (
        "AWS に送信しましたが応答がありません。作成され、時間課金が始まっている可能性があります: {ids}",
        "もう一度同じコマンドを実行すると、まず AWS の状態を確認します。NAT ゲートウェイと Elastic IP は "
        "`netsec destroy-nat` で削除できます。",
    ),
    "left_addresses": (
        "使用中の NAT ゲートウェイがない Elastic IP に、時間課金が発生しています: {ids}",
        "もう一度同じコマンドを実行すると、続きから進みます。解放するには:\n  netsec destroy-nat --release-eips",
    ),
    "not_settled": (
        "結果をまだ確認できません",
        "AWS に反映されるまで、少し時間がかかることがあります。もう一度同じコマンドを実行してください。"
        "状態を確認してから進みます。",
    ),
    "deadline_passed": (
        "時間切れのため、実行しませんでした",
        "完了した分は記録済みです。もう一度同じコマンドを実行すると、続きから進みます。"
        "制限時間を延ばすには --timeout 60m を付けます。",
    ),
    "open_intent": (
        "途中で止まった実行が {address} を作成した可能性がありますが ({op})、AWS ではまだ確認できません",
        "apply は結果が確認できるまで待ちます (長くても 1 分)。",
    ),
    "sandbox_file_refused": (
        "サンドボックスの {path} は使えません: {problem}",
        "中身は読み込みも実行もしていません。削除して空のサンドボックスから始めるには:\n  netsec sandbox reset",
    ),
    "sandbox_directory_refused": (
        "サンドボックスの {path} は使えません: {problem}",
        "中身は読み込みも実行もしていません。自分だけがアクセスできるようにするか (chmod 700)、削除するか、"
        "NETSEC_SANDBOX_DIR に別のディレクトリを指定してください。",
    ),
    "sandbox_in_work_tree": (
        "{path} は旧バージョンのサンドボックスで、もう使われません。中のリソースと state は読み込みません",
        "新しいサンドボックスは、ユーザーの state ディレクトリに作られます。古いものは削除できます。",
    ),
    "not_shown_yet": (
        "{address} ({id}) は作成直後で、AWS ではまだ確認できません。この plan には含められません",
        "1 分ほどしてから、もう一度 plan を実行してください。apply は確認できるまで待ちます。",
    ),
    "sandbox_unusable": (
        "サンドボックスが動作していません: {detail}",
        "起動し直すには、まず停止します:\n  netsec sandbox stop",
    ),
    "sandbox_extra_missing": (
        "サンドボックスがインストールされていません",
        "netsec のチェックアウトで:\n  uv tool install --force '.[sandbox]'\n"
        "有効にした仮想環境にインストールするなら:\n  python -m pip install '.[sandbox]'",
    ),
    "nothing_to_adopt": (
        "この VPC には、{address} として引き継げる {id} がありません",
        "ID、--profile、--region を確認してください。",
    ),
    "adopt_taken": (
        "{address} はすでに {id} です",
        "そのリソースの管理をやめるなら、先に管理から外してください:\n  netsec forget {address}",
    ),
    "not_shown": (
        "AWS の状態が変わったため、続けると表示した内容を超える変更になります: {changes}",
        "完了した分は記録済みです。今の plan を確認して、もう一度実行してください:\n  netsec plan",
    ),
    "plan_file_outdated": (
        "この plan を保存したあとに、AWS、state、netsec.toml のいずれかが変わりました: {changes}",
        "何も変更していません。plan を作り直して、確認してください:\n  netsec plan --out {path}",
    ),
    "plan_file_unusable": (
        "{path} は、この netsec で実行できる plan ではありません: {detail}",
        "作り直すには:\n  netsec plan --out {path}",
    ),
    "plan_file_of_other": (
        "{path} は {field} が {found} の plan ですが、今は {wanted} です",
        "plan を作成したときと同じ netsec.toml、環境、認証情報を使ってください。",
    ),
    "plan_not_written": (
        "この plan はまだ実行できないため、{path} を書き込みませんでした",
        "上の問題を解決してから、もう一度作成してください。",
    ),
    "adopt_of_other_vpc": (
        "{id} は、別の VPC にあるこのスタックのリソースです: {vpc}",
        "先にその VPC の netsec.toml で netsec forget を実行し、管理から外してください。",
    ),
    "adopt_of_other_stack": (
        "{id} は別のスタックのリソースです: {stack}",
        "先にそのスタックの netsec.toml と -e で netsec forget を実行し、管理から外してください。",
    ),
    "adopted_by_hand": ("指定による引き継ぎ。netsec のタグを付ける", ""),
    "found_by_tags": ("タグで検出", ""),
    "forgotten": ("指定による。netsec のタグを外し、リソースはそのまま残す", ""),
    "forgotten_not_ours": ("指定による。記録から外す。タグはこのスタックのものではないため残す", ""),
    "its_creation": ("作成日時", ""),
    "address_unknown": (
        "このスタックに {address} はありません",
        "指定できるもの: {known}\n"
        "スイッチがオフのあいだ、NAT ゲートウェイと Elastic IP は --nat を付けると指定できます。",
    ),
    "sandbox_keeps_its_state": (
        "サンドボックスは、専用のディレクトリに state を保存します",
        "--sandbox を外してください。移せるのは実際の AWS の state だけです。",
    ),
    "forget_unknown": ("{address} は記録されていません", "記録の一覧を表示するには:\n  netsec state list"),
}
