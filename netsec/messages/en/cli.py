"""What the command line says of itself: commands and options that do not exist, and how a run can end."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "cli.no_such_command": "No such command '{name}'.",
    "cli.did_you_mean": "No such command '{name}'. Did you mean '{similar}'?",
    "cli.interrupted": "netsec: interrupted; nothing was in progress",
    # usage errors that click finds
    "cli.no_such_option": "No such option '{name}'.",
    "cli.similar_options": "No such option '{name}'. Did you mean {similar}?",
    "cli.missing_argument": "Missing argument {name}.",
    "cli.missing_option": "Missing option {name}.",
    "cli.invalid_value": "Invalid value for {name}: {text}",
    "cli.invalid": "Invalid value: {text}",
    "cli.not_a_choice": "{value} is not one of {choices}.",
    "cli.needs_argument": "Option '{name}' requires an argument.",
    "cli.takes_no_value": "Option '{name}' does not take a value.",
    "cli.extra_argument": "Got unexpected extra {names:argument|arguments} ({names})",
    "cli.given_twice": "{name} is given more than once",
    "cli.see_help": "See {command} --help.",
    # a bug
    "cli.unexpected": "unexpected {name}: {text}",
    "cli.is_a_bug": "This is a bug in netsec; the state is as last saved. -v shows a traceback.",
}
