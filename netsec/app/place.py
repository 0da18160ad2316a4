"""Where a stack is: region, profile, endpoint, and where each of these was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from netsec.aws.client import Place
from netsec.errors import IdentityError, Refused
from netsec.model import Config, reason
from netsec.model.urls import bare_url, bared

REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")
# In botocore's own order.
PROFILE_VARIABLES = ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")
# What a plan's header calls the endpoint of each service that we ask.
SERVICES = {"ec2": "endpoint", "sts": "sts endpoint"}


@dataclass(frozen=True)
class Origin:
    """What a plan's header says: label → (value, where it came from)."""

    items: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Flags:
    """The global options of the command line."""

    config_path: str = ""
    environment: str = ""
    profile: str = ""
    region: str = ""
    endpoint_url: str = ""
    sandbox: bool = False


def find_place(config: Config, flags: Flags, environ: Mapping[str, str]) -> tuple[Place, Origin]:
    """Region: flag, config, AWS_REGION, AWS_DEFAULT_REGION, the profile's; boto3 alone would ignore AWS_REGION.

    The place names an endpoint only where the flag does: what the environment and profiles say of endpoints, boto3
    knows by itself, for each service apart.
    """
    profile, said = _profile(flags, environ)
    settings = _settings(profile)
    region, source = _region(config, flags, environ, settings)
    items = {"region": (region, source), **_endpoints(flags, environ, settings)}
    if profile:
        items["profile"] = (profile, said)
    return Place(region=region, profile=flags.profile, endpoint_url=flags.endpoint_url), Origin(items)


def _profile(flags: Flags, environ: Mapping[str, str]) -> tuple[str, str]:
    said = [(flags.profile, "--profile"), *((environ.get(name, ""), name) for name in PROFILE_VARIABLES)]
    return next(((profile, source) for profile, source in said if profile), ("", ""))


def _settings(profile: str) -> Any:
    """AWS's config files as botocore reads them for this profile; IdentityError unless it is one they know."""
    import botocore.session
    from botocore.exceptions import BotoCoreError

    session = botocore.session.Session(session_vars={"profile": (None, None, profile or None, None)})
    try:
        known = sorted(session.available_profiles)
    except BotoCoreError as error:
        raise IdentityError(reason("profiles_unreadable", detail=bared(str(error)))) from error
    if profile and profile not in known:
        raise IdentityError(reason("profile_unknown", profile=profile, known=known))
    return session


def _region(config: Config, flags: Flags, environ: Mapping[str, str], settings: Any) -> tuple[str, str]:
    said = [(flags.region, "--region"), (config.region, "netsec.toml")]
    said += [(environ.get(name, ""), name) for name in REGION_VARIABLES]
    said += [(settings.get_config_variable("region"), "the profile")]
    for region, source in said:
        if region:
            return region, source
    raise Refused(reason("region_missing"))


def _endpoints(flags: Flags, environ: Mapping[str, str], settings: Any) -> dict[str, tuple[str, str]]:
    """Every endpoint that is not AWS's own, with who named it, as it may be shown; STS's only where it is another."""
    found = {label: _endpoint(service, flags, environ, settings) for service, label in SERVICES.items()}
    told = {label: named for label, named in found.items() if named[0]}
    for url, source in told.values():
        _check_url(url, source)
    if found["endpoint"][0] == found["sts endpoint"][0]:
        told.pop("sts endpoint", None)
    return {label: (bare_url(url), source) for label, (url, source) in told.items()}


def _endpoint(service: str, flags: Flags, environ: Mapping[str, str], settings: Any) -> tuple[str, str]:
    if flags.endpoint_url:
        return flags.endpoint_url, "--endpoint-url"
    if settings.get_config_variable("ignore_configured_endpoint_urls"):
        return "", ""
    variables = (f"AWS_ENDPOINT_URL_{service.upper()}", "AWS_ENDPOINT_URL")
    said = [(environ.get(name, ""), name) for name in variables]
    said += [(_endpoint_of_profile(service, settings), "the profile")]
    return next(((url, source) for url, source in said if url), ("", ""))


def _endpoint_of_profile(service: str, settings: Any) -> str:
    profile = settings.get_scoped_config()
    services = settings.full_config.get("services", {}).get(profile.get("services"), {})
    return str(services.get(service, {}).get("endpoint_url") or profile.get("endpoint_url") or "")


def _check_url(url: str, source: str) -> None:
    """boto3 takes everything for an endpoint, and stumbles over it later."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        whole = whole and url.isprintable() and " " not in url
    except ValueError:  # a port that is no number, half an IPv6 address
        whole = False
    if not whole:
        raise Refused(reason("endpoint_invalid", url=bare_url(url), source=source))
