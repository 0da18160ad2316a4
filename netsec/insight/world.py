"""What stands in a VPC, whoever made it, as values: the world that reachability, audit and pictures are read off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry, Address


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What all have in common. `address` is ours for it, or None; `owned` says that it is of this stack.

    `recorded` that it is on record, whatever its tags say by now.

    `name` is what people call it: the key in the config of a group or ACL of ours, else its Name or GroupName.
    `unclear` names what AWS's answer leaves out of it: nothing that depends on that can be told.
    """

    id: str
    name: str = ""
    unclear: tuple[str, ...] = ()
    address: Address | None = None
    owned: bool = False
    recorded: bool = False

    @property
    def billed(self) -> bool:
        """Whether what it costs is this stack's: what lost its tags goes on costing."""
        return self.owned or self.recorded

    @property
    def label(self) -> str:
        """Its name, or the id of one without."""
        return self.name or self.id


@dataclass(frozen=True, kw_only=True)
class Subnet(Thing):
    """`public`: its table leads to an internet gateway, None where that can't be told; `gives_public_ips`: to whatever
    is started in it. One without a `cidr` is IPv6-only.
    """

    zone: str
    cidr: str
    cidr6: str = ""
    table_id: str = ""
    acl_id: str = ""
    public: bool | None = False
    gives_public_ips: bool = False
    free_addresses: int | None = None


@dataclass(frozen=True, kw_only=True)
class Route:
    """`destination` is a CIDR or a prefix list's id; `target` what it leads to ("local" inside the VPC)."""

    destination: str
    target: str
    state: str = "active"
    unclear: tuple[str, ...] = ()

    @property
    def works(self) -> bool:
        """Whether packets go this way, rather than nowhere; one that is `unclear` may or may not."""
        return self.state == "active"

    @property
    def gone(self) -> bool:
        """Whether what it leads to is there no more."""
        return self.state == "blackhole"


@dataclass(frozen=True, kw_only=True)
class RouteTable(Thing):
    """A route table; `main`: subnets without a table of their own use it."""

    routes: tuple[Route, ...] = ()
    main: bool = False


@dataclass(frozen=True, kw_only=True)
class Group(Thing):
    """A security group; the peer of each rule is a CIDR, or the id of a group or prefix list."""

    group_name: str = ""
    ingress: tuple[GroupRule, ...] = ()
    egress: tuple[GroupRule, ...] = ()

    @property
    def default(self) -> bool:
        """Whether it is the one that each VPC has from the beginning."""
        return self.group_name == "default"


@dataclass(frozen=True, kw_only=True)
class Acl(Thing):
    """A network ACL; its entries in the order of their numbers, without the last ones, which deny."""

    entries: tuple[AclEntry, ...] = ()
    default: bool = False
    subnet_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NatGateway(Thing):
    """A NAT gateway that is not gone; `created` is AWS's CreateTime in seconds since the epoch, None before that."""

    state: str
    subnet_id: str = ""
    public_ips: tuple[str, ...] = ()
    allocation_ids: tuple[str, ...] = ()
    connectivity: str = "public"
    created: float | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ElasticIp(Thing):
    """An address; `holder` is the interface or instance that has it, "" for an idle one."""

    public_ip: str
    holder: str = ""
    kept: bool = False
    service_managed: str = ""


@dataclass(frozen=True, kw_only=True)
class Endpoint(Thing):
    """A VPC endpoint; `type` is Gateway or Interface, `service` the whole service name, `created` as for gateways."""

    service: str
    type: str
    state: str = "available"
    table_ids: tuple[str, ...] = ()
    subnet_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    private_dns: bool = False
    created: float | None = None


@dataclass(frozen=True, kw_only=True)
class Interface(Thing):
    """A network interface: where something really is, and which groups it has."""

    subnet_id: str
    private_ips: tuple[str, ...] = ()
    public_ip: str = ""
    group_ids: tuple[str, ...] = ()
    type: str = "interface"
    requester: str = ""


@dataclass(frozen=True, kw_only=True)
class World:
    """A VPC. What could not be read is in `unknown`, by the operation: that it is empty here says nothing then."""

    vpc_id: str
    cidrs: tuple[str, ...] = ()
    region: str = ""
    subnets: Mapping[str, Subnet] = field(default_factory=dict)
    tables: Mapping[str, RouteTable] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    acls: Mapping[str, Acl] = field(default_factory=dict)
    gateways: Mapping[str, NatGateway] = field(default_factory=dict)
    addresses: Mapping[str, ElasticIp] = field(default_factory=dict)
    endpoints: Mapping[str, Endpoint] = field(default_factory=dict)
    interfaces: Mapping[str, Interface] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    @property
    def unclear(self) -> frozenset[str]:
        """The operations that were answered, and left out something that matters."""
        rooms = {
            "describe_security_groups": self.groups,
            "describe_network_acls": self.acls,
            "describe_nat_gateways": self.gateways,
            "describe_addresses": self.addresses,
            "describe_vpc_endpoints": self.endpoints,
            "describe_network_interfaces": self.interfaces,
            "describe_route_tables": self.tables,
            "describe_subnets": self.subnets,
        }
        return frozenset(op for op, room in rooms.items() if any(each.unclear for each in room.values()))

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones that have subnets, sorted."""
        return tuple(sorted({subnet.zone for subnet in self.subnets.values()} - {""}))
