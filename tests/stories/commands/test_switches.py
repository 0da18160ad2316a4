"""The NAT switch and its verbs, the question, and what is said at the end."""

from __future__ import annotations

import pytest

from tests.support.shell import TOML, ZONE_A, Shell, changed, flat

ON = TOML + "enable_nat_gateway = true\n"


def test_no_nat_overrides_the_config(shell: Shell) -> None:
    shell.config(ON)
    assert "nat_gateway" in shell("plan").out
    assert "nat_gateway" not in shell("plan", "--no-nat").out
    shell.done("apply")
    result = shell.done("apply", "--no-nat")
    assert "enable_nat_gateway is true: the next `netsec apply` creates the NAT gateways again" in flat(result.err)
    assert shell.gateways() == []


def test_destroy_nat_with_the_switch_on_says_what_comes_next(shell: Shell) -> None:
    shell.config(ON)
    assert "enable_nat_gateway" not in shell.done("apply").err
    result = shell.done("destroy-nat")
    assert "the next `netsec apply` creates the NAT gateways again" in flat(result.err)
    assert result.err.endswith("enable_nat_gateway = false in netsec.toml.\n")
    assert set(changed(shell("plan", "--json"))) >= {f"nat_gateway/{ZONE_A}"}


def test_destroy_nat_with_the_switch_off_has_no_closing_words(shell: Shell) -> None:
    shell.done("apply", "--nat")
    assert "enable_nat_gateway" not in shell.done("destroy-nat").all


def test_plan_shows_what_each_destroy_would_do(shell: Shell) -> None:
    shell.done("apply", "--nat")
    kinds = {address.split("/")[0] for address in changed(shell("plan", "--destroy-nat", "--json"))}
    assert kinds == {"nat_gateway", "elastic_ip", "private_route"}
    everything = changed(shell("plan", "--destroy", "--json"))
    assert set(everything.values()) == {"delete"}
    assert set(everything) >= {"security_group/alb", f"elastic_ip/{ZONE_A}"}
    kept = shell("plan", "--destroy-nat", "--keep-eips", "--detailed-exitcode")
    assert kept.code == 2
    assert "is kept for the next NAT gateway" in kept.out
    shell.empty("--nat")


def test_kept_addresses_come_back(shell: Shell) -> None:
    shell.done("apply", "--nat")
    before = sorted(each["PublicIp"] for each in shell.addresses())
    shell.done("destroy-nat", "--keep-eips")
    assert sorted(each["PublicIp"] for each in shell.addresses()) == before
    shell.done("apply", "--nat")
    assert sorted(shell("show", "outputs", "nat_gateway_public_ips", "--raw").out.split()) == before
    shell.done("destroy-nat", "--keep-eips")
    shell.done("destroy-nat")
    assert len(shell.addresses()) == len(before)
    shell.done("destroy-nat", "--release-eips")
    assert shell.addresses() == []


@pytest.mark.parametrize("flag", ["--release-eips", None])
def test_the_config_keeps_addresses_unless_told_otherwise(shell: Shell, flag: str | None) -> None:
    shell.config(TOML + "[nat]\nkeep_eips = true\n")
    shell.done("apply", "--nat")
    shell.done("destroy-nat", *([flag] if flag else []))
    assert bool(shell.addresses()) is (flag is None)
    shell.done("destroy")
    assert bool(shell.addresses()) is (flag is None)
    shell.done("destroy", "--release-eips")
    assert shell.addresses() == []


def test_no_changes_nothing(shell: Shell) -> None:
    result = shell("apply", "--nat", typed="n\n")
    assert "Apply these changes? [y/N]:" in result.err
    assert (shell.gateways(), shell.addresses(), shell.state_path.exists()) == ([], [], False)
    shell.done("apply", "--nat")
    before = shell.state["resources"]
    result = shell("destroy", typed="n\n")
    assert (result.code, "Delete these resources? [y/N]:" in result.err) == (3, True)
    assert shell.state["resources"] == before
    shell.empty("--nat")


def test_yes_at_the_question(shell: Shell) -> None:
    assert shell("apply", typed="y\n").code == 0
    shell.empty()


def test_nobody_to_ask_is_said_at_once(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netsec.aws.client.Aws.read", lambda *given: pytest.fail("AWS was asked"))
    for command in ("apply", "destroy-nat", "destroy", "forget --all", "adopt security_group/alb sg-1"):
        result = shell(*command.split())
        assert (result.code, "--yes" in result.err) == (3, True)


def test_a_yes_looks_again_and_goes_on_where_nothing_changed(shell: Shell) -> None:
    result = shell("apply", typed="y\n")
    assert (result.code, result.out.count("Plan: ")) == (0, 1)


def slowly(shell: Shell, monkeypatch: pytest.MonkeyPatch, meanwhile: object) -> None:
    """Between the question and the yes this happens: once."""
    happenings = [meanwhile]

    def answered(*given: object, **named: object) -> bool:
        for each in happenings:
            each()  # type: ignore[operator]
        happenings.clear()
        return True

    monkeypatch.setattr("click.confirm", answered)


def test_a_yes_asks_again_where_aws_has_changed(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    group = shell.id("security_group/alb")
    shell.config(TOML + "app_port = 8080\n")
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.9.0.0/16"}]}
    slowly(
        shell,
        monkeypatch,
        lambda: shell.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule]),
    )
    result = shell("apply", typed="")
    assert result.code == 0
    assert "AWS has changed since then" in result.err
    assert "tcp 22 <- 10.9.0.0/16" in result.out
    shell.empty()


def test_a_yes_to_what_is_blocked_by_now_does_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(shell, monkeypatch, lambda: shell.group("myapp-dev-alb-sg"))
    result = shell("apply", typed="")
    assert result.code == 5
    assert "netsec adopt security_group/alb" in result.out
    assert not shell.state_path.exists()


@pytest.mark.parametrize("command", ["adopt", "forget"])
def test_a_yes_to_adopt_or_forget_never_becomes_an_apply(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    if command == "adopt":
        group = shell.group("by-hand")
        arguments = ["adopt", "security_group/alb", group]
    else:
        shell.done("apply")
        shell.config(TOML + "enable_nat_gateway = true\n")
        arguments = ["forget", "security_group/rds"]
    slowly(shell, monkeypatch, lambda: None)
    result = shell(*arguments, typed="")
    assert result.code == 0, result.all
    assert shell.addresses() == []
    assert len(shell.state["resources"]) == (1 if command == "adopt" else 6)


def test_an_adopt_that_must_look_again_never_becomes_an_apply(shell: Shell) -> None:
    from netsec.sandbox.settings import SETTINGS

    group = shell.group("by-hand")
    SETTINGS.fail_call.append(["CreateTags", "InvalidID", "not there"])
    result = shell("adopt", "security_group/alb", group, "-y")
    assert result.code == 0, result.all
    assert list(shell.state["resources"]) == ["security_group/alb"]
