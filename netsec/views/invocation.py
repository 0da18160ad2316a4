"""Commands in hints, written as this invocation would have to be repeated: in the sandbox, of this environment."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A command stands on a line of its own, indented, or in backquotes.
COMMAND = re.compile(r"(?m)(^\s+|`)netsec (?=([a-z]+))")
SANDBOX = "--sandbox"


def as_invoked(text: str, options: Iterable[str]) -> str:
    """The text with these global options in every netsec command it shows; `netsec sandbox` needs no --sandbox."""
    given = list(options)

    def written(found: re.Match[str]) -> str:
        needed = [each for each in given if (found[2], each) != ("sandbox", SANDBOX)]
        return " ".join((f"{found[1]}netsec", *needed, ""))

    return COMMAND.sub(written, text)
