"""The resources of a VPC as values, whoever made them: what reach, audit, advice, cost and pictures are read off.

Fields are named after those of EC2's Describe answers (botocore's model of EC2), where they hold the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry, Address


@dataclass(frozen=True, kw_only=True)
class Resource:
    """What all resources have in common.

    `name`: the key in netsec.toml of a group or ACL of this stack, else its Name tag or GroupName. `unclear`: fields
    that AWS's answer lacks; what depends on them is unknown. `address`: its netsec address, None if it is not of this
    stack. `owned`: it carries this stack's tags. `recorded`: its id is in the state file, whatever its tags are now.
    """

    id: str
    name: str = ""
    missing_fields: tuple[str, ...] = ()
    address: Address | None = None
    is_owned: bool = False
    is_recorded: bool = False

    @property
    def is_billed(self) -> bool:
        """Whether its cost is this stack's: it goes on costing when it has lost its tags."""
        return self.is_owned or self.is_recorded

    @property
    def label(self) -> str:
        """Its name, or its id if it has none."""
        return self.name or self.id


@dataclass(frozen=True, kw_only=True)
class Subnet(Resource):
    """A subnet. `public`: its route table leads to an internet gateway, None if that is unknown.

    `cidr` is "" for an IPv6-only subnet, which has `ipv6_cidr` (its first IPv6 block) instead.
    """

    zone: str
    cidr: str
    ipv6_cidr: str = ""
    table_id: str = ""
    acl_id: str = ""
    is_public: bool | None = False


@dataclass(frozen=True, kw_only=True)
class Route:
    """`destination`: a CIDR block or a prefix list's id (pl-). `target`: the id of what it leads to, or "local"."""

    destination: str
    target: str
    state: str = "active"
    missing_fields: tuple[str, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether packets take it; unknown if the state is one of `unclear`."""
        return self.state == "active"

    @property
    def is_blackhole(self) -> bool:
        """Whether its target does not exist any more."""
        return self.state == "blackhole"


@dataclass(frozen=True, kw_only=True)
class RouteTable(Resource):
    """A route table; `main`: it is used by the subnets that are associated with no other.

    `gateway_ids`: the internet and VPN gateways whose incoming traffic it routes (VPC user guide, "Gateway route
    tables").
    """

    routes: tuple[Route, ...] = ()
    gateway_ids: tuple[str, ...] = ()
    is_main: bool = False


@dataclass(frozen=True, kw_only=True)
class SecurityGroup(Resource):
    """A security group; the peer of each rule is a CIDR block, or the id of a group (sg-) or prefix list (pl-)."""

    group_name: str = ""
    ingress: tuple[GroupRule, ...] = ()
    egress: tuple[GroupRule, ...] = ()

    @property
    def is_default(self) -> bool:
        """Whether it is the VPC's default group, which AWS makes with the VPC."""
        return self.group_name == "default"


@dataclass(frozen=True, kw_only=True)
class NetworkAcl(Resource):
    """A network ACL; its entries by direction and number, without the last ones (32767), which deny all."""

    entries: tuple[AclEntry, ...] = ()
    is_default: bool = False
    subnet_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NatGateway(Resource):
    """A NAT gateway that is not deleted and did not fail.

    `created`: seconds since the epoch, None before it is created. `connectivity`: public or private. A regional one
    is in no subnet and has a route table of its own, `table_id` (VPC user guide, "Regional NAT gateways").
    """

    state: str
    subnet_id: str = ""
    public_ips: tuple[str, ...] = ()
    allocation_ids: tuple[str, ...] = ()
    connectivity: str = "public"
    created_at: float | None = None
    table_id: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ElasticIp(Resource):
    """An Elastic IP address; `holder`: the interface, instance or association that has it, "" if it is idle.

    `kept`: it has the tag netsec:keep. `service_managed`: the AWS service that manages it, "" for most.
    """

    public_ip: str
    attached_to: str = ""
    is_kept: bool = False
    service_managed: str = ""


@dataclass(frozen=True, kw_only=True)
class VpcEndpoint(Resource):
    """A VPC endpoint; `service`: the whole service name, `type`: Gateway, Interface, …, `created` as for gateways."""

    service: str
    type: str
    state: str = "available"
    table_ids: tuple[str, ...] = ()
    subnet_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    private_dns_enabled: bool = False
    created_at: float | None = None


@dataclass(frozen=True, kw_only=True)
class NetworkInterface(Resource):
    """A network interface, with the groups it has; `private_ips` may hold IPv4 and IPv6 addresses.

    `public_ip`: the public address of its primary private one; `more_public_ips`: those of the others.
    """

    subnet_id: str
    private_ips: tuple[str, ...] = ()
    public_ip: str = ""
    group_ids: tuple[str, ...] = ()
    type: str = "interface"
    more_public_ips: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VpcSnapshot:
    """One VPC: its blocks (`cidrs`, the primary IPv4 block first), and its resources by id.

    `prefix_lists`: the CIDR blocks in a prefix list, by its id (pl-); one that is not in it could not be read.
    `unread_operations`: those (describe_network_acls) that were denied or answered in part.
    """

    vpc_id: str
    cidrs: tuple[str, ...] = ()
    region: str = ""
    subnets: Mapping[str, Subnet] = field(default_factory=dict)
    tables: Mapping[str, RouteTable] = field(default_factory=dict)
    groups: Mapping[str, SecurityGroup] = field(default_factory=dict)
    acls: Mapping[str, NetworkAcl] = field(default_factory=dict)
    gateways: Mapping[str, NatGateway] = field(default_factory=dict)
    addresses: Mapping[str, ElasticIp] = field(default_factory=dict)
    endpoints: Mapping[str, VpcEndpoint] = field(default_factory=dict)
    interfaces: Mapping[str, NetworkInterface] = field(default_factory=dict)
    prefix_lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread_operations: frozenset[str] = frozenset()

    @property
    def partial_operations(self) -> frozenset[str]:
        """The operations that were answered, but left out a field that matters of some resource."""
        resources: dict[str, Mapping[str, Resource]] = {
            "describe_security_groups": self.groups,
            "describe_network_acls": self.acls,
            "describe_nat_gateways": self.gateways,
            "describe_addresses": self.addresses,
            "describe_vpc_endpoints": self.endpoints,
            "describe_network_interfaces": self.interfaces,
            "describe_route_tables": self.tables,
            "describe_subnets": self.subnets,
        }
        return frozenset(
            operation for operation, by_id in resources.items() if any(r.missing_fields for r in by_id.values())
        )

    @property
    def zones(self) -> tuple[str, ...]:
        """The availability zones that have subnets, sorted."""
        return tuple(sorted({subnet.zone for subnet in self.subnets.values()} - {""}))
