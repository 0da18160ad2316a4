"""What is said around a command: where it runs, what is asked, and what was cancelled."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "session.in_sandbox": "using the sandbox: not AWS, nothing here is real or costs money",
    "session.custom_endpoint": "using the endpoint {url} ({source}) instead of AWS's own",
    "session.sandbox_and_aws": "--sandbox can't be used with --endpoint-url or --profile.",
    # from the plan to the result
    "session.confirm_apply": "Apply these changes?",
    "session.confirm_delete": "Delete these resources?",
    "session.plan_changed": "AWS has changed since then. The plan is now:\n",
    "session.cancelled": "Cancelled. Nothing was changed.",
    "session.nothing_changed": "Nothing was changed.",
}
