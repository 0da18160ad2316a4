"""Where the config, the states and the sandbox are looked for, and what each verb is after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from netsec.app.connection import GlobalOptions
from netsec.app.context import Invocation
from netsec.app.goals import PlanMode, goal_for
from netsec.app.sandbox import is_sandbox_state, sandbox_region
from netsec.config import default_config
from netsec.errors import ConfigInvalid
from netsec.kinds import KINDS, OUTBOUND
from netsec.model import NatConfig


def opening(directory: Path, environ: dict[str, str] | None = None, **flags: object) -> Invocation:
    return Invocation(GlobalOptions(**flags), environ or {}, directory)  # type: ignore[arg-type]


def test_states_lie_beside_the_config(tmp_path: Path) -> None:
    (tmp_path / "netsec.toml").write_text('project = "web"\n', encoding="utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    store = opening(below).state_backend(opening(below).config())
    assert store.path == tmp_path / "state" / "web-dev.json"
    assert not store.sandbox


def test_a_linked_config_keeps_its_states_where_it_really_is(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "netsec.toml").write_text('project = "web"\n', encoding="utf-8")
    (tmp_path / "netsec.toml").symlink_to(tmp_path / "real" / "netsec.toml")
    assert opening(tmp_path).root == tmp_path / "real"


def test_the_sandbox_lies_where_it_is_said_to(tmp_path: Path) -> None:
    (tmp_path / "netsec.toml").write_text('project = "web"\n', encoding="utf-8")
    opened = opening(tmp_path, {"NETSEC_SANDBOX_DIR": "/elsewhere"}, sandbox=True)
    assert opened.sandbox_directory == Path("/elsewhere")
    store = opened.state_backend(opened.config())
    assert (store.directory, store.sandbox) == (Path("/elsewhere"), True)


@pytest.mark.parametrize(
    ("environ", "above"),
    [
        ({"XDG_STATE_HOME": "/xdg", "HOME": "/me"}, "/xdg/netsec/sandbox"),
        ({"XDG_STATE_HOME": "relative", "HOME": "/me"}, "/me/.local/state/netsec/sandbox"),
        ({"NETSEC_SANDBOX_DIR": "", "HOME": "/me"}, "/me/.local/state/netsec/sandbox"),
    ],
)
def test_else_in_the_users_state_directory_one_for_each_folder(
    tmp_path: Path, environ: dict[str, str], above: str
) -> None:
    (tmp_path / "web app").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "web app")
    found = opening(tmp_path / "web app", environ).sandbox_directory
    assert (str(found.parent), found.name.rpartition("-")[0]) == (above, "web-app")
    assert opening(tmp_path / "link", environ).sandbox_directory == found
    assert opening(tmp_path / "other", environ).sandbox_directory != found


def test_only_the_sandbox_does_without_a_config(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid):
        opening(tmp_path).config()
    config = opening(tmp_path, sandbox=True, environment="prod").config()
    assert (config.project, config.environment) == ("myapp", "prod")


@pytest.mark.parametrize(
    ("flag", "written", "wanted"),
    [
        ("", "", ("ap-northeast-1", "sandbox default")),
        ("", "eu-west-1", ("eu-west-1", "netsec.toml")),
        ("us-east-1", "eu-west-1", ("us-east-1", "--region")),
    ],
)
def test_the_sandboxes_region(flag: str, written: str, wanted: tuple[str, str]) -> None:
    assert sandbox_region(replace(default_config(), region=written), GlobalOptions(region=flag)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [('{\n  "lineage": "sandbox-1",', True), ('{"lineage": "1-2"}', False), ("", False), ("\x00\xff", False)],
)
def test_which_files_are_of_the_sandbox(tmp_path: Path, text: str, wanted: bool) -> None:
    (tmp_path / "x").write_text(text, encoding="latin-1")
    assert is_sandbox_state(tmp_path / "x") is wanted
    assert not is_sandbox_state(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("aim", "flag", "written", "kept"),
    [
        (PlanMode.DESTROY_NAT, None, False, False),
        (PlanMode.DESTROY_NAT, None, True, True),
        (PlanMode.DESTROY_NAT, True, False, True),
        (PlanMode.DESTROY_NAT, False, True, False),
        (PlanMode.DESTROY, None, True, True),
        (PlanMode.DESTROY, False, True, False),
        (PlanMode.DESTROY, True, False, True),
    ],
)
def test_which_goal_keeps_addresses(aim: PlanMode, flag: bool | None, written: bool, kept: bool) -> None:
    goal = goal_for(aim, replace(default_config(), nat=NatConfig(keep_eips=written)), flag)
    assert goal.destroy_kinds == (OUTBOUND if aim is PlanMode.DESTROY_NAT else frozenset(KINDS))
    assert (goal.destroy_options.is_requested, goal.destroy_options.keep_addresses) == (True, kept)


def test_apply_takes_nothing_away() -> None:
    goal = goal_for(PlanMode.APPLY, default_config(), None)
    assert (goal.destroy_kinds, goal.destroy_options.is_requested) == (frozenset(), False)
