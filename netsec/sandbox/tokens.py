"""ClientToken: the same token and parameters get the first answer again, other parameters are refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from netsec.sandbox.ledger import Answer, Ledger
from netsec.sandbox.refusal import Refusal


def digest(parameters: dict[str, Any]) -> str:
    """Taken before the action runs: moto adds to the parameters it is given."""
    text = json.dumps(parameters, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def replay(book: Ledger, action: str, token: str | None, asked: str) -> str | None:
    """The first answer's body, if this token was answered before."""
    known = book.tokens.get((action, token or ""))
    if known and known.digest != asked:
        message = "The client token was used before with different parameters."
        raise Refusal("IdempotentParameterMismatch", message)
    return known.body if known else None


def keep(book: Ledger, action: str, token: str | None, answer: Answer) -> None:
    if token and action.startswith("Create"):
        book.keep((action, token), answer)
