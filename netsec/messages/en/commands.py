"""What the commands and the config say: of options, answers and mistakes in netsec.toml."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "usage": ("{message}", ""),
    "no_directory": ("the current directory can't be read: {detail}", "Change to the directory with your netsec.toml."),
    "declined": ("cancelled; nothing was changed", ""),
    "no_terminal": (
        "can't ask for confirmation: not a terminal",
        "Use --yes to continue without confirmation.",
    ),
    "unknown_output": ("there is no output {name}", "Known: {known}"),
    "file_exists": ("{path} already exists", "Move it away, or use --force to overwrite it."),
    "file_unwritable": ("{path} can't be written: {detail}", "Choose a writable folder (-c)."),
    "output_unwritable": (
        "the output can't be written: {detail}",
        "Free some disk space or redirect the output, and run the same command again: it checks AWS first.",
    ),
    "config_mistake": ("{place}: {message}", ""),
    "config_missing": ("{path} does not exist", "Create one:\n  netsec init"),
    "config_unreadable": ("{path} can't be read: {detail}", ""),
}
