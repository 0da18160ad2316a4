"""URLs without what they may hold of secrets: user and password, and whatever follows the path."""

from __future__ import annotations

import re

REST = re.compile(r"(?<=://)\S+")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/+")
# Of a URL in which nobody can tell what is the password and what the query.
HIDDEN = "..."


def bare_url(url: str) -> str:
    """The URL as it may be shown and written: scheme, host, port and path; of no URL at all, what follows an @."""
    scheme = SCHEME.match(url)
    start = scheme[0] if scheme else ""
    return start + _bare(url[len(start) :], "[?#]")


def bared(text: str) -> str:
    """A text without the secrets of the URLs in it: what boto3 says of an endpoint or a proxy quotes it whole."""
    return REST.sub(lambda found: _bare(found[0], "[?]"), text) if "://" in text else text


def _bare(rest: str, end: str) -> str:
    """Host, port and path of what follows the scheme; a password may hold nearly any character, an @ too."""
    head, *query = re.split(end, rest, maxsplit=1)
    return HIDDEN if query and "@" in query[0] else head.rpartition("@")[2]
