"""All that netsec reads off AWS, from the answers to the words: what must come through whatever AWS answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from netsec.app.advice import advise
from netsec.app.audit import audit_stack
from netsec.app.cost import read_costs
from netsec.app.discovery import discover_vpc
from netsec.app.goals import APPLY_GOAL, Goal
from netsec.app.graph import GraphSource, graph_of_stack
from netsec.app.nat import nat_expiry, nat_statuses
from netsec.app.ownership import plan_adoption
from netsec.app.report import read_report
from netsec.app.run import check_plan
from netsec.app.stack import Stack
from netsec.app.verify import verify_exit_code, verify_stack
from netsec.app.world import live_snapshot, planned_snapshot
from netsec.aws.client import AwsClient
from netsec.errors import NetsecError
from netsec.insight.cost import list_prices
from netsec.insight.intervals import IntervalSet
from netsec.insight.reach import Question, reach
from netsec.messages.en.reasons import REASONS
from netsec.model import Address, Reason
from netsec.views.advice import advice_object, advice_text
from netsec.views.audit import audit_object, audit_text
from netsec.views.cost import cost_object, cost_text
from netsec.views.errors import errors_text
from netsec.views.graph.data import graph_object
from netsec.views.graph.dot import graph_dot
from netsec.views.graph.mermaid import graph_mermaid
from netsec.views.graph.svg import graph_svg
from netsec.views.graph.text import graph_text
from netsec.views.header import Header
from netsec.views.nat import nat_object, nat_text
from netsec.views.plan import plan_text
from netsec.views.plan_json import plan_json
from netsec.views.reach import reach_object, reach_text
from netsec.views.report import report_html
from netsec.views.verify import verify_object, verify_text
from tests.support.answers.worlds import Told
from tests.support.story import DESTROY, DESTROY_NAT

PRICES = list_prices("ap-northeast-1")
HEADER = Header((("stack", "myapp/dev", ""),))
QUESTIONS = (
    ("internet", "alb", 443), ("alb", "ecs", 3000), ("ecs", "rds", 5432), ("ecs", "internet", 443),
    ("internet", "rds", 5432), ("ecs", "s3", 443), ("internet", "10.0.1.0/24", 443),
)  # fmt: skip


def read_plan(stack: Stack, goal: Goal = APPLY_GOAL) -> None:
    plan = stack.plan(goal)
    assert plan_text(plan, HEADER)
    assert plan_json(plan, HEADER, None)
    for why in (*plan.obstacles, *plan.warnings, *(change.why for change in plan.changes)):
        assert why.code in REASONS, why
    check_plan(plan, goal)


def read_verify(stack: Stack) -> None:
    found = verify_stack(stack)
    assert verify_text(found, HEADER)
    assert verify_object(found)
    assert verify_exit_code(found) in (0, 2, 4)


def read_audit(stack: Stack) -> None:
    report = audit_stack(stack, PRICES)
    assert audit_text(report, report.findings)
    assert audit_object(report, report.findings)


def read_advice(stack: Stack) -> None:
    found = advise(stack, PRICES)
    parts = (found.rows, found.setups, found.recommendation, found.prices, found.measured_gb)
    assert advice_text(*parts)
    assert advice_object(*parts)


def read_cost(stack: Stack) -> None:
    found = read_costs(stack, PRICES)
    parts = (found.current, found.after_apply, found.after_destroy_nat, found.read_at, found.processed_gb)
    assert cost_text(*parts)
    assert cost_object(*parts)


def read_graph(stack: Stack) -> None:
    for of in (GraphSource.LIVE, GraphSource.PLAN):
        picture = graph_of_stack(stack, of, PRICES)
        assert graph_object(picture)
        for drawn in (graph_text, graph_mermaid, graph_dot, graph_svg):
            assert drawn(picture)


def read_reach(stack: Stack) -> None:
    for world in (live_snapshot(stack), planned_snapshot(stack)[1]):
        for source, target, port in QUESTIONS:
            answer = reach(world, Question(source=source, target=target, ports=IntervalSet.of(port)))
            if not isinstance(answer, Reason):
                assert reach_text(answer)
                assert reach_object(answer)


def read_report_page(stack: Stack) -> None:
    assert report_html(read_report(stack, PRICES), HEADER)


def read_nat_status(stack: Stack) -> None:
    found = nat_statuses(stack, PRICES)
    assert nat_text(found, stack.clock.now())
    nat_object(found)
    nat_expiry(stack)


def read_init(stack: Stack) -> None:
    discover_vpc(cast("AwsClient", stack.aws), stack.clock.now, vpc_id="", prefix="myapp-dev")


def read_adoption(stack: Stack) -> None:
    group = next(iter(cast("Told", stack.aws).answers["describe_security_groups"]), {})
    plan_adoption(stack, Address("security_group", "alb"), str(group.get("GroupId")))


READERS: dict[str, Callable[[Stack], None]] = {
    "plan": read_plan,
    "destroy": lambda stack: read_plan(stack, DESTROY),
    "destroy-nat": lambda stack: read_plan(stack, DESTROY_NAT),
    "verify": read_verify,
    "audit": read_audit,
    "advise": read_advice,
    "cost": read_cost,
    "graph": read_graph,
    "reach": read_reach,
    "report": read_report_page,
    "nat status": read_nat_status,
    "init": read_init,
    "adopt": read_adoption,
}


def complaint_of(name: str, stack: Stack) -> NetsecError | None:
    """Run one of them; the error that it ends with, which must be one of ours and have words."""
    try:
        READERS[name](stack)
    except NetsecError as error:
        complaint = error
    else:
        return None
    assert complaint.exit_code != 1, complaint
    assert all(isinstance(why, Reason) and why.code in REASONS for why in complaint.reasons), complaint
    assert errors_text([complaint])
    return complaint
