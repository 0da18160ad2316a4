"""The diagram of a network as a value: zones and tiers, gateways, routes, groups and who may reach whom.

values     the parts of a picture
draw       the picture of a VPC
compare    two pictures as one, with marks on what is new, changed or about to go
imagined   the VPC that netsec.toml describes, without asking AWS
matrix     which group may reach which, on which ports
"""

from __future__ import annotations

from netsec.insight.picture.draw import draw_picture
from netsec.insight.picture.matrix import GroupMatrix, group_matrix
from netsec.insight.picture.values import Edge, Node, Picture, SubnetBox

__all__ = ["Edge", "GroupMatrix", "Node", "Picture", "SubnetBox", "draw_picture", "group_matrix"]
