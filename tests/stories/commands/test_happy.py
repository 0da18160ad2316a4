"""Every command when all goes well: its text, its JSON, its help."""

from __future__ import annotations

import json

import pytest

from netsec.cli import COMMANDS
from tests.support.shell import ZONES, Shell, changed, flat, netsec

HELPS = [
    (),
    *((name,) for name in COMMANDS),
    ("show", "outputs"),
    *(("state", each) for each in ("list", "show", "rebuild", "unlock")),
    *(("sandbox", each) for each in ("status", "stop", "reset")),
]


@pytest.mark.parametrize("command", HELPS, ids=" ".join)
def test_help_fits_and_is_whole(command: tuple[str, ...]) -> None:
    result = netsec(*command, "--help")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(" ".join(("Usage: netsec", *command)))
    assert result.out.isascii()
    assert max(map(len, result.out.splitlines())) <= 80
    # click cuts a short help that is too long for the list of commands.
    assert "..." not in result.out.split("Commands:")[-1].replace("[ARGS]...", "") or "Commands:" not in result.out


def test_version() -> None:
    result = netsec("--version")
    assert result.code == 0
    assert result.out.startswith("netsec, version ")


def test_a_bare_netsec_shows_its_help() -> None:
    result = netsec()
    assert result.code == 3
    assert "Commands:" in result.err


def test_from_nothing_to_everything_and_back(shell: Shell) -> None:
    assert shell("plan").code == 0
    first = shell.done("apply", "--nat")
    assert "Plan: 15 to create, 0 to update, 0 to delete, 0 unchanged." in first.out
    assert "nat_gateway_public_ips  203.0.113." in first.out
    assert "15 created" in first.err
    assert "enable_nat_gateway is false: the next `netsec apply` deletes the NAT gateways again" in flat(first.err)
    second = shell.done("apply", "--nat")
    assert "No changes. AWS matches netsec.toml." in second.out
    assert len(shell.gateways()) == len(shell.addresses()) == 2
    shell.empty("--nat")
    shell.done("destroy-nat")
    assert (shell.gateways(), shell.addresses()) == ([], [])
    shell.empty()
    shell.done("destroy")
    assert "Nothing is recorded" in shell("show").out
    again = shell.done("destroy")
    assert "There is nothing left to delete." in again.out


def test_show_and_the_state_after_an_apply(shell: Shell) -> None:
    shell.done("apply")
    group = shell.id("security_group/alb")
    assert f"security_group/alb  {group}" in shell("show").out
    assert shell("show", "--json").json["resources"]["security_group/alb"]["id"] == group
    assert shell("show", "outputs").out.startswith("security_group_alb_id  ")
    assert shell("show", "outputs", "--json").json["security_group_alb_id"] == group
    assert shell("show", "outputs", "security_group_alb_id", "--raw").out == f"{group}\n"
    assert shell("show", "outputs", "security_group_alb_id", "--json").json == group
    assert f"security_group/alb  {group}\n" in shell("state", "list").out
    assert shell("state", "list", "--json").json["security_group/alb"] == group
    assert shell("state", "show").json == shell.state
    assert shell("state", "unlock").out == "Not locked.\n"
    assert shell("state", "unlock", "--json").json == {"holder": None}


def test_lists_of_outputs_are_one_item_a_line(shell: Shell) -> None:
    shell.done("apply", "--nat")
    raw = shell("show", "outputs", "nat_gateway_ids", "--raw")
    assert sorted(raw.out.split()) == sorted(shell.gateways())
    assert raw.out.count("\n") == 2


def test_plan_is_one_document(shell: Shell) -> None:
    result = shell("--json", "plan", "--nat")
    assert result.code == 0
    assert result.out.isascii()
    assert set(changed(result)) >= {"security_group/alb", *(f"nat_gateway/{zone}" for zone in ZONES)}
    assert result.json["header"]["region"] == {"value": "ap-northeast-1", "source": "netsec.toml"}
    assert result.json["header"]["vpc"]["source"] == "Name tag myapp-dev-vpc"


def test_apply_is_one_object_a_line(shell: Shell) -> None:
    result = shell("apply", "--nat", "--yes", "--json")
    types = [line["type"] for line in result.lines]
    assert (result.code, types[0], types[-2:]) == (0, "plan", ["summary", "outputs"])
    assert {"change_began", "change_done", "step_done"} <= set(types)
    assert result.lines[-2]["created"] == 15
    assert result.lines[-2]["failed"] == []
    assert result.err == ""


def test_apply_in_json_fails_in_one_line(shell: Shell) -> None:
    result = shell("apply", "--json")
    assert result.code == 3
    assert result.lines == [result.json]
    assert result.json["error"]["reasons"][0]["code"] == "no_terminal"


@pytest.mark.parametrize("arguments", [("--json", "-e", "dev", "plan"), ("plan", "--json", "-e", "dev")])
def test_global_options_stand_anywhere(shell: Shell, arguments: tuple[str, ...]) -> None:
    assert shell(*arguments).json["header"]["stack"]["value"] == "myapp/dev"


def test_global_options_in_the_middle_of_a_group(shell: Shell) -> None:
    for arguments in (("state", "--json", "list"), ("state", "list", "--json"), ("--json", "state", "list")):
        assert shell(*arguments).json == {}


def test_another_config_and_another_environment(shell: Shell) -> None:
    (shell.folder / "elsewhere").mkdir()
    shell.config('project = "other"\nregion = "ap-northeast-1"\n', "elsewhere/my.toml")
    result = shell("show", "-c", "elsewhere/my.toml", "-e", "prod", "--json")
    assert result.json["header"]["stack"]["value"] == "other/prod"


def test_the_config_is_found_upward(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    (shell.folder / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(shell.folder / "a" / "b")
    shell.done("apply")
    assert shell.state_path.exists()


@pytest.mark.parametrize("flag", ["-y", "--yes", "--auto-approve"])
def test_every_spelling_of_yes(shell: Shell, flag: str) -> None:
    assert shell("apply", flag).code == 0


def test_verbose_shows_every_call(shell: Shell) -> None:
    result = shell("apply", "-y", "-v")
    assert "  aws describe_vpcs" in result.err
    assert "  aws create_security_group {" in result.err


def test_colours_only_where_they_are_asked_for(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in shell("plan").all
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in shell("plan").out
    assert "\x1b" not in shell("plan", "--no-color").all
    assert "\x1b" not in shell("plan", "--json").all
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shell("plan").all


@pytest.mark.parametrize("columns", ["20", "80", "200", "x", "-1", "99999999999999999999"])
def test_any_width(shell: Shell, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    result = shell("plan", "--nat")
    assert result.code == 0
    assert "Plan: 15 to create" in result.out


def test_json_is_sorted_and_the_same_twice(shell: Shell) -> None:
    shell.done("apply")
    first, second = shell("plan", "--json"), shell("plan", "--json")
    assert first.out == second.out
    assert json.dumps(first.json, sort_keys=True, indent=2) + "\n" == first.out
