"""What the user asked for: netsec.toml as frozen values, loaded by `netsec/config` and read by the kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PeerType = Literal["cidr_ipv4", "cidr_ipv6", "group", "group_id", "prefix_list"]


@dataclass(frozen=True, order=True)
class Peer:
    """The one source or destination of a rule: a canonical CIDR, a group of this config by its key, an sg- or pl- id.

    A group of another account carries its number: 123456789012/sg-….
    """

    type: PeerType
    value: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One security group rule. `protocol` is tcp, udp, icmp, icmpv6, a number, or "-1" for all, which has no ports.

    For icmp and icmpv6, `from_port` is the type and `to_port` the code (-1: any), as in EC2's IpPermission.
    """

    protocol: str
    from_port: int | None
    to_port: int | None
    peer: Peer
    description: str = ""
    allow_public: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupConfig:
    """One security group; `key` is its name in the config (alb); if `exclusive`, other rules are removed."""

    key: str
    name: str
    description: str
    ingress: tuple[Rule, ...]
    egress: tuple[Rule, ...]
    exclusive: bool = True


@dataclass(frozen=True, kw_only=True)
class AclEntry:
    """One entry of a network ACL. `protocol` is EC2's number as text ("6", "-1"); `cidr` may be "vpc".

    `unclear` are the members that are missing in AWS's answer; such an entry is taken to match as much as it could.
    """

    number: int
    egress: bool
    protocol: str
    action: Literal["allow", "deny"]
    cidr: str
    from_port: int | None = None
    to_port: int | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None
    missing_fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AclConfig:
    """One network ACL; `subnets` is "public", "private" or ids; `associate`: it is associated with those subnets."""

    key: str
    name: str
    subnets: Literal["public", "private"] | tuple[str, ...]
    associate: bool
    entries: tuple[AclEntry, ...]


@dataclass(frozen=True, kw_only=True)
class VpcConfig:
    """The ids of the VPC, public subnets and private route tables (by zone), as far as the user gave them."""

    id: str = ""
    name: str = ""
    public_subnets: Mapping[str, str] = field(default_factory=dict)
    private_route_tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NatConfig:
    """The NAT gateways: one in every zone, or a single one (in `zone`, else in the first zone that can have it).

    `until`: the value of the tag `netsec:expires-at` that they get, "" for none. `eips`: zone → allocation id of an
    Elastic IP that the user brings. `former`: zone → the public IP that it had before that was released.
    """

    topology: Literal["per_az", "single"] = "per_az"
    zone: str = ""
    keep_eips: bool = False
    expires_at: str = ""
    eips: Mapping[str, str] = field(default_factory=dict)
    former_public_ips: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EndpointsConfig:
    """VPC endpoints, by the short names of the services (s3, ecr.api), as gateway or interface endpoints.

    Interface endpoints are created in `zones` (() is all); the security groups `clients` may reach them.
    """

    gateway: tuple[str, ...] = ()
    interface: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    private_dns: bool = True

    def __bool__(self) -> bool:
        return bool(self.gateway or self.interface)


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """A connection that must, or must not, be possible; `ports` is (first, last), None for all; for ICMP its type."""

    source: str
    target: str
    reachable: bool
    ports: tuple[int, int] | None = None
    protocol: str = "tcp"
    why: str = ""


@dataclass(frozen=True)
class Suppression:
    """A finding of `audit` that is accepted: its control, the resource's name or id ("" is any), and the reason."""

    control: str
    resource: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WorkloadConfig:
    """What the workload in the private subnets needs, for `netsec advise`; by default a web app on Fargate.

    `tasks` is how many run at once, `gb` how many GB a month they receive from outside the VPC.
    """

    ecr: bool = True
    logs: bool = True
    secrets: bool = False
    parameters: bool = False
    exec: bool = False
    metrics: bool = False
    s3: bool = False
    dynamodb: bool = False
    external_apis: bool = False
    packages: bool = False
    public_images: bool = False
    ipv6: bool = False
    tasks: int = 2
    gb: float = 0


@dataclass(frozen=True, kw_only=True)
class StateConfig:
    """The backend of the state: a local file beside netsec.toml, or an S3 bucket (`region`: "" is the stack's).

    `bucket_owner` is the account that must own the bucket ("": the caller's); `encryption` is S3's
    ServerSideEncryption ("": the bucket's default).
    """

    backend: Literal["local", "s3"] = "local"
    bucket: str = ""
    prefix: str = ""
    region: str = ""
    bucket_owner: str = ""
    encryption: str = ""
    kms_key_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Config:
    """A whole netsec.toml with its defaults filled in, for one environment."""

    project: str
    environment: str = "dev"
    region: str = ""
    account_id: str = ""
    availability_zones: tuple[str, ...] = ()
    enable_nat_gateway: bool = False
    is_nat_switch_given: bool = False
    """`enable_nat_gateway` was given on the command line: it outranks the file and any expiry."""
    vpc: VpcConfig = field(default_factory=VpcConfig)
    nat: NatConfig = field(default_factory=NatConfig)
    tags: Mapping[str, str] = field(default_factory=dict)
    security_groups: tuple[GroupConfig, ...] = ()
    network_acls: tuple[AclConfig, ...] = ()
    endpoints: EndpointsConfig = field(default_factory=EndpointsConfig)
    state: StateConfig = field(default_factory=StateConfig)
    workload: WorkloadConfig = field(default_factory=WorkloadConfig)
    expect: tuple[Expectation, ...] = ()
    suppressions: tuple[Suppression, ...] = ()

    @property
    def name_prefix(self) -> str:
        """The prefix of every Name: `{project}-{environment}`."""
        return f"{self.project}-{self.environment}"

    @property
    def stack(self) -> str:
        """The value of the tag `netsec:stack`."""
        return f"{self.project}/{self.environment}"

    @property
    def vpc_name(self) -> str:
        """The Name tag by which the VPC is found if no id is given."""
        return self.vpc.name or f"{self.name_prefix}-vpc"
