"""The diagram of a network as a value: zones and tiers, gateways, routes, groups and who may reach whom.

values     the parts of a picture
draw       the picture of a VPC
compare    two pictures as one, with marks on what is new, changed or about to go
imagined   the VPC that netsec.toml describes, without asking AWS
matrix     which group may reach which, on which ports
"""

from __future__ import annotations

from netsec.insight.picture.draw import draw
from netsec.insight.picture.matrix import Matrix, matrix_of
from netsec.insight.picture.values import Box, Edge, Node, Picture

__all__ = ["Box", "Edge", "Matrix", "Node", "Picture", "draw", "matrix_of"]
