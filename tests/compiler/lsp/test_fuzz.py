"""Whatever an editor does to a text, the server has the same text, answers everything, and in the end says what a
check says.

With MILLIGRAM_SLOW=1 in the environment many more edits are made; MILLIGRAM_SEED starts them elsewhere.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.display import visible
from milligram.pipeline import CheckReport, check_text
from milligram.prove.budget import Budget
from milligram.source import Span
from pygls.exceptions import JsonRpcException

from tests.compiler.lsp.editor import Editor, editing
from tests.compiler.lsp.fuzzing import Typist
from tests.compiler.lsp.places import Places

ROOT = Path(__file__).parents[3]
POOL = tuple(
    text
    for path in sorted((ROOT / "guidelines").rglob("*.mg")) + sorted((ROOT / "tests/cases/bad").glob("MG*.mg"))
    if len(text := path.read_text(encoding="utf-8", errors="replace")) < 9_000
)
SLOW = bool(os.environ.get("MILLIGRAM_SLOW"))
SEED = int(os.environ.get("MILLIGRAM_SEED", "0"))
TEXTS, RESTS = (400, 12) if SLOW else (6, 5)
UNREAD = "(as when these lines could last be read)"
TO_BE_WRITTEN = "the reason is still to be written"

AT_A_PLACE: dict[str, Any] = {
    types.TEXT_DOCUMENT_HOVER: types.HoverParams,
    types.TEXT_DOCUMENT_COMPLETION: types.CompletionParams,
    types.TEXT_DOCUMENT_DEFINITION: types.DefinitionParams,
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: types.DocumentHighlightParams,
    types.TEXT_DOCUMENT_PREPARE_RENAME: types.PrepareRenameParams,
}
OF_A_TEXT: dict[str, Any] = {
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: types.DocumentSymbolParams,
    types.TEXT_DOCUMENT_FOLDING_RANGE: types.FoldingRangeParams,
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: types.SemanticTokensParams,
    types.TEXT_DOCUMENT_CODE_LENS: types.CodeLensParams,
}
OTHERS = (
    types.TEXT_DOCUMENT_REFERENCES,
    types.TEXT_DOCUMENT_RENAME,
    types.TEXT_DOCUMENT_CODE_ACTION,
    types.TEXT_DOCUMENT_INLAY_HINT,
    types.TEXT_DOCUMENT_FORMATTING,
)
NUMBERS = count(1)


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    with editing() as found:
        yield found
        assert not found.log
        assert not [each.message for each in found.messages if "fault of Milligram's own" in each.message]
    assert "Traceback" not in found.stderr.decode(errors="replace")


@pytest.mark.parametrize("number", range(SEED, SEED + TEXTS))
def test_any_edits_end_in_what_a_check_of_the_text_says(editor: Editor, number: int) -> None:
    uri = f"file:///fuzz/{number}.mg"
    typist = Typist(editor, uri, POOL[number * 7 % len(POOL)], number, POOL)
    try:
        for _ in range(RESTS):
            asked = []
            for _ in range(typist.rng.choice((1, 1, 2, 5))):
                typist.edit()
                asked += [_ask(typist) for _ in range(typist.rng.choice((0, 1, 3)))]
            _all_answered(editor, asked)
            editor.settle(uri)
            _is_the_same_text(typist)
            report = _finds_what_a_check_finds(typist)
            _all_places_lie_in(typist)
            _an_action_mends(typist, report)
            if typist.rng.random() < 0.4:
                typist.restore(typist.before[0])
    except Exception as fault:
        raise AssertionError("\n".join(("typed last:", *typist.done[-12:], repr(typist.text)))) from fault
    finally:
        editor.close(uri)


# --- questions --------------------------------------------------------------------------------------------------------


def _ask(typist: Typist) -> asyncio.Future[Any]:
    """A question about the text as it stands, which is perhaps taken back."""
    editor, rng = typist.editor, typist.rng
    document = types.TextDocumentIdentifier(uri=typist.uri)
    places = Places(typist.text, editor.encoding)
    at = places.position(typist.cursor(typist.text))
    everywhere = types.Range(start=types.Position(0, 0), end=places.position(len(typist.text)))
    method = rng.choice((*AT_A_PLACE, *OF_A_TEXT, *OTHERS))
    params: Any
    match method:
        case types.TEXT_DOCUMENT_CODE_ACTION:
            params = types.CodeActionParams(document, everywhere, types.CodeActionContext(diagnostics=[]))
        case types.TEXT_DOCUMENT_INLAY_HINT:
            params = types.InlayHintParams(document, everywhere)
        case types.TEXT_DOCUMENT_REFERENCES:
            params = types.ReferenceParams(types.ReferenceContext(include_declaration=True), document, at)
        case types.TEXT_DOCUMENT_RENAME:
            params = types.RenameParams(document, at, rng.choice(("another_name", "step", "a b", "", "level")))
        case types.TEXT_DOCUMENT_FORMATTING:
            params = types.DocumentFormattingParams(document, types.FormattingOptions(2, True))
        case _ if method in AT_A_PLACE:
            params = AT_A_PLACE[method](document, at)
        case _:
            params = OF_A_TEXT[method](document)
    number = next(NUMBERS)
    protocol = editor.client.protocol

    async def send() -> asyncio.Future[Any]:
        answer: asyncio.Future[Any] = protocol.send_request_async(method, params, msg_id=number)
        if rng.random() < 0.2:
            protocol.notify(types.CANCEL_REQUEST, types.CancelParams(id=number))
        return answer

    return editor.run(send())


def _all_answered(editor: Editor, asked: list[asyncio.Future[Any]]) -> None:
    """Each by a result, or by the reason why there is none."""

    async def wait() -> list[Any]:
        return await asyncio.gather(*asked, return_exceptions=True)

    for answer in editor.run(wait()):
        assert not isinstance(answer, BaseException) or isinstance(answer, JsonRpcException), answer
        if isinstance(answer, JsonRpcException):
            assert answer.code in (-32803, -32800), answer
            assert answer.message


# --- what must hold at rest -------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """A text in the compiler's line ends; two halves of one character that stand together are it."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return whole.replace("\r\n", "\n").replace("\r", "\n")


def _is_the_same_text(typist: Typist) -> None:
    text = typist.text.replace("\r\n", "\n").replace("\r", "\n")
    status = [each for each in typist.editor.status if each["uri"] == typist.uri][-1]
    assert status["version"] == typist.editor.versions[typist.uri]
    assert status["sha256"] == sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _finds_what_a_check_finds(typist: Typist) -> CheckReport:
    """Codes, ranges, words, patients and second places."""
    editor, uri = typist.editor, typist.uri
    text = typist.text.replace("\r\n", "\n").replace("\r", "\n")
    report = check_text(text, f"/fuzz/{uri}", as_of=date.today(), budget=Budget(20_000_000, 20.0))
    places = Places(typist.text, editor.encoding)
    lines = Places(text, editor.encoding)
    shown = [each for each in editor.diagnostics[uri].diagnostics if not each.message.endswith(UNREAD)]
    shown = [each for each in shown if not each.message.startswith(TO_BE_WRITTEN)]
    if not any(found.code.code.startswith("MG0") and found.code.code != "MG000" for found in report.diagnostics):
        assert not [each for each in editor.diagnostics[uri].diagnostics if each.message.endswith(UNREAD)]
    seen = Counter(_told(each) for each in shown)
    expected = Counter(_expected(found, lines) for found in report.diagnostics)
    assert seen == expected, (seen - expected, expected - seen)
    for each in editor.diagnostics[uri].diagnostics:
        places.span(each.range)
        for label in each.related_information or ():
            places.span(label.location.range)
    return report


def _told(found: types.Diagnostic) -> tuple[object, ...]:
    data: Any = found.data
    patient = data.get("patient") if isinstance(data, dict) else getattr(data, "patient", None)
    patient = patient if patient is None or isinstance(patient, dict) else patient._asdict()
    labels = [(str(each.location.range), each.message) for each in found.related_information or ()]
    return found.code, str(found.range), found.message.split("\n")[0], str(patient), str(labels)


def _expected(found: Diagnostic, places: Places) -> tuple[object, ...]:
    def ranged(span: Span) -> str:
        return str(types.Range(start=places.position(span.start), end=places.position(span.end)))

    labels = [(ranged(label.span), visible(label.text)) for label in found.labels]
    patient = None if found.witness is None else dict(found.witness)
    return found.code.code, ranged(found.span), visible(found.message), str(patient), str(labels[:12])


def _all_places_lie_in(typist: Typist) -> None:
    """Every range of every answer is one of the text."""
    editor, uri = typist.editor, typist.uri
    places = Places(typist.text, editor.encoding)
    asked = [_ask(typist) for _ in range(6)]

    async def wait() -> list[Any]:
        return await asyncio.gather(*asked, return_exceptions=True)

    waiting: list[Any] = editor.run(wait())
    while waiting:
        each = waiting.pop()
        match each:
            case types.Range():
                places.span(each)
            case types.Position():
                places.offset(each)
            case types.FoldingRange():
                assert 0 <= each.start_line < each.end_line < len(places.lines)
            case types.DocumentSymbol():
                outer, head = places.span(each.range), places.span(each.selection_range)
                assert outer[0] <= head[0] <= head[1] <= outer[1]
                waiting += each.children or ()
            case types.SemanticTokens(data=data):
                _colours(data, places)
            case list() | tuple():
                waiting += each
            case dict():
                waiting += each.values()
            case types.Diagnostic() | None | str() | int() | float() | bool() | JsonRpcException():
                pass
            case types.Location() if each.uri != uri:
                pass
            case _:
                waiting += [getattr(each, name, None) for name in getattr(each, "__slots__", ())]


def _colours(data: Any, places: Places) -> None:
    line = column = 0
    for start in range(0, len(data), 5):
        down, along, width, _, _ = data[start : start + 5]
        line, column = line + down, along if down else column + along
        assert width > 0
        places.span(types.Range(types.Position(line, column), types.Position(line, column + width)))


def _an_action_mends(typist: Typist, report: CheckReport) -> None:
    """One of the actions that are offered: the text can be read as far as before, and what it is for is gone."""
    editor, uri = typist.editor, typist.uri
    actions = editor.actions(uri, 0, len(typist.text))
    if not actions:
        return
    action = typist.rng.choice(actions)
    found = action.diagnostics[0] if action.diagnostics else None
    before = typist.text
    editor.apply(uri, action.edit)
    after = check_text(editor.texts[uri].replace("\r\n", "\n").replace("\r", "\n"), as_of=date.today())
    told = f"{action.title}\n{found and found.message}\n{action.edit}"
    if found is None:
        assert _faults(after) <= _faults(report), told
    elif action.is_preferred:  # it may bring to light what this fault hid
        assert _like(after, found) < _like(report, found), told
    else:
        assert _faults(after) <= _faults(report), told
        if action.title.startswith("Allow"):
            assert _like(after, found) < _like(report, found), told
    editor.change(uri, types.TextDocumentContentChangeWholeDocument(text=before))
    editor.texts[uri] = before


def _faults(report: CheckReport) -> int:
    """How many lines cannot be read."""
    return sum(found.code.code < "MG010" and found.code.code != "MG000" for found in report.diagnostics)


def _like(report: CheckReport, found: types.Diagnostic) -> int:
    """How many findings say what one says."""
    words = found.message.split("\n")[0]
    return sum(each.code.code == found.code and visible(each.message) == words for each in report.diagnostics)
