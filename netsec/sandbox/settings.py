"""The settings of the sandbox: quotas, delays, failures to come, and the clock that all deadlines are read from."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from netsec.sandbox.clock import SandboxClock, WallClock


@dataclass
class Settings:
    """One set of settings, changed in place: requests read it afresh each time."""

    clock: SandboxClock = field(default_factory=WallClock)
    pending_seconds: float = 0.0
    deleting_seconds: float = 0.0
    vanish_seconds: float = 3600.0
    """How long a deleted or failed NAT gateway stays listed."""
    fail_nat: list[list[str]] = field(default_factory=list)
    """[FailureCode, FailureMessage] for the next NAT gateways, first come first served."""
    fail_call: list[list[str]] = field(default_factory=list)
    """[action, code, message]: the next call of that action is refused with it and changes nothing."""
    lose_answer: list[str] = field(default_factory=list)
    """The next call of such an action takes effect, and its caller gets an InternalError (500)."""
    eip_quota: int = 5
    nat_quota: int = 5
    """NAT gateways per availability zone."""
    group_quota: int = 2500
    rule_quota: int = 60
    """Rules per security group and direction."""
    others_take_addresses: bool = False
    """A released address is handed to another account at once, so that it can't be recovered."""
    acl_quota: int = 200
    """Network ACLs per VPC."""
    entry_quota: int = 20
    """Entries per network ACL and direction, the default denies included."""
    page_size: int | None = None
    """Rows per page when the client names no MaxResults, and the most it can get; None is all."""
    invisible_seconds: float = 0.0
    """How long a new id is unknown to every other call: eventual consistency."""
    throttle: bool = False


SETTINGS = Settings()


def configure(**settings: object) -> None:
    """Back to the defaults, then these settings; an unknown name is a TypeError."""
    fresh = Settings(**settings)  # type: ignore[arg-type]
    for each in fields(Settings):
        setattr(SETTINGS, each.name, getattr(fresh, each.name))
