"""Security group rules: every call is all or nothing, and answers with all the rules it made."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.security_groups import SecurityGroups as MotoSecurityGroups
from moto.ec2.utils import convert_tag_spec

from netsec.sandbox import quota, rule_permission
from netsec.sandbox.ec2_errors import Ec2Error, invalid_parameter, missing_parameter
from netsec.sandbox.rule_permission import Permission, of_rule
from netsec.sandbox.security_group import find_group

PEERS = {"CidrIpv4": "v4", "CidrIpv6": "v6", "PrefixListId": "prefix list", "ReferencedGroupId": "group"}
INGRESS, EGRESS = "ingress_rules", "egress_rules"


class SecurityGroupRules(MotoSecurityGroups):
    """Authorize, revoke, modify, describe, and their descriptions."""

    params: dict[str, Any]

    def authorize_security_group_ingress(self) -> ActionResult:
        """Add ingress rules: all of them, or none."""
        return self._authorize(INGRESS)

    def authorize_security_group_egress(self) -> ActionResult:
        """Add egress rules: all of them, or none."""
        return self._authorize(EGRESS)

    def revoke_security_group_ingress(self) -> ActionResult:
        """Remove ingress rules, by id or by what they say: all of them, or none."""
        return self._revoke(INGRESS)

    def revoke_security_group_egress(self) -> ActionResult:
        """Remove egress rules, by id or by what they say: all of them, or none."""
        return self._revoke(EGRESS)

    def update_security_group_rule_descriptions_ingress(self) -> ActionResult:
        """New descriptions for ingress rules."""
        return self._describe(INGRESS)

    def update_security_group_rule_descriptions_egress(self) -> ActionResult:
        """New descriptions for egress rules."""
        return self._describe(EGRESS)

    def modify_security_group_rules(self) -> ActionResult:
        """Replace rules in place, by id; a rule's type of peer can't change."""
        backend, group = self.ec2_backend, find_group(self.ec2_backend, self.params)
        pairs = [
            (_by_id(group, each["SecurityGroupRuleId"]), _modified(each["SecurityGroupRule"]))
            for each in self.params["SecurityGroupRules"]
        ]
        for rule, wanted in pairs:
            _refuse_other_kind(rule, wanted)
        changed = {rule.id for rule, _ in pairs}
        if len(changed) != len(pairs):
            raise invalid_parameter("A security group rule must not appear multiple times")
        for side in (INGRESS, EGRESS):
            rules = getattr(group, side)
            ours = [wanted for rule, wanted in pairs if rule in rules and rule.is_egress == (side == EGRESS)]
            rule_permission.refuse_repeated(ours)
            others = [rule for rule in rules if rule.id not in changed]
            rule_permission.refuse_existing(ours, others)
            quota.check_rules(backend, [of_rule(rule) for rule in rules], [*map(of_rule, others), *ours])
        for rule, wanted in pairs:
            rule_permission.write_rule(backend, rule, wanted)
        return ActionResult({"Return": True})

    def describe_security_group_rules(self) -> ActionResult:
        """Rules with their ids; no ports are -1."""
        answer = super().describe_security_group_rules()
        rows = answer.result["SecurityGroupRules"]  # type: ignore[index]
        return ActionResult({"SecurityGroupRules": [_shown(each) for each in rows]})

    def _authorize(self, side: str) -> ActionResult:
        backend, group = self.ec2_backend, find_group(self.ec2_backend, self.params)
        wanted, known = rule_permission.from_request(self.params, self.ec2_backend.account_id), getattr(group, side)
        rule_permission.refuse_repeated(wanted)
        rule_permission.refuse_existing(wanted, known)
        current = [of_rule(rule) for rule in known]
        quota.check_rules(backend, current, [*current, *wanted])
        rules = [rule_permission.to_rule(backend, group, each, egress=side == EGRESS) for each in wanted]
        tags = convert_tag_spec(self.params.get("TagSpecifications") or []).get("security-group-rule", {})
        for rule in rules:
            rule.add_tags(tags)
        known.extend(rules)
        return ActionResult({"Return": True, "SecurityGroupRules": [_shown(rule) for rule in rules]})

    def _revoke(self, side: str) -> ActionResult:
        group = find_group(self.ec2_backend, self.params)
        ids = self.params.get("SecurityGroupRuleIds")
        revoked = [_by_id(group, each, side) for each in ids] if ids else self._named(group, side)
        setattr(group, side, [rule for rule in getattr(group, side) if all(rule is not each for each in revoked)])
        return ActionResult({"Return": True, "RevokedSecurityGroupRules": [_shown(rule) for rule in revoked]})

    def _describe(self, side: str) -> ActionResult:
        group = find_group(self.ec2_backend, self.params)
        ids = self.params.get("SecurityGroupRuleDescriptions")
        if ids:
            rules = [_by_id(group, each["SecurityGroupRuleId"], side) for each in ids]
            texts = [each.get("Description") for each in ids]
        else:
            rules = self._named(group, side)
            texts = [
                each.description for each in rule_permission.from_request(self.params, self.ec2_backend.account_id)
            ]
        for text in texts:
            rule_permission.check_text("rule description", text or "")
        for rule, text in zip(rules, texts, strict=True):
            rule_permission.write_rule(self.ec2_backend, rule, replace(of_rule(rule), description=text))
        return ActionResult({"Return": True})

    def _named(self, group: Any, side: str) -> list[Any]:
        """The rules that the request's permissions mean; one that is missing refuses them all."""
        known = {of_rule(rule).key: rule for rule in getattr(group, side)}
        wanted = rule_permission.from_request(self.params, self.ec2_backend.account_id)
        if any(each.key not in known for each in wanted):
            message = "The specified rule does not exist in this security group."
            raise Ec2Error("InvalidPermission.NotFound", message)
        return [known[each.key] for each in wanted]


def _by_id(group: Any, rule_id: str, side: str | None = None) -> Any:
    rules = getattr(group, side) if side else [*group.ingress_rules, *group.egress_rules]
    found = next((rule for rule in rules if rule.id == rule_id), None)
    if found is None:
        message = f"The security group rule ID '{rule_id}' does not exist"
        raise Ec2Error("InvalidSecurityGroupRuleId.NotFound", message)
    return found


def _modified(request: dict[str, Any]) -> Permission:
    """What a rule shall become. The whole rule is replaced: a description left out is a description removed."""
    peers = [name for name in PEERS if request.get(name)]
    if not peers:
        raise missing_parameter("cidrIpv4, cidrIpv6, prefixListId or referencedGroupId")
    if len(peers) > 1:
        message = "Only one of cidrIpv4, cidrIpv6, prefixListId, or referencedGroupId can be specified"
        raise Ec2Error("InvalidParameterCombination", message)
    scope = rule_permission.protocol_and_ports(
        request.get("IpProtocol"), request.get("FromPort"), request.get("ToPort")
    )
    return rule_permission.make_permission(*scope, PEERS[peers[0]], request[peers[0]], request.get("Description"))


def _refuse_other_kind(rule: Any, wanted: Permission) -> None:
    now = of_rule(rule).kind
    if now != wanted.kind:
        message = (
            f"Invalid rule type for security group rule '{rule.id}': a {now} rule can't become a {wanted.kind} rule"
        )
        raise invalid_parameter(message)


def _shown(rule: Any) -> Any:
    """A copy as EC2 shows it: no ports are -1."""
    view = copy.copy(rule)
    view.from_port = -1 if rule.from_port is None else rule.from_port
    view.to_port = -1 if rule.to_port is None else rule.to_port
    return view
