"""Cases that end well, or before anything is asked of AWS: usage, config, the answer no."""

from __future__ import annotations

import pytest

from netsec.app import context
from tests.support.exit_codes.cases import Book
from tests.support.shell import TOML, Shell

REFUSALS = Book()
case = REFUSALS.case


@case(0, "plan", "9 to create")
def done(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(2, "plan --detailed-exitcode", "9 to create")
def changes_pending(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "plan --nonsense", "No such option '--nonsense'")
def unknown_option(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "aply", "Did you mean 'apply'?")
def unknown_command(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "apply --timeout never", "use 90s, 30m or 2h")
def bad_duration(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "plan --destroy --nat", "can't be used with --destroy")
def nat_of_a_destroy(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "plan --keep-eips", "need --destroy-nat or --destroy")
def addresses_kept_by_apply(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "forget", "Give one ADDRESS, or --all.")
def forget_what(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "forget nonsense --yes", "for example security_group/alb")
def forget_no_address(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "show outputs --raw", "--raw needs the NAME")
def raw_what(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "show outputs nonsense", "there is no output nonsense", "unknown_output")
def unknown_output(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "plan", "netsec init", "config_missing")
def no_config(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    (shell.folder / "netsec.toml").unlink()


@case(3, "plan", "enable_nat_gatewy", "config_mistake")
def config_with_a_mistake(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.config(TOML + "enable_nat_gatewy = true\n")


@case(3, "plan -e nonsense!", "--env", "config_mistake")
def environment_with_a_mistake(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "plan", "no region is set", "region_missing")
def no_region(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.config('project = "myapp"\n')


@case(3, "plan --endpoint-url localhost:4566", "is not a valid endpoint URL", "endpoint_invalid")
def endpoint_without_a_scheme(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "plan --sandbox --endpoint-url http://127.0.0.1:1", "can't be used with --endpoint-url")
def two_places(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "apply", "Use --yes", "no_terminal")
def no_terminal(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "apply", "Cancelled. Nothing was changed.", "", typed="n\n")
def declined(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    pass


@case(3, "plan", "no VPC with the Name tag other-dev-vpc", "vpc_missing")
def no_vpc_of_that_name(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    shell.config('project = "other"\nregion = "ap-northeast-1"\n')


@case(3, "plan --nat", "no public subnet", "no_internet_gateway")
def no_internet_gateway(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    table = shell.site.public_route_table_id
    shell.ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")


@case(1, "plan", "unexpected ZeroDivisionError: told \\x1b[2J")
def a_bug(shell: Shell, patch: pytest.MonkeyPatch) -> None:
    def stumble(*given: object) -> None:
        raise ZeroDivisionError("told \x1b[2J")

    patch.setattr(context, "resolve_connection", stumble)
