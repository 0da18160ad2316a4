"""Drift of tags: repaired in this one place for every kind that carries tags; tags that others added are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netsec.model import EXPIRES_TAG, KEEP_TAG, Call, Decision, Detail, Live, Record, Spec, Step, reason, tag_list

# Tags of ours that say something of the resource's life and stand in no spec.
LASTING = frozenset({KEEP_TAG, EXPIRES_TAG})


def with_tags(decision: Decision, spec: Spec, live: Live, record: Record) -> Decision:
    """The decision, with the calls that repair this resource's tags put before its own steps."""
    wrong = {key: value for key, value in spec.tags.items() if live.tags.get(key) != value}
    stale = sorted(key for key in live.tags if _is_stale(key, spec.tags, record))
    if not spec.tags or not (wrong or stale) or decision.verb in ("blocked", "replace"):
        return decision
    details = (
        *(_wrong(key, wrong[key], live) for key in sorted(wrong)),
        *(Detail("-", f"tag {key}", reason("tag_dropped")) for key in stale),
    )
    kept = decision.verb == "keep"
    return replace(
        decision,
        verb="update" if kept else decision.verb,
        why=reason("tags_differ") if kept else decision.why,
        steps=(*_repair(live.id, wrong, stale), *decision.steps),
        details=(*details, *decision.details),
    )


def _is_stale(key: str, wanted: Mapping[str, str], record: Record) -> bool:
    """Ours, and not wanted any more: in the namespace that is ours, or a user's tag that we recorded setting."""
    ours = key.startswith("netsec:") or key in record.tag_keys
    return ours and key not in wanted and key not in LASTING


def _wrong(key: str, value: str, live: Live) -> Detail:
    if key not in live.tags:
        return Detail("+", f"tag {key}={value}", reason("tag_missing"))
    return Detail("~", f"tag {key}={value}", reason("tag_edited", was=live.tags[key]))


def _repair(resource_id: str, wrong: Mapping[str, str], stale: list[str]) -> tuple[Step, ...]:
    steps: list[Step] = []
    if wrong:
        steps.append(Call(op="create_tags", params={"Resources": [resource_id], "Tags": tag_list(wrong)}))
    if stale:
        keys = [{"Key": key} for key in stale]
        steps.append(Call(op="delete_tags", params={"Resources": [resource_id], "Tags": keys}))
    return tuple(steps)
