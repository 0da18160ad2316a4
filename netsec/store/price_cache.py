"""Prices that were looked up in AWS's price list, kept in a file beside the states: by region, with the date."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from pathlib import Path

from netsec.errors import StateUnusable
from netsec.insight.cost import Prices
from netsec.model import reason
from netsec.store.secure_files import ensure_directory, read_text, write_atomically

FILE_NAME = "prices.json"
TEXT_FIELDS = ("region", "date")


def load_prices(directory: Path) -> dict[str, Prices]:
    """The kept prices by region, {} where there is no file; StateUnusable for a file that can't be read."""
    path = directory / FILE_NAME
    text = read_text(path)
    try:
        return {region: _prices(row) for region, row in json.loads(text or "{}").items()}
    except (ValueError, LookupError, TypeError, AttributeError, InvalidOperation, RecursionError) as error:
        raise StateUnusable(reason("prices_unreadable", path=str(path))) from error


def save_prices(directory: Path, prices: Prices) -> Path:
    """Keep these prices in the place of older ones of the region; returns the file's path.

    An unreadable file is replaced. StateUnusable where the file can't be written.
    """
    ensure_directory(directory, restrict_existing=False)
    try:
        kept = load_prices(directory)
    except StateUnusable:
        kept = {}
    path = directory / FILE_NAME
    document = {each.region: asdict(each) for each in (*kept.values(), prices)}
    try:
        write_atomically(path, json.dumps(document, indent=2, sort_keys=True, default=str) + "\n")
    except OSError as error:
        raise StateUnusable(reason("state_unreadable", path=str(path), detail=error.strerror or "")) from error
    return path


def _prices(row: dict[str, str]) -> Prices:
    """One region's prices; ValueError for a price that is negative or no number."""
    amounts = {name: Decimal(text) for name, text in row.items() if name not in TEXT_FIELDS}
    if not all(amount.is_finite() and amount >= 0 for amount in amounts.values()):
        raise ValueError(row)
    return Prices(region=str(row["region"]), date=str(row["date"]), **amounts)
