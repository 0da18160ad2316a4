"""Several reasons as a list: what is so, what to do about it, and the lines for netsec.toml under one heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from netsec.messages import COMMAND, hint, text, with_subject
from netsec.reason import Reason
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging_indent, width

Snippets = dict[str, dict[str, None]]


def reason_lines(
    reasons: Iterable[Reason],
    mark: str,
    *,
    paint: Paint = PLAIN,
    colour: Callable[[str], str] = str,
    columns: int = COLUMNS,
) -> list[str]:
    """Each reason once, behind `mark`, with its hint beneath; what is to be pasted comes last, each table once."""
    indent = " " * min(width(mark), 8)
    lines: list[str] = []
    shown: set[str] = set()
    snippets: Snippets = {}
    for why, advice in {(with_subject(reason), hint(reason)): None for reason in reasons}:
        first, *rest = hanging_indent(why, mark, columns)
        lines += [f"{colour(mark)}{first[len(mark) :]}", *rest]
        lines += hint_lines(without_repeats(_keep_snippets(advice, snippets), shown), indent, columns)
    return [*lines, *_paste(snippets, indent, paint)]


def without_repeats(advice: str, shown: set[str]) -> str:
    """The hint without the lines that were shown already; `shown` takes up what is left."""
    lines = [line for line in advice.splitlines() if line not in shown]
    shown.update(lines)
    return "\n".join(lines)


def hint_lines(advice: str, indent: str, columns: int = COLUMNS) -> list[str]:
    """A hint, indented; its sentences are broken to fit, its commands and lines for netsec.toml never are."""
    lines: list[str] = []
    in_table = False
    for line in advice.splitlines():
        in_table = in_table or _is_table(line)
        verbatim = in_table or line.startswith(COMMAND)
        lines += [f"{indent}{line}"] if verbatim else hanging_indent(line, indent, columns)
    return lines


def _keep_snippets(advice: str, snippets: Snippets) -> str:
    """The hint without its lines for netsec.toml, which are gathered by table."""
    prose, table = [], ""
    for line in advice.splitlines():
        if _is_table(line):
            table = line
            snippets.setdefault(table, {})
        elif table:
            snippets[table][line] = None
        else:
            prose.append(line)
    return "\n".join(prose)


def _is_table(line: str) -> bool:
    return re.fullmatch(r"\[[\w.-]+\]", line) is not None


def _paste(snippets: Snippets, indent: str, paint: Paint) -> list[str]:
    lines = []
    for table, settings in snippets.items():
        lines += ["", f"{indent}  {paint.bold(table)}", *(f"{indent}  {line}" for line in settings)]
    return [f"{indent}{text('words.paste')}", *lines] if lines else []
