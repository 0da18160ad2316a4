"""Ids for a drawing, from a counter: what stands in AWS never becomes part of the drawing's own language."""

from __future__ import annotations


class NodeIds(dict[str, str]):
    """Thing → n1, n2, …, in the order of asking."""

    def __missing__(self, thing: str) -> str:
        self[thing] = name = f"n{len(self) + 1}"
        return name
