"""The keys of netsec.toml and their types; all of them optional here, further checks are in the other modules."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class RuleTable:
    """One line of `ingress` or `egress` of a group. `from` is a Python keyword, so the field is `from_`."""

    port: int | None = None
    ports: str | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None
    protocol: str | int | None = None
    from_: str | None = None
    to: str | None = None
    description: str | None = None
    allow_public: str | None = None


@attrs.frozen(kw_only=True)
class GroupTable:
    """`[security_groups.KEY]`."""

    name: str | None = None
    description: str | None = None
    ingress: list[RuleTable] | None = None
    egress: list[RuleTable] | None = None
    exclusive: bool | None = None


@attrs.frozen(kw_only=True)
class EntryTable:
    """One line of `ingress` or `egress` of an ACL."""

    number: int | None = None
    protocol: str | int | None = None
    action: str | None = None
    cidr: str | None = None
    port: int | None = None
    ports: str | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None


@attrs.frozen(kw_only=True)
class AclTable:
    """`[network_acls.KEY]`."""

    name: str | None = None
    subnets: str | list[str] | None = None
    associate: bool | None = None
    ingress: list[EntryTable] | None = None
    egress: list[EntryTable] | None = None


@attrs.frozen(kw_only=True)
class VpcTable:
    """`[vpc]`."""

    id: str | None = None
    name: str | None = None
    public_subnets: dict[str, str] = attrs.Factory(dict)
    private_route_tables: dict[str, list[str]] = attrs.Factory(dict)


@attrs.frozen(kw_only=True)
class NatTable:
    """`[nat]`."""

    topology: str | None = None
    zone: str | None = None
    keep_eips: bool = False
    eips: dict[str, list[str]] = attrs.Factory(dict)


@attrs.frozen(kw_only=True)
class EndpointsTable:
    """`[endpoints]`."""

    gateway: list[str] = attrs.Factory(list)
    interface: list[str] = attrs.Factory(list)
    zones: list[str] = attrs.Factory(list)
    clients: list[str] | None = None
    private_dns: bool = True


@attrs.frozen(kw_only=True)
class WorkloadTable:
    """`[workload]`."""

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
    gb: int = 0


@attrs.frozen(kw_only=True)
class ExpectTable:
    """`[[expect]]`. `from` is a Python keyword, so the field is `from_`."""

    from_: str | None = None
    to: str | None = None
    port: str | int | None = None
    ports: str | None = None
    protocol: str | None = None
    reachable: bool | None = None
    why: str | None = None


@attrs.frozen(kw_only=True)
class SuppressTable:
    """One line of `suppress` in `[audit]`."""

    id: str | None = None
    resource: str | None = None
    reason: str | None = None


@attrs.frozen(kw_only=True)
class AuditTable:
    """`[audit]`."""

    suppress: list[SuppressTable] = attrs.Factory(list)


@attrs.frozen(kw_only=True)
class StateTable:
    """`[state]`."""

    backend: str | None = None
    bucket: str | None = None
    prefix: str | None = None
    region: str | None = None
    bucket_owner: str | None = None
    encryption: str | None = None
    kms_key_id: str | None = None


@attrs.frozen(kw_only=True)
class Document:
    """The whole file but for `[environments]`, whose tables are Documents themselves."""

    project: str | None = None
    environment: str | None = None
    region: str | None = None
    account_id: str | None = None
    availability_zones: list[str] | None = None
    enable_nat_gateway: bool = False
    enable_network_acls: bool = False
    associate_network_acls: bool = False
    app_port: int | None = None
    db_port: int | None = None
    vpc: VpcTable = attrs.Factory(VpcTable)
    nat: NatTable = attrs.Factory(NatTable)
    tags: dict[str, str] = attrs.Factory(dict)
    security_groups: dict[str, GroupTable] = attrs.Factory(dict)
    network_acls: dict[str, AclTable] = attrs.Factory(dict)
    endpoints: EndpointsTable = attrs.Factory(EndpointsTable)
    state: StateTable = attrs.Factory(StateTable)
    workload: WorkloadTable = attrs.Factory(WorkloadTable)
    expect: list[ExpectTable] = attrs.Factory(list)
    audit: AuditTable = attrs.Factory(AuditTable)


ENVIRONMENTS_KEY = "environments"
# Keys that can't be in a table of [environments]: those that say which stack or environment it is.
TOP_LEVEL_ONLY = ("project", "environment", ENVIRONMENTS_KEY)
# The keys that identify a stack and its location; `load_identity` reads only these.
IDENTITY_KEYS = ("project", "environment", "region", "account_id", "vpc", "nat", "state")


def keys_of(table: type) -> tuple[str, ...]:
    """The table's keys as the file writes them."""
    more = (ENVIRONMENTS_KEY,) if table is Document else ()
    return (*(field.name.removesuffix("_") for field in attrs.fields(table)), *more)
