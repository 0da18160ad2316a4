"""Our own stable names for resources, and the reference that is also the dependency edge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Address:
    """`nat_gateway/ap-northeast-1a`: kind and name; ours, stable, and the value of the tag `netsec:address`."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"

    @classmethod
    def parse(cls, text: str) -> Address:
        """The Address written as text; ValueError when it is none."""
        kind, slash, name = text.partition("/")
        if not (kind and slash and name):
            raise ValueError(f"{text!r} is no address: KIND/NAME expected")
        return cls(kind, name)


@dataclass(frozen=True, slots=True)
class Ref:
    """A value not known yet: attribute `attr` of whatever will stand at `address`."""

    address: Address
    attr: str = "id"

    def __str__(self) -> str:
        return f"({self.address}.{self.attr})"
