"""Routes: their target must exist, and they become blackholes when it is deleted."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.route_tables import RouteTables

from netsec.sandbox import lifecycle
from netsec.sandbox.ec2_errors import Ec2Error

DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")


class Routes(RouteTables):
    """CreateRoute and ReplaceRoute. DeleteRoute is right in moto."""

    params: dict[str, Any]

    def create_route(self) -> ActionResult:
        """Refused where the table has a route to that destination, or the NAT gateway does not work."""
        self._check_target()
        table = self.ec2_backend.get_route_table(self.params["RouteTableId"])
        wanted = {self.params.get(name) for name in DESTINATIONS} - {None}
        if any(wanted & _destinations(route) for route in table.routes):
            message = f"The route identified by {wanted.pop()} already exists."
            raise Ec2Error("RouteAlreadyExists", message)
        return super().create_route()

    def replace_route(self) -> ActionResult:
        """Refused where the table has no route to that destination, or the NAT gateway does not work."""
        self._check_target()
        return super().replace_route()

    def _check_target(self) -> None:
        wanted = self.params.get("NatGatewayId")
        nat = self.ec2_backend.nat_gateways.get(wanted)
        if wanted and (nat is None or nat.state not in lifecycle.WORKING):
            raise Ec2Error("InvalidNatGatewayID.NotFound", f"The natGateway ID '{wanted}' does not exist")


def _destinations(route: Any) -> set[str | None]:
    known = {route.destination_cidr_block, route.destination_ipv6_cidr_block, route.destination_prefix_list_id}
    return known - {None}


class RouteView:
    """moto's route with EC2's state; everything else is moto's."""

    def __init__(self, route: Any) -> None:
        self._route = route

    def __getattr__(self, name: str) -> Any:
        return getattr(self._route, name)

    @property
    def state(self) -> str:
        """`active`, or `blackhole` where the target does not work any more."""
        return "blackhole" if _leads_nowhere(self._route) else "active"


def _leads_nowhere(route: Any) -> bool:
    backend, nat, gateway = route.route_table.ec2_backend, route.nat_gateway, route.gateway
    if nat is not None:
        return nat.id not in backend.nat_gateways or nat.state not in lifecycle.WORKING
    if gateway is not None and gateway.id.startswith("igw-"):
        return gateway.id not in backend.internet_gateways or gateway.vpc is None
    return False
