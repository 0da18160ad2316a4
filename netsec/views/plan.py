"""A plan as text: one line for each change, each with its why, then what is in the way, the counts, the public IPs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from netsec.kinds import KINDS
from netsec.messages import Rendered, has_text, say, text
from netsec.messages.escape import printable
from netsec.model import Change, Detail, Plan, Verb
from netsec.reason import Reason
from netsec.views.header import NO_HEADER, Header, header_lines
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging_indent, padded, width, wrapped
from netsec.views.reasons import reason_lines

SIGNS: dict[Verb, str] = {
    "create": "+",
    "adopt": ">",
    "update": "~",
    "replace": "-/+",
    "delete": "-",
    "keep": "=",
    "blocked": "!",
}
# Details stand in a column of their own, so that their whys line up; a longer one pushes its why aside.
WIDEST_DETAIL = 40


def plan_text(
    plan: Plan,
    header: Header = NO_HEADER,
    *,
    paint: Paint = PLAIN,
    columns: int = COLUMNS,
    destroy: bool = False,
    closing: str = "",
) -> str:
    """The whole plan, with a last line if one is given.

    `destroy` says that it is one of taking away, for the words when there is nothing to do.
    """
    grouped = groupby(plan.changes, key=lambda change: change.address.kind)
    blocks = [
        header_lines(header, paint),
        *(_group(kind, list(changes), paint, columns) for kind, changes in grouped),
        reason_lines(plan.warnings, text("words.warning"), paint=paint, colour=paint.yellow, columns=columns),
        _obstacles(text("plan.blocked_heading"), blocked_reasons(plan), paint, columns),
        _obstacles(text("plan.obstacles_heading"), plan.obstacles, paint, columns),
        [*_verdict(plan, destroy, paint, columns), *_public_ips(plan, columns), *([closing] if closing else [])],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _verdict(plan: Plan, destroy: bool, paint: Paint, columns: int) -> list[str]:
    lines = wrapped(counts_line(plan, destroy=destroy), columns)
    verdict = [paint.bold(line) for line in lines]
    return [*verdict, paint.red(text("plan.not_executable"))] if plan.obstacles else verdict


def counts_line(plan: Plan, *, destroy: bool = False) -> str:
    """`Plan: 9 to create, 1 to update, 0 to delete, 4 unchanged.`, or that there is nothing to do."""
    if plan.is_empty and not plan.obstacles:
        return _nothing(plan, destroy)
    verbs = [change.verb for change in plan.changes]
    marked = sum(1 for change in plan.changes if change.verb == "keep" and change.steps)
    parts = (
        ("create", verbs.count("create"), not destroy),
        ("adopt", verbs.count("adopt"), False),
        ("update", verbs.count("update"), not destroy),
        ("replace", verbs.count("replace"), False),
        ("delete", verbs.count("delete"), True),
        ("keep_and_tag", marked, False),
        ("unchanged", verbs.count("keep") - marked, True),
        ("blocked", verbs.count("blocked"), False),
    )
    shown = (text(f"plan.{what}", n=number) for what, number, always in parts if number or always)
    return text("plan.counts", counts=Rendered(text("words.comma").join(shown)))


def blocked_reasons(plan: Plan) -> list[Reason]:
    """Why each blocked change is, with its address among the facts."""
    return [Reason(change.why.code, {**change.why.facts, "address": str(change.address)}) for change in plan.blocked]


def _nothing(plan: Plan, destroy: bool) -> str:
    if not destroy:
        return text("plan.no_changes")
    return text("plan.rest_is_kept" if plan.changes else "plan.nothing_to_delete")


def _group(kind: str, changes: list[Change], paint: Paint, columns: int) -> list[str]:
    """All changes of one kind beneath its heading."""
    widest = max(width(printable(change.address)) for change in changes)
    lines = [paint.bold(kind_heading(kind))]
    for change in changes:
        lines += _change(change, widest, paint, columns)
        what = min(max((width(printable(each.what)) for each in change.details), default=0), WIDEST_DETAIL)
        for detail in change.details:
            lines += _detail(detail, what, paint, columns)
    return lines


def kind_heading(kind: str) -> str:
    """The heading above the resources of a kind: the kind's own where the catalogue has none, else its name."""
    key = f"words.kind.{kind}"
    own = KINDS[kind].heading if kind in KINDS else printable(kind)
    return text(key) if has_text(key) else own


def _change(change: Change, widest: int, paint: Paint, columns: int) -> list[str]:
    why = say(change.why)
    heads = [_head(change, widest, parts) for parts in _layouts(change)]
    roomy = [head for head in heads if 4 + width(head) <= columns]
    head = next((head for head in heads if _fits(4, head, why, columns)), (roomy or heads)[0])
    colour = sign_colour(change.verb, paint)
    return _entry(f"{SIGNS[change.verb]:>3} ", head, why, colour, paint, columns)


def _layouts(change: Change) -> list[tuple[str, ...]]:
    """What stands behind the address, in order of preference: a why on the same line is worth more than a name.

    What is deleted is told by more than its id: by its name, or by what stands beneath.
    """
    own_id = "" if "/" in change.id or change.id == change.address.name else change.id
    full = tuple(printable(part) for part in (own_id, change.name) if part)
    if change.verb == "delete" and not change.details:
        return [full]
    shorter = [full[:1]] if own_id else []
    nothing: list[tuple[str, ...]] = [()] if change.verb == "keep" or (change.id and not own_id) else []
    return [full, *shorter, *nothing]


def _head(change: Change, widest: int, parts: tuple[str, ...]) -> str:
    address = printable(change.address)
    return "  ".join((padded(address, widest), *parts)).rstrip() if parts else address


def _detail(detail: Detail, widest: int, paint: Paint, columns: int) -> list[str]:
    what = printable(detail.what)
    colour = {"+": paint.green, "-": paint.red, "~": paint.yellow, "=": paint.dim}[detail.sign]
    head = padded(what, max(widest, width(what)))
    return _entry(f"{detail.sign:>7} ", head, say(detail.why), colour, paint, columns)


def _fits(lead: int, head: str, why: str, columns: int) -> bool:
    return lead + width(head) + 2 + width(why) <= columns


def _entry(sign: str, head: str, why: str, colour: Callable[[str], str], paint: Paint, columns: int) -> list[str]:
    """Sign, head and why on one line where that fits, else the why beneath, indented."""
    if _fits(len(sign), head, why, columns):
        return [f"{colour(sign)}{head}  {paint.dim(why)}"]
    first, *rest = wrapped(head.rstrip(), columns - len(sign))
    beneath = hanging_indent(why, " " * (len(sign) + 4), columns)
    indent = " " * len(sign)
    return [f"{colour(sign)}{first}", *(f"{indent}{line}" for line in rest), *(paint.dim(line) for line in beneath)]


def sign_colour(verb: Verb, paint: Paint) -> Callable[[str], str]:
    """The colour of a change's sign."""
    colours: dict[Verb, Callable[[str], str]] = {
        "create": paint.green,
        "adopt": paint.cyan,
        "update": paint.yellow,
        "replace": paint.yellow,
        "delete": paint.red,
        "keep": paint.dim,
        "blocked": paint.red,
    }
    return colours[verb]


def _obstacles(title: str, reasons: Iterable[Reason], paint: Paint, columns: int) -> list[str]:
    lines = reason_lines(reasons, "  ! ", paint=paint, colour=paint.red, columns=columns)
    return [paint.bold(title), *lines] if lines else []


def _public_ips(plan: Plan, columns: int) -> list[str]:
    """Whoever has these addresses on a list of allowed ones must know."""
    details = [detail for change in plan.changes for detail in change.details]
    released = [printable(detail.what) for detail in details if detail.why.code == "public_ip_given_up"]
    whys = [change.why for change in plan.changes if change.why.code == "address_kept"]
    kept = [printable(why.facts.get("public_ip", "")) for why in whys]
    lines = []
    if released:
        lines += hanging_indent(", ".join(released), text("plan.public_ips_released"), columns)
    if kept:
        lines += hanging_indent(text("plan.kept_and_charged", ips=kept), text("plan.public_ips_kept"), columns)
    return lines
