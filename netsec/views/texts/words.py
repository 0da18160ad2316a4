"""The verbs of progress, under their former name."""

from __future__ import annotations

from netsec.model import Verb

DOING: dict[Verb, str] = {
    "create": "creating",
    "adopt": "adopting",
    "update": "updating",
    "replace": "replacing",
    "delete": "deleting",
    "keep": "keeping",
    "blocked": "blocked",
}
