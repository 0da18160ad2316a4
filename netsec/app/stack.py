"""Stack: config, recorded state and access to AWS in one object, which observes, plans and settles open intents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from netsec.app.connection import SettingSources
from netsec.app.expectations import with_expectations_checked
from netsec.aws.client import AwsClient
from netsec.aws.clock import AnchoredClock, Clock, SystemClock, sleep_until
from netsec.aws.deadline import Deadline
from netsec.aws.describe import call_before, describe
from netsec.errors import IdentityError, StateUnusable, Unfinished
from netsec.kinds import KINDS
from netsec.messages import message
from netsec.model import Address, Answers, Config, DestroyOptions, Intent, Plan, Query, Reason, reason, unique_queries
from netsec.model.outputs import Outputs, outputs_of
from netsec.planning.intents import judge_intents
from netsec.planning.nat_switch import effective_config, with_former_public_ips
from netsec.planning.network import caller_account, find_vpc
from netsec.planning.observation import Observation, first_queries, kinds_in_use, read_observation, vpc_queries
from netsec.planning.plan import make_destroy_plan, make_plan
from netsec.store.backend import StateBackend
from netsec.store.state import State
from netsec.store.state_journal import LockCheck, StateJournal

LOOK_AGAIN_SECONDS = 3.0
# VPC id → more queries about that VPC.
ExtraQueries = Callable[[str], tuple[Query, ...]]
NO_EXTRA_QUERIES: ExtraQueries = lambda vpc_id: ()  # noqa: E731


@dataclass(frozen=True)
class Goal:
    """What a plan is to reach: the config, or with `destroy` the deletion of all resources of those kinds.

    `make_plan` plans something else (adopt, forget). Every further plan of a run is made for the same goal.
    """

    destroy_kinds: frozenset[str] = frozenset()
    destroy_options: DestroyOptions = field(default_factory=DestroyOptions)
    make_plan: Callable[[Stack], Plan] | None = None


APPLY_GOAL = Goal()


class Stack:
    """One stack. Observing and planning need no lock; `locked()` is held to write to AWS or the state.

    `seen` is the latest observation, None before the first. With `remember` false the recorded state is not read.
    """

    def __init__(
        self,
        config: Config,
        store: StateBackend,
        aws: AwsClient,
        origin: SettingSources,
        clock: Clock | None = None,
        *,
        use_recorded_state: bool = True,
        pool: Executor | None = None,
        deadline: Deadline | None = None,
    ) -> None:
        self.config = replace(config, region=aws.settings.region)
        self.store, self.aws, self.setting_sources = store, aws, origin
        self.clock: Clock = clock or SystemClock()
        self.deadline = deadline or Deadline(clock=self.clock)
        self.anchored_clock = AnchoredClock(self.clock)
        self.account = ""
        self.observation: Observation | None = None
        self.use_recorded_state, self.pool = use_recorded_state, pool
        self.journal = self._load()

    def _load(self, check: LockCheck = lambda saved: None) -> StateJournal:
        state = (self.store.load() if self.use_recorded_state else None) or self.store.new_state()
        return StateJournal(self.store, state, self.anchored_clock.now, check)

    @contextmanager
    def locked(self, command: str) -> Iterator[None]:
        """Hold the state's lock under this command's name, and read the state anew; Locked where another holds it."""
        with self.store.locked(command, self.clock.now()) as check:
            self.journal = self._load(check)
            yield

    @property
    def state(self) -> State:
        """The state as recorded so far."""
        return self.journal.state

    def outputs(self) -> Outputs:
        """The outputs as recorded; no call to AWS."""
        return outputs_of(self.state.records)

    # Observing

    def observe(
        self,
        extra_queries: ExtraQueries = NO_EXTRA_QUERIES,
        allow_denied: Collection[str] = (),
        every_kind: bool = False,
    ) -> Observation:
        """Read AWS: one round of concurrent describes where the VPC's id is known, else two.

        `extra_queries` adds queries about the VPC. An operation in `allow_denied` may be denied; its query has no
        answer then. `every_kind`: kinds are read that the config does not ask for and no record names, where that is
        permitted. IdentityError where account or region are not those of the config or the state.
        """
        self._check_region()
        recorded = self.state.vpc_id
        vpc_id = recorded or self.config.vpc.id
        in_use = kinds_in_use(self.config, self.state.records, self.state.intents)
        kinds = frozenset(KINDS) if every_kind else in_use
        allow_denied = {*allow_denied, *KINDS.operations_without(in_use)}
        queries = first_queries(self.config, recorded, kinds)
        answers = self.describe(unique_queries(queries, extra_queries(vpc_id)) if vpc_id else queries, allow_denied)
        self._check_account(answers)
        if not vpc_id:
            vpc_id = find_vpc(self.config, recorded, answers)["VpcId"]
            answers.update(
                self.describe(unique_queries(vpc_queries(vpc_id, kinds), extra_queries(vpc_id)), allow_denied)
            )
        return self._read(answers)

    def describe(self, queries: tuple[Query, ...], spared: Collection[str] = ()) -> Answers:
        """Run the queries concurrently, within the command's time limit."""
        services = sorted({query.service for query in queries})
        call_before(lambda: self.aws.warm_up(*services), self.deadline, "connect")
        return describe(self.aws, queries, self.clock.now, self.pool, spared, self.aws.on_slow_answer, self.deadline)

    def _read(self, answers: Answers) -> Observation:
        self.observation = read_observation(
            self.config, self.state.vpc_id, answers, self.state.records, self.state.intents
        )
        return self.observation

    def _check_account(self, answers: Answers) -> None:
        self.account = caller_account(answers)
        for expected, source in (
            (self.config.account_id, "netsec.toml"),
            (self.state.account, message("problem.state_file")),
        ):
            if expected and expected != self.account:
                raise IdentityError(reason("account_differs", recorded=expected, actual=self.account, source=source))

    def _check_region(self) -> None:
        recorded, actual = self.state.region, self.aws.settings.region
        if recorded and recorded != actual:
            raise IdentityError(reason("region_differs", recorded=recorded, actual=actual))

    # Planning

    def plan(self, goal: Goal = APPLY_GOAL, allow_denied: Collection[str] = ()) -> Plan:
        """Observe and make a plan; where the plan needs more queries, ask them and make it again.

        Operations in `spared` may be denied: a plan for reports, not to be executed.
        """
        if goal.make_plan:
            return goal.make_plan(self)
        observation = self.observe(allow_denied=allow_denied, every_kind=bool(goal.destroy_kinds))
        plan, asked = self._decide(goal, observation), set(observation.answers)
        while missing := tuple(query for query in plan.followup_queries if query not in asked):
            asked |= set(missing)
            observation = self._read(Answers({**observation.answers, **self.describe(missing, allow_denied)}))
            plan = self._decide(goal, observation)
        plan = replace(plan, warnings=(*plan.warnings, *self._unsettled()))
        return (
            plan
            if goal.destroy_kinds or allow_denied
            else with_expectations_checked(plan, observation, self.config, self.state)
        )

    def _decide(self, goal: Goal, observation: Observation) -> Plan:
        if goal.destroy_kinds:
            return make_destroy_plan(observation, self.state.records, goal.destroy_kinds, goal.destroy_options)
        config, remarks = effective_config(
            with_former_public_ips(self.config, self.state.released_public_ips), observation.lives, self.clock.now()
        )
        plan = make_plan(config, observation, self.state.records)
        return replace(plan, warnings=(*plan.warnings, *remarks))

    def _unsettled(self) -> tuple[Reason, ...]:
        """A remark for each create that was sent, by a run that may have died, and that AWS does not show yet."""
        if not self.observation or not self.state.intents:
            return ()
        verdicts = judge_intents(
            self.state.intents, self.observation.lives, self.state.records, self.anchored_clock.now()
        )
        return tuple(map(_unshown, verdicts.open))

    def settle_intents(
        self,
        tell: Callable[[Reason], None],
        stopped: Callable[[], bool] = lambda: False,
        deadline: float = float("inf"),
    ) -> None:
        """Observe until each create with an open intent shows in AWS, or is old enough that it never happened.

        Unfinished at `deadline` (in seconds of the monotonic clock) or the command's own time limit.
        """
        deadline = min(deadline, self.deadline.ends_at)
        while self.state.intents and not stopped():
            observation = self.observe()
            verdicts = judge_intents(
                self.state.intents, observation.lives, self.state.records, self.anchored_clock.now()
            )
            if not verdicts.open:
                self.journal.settle_intents((intent.slot for intent in verdicts.settled), verdicts.made)
                return
            for intent in verdicts.open:
                if self.clock.monotonic() >= deadline:
                    raise Unfinished(reason("deadline_passed", address=str(intent.slot)))
                tell(_unshown(intent))
            pause = min(LOOK_AGAIN_SECONDS, verdicts.until - self.anchored_clock.now())
            sleep_until(self.clock, min(self.clock.monotonic() + pause, deadline), stopped)

    def stale_addresses(self, plan: Plan, goal: Goal) -> tuple[Address, ...]:
        """Recorded addresses, of the kinds of this goal, that are neither in the plan nor in AWS any more."""
        kinds = goal.destroy_kinds or frozenset(KINDS)
        planned = {change.address for change in plan.changes}
        existing = {live.address for live in self.observation.lives if live.is_owned} if self.observation else set()
        return tuple(
            address
            for address in self.state.records
            if address.kind in kinds and address not in planned and address not in existing
        )

    def location(self) -> dict[str, str]:
        """Account, region, VPC and endpoint, by the state file's keys; StateUnusable before anything was observed."""
        if self.observation is None:
            raise StateUnusable(reason("recorded_vpc_gone", vpc=self.state.vpc_id))
        return {
            "account": self.account,
            "region": self.aws.settings.region,
            "vpc_id": self.observation.network.vpc_id,
            "endpoint": self.setting_sources.items.get("endpoint", ("", ""))[0],
        }


def _unshown(intent: Intent) -> Reason:
    """With an id the create was answered, and AWS shows it with a delay; without one its outcome is unknown."""
    facts = {"address": str(intent.slot), "op": intent.op}
    return reason("not_shown_yet", id=intent.id, **facts) if intent.id else reason("open_intent", **facts)
