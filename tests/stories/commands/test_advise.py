"""`netsec advise` as it is typed, and the warning that taking the NAT gateways away gives."""

from __future__ import annotations

from tests.support.shell import TOML, Shell, flat

ON = TOML + "enable_nat_gateway = true\n"


def test_asked_before_anything_is_there(shell: Shell) -> None:
    result = shell("advise")
    assert result.code == 0, result.all
    assert "images from ECR       none" in result.out
    assert "Recommended: endpoints in one zone, $30.66 a month." in result.out
    assert shell("advise", "--json").json["recommendation"]["setup"] == "endpoints_one_zone"


def test_the_answers_in_the_config_count(shell: Shell) -> None:
    shell.config(TOML + "[workload]\nexternal_apis = true\ntasks = 20\n")
    result = shell("advise")
    assert "Recommended: single NAT gateway" in result.out
    assert "20 tasks in public subnets" in result.out
    shell.config(TOML + "[workload]\nexternal_api = true\ngb = -1\n")
    result = shell("advise")
    assert result.code == 3
    assert 'did you mean "external_apis"' in flat(result.err)
    shell.config(TOML + "[workload]\ngb = -1\n")
    assert "use a number from 0" in shell("advise").err


def test_destroy_nat_warns_of_what_loses_its_way_out(shell: Shell) -> None:
    shell.config(ON)
    shell.done("apply")
    result = shell("plan", "--destroy-nat")
    assert "warning: after this, tasks can't pull images from ECR" in result.out
    assert [each["code"] for each in shell("plan", "--destroy-nat", "--json").json["warnings"]] == [
        "lost_without_nat", "lost_without_nat"
    ]  # fmt: skip
    shell.config(ON + "[workload]\necr = false\nlogs = false\n")
    assert "warning" not in shell("plan", "--destroy-nat").out
    assert "warning" not in shell("plan", "--destroy").out
