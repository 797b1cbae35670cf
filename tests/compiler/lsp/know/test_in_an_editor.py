"""Suggestions and hovers through a real client, in a text with µ, ₂ and 💊 before the cursor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lsprotocol import types

from tests.compiler.lsp.editor import Editor, editing
from tests.compiler.lsp.know.knowing import SMALL

URI = "untitled:Untitled-8"
TEXT = SMALL.replace("pathway main", 'define high "µ₂ 💊": level over \npathway main')


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    with editing() as found:
        found.open(URI, TEXT)
        yield found


def suggested(editor: Editor, offset: int) -> list[types.CompletionItem]:
    params = types.CompletionParams(
        text_document=types.TextDocumentIdentifier(uri=URI), position=editor.position(URI, offset)
    )
    found = editor.run(editor.client.text_document_completion_async(params))
    assert isinstance(found, types.CompletionList)
    return list(found.items)


def test_what_is_accepted_takes_the_place_of_what_was_typed(editor: Editor) -> None:
    end = TEXT.index("level over ") + len("level over ")
    editor.replace(URI, end, end, "1.1 mg")
    items = suggested(editor, end + len("1.1 mg"))
    (wanted,) = [item for item in items if item.label == "mmol/L"]
    assert wanted.kind == types.CompletionItemKind.Unit
    assert isinstance(wanted.text_edit, types.TextEdit)
    assert editor.words(URI, wanted.text_edit.range) == "mg"
    start = editor.offset(URI, wanted.text_edit.range.start)
    editor.replace(URI, start, start + 2, wanted.text_edit.new_text)
    assert 'define high "µ₂ 💊": level over 1.1 mmol/L\n' in editor.texts[URI]
    editor.replace(URI, end, end + len("1.1 mmol/L"), "")


def test_the_order_is_that_of_use(editor: Editor) -> None:
    items = suggested(editor, editor.texts[URI].index("  when urgency"))
    assert [item.sort_text for item in items] == sorted(item.sort_text or "" for item in items)


def test_an_editor_that_takes_no_snippets_is_sent_none(editor: Editor) -> None:
    items = suggested(editor, editor.texts[URI].index("when urgency"))
    assert "give" in {item.label for item in items}
    for item in items:
        assert item.insert_text_format == types.InsertTextFormat.PlainText
        assert isinstance(item.text_edit, types.TextEdit)
        assert "$" not in item.text_edit.new_text


def test_a_hover_stands_on_its_words(editor: Editor) -> None:
    offset = editor.texts[URI].index("level over") + 2
    params = types.HoverParams(
        text_document=types.TextDocumentIdentifier(uri=URI), position=editor.position(URI, offset)
    )
    found = editor.run(editor.client.text_document_hover_async(params))
    assert found is not None
    assert found.range is not None
    assert editor.words(URI, found.range) == "level"
    assert isinstance(found.contents, types.MarkupContent)
    assert "serum magnesium" in found.contents.value
