"""The quotas on rules and entries, counted as netsec itself plans; and Service Quotas, which gives their values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from moto.servicequotas.responses import ServiceQuotasResponse

from netsec.model import PeerType
from netsec.model.quota import (
    ENTRIES_QUOTA,
    RULES_QUOTA,
    FamilyCounts,
    acl_entry_counts,
    prefix_list_weight,
    rule_weight,
    total_weight,
)
from netsec.sandbox.ec2_errors import Ec2Error
from netsec.sandbox.rule_permission import Permission
from netsec.sandbox.settings import SETTINGS

LAST_RULE = 32766
PEERS: Mapping[str, PeerType] = {
    "v4": "cidr_ipv4", "v6": "cidr_ipv6", "prefix list": "prefix_list", "group": "group",
}  # fmt: skip


def check_rules(backend: Any, before: Iterable[Permission], after: Iterable[Permission]) -> None:
    """Refuse what would make more of one family than there may be; what there is too many of already may shrink."""
    count = _count(backend, after)
    if not count.fits_within(FamilyCounts(SETTINGS.rule_quota, SETTINGS.rule_quota) | _count(backend, before)):
        message = "The maximum number of rules per security group has been reached."
        raise Ec2Error("RulesPerSecurityGroupLimitExceeded", message)


def _count(backend: Any, rules: Iterable[Permission]) -> FamilyCounts:
    return total_weight(rule_weight(PEERS[rule.kind], _listed(backend, rule)) for rule in rules)


def _listed(backend: Any, rule: Permission) -> FamilyCounts | None:
    """What the prefix list of a rule weighs; one of which that is not known is as light as can be."""
    if rule.kind != "prefix list":
        return None
    listed = backend.managed_prefix_lists[rule.peer]
    row = {
        "PrefixListName": listed.prefix_list_name,
        "AddressFamily": listed.address_family,
        "MaxEntries": listed.max_entries,
    }
    return prefix_list_weight(row) or FamilyCounts(1, 0)


def check_entries(acl: Any, request: Mapping[str, Any]) -> None:
    """Refuse an entry for which its direction has no room in its family; one with its number is replaced."""
    egress, place = request["Egress"], request["RuleNumber"]
    entries = [each for each in acl.network_acl_entries if each.egress == egress and each.rule_number <= LAST_RULE]
    before = acl_entry_counts(each.cidr_block or each.ipv6_cidr_block for each in entries)
    kept = [each.cidr_block or each.ipv6_cidr_block for each in entries if each.rule_number != place]
    after = acl_entry_counts([*kept, request.get("CidrBlock") or request["Ipv6CidrBlock"]])
    if not after.fits_within(FamilyCounts(SETTINGS.entry_quota, SETTINGS.entry_quota) | before):
        raise Ec2Error("NetworkAclEntryLimitExceeded", f"{acl.id} has {SETTINGS.entry_quota} entries already.")


class ServiceQuotas(ServiceQuotasResponse):
    """moto's, with the quotas that this sandbox keeps."""

    def get_service_quota(self) -> str:
        """The account's own value: what the settings say."""
        own_values = {RULES_QUOTA.code: SETTINGS.rule_quota, ENTRIES_QUOTA.code: SETTINGS.entry_quota}
        answer = json.loads(super().get_service_quota())
        own = own_values.get(answer["Quota"]["QuotaCode"])
        return json.dumps(answer if own is None else {"Quota": {**answer["Quota"], "Value": float(own)}})
