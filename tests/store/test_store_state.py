"""The state as JSON: what goes in comes out, and nothing else is let in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from store_given import full_state

from netsec.errors import StateUnusable
from netsec.store.state import State, dump, new_lineage, parse


def document(**changed: Any) -> str:
    return json.dumps({**json.loads(dump(full_state())), **changed})


def test_round_trip() -> None:
    assert parse(dump(full_state()), "state") == full_state()
    assert dump(parse(dump(full_state()), "state")) == dump(full_state())


def test_it_is_sorted_ascii_and_holds_the_outputs() -> None:
    text = dump(full_state())
    assert text.isascii()
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert json.loads(text)["outputs"]["nat_gateway_ids"] == ["nat-2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "state_not_json"),
        ("null", "state_not_json"),
        ("[]", "state_not_json"),
        (dump(full_state())[:200], "state_not_json"),
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
        parse(text, "the-path")
    assert (caught.value.reasons[0].code, caught.value.reasons[0].facts["path"]) == (code, "the-path")


def test_lineages_differ_and_tell_the_sandbox() -> None:
    assert new_lineage(False) != new_lineage(False)
    assert new_lineage(True).startswith("sandbox-")
    assert State(project="a", environment="b").records == {}
