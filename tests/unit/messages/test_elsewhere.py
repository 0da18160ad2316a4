"""No sentence stands outside the catalogue, and every text that the code asks for is in it.

A sentence is a literal with two words of letters next to each other, that is no docstring. Not meant are: patterns,
assertions, what is raised for programmers, the sandbox (it speaks as AWS does), and drawings' own languages.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import netsec
from netsec.kinds import KINDS
from netsec.messages import ENGLISH, english, has_text
from netsec.messages.catalogue import texts_of
from netsec.model.kind import Kind

ROOT = Path(netsec.__file__).parent
SENTENCE = re.compile(r"[A-Za-z]{2,}[\w'’]*[,;:.]? [A-Za-z][a-z']+")
# Packages and modules that speak another language than people's, each with why.
OTHERS = {
    "messages": "the catalogue itself",
    "sandbox": "AWS's own messages, in AWS's own words",
    "config/starter_file.py": "a netsec.toml with its comments",
    "config/default_rules.py": "the hands-on's descriptions of groups and rules",
    "views/graph": "Mermaid, DOT and CSS",
    "store/validators.py": "what is wrong with a state file, for who looks into it",
    "terminal/usage.py": "click's own messages, to be recognized",
    "views/report/__init__.py": "the page's policy",
    "store/secure_files.py": "the comment in a .gitignore",
    "store/state.py": "what is wrong with a state file, for who looks into it",
}
# What is raised for programmers, or told of a file that only programs write.
RAISED = {
    "ValueError",
    "TypeError",
    "LookupError",
    "OutcomeUnknown",
    "AssertionError",
    "RuntimeError",
    "NotImplementedError",
}
# Literals that look like sentences and are none: commands, names that AWS gives.
NAMES = {
    "netsec apply", "netsec destroy-nat", "nat on", "nat off", "nat reap", "state rebuild", "state push", "state pull",
    "state migrate", "sts endpoint", "NAT Gateway", "route table", "group deleted", "table public X", "table private X",
    "public subnet", "private subnet", "icmp type X", "not visible yet", "sent again", "not listed",
    "the creation of the sandbox's VPC", "Security group for VPC endpoints", "HTTPS from X", "Security group X",
    "SQL Server",
}  # fmt: skip


def sources() -> list[Path]:
    """The modules that may hold no sentence."""
    paths = sorted(ROOT.rglob("*.py"))
    return [path for path in paths if not any(_within(path.relative_to(ROOT).as_posix(), other) for other in OTHERS)]


def _within(name: str, other: str) -> bool:
    return name == other or name.startswith(f"{other}/")


def sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence; the blanks of an f-string are X."""
    ignored = {id(node) for root in _not_meant(tree) for node in ast.walk(root)}
    for node in ast.walk(tree):
        if id(node) in ignored:
            continue
        if isinstance(node, ast.JoinedStr):
            ignored.update(id(part) for part in node.values)
            literal = "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            literal = node.value
        else:
            continue
        if SENTENCE.search(literal) and literal not in NAMES:
            yield node.lineno, literal


def _not_meant(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, patterns, assertions, and what is raised for programmers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node
        if isinstance(node, ast.keyword) and node.arg == "heading":
            yield node  # what a kind is called where the catalogue does not know it; below, that it agrees
        is_call = isinstance(node, ast.Call) and _name(node.func) in {"compile", *RAISED}
        if is_call or isinstance(node, ast.Assert):
            yield node


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_sentence_outside_the_catalogue(path: Path) -> None:
    assert list(sentences(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_a_kind_is_called_as_the_catalogue_calls_it(kind: Kind[Any]) -> None:
    assert kind.heading == english(f"words.kind.{kind.name}")


def asked_for(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and key of each `text(…)`, `message(…)` and `english(…)`; the end of an f-string is not known."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in ("text", "message", "english") and node.args:
            for key in _keys(node.args[0]):
                yield node.lineno, key


def _keys(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.IfExp):
        yield from (*_keys(argument.body), *_keys(argument.orelse))
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        yield f"{argument.values[0].value}*"


def all_asked_for() -> set[str]:
    found: set[str] = set()
    for path in ROOT.rglob("*.py"):
        found |= {key for _, key in asked_for(ast.parse(path.read_text(encoding="utf-8"))) if "." in key}
    template = (ROOT / "views" / "report" / "report.html.j2").read_text(encoding="utf-8")
    return found | set(re.findall(r't\("([a-z_.]+)"[,)]', template))


def test_every_text_asked_for_is_there() -> None:
    exact = {key for key in all_asked_for() if not key.endswith("*")}
    assert [key for key in sorted(exact) if not has_text(key)] == []


def beginnings(tree: ast.AST) -> Iterator[str]:
    """How f-strings begin that may be keys: `header.` of f"header.{label}"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)
            if re.fullmatch(r"[a-z]+\.[a-z_.]*", start):
                yield start


def test_every_text_is_asked_for() -> None:
    """By its key, by the beginning of it, or by a key that stands elsewhere in the code."""
    areas = {path.stem for path in (ROOT / "messages" / ENGLISH).iterdir()} - {"__init__", "__pycache__", "reasons"}
    keys = {key for area in areas for key in texts_of(ENGLISH, area)}
    trees = [
        ast.parse(path.read_text(encoding="utf-8"))
        for path in ROOT.rglob("*.py")
        if path.relative_to(ROOT).parts[0] != "messages"
    ]
    starts = tuple({start for tree in trees for start in beginnings(tree)})
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    literals = {node.value for node in nodes if isinstance(node.value, str)}
    template = (ROOT / "views" / "report" / "report.html.j2").read_text(encoding="utf-8")
    starts += tuple(set(re.findall(r't\("([a-z_.]+\.)" ~', template)))
    assert sorted(key for key in keys - all_asked_for() - literals if not key.startswith(starts)) == []
