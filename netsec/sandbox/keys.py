"""The access keys of a daemon: new at each start, stored in its card, never printed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
ID_LENGTH = 20


@dataclass(frozen=True)
class Keys:
    """An access key id and the secret to it."""

    key_id: str
    secret: str = field(repr=False)


def make_keys() -> Keys:
    """Keys that nobody else knows: 160 bits and more of chance."""
    start = "NETSEC"
    chance = "".join(secrets.choice(LETTERS) for _ in range(ID_LENGTH - len(start)))
    return Keys(start + chance, secrets.token_urlsafe(30))


def keys_of_card(card: dict[str, Any]) -> Keys:
    """Those that a daemon wrote on its card."""
    return Keys(str(card["key_id"]), str(card["secret"]))


def aws_profile(keys: Keys, port: int, region: str) -> str:
    """A file for AWS's own tools: AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE may both name it."""
    lines = {
        "region": region,
        "endpoint_url": f"http://127.0.0.1:{port}",
        "aws_access_key_id": keys.key_id,
        "aws_secret_access_key": keys.secret,
    }
    return "[default]\n" + "".join(f"{name} = {value}\n" for name, value in lines.items())
