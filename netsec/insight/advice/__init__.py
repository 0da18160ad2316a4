"""Does this VPC need a NAT gateway?

ways            the ways out of the private subnets that the VPC has
flows           what the app needs from outside, and which way each of that goes
setups          whole set-ups compared by price
recommendation  the set-up to choose, and the lines of netsec.toml for it
"""

from __future__ import annotations

from netsec.insight.advice.flows import EgressPath, FlowStatus, flow_statuses
from netsec.insight.advice.recommendation import Recommendation, recommend
from netsec.insight.advice.setups import Setup, compare_setups

__all__ = ["EgressPath", "FlowStatus", "Recommendation", "Setup", "compare_setups", "flow_statuses", "recommend"]
