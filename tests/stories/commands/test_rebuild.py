"""A state lost, damaged or out of date is made anew from the tags; who holds its lock is said."""

from __future__ import annotations

import json

import pytest

from tests.support.shell import TOML, Shell, changed

OWN = {"netsec:stack", "netsec:address", "ManagedBy"}


@pytest.mark.parametrize("switch", [True, False], ids=["switch on", "switch off"])
def test_a_lost_state_is_rebuilt(shell: Shell, switch: bool) -> None:
    shell.config(TOML + f"enable_nat_gateway = {str(switch).lower()}\n")
    shell.done("apply", "--nat")
    before = {address: each["id"] for address, each in shell.state["resources"].items()}
    shell.state_path.unlink()
    result = shell("state", "rebuild", "-y")
    assert result.code == 0, result.all
    assert "found by tags and recorded" in result.err
    assert {address: each["id"] for address, each in shell.state["resources"].items()} == before
    shell.empty("--nat")
    outputs = shell("show", "outputs", "--json").json
    assert sorted(outputs["nat_gateway_ids"]) == sorted(shell.gateways())
    assert sorted(outputs["nat_gateway_public_ips"]) == sorted(each["PublicIp"] for each in shell.addresses())


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"\xff\xfe\x00", b"null", b'{"version": 1}', b"[" * 5000, b'{"a": NaN}', b"\x1b[2J"]
)
def test_a_damaged_state_is_refused_and_rebuilt(shell: Shell, text: bytes) -> None:
    shell.done("apply")
    resources = shell.state["resources"]
    shell.state_path.write_bytes(text)
    for command in ("plan", "show", "state list"):
        result = shell(*command.split())
        assert result.code == 9, result.all
        assert "\x1b" not in result.all
    assert "netsec state rebuild" in result.err
    result = shell("state", "rebuild", "-y", "--json")
    assert result.code == 0, result.all
    assert result.json["resources"].keys() == resources.keys()
    shell.empty()


def test_what_is_taken_on_record_is_listed_and_asked_first(shell: Shell) -> None:
    shell.done("apply", "--nat")
    shell.state_path.unlink()
    result = shell("state", "rebuild")
    assert (result.code, "--yes" in result.err, shell.state_path.exists()) == (3, True, False)
    for each in (*shell.gateways(), *(each["PublicIp"] for each in shell.addresses()), "when it was created"):
        assert each in result.err
    assert shell("state", "rebuild", typed="n\n").code == 3
    assert not shell.state_path.exists()
    assert shell("state", "rebuild", typed="y\n").code == 0
    shell.empty("--nat")


def test_an_empty_vpc_is_rebuilt_to_an_empty_state(shell: Shell) -> None:
    result = shell("state", "rebuild")
    assert (result.code, "0 resources found" in result.err) == (0, True), result.all


def test_a_vpc_torn_down_and_built_anew(shell: Shell) -> None:
    shell.done("apply")
    old = shell.site.vpc_id
    shell.tag(old, {"Name": "old"})
    shell.edit_state(vpc_id="vpc-0123456789abcdef0")
    result = shell("apply", "-y")
    assert (result.code, "netsec state rebuild" in result.out + result.err) == (9, True)
    for group in shell.state["resources"].values():
        if group["id"]:
            shell.ec2.delete_tags(Resources=[group["id"]], Tags=[{"Key": each} for each in OWN])
    from tests.support.shell import lay_site

    fresh = lay_site(shell.world)
    assert fresh.vpc_id != old
    assert shell("state", "rebuild", "-y").code == 0
    assert (shell.state["vpc_id"], shell.state["resources"]) == (fresh.vpc_id, {})
    shell.done("apply")
    shell.empty()


def test_unlock_names_the_holder(shell: Shell) -> None:
    import fcntl
    import os

    shell.done("apply")
    lock = shell.state_path.with_suffix(".lock")
    lock.write_text(json.dumps({"user": "\x1b[2J", "pid": 7, "command": "apply", "host": "h", "since": "s"}))
    shell.held = os.open(lock, os.O_RDONLY)
    fcntl.flock(shell.held, fcntl.LOCK_EX)
    result = shell("state", "unlock")
    assert result.out == (
        "Locked: apply by \\x1b[2J on h, process 7, since s. The lock is released when that process ends.\n"
    )
    assert shell("state", "unlock", "--json").json["holder"]["pid"] == "7"
    for command in ("plan", "show", "state list"):
        assert shell(*command.split()).code == 0


def test_another_environment_has_a_state_of_its_own(shell: Shell) -> None:
    from tests.support.shell import lay_site

    lay_site(shell.world, environment="prod")
    shell.done("apply")
    shell.done("apply", "-e", "prod")
    assert (shell.folder / "state" / "myapp-prod.json").exists()
    shell.empty()
    shell.empty("-e", "prod")
    shell.done("destroy")
    shell.empty("-e", "prod")
    assert set(changed(shell("plan", "--json"))) >= {"security_group/alb"}
