"""The runs that are cut and disturbed: how AWS stands before each, and how it stands after an undisturbed one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from netsec.app.goals import APPLY_GOAL, Goal
from netsec.errors import NetsecError
from tests.support.faults.portrait import Picture, Portrait
from tests.support.faults.trial import DESTROY, DESTROY_NAT, DESTROY_NAT_KEEP, Moment, Trial

Switches = Mapping[str, Any]
# Scene → the switches of a first apply (None: there was none), those of the run itself, and its goal.
SCENES: dict[str, tuple[Switches | None, Switches, Goal]] = {
    "apply": (None, {}, APPLY_GOAL),
    "apply without nat": (None, {"nat": False}, APPLY_GOAL),
    "destroy-nat": ({"nacls": False}, {"nacls": False}, DESTROY_NAT),
    "destroy-nat keeping addresses": ({"nacls": False}, {"nacls": False}, DESTROY_NAT_KEEP),
    "destroy": ({}, {}, DESTROY),
    "nat switched off": ({"nacls": False}, {"nacls": False, "nat": False}, APPLY_GOAL),
    "per_az to single": ({"nacls": False}, {"nacls": False, "topology": "single"}, APPLY_GOAL),
    "single to per_az": ({"nacls": False, "topology": "single"}, {"nacls": False}, APPLY_GOAL),
    "gateway replaced": ({"nacls": False}, {"nacls": False, "second_subnet": True}, APPLY_GOAL),
}


@dataclass
class Scene:
    """A run about to happen, and everything an undisturbed one showed."""

    trial: Trial
    goal: Goal
    before: Moment
    after: Portrait = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    saves: int = 0

    def again(self) -> Trial:
        """Everything back to before the run."""
        self.trial.back_to(self.before)
        return self.trial

    def trouble(self, pause: float = 0.0) -> list[str]:
        """Run to the end; what is wrong with the result, once `pause` seconds have passed. An error is trouble too."""
        try:
            report = self.trial.run(self.goal)
        except (NetsecError, AssertionError, LookupError) as error:
            return [repr(error)]
        self.trial.clock.hands.advance(pause)
        return [*map(str, report.errors), *self.faults()]

    def trouble_healed(self) -> list[str]:
        """The same with everything working again."""
        self.trial.heal()
        return self.trouble()

    def faults(self) -> list[str]:
        self.trial.heal()
        return self.trial.faults_after(self.goal, self.after, self.others)


# Scenes of this process, by name: every trial begins alike, so what one has shown holds for all.
SHOWN: dict[str, Scene] = {}


def set_scene(trial: Trial, nothing: Moment, name: str) -> Scene:
    """The scene of that name on this trial; the first of the process is played."""
    SHOWN[name] = SHOWN.get(name) or _played(trial, nothing, name)
    return replace(SHOWN[name], trial=trial)


def _played(trial: Trial, nothing: Moment, name: str) -> Scene:
    """Bring about what comes before, run once undisturbed and remember all of it, go back."""
    earlier, switches, goal = SCENES[name]
    trial.back_to(nothing)
    if earlier is not None:
        trial.config = trial.configured(**earlier)
        assert trial.run().errors == ()
    trial.config = trial.configured(**switches)
    trial.heal()
    scene = Scene(trial, goal, trial.moment())
    scene.others = Picture(trial.ec2).strangers()
    assert trial.run(goal).errors == ()
    scene.writes, scene.reads, scene.saves = trial.wire.writes, trial.wire.reads, trial.saves
    scene.after = Picture(trial.ec2).portrait()
    assert scene.faults() == []
    return scene


Setter = Callable[[str], Scene]
