"""What the app needs from outside its subnets, and which way each of that goes in the VPC as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from netsec.insight.advice.ways import Ways
from netsec.insight.world import World
from netsec.model import Reason, WorkloadConfig, reason


class Way(Enum):
    """Which way a flow goes; the values are those of the JSON output."""

    ALWAYS = "always"
    ENDPOINT = "endpoint"
    NAT = "nat"
    PUBLIC = "public_ip"
    IPV6 = "ipv6"
    NOWHERE = "nowhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Flow:
    """One line of the table of what an app may need.

    `answer`: the key of `[workload]` that says whether the app needs it, "" if every app does. `always`: why it needs
    no way out; otherwise `services` (as in the names of endpoints), or the internet, must be reachable.
    """

    name: str
    answer: str = ""
    always: Reason | None = None
    services: tuple[str, ...] = ()
    internet: bool = False


# Sources: VPC user guide (DNS, gateway endpoints, NAT gateways), ECR user guide (VPC endpoints; image layers are kept
# in S3), ECS developer guide (VPC endpoints, ECS Exec).
FLOWS = (
    Flow(name="dns", always=reason("goes_by_resolver")),
    Flow(name="time", always=reason("goes_by_time_service")),
    Flow(name="inside", always=reason("goes_inside")),
    Flow(name="from_alb", always=reason("comes_by_alb")),
    Flow(name="from_internet", always=reason("nothing_comes_in")),
    Flow(name="ecr", answer="ecr", services=("ecr.api", "ecr.dkr", "s3")),
    Flow(name="logs", answer="logs", services=("logs",)),
    Flow(name="secrets", answer="secrets", services=("secretsmanager",)),
    Flow(name="parameters", answer="parameters", services=("ssm",)),
    Flow(name="exec", answer="exec", services=("ssmmessages",)),
    Flow(name="metrics", answer="metrics", services=("monitoring",)),
    Flow(name="s3", answer="s3", services=("s3",)),
    Flow(name="dynamodb", answer="dynamodb", services=("dynamodb",)),
    Flow(name="packages", answer="packages", internet=True),
    Flow(name="public_images", answer="public_images", internet=True),
    Flow(name="external_apis", answer="external_apis", internet=True),
)
# Where packets go on each way, for the network ACLs between: interface endpoints are in the VPC.
PEERS = {Way.NAT: "0.0.0.0/0", Way.ENDPOINT: "vpc"}
# The operations that must be answered before netsec can say that there is no way.
NEEDED = frozenset({"describe_vpc_endpoints", "describe_security_groups"})
# The operations whose answers must lack no field for that.
LOOKED_AT = NEEDED | {"describe_route_tables", "describe_nat_gateways", "describe_network_acls", "describe_subnets"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One flow: whether the app needs it (`wanted`), which way it goes and why.

    `missing`: the services of the flow that have no endpoint.
    """

    flow: Flow
    wanted: bool
    way: Way
    why: Reason
    missing: tuple[str, ...] = ()

    @property
    def works(self) -> bool:
        """Whether it has a way, or may have one: it is not known to have none."""
        return self.way is not Way.NOWHERE


def rows(vpc: World, workload: WorkloadConfig, groups: Iterable[str] = ("ecs",)) -> tuple[Row, ...]:
    """A row for every flow of the table; `groups`: the app's security groups, by their keys in netsec.toml."""
    ways = Ways(vpc, tuple(groups))
    return tuple(_row(flow, workload, ways, vpc) for flow in FLOWS)


def _row(flow: Flow, workload: WorkloadConfig, ways: Ways, vpc: World) -> Row:
    """Which way the flow goes: none if the app's groups or the subnets' ACLs don't let HTTPS through."""
    wanted = not flow.answer or bool(getattr(workload, flow.answer))
    if flow.always:
        return Row(flow=flow, wanted=wanted, way=Way.ALWAYS, why=flow.always)
    if unread := sorted(NEEDED & vpc.unknown | LOOKED_AT & vpc.unclear):
        return Row(flow=flow, wanted=wanted, way=Way.UNKNOWN, why=reason("way_unknown", denied=unread))
    if ways.closed:
        return Row(flow=flow, wanted=wanted, way=Way.NOWHERE, why=reason("closed_by_egress", groups=ways.closed))
    way, why = _internet(workload, ways) if flow.internet else _services(flow, ways)
    if way in PEERS and (closed_acls := ways.shut(PEERS[way])):
        way, why = Way.NOWHERE, reason("closed_by_acl", acls=closed_acls)
    return Row(flow=flow, wanted=wanted, way=way, why=why, missing=ways.missing(flow.services))


def _services(flow: Flow, ways: Ways) -> tuple[Way, Reason]:
    """To AWS services: by public IPs, else endpoints, else a NAT gateway."""
    missing = ways.missing(flow.services)
    if ways.by_public_ip:
        return Way.PUBLIC, reason("goes_by_public_ip")
    if not missing:
        return Way.ENDPOINT, reason("goes_by_endpoints", endpoints=flow.services)
    if ways.nat:
        return Way.NAT, reason("goes_by_nat_for_now", missing=missing)
    return Way.NOWHERE, reason("goes_nowhere_yet", missing=missing)


def _internet(workload: WorkloadConfig, ways: Ways) -> tuple[Way, Reason]:
    """To the internet: over IPv4 by public IPs or a NAT gateway, over IPv6 by an egress-only gateway, which is free."""
    if ways.by_public_ip:
        return Way.PUBLIC, reason("goes_by_public_ip")
    if workload.ipv6 and ways.ipv6:
        return Way.IPV6, reason("goes_by_ipv6")
    if ways.nat:
        return Way.NAT, reason("goes_by_nat_only")
    return Way.NOWHERE, reason("needs_nat")
