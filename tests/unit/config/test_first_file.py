"""The text that `netsec init` writes is the hands-on, and what it was told."""

from __future__ import annotations

import pytest

from netsec import config
from netsec.errors import ConfigInvalid
from netsec.model.config import VpcConfig

TOLD = {
    "project": "shop",
    "environment": "prod",
    "region": "ap-northeast-1",
    "account_id": "123456789012",
    "zones": ("ap-northeast-1a", "ap-northeast-1c"),
    "public_subnets": {"ap-northeast-1a": "subnet-01234567", "ap-northeast-1c": "subnet-89abcdef"},
    "private_route_tables": {"ap-northeast-1a": ("rtb-01234567", "rtb-89abcdef")},
}


def test_untold_it_is_the_defaults(written):
    assert config.load_config(written(config.starter_config())) == config.default_config()


def test_told_it_says_so(written):
    read = config.load_config(written(config.starter_config(**TOLD, vpc_id="vpc-01234567", vpc_name="main")))
    assert read.vpc == VpcConfig(
        id="vpc-01234567",
        public_subnets=TOLD["public_subnets"],
        private_route_tables=TOLD["private_route_tables"],
    )
    assert (read.stack, read.region, read.account_id) == ("shop/prod", "ap-northeast-1", "123456789012")
    assert read.availability_zones == TOLD["zones"]
    assert read.security_groups == config.default_config("shop", "prod").security_groups


def test_a_vpc_by_name(written):
    name = 'odd "name" \\ あ'
    assert config.load_config(written(config.starter_config(vpc_name=name))).vpc == VpcConfig(name=name)


def test_a_name_that_no_tag_may_have_is_still_toml(written):
    with pytest.raises(ConfigInvalid, match="control characters"):
        config.load_config(written(config.starter_config(vpc_name="a\x7f\x1b\nb")))


def test_the_acls_in_the_comments_are_the_hands_ons(written):
    text = config.starter_config().replace("enable_network_acls = false", "enable_network_acls = true")
    before, marker, acls = text.partition("# [network_acls.public]")
    uncommented = "\n".join(line.removeprefix("#").removeprefix(" ") for line in (marker + acls).split("\n"))
    assert "\n[network_acls.private]\n" in uncommented
    assert config.load_config(written(before + uncommented)) == config.load_config(written(text))


@pytest.mark.parametrize("told", [{}, TOLD])
def test_every_commented_setting_is_a_setting(written, told):
    lines = config.starter_config(**told).split("\n")
    settings = [line.removeprefix("# ") if " = " in line and line.startswith("# ") else line for line in lines]
    text = "\n".join(settings)
    start = text.index("Owner")  # what follows are tables, read in the test above
    head = text[:start].replace('topology = "per_az"', 'topology = "single"').replace('name = "', '# name = "')
    config.load_config(written(head))


def test_lines_fit_a_screen():
    assert max(map(len, config.starter_config(**TOLD).split("\n"))) <= 120
