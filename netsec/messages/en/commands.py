"""What the commands and the config say: of options, answers and mistakes in netsec.toml."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "usage": ("{message}", ""),
    "no_directory": ("the folder you are in can't be read: {detail}", "Go to the one with your netsec.toml."),
    "declined": ("nothing was changed: you did not say yes", ""),
    "no_terminal": (
        "there is no terminal to ask for your yes",
        "Add --yes to go on without asking.",
    ),
    "unknown_output": ("there is no output {name}", "Known are: {known}"),
    "file_exists": ("{path} exists already and is left as it is", "Move it away first, or add --force."),
    "file_unwritable": ("{path} can't be written: {detail}", "Go to a folder of yours, or name one (-c)."),
    "output_unwritable": (
        "the output can't be written: {detail}",
        "Make room, or send it elsewhere, and run the same command again: it looks before it acts.",
    ),
    "config_mistake": ("{place}: {message}", ""),
    "config_missing": ("{path} does not exist", "Write a first one:\n  netsec init"),
    "config_unreadable": ("{path} can't be read: {detail}", ""),
}
