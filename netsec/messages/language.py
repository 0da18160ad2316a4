"""Which language people are spoken to in: chosen once for each invocation, English unless said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

ENGLISH, JAPANESE = "en", "ja"
LANGUAGES = (ENGLISH, JAPANESE)
# The first of these that is set counts, as in POSIX (XBD 8.2); NETSEC_LANG stands before them.
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

# One for the whole process, and not a context variable: progress is drawn from a thread of its own.
_chosen = ENGLISH


def current_language() -> str:
    """The language of this invocation: a member of LANGUAGES."""
    return _chosen


def use_language(language: str) -> None:
    """Speak this language from now on; one that has no catalogue counts as English."""
    global _chosen
    _chosen = language if language in LANGUAGES else ENGLISH


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """This language inside the block, the former one after it."""
    former = current_language()
    use_language(language)
    try:
        yield
    finally:
        use_language(former)


def language_for(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """The language asked for: `--lang`, else NETSEC_LANG, else the locale's (`ja_JP.UTF-8` is Japanese).

    What programs read is English, so a run with `--json` is English throughout.
    """
    if "--json" in arguments:
        return ENGLISH
    locale = next((environ[name] for name in LOCALE_VARIABLES if environ.get(name)), "")
    asked = _option(arguments) or environ.get("NETSEC_LANG") or locale
    return next((each for each in LANGUAGES if asked.lower().startswith(each)), ENGLISH)


def _option(arguments: Sequence[str]) -> str:
    """What `--lang` is given, found before the command line is parsed: `--help` ends the parsing."""
    for index, argument in enumerate(arguments):
        if argument == "--":
            return ""
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang":
            return next(iter(arguments[index + 1 : index + 2]), "")
    return ""
