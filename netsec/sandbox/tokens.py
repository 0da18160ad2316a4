"""ClientToken: the same token and parameters get the first answer again, other parameters are refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from netsec.sandbox.ec2_errors import Ec2Error
from netsec.sandbox.region_state import RegionState, TokenAnswer


def digest(parameters: dict[str, Any]) -> str:
    """Taken before the action runs: moto adds to the parameters it is given."""
    text = json.dumps(parameters, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def replay(book: RegionState, action: str, token: str | None, asked: str) -> str | None:
    """The first answer's body, if this token was answered before."""
    known = book.tokens.get((action, token or ""))
    if known and known.digest != asked:
        message = "The client token was used before with different parameters."
        raise Ec2Error("IdempotentParameterMismatch", message)
    return known.body if known else None


def keep_token(book: RegionState, action: str, token: str | None, answer: TokenAnswer) -> None:
    """Remember the first answer to a create with a ClientToken."""
    if token and action.startswith("Create"):
        book.keep_answer((action, token), answer)
