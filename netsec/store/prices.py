"""Prices that were looked up, in a file beside the states: by region, with the day."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from pathlib import Path

from netsec.errors import StateUnusable
from netsec.insight.cost import Prices
from netsec.model import reason
from netsec.store.files import make_directory, read_text, replace_text

FILE_NAME = "prices.json"
TEXTS = ("region", "date")


def load(directory: Path) -> dict[str, Prices]:
    """By region; none where there is no file. StateUnusable for one that can't be read."""
    path = directory / FILE_NAME
    text = read_text(path)
    try:
        return {region: _read(found) for region, found in json.loads(text or "{}").items()}
    except (ValueError, LookupError, TypeError, AttributeError, InvalidOperation, RecursionError) as error:
        raise StateUnusable(reason("prices_unreadable", path=str(path))) from error


def save(directory: Path, prices: Prices) -> Path:
    """Add these, or put them in the place of older ones; where the file lies."""
    make_directory(directory, tighten=False)
    try:
        known = load(directory)
    except StateUnusable:
        known = {}
    path = directory / FILE_NAME
    written = {each.region: asdict(each) for each in (*known.values(), prices)}
    try:
        replace_text(path, json.dumps(written, indent=2, sort_keys=True, default=str) + "\n")
    except OSError as error:
        raise StateUnusable(reason("state_unreadable", path=str(path), detail=error.strerror or "")) from error
    return path


def _read(found: dict[str, str]) -> Prices:
    amounts = {name: Decimal(text) for name, text in found.items() if name not in TEXTS}
    if not all(amount.is_finite() and amount >= 0 for amount in amounts.values()):
        raise ValueError(found)
    return Prices(region=str(found["region"]), date=str(found["date"]), **amounts)
