"""What a run says as it goes on, and at its end."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # what a change is doing, with its address, id and public IP
    "progress.doing.create": "creating {what}",
    "progress.doing.adopt": "adopting {what}",
    "progress.doing.update": "updating {what}",
    "progress.doing.replace": "replacing {what}",
    "progress.doing.delete": "deleting {what}",
    "progress.doing.keep": "keeping {what}",
    "progress.doing.blocked": "blocked {what}",
    "progress.began": "{doing} …",
    # what it has done
    "progress.done.create": "created {what}",
    "progress.done.adopt": "adopted {what}",
    "progress.done.update": "updated {what}",
    "progress.done.replace": "replaced {what}",
    "progress.done.delete": "deleted {what}",
    "progress.done.keep": "kept {what}",
    "progress.done.blocked": "blocked {what}",
    "progress.failed": "failed {what}: {why}",
    "progress.about": "{what}: {detail}",
    "progress.retrying": "retrying after {state}",
    "progress.checking_again": "{why}; checking again",
    "progress.still_waiting": "still waiting: {what}",
    "progress.done_of": "{done} of {total} done",
    "progress.done_of_failed": "{done} of {total} done, {failed} failed",
    # at the end
    "progress.applied": "Apply complete",
    "progress.destroyed": "Destroy complete",
    "progress.incomplete": "Incomplete",
    "progress.summary": "{end}: {counts} in {took}.",
    "progress.nothing": "nothing changed",
    "progress.count.create": "{n} created",
    "progress.count.adopt": "{n} adopted",
    "progress.count.update": "{n} updated",
    "progress.count.replace": "{n} replaced",
    "progress.count.delete": "{n} deleted",
    "progress.count.keep": "{n} kept",
    "progress.count.failed": "{n} failed",
    # states that are no words of AWS
    "progress.state.not visible yet": "not visible yet",
    "progress.state.sent again": "sent again",
    "progress.state.not listed": "not listed",
}
