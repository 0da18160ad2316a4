"""URLs without the secrets in them: user, password, and everything after the path."""

from __future__ import annotations

import re

AFTER_SCHEME = re.compile(r"(?<=://)\S+")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/+")
# In place of a URL in which the password can't be told from the query.
HIDDEN = "..."


def redact_url(url: str) -> str:
    """The URL reduced to scheme, host, port and path; without a scheme, what follows the last @."""
    scheme = SCHEME.match(url)
    start = scheme[0] if scheme else ""
    return start + _without_secrets(url[len(start) :], "[?#]")


def redact_urls(text: str) -> str:
    """A text with every URL in it reduced to host, port and path; boto3's messages quote endpoints whole."""
    return AFTER_SCHEME.sub(lambda match: _without_secrets(match[0], "[?]"), text) if "://" in text else text


def _without_secrets(rest: str, end: str) -> str:
    """Host, port and path of a URL after its scheme; a password may hold nearly any character, even an @."""
    head, *query = re.split(end, rest, maxsplit=1)
    return HIDDEN if query and "@" in query[0] else head.rpartition("@")[2]
