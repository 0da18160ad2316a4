"""The table of faults tells the truth: every test that it names exists, and every fault is proved by one."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.support.faults.matrix import MATRIX

TESTS = Path(__file__).resolve().parents[2]


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


@pytest.mark.parametrize("number", MATRIX)
def test_a_row_is_proved(number: int) -> None:
    row = MATRIX[number]
    assert all([row.fault, row.where, row.expected, row.code])
    assert row.proofs
    for proof in row.proofs:
        path, name = proof.split("::")
        assert name.startswith("test_")
        assert name in functions_of(path), proof


def test_the_rows_are_numbered_without_a_gap() -> None:
    assert list(MATRIX) == list(range(1, 81))
