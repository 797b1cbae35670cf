"""The preview serves what was built to this machine's own pages, and nothing to anybody else."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from milligram.pipeline import check_text
from milligram.pipeline.building import Emitted, emit, select
from milligram.pipeline.preview import Preview, site
from milligram.pipeline.preview import server as server_module
from milligram.pipeline.watching import Outcome, Row
from milligram.target import find_targets

if TYPE_CHECKING:
    from playwright.sync_api import Browser


ROOT = Path(__file__).parents[3]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><text>1 &lt; 2</text></svg>'
HOSTILE = '"><script>alert(1)</script>\u202e'


def row(path: str = "g/a.mg", title: str = "Potassium", files: Mapping[str, bytes] | None = None) -> Row:
    built = Emitted(files=files) if files is not None else None
    outcome = Outcome(path=Path(path), name="potassium", title=title, digest="d", clean=True)
    return Row(path=Path(path), stage="done", outcome=outcome, built=built, digest="d")


@pytest.fixture
def preview() -> Iterator[Preview]:
    preview = Preview()
    preview.show(site([row(files={"potassium.card-1.svg": SVG, "potassium.card.pdf": b"%PDF-"})]))
    preview.start(0)
    yield preview
    preview.close()


def asked(
    preview: Preview, path: str, headers: Mapping[str, str] | None = None, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    """What a request is answered with, its path sent as it stands."""
    client = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=20)
    try:
        client.putrequest(method, path, skip_host=True)
        for name, value in {"Host": f"127.0.0.1:{preview.port}", **(headers or {})}.items():
            client.putheader(name, value)
        client.endheaders()
        answer = client.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        client.close()


# --- what is served ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/a/", "text/html; charset=utf-8"),
        ("/a/potassium.card-1.svg", "image/svg+xml"),
        ("/a/potassium.card-1.svg?0123", "image/svg+xml"),
        ("/a/potassium.card.pdf", "application/pdf"),
        ("/-/icon.svg", "image/svg+xml"),
        ("/-/watch.js", "text/javascript; charset=utf-8"),
        ("/-/style.css", "text/css; charset=utf-8"),
    ],
)
def test_each_address_has_its_type_and_a_strict_policy(preview: Preview, path: str, kind: str) -> None:
    status, headers, body = asked(preview, path)
    assert (status, headers["content-type"]) == (200, kind)
    assert int(headers["content-length"]) == len(body) > 0
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert not re.search(r"script-src[^;]*unsafe-inline", policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert asked(preview, path, method="HEAD")[2] == b""


def test_it_listens_on_loopback_alone(preview: Preview) -> None:
    assert preview._server is not None
    assert preview._server.server_address[0] == "127.0.0.1"
    assert preview.address == f"http://127.0.0.1:{preview.port}/"


@pytest.mark.parametrize(
    "path",
    [
        "/../../../etc/passwd",
        "/a/../../../../etc/passwd",
        "/a/%2e%2e/%2e%2e/etc/passwd",
        "/a/..%2f..%2fetc/passwd",
        "//etc/passwd",
        "/etc/passwd",
        "/a/potassium.card-1.svg/",
        "/a/potassium.card-1.svg%00.html",
        "/a",
        "/A/",
        "/%ff%fe",
        "/g/a.mg",
        "file:///etc/passwd",
    ],
)
def test_what_was_not_built_has_no_address(preview: Preview, path: str) -> None:
    status, _, body = asked(preview, path)
    assert status == 404
    assert b"Nothing is built here" in body
    assert b"root:" not in body


@pytest.mark.parametrize("path", ["http://[/", "/-/events?" + "&".join("abcdef")])
def test_an_address_that_cannot_be_read_is_refused(preview: Preview, path: str) -> None:
    assert asked(preview, path)[0] == 400


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{}", "127.0.0.1", "localhost.evil:{}", "[::1]:{}", ""])
def test_a_foreign_host_is_refused(preview: Preview, host: str) -> None:
    for path in ("/", "/a/potassium.card-1.svg", "/-/events?page=/&seen=x"):
        status, _, body = asked(preview, path, {"Host": host.format(preview.port)})
        assert (status, body) == (403, b"this preview answers only to this machine\n")


def test_two_hosts_or_none_are_refused(preview: Preview) -> None:
    client = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=20)
    client.putrequest("GET", "/", skip_host=True)
    client.endheaders()
    assert client.getresponse().status == 403
    client.close()
    client.putrequest("GET", "/", skip_host=True)
    client.putheader("Host", f"127.0.0.1:{preview.port}")
    client.putheader("Host", "evil.example")
    client.endheaders()
    assert client.getresponse().status == 403
    client.close()


def test_localhost_is_this_machine(preview: Preview) -> None:
    assert asked(preview, "/", {"Host": f"LocalHost:{preview.port}"})[0] == 200


@pytest.mark.parametrize("site_of", ["cross-site", "same-site"])
def test_a_script_or_picture_of_another_site_gets_nothing(preview: Preview, site_of: str) -> None:
    for mode in ("cors", "no-cors", "websocket"):
        assert asked(preview, "/", {"Sec-Fetch-Site": site_of, "Sec-Fetch-Mode": mode})[0] == 403
    status, headers, _ = asked(preview, "/", {"Sec-Fetch-Site": site_of, "Sec-Fetch-Mode": "navigate"})
    assert status == 200  # a link is followed; but no foreign frame may hold it
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "<script>"])
def test_nothing_can_be_sent(preview: Preview, method: str) -> None:
    status, headers, body = asked(preview, "/", method=method)
    assert (status, body) == (501, b"not implemented\n")
    assert headers["content-security-policy"].startswith("default-src 'none'")


# --- pages ------------------------------------------------------------------------------------------------------------


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str, attribute: str) -> list[str | None]:
        return [attributes.get(attribute) for name, attributes in self.found if name == tag]


def test_the_authors_words_are_words() -> None:
    pages = site([row(path=f"{HOSTILE}.mg", title=HOSTILE, files={"potassium.card-1.svg": SVG})])
    for path, page in pages.items():
        if page.kind.startswith("text/html"):
            text = page.content.decode()
            assert _Tags(text).of("script", "src") == ["/-/watch.js"], path
            assert "alert(1)</script>" not in text
            assert "\u202e" not in text


def test_files_of_one_name_have_addresses_of_their_own() -> None:
    pages = site([row("x/a.mg"), row("y/a.mg"), row("z/…!.mg"), row("a-2.mg")])
    homes = [path for path in pages if path.endswith("/") and path != "/"]
    assert len(homes) == len(set(homes)) == 4
    index = _Tags(pages["/"].content.decode())
    assert set(index.of("a", "href")) == set(homes)


def test_the_magnesium_guideline_has_its_findings_its_drawings_and_its_page() -> None:
    source = (ROOT / "guidelines" / "magnesium" / "neck_spasm.mg").read_text("utf-8")
    guideline = check_text(source).guideline
    assert guideline is not None
    built = emit(guideline, select(find_targets(), ["card", "flowchart", "page"], ["svg", "html", "png"]))
    known = Outcome(path=Path("neck_spasm.mg"), name=guideline.name, title=guideline.title, clean=True)
    pages = site([Row(path=Path("neck_spasm.mg"), stage="done", outcome=known, built=built)])
    home = pages["/neck_spasm/"].content.decode()
    for tag, attribute in (("img", "src"), ("iframe", "src"), ("a", "href")):
        for place in _Tags(home).of(tag, attribute):
            assert place == "/" or "/neck_spasm/" + str(place).split("?")[0] in pages
    assert len(_Tags(home).of("img", "src")) >= 3
    assert {pages[path].kind for path in pages if path.endswith(".png")} == {"image/png"}
    (interactive,) = [page for path, page in pages.items() if path.endswith(".page.html")]
    assert "script-src 'sha256-" in interactive.policy
    assert interactive.policy.endswith("; frame-ancestors 'self'")


def test_a_drawing_of_an_earlier_text_says_so() -> None:
    now = row(files={"potassium.card-1.svg": SVG})
    stale = Row(path=now.path, stage="done", outcome=now.outcome, built=now.built, digest="earlier")
    assert b"of an earlier text" not in site([now])["/a/"].content
    assert b"of an earlier text" in site([stale])["/a/"].content


# --- reloading --------------------------------------------------------------------------------------------------------


def mark(preview: Preview, path: str) -> str:
    found = re.search(rb'data-mark="([0-9a-f]+)"', asked(preview, path)[2])
    assert found is not None
    return found[1].decode()


def event_line(preview: Preview, page: str, seen: str) -> bytes:
    """The first event that a page is sent."""
    client = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=20)
    client.request("GET", f"/-/events?page={page}&seen={seen}")
    answer = client.getresponse()
    assert answer.getheader("Content-Type") == "text/event-stream; charset=utf-8"
    while not (line := answer.readline()).startswith(b"event:"):
        assert line, "the stream ended without an event"
    client.close()
    return line


def test_a_page_is_told_when_anything_on_it_changed(preview: Preview) -> None:
    seen = mark(preview, "/a/")
    told: list[bytes] = []
    waiting = threading.Thread(target=lambda: told.append(event_line(preview, "/a/", seen)), daemon=True)
    waiting.start()
    preview.show(site([row(files={"potassium.card-1.svg": SVG + b" "})]))
    waiting.join(20)
    assert told == [b"event: reload\n"]
    assert mark(preview, "/a/") != seen


def test_a_change_between_loading_and_listening_is_not_lost(preview: Preview) -> None:
    seen = mark(preview, "/")
    preview.show(site([row(title="Another")]))
    assert event_line(preview, "/", seen) == b"event: reload\n"


def test_a_page_whose_guideline_is_gone_or_comes_reloads(preview: Preview) -> None:
    there = mark(preview, "/a/")
    preview.show(site([]))
    assert event_line(preview, "/a/", there) == b"event: reload\n"
    absent = mark(preview, "/a/")
    preview.show(site([row()]))
    assert event_line(preview, "/a/", absent) == b"event: reload\n"


def test_another_guideline_reloads_no_page_but_the_index() -> None:
    before, after = site([row(), row("b.mg")]), site([row(), row("b.mg", title="Another")])
    changed = {path for path in after if after[path] != before[path]}
    assert changed == {"/", "/b/"}


def test_a_page_that_waits_gets_a_sign_of_life(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "HEARTBEAT", 0.05)
    client = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=20)
    client.request("GET", f"/-/events?page=/&seen={mark(preview, '/')}")
    answer = client.getresponse()
    lines = [answer.readline() for _ in range(4)]
    client.close()
    assert lines == [b"retry: 1000\n", b"\n", b": still here\n", b"\n"]


def test_more_pages_than_can_wait_are_refused(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "MOST_OPEN", 0)
    assert asked(preview, "/-/events?page=/&seen=x")[0] == 503


def test_closing_lets_waiting_pages_go(preview: Preview) -> None:
    client = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=20)
    client.request("GET", f"/-/events?page=/&seen={mark(preview, '/')}")
    answer = client.getresponse()
    preview.close()
    assert answer.read() == b"retry: 1000\n\n"
    client.close()


# --- in a browser -----------------------------------------------------------------------------------------------------


def test_a_browser_shows_it_reloads_it_and_has_nothing_against_it(preview: Preview, browser: Browser) -> None:
    source = (ROOT / "guidelines" / "magnesium" / "neck_spasm.mg").read_text("utf-8")
    guideline = check_text(source).guideline
    assert guideline is not None
    built = emit(guideline, select(find_targets(), ["card", "page"], ["svg", "html"]))
    known = Outcome(path=Path("a.mg"), name=guideline.name, title=guideline.title, clean=True)
    first = Row(path=Path("a.mg"), stage="done", outcome=known, built=built)
    preview.show(site([first]))
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    with page.expect_response("**/-/events*"):
        page.goto(f"{preview.address}a/")
    page.frame_locator("iframe").get_by_text("Draft").first.wait_for()
    pictures = "[...document.images].map(image => image.complete && image.naturalWidth > 0)"
    assert set(page.evaluate(pictures)) == {True}
    preview.show(site([replace(first, outcome=replace(known, title="Another title"))]))
    page.get_by_role("heading", name="Another title").wait_for()
    against = [text for text in said if "404" not in text]  # later a frame may ask for what is there no more
    preview.show(site([]))
    page.get_by_role("heading", name="Nothing is built here").wait_for()
    page.close()
    assert against == []
