"""A stack's life at random: applied, edited, cut off, meddled with by hand, forgotten; in the end all is up to date."""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from netsec.app.goals import APPLY_GOAL
from netsec.errors import NetsecError
from tests.support.faults.portrait import Picture
from tests.support.faults.trial import DESTROY, DESTROY_NAT, DESTROY_NAT_KEEP, RELEASE, Moment, Trial
from tests.support.faults.wire import answer_lost, closed_before, killed_after, killed_before, nth, throttled
from tests.support.proof_counts import proof_counts
from tests.support.story import ZONES

# `make reliability` asks for many times as much.
LONGER = int(os.environ.get("NETSEC_LONG", "1"))
GOALS = {
    "apply": APPLY_GOAL,
    "destroy-nat": DESTROY_NAT,
    "keeping addresses": DESTROY_NAT_KEEP,
    "destroy": DESTROY,
    "releasing": RELEASE,
}
CUTS = {"before": killed_before, "after": killed_after}
FAULTS = {"answer lost": answer_lost, "closed": closed_before, "throttled": throttled}
ROTTEN = ("", "{", "[]", '{"version": 1}', "null")


class Life(RuleBasedStateMachine):
    """The model is small: which switches are on; everything else follows from them."""

    def __init__(self, trial: Trial, nothing: Moment) -> None:
        super().__init__()
        self.trial = trial
        trial.back_to(nothing)
        self.edit(nat=True, acls=False, single=False, elsewhere=False)
        self.others = Picture(trial.ec2).strangers()

    # What its people do

    @rule(nat=st.booleans(), acls=st.booleans(), single=st.booleans(), elsewhere=st.booleans())
    def edit(self, nat: bool, acls: bool, single: bool, elsewhere: bool) -> None:
        self.nat, self.acls, self.zones = nat, acls, ZONES[:1] if single else ZONES
        topology = "single" if single else "per_az"
        self.trial.config = self.trial.configured(second_subnet=elsewhere, nat=nat, nacls=acls, topology=topology)

    @rule(name=st.sampled_from(sorted(GOALS)))
    def run(self, name: str) -> None:
        self.trial.heal()
        assert self.trial.run(GOALS[name]).errors == ()
        if name == "apply":
            self.check()

    @rule(name=st.sampled_from(sorted(GOALS)), number=st.integers(1, 12), fault=st.sampled_from(sorted(FAULTS)))
    def run_with_a_fault(self, name: str, number: int, fault: str) -> None:
        self.trial.heal()
        self.trial.wire.on_write = nth(number, FAULTS[fault])
        assert self.trial.run(GOALS[name]).errors == ()
        if name == "apply":
            self.check()

    # What befalls it

    @rule(
        name=st.sampled_from(sorted(GOALS)),
        number=st.integers(1, 12),
        cut=st.sampled_from(sorted(CUTS)),
        hidden=st.sampled_from([0, 0, 5, 20]),
    )
    def killed(self, name: str, number: int, cut: str, hidden: float) -> None:
        """What it made may stay invisible to the runs that follow, too."""
        self.trial.heal()
        self.trial.wire.on_write = nth(number, CUTS[cut])
        self.trial.world.settings.invisible_seconds = hidden
        self.trial.dies(GOALS[name])
        self.trial.wire.reset()

    @rule()
    def state_is_lost(self) -> None:
        """Long after the last run: what is neither recorded nor shown, nobody could find."""
        self.trial.clock.hands.advance(120)
        self.trial.loses_the_state()

    @precondition(lambda self: self.trial.store().path.exists())
    @rule(text=st.sampled_from(ROTTEN))
    def state_is_rotten(self, text: str) -> None:
        self.refused_with(text, 9)

    @precondition(lambda self: self.trial.store().path.exists())
    @rule(key=st.sampled_from(["account", "region"]))
    def state_is_of_another(self, key: str) -> None:
        state = json.loads(self.trial.store().path.read_text())
        if state[key]:
            self.refused_with(json.dumps({**state, key: "999999999999" if key == "account" else "eu-west-1"}), 4)

    def refused_with(self, text: str, code: int) -> None:
        path = self.trial.store().path
        whole = path.read_text()
        path.write_text(text)
        self.trial.wire.reset()
        with pytest.raises(NetsecError) as caught:
            self.trial.run()
        assert caught.value.exit_code == code
        assert self.trial.wire.writes == []
        path.write_text(whole)

    # What strangers do by hand

    @rule(pick=st.integers(0, 20), what=st.sampled_from(["gateway", "route", "rule", "new rule", "name", "group"]))
    def meddled(self, pick: int, what: str) -> None:
        self.trial.clock.hands.advance(60)
        picture = Picture(self.trial.ec2)
        ours = sorted((address, i) for i, address in picture.ours().items())
        groups = [i for address, i in ours if address.startswith("security_group/")]
        gateways = {each["NatGatewayId"] for each in picture.gateways if each["State"] == "available"}
        mine = [i for _, i in ours if i in gateways]
        ec2: Any = self.trial.ec2
        if what == "gateway" and mine:
            ec2.delete_nat_gateway(NatGatewayId=mine[pick % len(mine)])
        elif what == "route":
            for table, route in _routes_to(picture, set(mine))[:1]:
                ec2.delete_route(RouteTableId=table, DestinationCidrBlock=route)
        elif what == "rule" and groups:
            found = [each for each in picture.group_rules if each["GroupId"] in groups and not each["IsEgress"]]
            for each in found[pick % len(found) :][:1] if found else ():
                ec2.revoke_security_group_ingress(
                    GroupId=each["GroupId"], SecurityGroupRuleIds=[each["SecurityGroupRuleId"]]
                )
        elif what == "new rule" and groups:
            self._open(groups[pick % len(groups)], 1000 + pick)
        elif what == "name" and ours:
            ec2.create_tags(Resources=[ours[pick % len(ours)][1]], Tags=[{"Key": "Name", "Value": f"by hand {pick}"}])
        elif what == "group" and groups:
            self._try(ec2.delete_security_group, GroupId=groups[pick % len(groups)])

    def _open(self, group: str, port: int) -> None:
        permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": "192.0.2.0/24"}]}
        self._try(self.trial.ec2.authorize_security_group_ingress, GroupId=group, IpPermissions=[permission])

    def _try(self, act: Any, **params: Any) -> None:
        """What EC2 refuses has not happened."""
        from botocore.exceptions import ClientError

        with suppress(ClientError):
            act(**params)

    # What must be so

    @invariant()
    def strangers_are_untouched(self) -> None:
        assert Picture(self.trial.ec2).strangers() == self.others

    def check(self) -> None:
        """After a clean apply: all that is wanted is there once, and nothing is left to do."""
        self.trial.clock.hands.advance(60)
        self.trial.heal()
        found = Counter(Picture(self.trial.ec2).ours().values())
        assert not [address for address, count in found.items() if count > 1]
        kinds = {kind: {a for a in found if a.startswith(f"{kind}/")} for kind in ("nat_gateway", "network_acl")}
        assert kinds["nat_gateway"] == ({f"nat_gateway/{zone}" for zone in self.zones} if self.nat else set())
        assert kinds["network_acl"] == ({"network_acl/public", "network_acl/private"} if self.acls else set())
        assert {f"security_group/{name}" for name in ("alb", "ecs", "rds")} <= set(found)
        assert {f"elastic_ip/{zone}" for zone in self.zones if self.nat} <= set(found)
        plan = self.trial.plan()
        assert [str(change.slot) for change in plan.changes if change.verb != "keep" or change.steps] == []

    def teardown(self) -> None:
        """Whatever happened: one clean run, and all is well; another, and nothing is left."""
        self.run("apply")
        self.run("releasing")
        assert Picture(self.trial.ec2).ours() == {}
        self.strangers_are_untouched()


def _routes_to(picture: Picture, gateways: set[str]) -> list[tuple[str, str]]:
    return [
        (table["RouteTableId"], route["DestinationCidrBlock"])
        for table in picture.tables
        for route in table["Routes"]
        if route.get("NatGatewayId") in gateways
    ]


def test_any_life_ends_well(trial: Trial, nothing: Moment) -> None:
    lives = 4 * LONGER
    run_state_machine_as_test(
        lambda: Life(trial, nothing),
        settings=settings(
            max_examples=lives,
            stateful_step_count=8,
            deadline=None,
            database=None,
            print_blob=True,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    proof_counts("lives at random, of 8 steps each", runs=lives, converged=lives)
