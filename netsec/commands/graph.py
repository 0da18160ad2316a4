"""`netsec graph`: draw the network."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.graph import GraphSource, graph_of_config, graph_of_stack
from netsec.insight.picture import Picture
from netsec.messages import text
from netsec.session import Session, current_session
from netsec.store.output_files import write_output_file
from netsec.views.graph.data import graph_object
from netsec.views.graph.dot import graph_dot
from netsec.views.graph.mermaid import graph_mermaid
from netsec.views.graph.svg import graph_svg
from netsec.views.graph.text import graph_text

FORMATS = ("text", "mermaid", "dot", "svg")
ENDINGS = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg"}


@click.command(name="graph")
@click.option(
    "--of", "of", type=click.Choice([source.value for source in GraphSource]), default="live", show_default=True
)
@click.option("--format", "form", type=click.Choice(FORMATS))
@click.option("-o", "--output", metavar="FILE")
def graph_command(of: str, form: str | None, output: str | None) -> None:
    """Draw the network: zones, subnets, NAT gateways, routes, groups and their rules."""
    session = current_session()
    picture = _picture(session, GraphSource(of))
    form = form or ENDINGS.get(Path(output).suffix.lower() if output else "", "text")
    if output is None:
        session.print_value(graph_object(picture), _render(picture, form, session))
        return
    write_output_file(Path(output), f"{_render(picture, form, None).rstrip()}\n")
    session.print_note(text("graph.wrote", path=output))


def _picture(session: Session, of: GraphSource) -> Picture:
    if of is GraphSource.CONFIG:
        return graph_of_config(session.invocation, session.prices(session.invocation.config().region))
    stack = session.open()
    return graph_of_stack(stack, of, session.prices(stack.aws.settings.region))


def _render(picture: Picture, form: str, session: Session | None) -> str:
    """The picture in that format; with a session in its colours and width."""
    if form == "text":
        return graph_text(picture, paint=session.paint, columns=session.columns) if session else graph_text(picture)
    renderers = {"mermaid": graph_mermaid, "dot": graph_dot, "svg": graph_svg}
    return renderers[form](picture)
