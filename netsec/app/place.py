"""Where a stack is: region, profile, endpoint, and where each of these was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netsec.aws.client import Place
from netsec.errors import IdentityError, Refused
from netsec.model import Config, reason

ENDPOINT_VARIABLES = ("AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL")
REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")


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
    """Region: flag, config, AWS_REGION, AWS_DEFAULT_REGION, the profile's; boto3 alone would ignore AWS_REGION."""
    region, source = _region(config, flags, environ)
    endpoint, said = _endpoint(flags, environ)
    items = {"region": (region, source)}
    if endpoint:
        items["endpoint"] = (endpoint, said)
    profile = flags.profile or environ.get("AWS_PROFILE", "")
    if profile:
        items["profile"] = (profile, "--profile" if flags.profile else "AWS_PROFILE")
    return Place(region=region, profile=flags.profile, endpoint_url=endpoint), Origin(items)


def _region(config: Config, flags: Flags, environ: Mapping[str, str]) -> tuple[str, str]:
    said = [(flags.region, "--region"), (config.region, "netsec.toml")]
    said += [(environ.get(name, ""), name) for name in REGION_VARIABLES]
    for region, source in said:
        if region:
            return region, source
    return _profile_region(flags.profile or environ.get("AWS_PROFILE", "")), "profile"


def _profile_region(profile: str) -> str:
    import boto3
    from botocore.exceptions import ProfileNotFound

    try:
        region = boto3.Session(profile_name=profile or None).region_name
    except ProfileNotFound as error:
        known = boto3.Session().available_profiles if not profile else _profiles()
        raise IdentityError(reason("profile_unknown", profile=profile, known=known)) from error
    if not region:
        raise Refused(reason("region_missing"))
    return region


def _profiles() -> list[str]:
    import botocore.session

    return sorted(botocore.session.Session(session_vars={"profile": (None, None, None, None)}).available_profiles)


def _endpoint(flags: Flags, environ: Mapping[str, str]) -> tuple[str, str]:
    if flags.endpoint_url:
        return flags.endpoint_url, "--endpoint-url"
    if environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        return "", ""
    return next(((environ[name], name) for name in ENDPOINT_VARIABLES if environ.get(name)), ("", ""))
