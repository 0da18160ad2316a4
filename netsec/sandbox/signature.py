"""AWS Signature Version 4, as a server sees it: whether a request was signed with our keys, as it is and just now.

After "Create a signed AWS API request" (IAM user guide) and, for what x-amz-content-sha256 may say, "Authenticating
Requests: Using the Authorization Header" (S3 API reference).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote_to_bytes

from netsec.sandbox.keys import Keys

ALGORITHM = "AWS4-HMAC-SHA256"
FRESH_SECONDS = 900
AUTHORIZATION = re.compile(
    rf"{ALGORITHM} Credential=([A-Za-z0-9]+)/([0-9]{{8}})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request, ?"
    r"SignedHeaders=([a-z0-9;_-]+), ?Signature=([0-9a-f]{64})"
)
UNSIGNED_BODIES = frozenset({"UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"})
"""What S3's clients may say in place of a hash."""


@dataclass(frozen=True)
class Claim:
    """What an Authorization header says of its request."""

    key_id: str
    day: str
    region: str
    service: str
    signed: tuple[str, ...]
    signature: str

    @property
    def scope(self) -> str:
        """The credential scope that the signature is for."""
        return f"{self.day}/{self.region}/{self.service}/aws4_request"


def claim_of(authorization: str) -> Claim | None:
    """The claim, if the header makes one and nothing else."""
    match = AUTHORIZATION.fullmatch(authorization)
    if not match:
        return None
    key_id, day, region, service, signed, signature = match.groups()
    return Claim(key_id, day, region, service, tuple(signed.split(";")), signature)


def rejection(claim: Claim, headers: Mapping[str, str], keys: Keys, now: float) -> tuple[str, str] | None:
    """What is wrong with it before its body is read: AWS's code and a sentence. `headers` have lower-case names."""
    if not hmac.compare_digest(claim.key_id.encode(), keys.key_id.encode()):
        return "InvalidClientTokenId", "The access key is not this sandbox's."
    if missing := _unsigned(claim, headers):
        return "IncompleteSignature", f"These headers must be signed: {', '.join(missing)}."
    sent = _moment(headers.get("x-amz-date", ""))
    if sent is None or headers["x-amz-date"][:8] != claim.day or abs(now - sent) > FRESH_SECONDS:
        return "RequestExpired", "The request was not signed within the last 15 minutes."
    return None


def _unsigned(claim: Claim, headers: Mapping[str, str]) -> list[str]:
    """Headers that steer what is done and are not under the signature, or not there although they are."""
    needed = {"host", "x-amz-date"} | {each for each in headers if each == "content-type" or each.startswith("x-amz-")}
    return sorted((needed - set(claim.signed)) | (set(claim.signed) - set(headers)))


def _moment(stamp: str) -> float | None:
    """Seconds since 1970 of 20261231T235959Z."""
    if not re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", stamp):
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def is_signed(claim: Claim, method: str, target: str, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Whether the signature is ours for this very request; `target` is path and query as they were sent."""
    payload = _payload(claim, headers.get("x-amz-content-sha256", ""), hashlib.sha256(body).hexdigest())
    path, _, query = target.partition("?")
    wanted = "\n".join(
        (
            method,
            path,
            _canonical_query(query),
            *(f"{name}:{' '.join(headers[name].split())}" for name in claim.signed),
            "",
            ";".join(claim.signed),
            payload,
        )
    )
    return bool(payload) and hmac.compare_digest(claim.signature, _signature(claim, headers, wanted, secret))


def _payload(claim: Claim, declared: str, actual: str) -> str:
    """What stands for the body under the signature; nothing where the body is not what the header says."""
    if not declared or declared == actual:
        return actual
    return declared if claim.service == "s3" and declared in UNSIGNED_BODIES else ""


def _canonical_query(query: str) -> str:
    pairs = (each.partition("=") for each in query.split("&") if each)
    return "&".join("=".join(each) for each in sorted((_encoded(name), _encoded(value)) for name, _, value in pairs))


def _encoded(text: str) -> str:
    return quote(unquote_to_bytes(text), safe="-_.~")


def _signature(claim: Claim, headers: Mapping[str, str], request: str, secret: str) -> str:
    digest = hashlib.sha256(request.encode("latin-1")).hexdigest()
    text = "\n".join((ALGORITHM, headers["x-amz-date"], claim.scope, digest))
    key = f"AWS4{secret}".encode()
    for part in claim.scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
