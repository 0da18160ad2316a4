"""The strict EC2: moto's, with the actions of this package in place of its own."""

from __future__ import annotations

from moto.ec2.responses import EC2Response

from netsec.sandbox.address import Addresses
from netsec.sandbox.endpoint import Endpoints
from netsec.sandbox.middleware import Middleware
from netsec.sandbox.nat_gateway import NatGateways
from netsec.sandbox.network import Networks
from netsec.sandbox.network_acl import NetworkAcls
from netsec.sandbox.route import Routes, RouteView
from netsec.sandbox.security_group import SecurityGroups
from netsec.sandbox.security_group_rules import SecurityGroupRules


class StrictEC2Response(
    Middleware,
    NatGateways,
    Addresses,
    Routes,
    NetworkAcls,
    SecurityGroups,
    SecurityGroupRules,
    Endpoints,
    Networks,
    EC2Response,
):
    """The class that moto dispatches every EC2 request to once `install` has run."""

    RESPONSE_KEY_PATH_TO_TRANSFORMER = {  # noqa: RUF012
        **EC2Response.RESPONSE_KEY_PATH_TO_TRANSFORMER,
        ".RouteTable.Routes": lambda routes: [RouteView(each) for each in routes or []],
    }
