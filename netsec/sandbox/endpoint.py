"""VPC endpoints: pending for a while, with routes and interfaces of their own, checked for service, groups and DNS."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses._base_response import EC2BaseResponse
from moto.ec2.utils import add_tag_specification, random_private_ip

from netsec.sandbox import filters, lifecycle
from netsec.sandbox.ec2_errors import Ec2Error, invalid_parameter, missing_parameter
from netsec.sandbox.endpoint_services import SERVICES, prefix_list_of, service_rows
from netsec.sandbox.settings import SETTINGS

PARTS = (("RouteTableIds", "route_table_ids"), ("SubnetIds", "subnet_ids"), ("SecurityGroupIds", "security_group_ids"))


class Endpoints(EC2BaseResponse):
    """CreateVpcEndpoint, ModifyVpcEndpoint, DeleteVpcEndpoints, DescribeVpcEndpoints, DescribeVpcEndpointServices."""

    params: dict[str, Any]

    def create_vpc_endpoint(self) -> ActionResult:
        """Routes or interfaces at once; an interface endpoint is pending for a while."""
        backend, kind = self.ec2_backend, self.params.get("VpcEndpointType") or "Gateway"
        service, vpc_id = self.params["ServiceName"], self.params["VpcId"]
        self._check_service(service, kind)
        tables, subnets = self.params.get("RouteTableIds") or [], self.params.get("SubnetIds") or []
        if kind == "Interface":
            self._check_interface(vpc_id, service)
        for table in tables:
            _check_route(backend, table, prefix_list_of(backend, service))
        endpoint = backend.create_vpc_endpoint(
            vpc_id=vpc_id,
            service_name=service,
            endpoint_type=kind,
            policy_document=self.params.get("PolicyDocument"),
            route_table_ids=[],
            subnet_ids=[],
            security_group_ids=self._groups(vpc_id) if kind == "Interface" else [],
            tags=add_tag_specification(self._get_param("TagSpecifications", [])),
            private_dns_enabled=kind == "Interface" and self._dns(),
        )
        endpoint.destination_prefix_list_id = prefix_list_of(backend, service) if kind == "Gateway" else None
        _add(backend, endpoint, tables, subnets)
        lifecycle.begin_endpoint(endpoint, SETTINGS.clock.now())
        return ActionResult({"VpcEndpoint": endpoint})

    def modify_vpc_endpoint(self) -> ActionResult:
        """Add and remove route tables, subnets and groups; switch private DNS."""
        backend = self.ec2_backend
        endpoint = backend.vpc_end_points.get(self.params["VpcEndpointId"])
        if endpoint is None:
            raise _unknown(self.params["VpcEndpointId"])
        tables, subnets = self.params.get("AddRouteTableIds") or [], self.params.get("AddSubnetIds") or []
        for table in set(tables) - set(endpoint.route_table_ids):
            _check_route(backend, table, endpoint.destination_prefix_list_id)
        _remove(
            backend, endpoint, self.params.get("RemoveRouteTableIds") or [], self.params.get("RemoveSubnetIds") or []
        )
        _add(backend, endpoint, tables, subnets)
        removed, added = self.params.get("RemoveSecurityGroupIds") or [], self.params.get("AddSecurityGroupIds") or []
        kept = [each for each in endpoint.security_group_ids if each not in removed]
        endpoint.security_group_ids = [*kept, *(each for each in added if each not in kept)]
        _set_groups(backend, endpoint)
        if "PrivateDnsEnabled" in self.params:
            endpoint.private_dns_enabled = self.params["PrivateDnsEnabled"]
        return ActionResult({"Return": True})

    def delete_vpc_endpoints(self) -> ActionResult:
        """Deleted after a while; those that do not exist are named in the answer, as in EC2."""
        unknown = []
        for wanted in self.params.get("VpcEndpointIds") or []:
            endpoint = self.ec2_backend.vpc_end_points.get(wanted)
            if endpoint is None:
                refusal = _unknown(wanted)
                unknown.append({"ResourceId": wanted, "Error": {"Code": refusal.code, "Message": refusal.message}})
            elif endpoint.state != "deleting":
                _remove(self.ec2_backend, endpoint, list(endpoint.route_table_ids), [])
                lifecycle.begin_deletion(endpoint, SETTINGS.clock.now())
        return ActionResult({"Unsuccessful": unknown})

    def describe_vpc_endpoints(self) -> ActionResult:
        """Those that pass the filters; an unknown id is refused."""
        backend, ids = self.ec2_backend, self.params.get("VpcEndpointIds") or []
        unknown = sorted(set(ids) - set(backend.vpc_end_points))
        if unknown:
            raise _unknown(unknown[0])
        rows = [each for each in backend.vpc_end_points.values() if not ids or each.id in ids]
        asked = filters.requested_filters(self.params)
        return ActionResult({"VpcEndpoints": [each for each in rows if _passes(backend, each, asked)]})

    def describe_vpc_endpoint_services(self) -> ActionResult:
        """The services that have endpoints here; an unknown name is refused."""
        rows = service_rows(self.ec2_backend, self.region)
        names = self.params.get("ServiceNames") or []
        unknown = sorted(set(names) - {row["ServiceName"] for row in rows})
        if unknown:
            raise Ec2Error("InvalidServiceName", f"The Vpc Endpoint Service '{unknown[0]}' does not exist")
        for each in filters.requested_filters(self.params):
            field = {"service-name": "ServiceName", "service-type": "ServiceType"}.get(each["Name"], "ServiceName")
            rows = [row for row in rows if filters.matches(_plain(row[field]), each["Values"])]
        wanted = [row for row in rows if not names or row["ServiceName"] in names]
        return ActionResult({"ServiceDetails": wanted, "ServiceNames": [row["ServiceName"] for row in wanted]})

    def _check_service(self, service: str, kind: str) -> None:
        names = {f"com.amazonaws.{self.region}.{short}" for short, kinds in SERVICES.items() if kind in kinds}
        if service not in names:
            raise Ec2Error("InvalidServiceName", f"The Vpc Endpoint Service '{service}' does not exist")

    def _check_interface(self, vpc_id: str, service: str) -> None:
        if not self.params.get("SubnetIds"):
            raise missing_parameter("SubnetIds")
        zones = [self.ec2_backend.get_subnet(each).availability_zone for each in self.params["SubnetIds"]]
        if len(set(zones)) < len(zones):
            raise Ec2Error("DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the same zone")
        if not self._dns():
            return
        vpc = self.ec2_backend.get_vpc(vpc_id)
        if not (vpc.enable_dns_support and vpc.enable_dns_hostnames):
            message = (
                "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true"
            )
            raise Ec2Error("InvalidParameter", f"{message} for {vpc_id}")
        if any(_answers_for(each, vpc_id, service) for each in self.ec2_backend.vpc_end_points.values()):
            message = f"there is already a conflicting DNS domain for {service} in the VPC {vpc_id}"
            raise Ec2Error("InvalidParameter", f"private-dns-enabled cannot be set because {message}")

    def _dns(self) -> bool:
        """The API's default for private DNS is on."""
        return bool(self.params.get("PrivateDnsEnabled", True))

    def _groups(self, vpc_id: str) -> list[str]:
        """Those asked for, else the VPC's default one: few people want that."""
        return self.params.get("SecurityGroupIds") or [self.ec2_backend.get_default_security_group(vpc_id).id]


def _answers_for(endpoint: Any, vpc_id: str, service: str) -> bool:
    alive = endpoint.state not in lifecycle.ENDPOINT_ENDED
    return alive and endpoint.private_dns_enabled and (endpoint.vpc_id, endpoint.service_name) == (vpc_id, service)


def _check_route(backend: Any, table_id: str, prefix_list: str | None) -> None:
    table = backend.get_route_table(table_id)
    if prefix_list and any(route.destination_prefix_list_id == prefix_list for route in table.routes):
        message = f"route table {table_id} already has a route with destination-prefix-list-id {prefix_list}"
        raise Ec2Error("RouteAlreadyExists", message)


def _add(backend: Any, endpoint: Any, tables: list[str], subnets: list[str]) -> None:
    for table in tables:
        if table not in endpoint.route_table_ids:
            endpoint.route_table_ids.append(table)
            backend.create_route(
                table, None, gateway_id=endpoint.id, destination_prefix_list_id=endpoint.destination_prefix_list_id
            )
    for subnet in subnets:
        if subnet not in endpoint.subnet_ids:
            eni = backend.create_network_interface(subnet, random_private_ip(backend.get_subnet(subnet).cidr_block))
            eni.interface_type, eni.requester_managed, eni.status = "vpc_endpoint", True, "in-use"
            eni.description = f"VPC Endpoint Interface {endpoint.id}"
            endpoint.subnet_ids.append(subnet)
            endpoint.network_interface_ids.append(eni.id)
    _set_groups(backend, endpoint)


def _set_groups(backend: Any, endpoint: Any) -> None:
    """Give the interfaces the endpoint's security groups."""
    groups = [backend.get_security_group_from_id(each) for each in endpoint.security_group_ids]
    for each in endpoint.network_interface_ids:
        backend.enis[each]._group_set = list(groups)


def _remove(backend: Any, endpoint: Any, tables: list[str], subnets: list[str]) -> None:
    for table in tables:
        if table in endpoint.route_table_ids:
            endpoint.route_table_ids.remove(table)
            backend.delete_route(table, None, None, endpoint.destination_prefix_list_id)
    for each in list(endpoint.network_interface_ids):
        if backend.enis[each].subnet.id in subnets:
            endpoint.subnet_ids.remove(backend.enis[each].subnet.id)
            endpoint.network_interface_ids.remove(each)
            del backend.enis[each]


def _passes(backend: Any, endpoint: Any, asked: list[dict[str, Any]]) -> bool:
    tags = backend.tags.get(endpoint.id, {})
    fields = {
        "vpc-id": endpoint.vpc_id,
        "vpc-endpoint-id": endpoint.id,
        "vpc-endpoint-type": endpoint.vpc_endpoint_type,
        "vpc-endpoint-state": endpoint.state,
        "service-name": endpoint.service_name,
    }
    for each in asked:
        name = each["Name"]
        values = list(tags) if name == "tag-key" else [tags.get(name.removeprefix("tag:"), fields.get(name))]
        if not any(filters.matches(value, each["Values"]) for value in values):
            return False
    return True


def _plain(value: Any) -> str:
    return str(value[0]["ServiceType"]) if isinstance(value, list) else str(value)


def _unknown(endpoint_id: str) -> Ec2Error:
    if not endpoint_id.startswith("vpce-"):
        return invalid_parameter(f"Invalid id: '{endpoint_id}' (expecting 'vpce-...')")
    return Ec2Error("InvalidVpcEndpointId.NotFound", f"The Vpc Endpoint Id '{endpoint_id}' does not exist")
