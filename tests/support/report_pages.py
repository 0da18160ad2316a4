"""Reports of networks made by hand, to be looked at without AWS."""

from __future__ import annotations

from netsec.app.report import ReportData
from netsec.insight.audit import audit
from netsec.insight.cost import calculate_bill
from netsec.insight.picture import draw_picture, group_matrix
from netsec.insight.snapshot import VpcSnapshot
from netsec.insight.verify import Check
from netsec.model import Change, Detail, Plan, Slot, reason
from netsec.model.address import Address
from netsec.views.header import Header
from netsec.views.report import report_html
from tests.support.networks import PRICES


def page_of(world: VpcSnapshot, name: str = "myapp/dev") -> str:
    """A report in which every part has something to say, with `name` wherever a name can stand."""
    assert PRICES
    detail = Detail("+", name, reason("as_wanted"))
    slot = Slot(Address("security_group", name))
    change = Change(slot=slot, verb="create", why=reason("as_wanted"), name=name, details=(detail,))
    check = Check(subject=name, status="fail", why=reason("as_wanted"), live_facts=(name,), details=(detail,))
    gathered = ReportData(
        at=0.0,
        region="ap-northeast-1",
        world=world,
        picture=draw_picture(world, PRICES),
        matrix=group_matrix(world),
        checks=(check,),
        audit=audit(world, prices=PRICES),
        plan=Plan(changes=(change,)),
        current_bill=calculate_bill(world, PRICES),
        planned_bill=None,
    )
    return report_html(gathered, Header((("stack", name, ""), ("vpc", world.vpc_id, name))))
