"""Plain values as the protocol has them; the places go through `positions`.

Enters: what `know`, `findings` and `actions` answer, and the `Places` of the text. Leaves: values of lsprotocol.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from lsprotocol import types

from milligram.diagnostics import Edit, Severity
from milligram.diagnostics.display import visible
from milligram.lsp.actions import Action
from milligram.lsp.documents import Document
from milligram.lsp.findings import Shown, page_of
from milligram.lsp.know import Completion, Fold, Hint, Hover, Kind, Symbol, Token, TokenKind
from milligram.lsp.positions import Places
from milligram.source import Span

MOST_LABELS = 12
"""So many second places of one finding are sent."""

_SEVERITY = {Severity.ERROR: types.DiagnosticSeverity.Error, Severity.WARNING: types.DiagnosticSeverity.Warning}

_SYMBOLS: Mapping[Kind, types.SymbolKind] = {
    "guideline": types.SymbolKind.Module,
    "source": types.SymbolKind.File,
    "substance": types.SymbolKind.Object,
    "class": types.SymbolKind.Class,
    "input": types.SymbolKind.Variable,
    "choice": types.SymbolKind.EnumMember,
    "define": types.SymbolKind.Constant,
    "table": types.SymbolKind.Array,
    "score": types.SymbolKind.Number,
    "regimen": types.SymbolKind.Package,
    "step": types.SymbolKind.Method,
    "monitor": types.SymbolKind.Event,
    "pitfall": types.SymbolKind.Boolean,
    "claim": types.SymbolKind.String,
    "caution": types.SymbolKind.Operator,
    "pathway": types.SymbolKind.Function,
    "part": types.SymbolKind.Function,
    "decide": types.SymbolKind.Enum,
    "branch": types.SymbolKind.EnumMember,
    "case": types.SymbolKind.Key,
}

_SUGGESTIONS: Mapping[Kind, types.CompletionItemKind] = {
    "source": types.CompletionItemKind.Reference,
    "substance": types.CompletionItemKind.Class,
    "class": types.CompletionItemKind.Class,
    "input": types.CompletionItemKind.Variable,
    "choice": types.CompletionItemKind.EnumMember,
    "define": types.CompletionItemKind.Constant,
    "table": types.CompletionItemKind.Constant,
    "score": types.CompletionItemKind.Constant,
    "regimen": types.CompletionItemKind.Module,
    "step": types.CompletionItemKind.Method,
    "monitor": types.CompletionItemKind.Event,
    "pathway": types.CompletionItemKind.Function,
    "part": types.CompletionItemKind.Function,
    "keyword": types.CompletionItemKind.Keyword,
    "unit": types.CompletionItemKind.Unit,
    "value": types.CompletionItemKind.Value,
    "code": types.CompletionItemKind.Reference,
    "snippet": types.CompletionItemKind.Snippet,
}

_COLOURS: Mapping[TokenKind, str] = {
    "keyword": "keyword",
    "number": "number",
    "string": "string",
    "comment": "comment",
    "unit": "macro",
    "input": "variable",
    "named": "property",
    "drug": "class",
    "plan": "function",
    "choice": "enumMember",
    "source": "namespace",
    "code": "decorator",
    "sign": "operator",
}
TOKEN_TYPES = tuple(_COLOURS.values())
"""The legend: the standard types of the protocol, which every theme colours."""
TOKEN_MODIFIERS = ("declaration",)
_PLACE_OF = {kind: place for place, kind in enumerate(_COLOURS)}


def diagnostic(shown: Shown, uri: str, places: Places) -> types.Diagnostic:
    """A finding: code with a link to its page, second places, and in ``data`` how it stands."""
    found = shown.finding
    page = page_of(found)
    related = [
        types.DiagnosticRelatedInformation(
            location=types.Location(uri=uri, range=places.range(label.span)), message=visible(label.text)
        )
        for label in found.labels[:MOST_LABELS]
    ]
    data: dict[str, object] = {"state": shown.state, "slug": found.code.slug}
    if found.witness is not None:
        data["patient"] = dict(found.witness)
    return types.Diagnostic(
        range=places.range(found.span),
        severity=_SEVERITY[found.level],
        code=found.code.code,
        code_description=None if page is None else types.CodeDescription(href=page),
        source="milligram",
        message=shown.message,
        related_information=related or None,
        tags=[types.DiagnosticTag.Unnecessary] if shown.is_unused else None,
        data=data,
    )


def unwritten_reason(span: Span, places: Places) -> types.Diagnostic:
    """A reason that a tool left open."""
    return types.Diagnostic(
        range=places.range(span),
        severity=types.DiagnosticSeverity.Warning,
        source="milligram",
        message="the reason is still to be written: nobody can judge an `allow` without one",
        data={"state": "read"},
    )


def text_edits(edits: Iterable[Edit], places: Places) -> list[types.TextEdit]:
    """Edits in the order of the text."""
    ordered = sorted(edits, key=lambda edit: edit.span)
    return [types.TextEdit(range=places.range(edit.span), new_text=edit.replacement) for edit in ordered]


def workspace_edit(
    uri: str, version: int | None, edits: Iterable[Edit], places: Places, *, versioned: bool
) -> types.WorkspaceEdit:
    """Edits of one text; with ``versioned`` the editor refuses them once the text is another."""
    changes = text_edits(edits, places)
    if not versioned:
        return types.WorkspaceEdit(changes={uri: changes})
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(text_document=identifier, edits=list(changes))])


def code_action(
    action: Action, uri: str, version: int | None, places: Places, *, versioned: bool, command: types.Command | None
) -> types.CodeAction:
    """An action with its edits, and the finding that it mends."""
    return types.CodeAction(
        title=action.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(action.finding, uri, places)],
        is_preferred=True if action.kind == "repair" else None,
        edit=workspace_edit(uri, version, action.edits, places, versioned=versioned),
        command=command,
    )


def hover(found: Hover, places: Places) -> types.Hover:
    """What is said of a word."""
    return types.Hover(contents=_markdown(found.markdown), range=places.range(found.span))


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(kind=types.MarkupKind.Markdown, value=text)


def completion(item: Completion, number: int, places: Places) -> types.CompletionItem:
    """A suggestion, as the ``number``-th in order."""
    snippet = types.InsertTextFormat.Snippet if item.snippet else types.InsertTextFormat.PlainText
    return types.CompletionItem(
        label=item.label,
        kind=_SUGGESTIONS.get(item.kind, types.CompletionItemKind.Text),
        detail=item.detail or None,
        documentation=_markdown(item.markdown) if item.markdown else None,
        sort_text=f"{number:05}",
        filter_text=item.label,
        insert_text_format=snippet,
        text_edit=types.TextEdit(
            range=places.range(item.replace), new_text=item.label if item.insert is None else item.insert
        ),
    )


def symbol(item: Symbol, places: Places) -> types.DocumentSymbol:
    """An entry of the outline with those inside of it."""
    span = Span(min(item.span.start, item.head.start), max(item.span.end, item.head.end))
    return types.DocumentSymbol(
        name=item.name or "…",  # the protocol forbids an empty name
        detail=item.detail or None,
        kind=_SYMBOLS.get(item.kind, types.SymbolKind.Property),
        range=places.range(span),
        selection_range=places.range(item.head),
        children=[symbol(child, places) for child in item.children] or None,
    )


def symbol_somewhere(item: Symbol, uri: str, document: Document) -> types.SymbolInformation:
    """An entry of the outline of one of several texts."""
    return types.SymbolInformation(
        name=item.name or "…",
        kind=_SYMBOLS.get(item.kind, types.SymbolKind.Property),
        location=types.Location(uri=uri, range=document.places.range(item.head)),
        container_name=Path(document.source.path).name,
    )


def folding(fold: Fold) -> types.FoldingRange:
    """Lines that can be hidden."""
    kind = types.FoldingRangeKind.Comment if fold.comment else None
    return types.FoldingRange(start_line=fold.first - 1, end_line=fold.last - 1, kind=kind)


def token_data(tokens: Iterable[Token], places: Places) -> list[int]:
    """Coloured words as the protocol packs them: five numbers each, relative to the word before."""
    data: list[int] = []
    line = column = 0
    for token in tokens:
        start = places.position(token.span.start)
        along = start.character - column if start.line == line else start.character
        width = places.width(token.span)
        data += (start.line - line, along, width, _PLACE_OF[token.kind], 1 if token.declares else 0)
        line, column = start.line, start.character
    return data


def inlay_hint(hint: Hint, places: Places) -> types.InlayHint:
    """Grey words behind a place."""
    return types.InlayHint(
        position=places.position(hint.at),
        label=hint.text,
        tooltip=_markdown(hint.markdown) if hint.markdown else None,
        padding_left=True,
    )
