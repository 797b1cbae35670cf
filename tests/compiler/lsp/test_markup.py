"""The author's words in Markdown are words: no reader of Markdown makes anything else of them."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from milligram.diagnostics.display import visible
from milligram.lsp.markup import code, fenced, plain

SIGNS = st.text(st.sampled_from("ab1 .-+*_`~#>|!$[](){}<>&\"'\\:/@^=\n\t\u202e\x1b") | st.characters(), max_size=40)
READERS = (
    MarkdownIt("commonmark", {"html": True}),
    MarkdownIt("js-default", {"html": True, "typographer": True}).enable(["replacements", "smartquotes"]),
)


class Rendered(HTMLParser):
    """The words and the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_comment(self, data: str) -> None:
        self.tags.add("!")

    def handle_data(self, data: str) -> None:
        self.words += data


@given(SIGNS)
@example("<img src=x onerror=alert(1)>")
@example("[click](command:evil)")
@example("http://evil.example")
@example("1. a")
@example("- a")
@example("    indented")
@example("&lt;")
@example("a  ")
@example("+ - * ___ ***")
@example("a\n===")
@example("| a | b |\n|---|---|")
def test_plain_words_stay_plain_words(text: str) -> None:
    reader = READERS[0]
    page = Rendered(reader.render(f"**label** {plain(text)}"))
    assert page.tags == {"p", "strong"}
    assert " ".join(page.words.split()) == " ".join(f"label {visible(text)}".split())


@given(SIGNS)
def test_code_stays_code(text: str) -> None:
    for reader in READERS:
        page = Rendered(reader.render(f"label {code(text)} end"))
        assert page.tags <= {"p", "code"}
        assert " ".join(page.words.split()) == " ".join(f"label {visible(text)} end".split())


@given(SIGNS)
@example("```\n<b>\n```")
@example("~~~")
def test_lines_of_code_stay_lines_of_code(text: str) -> None:
    for reader in READERS:
        page = Rendered(reader.render(f"before\n\n{fenced(text)}\n\nafter"))
        assert page.tags == {"p", "pre", "code"}
        assert page.words.startswith("before")
        assert page.words.rstrip().endswith("after")


@pytest.mark.parametrize("text", ["a_b", "20 to < 30", "x * y", "a & b"])
def test_what_is_often_written_reads_well_as_source_too(text: str) -> None:
    assert len(plain(text)) <= len(text) + 6
