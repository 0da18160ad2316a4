"""Does this VPC need a NAT gateway? Flow by flow, then whole set-ups by price, then one recommendation."""

from __future__ import annotations

from netsec.insight.advice.flows import Row, Way, rows
from netsec.insight.advice.recommendation import Recommendation, recommend
from netsec.insight.advice.setups import Setup, setups

__all__ = ["Recommendation", "Row", "Setup", "Way", "recommend", "rows", "setups"]
