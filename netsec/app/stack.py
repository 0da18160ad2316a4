"""Stack: config, recorded state and access to AWS in one object, which observes, plans and settles open intents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from netsec.app.expecting import held_to_expectations
from netsec.app.place import Origin
from netsec.aws.client import Aws
from netsec.aws.clock import Anchored, Clock, SystemClock, sleep_until
from netsec.aws.describe import describe, in_time
from netsec.aws.limit import Limit
from netsec.errors import IdentityError, StateUnusable, Unfinished
from netsec.kinds import KINDS
from netsec.model import Address, Answers, Config, Intent, Plan, Query, Reason, Retire, merged, reason
from netsec.model.outputs import Outputs, outputs_of
from netsec.planning.intents import judge_intents
from netsec.planning.network import account_of, find_vpc
from netsec.planning.observe import Observation, first_queries, look, vpc_queries
from netsec.planning.plan import make_destroy_plan, make_plan
from netsec.planning.switch import recalled, switched
from netsec.store.keeper import Keeper
from netsec.store.ledger import Check, Ledger
from netsec.store.state import State

LOOK_AGAIN_SECONDS = 3.0
# VPC id → more queries about that VPC.
ExtraQueries = Callable[[str], tuple[Query, ...]]
NO_EXTRA_QUERIES: ExtraQueries = lambda vpc_id: ()  # noqa: E731


@dataclass(frozen=True)
class Goal:
    """What a plan is to reach: the config, or with `destroy` the deletion of all resources of those kinds.

    `made_by` plans something else (adopt, forget). Every further plan of a run is made for the same goal.
    """

    destroy: frozenset[str] = frozenset()
    retire: Retire = field(default_factory=Retire)
    made_by: Callable[[Stack], Plan] | None = None


APPLY = Goal()


class Stack:
    """One stack. Observing and planning need no lock; `locked()` is held to write to AWS or the state.

    `seen` is the latest observation, None before the first. With `remember` false the recorded state is not read.
    """

    def __init__(
        self,
        config: Config,
        store: Keeper,
        aws: Aws,
        origin: Origin,
        clock: Clock | None = None,
        *,
        remember: bool = True,
        pool: Executor | None = None,
        limit: Limit | None = None,
    ) -> None:
        self.config = replace(config, region=aws.place.region)
        self.store, self.aws, self.origin = store, aws, origin
        self.clock: Clock = clock or SystemClock()
        self.limit = limit or Limit(clock=self.clock)
        self.anchored = Anchored(self.clock)
        self.account = ""
        self.seen: Observation | None = None
        self.remember, self.pool = remember, pool
        self.ledger = self._load()

    def _load(self, check: Check = lambda saved: None) -> Ledger:
        state = (self.store.load() if self.remember else None) or self.store.fresh()
        return Ledger(self.store, state, self.anchored.now, check)

    @contextmanager
    def locked(self, command: str) -> Iterator[None]:
        """Hold the state's lock under this command's name, and read the state anew; Locked where another holds it."""
        with self.store.locked(command, self.clock.now()) as check:
            self.ledger = self._load(check)
            yield

    @property
    def state(self) -> State:
        """The state as recorded so far."""
        return self.ledger.state

    def outputs(self) -> Outputs:
        """The outputs as recorded; no call to AWS."""
        return outputs_of(self.state.records)

    # Observing

    def observe(self, more: ExtraQueries = NO_EXTRA_QUERIES, spared: Collection[str] = ()) -> Observation:
        """Read AWS: one round of concurrent describes where the VPC's id is known, else two.

        `more` adds queries about the VPC. An operation named in `spared` may be denied; its query has no answer then.
        IdentityError where account or region are not those of the config or the state.
        """
        self._check_region()
        recorded = self.state.vpc_id
        vpc_id = recorded or self.config.vpc.id
        queries = first_queries(self.config, recorded)
        answers = self.ask(merged(queries, more(vpc_id)) if vpc_id else queries, spared)
        self._check_account(answers)
        if not vpc_id:
            vpc_id = find_vpc(self.config, recorded, answers)["VpcId"]
            answers.update(self.ask(merged(vpc_queries(vpc_id), more(vpc_id)), spared))
        return self._read(answers)

    def ask(self, queries: tuple[Query, ...], spared: Collection[str] = ()) -> Answers:
        """Run the queries concurrently, within the command's time limit."""
        services = sorted({query.service for query in queries})
        in_time(lambda: self.aws.warm_up(*services), self.limit, "connect")
        return describe(self.aws, queries, self.clock.now, self.pool, spared, self.aws.silent, self.limit)

    def _read(self, answers: Answers) -> Observation:
        self.seen = look(self.config, self.state.vpc_id, answers, self.state.records, self.state.intents)
        return self.seen

    def _check_account(self, answers: Answers) -> None:
        self.account = account_of(answers)
        for expected, source in ((self.config.account_id, "netsec.toml"), (self.state.account, "the state file")):
            if expected and expected != self.account:
                raise IdentityError(reason("account_differs", recorded=expected, actual=self.account, source=source))

    def _check_region(self) -> None:
        recorded, actual = self.state.region, self.aws.place.region
        if recorded and recorded != actual:
            raise IdentityError(reason("region_differs", recorded=recorded, actual=actual))

    # Planning

    def plan(self, goal: Goal = APPLY, spared: Collection[str] = ()) -> Plan:
        """Observe and make a plan; where the plan needs more queries, ask them and make it again.

        Operations in `spared` may be denied: a plan for reports, not to be executed.
        """
        if goal.made_by:
            return goal.made_by(self)
        observation = self.observe(spared=spared)
        plan, asked = self._decide(goal, observation), set(observation.answers)
        while missing := tuple(query for query in plan.asks if query not in asked):
            asked |= set(missing)
            observation = self._read(Answers({**observation.answers, **self.ask(missing, spared)}))
            plan = self._decide(goal, observation)
        plan = replace(plan, warnings=(*plan.warnings, *self._unsettled()))
        return plan if goal.destroy or spared else held_to_expectations(plan, observation, self.config, self.state)

    def _decide(self, goal: Goal, observation: Observation) -> Plan:
        if goal.destroy:
            return make_destroy_plan(observation, self.state.records, goal.destroy, goal.retire)
        config, remarks = switched(recalled(self.config, self.state.former), observation.lives, self.clock.now())
        plan = make_plan(config, observation, self.state.records)
        return replace(plan, warnings=(*plan.warnings, *remarks))

    def _unsettled(self) -> tuple[Reason, ...]:
        """A remark for each create that was sent, by a run that may have died, and that AWS does not show yet."""
        if not self.seen or not self.state.intents:
            return ()
        verdicts = judge_intents(self.state.intents, self.seen.lives, self.state.records, self.anchored.now())
        return tuple(map(_unshown, verdicts.open))

    def settle(
        self,
        tell: Callable[[Reason], None],
        stopped: Callable[[], bool] = lambda: False,
        deadline: float = float("inf"),
    ) -> None:
        """Observe until each create with an open intent shows in AWS, or is old enough that it never happened.

        Unfinished at `deadline` (in seconds of the monotonic clock) or the command's own time limit.
        """
        deadline = min(deadline, self.limit.moment)
        while self.state.intents and not stopped():
            observation = self.observe()
            verdicts = judge_intents(self.state.intents, observation.lives, self.state.records, self.anchored.now())
            if not verdicts.open:
                self.ledger.settle((intent.slot for intent in verdicts.settled), verdicts.made)
                return
            for intent in verdicts.open:
                if self.clock.monotonic() >= deadline:
                    raise Unfinished(reason("deadline_passed", address=str(intent.slot)))
                tell(_unshown(intent))
            pause = min(LOOK_AGAIN_SECONDS, verdicts.until - self.anchored.now())
            sleep_until(self.clock, min(self.clock.monotonic() + pause, deadline), stopped)

    def stale(self, plan: Plan, goal: Goal) -> tuple[Address, ...]:
        """Recorded addresses, of the kinds of this goal, that are neither in the plan nor in AWS any more."""
        kinds = goal.destroy or frozenset(KINDS)
        planned = {change.address for change in plan.changes}
        existing = {live.address for live in self.seen.lives if live.owned} if self.seen else set()
        return tuple(
            address
            for address in self.state.records
            if address.kind in kinds and address not in planned and address not in existing
        )

    def header(self) -> dict[str, str]:
        """Account, region, VPC and endpoint, by the state file's keys; StateUnusable before anything was observed."""
        if self.seen is None:
            raise StateUnusable(reason("recorded_vpc_gone", vpc=self.state.vpc_id))
        return {
            "account": self.account,
            "region": self.aws.place.region,
            "vpc_id": self.seen.network.vpc_id,
            "endpoint": self.origin.items.get("endpoint", ("", ""))[0],
        }


def _unshown(intent: Intent) -> Reason:
    """With an id the create was answered, and AWS shows it with a delay; without one its outcome is unknown."""
    facts = {"address": str(intent.slot), "op": intent.op}
    return reason("not_shown_yet", id=intent.id, **facts) if intent.id else reason("open_intent", **facts)
