"""One stack: what is wanted of it, what is recorded, and AWS; every command is a few lines on top of this."""

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
# What else is worth asking about a VPC, by its id.
Further = Callable[[str], tuple[Query, ...]]
NOTHING_FURTHER: Further = lambda vpc_id: ()  # noqa: E731


@dataclass(frozen=True)
class Goal:
    """What a run is to bring about: the config, that everything of some kinds is gone, or what `made_by` plans.

    However often a run plans anew, it is for this goal: an adopt must never end as an apply.
    """

    destroy: frozenset[str] = frozenset()
    retire: Retire = field(default_factory=Retire)
    made_by: Callable[[Stack], Plan] | None = None


APPLY = Goal()


class Stack:
    """A stack opened for work. Reading AWS needs no lock; whoever writes holds `locked()`.

    It asks on threads of its own, unless a `pool` is handed in.
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
        """Be the stack's only writer, and read what the last one left."""
        with self.store.locked(command, self.clock.now()) as check:
            self.ledger = self._load(check)
            yield

    @property
    def state(self) -> State:
        return self.ledger.state

    def outputs(self) -> Outputs:
        """The outputs as recorded; AWS is not asked."""
        return outputs_of(self.state.records)

    # Looking

    def observe(self, more: Further = NOTHING_FURTHER, spared: Collection[str] = ()) -> Observation:
        """One look at AWS: one burst of describes where the VPC's id is known, else two.

        `more` are further questions about the VPC; an operation in `spared` may be denied, and is left unanswered then.
        """
        self._check_region()
        recorded = self.state.vpc_id
        known = recorded or self.config.vpc.id
        queries = first_queries(self.config, recorded)
        answers = self.ask(merged(queries, more(known)) if known else queries, spared)
        self._check_account(answers)
        if not known:
            vpc_id = find_vpc(self.config, recorded, answers)["VpcId"]
            answers.update(self.ask(merged(vpc_queries(vpc_id), more(vpc_id)), spared))
        return self._read(answers)

    def ask(self, queries: tuple[Query, ...], spared: Collection[str] = ()) -> Answers:
        """Ask AWS, all at once, for as long as the command may take."""
        services = sorted({query.service for query in queries})
        in_time(lambda: self.aws.warm_up(*services), self.limit, "connect")
        return describe(self.aws, queries, self.clock.now, self.pool, spared, self.aws.silent, self.limit)

    def _read(self, answers: Answers) -> Observation:
        self.seen = look(self.config, self.state.vpc_id, answers, self.state.records, self.state.intents)
        return self.seen

    def _check_account(self, answers: Answers) -> None:
        self.account = account_of(answers)
        for wanted, source in ((self.config.account_id, "netsec.toml"), (self.state.account, "the state file")):
            if wanted and wanted != self.account:
                raise IdentityError(reason("account_differs", recorded=wanted, actual=self.account, source=source))

    def _check_region(self) -> None:
        recorded, actual = self.state.region, self.aws.place.region
        if recorded and recorded != actual:
            raise IdentityError(reason("region_differs", recorded=recorded, actual=actual))

    # Deciding

    def plan(self, goal: Goal = APPLY, spared: Collection[str] = ()) -> Plan:
        """Look at AWS and decide; asks what is worth asking only for this plan, and decides once more with it.

        What of `spared` is denied is missing in the plan: such a one is to be looked at, not to be carried out.
        """
        if goal.made_by:
            return goal.made_by(self)
        seen = self.observe(spared=spared)
        plan, asked = self._decide(goal, seen), set(seen.answers)
        while missing := tuple(query for query in plan.asks if query not in asked):
            asked |= set(missing)
            seen = self._read(Answers({**seen.answers, **self.ask(missing, spared)}))
            plan = self._decide(goal, seen)
        plan = replace(plan, warnings=(*plan.warnings, *self._unsettled()))
        return plan if goal.destroy or spared else held_to_expectations(plan, seen, self.config, self.state)

    def _decide(self, goal: Goal, seen: Observation) -> Plan:
        if goal.destroy:
            return make_destroy_plan(seen, self.state.records, goal.destroy, goal.retire)
        config, remarks = switched(recalled(self.config, self.state.former), seen.lives, self.clock.now())
        plan = make_plan(config, seen, self.state.records)
        return replace(plan, warnings=(*plan.warnings, *remarks))

    def _unsettled(self) -> tuple[Reason, ...]:
        """What was made a moment ago, or may have been by a run that died, and AWS does not show yet."""
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
        """Before anything is made: wait until every create that was left open shows, or can't show any more.

        `deadline` is a moment on the monotonic clock; the command's own limit counts as well.
        """
        deadline = min(deadline, self.limit.moment)
        while self.state.intents and not stopped():
            seen = self.observe()
            verdicts = judge_intents(self.state.intents, seen.lives, self.state.records, self.anchored.now())
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
        """Addresses on record that nothing stands at any more and nobody wants."""
        kinds = goal.destroy or frozenset(KINDS)
        told = {change.address for change in plan.changes}
        standing = {live.address for live in self.seen.lives if live.owned} if self.seen else set()
        return tuple(
            address
            for address in self.state.records
            if address.kind in kinds and address not in told and address not in standing
        )

    def header(self) -> dict[str, str]:
        """Where this is, as the state records it."""
        if self.seen is None:
            raise StateUnusable(reason("recorded_vpc_gone", vpc=self.state.vpc_id))
        return {
            "account": self.account,
            "region": self.aws.place.region,
            "vpc_id": self.seen.network.vpc_id,
            "endpoint": self.origin.items.get("endpoint", ("", ""))[0],
        }


def _unshown(intent: Intent) -> Reason:
    """A create whose answer is recorded (`id`) was not cut off: AWS shows what it made with a delay."""
    facts = {"address": str(intent.slot), "op": intent.op}
    return reason("not_shown_yet", id=intent.id, **facts) if intent.id else reason("open_intent", **facts)
