"""The daemon's drills: one at a time, killed, forgotten, replaced; and nothing of it stays behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from netsec.sandbox import daemon
from netsec.sandbox.daemon import RunningDaemon, SandboxError, Untrusted
from netsec.sandbox.foundation import lay_foundation
from netsec.sandbox.keys import Keys

ZONE = "ap-northeast-1a"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    directory = tmp_path / "sandbox"
    yield directory
    daemon.stop(directory)


def client(running: RunningDaemon, service: str = "ec2") -> Any:
    keys = {"aws_access_key_id": running.keys.key_id, "aws_secret_access_key": running.keys.secret}
    config = Config(proxies={}, retries={"total_max_attempts": 1}, max_pool_connections=16)
    return boto3.client(service, endpoint_url=running.endpoint_url, region_name="ap-northeast-1", config=config, **keys)


def until(condition: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def alive(pid: int) -> bool:
    """A zombie under a container's first process is dead too."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_start_use_stop_and_start_again(place: Path) -> None:
    assert daemon.status(place) is None
    assert daemon.stop(place) is False
    first = daemon.ensure(place)
    assert daemon.ensure(place) == first
    assert daemon.status(place) == first
    assert client(first, "sts").get_caller_identity()["Account"] == "123456789012"
    site = lay_foundation(client(first), project="myapp", environment="dev", zones=[ZONE])
    allocation = client(first).allocate_address(Domain="vpc")["AllocationId"]
    request = {"SubnetId": site.public_subnets[ZONE], "AllocationId": allocation, "ClientToken": "t"}
    nat = client(first).create_nat_gateway(**request)["NatGateway"]
    assert nat["State"] == "pending"

    assert daemon.stop(place) is True
    assert until(lambda: not alive(first.pid))
    assert daemon.status(place) is None

    second = daemon.ensure(place)
    assert second.pid != first.pid
    assert lay_foundation(client(second), project="myapp", environment="dev", zones=[ZONE]) == site
    assert client(second).create_nat_gateway(**request)["NatGateway"]["NatGatewayId"] == nat["NatGatewayId"]
    assert len(client(second).describe_nat_gateways()["NatGateways"]) == 1

    daemon.reset(place)
    assert until(lambda: not alive(second.pid))
    third = daemon.ensure(place)
    assert client(third).describe_addresses()["Addresses"] == []


def test_killed_it_comes_back_with_its_world(place: Path) -> None:
    first = daemon.ensure(place)
    made = client(first).allocate_address(Domain="vpc")["AllocationId"]
    os.kill(first.pid, signal.SIGKILL)
    assert until(lambda: daemon.status(place) is None)
    second = daemon.ensure(place)
    assert [each["AllocationId"] for each in client(second).describe_addresses()["Addresses"]] == [made]


def test_one_that_hangs_is_replaced(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = daemon.ensure(place)
    assert daemon.status(place) == first
    os.kill(first.pid, signal.SIGSTOP)
    monkeypatch.setattr(daemon, "PATIENCE", 3)
    assert daemon.status(place) is None
    assert daemon.ensure(place).pid != first.pid
    assert not alive(first.pid)
    monkeypatch.undo()


def test_time_goes_on_in_the_daemon(place: Path) -> None:
    running = daemon.ensure(place, pending_seconds=0.2, deleting_seconds=0.2)
    ec2 = client(running)
    site = lay_foundation(ec2, project="myapp", environment="dev", zones=[ZONE])
    allocation = ec2.allocate_address(Domain="vpc")["AllocationId"]
    made = ec2.create_nat_gateway(SubnetId=site.public_subnets[ZONE], AllocationId=allocation)["NatGateway"]

    def state() -> str:
        return str(ec2.describe_nat_gateways(NatGatewayIds=[made["NatGatewayId"]])["NatGateways"][0]["State"])

    assert until(lambda: state() == "available")
    ec2.delete_nat_gateway(NatGatewayId=made["NatGatewayId"])
    assert until(lambda: state() == "deleted")
    ec2.release_address(AllocationId=allocation)


def test_four_at_once_start_one(place: Path) -> None:
    script = "import sys; from netsec.sandbox import daemon; print(daemon.ensure(sys.argv[1]).pid)"
    command = [sys.executable, "-c", script, str(place)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: subprocess.run(command, capture_output=True, check=True), range(4)))
    assert len({each.stdout for each in answers}) == 1


def test_other_settings_replace_it(place: Path) -> None:
    first = daemon.ensure(place)
    made = client(first).allocate_address(Domain="vpc")["AllocationId"]
    second = daemon.ensure(place, pending_seconds=1)
    assert second.pid != first.pid
    assert until(lambda: not alive(first.pid))
    assert client(second).describe_addresses()["Addresses"][0]["AllocationId"] == made


def test_a_daemon_of_another_version_is_replaced(place: Path) -> None:
    first = daemon.ensure(place)
    card = json.loads((place / "daemon.json").read_text())
    card["identity"]["netsec"] = "0.0.0"
    (place / "daemon.json").write_text(json.dumps(card))
    assert daemon.ensure(place).pid != first.pid
    assert until(lambda: not alive(first.pid))


def test_idle_it_leaves(place: Path) -> None:
    running = daemon.ensure(place, idle_seconds=0.5)
    assert until(lambda: not alive(running.pid))
    assert daemon.status(place) is None
    assert not (place / "daemon.json").exists()


def test_it_leaves_with_its_directory(place: Path) -> None:
    running = daemon.ensure(place)
    daemon.status(place)
    shutil.rmtree(place)
    assert until(lambda: not alive(running.pid))
    assert not place.exists()


@pytest.mark.parametrize("text", ["", "{torn", "[]", '{"pid": 1, "port": 1, "nonce": "x", "started_at": ""}'])
def test_a_card_that_lies(place: Path, text: str) -> None:
    place.mkdir(mode=0o700)
    (place / "daemon.json").write_text(text)
    assert daemon.status(place) is None
    assert daemon.stop(place) is False
    daemon.reset(place)
    assert not (place / "daemon.json").exists()


def test_a_world_that_is_not_ours_is_refused_until_it_is_reset(place: Path) -> None:
    place.mkdir(mode=0o700)
    (place / "world.pickle").write_bytes(b"not a pickle")
    for _ in range(2):
        with pytest.raises(Untrusted, match="not written by your netsec"):
            daemon.ensure(place)
    assert daemon.status(place) is None
    assert (place / "world.pickle").read_bytes() == b"not a pickle"
    daemon.reset(place)
    assert client(daemon.ensure(place)).describe_addresses()["Addresses"] == []


def test_the_keys_are_in_the_card_and_the_profile_alone(place: Path) -> None:
    running = daemon.ensure(place)
    secret = running.keys.secret.encode()
    client(running).allocate_address(Domain="vpc")
    with pytest.raises(ClientError):
        client(replace(running, keys=Keys(running.keys.key_id, "wrong"))).describe_vpcs()
    holders = {each.name for each in place.rglob("*") if each.is_file() and secret in each.read_bytes()}
    assert holders == {"daemon.json", "aws-config"}
    assert {stat.S_IMODE(each.stat().st_mode) for each in place.iterdir()} == {0o600}
    process = Path(f"/proc/{running.pid}")
    assert secret not in (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
    assert running.keys.secret not in repr(running)
    daemon.stop(place)
    assert not [each for each in place.iterdir() if secret in each.read_bytes()]
    assert daemon.ensure(place).keys != running.keys


def test_the_profile_is_all_that_awss_own_tools_need(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = daemon.ensure(place)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(running.profile))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    session = boto3.Session()
    assert session.client("sts").get_caller_identity()["Account"] == "123456789012"
    assert session.client("ec2").describe_vpcs()["Vpcs"]


def test_what_netsec_uses_is_served_and_nothing_else(place: Path) -> None:
    running = daemon.ensure(place)
    s3 = client(running, "s3")
    s3.create_bucket(Bucket="team", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"})
    s3.put_object(Bucket="team", Key="a folder/state+1.json", Body=b"{}")
    assert s3.get_object(Bucket="team", Key="a folder/state+1.json")["Body"].read() == b"{}"
    assert [each["Key"] for each in s3.list_objects_v2(Bucket="team", Prefix="a folder/")["Contents"]]
    assert client(running, "cloudwatch").list_metrics()["Metrics"]
    assert client(running, "service-quotas").get_service_quota(ServiceCode="vpc", QuotaCode="L-0EA8095F")["Quota"]
    for service, operation in (("sns", "list_topics"), ("iam", "list_users"), ("sqs", "list_queues")):
        with pytest.raises(ClientError) as caught:
            getattr(client(running, service), operation)()
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_sixteen_readers_do_not_hold_each_other_up(place: Path) -> None:
    ec2 = client(daemon.ensure(place))
    lay_foundation(ec2, project="myapp", environment="dev", zones=[ZONE])
    ec2.describe_vpcs()

    def seconds(_: int) -> float:
        start = time.monotonic()
        ec2.describe_vpcs()
        return time.monotonic() - start

    alone = sum(map(seconds, range(32)))
    with ThreadPoolExecutor(16) as pool:
        start = time.monotonic()
        list(pool.map(seconds, range(32)))
    assert time.monotonic() - start < 2 * alone + 1


def test_a_failed_start_names_the_log(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "_environment", lambda: {"PATH": os.environ["PATH"], "PYTHONHOME": "/nowhere"})
    with pytest.raises(SandboxError, match="log"):
        daemon.ensure(place)
    assert daemon.status(place) is None
    assert (place / "log").read_text()


def test_nobody_else_can_look_in_or_give_orders(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    running = daemon.ensure(place)
    assert daemon.status(place) == running
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in (place, place / "daemon.json")}
    assert modes == {"sandbox": 0o700, "daemon.json": 0o600}
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for path in ("/_strict/stop", "/_strict/health", "/moto-api/reset", "/"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            direct.open(running.endpoint_url + path, data=b"Action=DeleteVpc&Version=2016-11-15&VpcId=vpc-1")
        assert caught.value.code == 403
        caught.value.close()
    assert alive(running.pid)
    environment = Path(f"/proc/{running.pid}/environ").read_bytes()
    assert b"AWS_" not in environment


def test_the_clients_half_loads_nothing_heavy() -> None:
    heavy = "{'moto', 'boto3', 'botocore', 'flask', 'werkzeug', 'urllib3'}"
    script = f"import sys; import netsec.sandbox.daemon; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
