"""English and Japanese have the same keys with the same blanks; the language is chosen once, plurals are right."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from types import ModuleType

import pytest

from netsec import messages
from netsec.messages import Message, Rendered, hint, language_for, message, say, speaking, text
from netsec.messages.language import ENGLISH, JAPANESE
from netsec.model import reason
from netsec.views.paint import width

# A blank, with its condition left out: `{n:rule|rules}` is one of English alone.
BLANK = re.compile(r"\{(\w+(?::each)?)\}|(%[1-9])")
PLURAL = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


def modules_of(language: str) -> dict[str, ModuleType]:
    package = importlib.import_module(f"netsec.messages.{language}")
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    return {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}


def table(language: str, name: str) -> dict[str, object]:
    return {key: value for module in modules_of(language).values() for key, value in getattr(module, name, {}).items()}


TEXTS: dict[str, dict[str, str]] = {language: table(language, "TEXTS") for language in messages.LANGUAGES}  # type: ignore[misc]
REASONS: dict[str, Mapping[str, tuple[str, str]]] = {
    language: table(language, "REASONS")  # type: ignore[misc]
    for language in messages.LANGUAGES
}


def blanks(template: str) -> set[str]:
    return {"".join(parts) for parts in BLANK.findall(template)}


def commands_of(advice: str) -> list[str]:
    """The lines of a hint that are typed or pasted: the same in every language."""
    lines, in_table = [], False
    for line in advice.splitlines():
        in_table = in_table or re.fullmatch(r"\[[\w.-]+\]", line) is not None
        if in_table or line.startswith("  "):
            lines.append(line)
    return lines


def test_the_same_keys() -> None:
    assert sorted(TEXTS[ENGLISH].keys() ^ TEXTS[JAPANESE].keys()) == []
    assert sorted(REASONS[ENGLISH].keys() ^ REASONS[JAPANESE].keys()) == []
    assert modules_of(ENGLISH).keys() == modules_of(JAPANESE).keys()


@pytest.mark.parametrize("key", sorted(TEXTS[ENGLISH]))
def test_the_same_blanks(key: str) -> None:
    assert blanks(TEXTS[ENGLISH][key]) == blanks(TEXTS[JAPANESE][key])


@pytest.mark.parametrize("code", sorted(REASONS[ENGLISH]))
def test_the_same_blanks_and_commands_of_a_reason(code: str) -> None:
    english, japanese = REASONS[ENGLISH][code], REASONS[JAPANESE][code]
    assert [blanks(each) for each in english] == [blanks(each) for each in japanese]
    assert commands_of(english[1]) == commands_of(japanese[1])
    assert bool(english[1]) == bool(japanese[1])


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_key_begins_with_its_area(language: str) -> None:
    for area, module in modules_of(language).items():
        assert [key for key in getattr(module, "TEXTS", {}) if key.partition(".")[0] != area] == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_plurals_name_a_blank_that_is_shown(language: str) -> None:
    templates = [*TEXTS[language].values(), *(each for entry in REASONS[language].values() for each in entry)]
    assert not [each for each in templates if language == JAPANESE and PLURAL.search(each)]
    for template in templates:
        for name, *_ in PLURAL.findall(template):
            assert name in blanks(template), template


def test_japanese_is_japanese() -> None:
    """A text that says the same in both languages has no words of its own: names, blanks and signs only."""
    wide = [key for key, japanese in TEXTS[JAPANESE].items() if width(japanese) > len(japanese)]
    same = [
        key for key in TEXTS[JAPANESE].keys() - set(wide) if re.search(r"[a-z]{3,} [a-z]{2,}", TEXTS[JAPANESE][key])
    ]
    assert [key for key in sorted(same) if not key.startswith("verify.mark.")] == []


@pytest.mark.parametrize(
    ("arguments", "environ", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "ja_JP.UTF-8"}, "ja"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, "ja"),
        ([], {"LANG": "ja_JP.UTF-8", "LC_ALL": ""}, "ja"),
        ([], {"LANG": "ja_JP.UTF-8", "NETSEC_LANG": "en"}, "en"),
        (["plan"], {"NETSEC_LANG": "ja"}, "ja"),
        (["--lang", "en", "plan"], {"NETSEC_LANG": "ja"}, "en"),
        (["plan", "--lang=ja"], {}, "ja"),
        (["plan", "--lang"], {}, "en"),
        (["adopt", "--", "--lang", "ja"], {}, "en"),
    ],
)
def test_the_language_asked_for(arguments: list[str], environ: dict[str, str], expected: str) -> None:
    assert language_for(arguments, environ) == expected


def test_what_programs_read_is_english() -> None:
    assert language_for(["plan", "--json", "--lang", "ja"], {"LANG": "ja_JP.UTF-8"}) == "en"


def test_plurals() -> None:
    assert text("report.rows", n=1) == "1 row"
    assert text("report.rows", n=2) == "2 rows"
    assert text("report.rows", n=0) == "0 rows"
    one = say(reason("zones_left_out", zones=["ap-northeast-1-wl1"]))
    assert one == "skipped ap-northeast-1-wl1: not an availability zone"
    assert say(reason("zones_left_out", zones=["a", "b"])) == "skipped a, b: not availability zones"


def test_a_language_for_a_while() -> None:
    with speaking(JAPANESE):
        assert text("plan.no_changes") == TEXTS[JAPANESE]["plan.no_changes"]
        assert say(reason("as_wanted"), ENGLISH) == "up to date"
    assert text("plan.no_changes") == TEXTS[ENGLISH]["plan.no_changes"]


def test_a_message_is_put_into_words_later() -> None:
    later = message("nat.end_unreadable", value="x")
    assert str(later) == "x is not a valid time"
    assert later == Message("nat.end_unreadable", {"value": "x"})
    assert len({later, message("nat.end_unreadable", value="x")}) == 1
    told = reason("config_mistake", place="netsec.toml:1", message=later)
    assert say(told) == "netsec.toml:1: x is not a valid time"
    with speaking(JAPANESE):
        assert TEXTS[JAPANESE]["nat.end_unreadable"].format(value="x") in say(told)


def test_facts_are_made_printable_and_what_is_said_already_is_not() -> None:
    assert text("plan.counts", counts="\x1b[31m") == "Plan: \\x1b[31m."
    assert text("plan.counts", counts=Rendered("x" * 400)) == f"Plan: {'x' * 400}."
    assert hint(reason("as_wanted")) == ""
