"""What a signed request may reach: the services that netsec uses, each with its paths, and nothing else of moto's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True)
class Service:
    """The paths it answers at, and what an X-Amz-Target of its protocol begins with, if that has one."""

    paths: re.Pattern[str]
    target: str = ""


ROOT = re.compile("/")
METRICS = "GraniteServiceVersion20100801"
BUCKETS = re.compile(r"/(?:[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[^\s]*)?)?")
SERVICES = {
    "ec2": Service(ROOT),
    "sts": Service(ROOT),
    "s3": Service(BUCKETS),
    "monitoring": Service(re.compile(rf"/(?:service/{METRICS}/operation/[A-Za-z]+)?"), METRICS),
    "servicequotas": Service(ROOT, "ServiceQuotasV20190624"),
}
"""By the name that requests are signed for. moto goes by that name too."""
RESERVED = frozenset({"moto-api", "latest", "favicon.ico", "v20180820", "_strict"})
"""First parts of paths that moto gives to other services of its own, whatever the request was signed for."""
DECODINGS = 8


def is_allowed(service: str, target: str, operation: str) -> bool:
    """Whether the service answers at this target (path and query as sent) for this X-Amz-Target ("" is none)."""
    known, path = SERVICES.get(service), target.partition("?")[0]
    if known is None or not known.paths.fullmatch(path) or not is_plain(path):
        return False
    return not operation or (known.target != "" and operation.startswith(f"{known.target}."))


def is_plain(path: str) -> bool:
    """Whether the path means the same however often it is decoded: no way back, no way round, nothing reserved."""
    for _ in range(DECODINGS):
        if not _is_plain(path):
            return False
        decoded = unquote(path, "latin-1")
        if decoded == path:
            return True
        path = decoded
    return False


def _is_plain(path: str) -> bool:
    first, *parts = path.split("/")
    odd = bool(first) or not parts or bool(re.search(r"[\x00-\x1f\x7f\\]|//", path))
    return not odd and not {".", ".."} & set(parts) and parts[0].casefold() not in RESERVED
