"""What a plan says besides its reasons: headings, counts, and what becomes of public IPs."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "plan.no_changes": "No changes. AWS matches netsec.toml.",
    "plan.nothing_to_delete": "No changes. There is nothing left to delete.",
    "plan.rest_is_kept": "No changes. The resources above are kept.",
    "plan.counts": "Plan: {counts}.",
    "plan.create": "{n} to create",
    "plan.adopt": "{n} to adopt",
    "plan.update": "{n} to update",
    "plan.replace": "{n} to replace",
    "plan.delete": "{n} to delete",
    "plan.keep_and_tag": "{n} to keep and tag",
    "plan.unchanged": "{n} unchanged",
    "plan.blocked": "{n} blocked",
    "plan.blocked_heading": "Blocked, left unchanged:",
    "plan.obstacles_heading": "Fix these first:",
    "plan.not_executable": "This plan can't be applied yet.",
    "plan.public_ips_released": "Public IPs released: ",
    "plan.public_ips_kept": "Public IPs kept: ",
    "plan.kept_and_charged": "{ips} (AWS charges for idle addresses).",
}
