"""The documentation as a site: built without a warning, bringing all that it shows, searched without a network."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from milligram.cli.main import COMMANDS
from milligram.diagnostics import CHECKED, CODES, explain
from milligram.diagnostics.manual import examples
from milligram.diagnostics.registry import BETWEEN
from milligram.pipeline import check_text
from playwright.sync_api import Browser

from tests.docs.fences import DOCS, ROOT, blocks

_LOADED = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio|embed|object)\b[^>]*?\b(?:src|href|data)=\"([^\"]*)\""
)
_IN_STYLE = re.compile(r"url\((?!['\"]?data:)([^)]*)\)|@import\s+([^;]*);")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it: strict, so that a broken link or a page left out fails."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "docs/site/mkdocs.yml", "-d", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def words(page: Path) -> str:
    """What a reader sees of a page, with single blanks."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", body)).split())


def test_the_command_builds_what_is_tested() -> None:
    made = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(
        r"^docs: .*\n\t@NO_MKDOCS_2_WARNING=1 \$\(BIN\)/mkdocs build --strict .*docs/site/mkdocs.yml$", made, re.M
    )


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages, loaded = 0, 0
    for path in site.rglob("*"):
        if path.suffix == ".html":
            pages += 1
            for found in _LOADED.findall(path.read_text("utf-8")):
                loaded += 1
                assert not re.match(r"(?:[a-z]+:)?//", found), (path, found)
                assert 'class="mermaid"' not in path.read_text("utf-8"), path  # the theme would fetch what draws it
        if path.suffix == ".css":
            for found in _IN_STYLE.findall(path.read_text("utf-8")):
                assert "//" not in "".join(found), (path, found)
    assert pages > len(CODES)
    assert loaded > pages


def test_every_hand_written_page_is_there_and_shows_its_guidelines_and_commands(site: Path) -> None:
    for path in DOCS.rglob("*.md"):
        shown = words(site / path.relative_to(DOCS).with_suffix(".html"))
        for block in blocks(path.read_text("utf-8")):
            assert " ".join(block.text.split()) in shown, (path, block)
        assert "<!--" not in shown


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_the_page_that_explain_prints(site: Path, code: str) -> None:
    shown = words(site / "codes" / f"{code}.html")
    page = explain(CODES[code])
    assert page.splitlines()[0].removeprefix("# ") in shown
    for example in re.findall(r"^```[^\n]*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        assert " ".join(example.split()) in shown
    prose = re.sub(r"^```.*?^```$|[`*_]|^#.*$", "", page, flags=re.MULTILINE | re.DOTALL)
    for paragraph in prose.split("\n\n"):
        assert " ".join(paragraph.split()) in shown.replace("_", "") or "|" in paragraph or "- " in paragraph


@pytest.mark.parametrize("code", sorted(CHECKED))
def test_the_page_of_a_code_shows_what_is_said_of_its_faulty_example(site: Path, code: str) -> None:
    """Its level, the message, and the patient of whom `check` says that the fault happens to them.

    A few are told in either way: a warning that is an error in a dose (MG901) or a rule (MG305)."""
    shown = words(site / "codes" / f"{code}.html")
    level = CODES[code].severity.name.lower()
    said = shown.split(" $ milligram ", 1)[1].split("repaired", 1)[0]
    assert re.match(rf".*? (error|warning)\[{code}\] {CODES[code].title}: ", said)
    assert f"· {level}, {'may' if CODES[code].can_allow else 'cannot'} be allowed" in shown
    faulty = next(each.whole for each in examples(CODES[code]) if each.faulty)
    found = check_text(faulty, as_of=date(2026, 11, 22)).diagnostics if code not in BETWEEN else ()
    assert ("= patient: " in said) == any(each.witness is not None for each in found) or code in BETWEEN


def test_the_index_has_every_code_once_in_order_with_its_level(site: Path) -> None:
    rows = re.findall(r'<td><a href="(MG\d{3})\.html">.*?</tr>', (site / "codes/index.html").read_text("utf-8"), re.S)
    assert rows == sorted(CODES)
    shown = words(site / "codes" / "index.html")
    for code in CODES.values():
        assert re.search(rf"{code.code} {code.title}: .*? {code.severity.name.lower()} (yes|no) ", shown)


def test_every_link_leads_to_a_page_and_a_place_on_it(site: Path) -> None:
    """Those that the theme makes too: opened from a disk, a link to a folder would show a list of files."""
    places: dict[Path, set[str]] = {}
    pages = {path: path.read_text("utf-8") for path in site.rglob("*.html") if path.name != "404.html"}
    for path, text in pages.items():
        places[path.resolve()] = {html.unescape(each) for each in re.findall(r'\b(?:id|name)="([^"]*)"', text)}
    wrong = []
    for path, text in pages.items():
        for link in re.findall(r'<(?:a|link|img|script)\b[^>]*?\b(?:href|src)="([^"]*)"', text):
            name, _, place = unquote(html.unescape(link)).partition("#")
            if "://" in name:
                continue
            target = (path.parent / name).resolve() if name else path.resolve()
            if not target.is_file() or (place and place not in places[target]):
                wrong.append((path.relative_to(site).as_posix(), link))
    assert not wrong


def test_every_page_has_a_title_of_its_own_and_every_picture_is_told_in_words(site: Path) -> None:
    titles = []
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        if path.name != "404.html":
            titles += re.findall(r"<title>(.+?)</title>", text)
        for picture in re.findall(r"<img\b[^>]*>", text):
            assert re.search(r'\balt="[^"]{10,}"', picture), (path, picture)
    assert len(titles) == len({*titles}) == len([*site.rglob("*.html")]) - 1


def test_every_command_is_told(site: Path) -> None:
    shown = words(site / "commands.html")
    assert all(f"Usage: milligram {name} " in shown for name in COMMANDS)


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: path.relative_to(DOCS).as_posix())
def test_a_link_in_a_checkout_points_to_a_file(path: Path) -> None:
    """The site leaves links to code out: it cannot tell them from links to nothing."""
    page = re.sub(r"^```.*?^```$|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)#\s]+)", page):
        assert "://" in link or (path.parent / link).exists(), link


def test_it_is_searched_from_a_disk_and_asks_no_other_machine(site: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("tutorial", "gallery", "codes/MG103", "index"):
        page.goto((site / f"{name}.html").as_uri())
    page.locator(".md-search__input").click()
    page.keyboard.type("shared boundary")
    page.locator(".md-search-result__item").first.wait_for(state="attached")
    assert "MG103" in page.locator(".md-search-result__item").first.inner_text()
    assert asked
    assert not [url for url in asked if not url.startswith(("file:", "data:", "about:"))]
    context.close()


def test_a_search_tells_first_what_was_written_for_readers(site: Path, browser: Browser) -> None:
    """A code leads to its page, a word of the language to the reference, a job to its how-to."""
    page = browser.new_page()
    for asked, wanted in {
        "MG402": "MG402 not known before",
        "unknown": "Unknown",
        "otherwise": "The Milligram language",
        "regimen": "The Milligram language",
        "score": "Write a score",
        "not proved": "Safety notice",
    }.items():
        page.goto((site / "index.html").as_uri())
        page.locator(".md-search__input").click()
        page.keyboard.type(asked)
        titles = "[...document.querySelectorAll('.md-search-result__item > a h1')].map(each => each.innerText.trim())"
        page.wait_for_function(f"wanted => {titles}.slice(0, 2).includes(wanted)", arg=wanted)
    page.close()


def test_the_first_key_skips_what_is_alike_on_every_page(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site / "language.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to content"
    page.wait_for_function("getComputedStyle(document.activeElement).opacity === '1'")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(location.hash).closest('article') !== null")
    page.close()


def test_nothing_that_is_printed_is_cut_off(site: Path, browser: Browser) -> None:
    """On A4, no line of an example ends at the edge of its box, and nothing to click is printed."""
    page = browser.new_page(viewport={"width": 688, "height": 970})
    page.emulate_media(media="print")
    for name in ("tutorial", "language", "checks", "codes/MG402", "howto/table"):
        page.goto((site / f"{name}.html").as_uri())
        wide = "[...document.querySelectorAll('pre > code')].filter(each => each.scrollWidth > each.clientWidth + 1)"
        assert page.evaluate(f"{wide}.length") == 0, name
        seen = "[...document.querySelectorAll('.md-code__nav, .md-clipboard, .headerlink, .md-header, .md-sidebar')]"
        assert page.evaluate(f"{seen}.filter(each => each.checkVisibility()).length") == 0, name
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_those_who_see_little_or_not(
    site: Path, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    """axe-core finds nothing serious: contrast, names, links told from text."""
    page = browser.new_page(color_scheme=scheme)
    for name in ("index", "tutorial", "codes/index", "codes/MG103", "howto/table", "embedding"):
        page.goto((site / f"{name}.html").as_uri())
        found = Axe().run(page).response["violations"]
        assert found is not None
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == [], name
    page.close()


def test_a_table_that_is_wider_than_a_phone_is_pushed_aside_by_keys(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((site / "performance.html").as_uri())
    page.wait_for_selector(".md-typeset__scrollwrap[tabindex='0']")
    found = Axe().run(page, options={"runOnly": ["scrollable-region-focusable"]}).response["violations"]
    assert found == []
    page.close()


def test_no_page_is_wider_than_a_phone(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for name in ("index", "tutorial", "codes/index", "codes/MG402", "howto/table", "language", "gallery"):
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.close()
