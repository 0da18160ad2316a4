"""[tags]: what no tag may be."""

from __future__ import annotations

import pytest

MISTAKES = [
    (
        '[tags]\nName = "x"',
        [
            (
                "3 tags.Name",
                ('found the key "Name"; netsec writes Name, Project, Environment, ManagedBy and netsec:* itself'),
            )
        ],
    ),
    (
        '[tags]\n"netsec:stack" = "x"',
        [
            (
                '3 tags."netsec:stack"',
                (
                    'found the key "netsec:stack"; netsec writes Name, Project, Environment, '
                    "ManagedBy and netsec:* itself"
                ),
            )
        ],
    ),
    (
        '[tags]\n"AWS:x" = "x"',
        [('3 tags."AWS:x"', 'found the key "AWS:x"; AWS keeps keys that start with "aws:" for itself')],
    ),
    ('[tags]\n"" = "x"', [('3 tags.""', 'found the key ""; a tag\'s key has 1 to 128 characters, not 0')]),
    ('[tags]\nk = "a\\u001bb"', [("3 tags.k", 'found "a\\u001bb"; control characters are not allowed in a tag')]),
    (
        '[tags]\n"\\u0007" = "a"',
        [('3 tags."\\u0007"', 'found the key "\\u0007"; control characters are not allowed in a tag')],
    ),
    ("[tags]\nn = 3", [("3 tags.n", "found 3; expected a text in quotes")]),
]


@pytest.mark.parametrize(("body", "expected"), MISTAKES)
def test_mistake(mistakes_of, body, expected):
    assert mistakes_of(body) == expected


def test_too_many_or_too_long_tags(mistakes_of):
    many = "\n".join(f'k{number} = "v"' for number in range(41))
    assert mistakes_of(f"[tags]\n{many}") == [
        ("2 tags", "found 41 tags; at most 40, since AWS takes 50 and netsec writes its own")
    ]
    ((_, key),) = mistakes_of(f'[tags]\n{"k" * 129} = ""')
    ((_, value),) = mistakes_of(f'[tags]\nk = "{"v" * 257}"')
    assert key.endswith("a tag's key has 1 to 128 characters, not 129")
    assert value.endswith("257 characters are too many: a tag's value has at most 256")
