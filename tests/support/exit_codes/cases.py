"""One case of an exit code: how it is brought about, what is typed, what is said; and books of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.support.shell import Shell

Prepare = Callable[[Shell, pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Case:
    """What is brought about, what is typed, how it ends and what is said then."""

    code: int
    prepare: Prepare
    command: str
    says: str
    reason: str = ""
    typed: str | None = None


@dataclass
class Book:
    """Cases by name, the name of the function that prepares them."""

    cases: dict[str, Case] = field(default_factory=dict)

    def case(
        self, code: int, command: str, says: str, reason: str = "", typed: str | None = None
    ) -> Callable[[Prepare], None]:
        def note(prepare: Prepare) -> None:
            self.cases[prepare.__name__.replace("_", " ")] = Case(code, prepare, command, says, reason, typed)

        return note
