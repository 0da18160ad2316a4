"""Puts the strict layer in moto's way: one assignment, which both the mock and the server obey."""

from __future__ import annotations

import moto.ec2.urls

from netsec.sandbox.layer import StrictEC2Response


def install() -> None:
    """Idempotent. A server must call it before it serves its first EC2 request."""
    moto.ec2.urls.url_paths = {"{0}/": StrictEC2Response.dispatch}
