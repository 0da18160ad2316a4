"""The picture as one document, for programs that draw it themselves."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from netsec.insight.picture import Picture


def graph_object(picture: Picture) -> dict[str, Any]:
    """All its boxes, nodes and edges."""
    return asdict(picture)
