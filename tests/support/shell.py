"""A shell for tests: netsec in this process, in a strict world, from a folder with a netsec.toml."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from netsec.aws.client import AwsClient
from netsec.cli import run_cli
from netsec.model import tag_map
from netsec.sandbox.foundation import Foundation, lay_foundation
from netsec.sandbox.world import StrictWorld

REGION = "ap-northeast-1"
ZONES = (ZONE_A, ZONE_C) = (f"{REGION}a", f"{REGION}c")
CLIENTS: dict[object, Any] = {}
TOML = f'project = "myapp"\nregion = "{REGION}"\n'


class Typed(io.StringIO):
    """What somebody types; a terminal, unless it is said to be none."""

    def __init__(self, text: str, tty: bool = True) -> None:
        super().__init__(text)
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


@dataclass(frozen=True)
class Result:
    """How a command ended, and all it wrote."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err

    @property
    def json(self) -> Any:
        """stdout as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """stdout as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def netsec(*arguments: str, typed: str | None = None) -> Result:
    """Run netsec in this process; without `typed` not a terminal."""
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = Typed(typed or "", tty=typed is not None)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = run_cli(arguments)
    finally:
        sys.stdin = before
    return Result(code, out.getvalue(), err.getvalue())


@dataclass
class Shell:
    """A folder with a netsec.toml in a world whose VPC is laid."""

    world: StrictWorld
    folder: Path
    site: Foundation
    held: int = -1
    """The descriptor of a lock that a test holds."""

    def __call__(self, *arguments: str, typed: str | None = None) -> Result:
        return netsec(*arguments, typed=typed)

    def config(self, text: str, name: str = "netsec.toml") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def done(self, *arguments: str) -> Result:
        """A command that must end well, without a question."""
        result = self(*arguments, "--yes")
        assert result.code == 0, result.all
        return result

    def empty(self, *arguments: str) -> None:
        """A plan that must find nothing to do."""
        result = self("plan", "--detailed-exitcode", *arguments)
        assert result.code == 0, result.all

    @cached_property
    def ec2(self) -> Any:
        return self.world.client()

    @property
    def state_path(self) -> Path:
        return self.folder / "state" / "myapp-dev.json"

    @property
    def state(self) -> dict[str, Any]:
        return dict(json.loads(self.state_path.read_text(encoding="utf-8")))

    def id(self, address: str) -> str:
        return str(self.state["resources"][address]["id"])

    def edit_state(self, **changed: Any) -> None:
        self.state_path.write_text(json.dumps({**self.state, **changed}), encoding="utf-8")

    def tags(self, resource: str) -> dict[str, str]:
        rows = self.ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [resource]}])["Tags"]
        return tag_map({"Tags": rows})

    def tag(self, resource: str, tags: Mapping[str, str]) -> None:
        self.ec2.create_tags(Resources=[resource], Tags=[{"Key": key, "Value": each} for key, each in tags.items()])

    def group(self, name: str, description: str = "by hand") -> str:
        """A stranger's group."""
        made = self.ec2.create_security_group(GroupName=name, Description=description, VpcId=self.site.vpc_id)
        return str(made["GroupId"])

    def addresses(self) -> list[dict[str, Any]]:
        return list(self.ec2.describe_addresses()["Addresses"])

    def gateways(self) -> list[str]:
        rows = self.ec2.describe_nat_gateways()["NatGateways"]
        return [row["NatGatewayId"] for row in rows if row["State"] in ("pending", "available")]


def flat(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def changed(result: Result) -> dict[str, str]:
    """Address → verb of a JSON plan, without the keep lines."""
    plan = result.json if result.out.lstrip().startswith("{\n") else result.lines[0]
    return {each["address"]: each["verb"] for each in plan["changes"] if each["verb"] != "keep" or each["steps"]}


def lay_site(world: StrictWorld, project: str = "myapp", environment: str = "dev", **more: Any) -> Foundation:
    return lay_foundation(world.client(), project=project, environment=environment, zones=ZONES, **more)


@contextmanager
def shared_clients() -> Iterator[None]:
    """One boto3 client for all commands with the same place and environment: making it takes longer than most tests."""
    make = AwsClient._client

    def shared(aws: AwsClient, service: str, attempts: int) -> Any:
        environ = tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith("AWS_")))
        key = (aws.settings, service, attempts, environ)
        CLIENTS[key] = CLIENTS.get(key) or make(aws, service, attempts)
        return CLIENTS[key]

    AwsClient._client = shared  # type: ignore[method-assign]
    try:
        yield
    finally:
        AwsClient._client = make  # type: ignore[method-assign]


def without_aws(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """An environment for a subprocess, clean of everything that steers boto3."""
    kept = {name: value for name, value in environ.items() if not name.startswith(("AWS_", "NETSEC_", "MOTO_"))}
    return {**kept, "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull}


def inside(*arguments: str, code: int = 0) -> Result:
    result = netsec("--sandbox", *arguments)
    assert result.code == code, result.all
    return result


def config(text: str) -> None:
    Path("netsec.toml").write_text(text, encoding="utf-8")
