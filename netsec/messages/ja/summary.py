"""One line for each command, in the list of `netsec --help`, in Japanese."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "summary.init": "netsec.toml を新しく作成する",
    "summary.plan": "apply で行う変更と、その理由を表示する",
    "summary.apply": "netsec.toml のとおりに AWS を変更する",
    "summary.show": "記録されているリソースと出力を表示する",
    "summary.nat": "NAT ゲートウェイを一時的にオンにする、またはオフにする",
    "summary.destroy-nat": "NAT ゲートウェイを削除して課金を止める",
    "summary.destroy": "スタックのリソースをすべて削除する",
    "summary.verify": "netsec.toml と AWS を 1 行ずつ照合する",
    "summary.reach": "通信が届くかどうかを調べる",
    "summary.audit": "安全でない設定と、むだな料金を調べる",
    "summary.graph": "ネットワーク図を出力する (text、Mermaid、DOT、SVG)",
    "summary.report": "HTML レポートを作成する (構成、ルール、料金、指摘)",
    "summary.advise": "NAT ゲートウェイの要否と、推奨する構成を示す",
    "summary.cost": "動いているものと、その料金を表示する",
    "summary.adopt": "既存のリソースを引き継ぐ",
    "summary.forget": "リソースを削除せずに管理から外す",
    "summary.state": "state を表示、再作成、移動、ロック解除する",
    "summary.sandbox": "サンドボックスを確認、停止、初期化する",
}
