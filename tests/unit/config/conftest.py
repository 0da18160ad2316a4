"""How the config's tests write a file and read its mistakes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from netsec import config
from netsec.errors import ConfigInvalid
from netsec.model.config import Config

Mistakes = list[tuple[str, str]]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "netsec.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def config_of(written: Callable[[str], Path]) -> Callable[..., Config]:
    """The config of a file that starts with `project = "p"`."""

    def load(body: str, environment: str | None = None) -> Config:
        return config.load_config(written(f'project = "p"\n{body}'), environment)

    return load


@pytest.fixture
def mistakes_of(config_of: Callable[..., Config]) -> Callable[..., Mistakes]:
    """Place (without the file's name) and message of each mistake."""

    def mistakes(body: str, environment: str | None = None) -> Mistakes:
        with pytest.raises(ConfigInvalid) as caught:
            config_of(body, environment)
        assert {reason.code for reason in caught.value.reasons} == {"config_mistake"}
        facts = [reason.facts for reason in caught.value.reasons]
        return [(str(each["place"]).removeprefix("netsec.toml:"), str(each["message"])) for each in facts]

    return mistakes
