"""[tags]: what no tag may be."""

from __future__ import annotations

import pytest

MISTAKES = [
    (
        '[tags]\nName = "x"',
        [
            (
                "3 tags.Name",
                ('the key "Name" is invalid: netsec sets Name, Project, Environment, ManagedBy and netsec:* itself'),
            )
        ],
    ),
    (
        '[tags]\n"netsec:stack" = "x"',
        [
            (
                '3 tags."netsec:stack"',
                (
                    'the key "netsec:stack" is invalid: netsec sets Name, Project, Environment, '
                    "ManagedBy and netsec:* itself"
                ),
            )
        ],
    ),
    (
        '[tags]\n"AWS:x" = "x"',
        [('3 tags."AWS:x"', 'the key "AWS:x" is invalid: keys that start with "aws:" are reserved by AWS')],
    ),
    ('[tags]\n"" = "x"', [('3 tags.""', 'the key "" is invalid: a tag key has 1 to 128 characters, not 0')]),
    ('[tags]\nk = "a\\u001bb"', [("3 tags.k", '"a\\u001bb" is invalid: control characters are not allowed in a tag')]),
    (
        '[tags]\n"\\u0007" = "a"',
        [('3 tags."\\u0007"', 'the key "\\u0007" is invalid: control characters are not allowed in a tag')],
    ),
    ("[tags]\nn = 3", [("3 tags.n", "3 is invalid: use a string in quotes")]),
]


@pytest.mark.parametrize(("body", "expected"), MISTAKES)
def test_mistake(mistakes_of, body, expected):
    assert mistakes_of(body) == expected


def test_too_many_or_too_long_tags(mistakes_of):
    many = "\n".join(f'k{number} = "v"' for number in range(41))
    assert mistakes_of(f"[tags]\n{many}") == [
        ("2 tags", "41 tags are too many: at most 40, because AWS allows 50 and netsec adds its own")
    ]
    ((_, key),) = mistakes_of(f'[tags]\n{"k" * 129} = ""')
    ((_, value),) = mistakes_of(f'[tags]\nk = "{"v" * 257}"')
    assert key.endswith("a tag key has 1 to 128 characters, not 129")
    assert value.endswith("257 characters are too many: a tag value has at most 256")
