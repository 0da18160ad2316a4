"""Drift of tags, for every kind that carries tags: wrong ones are repaired, tags that others added are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netsec.model import EXPIRES_TAG, KEEP_TAG, Call, Decision, Detail, Live, Record, Spec, Step, reason, tag_list

# netsec's tags that commands set during a resource's life: no spec has them, and they are not drift.
LIFECYCLE_TAGS = frozenset({KEEP_TAG, EXPIRES_TAG})


def with_tag_repairs(decision: Decision, spec: Spec, live: Live, record: Record) -> Decision:
    """The decision, with calls that repair the tags of the live resource before its own steps.

    Nothing is added to a blocked resource, nor to one that is replaced.
    """
    wrong = {key: value for key, value in spec.tags.items() if live.tags.get(key) != value}
    stale = sorted(key for key in live.tags if _is_stale(key, spec.tags, record))
    if not spec.tags or not (wrong or stale) or decision.verb in ("blocked", "replace"):
        return decision
    details = (
        *(_wrong_tag(key, wrong[key], live) for key in sorted(wrong)),
        *(Detail("-", f"tag {key}", reason("tag_dropped")) for key in stale),
    )
    only_tags = decision.verb == "keep"
    return replace(
        decision,
        verb="update" if only_tags else decision.verb,
        why=reason("tags_differ") if only_tags else decision.why,
        steps=(*_repair(live.id, wrong, stale), *decision.steps),
        details=(*details, *decision.details),
    )


def _is_stale(key: str, wanted: Mapping[str, str], record: Record) -> bool:
    """Whether netsec set the tag (its own prefix, or recorded) and the spec does not have it any more."""
    ours = key.startswith("netsec:") or key in record.tag_keys
    return ours and key not in wanted and key not in LIFECYCLE_TAGS


def _wrong_tag(key: str, value: str, live: Live) -> Detail:
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
