"""The picture of a network as a value: zones and tiers, gateways, routes, groups and who may reach whom, with marks.

draw      a world, and the one it was before, as a Picture
matrix    which group may reach which, on which ports
"""

from __future__ import annotations

from netsec.insight.picture.draw import draw
from netsec.insight.picture.matrix import Matrix, matrix_of
from netsec.insight.picture.values import Box, Edge, Node, Picture

__all__ = ["Box", "Edge", "Matrix", "Node", "Picture", "draw", "matrix_of"]
