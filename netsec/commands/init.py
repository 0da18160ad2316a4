"""`netsec init`: a first netsec.toml, filled in with what can be seen of the VPC."""

from __future__ import annotations

import re
from pathlib import Path

import click

from netsec.app.first_look import Sight
from netsec.config import FILE_NAME, template
from netsec.errors import NetsecError, Refused
from netsec.model import reason
from netsec.session import Session, current
from netsec.views.errors import errors_text

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")


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
    if path.exists() and not force:
        raise Refused(reason("file_exists", path=str(path)))
    if project and not NAME.fullmatch(project):
        raise click.BadParameter(
            "a project is lower-case letters, digits and hyphens: web, my-app", param_hint="--project"
        )
    sight = None if offline else _look(session, vpc_id, project)
    text = _text(session, sight, project)
    path.write_text(text, encoding="utf-8")
    seen = f", with what was seen of {sight.vpc_id} ({sight.vpc_name or 'unnamed'})" if sight else ""
    session.out(f"Wrote {path}{seen}.\nNext: look through it, then run netsec plan.")
    return 0


def _look(session: Session, vpc_id: str, project: str | None) -> Sight | None:
    """What can be seen; without credentials or a region the file is written all the same, and it is said why."""
    try:
        prefix = f"{project}-{session.flags.environment or 'dev'}" if project else ""
        return session.look_around(vpc_id, prefix)
    except NetsecError as error:
        if vpc_id or error.exit_code not in (3, 4, 6):
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
    return name if NAME.fullmatch(name) and not name.startswith("sg") else "myapp"
