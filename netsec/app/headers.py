"""What stands above a result: stack, account, region, endpoint and VPC, each with its source."""

from __future__ import annotations

from netsec.app.stack import Stack
from netsec.messages import Message, message
from netsec.store.state import State
from netsec.views.header import Header


def stack_header(stack: Stack, *, is_sandbox: bool) -> Header:
    """The header of a plan; account and VPC are in it once they are known."""
    config, observation = stack.config, stack.observation
    items: list[tuple[str, str, str | Message]] = [("stack", config.stack, "")]
    if stack.account:
        source = message("header.from_sandbox" if is_sandbox else "header.from_credentials")
        items.append(("account", stack.account, source))
    items += [(label, value, source) for label, (value, source) in stack.setting_sources.items.items()]
    if observation:
        named = "netsec.toml" if config.vpc.id else message("header.from_name_tag", name=config.vpc_name)
        recorded = message("header.from_state") if stack.state.vpc_id else named
        items.append(("vpc", observation.network.vpc_id, recorded))
    return Header(tuple(items))


def state_header(state: State) -> Header:
    """The header of a recorded state, without sources."""
    facts = (
        ("stack", f"{state.project}/{state.environment}"),
        ("account", state.account),
        ("region", state.region),
        ("endpoint", state.endpoint),
        ("vpc", state.vpc_id),
    )
    return Header(tuple((label, value, "") for label, value in facts if value))
