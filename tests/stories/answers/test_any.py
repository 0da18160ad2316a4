"""Whatever AWS answers to one operation, as far as botocore's shapes allow it: nothing raises but errors of ours."""

from __future__ import annotations

import os
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.answers.readers import READERS, complaint_of
from tests.support.answers.shapes import OPERATIONS, Maker, record_ids
from tests.support.answers.worlds import ASIDE, Worlds, stack_told, written

LONGER = int(os.environ.get("NETSEC_LONG", "1"))
# Many more in `make reliability`.
EXAMPLES = 30 if LONGER == 1 else 2000
SOURCES = Path(__file__).resolve().parents[3] / "netsec"
# What takes long is drawn less often.
CHEAP = ("plan", "destroy", "destroy-nat", "verify", "audit", "advise", "nat status", "init", "adopt")
ONE_OF = (*READERS, *CHEAP, *CHEAP)
# What is asked on the side shows in no picture.
ON_THE_SIDE = ("plan", "plan", "destroy", "destroy-nat", "verify", "audit", "advise", "nat status", "init", "cost")
# Reads of one's own objects and of AWS's price list are no questions about resources.
ELSEWHERE = {"get_products"}
often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("op", OPERATIONS)
def test_no_answer_that_aws_may_give_stops_a_reader(op: str, worlds: Worlds) -> None:
    ids = record_ids(worlds)

    @often
    @given(st.integers(0, 2**40), st.sampled_from(ON_THE_SIDE if op in ASIDE else ONE_OF), st.booleans(), st.booleans())
    def check(seed: int, reader: str, full: bool, recorded: bool) -> None:
        sound = worlds.full if full else worlds.bare
        answer = Maker(Random(seed), ids).answer(op, sound.get(op, []))
        stack = stack_told({**sound, op: answer}, worlds.state if recorded else None)
        try:
            complaint_of(reader, stack)
        except Exception as error:
            raise AssertionError(f"{reader} of {op}: {error!r}\n{written(answer)}") from error

    check()


def test_every_read_in_the_sources_is_among_them() -> None:
    asked = re.compile(r'(?:Query|query_by_vpc)\(\s*"((?:describe|get|list)_\w+)"')
    found = {op for path in SOURCES.rglob("*.py") for op in asked.findall(path.read_text(encoding="utf-8"))}
    assert found - ELSEWHERE <= set(OPERATIONS)


@pytest.mark.parametrize("reader", [each for each in READERS if each != "adopt"])
def test_sound_answers_are_read_without_a_complaint(reader: str, worlds: Worlds) -> None:
    assert complaint_of(reader, stack_told(worlds.full, worlds.state)) is None
