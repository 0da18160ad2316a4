"""The nouns that everything else is said in: frozen values, no I/O, no clock."""

from netsec.model.address import Address, Ref
from netsec.model.config import (
    AclConfig,
    AclEntry,
    Config,
    EndpointsConfig,
    GroupConfig,
    NatConfig,
    Peer,
    PeerType,
    Rule,
    StateConfig,
    VpcConfig,
)
from netsec.model.network import Network, Zone, nat_zones, way_out
from netsec.model.plan import (
    CURRENT,
    Began,
    Change,
    Decision,
    Detail,
    Done,
    Event,
    Failed,
    Intent,
    Kind,
    Plan,
    Record,
    Retire,
    Slot,
    Verb,
    Waiting,
)
from netsec.model.resource import (
    ADDRESS_TAG,
    ASSOCIATE_TAG,
    KEEP_TAG,
    OWN_TAGS,
    STACK_TAG,
    Live,
    Spec,
    live_address,
    tag_map,
)
from netsec.model.step import (
    TOKEN,
    Answers,
    Call,
    Fields,
    Query,
    Recover,
    Step,
    Steps,
    Wait,
    by_vpc,
    dig,
    merged,
    tag_list,
    tag_specifications,
)
from netsec.model.tags import identity_tags, tags_for
from netsec.reason import Reason, reason

__all__ = [
    "ADDRESS_TAG", "ASSOCIATE_TAG", "CURRENT", "KEEP_TAG", "OWN_TAGS", "STACK_TAG", "TOKEN", "AclConfig",
    "AclEntry", "Address", "Answers", "Began", "Call", "Change", "Config", "Decision", "Detail", "Done",
    "EndpointsConfig",
    "Event", "Failed", "Fields", "GroupConfig", "Intent", "Kind", "Live", "NatConfig", "Network", "Peer", "PeerType",
    "Plan", "Query", "Reason", "Record", "Recover", "Ref", "Retire", "Rule", "Slot", "Spec", "StateConfig", "Step",
    "Steps",
    "Verb", "VpcConfig", "Wait", "Waiting", "Zone", "by_vpc", "dig", "identity_tags", "live_address", "merged",
    "nat_zones", "reason", "tag_list", "tag_map", "tag_specifications", "tags_for", "way_out",
]  # fmt: skip
