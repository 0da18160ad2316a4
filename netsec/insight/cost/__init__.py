"""What a world costs: dated list prices, and the bill of what stands or will stand."""

from __future__ import annotations

from netsec.insight.cost.bill import Bill, Item, Outlook, bill
from netsec.insight.cost.prices import Prices, prices_of

__all__ = ["Bill", "Item", "Outlook", "Prices", "bill", "prices_of"]
