"""Whether the public may read or write a bucket, and the parameters that encrypt what is written to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from netsec.messages import Message, message

# Sends one read operation about the bucket; raises what boto3 raises.
Ask = Callable[[str], Mapping[str, Any]]
PUBLIC_ACCESS_BLOCK = "get_public_access_block"
# S3 user guide, "Access control list overview": the two predefined groups that include everybody.
PUBLIC_GROUPS = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")
# S3's codes where a bucket has no policy or no public access block: that is an answer too.
NOT_CONFIGURED = frozenset({"NoSuchBucketPolicy", "NoSuchPublicAccessBlockConfiguration"})


class Grant(Enum):
    """What may grant the public access; the value is the operation that reads it."""

    POLICY = "get_bucket_policy_status"
    ACL = "get_bucket_acl"


# The setting that makes a grant count for nothing, or for the account and AWS services alone, as far as it is public
# (S3 API reference, PublicAccessBlockConfiguration).
BLOCKED_BY = {Grant.POLICY: "RestrictPublicBuckets", Grant.ACL: "IgnorePublicAcls"}
TEXTS = {Grant.POLICY: message("problem.bucket_policy"), Grant.ACL: message("problem.bucket_acl")}


@dataclass(frozen=True)
class PublicAccess:
    """`open`: what grants the public access, as texts; `unknown`: the operations that could not be asked."""

    granted_by: tuple[Message, ...] = ()
    unanswered: tuple[str, ...] = ()


def read_public_access(ask: Ask) -> PublicAccess:
    """Read a bucket's public access: one request where it blocks public access, three where it does not."""
    block = _answer(ask, PUBLIC_ACCESS_BLOCK)
    settings = (block or {}).get("PublicAccessBlockConfiguration") or {}
    answers = {grant: _answer(ask, grant.value) for grant in Grant if not settings.get(BLOCKED_BY[grant])}
    unanswered = [grant.value for grant, answer in answers.items() if answer is None]
    return PublicAccess(
        tuple(TEXTS[grant] for grant, answer in answers.items() if answer is not None and _is_public(grant, answer)),
        (*([PUBLIC_ACCESS_BLOCK] if block is None and unanswered else []), *unanswered),
    )


def _answer(ask: Ask, operation: str) -> Mapping[str, Any] | None:
    """The answer, {} where it is not configured; None where it is unknown: denied, or not offered by this server."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return ask(operation)
    except ClientError as error:
        return {} if error.response.get("Error", {}).get("Code") in NOT_CONFIGURED else None
    except BotoCoreError:
        return None


def _is_public(grant: Grant, answer: Mapping[str, Any]) -> bool:
    if grant is Grant.POLICY:
        return bool((answer.get("PolicyStatus") or {}).get("IsPublic"))
    grantees = [(entry.get("Grantee") or {}).get("URI") or "" for entry in answer.get("Grants") or ()]
    return any(uri.endswith(PUBLIC_GROUPS) for uri in grantees)


def encryption_parameters(kind: str, key: str) -> dict[str, Any]:
    """The parameters of PutObject for one `kind` of encryption: "aws:kms", "AES256", or "" for the bucket's default.

    `key` is the id of a KMS key, "" for the account's default one. KMS is used with a bucket key, which needs far fewer
    requests to KMS (S3 user guide, "Amazon S3 Bucket Keys").
    """
    if key or kind == "aws:kms":
        key_parameter = {"SSEKMSKeyId": key} if key else {}
        return {"ServerSideEncryption": "aws:kms", "BucketKeyEnabled": True, **key_parameter}
    return {"ServerSideEncryption": kind} if kind else {}
