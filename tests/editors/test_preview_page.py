"""The page of a preview, in a browser: pictures are shown, and nothing that a guideline says is more than words."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

NONCE = "0123456789abcdef0123456789abcdef"
HOSTILE = "</script><img src=x onerror=\"document.body.id='bad'\"><b>bold</b>"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" onload="parent.document.body.id=\'bad\'">'
    "<script>parent.document.body.id='bad'</script><rect width='40' height='20' fill='#0a0'/>"
    "<image href='http://localhost:9/x.png'/></svg>"
)
PICTURE = "data:image/svg+xml;base64," + base64.b64encode(SVG.encode()).decode()
EDITOR = """
window.told = []; window.kept = {};
window.acquireVsCodeApi = () => ({
  postMessage: (message) => told.push(message), getState: () => kept, setState: (state) => { kept = state; },
});
document.addEventListener("securitypolicyviolation", (event) => told.push(event.violatedDirective));
"""


@pytest.fixture
def page(extension: Path, browser: Browser, tmp_path: Path) -> Page:
    """The page as the extension makes it, in place of VS Code's own frame."""
    made = tmp_path / "page.cjs"
    words = ["node", "node_modules/esbuild/bin/esbuild", "src/page.ts", "--format=cjs", f"--outfile={made}"]
    subprocess.run(words, cwd=extension, check=True, capture_output=True, timeout=60)
    script = f'process.stdout.write(require({str(made)!r}).page("{NONCE}"))'
    html = subprocess.run(["node", "-e", script], check=True, capture_output=True, text=True, timeout=60).stdout
    file = tmp_path / "page.html"
    file.write_text(html, encoding="utf-8")
    shown = browser.new_page()
    shown.add_init_script(EDITOR)
    shown.goto(file.as_uri())
    return shown


def send(page: Page, **part: Any) -> None:
    message = {"title": HOSTILE, "pictures": [PICTURE], "note": "", "drawing": False, **part}
    page.evaluate("message => window.postMessage(message, '*')", message)
    page.wait_for_function("() => new Promise(done => setTimeout(() => done(true), 50))")


def test_it_asks_for_what_there_is_to_show_and_shows_it(page: Page) -> None:
    assert page.evaluate("told") == ["ready"]
    send(page, pictures=[PICTURE, PICTURE])
    assert page.evaluate("[...document.images].map(each => each.naturalWidth)") == [40, 40]
    assert page.evaluate("[...document.images].map(each => each.alt)") == [f"{HOSTILE}, {n} of 2" for n in (1, 2)]
    send(page)
    assert page.evaluate("document.images.length") == 1


def test_hostile_words_stay_words_and_a_hostile_picture_stays_a_picture(page: Page) -> None:
    """Neither script runs, nothing is loaded, and what is no picture is not shown."""
    wanted: list[str] = []
    page.on("request", lambda request: wanted.append(request.url))
    send(page, note=HOSTILE, pictures=[PICTURE, "http://localhost:9/x.svg", "javascript:alert(1)", "data:text/html,x"])
    assert page.evaluate("document.body.id") == ""
    assert page.evaluate("document.getElementById('note').textContent") == HOSTILE
    assert page.evaluate("document.images.length") == 1
    assert page.evaluate("document.querySelectorAll('b').length") == 0
    assert [url for url in wanted if not url.startswith("data:image/svg+xml;base64,")] == []


def test_what_is_smuggled_in_does_not_run(page: Page) -> None:
    """The policy holds where the page would fail: a script or a style without the nonce, a picture from elsewhere."""
    page.evaluate(
        """() => {
          const script = document.body.appendChild(document.createElement("script"));
          script.textContent = "document.body.id = 'bad'";
          const smuggled = "<img src='http://localhost:9/x.png'><p onclick='1' style='color:red'>";
          document.body.insertAdjacentHTML("beforeend", smuggled);
        }"""
    )
    page.wait_for_function("told.length >= 4")
    assert page.evaluate("document.body.id") == ""
    assert {"script-src-elem", "img-src", "style-src-attr"} <= set(page.evaluate("told"))


def test_an_old_drawing_is_paler_and_the_reason_is_told(page: Page) -> None:
    send(page)
    send(page, note="mend this error of reading first")
    assert page.evaluate("getComputedStyle(document.querySelector('main')).opacity") == "0.55"
    assert page.evaluate("document.getElementById('note').textContent") == "mend this error of reading first"
    send(page, drawing=True)
    assert page.evaluate("getComputedStyle(document.querySelector('main')).opacity") == "1"


def test_it_can_be_larger_and_stays_so(page: Page) -> None:
    send(page)
    page.click("#larger")
    assert page.evaluate("document.images[0].style.width") == "125%"
    assert page.evaluate("kept") == {"percent": 125}
    page.click("#fit")
    assert page.evaluate("document.images[0].style.width") == "100%"
