"""What the report says, in Japanese: its headings, the heads of its tables, and the notes between them."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "report.title": "{name} - ネットワークレポート",
    "report.skip": "図へ移動",
    "report.created": "作成日時",
    "report.parts": "目次",
    "report.network": "ネットワーク",
    "report.reachability": "到達性",
    "report.resources": "リソースとルール",
    "report.costs": "料金",
    "report.findings": "指摘",
    "report.checks": "照合",
    "report.changes": "変更",
    "report.unread": "読み取れなかったデータがあります。"
    "表示されないものは「問題なし」ではなく「不明」です: {operations}",
    # the picture
    "report.follow": "グループにマウスを合わせるか、フォーカスするか、クリックすると、"
    "届く送信元と届く宛先を表示します。"
    "Esc で解除します。",
    "report.marks": "印: + 新規、~ 変更、− 削除",
    "report.diagram": "ネットワーク図",
    "report.followed": "%1: %2 から届きます。%3 に届きます。",
    "report.nothing_reached": "なし",
    # reachability
    "report.reachability_note": "セキュリティグループのルールだけによる判定です "
    "(送信元のアウトバウンドと宛先のインバウンド)。"
    "ルートとネットワーク ACL は含みません。経路全体は `netsec reach` で確認してください。",
    "report.matrix": "グループ間の到達性",
    "report.from_to": "送信元 \\ 宛先",
    # resources
    "report.search": "検索",
    "report.search_example": "443、rds、nat-…",
    "report.rows": "{n} 行",
    "report.rows_of": "%2 行中 %1 行",
    "report.type": "種類",
    "report.name": "名前",
    "report.id": "ID",
    "report.details": "詳細",
    "report.subnet": "サブネット",
    "report.route": "ルート",
    "report.nat_gateway": "NAT ゲートウェイ",
    "report.elastic_ip": "Elastic IP",
    "report.group_rule": "セキュリティグループのルール",
    "report.acl_entry": "ネットワーク ACL のルール",
    "report.endpoint": "エンドポイント",
    "report.public": "パブリック",
    "report.private": "プライベート",
    "report.unknown": "不明",
    "report.idle": "未使用",
    # costs
    "report.costs_note": "USD、1 か月 (730 時間) あたり。{date} 時点の定価で、通信料は含みません。",
    "report.nothing_costs": "このスタックに、今料金のかかるものはありません。",
    "report.total": "合計",
    "report.now": "現在",
    "report.after_apply": "apply 後",
    "report.no_prices": "このリージョンの料金がわかりません。料金を取得するには: `netsec cost --refresh`",
    # findings
    "report.sentence": "{text}。",
    "report.not_ours": "このスタックのリソースではありません。",
    "report.suppressed": "抑止: {reason}",
    "report.none": "ありません。",
    "report.not_judged": "{operations} を読み取れないため、{control} は確認できません。",
    # checks and changes
    "report.checks_heading": "netsec.toml と AWS の照合",
    "report.status": "結果",
    "report.what": "リソース",
    "report.why_and_facts": "理由と現在の値",
    "report.changes_heading": "apply で行う変更",
    "report.fix_first": "先に解決が必要です: {reason}",
    "report.action": "操作",
    "report.why": "理由",
    "report.no_changes": "変更はありません。AWS は netsec.toml のとおりです。",
    "report.status.pass": "一致",
    "report.status.fail": "相違",
    "report.status.warn": "注意",
    "report.status.unknown": "不明",
    "report.verb.create": "作成",
    "report.verb.adopt": "引き継ぎ",
    "report.verb.update": "更新",
    "report.verb.replace": "置き換え",
    "report.verb.delete": "削除",
    "report.verb.keep": "維持",
    "report.verb.blocked": "実行不可",
    "report.footer": "netsec が作成しました。このページは外部から何も読み込まず、何も送信しません。",
    "report.wrote": "{path} に書き込みました: 指摘 {findings} 件、照合の相違 {failed} 件",
}
