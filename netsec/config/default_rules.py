"""The groups and ACLs of a file that has none: those of the hands-on, with its names and descriptions."""

from __future__ import annotations

from netsec.model.config import AclConfig, AclEntry, GroupConfig, Peer, Rule

APP_PORT = 3000
DB_PORT = 5432
ANYWHERE = Peer("cidr_ipv4", "0.0.0.0/0")
ALL_TRAFFIC = Rule(protocol="-1", from_port=None, to_port=None, peer=ANYWHERE, description="All traffic")


def default_groups(prefix: str, app_port: int = APP_PORT, db_port: int = DB_PORT) -> tuple[GroupConfig, ...]:
    """The three groups: internet to ALB, ALB to ECS, ECS to RDS. `prefix` is PROJECT-ENVIRONMENT."""
    alb, ecs = Peer("group", "alb"), Peer("group", "ecs")
    from_internet = (_tcp(80, ANYWHERE, "HTTP from Internet"), _tcp(443, ANYWHERE, "HTTPS from Internet"))
    return (
        _group(prefix, "alb", "Security group for Application Load Balancer", from_internet),
        _group(prefix, "ecs", "Security group for ECS Fargate", _from_alb(alb, app_port)),
        _group(prefix, "rds", "Security group for RDS PostgreSQL", (_tcp(db_port, ecs, "PostgreSQL from ECS"),)),
    )


def default_acls(prefix: str, associate: bool) -> tuple[AclConfig, ...]:
    """The two optional ACLs; responses to outgoing connections return on the ephemeral ports, 1024-65535."""
    web = (_entry(100, 80, 80), _entry(110, 443, 443), _entry(120, 1024, 65535))
    inside = (_everything(egress=False, cidr="vpc"), _entry(110, 1024, 65535))
    outbound = (_everything(egress=True, cidr=ANYWHERE.value),)
    return (
        AclConfig(
            key="public", name=f"{prefix}-public-nacl", subnets="public", associate=associate, entries=web + outbound
        ),
        AclConfig(
            key="private",
            name=f"{prefix}-private-nacl",
            subnets="private",
            associate=associate,
            entries=inside + outbound,
        ),
    )


def _from_alb(alb: Peer, app_port: int) -> tuple[Rule, ...]:
    # An app on port 80 needs one rule, not the same one twice.
    app = () if app_port == 80 else (_tcp(app_port, alb, "App port from ALB"),)
    return (_tcp(80, alb, "HTTP from ALB"), *app)


def _tcp(port: int, peer: Peer, description: str) -> Rule:
    return Rule(protocol="tcp", from_port=port, to_port=port, peer=peer, description=description)


def _group(prefix: str, key: str, description: str, ingress: tuple[Rule, ...]) -> GroupConfig:
    return GroupConfig(
        key=key, name=f"{prefix}-{key}-sg", description=description, ingress=ingress, egress=(ALL_TRAFFIC,)
    )


def _entry(number: int, first: int, last: int) -> AclEntry:
    return AclEntry(
        number=number,
        egress=False,
        protocol="6",
        action="allow",
        cidr=ANYWHERE.value,
        from_port=first,
        to_port=last,
    )


def _everything(*, egress: bool, cidr: str) -> AclEntry:
    return AclEntry(number=100, egress=egress, protocol="-1", action="allow", cidr=cidr)
