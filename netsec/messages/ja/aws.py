"""What AWS's refusals mean, in Japanese; AWS's own code and message always stay in."""

from __future__ import annotations

RAISE = (
    "不要なものを削除するか、クォータの引き上げをリクエストしてください (数時間から数日かかります):\n"
    "  aws service-quotas request-service-quota-increase"
)
SSO = "ログインし直して、もう一度同じコマンドを実行してください:\n  aws sso login"
KEYS = (
    "新しいアクセスキーを作成し、`aws configure` で設定してください。今の認証情報が誰のものか確認するには:\n"
    "  aws sts get-caller-identity"
)
CLOCK = (
    "時刻をネットワークと同期してください。WSL と Docker Desktop では、PC のスリープ中に時計が止まります。"
    "その場合は WSL や Docker Desktop を再起動してください。"
)
OURS = "もう一度同じコマンドを実行してください。失敗した NAT ゲートウェイを作り直します。"
AGAIN = "もう一度同じコマンドを実行してください。"


def _quota(what: str, service: str, quota: str) -> tuple[str, str]:
    command = f"{RAISE} \\\n    --service-code {service} --quota-code {quota} --desired-value NUMBER"
    return f"{what}がクォータの上限に達しています: {{message}} ({{code}})", command


def _nat(remedy: str) -> tuple[str, str]:
    return "AWS が NAT ゲートウェイを作成できませんでした: {message} ({failure})", remedy


REASONS: dict[str, tuple[str, str]] = {
    "aws_error": (
        "AWS が {operation} を拒否しました: {message} ({code})",
        "AWS に問い合わせるときは、リクエスト ID {request_id} を伝えてください。",
    ),
    "not_offered": (
        "{operation} は、{region} の {endpoint} では使えません: {message} ({code})",
        "netsec.toml に誤りはありません。エミュレーターや独自のエンドポイント (--endpoint-url、AWS_ENDPOINT_URL) が"
        "このアクションに対応していません。\n"
        "AWS に接続しているなら、このリージョンかこのリクエストでは使えないアクションです。",
    ),
    "refused_input": (
        "{operation} のリクエストを AWS が受け付けません: {message} ({code})",
        "メッセージにある値を netsec.toml で確認してください。",
    ),
    "throttled": (
        "リクエストが多すぎるため、AWS が {operation} を拒否し続けています: {message} ({code})",
        "1 分ほど待って、もう一度同じコマンドを実行してください。"
        "この制限は、アカウントとリージョンの全体で共有されます。",
    ),
    "unreachable": (
        "{operation} で AWS に接続できません: {detail}",
        "ネットワーク、VPN、プロキシ、リージョン名の綴りを確認してください。",
    ),
    "no_answer_yet": ("{url} からまだ応答がありません。接続を試みています", ""),
    "unanswered": (
        "AWS が {operation} に応答しません: {message} ({code})",
        "読み取りだけの呼び出しなので、何も変更していません。" + AGAIN,
    ),
    "look_timed_out": (
        "{operation} に対する AWS の応答が、制限時間の {seconds} 秒以内にありませんでした",
        "何も変更していません。ネットワーク、VPN、プロキシ、エンドポイントを確認してください。"
        "制限時間を延ばすには --timeout 10m を付けます。",
    ),
    "look_timed_out_midway": (
        "{operation} に対する AWS の応答が、制限時間の {seconds} 秒以内にありませんでした",
        "完了した分は記録済みです。もう一度同じコマンドを実行すると、続きから進みます。"
        "制限時間を延ばすには --timeout 60m を付けます。",
    ),
    "unknown_outcome": (
        "{operation} の結果がわかりません。実行された可能性があります: {message} ({code})",
        AGAIN + "状態を確認してから進みます。",
    ),
    "vanished": (
        "{operation} に必要なリソースがなくなっています: {message} ({code})",
        "実行中に、ほかの人が削除しました。もう一度同じコマンドを実行すると、状態を確認し直します。",
    ),
    "in_use": (
        "使用中のため {operation} を実行できません: {message} ({code})",
        "対象は {id} です。\n使用しているリソースを削除または変更してから、もう一度同じコマンドを実行してください。",
    ),
    "in_the_way": (
        "今の状態では、AWS が {operation} を受け付けません: {message} ({code})",
        "対象は {id} です。\n"
        "メッセージにある原因を解消するか、状態が落ち着くのを待って、もう一度同じコマンドを実行してください。",
    ),
    "wait_failed": (
        "AWS が作成できませんでした: {message} ({failure})",
        "もう一度同じコマンドを実行すると、作り直します。",
    ),
    "endpoint_failed": (
        "エンドポイントの状態が {failure} になりました: {message}",
        "もう一度同じコマンドを実行すると、作り直します。再び失敗するときは、上の AWS のメッセージに理由があります。",
    ),
    "wait_timeout": (
        "{seconds} 秒たっても {state} のままです",
        "待機を続けるには、もう一度同じコマンドを実行してください。",
    ),
    # who we are and what we may
    "credentials_missing": (
        "AWS の認証情報がありません",
        "ログインするか (`aws sso login`)、アクセスキーを設定するか (`aws configure`)、"
        "プロファイルを指定してください (--profile NAME)。\n"
        "AWS なしで netsec を試すには、--sandbox を付けます。",
    ),
    "profile_unknown": ("プロファイル {profile} はありません", "使えるプロファイル: {known}"),
    "credentials": ("AWS がこの認証情報を受け付けません: {message} ({code})", KEYS),
    "credentials:ExpiredToken": ("認証情報の有効期限が切れています ({code})", SSO),
    "credentials:ExpiredTokenException": ("認証情報の有効期限が切れています ({code})", SSO),
    "credentials:RequestExpired": (
        "認証情報の有効期限が切れているか、この PC の時計がずれています ({code})",
        SSO + "\n" + CLOCK,
    ),
    "credentials:UnauthorizedSSOTokenError": ("SSO セッションの有効期限が切れています ({code})", SSO),
    "credentials:SSOTokenLoadError": ("SSO セッションがありません ({code})", SSO),
    "credentials:TokenRetrievalError": ("SSO セッションの有効期限が切れています ({code})", SSO),
    "clock_skew": ("この PC の時計が AWS と {minutes} 分ずれているため、AWS が呼び出しを拒否しています", CLOCK),
    "permission": (
        "{operation} の権限がありません: {message} ({code})",
        "アカウントの管理者に権限を依頼してください。メッセージがエンコードされているときは、次のコマンドで読めます:\n"
        "  aws sts decode-authorization-message --encoded-message MESSAGE",
    ),
    # quotas
    "quota": (
        "AWS のクォータの上限に達しています: {message} ({code})",
        "不要なものを削除するか、クォータの引き上げをリクエストしてください。",
    ),
    "quota:AddressLimitExceeded": _quota("Elastic IP ", "ec2", "L-0263D0A3"),
    "quota:NatGatewayLimitExceeded": _quota("NAT ゲートウェイ", "vpc", "L-FE5A380F"),
    "quota:SecurityGroupLimitExceeded": _quota("セキュリティグループ", "vpc", "L-E79EC296"),
    "quota:RulesPerSecurityGroupLimitExceeded": _quota("1 つのセキュリティグループのルール", "vpc", "L-0EA8095F"),
    "quota:NetworkAclLimitExceeded": _quota("ネットワーク ACL ", "vpc", "L-B4A6D682"),
    "quota:NetworkAclEntryLimitExceeded": _quota("1 つのネットワーク ACL のルール", "vpc", "L-2AEEBF1A"),
    "quota:RouteLimitExceeded": _quota("1 つのルートテーブルのルート", "vpc", "L-93826ACB"),
    "quota:TagLimitExceeded": (
        "1 つのリソースに付けられるタグは 50 個までです ({code})",
        "netsec.toml の [tags] から減らすか、リソースのタグを削除してください。",
    ),
    # NAT gateways
    "nat_failed": _nat(OURS),
    "nat_failed:InternalError": _nat(
        "AWS 側の障害で、再試行しても成功しませんでした。時間をおいて、もう一度同じコマンドを実行してください。\n"
        "障害の状況は https://health.aws.amazon.com で確認できます。"
    ),
    "nat_failed:InsufficientFreeAddressesInSubnet": _nat(
        "パブリックサブネットに空きのプライベート IP アドレスがありません。"
        "アドレスを空けるか、同じゾーンの別のサブネットを指定してください:\n"
        '[vpc.public_subnets]\nZONE = "subnet-..."'
    ),
    "nat_failed:Gateway.NotAttached": _nat(
        "VPC にインターネットゲートウェイがアタッチされていません。"
        "アタッチして、もう一度同じコマンドを実行してください:\n"
        "  aws ec2 attach-internet-gateway --vpc-id vpc-... --internet-gateway-id igw-..."
    ),
    "nat_failed:InvalidAllocationID.NotFound": _nat("Elastic IP がなくなっています。" + OURS),
    "nat_failed:Resource.AlreadyAssociated": _nat(
        "Elastic IP がほかのリソースに関連付けられています。"
        "関連付けを解除するか、別の Elastic IP を指定して ([nat] eips)、もう一度実行してください。"
    ),
    "nat_failed:InvalidSubnetID.NotFound": _nat(
        "パブリックサブネットがなくなっています。"
        "作り直すか、netsec.toml の [vpc] public_subnets に別のサブネットを書いてください。"
    ),
    "nat_slow": (
        "{seconds} 秒たっても利用可能になりません (通常は 1 分から 3 分です)",
        "待機を続けるには、もう一度同じコマンドを実行してください。"
        "障害の状況は https://health.aws.amazon.com で確認できます。",
    ),
}
