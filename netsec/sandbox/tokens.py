"""ClientToken: the same token and parameters get the first answer again, other parameters are refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from netsec.sandbox.ledger import Answer, Ledger
from netsec.sandbox.refusal import Refusal


def replay(book: Ledger, action: str, parameters: dict[str, Any]) -> str | None:
    """The first answer's body, if this token was answered before."""
    known = book.tokens.get((action, parameters.get("ClientToken", "")))
    if known and known.digest != _digest(parameters):
        message = "The client token was used before with different parameters."
        raise Refusal("IdempotentParameterMismatch", message)
    return known.body if known else None


def keep(book: Ledger, action: str, parameters: dict[str, Any], body: str) -> None:
    token = parameters.get("ClientToken")
    if token and action.startswith("Create"):
        book.keep((action, token), Answer(_digest(parameters), body))


def _digest(parameters: dict[str, Any]) -> str:
    text = json.dumps(parameters, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
