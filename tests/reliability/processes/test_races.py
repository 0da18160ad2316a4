"""Several processes want the same stack at once: in one directory, and on several machines with the state in S3."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from netsec.sandbox import daemon
from netsec.sandbox.daemon import RunningDaemon
from netsec.sandbox.foundation import lay_foundation
from tests.support.process import NETSEC, Bench
from tests.support.proof_counts import proof_counts
from tests.support.shell import without_aws
from tests.support.survey import REGION, client, ours, read, wrong

pytestmark = pytest.mark.reliability
ZONES = (f"{REGION}a", f"{REGION}c")
TOML = f'project = "trial"\nregion = "{REGION}"\n[state]\nbackend = "s3"\nbucket = "team"\n'


@pytest.mark.parametrize("number", range(5))
def test_six_processes_in_one_directory(bench: Bench, number: int) -> None:
    bench.run("plan")
    processes = [bench.start("apply", "--nat", "-y") for _ in range(6)]
    ended = [(process, *process.communicate(timeout=90)) for process in processes]
    codes = sorted(process.returncode for process, _, _ in ended)
    told = [err for _, _, err in ended if "Traceback" in err]
    running = daemon.status(bench.folder / "sandbox" / "world")
    assert running
    told += wrong(client("ec2", running), read(bench.folder / "sandbox" / "trial-dev.json"))
    empty = bench.run("plan", "--nat", "--detailed-exitcode")[0] == 0
    good = set(codes) == {0, 10} and empty and not told
    proof_counts("races of six processes in one directory", runs=1, converged=int(good), tracebacks=len(told))
    assert set(codes) == {0, 10}
    assert told == []
    assert empty


@dataclass
class Machines:
    """Folders that have nothing in common but the bucket."""

    root: Path
    running: RunningDaemon

    def start(self, machine: str, *arguments: str) -> subprocess.Popen[str]:
        folder = self.root / machine
        folder.mkdir(exist_ok=True)
        (folder / "netsec.toml").write_text(TOML, encoding="utf-8")
        keys = {"AWS_ACCESS_KEY_ID": self.running.keys.key_id, "AWS_SECRET_ACCESS_KEY": self.running.keys.secret}
        command = [*NETSEC, "--endpoint-url", self.running.endpoint_url, *arguments]
        pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=folder, env={**without_aws(), **keys}, text=True, **pipes)

    def run(self, machine: str, *arguments: str) -> tuple[int, str, str]:
        process = self.start(machine, *arguments)
        out, err = process.communicate(timeout=90)
        assert "Traceback" not in err, err
        return process.returncode, out, err

    def state(self) -> dict[str, Any]:
        body = client("s3", self.running).get_object(Bucket="team", Key="trial-dev.json")["Body"]
        return dict(json.loads(body.read()))

    def sorted_groups(self) -> None:
        assert self.run("one", "plan", "--nat", "--detailed-exitcode")[0] == 0
        assert wrong(client("ec2", self.running), self.state()) == []


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    running = daemon.ensure(tmp_path / "world")
    lay_foundation(client("ec2", running), project="trial", environment="dev", zones=ZONES)
    s3 = client("s3", running)
    s3.create_bucket(Bucket="team", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket="team", VersioningConfiguration={"Status": "Enabled"})
    yield Machines(tmp_path, running)
    daemon.stop(tmp_path / "world")


def test_four_machines_at_once(machines: Machines) -> None:
    names = ["one", "two", "three", "four"]
    ended = [
        (each, each.communicate(timeout=90)) for each in [machines.start(n, "apply", "--nat", "-y") for n in names]
    ]
    codes = {process.returncode for process, _ in ended}
    assert codes <= {0, 10}, [err for _, (_, err) in ended]
    assert 0 in codes
    assert not [err for _, (_, err) in ended if "Traceback" in err]
    machines.sorted_groups()
    proof_counts("races of four machines on one state in S3", runs=1, converged=1)


@pytest.mark.parametrize("moment", [2.0, 4.0, 6.0])
def test_the_holder_of_the_lock_is_killed(machines: Machines, moment: float) -> None:
    process = machines.start("one", "apply", "--nat", "-y")
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    code, _, err = machines.run("two", "apply", "--nat", "-y")
    if code == 10:
        assert "state unlock" in err
        assert machines.run("two", "state", "unlock", "-y")[0] == 0
        code, _, err = machines.run("two", "apply", "--nat", "-y")
    assert code == 0, err
    machines.sorted_groups()
    assert len(ours(client("ec2", machines.running))) >= 7
    proof_counts("holders of the lock in S3 killed", runs=1, converged=1)
