"""The help of commands that change AWS, the state or the sandbox, in Japanese."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "help.init": (
        "コメント付きの netsec.toml を、デフォルト値で現在のディレクトリに作成します。\n\n"
        "可能なら VPC を読み取り、アカウント、リージョン、VPC、ゾーン、パブリックサブネット、"
        "プライベートルートテーブルを書き込みます。AWS は変更しません。"
    ),
    "help.apply": (
        "netsec.toml のとおりに AWS を変更します。plan を表示し、確認してから実行します。\n\n"
        "確認のあとに plan を作り直します。内容が変わっていれば、表示し直して改めて確認します。"
        "表示していない変更は行いません。\n\n"
        "`plan --out` で保存した FILE を指定すると、その plan だけを確認なしで実行します。"
        "保存後に何かが変わっていれば、何も実行しません。\n\n"
        "何度でも実行できます。既存のリソースを見つけ、中断した実行の続きを行い、設定どおりのものは変更しません。"
        "NAT ゲートウェイが利用可能になるまで 1、2 分かかります。ルートはそのあとすぐに作成します。"
    ),
    "help.nat": (
        "NAT ゲートウェイを一時的にオンにする、オフにする、または状態を表示します。\n\n"
        "netsec.toml を編集する必要はありません。"
        "`nat on` は期限を設定し、期限までは enable_nat_gateway より優先します。"
        "期限は AWS のタグなので、このスタックを netsec で操作する全員に見えます。"
    ),
    "help.nat.on": (
        "期限を付けてオンにします (期限付きの `apply --nat`)。\n\n"
        "もう一度実行すると、期限を変更できます。期限が切れると、次の apply か `nat reap` で削除します。"
        "自動では削除しません。"
    ),
    "help.nat.off": "オフにします (destroy-nat と同じ)。",
    "help.nat.status": "状態、経過時間、パブリック IP、ルート、料金、通信、期限を表示します。",
    "help.nat.reap": (
        "`nat on` の期限が切れていれば、オフにします。\n\n"
        "--yes を付けて定期実行するためのコマンドです。enable_nat_gateway が true のあいだは期限がなく、何もしません。"
        "残してある Elastic IP は解放しません。"
    ),
    "help.destroy-nat": (
        "NAT ゲートウェイと、そのルート、Elastic IP を削除して、課金を止めます。\n\n"
        "ほかのリソースは残ります。Elastic IP は、--keep-eips を付けないかぎり解放します。"
        "残した Elastic IP には未使用でも料金がかかり、解放できるのは --release-eips だけです。"
        "解放した場合、次回は同じアドレスを AWS にリクエストしますが、ほかで使われていれば戻りません。"
        "このスタックのタグがあっても記録のないものは、--by-tags を付けないかぎり、残して一覧に表示します "
        "(終了コード 5)。"
    ),
    "help.destroy": (
        "スタックのリソース (NAT ゲートウェイ、Elastic IP、ルート、ACL、セキュリティグループ) をすべて削除します。\n\n"
        "VPC、サブネット、ルートテーブルは netsec の管理外で、残ります。使用中のもの "
        "(ロードバランサーのネットワークインターフェイスに付いたグループなど) は、残して一覧に表示します。"
        "その場合はほかをすべて削除し、終了コード 5 で終わります。"
        "このスタックのタグがあっても記録のないものも、同じ扱いです。"
        "`state rebuild` で記録するか、--by-tags を付けてください。"
        "残してある Elastic IP は、--release-eips を付けないかぎり解放しません。"
    ),
    "help.adopt": (
        "既存のリソース ID に netsec のタグを付け、ADDRESS として記録して引き継ぎます。\n\n"
        "タグのほかは変更しません。netsec.toml との違いは、次の plan で表示します。"
        "引き継いだものは、以後 destroy の削除対象になります。"
        "enable_nat_gateway が false のあいだに NAT ゲートウェイや Elastic IP を引き継ぐには、"
        "このコマンドと次の plan に --nat を付けます。\n\n"
        "\b\n"
        "netsec adopt security_group/alb sg-0123456789abcdef0"
    ),
    "help.forget": (
        "ADDRESS を管理から外します。netsec のタグと記録を削除し、リソースは残します。\n\n"
        "Name タグと独自のタグも残ります。次の plan からは対象外になります。"
        "タグがすでに別のスタックのものなら、記録だけを削除します。"
    ),
    "help.state": (
        "state を表示、再作成、移動、ロック解除します。\n\n"
        "state は AWS のキャッシュです。"
        "netsec が作成したものにはすべてタグがあり、`rebuild` はタグから state を作り直します。"
        "ただし、削除するのは記録のあるものだけです。"
        "保存先は、netsec.toml と同じディレクトリのファイルか、チームで共有する S3 バケットのオブジェクトです "
        "(netsec.toml の [state])。"
    ),
    "help.state.list": "記録されているアドレスと ID の一覧を表示します。",
    "help.state.show": "state を保存されているまま表示します。",
    "help.state.rebuild": (
        "AWS のタグから state を作り直します。\n\n"
        "このスタックのタグがあるものをすべて一覧に表示し、確認してから記録します。"
        "記録したものは、apply や destroy の削除対象になります。"
        "AWS は変更しません。以前の state はバックアップとして残ります。"
    ),
    "help.state.unlock": (
        "ロックの保持者を表示し、残ったロックを解除します。\n\n"
        "ローカルの state ファイルのロックは、プロセスが終わると解除されるため、操作は不要です。"
        "バケットのロックは、保持するプロセスが強制終了すると残ります。"
        "プロセスが動いていないことを確認してから解除してください。"
    ),
    "help.state.push": "ローカルの state ファイルをバケットにコピーします。",
    "help.state.pull": "バケットの state をローカルファイルにコピーします。",
    "help.state.migrate": (
        "netsec.toml の保存先に state を移動します。\n\n"
        "内容はそのままコピーします。移動元は、使われないように名前を変えて残します。"
    ),
    "help.sandbox": (
        "--sandbox で使う内蔵の AWS を確認、停止、初期化します。\n\n"
        "サンドボックスを使うコマンドを実行すると起動し、1 時間使わないと停止します。"
        "データは reset を実行するまで残ります。"
    ),
    "help.sandbox.status": "動作状況、エンドポイント、AWS CLI からの使い方を表示します。",
    "help.sandbox.stop": "停止します。データは残ります。",
    "help.sandbox.reset": "停止し、データとスタックの state を削除します。",
}
