"""`netsec init`: write the first netsec.toml, with the values of the existing VPC."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from netsec.app.discovery import DiscoveredVpc
from netsec.config import FILE_NAME, starter_config
from netsec.errors import NetsecError, NetworkUnfit, Refused
from netsec.messages import text
from netsec.model import reason
from netsec.session import Session, current_session
from netsec.store.output_files import write_output_file
from netsec.views.errors import errors_text

# As config checks them; names of groups must not start with sg-.
NAME = re.compile(r"(?!sg(-|$))[a-z][a-z0-9-]{0,30}")
REGION = re.compile(r"[a-z]{2,4}(-[a-z]+){1,3}-[0-9]{1,2}")


@click.command(name="init")
@click.option("--project", metavar="NAME")
@click.option("--vpc", "vpc_id", metavar="ID", default="")
@click.option("--offline", is_flag=True)
@click.option("--force", is_flag=True)
def init_command(project: str | None, vpc_id: str, offline: bool, force: bool) -> int:
    """Write a commented netsec.toml with the default values in this directory."""
    session = current_session()
    path = Path(session.global_options.config_path or FILE_NAME)
    if os.path.lexists(path) and not force:
        raise Refused(reason("file_exists", path=str(path)))
    _check(project, NAME, text("commands.bad_project"), "--project")
    _check(session.global_options.environment, NAME, text("commands.bad_environment"), "--env")
    _check(session.global_options.region, REGION, text("commands.bad_region"), "--region")
    vpc = None if offline else _discover(session, vpc_id, project)
    # A dangling symlink exists as well: only --force writes through it.
    write_output_file(path, _text(session, vpc, project), must_be_new=not force)
    session.print_value({"path": str(path), "vpc_id": vpc.vpc_id if vpc else None}, _written_text(path, vpc))
    return 0


def _written_text(path: Path, vpc: DiscoveredVpc | None) -> str:
    """That the file was written, and for which VPC."""
    if vpc is None:
        return text("commands.config_written", path=path)
    return text(
        "commands.config_written_for", path=path, vpc=[(vpc.vpc_id, vpc.vpc_name or text("commands.vpc_unnamed"))]
    )


def _check(value: str | None, allowed: re.Pattern[str], expected: str, option: str) -> None:
    """A usage error for a value that would be wrong in netsec.toml."""
    if value and not allowed.fullmatch(value):
        raise click.BadParameter(expected, param_hint=option)


def _discover(session: Session, vpc_id: str, project: str | None) -> DiscoveredVpc | None:
    """The VPC; None, with a note why, where AWS can't be asked: the file is written all the same."""
    try:
        # A sandbox may hold the VPCs of several projects; in a real account there is often only one.
        return session.discover_vpc(vpc_id, project or (_folder_name() if session.global_options.sandbox else ""))
    except NetsecError as error:
        if vpc_id or isinstance(error, NetworkUnfit) or error.exit_code not in (3, 4, 6):
            raise
        session.print_note(errors_text([error], mark=text("commands.aws_not_read")))
        return None


def _text(session: Session, vpc: DiscoveredVpc | None, project: str | None) -> str:
    names = vpc.names_from_vpc if vpc else None
    environment = session.global_options.environment or (names[1] if names else "dev")
    project = project or (names[0] if names else _folder_name())
    if not vpc:
        return starter_config(project=project, environment=environment, region=session.global_options.region)
    if session.global_options.sandbox:
        # The file is for a real account, in which ids of the sandbox don't exist.
        return starter_config(project=project, environment=environment, region=session.region, zones=vpc.zones)
    is_found_by_name = vpc.vpc_name == f"{project}-{environment}-vpc"
    return starter_config(
        project=project,
        environment=environment,
        region=session.region,
        account_id=vpc.account_id,
        vpc_id="" if is_found_by_name else vpc.vpc_id,
        zones=vpc.zones,
        public_subnets=vpc.public_subnets,
        private_route_tables=vpc.private_route_tables,
    )


def _folder_name() -> str:
    """The directory's name if it is valid for a project, else `myapp`."""
    name = re.sub(r"[^a-z0-9-]+", "-", Path.cwd().name.lower()).strip("-")[:31]
    return name if NAME.fullmatch(name) else "myapp"
