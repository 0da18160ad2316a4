"""[state]: where the state is kept, and what is said of what can't be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from netsec.model import Config, StateConfig

Load = Callable[..., Config]
NAME = "use 3 to 63 lowercase letters, digits, dots and hyphens"
FOLDERS = 'use folders separated by one /, such as "team/netsec"'
LETTERS = "use letters, digits and ! - _ . * ' ( ) separated by /, at most 200 characters"
MISTAKES = [
    ('backend = "loacl"', "3 state.backend", '"loacl" is invalid: use local or s3; did you mean "local"?'),
    ('backend = "s3"', "2 state.bucket", 'missing; backend = "s3" needs a bucket'),
    ('bucket = "Team"', "3 state.bucket", f'"Team" is invalid: {NAME}'),
    ('bucket = "a..b"', "3 state.bucket", f'"a..b" is invalid: {NAME}'),
    ('bucket = "10.0.0.1"', "3 state.bucket", f'"10.0.0.1" is invalid: {NAME}'),
    ('prefix = "/team"', "3 state.prefix", f'"/team" is invalid: {FOLDERS}'),
    ('prefix = "a/../b"', "3 state.prefix", f'"a/../b" is invalid: {FOLDERS}'),
    ('prefix = "a//b"', "3 state.prefix", f'"a//b" is invalid: {FOLDERS}'),
    ('prefix = "a\\u0007"', "3 state.prefix", f'"a\\u0007" is invalid: {LETTERS}'),
    ('buckets = "x"', "3 state.buckets", 'unknown key; did you mean "bucket"?'),
    ("bucket = 3", "3 state.bucket", "3 is invalid: use a string in quotes"),
]


@pytest.mark.parametrize(("body", "place", "message"), MISTAKES, ids=[body for body, _, _ in MISTAKES])
def test_mistakes(body: str, place: str, message: str, mistakes_of: Callable[..., list[tuple[str, str]]]) -> None:
    assert [each for each in mistakes_of(f"[state]\n{body}") if each[0] == place] == [(place, message)]


def test_left_out_it_is_a_file(config_of: Load) -> None:
    assert config_of("").state == StateConfig()


def test_an_environment_has_a_prefix_of_its_own(config_of: Load) -> None:
    body = '[state]\nbackend = "s3"\nbucket = "team"\n[environments.prod.state]\nprefix = "prod"\nregion = "us-east-1"'
    wanted = StateConfig(backend="s3", bucket="team", prefix="prod", region="us-east-1")
    assert config_of(body, "prod").state == wanted
