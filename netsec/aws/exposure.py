"""How a bucket keeps what it holds: whether the public may read or write it, and how it is encrypted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Ask = Callable[[str], Mapping[str, Any]]
# S3 user guide, "Access control list overview": the two predefined groups that mean everybody.
EVERYBODY = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")
POLICY, ACL, BLOCK = "get_bucket_policy_status", "get_bucket_acl", "get_public_access_block"
# What S3 answers where there is no such thing, which is an answer too.
NONE = frozenset({"NoSuchBucketPolicy", "NoSuchPublicAccessBlockConfiguration"})


@dataclass(frozen=True)
class Exposure:
    """By what the public gets in (a policy, an ACL), and what could not be asked."""

    open: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def exposure(ask: Ask) -> Exposure:
    """Asked in one question where the bucket blocks public access, in three where it does not say so.

    RestrictPublicBuckets makes a public policy count for AWS services and the account alone, IgnorePublicAcls makes
    public ACLs count for nothing (API reference, PublicAccessBlockConfiguration).
    """
    block = _answer(ask, BLOCK)
    blocks = (block or {}).get("PublicAccessBlockConfiguration") or {}
    parts = (
        (POLICY, bool(blocks.get("RestrictPublicBuckets")), _by_policy),
        (ACL, bool(blocks.get("IgnorePublicAcls")), _by_acl),
    )
    asked = [(name, judge, _answer(ask, name)) for name, blocked, judge in parts if not blocked]
    found = [(name, answer is not None and judge(answer)) for name, judge, answer in asked]
    unknown = [name for name, _, answer in asked if answer is None]
    return Exposure(
        tuple({POLICY: "its policy", ACL: "its ACL"}[name] for name, public in found if public),
        (*([BLOCK] if block is None and unknown else []), *unknown),
    )


def _answer(ask: Ask, operation: str) -> Mapping[str, Any] | None:
    """The answer, {} where there is nothing of the kind, None where nobody says: denied, or no S3 of AWS's."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return ask(operation)
    except ClientError as error:
        return {} if error.response.get("Error", {}).get("Code") in NONE else None
    except BotoCoreError:
        return None


def _by_policy(answer: Mapping[str, Any]) -> bool:
    return bool((answer.get("PolicyStatus") or {}).get("IsPublic"))


def _by_acl(answer: Mapping[str, Any]) -> bool:
    grantees = [(grant.get("Grantee") or {}).get("URI") or "" for grant in answer.get("Grants") or ()]
    return any(each.endswith(EVERYBODY) for each in grantees)


def encryption(kind: str, key: str) -> dict[str, Any]:
    """What a write asks for: KMS with a bucket key, which spares nearly all calls of KMS, or the bucket's default."""
    if key or kind == "aws:kms":
        named = {"SSEKMSKeyId": key} if key else {}
        return {"ServerSideEncryption": "aws:kms", "BucketKeyEnabled": True, **named}
    return {"ServerSideEncryption": kind} if kind else {}
