"""The tags that every resource is created with; a lost state file is rebuilt from them."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model.address import Address
from netsec.model.config import Config
from netsec.model.resource import ADDRESS_TAG, MANAGED_TAG, STACK_TAG, TOOL_NAME, VPC_TAG


def resource_tags(config: Config, address: Address, name: str) -> dict[str, str]:
    """All tags of the resource at `address`: the config's, and netsec's own, which those can't override."""
    return {
        **config.tags,
        "Name": name,
        "Project": config.project,
        "Environment": config.environment,
        MANAGED_TAG: TOOL_NAME,
        STACK_TAG: config.stack,
        ADDRESS_TAG: str(address),
    }


def identity_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """The tags that identify a resource: its stack and address, and the VPC if it has that tag."""
    return {key: tags[key] for key in (STACK_TAG, ADDRESS_TAG, VPC_TAG) if key in tags}
