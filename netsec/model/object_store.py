"""The object store (a bucket) that a remote state is kept in: reads, and writes that are conditional on the ETag."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from netsec.reason import Reason

# In bytes. No state is that large: a larger object is refused, not read.
MAX_OBJECT_BYTES = 4 * 1024 * 1024


class StoredObject(NamedTuple):
    """An object's text, and the ETag of this version of it."""

    text: str
    etag: str


class PreconditionFailed(Exception):
    """The ETag is not the expected one: another machine wrote or deleted the object. Nothing was changed."""


class OutcomeUnknown(Exception):
    """No complete response came: the write may or may not have been carried out; read again to learn."""


class ObjectStore(Protocol):
    """A bucket of texts by key. Every method may raise Unsure or a NetsecError; writes raise Overtaken."""

    @property
    def location(self) -> str:
        """The bucket as shown to people: s3://bucket."""

    def get(self, key: str) -> StoredObject | None:
        """The object, None if there is none."""

    def put(self, key: str, text: str, expected: str | None) -> str:
        """Write the text if the ETag is the `expected` one (None: if there is no object); the new ETag."""

    def delete(self, key: str, expected: str) -> None:
        """Delete the object if its ETag is the `expected` one."""

    def is_versioned(self) -> bool | None:
        """Whether versioning is on; None if permission to ask is missing."""

    def check_not_public(self) -> tuple[Reason, ...]:
        """StateUnusable if the bucket is public; warnings if that can't be determined."""
