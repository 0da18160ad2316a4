"""Region, profile and endpoint of a stack, and which option, file or variable each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from netsec.aws.client import ConnectionSettings
from netsec.errors import IdentityError, Refused
from netsec.messages import Message, message
from netsec.model import Config, reason
from netsec.model.urls import redact_url, redact_urls

REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")
# In botocore's own order.
PROFILE_VARIABLES = ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")
# AWS service → its endpoint's label in the header of a plan.
ENDPOINT_LABELS = {"ec2": "endpoint", "sts": "sts endpoint"}


@dataclass(frozen=True)
class SettingSources:
    """The settings in the header of a plan: label → (value, where it was set)."""

    items: Mapping[str, tuple[str, str | Message]]


@dataclass(frozen=True, kw_only=True)
class GlobalOptions:
    """The global options of the command line."""

    config_path: str = ""
    environment: str = ""
    profile: str = ""
    region: str = ""
    endpoint_url: str = ""
    sandbox: bool = False


def resolve_connection(
    config: Config, flags: GlobalOptions, environ: Mapping[str, str]
) -> tuple[ConnectionSettings, SettingSources]:
    """Region: --region, netsec.toml, AWS_REGION, AWS_DEFAULT_REGION, the profile's; boto3 ignores AWS_REGION.

    The place has an endpoint only where --endpoint-url is given: boto3 itself reads those of environment variables and
    profiles, by service. IdentityError for an unknown profile, Refused without a region or with an invalid endpoint.
    """
    profile, profile_source = _profile(flags, environ)
    settings = _settings(profile)
    region, source = _region(config, flags, environ, settings)
    items = {"region": (region, source), **_endpoints(flags, environ, settings)}
    if profile:
        items["profile"] = (profile, profile_source)
    return ConnectionSettings(region=region, profile=flags.profile, endpoint_url=flags.endpoint_url), SettingSources(
        items
    )


def _profile(flags: GlobalOptions, environ: Mapping[str, str]) -> tuple[str, str]:
    candidates = [(flags.profile, "--profile"), *((environ.get(name, ""), name) for name in PROFILE_VARIABLES)]
    return next(((profile, source) for profile, source in candidates if profile), ("", ""))


def _settings(profile: str) -> Any:
    """A botocore session with the settings of this profile; IdentityError where the config files don't have it."""
    import botocore.session
    from botocore.exceptions import BotoCoreError

    session = botocore.session.Session(session_vars={"profile": (None, None, profile or None, None)})
    try:
        known = sorted(session.available_profiles)
    except BotoCoreError as error:
        raise IdentityError(reason("profiles_unreadable", detail=redact_urls(str(error)))) from error
    if profile and profile not in known:
        raise IdentityError(reason("profile_unknown", profile=profile, known=known))
    return session


def _region(
    config: Config, flags: GlobalOptions, environ: Mapping[str, str], settings: Any
) -> tuple[str, str | Message]:
    candidates: list[tuple[str, str | Message]] = [(flags.region, "--region"), (config.region, "netsec.toml")]
    candidates += [(environ.get(name, ""), name) for name in REGION_VARIABLES]
    candidates += [(settings.get_config_variable("region"), message("header.from_profile"))]
    for region, source in candidates:
        if region:
            return region, source
    raise Refused(reason("region_missing"))


def _endpoints(flags: GlobalOptions, environ: Mapping[str, str], settings: Any) -> dict[str, tuple[str, str | Message]]:
    """Label → (URL without secrets, source) of endpoints other than AWS's own; STS's only if it differs from EC2's."""
    endpoints = {label: _endpoint(service, flags, environ, settings) for service, label in ENDPOINT_LABELS.items()}
    custom = {label: endpoint for label, endpoint in endpoints.items() if endpoint[0]}
    for url, source in custom.values():
        _check_url(url, source)
    if endpoints["endpoint"][0] == endpoints["sts endpoint"][0]:
        custom.pop("sts endpoint", None)
    return {label: (redact_url(url), source) for label, (url, source) in custom.items()}


def _endpoint(
    service: str, flags: GlobalOptions, environ: Mapping[str, str], settings: Any
) -> tuple[str, str | Message]:
    if flags.endpoint_url:
        return flags.endpoint_url, "--endpoint-url"
    if settings.get_config_variable("ignore_configured_endpoint_urls"):
        return "", ""
    variables = (f"AWS_ENDPOINT_URL_{service.upper()}", "AWS_ENDPOINT_URL")
    candidates: list[tuple[str, str | Message]] = [(environ.get(name, ""), name) for name in variables]
    candidates += [(_endpoint_of_profile(service, settings), message("header.from_profile"))]
    return next(((url, source) for url, source in candidates if url), ("", ""))


def _endpoint_of_profile(service: str, settings: Any) -> str:
    profile = settings.get_scoped_config()
    services = settings.full_config.get("services", {}).get(profile.get("services"), {})
    return str(services.get(service, {}).get("endpoint_url") or profile.get("endpoint_url") or "")


def _check_url(url: str, source: str | Message) -> None:
    """Refused unless it is an http(s) URL with a host: boto3 accepts any text, and fails later."""
    try:
        parts = urlsplit(url)
        is_valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        is_valid = is_valid and url.isprintable() and " " not in url
    except ValueError:  # a port that is no number, half an IPv6 address
        is_valid = False
    if not is_valid:
        raise Refused(reason("endpoint_invalid", url=redact_url(url), source=source))
