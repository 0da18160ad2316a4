"""A world's file: sealed with the user's key, made of moto's models, and nothing in it runs."""

from __future__ import annotations

import collections
import json
import os
import pickle
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netsec.sandbox import seal, snapshot
from netsec.sandbox.foundation import Foundation
from netsec.sandbox.private_files import Untrusted
from netsec.sandbox.world import strict_world
from tests.support.sandbox_calls import make_group, make_nat

KEY, OTHER = b"k" * 32, b"o" * 32


class Runs:
    """Unpickling it calls something."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> Any:
        return self.call


def content(*things: Any) -> bytes:
    return json.dumps(snapshot._header()).encode() + b"\n" + pickle.dumps(things)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "world.pickle"


def test_a_busy_world_comes_back(path: Path, ec2: Any, site: Foundation, subnet: str) -> None:
    nat, group = make_nat(ec2, subnet, ClientToken="t"), make_group(ec2, site.vpc_id)
    zone = "ap-northeast-1a"
    ec2.create_vpc_endpoint(VpcId=site.vpc_id, ServiceName="com.amazonaws.ap-northeast-1.s3")
    ec2.create_network_acl(VpcId=site.vpc_id)
    ec2.create_volume(AvailabilityZone=zone, Size=1)
    ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1, SubnetId=subnet)
    ec2.create_key_pair(KeyName="k")
    ec2.create_transit_gateway()
    ec2.create_managed_prefix_list(PrefixListName="p", MaxEntries=3, AddressFamily="IPv4")
    ec2.create_dhcp_options(DhcpConfigurations=[{"Key": "domain-name", "Values": ["x"]}])
    ec2.create_flow_logs(
        ResourceIds=[site.vpc_id],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::b",
    ) if False else None
    snapshot.save_world(path, KEY)
    before = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    from moto.ec2.models import ec2_backends

    ec2_backends.reset()
    assert snapshot.load_world(path, KEY)
    assert ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"] == before
    assert ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"][0]["State"] == "pending"
    assert ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [site.vpc_id]}])["SecurityGroups"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == [path.name]


def test_no_world_is_no_fault(path: Path) -> None:
    assert snapshot.load_world(path, KEY) is False


@pytest.mark.parametrize(
    ("why", "data"),
    [
        ("a bare pickle", lambda run: pickle.dumps(run)),
        ("nothing", lambda run: b""),
        ("the mark alone", lambda run: seal.MAGIC),
        ("no seal", lambda run: seal.MAGIC + b"\n" + content(run)),
        ("an empty seal", lambda run: seal.MAGIC + b"0" * 64 + b"\n" + content(run)),
        ("another's seal", lambda run: seal.seal_content(content(run), OTHER)),
        ("a seal over less", lambda run: seal.seal_content(content(), KEY) + pickle.dumps(run)),
        ("another mark", lambda run: seal.seal_content(content(run), KEY).replace(b"world 3", b"world 1")),
    ],
)
def test_what_is_not_sealed_is_not_unpickled(path: Path, why: str, data: Callable[[Runs], bytes]) -> None:
    proof = path.with_name("executed")
    path.write_bytes(data(Runs(os.mkdir, str(proof))))
    with pytest.raises(Untrusted, match="not written by your netsec"):
        snapshot.load_world(path, KEY)
    assert not proof.exists()


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (os.system, ("touch {proof}",)),
        (os.mkdir, ("{proof}",)),
        (subprocess.Popen, (["touch", "{proof}"],)),
        (eval, ("__import__('os').mkdir('{proof}')",)),
        (exec, ("__import__('os').mkdir('{proof}')",)),
        (getattr, (os, "mkdir")),
        (getattr, ("", "__class__")),
        (open, ("{proof}", "w")),
        (collections.namedtuple, ("x", "y")),
        (json.loads, ("1",)),
        (type, ("x", (), {})),
        (object, ()),
    ],
)
def test_even_sealed_nothing_but_a_world_is_made(path: Path, function: Any, arguments: tuple[Any, ...]) -> None:
    proof = path.with_name("executed")
    filled = tuple(
        json.loads(json.dumps(each).replace("{proof}", str(proof))) if isinstance(each, (str, list)) else each
        for each in arguments
    )
    try:
        data = content(Runs(function, *filled))
    except TypeError:  # a module as an argument can't be pickled: named instead
        data = json.dumps(snapshot._header()).encode() + b"\n" + b"cbuiltins\ngetattr\n(cos\nmkdir\nS'__call__'\ntR."
    path.write_bytes(seal.seal_content(data, KEY))
    with pytest.raises(Untrusted, match="no part of a sandbox"):
        snapshot.load_world(path, KEY)
    assert not proof.exists()


@pytest.mark.parametrize(
    "name",
    [
        b"moto.ec2.models\nos",
        b"moto.ec2.models.instances\ncontextlib",
        b"moto.ec2.models.instances\nEC2Backend.reset",
        b"moto.ec2.models.security_groups\njson.loads",
        b"moto.ec2.modelsx\nx",
        b"moto.core.utils\nimport_module",
        b"netsec.sandbox.daemon\nreset",
        b"nt\nsystem",
    ],
)
def test_names_in_motos_modules_that_are_no_models(path: Path, name: bytes) -> None:
    path.write_bytes(seal.seal_content(json.dumps(snapshot._header()).encode() + b"\n" + b"c" + name + b"\n.", KEY))
    with pytest.raises(Untrusted):
        snapshot.load_world(path, KEY)


def test_another_moto_wrote_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(seal.seal_content(b'{"moto": "4.0", "python": "2.7"}\n' + pickle.dumps([]), KEY))
    with pytest.raises(Untrusted, match=r"moto 4\.0 and python 2\.7"):
        snapshot.load_world(path, KEY)


def test_sealed_and_torn(path: Path) -> None:
    path.write_bytes(seal.seal_content(content()[:-3], KEY))
    with pytest.raises(Untrusted, match="can't be read"):
        snapshot.load_world(path, KEY)


def test_larger_than_any_world(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with strict_world():
        snapshot.save_world(path, KEY)
        monkeypatch.setattr(snapshot, "LARGEST", 100)
        with pytest.raises(ValueError, match="larger"):
            snapshot.save_world(path, KEY)
    with pytest.raises(Untrusted, match="larger"):
        snapshot.load_world(path, KEY)


def test_one_key_for_each_user_made_once(tmp_path: Path) -> None:
    home = tmp_path / "state" / "netsec"
    key = seal.seal_key(home)
    assert (len(key), seal.seal_key(home)) == (32, key)
    modes = {stat.S_IMODE(each.stat().st_mode) for each in (home, home / "sandbox.key")}
    assert modes == {0o700, 0o600}
    (home / "sandbox.key").write_bytes(b"")
    assert seal.seal_key(home) not in (key, b"")


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_key_that_others_can_write_is_refused(tmp_path: Path, mode: int) -> None:
    seal.seal_key(tmp_path / "netsec")
    (tmp_path / "netsec" / "sandbox.key").chmod(mode)
    with pytest.raises(Untrusted, match="others can write"):
        seal.seal_key(tmp_path / "netsec")
