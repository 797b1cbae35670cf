"""An editor for tests: pygls's own client, over standard input and output, with ``milligram lsp`` as a process.

It keeps its own copy of each text, as an editor does.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.compiler.lsp.places import Places

T = TypeVar("T")

START = "from milligram.cli.main import main; main()"
LONG = 100.0
"""Seconds after which a test has failed: the machine may be busy."""
SETTLED = frozenset({"proved", "undecided", "faulty"})


class Editor:
    """One editor with one server."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, *, first: str = "", encodings: tuple[str, ...] = (), **options: object
    ) -> None:
        self.loop = loop
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.diagnostics: dict[str, types.PublishDiagnosticsParams] = {}
        self.published: list[types.PublishDiagnosticsParams] = []
        self.status: list[dict[str, Any]] = []
        self.messages: list[types.ShowMessageParams] = []
        self.log: list[types.LogMessageParams] = []
        self.progress: list[types.ProgressParams] = []
        self.selections: list[types.ShowDocumentParams] = []
        self.stderr = b""
        self.encoding = "utf-16"
        self._options = {"status": True, **options}
        self._encodings = encodings
        self._command = [sys.executable, "-c", f"{first}\n{START}", "lsp"]
        self._something = asyncio.Event()
        self.client = LanguageClient("editor", "1")
        converter = self.client.protocol._converter
        converter.register_structure_hook(  # it takes an action that has a command for a command
            types.Command | types.CodeAction,
            lambda value, _: converter.structure(value, types.CodeAction if "edit" in value else types.Command),
        )
        self._listen()

    def _listen(self) -> None:
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.diagnostics[params.uri] = params
            self.published.append(params)
            self._something.set()

        def status(params: Any) -> None:
            self.status.append(params if isinstance(params, dict) else params._asdict())
            self._something.set()

        def message(params: types.ShowMessageParams) -> None:
            self.messages.append(params)
            self._something.set()

        def logged(params: types.LogMessageParams) -> None:
            self.log.append(params)

        def create(params: types.WorkDoneProgressCreateParams) -> None:
            return None

        def progress(params: types.ProgressParams) -> None:
            self.progress.append(params)
            self._something.set()

        def show(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
            self.selections.append(params)
            return types.ShowDocumentResult(success=True)

        heard: dict[str, Callable[[Any], object]] = {
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: published,
            "milligram/status": status,
            types.WINDOW_SHOW_MESSAGE: message,
            types.WINDOW_LOG_MESSAGE: logged,
            types.WINDOW_WORK_DONE_PROGRESS_CREATE: create,
            types.PROGRESS: progress,
            types.WINDOW_SHOW_DOCUMENT: show,
        }
        for method, function in heard.items():
            self.client.feature(method)(function)

    # --- beginning and end ------------------------------------------------------------------------------------------

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(asyncio.wait_for(doing, LONG))

    def start(self) -> types.InitializeResult:
        async def begin() -> types.InitializeResult:
            await self.client.start_io(*self._command)
            server = self.client._server
            assert server is not None
            assert server.stderr is not None
            self._errors = asyncio.create_task(self._read_errors(server.stderr))
            result = await self.client.initialize_async(
                types.InitializeParams(
                    capabilities=_capabilities(self._encodings), initialization_options=self._options
                )
            )
            self.client.initialized(types.InitializedParams())
            return result

        result = self.run(begin())
        self.encoding = str(
            getattr(result.capabilities.position_encoding, "value", result.capabilities.position_encoding)
        )
        return result

    async def _read_errors(self, stream: asyncio.StreamReader) -> None:
        while data := await stream.read(65536):
            self.stderr += data

    def stop(self) -> int:
        async def end() -> int:
            await self.client.shutdown_async(None)
            self.client.exit(None)
            server = self.client._server
            assert server is not None
            code = await server.wait()
            await self._errors
            stop: Callable[[], Coroutine[Any, Any, None]] = self.client.stop
            await stop()
            return code

        return self.run(end())

    # --- texts ------------------------------------------------------------------------------------------------------

    def open(self, uri: str, text: str) -> None:
        self.texts[uri], self.versions[uri] = text, 1
        item = types.TextDocumentItem(uri=uri, language_id="milligram", version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(text_document=types.TextDocumentIdentifier(uri=uri))
        )

    def replace(self, uri: str, start: int, end: int, new: str) -> None:
        """Types over a part of the text."""
        change = types.TextDocumentContentChangePartial(range=self.range(uri, start, end), text=new)
        self.texts[uri] = self.texts[uri][:start] + new + self.texts[uri][end:]
        self.change(uri, change)

    def change(self, uri: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        self.versions[uri] += 1
        identifier = types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri])
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=identifier, content_changes=list(changes))
        )

    def edit(self, uri: str, old: str, new: str) -> None:
        """Types ``new`` in place of the one place where ``old`` stands."""
        start = self.texts[uri].index(old)
        assert self.texts[uri].count(old) == 1, old
        self.replace(uri, start, start + len(old), new)

    def apply(self, uri: str, edit: types.WorkspaceEdit | None) -> None:
        """Makes the edits of an action."""
        assert edit is not None
        edits: list[types.TextEdit] = []
        for each in edit.document_changes or []:
            assert isinstance(each, types.TextDocumentEdit)
            assert each.text_document.version == self.versions[uri]
            edits += [one for one in each.edits if isinstance(one, types.TextEdit)]
        for name, found in (edit.changes or {}).items():
            assert name == uri
            edits += found
        spans = [
            (self.offset(uri, each.range.start), self.offset(uri, each.range.end), each.new_text) for each in edits
        ]
        for start, end, new in sorted(spans, reverse=True):
            self.replace(uri, start, end, new)

    # --- places -----------------------------------------------------------------------------------------------------

    def position(self, uri: str, offset: int) -> types.Position:
        return self.places(uri).position(offset)

    def range(self, uri: str, start: int, end: int) -> types.Range:
        places = self.places(uri)
        return types.Range(start=places.position(start), end=places.position(end))

    def offset(self, uri: str, position: types.Position) -> int:
        return self.places(uri).offset(position)

    def places(self, uri: str) -> Places:
        return Places(self.texts[uri], self.encoding)

    def words(self, uri: str, where: types.Range) -> str:
        """The text at a range."""
        return self.texts[uri][self.offset(uri, where.start) : self.offset(uri, where.end)]

    # --- waiting ----------------------------------------------------------------------------------------------------

    def until(self, done: Callable[[], bool]) -> None:
        """Waits for something to be told."""

        async def wait() -> None:
            while not done():
                self._something.clear()
                await self._something.wait()

        self.run(wait())

    def settle(self, uri: str) -> list[types.Diagnostic]:
        """Waits until all is proved, or given up, of the text as it stands."""
        self.until(lambda: any(self._is_of_now(each, uri) and each["stage"] in SETTLED for each in self.status))
        return list(self.diagnostics[uri].diagnostics)

    def first(self, uri: str) -> list[types.Diagnostic]:
        """Waits for the first findings on the text as it stands."""
        version = self.versions[uri]
        self.until(lambda: any(each.uri == uri and each.version == version for each in self.published))
        return list(next(each for each in self.published if each.uri == uri and each.version == version).diagnostics)

    def _is_of_now(self, status: dict[str, Any], uri: str) -> bool:
        return bool(status["uri"] == uri and status["version"] == self.versions[uri])

    # --- questions --------------------------------------------------------------------------------------------------

    def actions(self, uri: str, start: int, end: int | None = None) -> list[types.CodeAction]:
        params = types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            range=self.range(uri, start, start if end is None else end),
            context=types.CodeActionContext(diagnostics=[]),
        )
        found = self.run(self.client.text_document_code_action_async(params)) or []
        return [each for each in found if isinstance(each, types.CodeAction)]

    def lenses(self, uri: str) -> list[types.Command]:
        """What stands above the lines."""
        params = types.CodeLensParams(text_document=types.TextDocumentIdentifier(uri=uri))

        async def ask() -> list[types.CodeLens]:
            return list(await self.client.text_document_code_lens_async(params) or [])

        return [each.command for each in self.run(ask()) if each.command is not None]

    def command(self, name: str, *arguments: Any) -> Any:
        params = types.ExecuteCommandParams(command=name, arguments=list(arguments))
        answer = self.run(self.client.workspace_execute_command_async(params))
        return json.loads(json.dumps(answer, default=lambda value: value._asdict()))


def _capabilities(encodings: tuple[str, ...]) -> types.ClientCapabilities:
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(each) for each in encodings] or None
        ),
        window=types.WindowClientCapabilities(
            work_done_progress=True, show_document=types.ShowDocumentClientCapabilities(support=True)
        ),
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
        ),
    )


@contextmanager
def editing(*, first: str = "", encodings: tuple[str, ...] = (), **options: object) -> Iterator[Editor]:
    """An editor whose server has started, and has run ``first`` before; at the end it has ended by itself."""
    loop = asyncio.new_event_loop()
    try:
        editor = Editor(loop, first=first, encodings=encodings, **options)
        editor.start()
        yield editor
        assert editor.stop() == 0
    finally:
        loop.close()
