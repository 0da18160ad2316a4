"""Reports of networks made by hand, to be looked at without AWS."""

from __future__ import annotations

from netsec.app.report import Gathered
from netsec.insight.audit import audit
from netsec.insight.cost import bill
from netsec.insight.picture import draw, matrix_of
from netsec.insight.verify import Check
from netsec.insight.world import World
from netsec.model import Change, Detail, Plan, Slot, reason
from netsec.model.address import Address
from netsec.views.header import Header
from netsec.views.report import report_html
from tests.support.networks import PRICES


def page_of(world: World, name: str = "myapp/dev") -> str:
    """A report in which every part has something to say, with `name` wherever a name can stand."""
    assert PRICES
    detail = Detail("+", name, reason("as_wanted"))
    slot = Slot(Address("security_group", name))
    change = Change(slot=slot, verb="create", why=reason("as_wanted"), name=name, details=(detail,))
    check = Check(what=name, status="fail", why=reason("as_wanted"), found=(name,), details=(detail,))
    gathered = Gathered(
        at=0.0,
        region="ap-northeast-1",
        world=world,
        picture=draw(world, PRICES),
        matrix=matrix_of(world),
        checks=(check,),
        audit=audit(world, prices=PRICES),
        plan=Plan(changes=(change,)),
        now=bill(world, PRICES),
        after=None,
    )
    return report_html(gathered, Header((("stack", name, ""), ("vpc", world.vpc_id, name))))
