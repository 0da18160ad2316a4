"""The state as JSON: what goes in comes out, and nothing else is let in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsec.errors import StateUnusable
from netsec.messages import hint, say
from netsec.model import Address
from netsec.store.state import State, dump_state, new_lineage, parse_state
from tests.support.states import GATEWAY, GROUP, RULES, full_state


def document(**changed: Any) -> str:
    return json.dumps({**json.loads(dump_state(full_state())), **changed})


def test_round_trip() -> None:
    assert parse_state(dump_state(full_state()), "state") == full_state()
    assert dump_state(parse_state(dump_state(full_state()), "state")) == dump_state(full_state())


def test_it_is_sorted_ascii_and_holds_the_outputs() -> None:
    text = dump_state(full_state())
    assert text.isascii()
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert json.loads(text)["outputs"]["nat_gateway_ids"] == ["nat-2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "state_not_json"),
        ("null", "state_not_json"),
        ("[]", "state_not_json"),
        (dump_state(full_state())[:200], "state_not_json"),
        ("[" * 100_000, "state_not_json"),
        ('{"a":' * 100_000, "state_not_json"),
        ('{"version": 1, "version": 1}', "state_not_json"),
        (document(serial=0).replace('"serial": 0', '"serial": 0, "serial": 7'), "state_not_json"),
        ('{"version": 1, "serial": NaN}', "state_not_json"),
        ('{"version": 1, "serial": -Infinity}', "state_not_json"),
        ('{"version": ' + "9" * 5000 + "}", "state_not_json"),
        ('{"version": 1}', "state_not_json"),
        (document(version=2), "state_version"),
        (document(version="1"), "state_version"),
        (document(version=None), "state_version"),
        (document(serial="x"), "state_not_json"),
        (document(serial=0).replace('"serial": 0', '"serial": 1e999'), "state_not_json"),
        (document(serial=None), "state_not_json"),
        (document(resources=[]), "state_not_json"),
        (document(resources={"no-slash": {}}), "state_not_json"),
        (document(resources={"a/b": {}}), "state_not_json"),
        (document(resources={"a/b": None}), "state_not_json"),
        (document(resources={"a/b": {"id": "", "old": 3, "attributes": {}, "tag_keys": []}}), "state_not_json"),
        (document(intents={}).replace('"intents": {}', '"intents": 5'), "state_not_json"),
        (document(intents=[{}]), "state_not_json"),
        *[
            (document(intents=[{"uuid": "", "address": "a/b", "slot": "", "op": "", "params": {}, "time": time}]), code)
            for time, code in (("nan", "state_not_json"), ("inf", "state_not_json"), ("soon", "state_not_json"))
        ],
    ],
)
def test_what_is_no_state_is_refused(text: str, code: str) -> None:
    with pytest.raises(StateUnusable) as caught:
        parse_state(text, "the-path")
    assert (caught.value.reasons[0].code, caught.value.reasons[0].facts["path"]) == (code, "the-path")


def changed(change: Callable[[Any], None]) -> str:
    """The whole state with one value changed."""
    found = json.loads(dump_state(full_state()))
    change(found)
    return json.dumps(found)


def into(*path: Any) -> Callable[[Any, Any], None]:
    def put(found: Any, value: Any) -> None:
        for step in path[:-1]:
            found = found[step]
        found[path[-1]] = value

    return put


GATEWAY_ID, GROUP_ID = ("resources", str(GATEWAY), "id"), ("resources", str(GROUP), "id")
ALIEN: list[tuple[tuple[Any, ...], list[Any]]] = [
    (("version",), [True, 1.0, "1"]),
    (("serial",), [-1, -(2**70), True, False, 1.0, 7.5, "7", 2**53, 10**400, [], {}]),
    *(((name,), [1, None, True, [], {}]) for name in ("project", "environment", "lineage", "account", "region")),
    (("lineage",), ["../../x", "a b", "x" * 65]),
    (("account",), ["12345678901", "12345678901x"]),
    (("vpc_id",), [7, None, "sg-1", "vpc-1\n", "vpc"]),
    (("endpoint",), [7, "http://x\x1b[2J", "http://" + "x" * 5000]),
    (("resources",), [None, "x", 7, [[]]]),
    (
        GATEWAY_ID,
        ["rtb-1", "sg-1", "nat-", "nat", "nat-1\x1b[2J", "nat-1\n", "NAT-1", "nat-1/../x", 7, None, True, ["nat-1"]],
    ),
    (GROUP_ID, ["nat-9", "eipalloc-1", "sg-\u202e1"]),
    (("resources", str(RULES), "id"), ["sg-1", "sgr-1"]),
    (("resources", str(GATEWAY), "old"), ["nat-1", {"nat-1": 1}, [7], ["sg-1"], [None], 3]),
    (("resources", str(GATEWAY), "attributes"), [[], "x", {"a": 1}, {"a": None}, {"a": ["b"]}]),
    (("resources", str(GATEWAY), "tag_keys"), ["Name", {"Name": 1}, [1], [None]]),
    (("intents",), [{}, "x", None, [[]], [None]]),
    (("intents", 0, "time"), [True, "12", None, -1, 10**400]),
    (("intents", 0, "params"), [None, [], "x", 7]),
    (("intents", 0, "op"), [7, "", "x; rm", "DELETE"]),
    (("intents", 0, "uuid"), [7, "a b", "x" * 65]),
    (("intents", 0, "address"), [7, "x", "nat_gateway/\x1b", "nat_gateway/" + "x" * 300]),
    (("intents", 0, "slot"), [7, "", "sg-1", "x"]),
    (("intents", 0, "id"), [7, "sg-1", None]),
    (("former",), [None, [], "x", {"x": "y"}, {"elastic_ip/a": 7}, {"elastic_ip/a": "\x07"}]),
    (("outputs",), [None, [], "x", {"a": 7}, {"a": [7]}, {"a": {}}]),
]


@pytest.mark.parametrize(("path", "value"), [(path, value) for path, values in ALIEN for value in values])
def test_a_value_that_can_not_be_ours_is_refused_whole(path: tuple[Any, ...], value: Any) -> None:
    with pytest.raises(StateUnusable) as caught:
        parse_state(changed(lambda found: into(*path)(found, value)), "the-path")
    assert caught.value.exit_code == 9
    assert hint(caught.value.reasons[0])
    assert "\n" not in say(caught.value.reasons[0])


def test_nothing_is_nested_without_end() -> None:
    deep: Any = {}
    for _ in range(200):
        deep = {"a": deep}
    with pytest.raises(StateUnusable):
        parse_state(changed(lambda found: into("intents", 0, "params")(found, deep)), "")


def test_a_kind_that_this_netsec_does_not_know_may_have_any_id() -> None:
    record = {"id": "thing-1", "old": [], "attributes": {}, "tag_keys": []}
    state = parse_state(changed(lambda found: into("resources", "toy/a")(found, record)), "")
    assert state.records[Address("toy", "a")].id == "thing-1"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["sg-1", "nat-1", "current"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


def paths_of(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for key, each in inner for path in paths_of(each, (*at, key)))]


PATHS = [path for path in paths_of(json.loads(dump_state(full_state()))) if path]


@given(st.sampled_from(PATHS), JSON)
def test_whatever_stands_in_it_is_a_state_or_refused(path: tuple[Any, ...], value: Any) -> None:
    """What is let in goes out as it came, and an empty answer is never made of a damaged one."""
    try:
        state = parse_state(changed(lambda found: into(*path)(found, value)), "")
    except StateUnusable:
        return
    assert parse_state(dump_state(state), "") == state


@given(st.text() | JSON.map(json.dumps))
def test_whatever_the_file_holds_nothing_else_is_raised(text: str) -> None:
    with pytest.raises(StateUnusable):
        parse_state(text, "")


def test_lineages_differ_and_tell_the_sandbox() -> None:
    assert new_lineage(False) != new_lineage(False)
    assert new_lineage(True).startswith("sandbox-")
    assert State(project="a", environment="b").records == {}
