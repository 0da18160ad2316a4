"""The table of texts and the code agree: every code has a text, every text a caller, every blank a fact."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import netsec
from netsec.messages import VARIANTS, hint, say
from netsec.messages.en.reasons import REASONS
from netsec.model import reason
from netsec.views.paint import width

HOUSE = Path(netsec.__file__).parent


@dataclass(frozen=True)
class Use:
    """One `reason(…)` in the code: the codes it may carry, and its facts where all of them can be read off."""

    place: str
    codes: tuple[str, ...]
    facts: frozenset[str] | None


def uses() -> Iterator[Use]:
    for path in sorted(HOUSE.rglob("*.py")):
        if path.name != "reason.py" or path.parent != HOUSE:
            yield from _uses_in(path)


def _uses_in(path: Path) -> Iterator[Use]:
    source = path.read_text(encoding="utf-8")
    if "reason(" not in source:
        return
    tree = ast.parse(source)
    scopes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reason" and node.args:
            around = (each for each in reversed(scopes) if each.lineno <= node.lineno <= (each.end_lineno or 0))
            names = _assigned(next(around, tree))
            codes = tuple(_strings(node.args[0], names))
            yield Use(f"{path.relative_to(HOUSE)}:{node.lineno}", codes, _facts(node, names))


def _assigned(scope: ast.AST) -> dict[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
    return found


def _strings(node: ast.expr, names: dict[str, ast.expr]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body, names)
        yield from _strings(node.orelse, names)
    elif isinstance(node, ast.Name) and node.id in names:
        yield from _strings(names[node.id], names)


def _facts(call: ast.Call, names: dict[str, ast.expr]) -> frozenset[str] | None:
    facts: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg:
            facts.add(keyword.arg)
            continue
        spread = names.get(keyword.value.id) if isinstance(keyword.value, ast.Name) else None
        if not isinstance(spread, ast.Dict):
            return None
        facts |= {str(key.value) for key in spread.keys if isinstance(key, ast.Constant)}
    return frozenset(facts)


def _blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


USES = tuple(uses())
ENDS_OF_WAITS = frozenset({"wait_failed", "wait_timeout", "nat_failed", "nat_slow", "endpoint_failed"})


def test_every_code_has_a_text() -> None:
    assert sorted({code for use in USES for code in use.codes} - REASONS.keys()) == []


def test_every_code_can_be_read_off() -> None:
    assert [use.place for use in USES if not use.codes] == []


def test_every_text_has_a_caller() -> None:
    used = {code for use in USES for code in use.codes}
    assert sorted({code.partition(":")[0] for code in REASONS} - used) == []


@pytest.mark.parametrize("use", [use for use in USES if use.facts is not None], ids=lambda use: use.place)
def test_blanks_are_filled(use: Use) -> None:
    """In a hint, a line may do without; a text may not. What ends a wait gets further facts when it ends."""
    later = {"failure", "message", "seconds", "state"}
    for code in use.codes:
        texts = [text for key, text in REASONS.items() if key.partition(":")[0] == code]
        for text, _ in texts:
            assert _blanks(text) <= (use.facts or frozenset()) | (later if code in ENDS_OF_WAITS else set()), code


@pytest.mark.parametrize("code", sorted(REASONS))
def test_texts_are_well_formed(code: str) -> None:
    text, advice = REASONS[code]
    assert text
    assert "\n" not in text
    assert not text.endswith(".")
    assert not text[0].isupper() or text.startswith(("AWS", "VPC", "STS", "S3 ", "NAT ", "Elastic "))
    for line in advice.splitlines():
        if line.startswith("  "):
            assert width(line) <= 110
            assert re.match(r"  (  --|(netsec|aws|uv|python|ls) |  Block|\{line\}$)", line)
    if advice and not advice.splitlines()[-1].startswith((" ", "[", "id", "topology", "{")):
        assert advice.endswith((".", "}", '"')), code


@pytest.mark.parametrize("code", sorted(REASONS))
def test_texts_can_be_said(code: str) -> None:
    base, _, value = code.partition(":")
    facts = dict.fromkeys(_blanks(REASONS[code][0]) | set(re.findall(r"\{(\w+)", REASONS[code][1])), "x")
    told = reason(base, **{**facts, VARIANTS.get(base, "unused"): value or "x"})
    assert "?" not in say(told)
    assert "{" not in hint(told)


def test_lists_and_pairs() -> None:
    tables = [("rtb-1", "app"), ("rtb-2", "")]
    told = reason("private_tables_ambiguous", zone="ap-northeast-1a", tables=tables)
    assert say(told) == "ap-northeast-1a has several private route tables: rtb-1 (app), rtb-2"
    assert hint(told).splitlines() == [
        "Choose the ones that get a route to the NAT gateway:",
        "[vpc.private_route_tables]",
        'ap-northeast-1a = ["rtb-1"]  # app',
        '# ap-northeast-1a = ["rtb-2"]',
    ]


def test_commands_to_choose_from_are_no_comments() -> None:
    told = reason("address_claimed_twice", address="nat_gateway/a", ids=["nat-1", "nat-2"])
    assert hint(told).splitlines()[1:] == ["  netsec adopt nat_gateway/a nat-1", "  netsec adopt nat_gateway/a nat-2"]


def test_a_line_without_its_fact_is_left_out() -> None:
    assert hint(reason("in_use", id="")) == "Delete or change what uses it, then run the same command again."
    assert hint(reason("aws_error", operation="x")) == ""


def test_variants() -> None:
    told = reason("nat_failed", address="nat_gateway/a", failure="Gateway.NotAttached", message="no igw")
    assert "attach-internet-gateway" in hint(told)
    other = reason("nat_failed", address="nat_gateway/a", failure="Unheard.Of", message="?")
    assert hint(other) == "Run the same command again: netsec replaces the failed one."


def test_unknown_codes_and_missing_facts_still_get_out() -> None:
    assert say(reason("never_heard_of", id="x")) == "never_heard_of id='x'"
    assert hint(reason("never_heard_of")) == ""
    assert say(reason("table_unknown")) == "the route table ? is not in this VPC"


def test_facts_are_never_taken_for_templates() -> None:
    assert "{id}" in say(reason("aws_error", operation="x", code="y", message="{id} {0.__class__}"))
