"""What a run knows of its resources: the values that Refs stand for, and which ids are new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from netsec.aws.task import Task
from netsec.model import Address, Call, Plan, Slot
from netsec.model.refs import fill_refs, strings_in

TOKEN_PLACEHOLDER = "${token}"  # nosec B105 # a mark that is replaced, no secret


class RunValues:
    """The attributes of each address, from the plan at first; every step that succeeds adds to them.

    `new_ids`: ids of resources that an earlier run created so shortly before that they may not be visible everywhere.
    """

    def __init__(self, plan: Plan, new_ids: Iterable[str]) -> None:
        self.attributes: dict[Address, dict[str, str]] = {
            change.address: {**change.attributes, "id": change.id}
            for change in plan.changes
            if change.id and change.slot == Slot(change.address)
        }
        self._new_ids = set(new_ids)
        self._planned_ids = frozenset(change.id for change in plan.changes if change.id)

    def set_params(self, job: Task) -> None:
        """Fill in the parameters of a call, and note in the job which of their ids are new and which are planned."""
        if isinstance(job.step, Call) and not job.params:
            job.params = self.params(job, TOKEN_PLACEHOLDER)
            ids = strings_in(job.params)
            job.own_new_ids, job.known_ids = ids & self._new_ids, ids & self._planned_ids

    def params(self, job: Task, token: str) -> dict[str, object]:
        """The parameters of the job's call as boto3 takes them; `token` becomes the ClientToken, if it has one."""
        params: dict[str, object] = fill_refs(job.call.params, self.attributes, token)
        return params

    def waited_id(self, job: Task) -> str:
        """The id of the resource that the job's wait is about."""
        return str(fill_refs(job.wait.id, self.attributes, ""))

    def learn(self, job: Task, learned: Mapping[str, str]) -> None:
        """Add the attributes that a step returned; the id that a call returned is a new one."""
        if "id" in learned and isinstance(job.step, Call):
            self._new_ids.add(learned["id"])
        if learned:
            self.attributes[job.change.address] = {**self.attributes.get(job.change.address, {}), **learned}
