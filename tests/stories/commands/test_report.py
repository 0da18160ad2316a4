"""`netsec report` as it is typed."""

from __future__ import annotations

from tests.support.shell import TOML, Shell


def test_it_writes_one_page(shell: Shell) -> None:
    shell.config(TOML + "enable_nat_gateway = true\n")
    shell.done("apply")
    result = shell("report")
    assert (result.code, result.out.startswith("wrote report.html: ")) == (0, True), result.all
    page = (shell.folder / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "myapp/dev" in page
    document = shell("report", "-o", "b.html", "--json").json
    assert document == {"path": "b.html", "findings": document["findings"], "checks_failed": 0}
    assert shell("report", "-o", "nowhere/b.html").code == 3
