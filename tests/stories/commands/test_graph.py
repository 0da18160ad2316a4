"""`netsec graph` as it is typed."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from tests.support.shell import TOML, Shell, flat

ON = TOML + "enable_nat_gateway = true\n"


def test_live_plan_and_config(shell: Shell) -> None:
    shell.config(ON + 'availability_zones = ["ap-northeast-1a", "ap-northeast-1c"]\n')
    offline = shell("graph", "--of", "config")
    assert (offline.code, "NAT ap-northeast-1a" in offline.out) == (0, True), offline.all
    planned = shell("graph", "--of", "plan")
    assert "+           NAT ap-northeast-1a  public IP assigned at creation  $48.91 a month" in planned.out, planned.out
    assert "+ ecs" in planned.out
    shell.done("apply")
    live = shell("graph")
    assert "NAT ap-northeast-1a  nat-" in live.out
    assert "alb <- internet tcp 80, 443" in flat(live.out)
    assert "ecs <- alb tcp 80, 3000" in flat(live.out)
    assert "rds <- ecs tcp 5432" in flat(live.out)
    assert not [line for line in shell("graph", "--of", "plan").out.splitlines() if line[:2] in ("+ ", "- ", "~ ")]
    off = shell("graph", "--of", "plan", "--json")
    assert off.json["internet_gateway"].startswith("igw-")
    assert {edge["text"] for edge in off.json["edges"]} >= {"tcp 80, 3000", "tcp 5432"}


def test_files(shell: Shell) -> None:
    shell.config(ON)
    shell.done("apply")
    for name, begins in (("a.svg", "<svg"), ("a.mmd", "flowchart LR"), ("a.dot", "digraph"), ("a.txt", "vpc-")):
        result = shell("graph", "-o", name)
        assert (result.code, result.out) == (0, ""), result.all
        assert (shell.folder / name).read_text(encoding="utf-8").startswith(begins)
    ET.fromstring((shell.folder / "a.svg").read_text(encoding="utf-8"))
    assert shell("graph", "--format", "dot", "-o", "a.svg").code == 0
    assert (shell.folder / "a.svg").read_text(encoding="utf-8").startswith("digraph")
    assert shell("graph", "-o", "nowhere/a.svg").code == 3
    assert shell("graph", "--format", "png").code == 3
