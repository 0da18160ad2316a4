"""The line of each key, whatever way TOML has to write it."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsec.config.toml_lines import key_lines

TEXT = '''# head
a = 1
b.c = [1, 2,   # remark ]
  "x # ]", { d = 'lit # }', e = """
multi ] "" line\\"""" }, [],
]
"quoted \\u0041.key" = true
'lit.key' . x = """four quotes""""

[t.u]
v = { w.x = 1979-05-27T07:32:00Z, y = [[1], [
  2]] }
[[arr]]
n = \'\'\'
' ] \'\'\'
[[ arr ]]
[arr.sub]
n = -1.5e3
[[arr.deep]]
z = 0
'''
LINES = {
    ("a",): 2,
    ("b",): 3,
    ("b", "c"): 3,
    ("b", "c", 0): 3,
    ("b", "c", 1): 3,
    ("b", "c", 2): 4,
    ("b", "c", 3): 4,
    ("b", "c", 3, "d"): 4,
    ("b", "c", 3, "e"): 4,
    ("b", "c", 4): 5,
    ("quoted A.key",): 7,
    ("lit.key",): 8,
    ("lit.key", "x"): 8,
    ("t",): 10,
    ("t", "u"): 10,
    ("t", "u", "v"): 11,
    ("t", "u", "v", "w"): 11,
    ("t", "u", "v", "w", "x"): 11,
    ("t", "u", "v", "y"): 11,
    ("t", "u", "v", "y", 0): 11,
    ("t", "u", "v", "y", 0, 0): 11,
    ("t", "u", "v", "y", 1): 11,
    ("t", "u", "v", "y", 1, 0): 12,
    ("arr",): 13,
    ("arr", 0): 13,
    ("arr", 0, "n"): 14,
    ("arr", 1): 16,
    ("arr", 1, "sub"): 17,
    ("arr", 1, "sub", "n"): 18,
    ("arr", 1, "deep"): 19,
    ("arr", 1, "deep", 0): 19,
    ("arr", 1, "deep", 0, "z"): 20,
}


def test_every_way_to_write_a_key():
    assert key_lines(TEXT) == LINES
    assert set(LINES) == set(_paths(tomllib.loads(TEXT)))


@pytest.mark.parametrize("text", ["", "a", "a =", "[", "[[a]", "=", "a = [1", 'a = "', "a = {b", "\x00", "[a]]\nb = 1"])
def test_odd_text_is_no_error(text):
    key_lines(text)


KEY = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)
VALUE = st.recursive(
    st.sampled_from(["1", "true", '"a]#}"', "'{['", '"""\n\n"""', "1e3"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda each: "[\n" + ",\n".join(each) + "\n]"),
    max_leaves=5,
)


@given(st.dictionaries(KEY, VALUE, max_size=5))
def test_it_finds_what_tomllib_finds(table):
    text = "".join(f"{key} = {value}\n" for key, value in table.items())
    lines = key_lines(text)
    assert set(lines) == set(_paths(tomllib.loads(text)))
    for key in table:
        assert text.split("\n")[lines[key,] - 1].startswith(f"{key} = ")


def _paths(value, path=()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from _paths(inner, (*path, key))
