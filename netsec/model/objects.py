"""What a store needs of a remote place for texts that several machines write to: conditions on every write."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from netsec.reason import Reason

# More than any state needs, in bytes; whatever is larger is not read.
LARGEST = 4 * 1024 * 1024


class Found(NamedTuple):
    """A text, and the tag that the place gave this version of it."""

    text: str
    tag: str


class Overtaken(Exception):
    """The condition of a write does not hold: somebody else wrote, or took it away. Nothing was changed."""


class Unsure(Exception):
    """No (whole) answer: nobody knows whether it was carried out, and it is worth asking again."""


class Objects(Protocol):
    """A bucket as seen by whoever stores texts in it. Besides the two above, what it raises is a NetsecError."""

    @property
    def place(self) -> str:
        """How people write it: s3://bucket."""

    def get(self, key: str) -> Found | None:
        """The text, None when there is none."""

    def put(self, key: str, text: str, expected: str | None) -> str:
        """Write it where the tag is still the expected one (None: where there is nothing yet); the new tag."""

    def delete(self, key: str, expected: str) -> None:
        """Take it away where the tag is still the expected one."""

    def keeps_versions(self) -> bool | None:
        """Whether what is overwritten can be had back; None when we may not ask."""

    def check_privacy(self) -> tuple[Reason, ...]:
        """StateUnusable where the public may read or write there; what is to be said where that can't be known."""
