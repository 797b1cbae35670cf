"""The questions of the editor, each answered from one text.

Enters: requests of the protocol. Leaves: what `milligram.lsp.know`, `actions`, `lenses` and `formatting` answer,
converted by `convert`. No text is read from the disk: what is open in the editor is what is asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from milligram.lsp import convert
from milligram.lsp.actions import Action, actions
from milligram.lsp.formatting import format_edits
from milligram.lsp.know import Refused
from milligram.lsp.lenses import lenses
from milligram.lsp.positions import Places
from milligram.lsp.repairs import applied
from milligram.lsp.server import CANNOT, Server, Text, guarded
from milligram.lsp.together import certain

GO_ON = "milligram.goOn"
MOST_SYMBOLS = 500
"""Names of all open texts that are sent; an editor asks again with each letter."""
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.milligram"
"""The kind of the action that an editor may have done at every save."""


def register(server: Server) -> None:
    """Tells the server whom to ask."""
    answers = Answers(server)
    legend = types.SemanticTokensLegend(
        token_types=list(convert.TOKEN_TYPES), token_modifiers=list(convert.TOKEN_MODIFIERS)
    )
    features: list[tuple[str, str, Callable[[Any], Any], object]] = [
        (types.INITIALIZE, "starting", server.begin, None),
        (types.INITIALIZED, "starting", lambda _: server.warm(), None),
        (types.SHUTDOWN, "stopping", lambda _: server.stop(), None),
        (types.TEXT_DOCUMENT_DID_OPEN, "opening", answers.did_open, None),
        (types.TEXT_DOCUMENT_DID_CHANGE, "following the text", answers.did_change, None),
        (types.TEXT_DOCUMENT_DID_CLOSE, "closing", answers.did_close, None),
        (types.WORKSPACE_DID_CHANGE_CONFIGURATION, "setting", answers.did_configure, None),
        (types.TEXT_DOCUMENT_HOVER, "the hover", answers.hover, None),
        (
            types.TEXT_DOCUMENT_COMPLETION,
            "completion",
            answers.completion,
            types.CompletionOptions(trigger_characters=[" ", "["]),
        ),
        (types.TEXT_DOCUMENT_DEFINITION, "going to the definition", answers.definition, None),
        (types.TEXT_DOCUMENT_REFERENCES, "finding references", answers.references, None),
        (types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, "highlighting", answers.highlight, None),
        (types.TEXT_DOCUMENT_PREPARE_RENAME, "renaming", answers.prepare_rename, None),
        (types.TEXT_DOCUMENT_RENAME, "renaming", answers.rename, types.RenameOptions(prepare_provider=True)),
        (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, "the outline", answers.outline, None),
        (types.WORKSPACE_SYMBOL, "finding a name", answers.symbols, None),
        (types.TEXT_DOCUMENT_FOLDING_RANGE, "folding", answers.folding, None),
        (types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, "colouring", answers.tokens, legend),
        (types.TEXT_DOCUMENT_INLAY_HINT, "the hints", answers.hints, None),
        (types.TEXT_DOCUMENT_FORMATTING, "formatting", answers.formatting, None),
        (types.TEXT_DOCUMENT_CODE_LENS, "the lenses", answers.lenses, None),
        (
            types.TEXT_DOCUMENT_CODE_ACTION,
            "the repairs",
            answers.code_action,
            types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL]),
        ),
    ]
    for method, doing, function, options in features:
        server.feature(method, options)(guarded(server, doing, function))


class Answers:
    """One method a request."""

    def __init__(self, server: Server) -> None:
        self.server = server

    # --- texts ------------------------------------------------------------------------------------------------------

    def did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A text was opened."""
        item = params.text_document
        self.server.open(item.uri, item.version, item.text)

    def did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """A text was changed."""
        self.server.change(params.text_document.uri, params.text_document.version, params.content_changes)

    def did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A text was closed."""
        self.server.forget(params.text_document.uri)

    def did_configure(self, params: types.DidChangeConfigurationParams) -> None:
        """The user has set something."""
        settings = params.settings
        options = settings.get("milligram") if isinstance(settings, Mapping) else None
        if isinstance(options, Mapping):
            self.server.configure(options)

    def _text(self, identifier: types.TextDocumentIdentifier) -> Text | None:
        return self.server.texts.get(identifier.uri)

    # --- names ------------------------------------------------------------------------------------------------------

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """What is said of a word."""
        from milligram.lsp.know.hover import hover

        text = self.server.looked_at(params.text_document.uri)
        if text is None:
            return None
        places = text.document.places
        found = hover(text.following.known, places.offset(params.position))
        return None if found is None else convert.hover(found, places)

    def completion(self, params: types.CompletionParams) -> types.CompletionList | None:
        """What may be written here."""
        from milligram.lsp.know.completion import completions

        text = self._text(params.text_document)
        if text is None:
            return None
        places = text.document.places
        offered = completions(text.following.known, places.offset(params.position), snippets=self._takes_snippets)
        found = sorted(offered, key=lambda item: (item.rank, item.label))
        items = [convert.completion(item, number, places) for number, item in enumerate(found)]
        return types.CompletionList(is_incomplete=False, items=items)

    def definition(self, params: types.DefinitionParams) -> list[types.Location] | None:
        """Where a name is declared."""
        from milligram.lsp.know.names import definition

        text = self._text(params.text_document)
        if text is None:
            return None
        document = text.document
        found = definition(text.following.known, document.places.offset(params.position))
        return [types.Location(uri=document.uri, range=document.places.range(span)) for span in found]

    def references(self, params: types.ReferenceParams) -> list[types.Location] | None:
        """Where a name is used."""
        from milligram.lsp.know.names import references

        text = self._text(params.text_document)
        if text is None:
            return None
        document = text.document
        offset = document.places.offset(params.position)
        found = references(text.following.known, offset, declaration=params.context.include_declaration)
        return [types.Location(uri=document.uri, range=document.places.range(span)) for span in found]

    def highlight(self, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        """Every place of the name under the cursor."""
        from milligram.lsp.know.names import references

        text = self._text(params.text_document)
        if text is None:
            return None
        places = text.document.places
        found = references(text.following.known, places.offset(params.position), declaration=True)
        return [types.DocumentHighlight(range=places.range(span)) for span in found]

    def prepare_rename(self, params: types.PrepareRenameParams) -> types.Range | None:
        """The name that would be changed."""
        from milligram.lsp.know.renaming import renamable

        text = self._text(params.text_document)
        if text is None:
            return None
        places = text.document.places
        found = renamable(text.following.known, places.offset(params.position))
        if isinstance(found, Refused):
            raise JsonRpcException(found.why, CANNOT)
        return places.range(found)

    def rename(self, params: types.RenameParams) -> types.WorkspaceEdit | None:
        """The edits that give a name another one."""
        from milligram.lsp.know.renaming import rename

        text = self._text(params.text_document)
        if text is None:
            return None
        document = text.document
        edits = rename(text.following.known, document.places.offset(params.position), params.new_name)
        if isinstance(edits, Refused):
            raise JsonRpcException(edits.why, CANNOT)
        return convert.workspace_edit(
            document.uri, document.version, edits, document.places, versioned=self._is_versioned
        )

    # --- the text at a glance ---------------------------------------------------------------------------------------

    def outline(self, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        """The declarations."""
        from milligram.lsp.know.outline import outline

        text = self._text(params.text_document)
        if text is None:
            return None
        return [convert.symbol(item, text.document.places) for item in outline(text.following.known)]

    def symbols(self, params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        """The names in all open texts whose letters hold those that are asked for, in their order."""
        from milligram.lsp.know.outline import outline

        wanted = params.query.casefold()
        found: list[types.SymbolInformation] = []
        for uri, text in self.server.texts.items():
            for item in outline(text.following.known):
                if _holds(item.name.casefold(), wanted):
                    found.append(convert.symbol_somewhere(item, uri, text.document))
        return found[:MOST_SYMBOLS]

    def folding(self, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        """What can be folded away."""
        from milligram.lsp.know.outline import folds

        text = self._text(params.text_document)
        return None if text is None else [convert.folding(fold) for fold in folds(text.following.known)]

    def tokens(self, params: types.SemanticTokensParams) -> types.SemanticTokens | None:
        """What each word is."""
        from milligram.lsp.know.tokens import tokens

        text = self._text(params.text_document)
        if text is None:
            return None
        return types.SemanticTokens(data=convert.token_data(tokens(text.following.known), text.document.places))

    def hints(self, params: types.InlayHintParams) -> list[types.InlayHint] | None:
        """Grey words beside the text."""
        from milligram.lsp.know.hints import hints

        text = self._text(params.text_document)
        if text is None:
            return None
        places = text.document.places
        return [convert.inlay_hint(hint, places) for hint in hints(text.following.known, places.span(params.range))]

    def lenses(self, params: types.CodeLensParams) -> list[types.CodeLens] | None:
        """What a click above a line does."""
        text = self._text(params.text_document)
        if text is None:
            return None
        document = text.document
        return [
            types.CodeLens(
                range=document.places.range(lens.span),
                command=types.Command(
                    title=lens.title,
                    command=lens.command,
                    arguments=[document.uri] if lens.case is None else [document.uri, lens.case],
                ),
            )
            for lens in lenses(text.following.known, text.outcomes)
        ]

    # --- edits ------------------------------------------------------------------------------------------------------

    def formatting(self, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        """The canonical form."""
        text = self._text(params.text_document)
        if text is None:
            return None
        edits = format_edits(text.document.source)
        if isinstance(edits, Refused):
            self.server.tell(edits.why, types.MessageType.Warning)
            return None
        return convert.text_edits(edits, text.document.places)

    def code_action(self, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        """What can be done about the findings at a place, and about those of the whole text that need no thought."""
        text = self.server.looked_at(params.text_document.uri)
        if text is None:
            return None
        found: list[types.CodeAction] = []
        if _is_wanted(types.CodeActionKind.QuickFix.value, params.context.only):
            found += self._quick_fixes(text, params.range)
        if _is_wanted(FIX_ALL, params.context.only):
            found += self._fix_all(text)
        return found

    def _quick_fixes(self, text: Text, where: types.Range) -> list[types.CodeAction]:
        document, following = text.document, text.following
        return [
            convert.code_action(
                action,
                document.uri,
                document.version,
                document.places,
                versioned=self._is_versioned,
                command=self._going_on(action, text),
            )
            for action in actions(following.known, following.shown, document.places.span(where))
        ]

    def _fix_all(self, text: Text) -> list[types.CodeAction]:
        document, following = text.document, text.following
        edits = certain(following.known, following.shown)
        if not edits:
            return []
        places = "one place" if len(edits) == 1 else f"{len(edits)} places"
        edit = convert.workspace_edit(
            document.uri, document.version, edits, document.places, versioned=self._is_versioned
        )
        title = f"Write signs, numbers and units as they should be ({places}); nothing else changes"
        return [types.CodeAction(title=title, kind=FIX_ALL, edit=edit)]

    def _going_on(self, action: Action, text: Text) -> types.Command | None:
        """Puts the cursor, after the edit, on what the author has to write."""
        window = self.server.client_capabilities.window
        if action.then is None or window is None or window.show_document is None or not window.show_document.support:
            return None
        document = text.document
        after = Places(applied(document.source.text, action.edits), document.encoding).range(action.then)
        where = [after.start.line, after.start.character, after.end.line, after.end.character]
        return types.Command(title="go on writing", command=GO_ON, arguments=[document.uri, *where])

    @property
    def _takes_snippets(self) -> bool:
        text = self.server.client_capabilities.text_document
        item = text and text.completion and text.completion.completion_item
        return bool(item and item.snippet_support)

    @property
    def _is_versioned(self) -> bool:
        workspace = self.server.client_capabilities.workspace
        edits = workspace and workspace.workspace_edit
        return bool(edits and edits.document_changes)


def _holds(name: str, wanted: str) -> bool:
    """Whether a name has these letters in this order."""
    letters = iter(name)
    return all(letter in letters for letter in wanted)


def _is_wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether actions of a kind are asked for: `source` asks for `source.fixAll.milligram` too."""
    wanted = [each.value if isinstance(each, types.CodeActionKind) else each for each in only or ()]
    return not wanted or any(kind == each or not each or kind.startswith(f"{each}.") for each in wanted)
