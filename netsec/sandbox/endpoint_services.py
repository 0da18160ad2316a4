"""The services that have endpoints in the sandbox, in which zones, and the prefix lists of those that have routes."""

from __future__ import annotations

from typing import Any

# Short name → the types of endpoint it has. Far fewer than AWS's, so that a misspelt one is refused here as well.
SERVICES: dict[str, tuple[str, ...]] = {
    "s3": ("Gateway", "Interface"),
    "dynamodb": ("Gateway", "Interface"),
    **dict.fromkeys(
        (
            "ecr.api", "ecr.dkr", "logs", "monitoring", "xray", "secretsmanager", "ssm", "ssmmessages", "ec2messages",
            "kms", "sts", "sqs", "sns", "events", "states", "ecs", "ecs-agent", "ecs-telemetry", "execute-api",
            "elasticfilesystem", "ec2", "lambda", "bedrock-runtime", "codeartifact.api", "codeartifact.repositories",
        ),
        ("Interface",),
    ),
}  # fmt: skip


def prefix_list_of(backend: Any, service: str) -> str | None:
    """The id of the service's prefix list; None for one that is reached by interfaces only."""
    lists = backend.managed_prefix_lists.values()
    return next((each.id for each in lists if each.prefix_list_name == service), None)


def service_rows(backend: Any, region: str) -> list[dict[str, Any]]:
    """DescribeVpcEndpointServices' rows: one for each service and type."""
    zones = [zone.name for zone in backend.describe_availability_zones()]
    return [
        {
            "ServiceName": f"com.amazonaws.{region}.{short}",
            "ServiceType": [{"ServiceType": kind}],
            "AvailabilityZones": zones,
            "Owner": "amazon",
            "AcceptanceRequired": False,
        }
        for short, kinds in sorted(SERVICES.items())
        for kind in kinds
    ]
