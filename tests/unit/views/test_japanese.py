"""Views in Japanese: lines break where Japanese may, stay within the screen, and line up by cells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netsec.messages import JAPANESE, speaking
from netsec.views.paint import hanging_indent, width, wrapped
from netsec.views.plan import plan_text
from tests.support.hands_on_plans import HEADER, PLANS


@pytest.fixture(autouse=True)
def _in_japanese() -> Iterator[None]:
    with speaking(JAPANESE):
        yield


@pytest.mark.parametrize(
    ("line", "room", "expected"),
    [
        ("変更はありません。", 16, ["変更はありませ", "ん。"]),
        ("変更はありません。", 18, ["変更はありません。"]),
        ("セキュリティグループ", 8, ["セキュリ", "ティグ", "ループ"]),
        ("このグループを使うサブネット", 20, ["このグループを使う", "サブネット"]),
        ("変更（追加）", 10, ["変更（追", "加）"]),
        ("変更（追加）", 6, ["変更", "（追", "加）"]),
        ("AWS は netsec.toml のとおりです", 12, ["AWS は", "netsec.toml", "のとおりです"]),
        ("作成 (ec2:CreateVpc)", 8, ["作成", "(ec2:CreateVpc)"]),
        ("サブネットsubnet-1を使う", 12, ["サブネット", "subnet-1を使", "う"]),
    ],
)
def test_where_a_line_breaks(line: str, room: int, expected: list[str]) -> None:
    assert wrapped(line, room) == expected


def test_hanging_counts_cells() -> None:
    assert hanging_indent("ルートがありません", "  ! ", 26) == ["  ! ルートがありません"]
    assert hanging_indent("ルートがありません。作成します", "エラー: ", 28) == [
        "エラー: ルートがありません。",
        "        作成します",
    ]


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("name", sorted(PLANS))
def test_a_plan_stays_within_the_screen(name: str, columns: int) -> None:
    lines = plan_text(PLANS[name](), HEADER, columns=columns).splitlines()
    assert [line for line in lines if width(line) > columns] == []
