"""The entries of prefix lists, the account's own, shared ones and AWS's: which to ask for, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.insight.snapshot import VpcSnapshot
from netsec.model import Answers, Query
from netsec.model.response_fields import cidr_field

ENTRIES_OPERATION = "get_managed_prefix_list_entries"


def prefix_list_entry_queries(vpc: VpcSnapshot) -> tuple[Query, ...]:
    """A query for each prefix list that a route or a group's rule names (EC2 API, GetManagedPrefixListEntries).

    They are optional: a list that may not be read, or is not there, has no answer, and what depends on it is unknown.
    """
    of_routes = {route.destination for table in vpc.tables.values() for route in table.routes}
    rules = (rule for group in vpc.groups.values() for rule in (*group.ingress, *group.egress))
    of_rules = {str(rule.peer) for rule in rules if rule.peer_type == "prefix_list"}
    return tuple(
        Query(ENTRIES_OPERATION, "Entries", params=(("PrefixListId", list_id),), optional=True)
        for list_id in sorted(of_routes | of_rules)
        if list_id.startswith("pl-")
    )


def read_prefix_lists(answers: Answers) -> Mapping[str, tuple[str, ...]]:
    """Prefix list id → its CIDR blocks; a list without any, or with one that is no block, counts as not read."""
    lists: dict[str, tuple[str, ...]] = {}
    for query, items in answers.items():
        blocks = tuple(cidr_field(item, "Cidr") for item in items)
        if query.op == ENTRIES_OPERATION and blocks and all(blocks):
            lists[str(dict(query.params)["PrefixListId"])] = blocks
    return lists
