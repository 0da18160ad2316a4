"""The page without a browser: one file, nothing to load, nothing hostile in it, the policy fits what is there."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from netsec.app.report import read_report
from netsec.sandbox.settings import SETTINGS
from netsec.views.header import Header
from netsec.views.report import report_html
from tests.support.networks import HOSTILE, PRICES, network
from tests.support.report_pages import page_of
from tests.support.story import hands_on, new_story


class Reader(HTMLParser):
    """Every tag with its attributes, and the text of styles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.code: dict[str, str] = {}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside in ("style", "script"):
            self.code[self._inside] = self.code.get(self._inside, "") + data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_the_policy_allows_this_style_and_this_script_alone() -> None:
    reader = read(page_of(network()))
    (policy,) = (a["content"] or "" for tag, a in reader.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(reader.code[tag].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert [tag for tag, _ in reader.tags].count("script") == [tag for tag, _ in reader.tags].count("style") == 1


@pytest.mark.parametrize("name", ["plain", *HOSTILE])
def test_hostile_names_stay_inert(name: str) -> None:
    world = network(names=(name,))
    world = replace(world, vpc_id=name, subnets={i: replace(each, name=name) for i, each in world.subnets.items()})
    page = page_of(world, name)
    reader, plain = read(page), read(page_of(network(names=("plain",)), "plain"))
    assert [tag for tag, _ in reader.tags].count("script") == 1
    assert {tag for tag, _ in reader.tags} == {tag for tag, _ in plain.tags}
    attributes = {key for _, found in reader.tags for key in found}
    assert not [key for key in attributes if key.startswith("on") or key in ("style", "src", "srcset", "action")]
    assert all((found.get("href") or "#").startswith("#") for _, found in reader.tags)
    assert not set(page) & set("\u202e\x9b")


def test_nothing_in_it_points_outside() -> None:
    page = page_of(network(6, 60)).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|//[a-z]|url\(|@import", page)
    assert len(page) < 600_000


def test_a_real_stack(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on(acl=True)) as story:
        before = report_html(read_report(story.stack(), PRICES), Header())
        assert "Changes that apply would make" in before
        assert "create" in before
        assert "Marked:" in before
        story.settled()
        page = report_html(read_report(story.stack(), PRICES), Header((("stack", "myapp/dev", ""),)))
        for part in ("$97.82", "tcp 80, 443", "EC2.21", "No changes. AWS matches netsec.toml.", "nat_gateway/"):
            assert part in page, part
        assert "Marked:" not in page
        SETTINGS.fail_call += [["DescribeSecurityGroups", "UnauthorizedOperation", "no"]] * 3
        blind = report_html(read_report(story.stack(), PRICES), Header())
        assert "describe_security_groups" in blind
        assert "EC2.19 can&#39;t be checked" in blind or "EC2.19 can't be checked" in blind
