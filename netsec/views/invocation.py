"""Commands in hints, written as this invocation would have to be repeated: in the sandbox, of this environment."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A command stands on a line of its own, indented, or in backquotes.
COMMAND = re.compile(r"(?m)(^\s+|`)netsec (?=[a-z])")


def as_invoked(text: str, options: Iterable[str]) -> str:
    """The text with these global options in every netsec command it shows."""
    given = " ".join(options)
    return COMMAND.sub(lambda found: f"{found[1]}netsec {given} ", text) if given else text
