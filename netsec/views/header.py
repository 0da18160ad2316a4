"""What stands above a plan: whose account, which region, endpoint and VPC, and where each of these came from."""

from __future__ import annotations

from dataclasses import dataclass

from netsec.messages import Message, has_text, text, words
from netsec.messages.escape import printable
from netsec.views.paint import PLAIN, Paint, padded, width


@dataclass(frozen=True)
class Header:
    """Lines of (label, value, source): ("region", "ap-northeast-1", "netsec.toml"); labels are keys of the JSON."""

    items: tuple[tuple[str, str, str | Message], ...] = ()


NO_HEADER = Header()


def header_lines(header: Header, paint: Paint = PLAIN) -> list[str]:
    """The three columns, aligned."""
    rows = [(label_text(label), printable(value), words(source)) for label, value, source in header.items]
    labels = max((width(label) for label, _, _ in rows), default=0)
    values = max((width(value) for _, value, _ in rows), default=0)
    return [
        f"{paint.dim(padded(label, labels))}  {padded(value, values)}  {paint.dim(source)}".rstrip()
        for label, value, source in rows
    ]


def label_text(label: str) -> str:
    """A label in the language of this invocation."""
    key = f"header.{label}"
    return text(key) if has_text(key) else printable(label)


def header_object(header: Header) -> dict[str, dict[str, str]]:
    """The same for JSON, by label."""
    return {label: {"value": value, "source": str(source)} for label, value, source in header.items}
