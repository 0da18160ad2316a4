"""`[endpoints]`: VPC endpoints for AWS services, and the security groups that may use them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from netsec.config.diagnostics import ConfigKey, list_text, value_text
from netsec.config.network import check_known_zone
from netsec.config.schema import EndpointsTable
from netsec.model.config import EndpointsConfig, GroupConfig, Peer, Rule

# The only services with gateway endpoints, which are free of charge (VPC guide, "Gateway endpoints").
BY_ROUTES = ("s3", "dynamodb")
# Common services, to suggest one for a misspelt name; which services a region has only AWS knows.
COMMON_SERVICES = (
    "ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages", "ec2messages", "kms", "sts", "monitoring",
    "xray", "sqs", "sns", "events", "ecs", "ecs-agent", "ecs-telemetry", "execute-api", "elasticfilesystem", "states",
)  # fmt: skip
GROUP = "endpoints"
# The group that uses them in the hands-on.
CLIENT = "ecs"
HTTPS = 443


def read_endpoints(
    table: EndpointsTable, groups: Sequence[GroupConfig], region: str, zones: tuple[str, ...], where: ConfigKey
) -> EndpointsConfig:
    """The endpoints in the file's order. `groups` are the security groups, `zones` are `availability_zones`."""
    _check_gateways(table.gateway, where / "gateway")
    _check_interfaces(table.interface, where / "interface")
    (where / "zones").reject_duplicates(table.zones)
    for index, zone in enumerate(table.zones):
        check_known_zone(zone, region, zones, where / "zones" / index)
    clients = _clients(table, [group.key for group in groups], where / "clients")
    return EndpointsConfig(
        gateway=tuple(table.gateway),
        interface=tuple(table.interface),
        zones=tuple(table.zones),
        clients=clients,
        private_dns=table.private_dns,
    )


def _check_gateways(services: Sequence[str], where: ConfigKey) -> None:
    where.reject_duplicates(services)
    for index, service in enumerate(services):
        if service not in BY_ROUTES:
            item = where / index
            is_service = re.fullmatch("[a-z0-9.-]+", service)
            key = "config.gateway_service_other" if is_service else "config.gateway_service"
            item.invalid(service, key, services=list_text(BY_ROUTES))


def _check_interfaces(services: Sequence[str], where: ConfigKey) -> None:
    where.reject_duplicates(services)
    for index, service in enumerate(services):
        item = where / index
        short = re.sub(r"^(cn\.)?com\.amazonaws\.[a-z0-9-]+\.", "", service)
        if short != service:
            item.invalid(service, "config.service_short", service=short)
        elif not re.fullmatch("[a-z0-9][a-z0-9._-]{0,60}", service):
            item.invalid(service, "config.service", guess=item.did_you_mean(service, COMMON_SERVICES))
        elif service in BY_ROUTES:
            item.invalid(service, "config.service_is_gateway")


def _clients(table: EndpointsTable, keys: Sequence[str], where: ConfigKey) -> tuple[str, ...]:
    """Keys of the groups that may use the interface endpoints: those listed, else `ecs` where it exists."""
    where.reject_duplicates(table.clients or ())
    for index, key in enumerate(table.clients or ()):
        item = where / index
        if key not in keys:
            item.invalid(key, "config.unknown_group", groups=list_text(keys), guess=item.did_you_mean(key, keys))
    if table.clients is None and table.interface and GROUP not in keys and CLIENT not in keys:
        where.error("config.clients_missing", groups=list_text(keys))
    if table.clients == [] and table.interface and GROUP not in keys:
        where.error("config.clients_empty")
    if table.clients and GROUP in keys:
        where.error("config.clients_and_group", group=value_text(GROUP))
    return tuple(table.clients or ((CLIENT,) if table.interface and CLIENT in keys else ()))


def with_endpoint_group(
    groups: tuple[GroupConfig, ...], endpoints: EndpointsConfig, prefix: str
) -> tuple[GroupConfig, ...]:
    """The groups plus one for the interface endpoints, which allows HTTPS from the clients, unless the file has it."""
    if not endpoints.interface or GROUP in [group.key for group in groups]:
        return groups
    rules = tuple(_https_from(client) for client in endpoints.clients)
    name, description = f"{prefix}-{GROUP}-sg", "Security group for VPC endpoints"
    return (*groups, GroupConfig(key=GROUP, name=name, description=description, ingress=rules, egress=()))


def _https_from(client: str) -> Rule:
    peer = Peer("group", client)
    return Rule(protocol="tcp", from_port=HTTPS, to_port=HTTPS, peer=peer, description=f"HTTPS from {client.upper()}")
