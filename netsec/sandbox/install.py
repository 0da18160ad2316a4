"""Registers the strict layer with moto: one assignment for each service, for the mock and the server alike."""

from __future__ import annotations

import moto.ec2.urls
import moto.servicequotas.urls

from netsec.sandbox.quota import ServiceQuotas
from netsec.sandbox.strict_ec2 import StrictEC2Response


def install() -> None:
    """Idempotent. A server must call it before it serves its first request."""
    moto.ec2.urls.url_paths = {"{0}/": StrictEC2Response.dispatch}
    moto.servicequotas.urls.url_paths = {"{0}/$": ServiceQuotas.dispatch}
