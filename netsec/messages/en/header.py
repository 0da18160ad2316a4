"""The lines above a plan: what each is called, and where its value came from."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "header.stack": "stack",
    "header.account": "account",
    "header.region": "region",
    "header.profile": "profile",
    "header.endpoint": "endpoint",
    "header.sts endpoint": "sts endpoint",
    "header.vpc": "vpc",
    # where a value came from
    "header.from_sandbox": "sandbox",
    "header.from_credentials": "credentials",
    "header.from_profile": "AWS profile",
    "header.from_sandbox_default": "sandbox default",
    "header.from_state": "state file",
    "header.from_name_tag": "Name tag {name}",
}
