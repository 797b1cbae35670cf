"""The file of the page, without a browser: its policy fits its scripts, it is small, and the drawing in it is tame."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from milligram.target import find_targets
from milligram_targets.page.html.document import digest, in_script, json_in_html
from milligram_targets.page.html.drawing import sheet

LARGEST = 400_000


class Outline(HTMLParser):
    """The scripts and styles of a page, its policy, every element's attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.within = ""
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "data": []}
        self.policy = ""
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {key: value or "" for key, value in attrs}
        self.attributes += [(tag, key, value) for key, value in held.items()]
        if held.get("http-equiv") == "Content-Security-Policy":
            self.policy = held["content"]
        if tag in ("script", "style"):
            self.within = "data" if held.get("type") == "application/json" else tag
            self.texts[self.within].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within:
            self.texts[self.within][-1] += data


def outline(text: str) -> Outline:
    """The outline of a page."""
    found = Outline()
    found.feed(text)
    return found


@pytest.fixture(scope="module")
def texts(files: Any) -> dict[str, str]:
    """Every page as text."""
    return {name: path.read_text("utf-8") for name, path in files.items()}


def test_the_target_is_found() -> None:
    target = find_targets()["page"]
    assert list(target.formats) == ["html"]


def test_every_page_is_small(files: Any) -> None:
    sizes = {name: path.stat().st_size for name, path in files.items()}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


def test_the_policy_lists_each_script_and_style_and_nothing_else(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        found = outline(text)
        rules = dict(rule.strip().split(" ", 1) for rule in found.policy.split(";"))
        assert rules["default-src"] == "'none'"
        for kind in ("script", "style"):
            meant = {
                f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'"
                for each in found.texts[kind]
            }
            assert set(rules[f"{kind}-src"].split()) == meant, name
        assert "unsafe" not in found.policy
        assert len(found.texts["script"]) == 2
        assert set(rules) == {
            "default-src", "script-src", "style-src", "base-uri", "form-action", "require-trusted-types-for",
            "trusted-types",
        }  # fmt: skip


def test_nothing_is_loaded_and_no_handler_stands_inline(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        for tag, key, value in outline(text).attributes:
            assert not key.startswith("on"), (name, tag, key)
            assert key not in ("style", "src", "srcset", "action", "formaction", "data", "background"), (name, tag, key)
            assert key != "href" or value.startswith("#"), (name, tag, value)


def test_the_scripts_parse_no_html_and_make_no_code(texts: dict[str, str]) -> None:
    """Words that would: none is in what runs."""
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser"
        r"|createContextualFragment|XMLHttpRequest|fetch\(|WebSocket|EventSource|localStorage|sessionStorage|document\.cookie|import\("
    )
    for name, text in texts.items():
        for script in outline(text).texts["script"]:
            code = re.sub(r'"(?:[^"\\]|\\.)*"', '""', script)
            assert not forbidden.search(code), (name, forbidden.search(code))


def test_the_same_guideline_gives_the_same_bytes(files: Any, guidelines: Any, build_page: Any) -> None:
    for name in ("mcisaac", "magnesium_neck_spasm"):
        assert build_page(guidelines[name]) == files[name].read_bytes()


def test_a_script_that_would_end_itself_is_refused() -> None:
    for text in ("'</script>'", "'</SCRIPT '", "'<!--'", "'<script'"):
        with pytest.raises(ValueError, match="must not hold"):
            in_script(text)
    assert in_script("a\r\nb\rc") == "a\nb\nc"


def test_the_hash_is_that_of_a_known_text() -> None:
    """The text of the example in the Content Security Policy, level 2, section 7.18.1."""
    assert digest("alert('Hello, world.');") == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"


def test_json_in_a_page_has_no_sign_of_html() -> None:
    value = {"a": "</script><!-- & \u2028 \u00e9", "b": [True, None, 1]}
    text = json_in_html(value)
    assert not re.search(r"[<>&\u2028]", text)
    assert text.isascii()
    assert json.loads(text) == value


def test_drafts_and_what_is_not_proved_are_told(guidelines: Any, build_page: Any) -> None:
    guideline = guidelines["mcisaac"]
    for status, words in (("draft", "Draft."), ("retired", "Retired."), ("active", None)):
        text = build_page(replace(guideline, status=status)).decode()
        banners = re.findall(r"<strong>(Draft\.|Retired\.)</strong>", text)
        assert banners == ([words] if words else [])


# --- the drawing ------------------------------------------------------------------------------------------------------

WILD = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
viewBox="0 0 20 10" onload="x">
<title>whole</title><style>text { fill: red }</style><script>alert(1)</script>
<image xlink:href="http://198.51.100.7/x.png"/><foreignObject><p>x</p></foreignObject>
<use href="#a"/><animate attributeName="x"/><metadata>m</metadata>
<g id="a" class="node" data-steps="1 2:-3"><a xlink:href="javascript:alert(2)" xlink:title="why &lt;b&gt;">
<path d="M0,0L1,1" style="fill:url(http://198.51.100.7)" onclick="x" fill="url(http://198.51.100.7/#a)"/>
<text x="1" font-size="10" font-weight="600">mg/dL</text></a></g>
<g id="b"><a xlink:href="x.mg:7"><text font-size="10">\xf0\x9f\x98\x80</text></a>
<rect clip-path="url(#a)" fill="#fff"/></g></svg>"""


def test_only_shapes_texts_and_tooltips_of_a_drawing_pass() -> None:
    found = sheet(WILD, 3)
    tree = ElementTree.fromstring(found.svg)
    assert (found.width, found.height) == (20, 10)
    assert {each.tag for each in tree.iter()} == {"svg", "g", "title", "path", "text", "rect"}
    held = {(each.tag, key): value for each in tree.iter() for key, value in each.attrib.items()}
    assert {key for _, key in held} <= {
        "viewBox", "class", "id", "data-steps", "d", "x", "font-size", "font-weight", "textLength", "lengthAdjust",
        "clip-path", "fill",
    }  # fmt: skip
    assert ("path", "fill") not in held
    assert held["rect", "clip-path"] == "url(#chart3-a)"
    assert [each.text for each in tree.iter("title")] == ["why <b>"]
    assert "198.51.100.7" not in found.svg
    assert "javascript" not in found.svg
    assert tree.find("g") is not None
    assert [group.get("data-steps") for group in tree.iter("g") if group.get("data-steps")] == ["1 2:-3"]


def test_a_text_keeps_the_width_that_it_was_laid_out_for() -> None:
    """In the bundled typeface; one with signs that the typeface lacks keeps what the reader's machine gives."""
    known, unknown = ElementTree.fromstring(sheet(WILD).svg).iter("text")
    assert 20 < float(known.get("textLength", "0")) < 40
    assert unknown.get("textLength") is None


def test_ids_are_unique_and_the_steps_stay(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        ids = [value for _, key, value in outline(text).attributes if key == "id"]
        assert len(ids) == len(set(ids)), name
        assert text.count("data-steps=") > 5, name
