"""What the editor asks of names, outline and colours comes with the right places, behind characters of any width."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.compiler.lsp.editor import Editor, editing
from tests.compiler.lsp.test_server import SMALL

URI = "untitled:Untitled-7"
TEXT = (
    SMALL.replace("💊 Level", "💊💊 Level")
    .replace('decide "', 'decide "µ₂ ')
    .replace(' mmol/L:\n      advise "rise"', ' mmol/L:  # 💊 here\n      advise "rise"')
)


@pytest.fixture(scope="module", params=["utf-8", "utf-16", "utf-32"])
def running(request: pytest.FixtureRequest) -> Iterator[Editor]:
    with editing(encodings=(request.param,)) as found:
        yield found


@pytest.fixture
def editor(running: Editor) -> Iterator[Editor]:
    running.open(URI, TEXT)
    running.settle(URI)
    yield running
    running.close(URI)
    running.status.clear()


COLOURS = (
    *("keyword", "number", "string", "comment", "macro", "variable", "property", "class", "function", "enumMember"),
    *("namespace", "decorator", "operator"),
)
IDENTIFIER = types.TextDocumentIdentifier(uri=URI)


def ask(editor: Editor, question: Coroutine[Any, Any, Any]) -> Any:
    return editor.run(question)


def at(editor: Editor, words: str, inside: str = "") -> types.Position:
    """Within some words, which stand once in the text."""
    text = editor.texts[URI]
    assert text.count(words) == 1
    return editor.position(URI, text.index(words) + words.index(inside or words) + 1)


def test_a_name_leads_to_its_declaration_and_to_its_uses(editor: Editor) -> None:
    position = at(editor, "by level", "level")
    (declared,) = ask(
        editor, editor.client.text_document_definition_async(types.DefinitionParams(IDENTIFIER, position))
    )
    start = editor.offset(URI, declared.range.start)
    assert editor.texts[URI][start - 6 :].startswith("input level")
    assert editor.words(URI, declared.range) == "level"
    params = types.ReferenceParams(
        context=types.ReferenceContext(include_declaration=True), text_document=IDENTIFIER, position=position
    )
    found = ask(editor, editor.client.text_document_references_async(params))
    assert [editor.words(URI, each.range) for each in found] == ["level"] * 4
    lit = ask(
        editor,
        editor.client.text_document_document_highlight_async(types.DocumentHighlightParams(IDENTIFIER, position)),
    )
    assert [each.range for each in lit] == [each.range for each in found]


def test_a_name_is_changed_everywhere_or_it_is_said_why_not(editor: Editor) -> None:
    position = at(editor, "order level", "level")
    named = ask(
        editor, editor.client.text_document_prepare_rename_async(types.PrepareRenameParams(IDENTIFIER, position))
    )
    assert editor.words(URI, named) == "level"
    edit = ask(
        editor,
        editor.client.text_document_rename_async(
            types.RenameParams(text_document=IDENTIFIER, position=position, new_name="serum_level")
        ),
    )
    editor.apply(URI, edit)
    assert editor.texts[URI].count("serum_level") == 4
    assert editor.settle(URI) == []
    for name, why in (("no name", "without accents or spaces"), ("min", "`min`")):
        with pytest.raises(JsonRpcException) as refused:
            ask(
                editor,
                editor.client.text_document_rename_async(
                    types.RenameParams(
                        text_document=IDENTIFIER, position=at(editor, "by serum_level", "serum"), new_name=name
                    )
                ),
            )
        assert refused.value.code == -32803
        assert why in str(refused.value)
    with pytest.raises(JsonRpcException):
        ask(
            editor,
            editor.client.text_document_prepare_rename_async(
                types.PrepareRenameParams(IDENTIFIER, at(editor, "status"))
            ),
        )


def test_the_outline_names_what_stands_there(editor: Editor) -> None:
    symbols = ask(editor, editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(IDENTIFIER)))
    assert symbols

    def every(found: list[Any]) -> Iterator[Any]:
        for each in found:
            yield each
            yield from every(each.children or [])

    for symbol in every(symbols):
        outer, inner = symbol.range, symbol.selection_range
        assert (outer.start.line, outer.start.character) <= (inner.start.line, inner.start.character)
        assert (inner.end.line, inner.end.character) <= (outer.end.line, outer.end.character)
        assert symbol.name
    assert any("low 💊" in each.name for each in symbols)
    assert any(editor.words(URI, each.selection_range) == "level" for each in symbols)


def test_the_folds_lie_within_the_text(editor: Editor) -> None:
    found = ask(editor, editor.client.text_document_folding_range_async(types.FoldingRangeParams(IDENTIFIER)))
    lines = editor.texts[URI].split("\n")
    assert found
    for fold in found:
        assert 0 <= fold.start_line < fold.end_line < len(lines)
        assert lines[fold.end_line].strip()


def test_each_colour_is_of_a_word(editor: Editor) -> None:
    answer = ask(editor, editor.client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(IDENTIFIER)))
    data = list(answer.data)
    assert data
    assert len(data) % 5 == 0
    line = column = 0
    words: dict[str, set[str]] = {}
    for place in range(0, len(data), 5):
        down, along, width, kind, _ = data[place : place + 5]
        line, column = line + down, along if down else column + along
        where = types.Range(start=types.Position(line, column), end=types.Position(line, column + width))
        words.setdefault(COLOURS[kind], set()).add(editor.words(URI, where))
    assert words["variable"] == {"level"}
    assert {"guideline", "input", "pathway", "decide", "advise", "under"} <= words["keyword"]
    assert '"µ₂ 💊💊 Level"' in words["string"]
    assert "mmol/L" in words["macro"]
    assert "# 💊 here" in words["comment"]


def test_the_hints_stand_behind_what_they_are_about(editor: Editor) -> None:
    editor.edit(URI, "input level", "substance sugar formula C6H12O6\ninput level")
    editor.edit(URI, "in mmol/L, plausible", "in mmol/L of sugar, plausible")
    everything = editor.range(URI, 0, len(editor.texts[URI]))
    hints = ask(editor, editor.client.text_document_inlay_hint_async(types.InlayHintParams(IDENTIFIER, everything)))
    assert hints
    for hint in hints:
        before = editor.texts[URI][: editor.offset(URI, hint.position)]
        assert before.endswith("mmol/L")


def test_a_name_is_found_in_every_open_text_by_some_of_its_letters(editor: Editor) -> None:
    other = "file:///folder/other%20one.mg"
    editor.open(other, TEXT.replace("level", "lactate_level"))
    editor.settle(other)

    def named(query: str) -> list[tuple[str, str, str | None]]:
        found = ask(editor, editor.client.workspace_symbol_async(types.WorkspaceSymbolParams(query))) or []
        return [(each.name, each.location.uri, each.container_name) for each in found]

    assert named("LEV") == [("level", URI, "Untitled-7"), ("lactate_level", other, "other one.mg")]
    assert named("lctlv") == [("lactate_level", other, "other one.mg")]
    assert named("nothing like it") == []
    assert {"g", "r", "level", "pathway", "low 💊"} <= {name for name, _, _ in named("")}
    (found,) = ask(editor, editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("lactate")))
    assert editor.words(other, found.location.range) == "lactate_level"
    editor.close(other)
    assert named("lctlv") == []
