"""`netsec init`: a first netsec.toml, filled in with what can be seen of the VPC."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from netsec.app.first_look import Sight
from netsec.config import FILE_NAME, template
from netsec.errors import NetsecError, NetworkUnfit, Refused
from netsec.model import reason
from netsec.session import Session, current
from netsec.store.output import write_output
from netsec.views.errors import errors_text
from netsec.views.escape import printable

# What config takes for them; group names may not start with sg-.
NAME = re.compile(r"(?!sg(-|$))[a-z][a-z0-9-]{0,30}")
REGION = re.compile(r"[a-z]{2,4}(-[a-z]+){1,3}-[0-9]{1,2}")


@click.command(name="init")
@click.option("--project", metavar="NAME", help="The start of every name; else the VPC's name, else the folder's.")
@click.option("--vpc", "vpc_id", metavar="ID", default="", help="The VPC, where there are several.")
@click.option("--offline", is_flag=True, help="Do not look at AWS.")
@click.option("--force", is_flag=True, help="Overwrite a netsec.toml that is there.")
def command(project: str | None, vpc_id: str, offline: bool, force: bool) -> int:
    """Write a commented netsec.toml here, with the hands-on's values spelled out.

    Looks at your VPC, if it can, and fills in what it sees: account, region,
    VPC, zones, public subnets, private route tables. Changes nothing in AWS.
    """
    session = current()
    path = Path(session.flags.config_path or FILE_NAME)
    if os.path.lexists(path) and not force:
        raise Refused(reason("file_exists", path=str(path)))
    _check(project, NAME, "lower-case letters, digits and hyphens, not starting with sg-: web, my-app", "--project")
    _check(session.flags.environment, NAME, "lower-case letters, digits and hyphens: dev, prod", "--env")
    _check(session.flags.region, REGION, "the name of a region: ap-northeast-1", "--region")
    sight = None if offline else _look(session, vpc_id, project)
    # A link that leads nowhere is a file that is there, too: only --force follows it.
    write_output(path, _text(session, sight, project), new=not force)
    seen = f", with what was seen of {sight.vpc_id} ({printable(sight.vpc_name or 'unnamed')})" if sight else ""
    told = f"Wrote {printable(path)}{seen}.\nNext: look through it, then run `netsec plan`."
    session.say({"path": str(path), "vpc_id": sight.vpc_id if sight else None}, told)
    return 0


def _check(value: str | None, allowed: re.Pattern[str], wanted: str, option: str) -> None:
    """What is not allowed in a netsec.toml must not get into one."""
    if value and not allowed.fullmatch(value):
        raise click.BadParameter(f"expected {wanted}", param_hint=option)


def _look(session: Session, vpc_id: str, project: str | None) -> Sight | None:
    """What can be seen; where AWS can't be asked the file is written all the same, and it is said why."""
    try:
        # A sandbox may hold the VPCs of many a folder; a real account is asked for the one there is.
        return session.look_around(vpc_id, project or (_folder_name() if session.flags.sandbox else ""))
    except NetsecError as error:
        if vpc_id or isinstance(error, NetworkUnfit) or error.exit_code not in (3, 4, 6):
            raise
        session.note(errors_text([error]).replace("error: ", "AWS could not be looked at: ", 1))
        return None


def _text(session: Session, sight: Sight | None, project: str | None) -> str:
    named = sight.named_after if sight else None
    environment = session.flags.environment or (named[1] if named else "dev")
    chosen = project or (named[0] if named else _folder_name())
    if not sight:
        return template(project=chosen, environment=environment, region=session.flags.region)
    if session.flags.sandbox:
        # Ids of the sandbox would only be in the way of the real account that this file is for.
        return template(project=chosen, environment=environment, region=session.region, zones=sight.zones)
    found_by_name = sight.vpc_name == f"{chosen}-{environment}-vpc"
    return template(
        project=chosen,
        environment=environment,
        region=session.region,
        account_id=sight.account_id,
        vpc_id="" if found_by_name else sight.vpc_id,
        zones=sight.zones,
        public_subnets=sight.public_subnets,
        private_route_tables=sight.private_route_tables,
    )


def _folder_name() -> str:
    """The folder's name where it can be a project's, else the hands-on's."""
    name = re.sub(r"[^a-z0-9-]+", "-", Path.cwd().name.lower()).strip("-")[:31]
    return name if NAME.fullmatch(name) else "myapp"
