"""What a stack costs: dated list prices, and the bill of its resources as they are or will be.

prices      list prices by region
price_list  reads a region's prices off AWS's price list
bill        what each resource costs by the hour, day and month
"""

from __future__ import annotations

from netsec.insight.cost.bill import Bill, BillChange, BillItem, calculate_bill
from netsec.insight.cost.prices import Prices, list_prices

__all__ = ["Bill", "BillChange", "BillItem", "Prices", "calculate_bill", "list_prices"]
