"""The seal on a saved world: only files that were sealed with the user's own key are loaded."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from netsec.sandbox import private_files

MAGIC = b"netsec sandbox world 3\n"
KEY_BYTES = 32
DIGITS = hashlib.sha256().digest_size * 2


def seal_key(home: Path) -> bytes:
    """The user's key, made with the first world; it lies outside every work tree and every world."""
    private_files.make_private_directory(home)
    descriptor = private_files.open_file(home / "sandbox.key", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        key = os.read(descriptor, KEY_BYTES + 1)
        if len(key) != KEY_BYTES:
            key = secrets.token_bytes(KEY_BYTES)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, key, 0)
            os.fsync(descriptor)
        return key
    finally:
        os.close(descriptor)


def seal_content(content: bytes, key: bytes) -> bytes:
    """The content with its seal before it."""
    return b"".join((MAGIC, _seal(content, key), b"\n", content))


def unseal(data: bytes, key: bytes, path: Path) -> bytes:
    """The content, if it was sealed with this key; Untrusted before anything of it is looked at otherwise."""
    start = len(MAGIC) + DIGITS + 1
    seal, content = data[len(MAGIC) : start - 1], data[start:]
    whole = data.startswith(MAGIC) and data[start - 1 : start] == b"\n"
    if not (hmac.compare_digest(seal, _seal(content, key)) and whole):
        raise private_files.Untrusted(path, "it was not written by your netsec, or by an older one", ours=True)
    return content


def _seal(content: bytes, key: bytes) -> bytes:
    return hmac.new(key, MAGIC + content, hashlib.sha256).hexdigest().encode()
