"""netsec's stable names of resources (Address), and references to their attributes, which are dependencies (Ref)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Address:
    """A resource's stable name, KIND/NAME (`nat_gateway/ap-northeast-1a`); the value of the tag `netsec:address`."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"

    @classmethod
    def parse(cls, text: str) -> Address:
        """The Address written as KIND/NAME; ValueError for any other text."""
        kind, slash, name = text.partition("/")
        if not (kind and slash and name):
            raise ValueError(f"{text!r} is no address: KIND/NAME expected")
        return cls(kind, name)


@dataclass(frozen=True, slots=True)
class Ref:
    """A value not known yet: attribute `attribute` of the resource at `address`, which the holder thus depends on."""

    address: Address
    attribute: str = "id"

    def __str__(self) -> str:
        return f"({self.address}.{self.attribute})"
