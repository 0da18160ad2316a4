"""`netsec graph`: the network as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.graph import Of, picture_of, picture_of_config
from netsec.insight.picture import Picture
from netsec.session import Session, current
from netsec.store.output import write_output
from netsec.views.graph.data import graph_object
from netsec.views.graph.dot import graph_dot
from netsec.views.graph.mermaid import graph_mermaid
from netsec.views.graph.svg import graph_svg
from netsec.views.graph.text import graph_text

FORMATS = ("text", "mermaid", "dot", "svg")
ENDINGS = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg"}


@click.command(name="graph")
@click.option("--of", "of", type=click.Choice([each.value for each in Of]), default="live", help="Live unless said.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Else by FILE's ending, else text.")
@click.option("-o", "--output", metavar="FILE", help="Write it there instead of showing it.")
def command(of: str, form: str | None, output: str | None) -> None:
    """Draw the network: zones, subnets, NAT gateways, routes, groups and who may reach them.

    Of the live network; of the plan, with what would be new (+), changed (~) or
    gone (-); or of netsec.toml alone, without asking AWS. As text, Mermaid (which
    GitHub shows), DOT for Graphviz, or SVG, which needs no other program.
    """
    session = current()
    picture = _picture(session, Of(of))
    form = form or ENDINGS.get(Path(output).suffix.lower() if output else "", "text")
    if output is None:
        session.say(graph_object(picture), _drawn(picture, form, session))
        return
    text = _drawn(picture, form, None)
    write_output(Path(output), f"{text.rstrip()}\n")
    session.note(f"netsec: wrote {output}")


def _picture(session: Session, of: Of) -> Picture:
    if of is Of.CONFIG:
        return picture_of_config(session.opening, session.prices(session.opening.config().region))
    stack = session.open()
    return picture_of(stack, of, session.prices(stack.aws.place.region))


def _drawn(picture: Picture, form: str, session: Session | None) -> str:
    """Colours and the width of the terminal only where it is shown in one."""
    if form == "text":
        return graph_text(picture, paint=session.paint, columns=session.columns) if session else graph_text(picture)
    drawers = {"mermaid": graph_mermaid, "dot": graph_dot, "svg": graph_svg}
    return drawers[form](picture)
