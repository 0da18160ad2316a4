"""Every error of netsec: its exit code by class, and the order of precedence when several happen at once.

    NetsecError                1    unexpected: a bug
    ├── Refused                3    usage, config or network wrong, or dangerous
    │   ├── Cancelled          3    the user did not confirm: no error to the person, an exit code to a script
    │   ├── ConfigInvalid      3    netsec.toml has mistakes, all of them listed
    │   └── NetworkUnfit       3    the VPC lacks something, or it is ambiguous
    ├── IdentityError          4    credentials, permission, clock, wrong account or region
    ├── Conflict               5    not managed by netsec, ambiguous, or in use
    ├── Unfinished             6    a transient fault lasted too long: run again
    ├── QuotaExceeded          7
    ├── NatGatewayFailed       8
    ├── StateUnusable          9
    ├── Locked                10
    └── Interrupted          130    129, 141 and 143 for SIGHUP, SIGPIPE and SIGTERM

Exit 0 is done and 2 is "changes or findings pending"; both are answers, not errors.
"""

from __future__ import annotations

from collections.abc import Iterable

from netsec.reason import Reason

EXIT_OK, EXIT_PENDING = 0, 2
EXIT_CODE_PRECEDENCE = (130, 143, 129, 141, 10, 9, 4, 3, 5, 7, 8, 6, 1)


class NetsecError(Exception):
    """The root of all errors: `reasons` say what went wrong, `exit_code` is the status of the process."""

    exit_code = 1

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons

    @property
    def name(self) -> str:
        """The class's name, as `--json` shows it."""
        return type(self).__name__


class Refused(NetsecError):
    """Usage is wrong, or the change is dangerous."""

    exit_code = 3


class Cancelled(Refused):
    """The user did not confirm it."""


class ConfigInvalid(Refused):
    """netsec.toml has mistakes; every one is a reason."""


class NetworkUnfit(Refused):
    """The VPC lacks what a wanted resource needs, or netsec would have to guess."""


class IdentityError(NetsecError):
    """Credentials, permission, clock, or an account or region that is not the one recorded."""

    exit_code = 4


class Conflict(NetsecError):
    """A resource that netsec does not manage is in the way, or two resources claim one address."""

    exit_code = 5


class Unfinished(NetsecError):
    """A transient fault lasted longer than its time limit or the deadline; the next run continues."""

    exit_code = 6


class QuotaExceeded(NetsecError):
    """A quota of the account does not allow what is to be created."""

    exit_code = 7


class NatGatewayFailed(NetsecError):
    """A NAT gateway went to `failed`, or never became available."""

    exit_code = 8


class StateUnusable(NetsecError):
    """The state file can't be read, trusted or written."""

    exit_code = 9


class Locked(NetsecError):
    """Another run holds this stack's lock."""

    exit_code = 10


class Interrupted(NetsecError):
    """Ctrl-C (130), SIGTERM (143) or SIGHUP (129): what was done is recorded."""

    def __init__(self, exit_code: int, *reasons: Reason) -> None:
        super().__init__(*reasons)
        self.exit_code = exit_code


def most_severe_exit_code(errors: Iterable[NetsecError]) -> int:
    """The exit code for several errors at once: the first of PRECEDENCE that occurs, 0 without errors."""
    exit_codes = {error.exit_code for error in errors}
    return next((code for code in EXIT_CODE_PRECEDENCE if code in exit_codes), 0)
