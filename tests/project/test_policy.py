"""docs/iam-policy.md allows what the kinds declare, and nothing else."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netsec.kinds import KINDS
from tests.support import egress_only_gateway as toy

PAGE = Path(__file__).resolve().parents[2] / "docs" / "iam-policy.md"


@pytest.fixture(scope="module")
def policy() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PAGE.parents[1] / "tools"))
        yield importlib.import_module("policy")


def statements(page: str) -> dict[str, dict[str, Any]]:
    """The statements of the page's first policy, by Sid."""
    block = re.search(r"^```json\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert block
    return {each["Sid"]: each for each in json.loads(block[1])["Statement"]}


def test_the_page_allows_what_the_kinds_declare(policy: Any) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert policy.policy_page(page) == page, "out of date: .venv/bin/python tools/reference.py"
    assert statements(page).keys() == policy.actions().keys()
    assert policy.unnamed_actions(page) == [], (
        "what a kind that is off by default needs has to be named below the policy"
    )


def test_one_more_kind_is_one_more_line_in_each_of_its_statements(policy: Any) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before = statements(page)
    with KINDS.including(replace(toy.KIND, is_enabled=lambda config: True)):
        after = statements(policy.policy_page(page))
    for statement, actions in toy.KIND.permissions.items():
        assert set(after[statement]["Action"]) - set(before[statement]["Action"]) == {f"ec2:{each}" for each in actions}
    new = set(after["MakeTagged"]["Resource"]) - set(before["MakeTagged"]["Resource"])
    assert new == {"arn:aws:ec2:REGION:ACCOUNT:egress-only-internet-gateway/*"}
    tagged = after["TagWhatIsBeingMade"]["Condition"]["StringEquals"]["ec2:CreateAction"]
    assert "CreateEgressOnlyInternetGateway" in tagged
    untouched = before.keys() - {*toy.KIND.permissions, "TagWhatIsBeingMade"}
    assert {each: after[each] for each in untouched} == {each: before[each] for each in untouched}


def test_a_kind_that_is_off_by_default_is_named_below_the_policy(policy: Any) -> None:
    page = PAGE.read_text(encoding="utf-8")
    with KINDS.including(toy.KIND):
        assert policy.policy_page(page) == page
        assert policy.unnamed_actions(page) == [
            "CreateEgressOnlyInternetGateway",
            "DeleteEgressOnlyInternetGateway",
            "DescribeEgressOnlyInternetGateways",
        ]
