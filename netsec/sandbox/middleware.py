"""What happens before and after every EC2 action: lock, clock, refusals, ClientTokens, paging, hooks after a write."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses._base_response import EC2BaseResponse

from netsec.sandbox import filters, id_checks, lifecycle, paging, read_cache, tags, throttle, tokens, visibility
from netsec.sandbox.ec2_errors import Ec2Error
from netsec.sandbox.region_state import RegionState, TokenAnswer, region_state
from netsec.sandbox.settings import SETTINGS

AFTER_WRITE: list[Callable[[], None]] = []
"""Called, under the lock, after each action that may have changed something."""
LOCK = threading.RLock()
READ_CACHE = read_cache.ReadCache()
LOG = logging.getLogger(__name__)
Reply = tuple[int, Any, Any]


class Middleware(EC2BaseResponse):
    """Wraps moto's call_action; an instance lives for one request, so it may carry that request's state."""

    params: dict[str, Any]
    digest = ""
    replayed = False

    def call_action(self) -> Reply:
        """One action from its checks to its answer, under the lock; moto's hook for every request."""
        action = self._get_action()
        name = camelcase_to_underscores(action)
        inner = getattr(self, name, None)
        setattr(self, name, lambda: self._act(action, inner))
        with LOCK:
            if action.startswith(("Describe", "Get", "Search")):
                return self._read(action)
            READ_CACHE.forget()
            reply = self._reply(action)
            if reply[0] == 200:
                self._after(action, reply[2])
                return self._lose(action) or reply
        return reply

    def _read(self, action: str) -> Reply:
        """The answer given before to the same question, if nothing has changed since."""
        if not READ_CACHE.on:
            return self._reply(action)
        backend = self.ec2_backend
        _settle(backend)
        place = (self.current_account, self.region, read_cache.timed_states(backend))
        key = (*place, action, tokens.digest(self.params))
        reply = READ_CACHE.find(key)
        if reply is None:
            reply = self._reply(action)
            READ_CACHE.keep(key, reply)
        return reply

    def _reply(self, action: str) -> Reply:
        """moto's reply; its own bugs become the errors EC2 would send, not a page of HTML."""
        try:
            return super().call_action()
        except Ec2Error as refusal:
            return self._refuse(refusal)
        except NotImplementedError:
            return self._refuse(Ec2Error("UnsupportedOperation", f"The sandbox does not know all of {action}."))
        except Exception as bug:
            LOG.exception("moto failed in %s", action)
            return self._refuse(Ec2Error("InternalError", f"An internal error has occurred: {bug!r}", 500))

    def _refuse(self, refusal: Ec2Error) -> Reply:
        answer = ActionResult(EC2ClientError(refusal.code, refusal.message))
        _, headers, body = self.serialized(answer)
        headers, body = self._enrich_response({**headers, "status": str(refusal.status)}, body)
        return refusal.status, headers, body

    def _act(self, action: str, inner: Any) -> Any:
        """Runs after moto's authentication and before its serialisation."""
        backend, state = self.ec2_backend, region_state(self.ec2_backend)
        _settle(backend)
        throttle.spend_request(state, action)
        _fail_on_order(action)
        if self.params.get("DryRun"):
            raise Ec2Error("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412)
        first = self._first_answer(state, action)
        if first is not None:
            return first
        tags.check_tags(action, self.params)
        filters.check_filters(action, self.params)
        id_checks.check_ids(backend, action, self.params)
        return self._paged(action, inner())

    def _first_answer(self, state: RegionState, action: str) -> str | None:
        self.digest = tokens.digest(self.params)
        body = tokens.replay(state, action, self.params.get("ClientToken"), self.digest)
        self.replayed = body is not None
        return body

    def _paged(self, action: str, answer: Any) -> Any:
        if not (isinstance(answer, ActionResult) and isinstance(answer.result, dict)):
            return answer
        result, rows = dict(answer.result), paging.rows_key(action, answer.result)
        if rows:
            result[rows] = id_checks.visible_rows(self.ec2_backend, result[rows])
            paging.page(action, self.params, result)
        return ActionResult(result)

    def _after(self, action: str, body: str) -> None:
        state = region_state(self.ec2_backend)
        if not self.replayed:
            id_checks.forget_tags(self.ec2_backend, self.params)
            visibility.record_creations(state, action, body, SETTINGS.clock.now())
            tokens.keep_token(state, action, self.params.get("ClientToken"), TokenAnswer(self.digest, body))
        for hook in AFTER_WRITE:
            hook()

    def _lose(self, action: str) -> Reply | None:
        """Instead of the reply, an error that leaves the caller in doubt."""
        if action not in SETTINGS.lose_answer:
            return None
        SETTINGS.lose_answer.remove(action)
        return self._refuse(Ec2Error("InternalError", "An internal error has occurred.", 500))


def _settle(backend: Any) -> None:
    """Bring states that depend on time up to date."""
    lifecycle.settle(backend, SETTINGS.clock.now())


def _fail_on_order(action: str) -> None:
    ordered = next((each for each in SETTINGS.fail_call if each[0] == action), None)
    if ordered:
        SETTINGS.fail_call.remove(ordered)
        raise Ec2Error(ordered[1], ordered[2])
