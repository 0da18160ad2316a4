"""The page in a real browser: it renders, finds, follows paths, prints, and sends nothing. Skipped without Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.networks import HOSTILE, network
from tests.support.report_pages import page_of

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM = next((path for path in map(shutil.which, NAMES) if path), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=f"no browser: none of {', '.join(NAMES)} is on the PATH")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Any, folder: Path, page_text: str, **how: Any) -> Iterator[tuple[Any, list[str]]]:
    """The page from a file, and all that went wrong: console errors, exceptions, requests for anything but itself."""
    path = folder / "report.html"
    path.write_text(page_text, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **how)
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda sent: wrong.append(sent.url) if sent.url != path.as_uri() else None)
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.goto(path.as_uri())
    yield page, wrong
    context.close()


def test_it_renders_and_sends_nothing(browser: Any, tmp_path: Path) -> None:
    with opened(browser, tmp_path, page_of(network())) as (page, wrong):
        assert page.title() == "myapp/dev - network report"
        assert page.locator("svg.netsec .group").count() == 3
        assert page.locator("#matrix td.open").first.inner_text() == "tcp 443"
        assert page.locator(".bars rect").first.bounding_box()["width"] > 100
        page.wait_for_timeout(100)
        assert wrong == []


def test_the_search_sifts_the_rows(browser: Any, tmp_path: Path) -> None:
    with opened(browser, tmp_path, page_of(network())) as (page, wrong):
        every = page.locator("#rows tbody tr").count()
        page.get_by_label("Search").fill("group-1 8000")
        shown = page.locator("#rows tbody tr:visible")
        assert 0 < shown.count() < every
        assert all("group-1" in text for text in shown.all_inner_texts())
        assert page.locator("#count").inner_text() == f"{shown.count()} of {every} rows"
        page.get_by_label("Search").fill("nothing like this")
        assert shown.count() == 0
        page.get_by_label("Search").fill("")
        assert shown.count() == every
        assert wrong == []


def test_a_path_is_followed_by_mouse_and_by_keyboard(browser: Any, tmp_path: Path) -> None:
    with opened(browser, tmp_path, page_of(network(2, 4))) as (page, wrong):
        chips = page.locator("svg.netsec .group")
        lit = page.locator("svg.netsec .edge.lit")
        chips.nth(1).hover()
        assert lit.count() >= 2
        assert "group-1: reachable from group-0, internet" in page.locator("#followed").inner_text()
        page.mouse.move(5, 5)
        assert lit.count() == 0
        chips.nth(1).hover()
        faint = "nodes => nodes.map(node => getComputedStyle(node).opacity)"
        assert set(page.locator("svg.netsec [data-id][tabindex].lit").evaluate_all(faint)) == {"1"}
        assert "internet" in (page.locator("svg.netsec .outside.lit").text_content() or "")
        chips.nth(1).click()
        page.mouse.move(5, 5)
        assert lit.count() >= 2
        page.keyboard.press("Escape")
        assert lit.count() == 0
        page.keyboard.press("Tab")
        for _ in range(30):
            page.keyboard.press("Tab")
            if lit.count():
                break
        assert lit.count() >= 1
        page.keyboard.press("Enter")
        assert page.locator("svg.netsec.following").count() == 1
        assert wrong == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_inert(browser: Any, tmp_path: Path, name: str) -> None:
    world = network(names=(name,))
    world = replace(world, vpc_id=name, subnets={i: replace(each, name=name) for i, each in world.subnets.items()})
    with opened(browser, tmp_path, page_of(world, name)) as (page, wrong):
        page.locator("svg.netsec .group").first.hover()
        page.wait_for_timeout(50)
        assert page.locator("script").count() == 1
        assert page.locator("svg.netsec .group").count() == 3
        assert wrong == []


def test_the_policy_stops_what_is_added(browser: Any, tmp_path: Path) -> None:
    added = (
        "<script>document.title='taken'</script><img src='https://example.com/x.png'><p style='color:red'>x</p></main>"
    )
    with opened(browser, tmp_path, page_of(network()).replace("</main>", f"{added}</main>")) as (page, wrong):
        page.wait_for_timeout(100)
        assert page.title() == "myapp/dev - network report"
        assert len(wrong) >= 3
        assert all("Content Security Policy" in each or "example.com" in each for each in wrong)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_dark_and_paper(browser: Any, tmp_path: Path, scheme: str) -> None:
    with opened(browser, tmp_path, page_of(network()), color_scheme=scheme) as (page, wrong):
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert colour == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(13, 17, 23)")
        page.emulate_media(media="print")
        assert not page.locator("#search").is_visible()
        assert len(page.pdf()) > 10_000
        assert wrong == []


def test_six_zones_and_sixty_groups(browser: Any, tmp_path: Path) -> None:
    with opened(browser, tmp_path, page_of(network(6, 60))) as (page, wrong):
        assert page.locator("svg.netsec .group").count() == 60
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("svg.netsec .group").nth(30).hover()
        assert page.locator("svg.netsec .edge.lit").count() > 1
        assert wrong == []


def test_every_part_can_be_reached_by_keyboard(browser: Any, tmp_path: Path) -> None:
    with opened(browser, tmp_path, page_of(network())) as (page, _):
        met = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            met.add(page.evaluate("document.activeElement.id || document.activeElement.tagName.toLowerCase()"))
        assert {"search", "a", "g", "div"} <= met
