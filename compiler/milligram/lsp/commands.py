"""The commands of the editor: run cases, draw, explain.

Enters: a command's name and its arguments, which may be anything. Leaves: JSON, as `milligram.lsp.drawing` tells it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

from lsprotocol import types

from milligram.lsp import drawing
from milligram.lsp.features import GO_ON
from milligram.lsp.jobs import Draw, Drawn, RunCase
from milligram.lsp.lenses import RUN_CASE, RUN_CASES, SHOW_CARD, SHOW_FLOWCHART, SHOW_WAY
from milligram.lsp.server import Server, Text

EXPLAIN = "milligram.explain"
QUIETLY = "quietly"
"""The last argument of a drawing that nobody asked for just now: a preview says itself why there is none."""


def register(server: Server) -> None:
    """Tells the server which commands there are."""
    commands = Commands(server)
    for name, function in {
        RUN_CASE: commands.run_case,
        RUN_CASES: commands.run_cases,
        SHOW_FLOWCHART: commands.show_flowchart,
        SHOW_CARD: commands.show_card,
        SHOW_WAY: commands.show_way,
        EXPLAIN: commands.explain,
        GO_ON: commands.go_on,
    }.items():
        server.command(name)(_guarded(server, name, function))


Answering = Callable[..., Awaitable[object]]


def _guarded(server: Server, name: str, function: Answering) -> Answering:
    """A command that answers with ``ok`` false where it would fail, and reports that."""

    async def safe(*arguments: Any) -> object:  # with `object` pygls would pass the server too
        try:
            return await function(*arguments)
        except Exception:
            server.report_bug(name)
            return drawing.refused("a fault of Milligram's own; its log tells more")

    return safe


class Commands:
    """One method a command."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def run_case(self, *arguments: object) -> object:
        """``[uri, offset]``: runs one case, and tells the author how it came out."""
        return await self._run(arguments, self._offset(arguments))

    async def run_cases(self, *arguments: object) -> object:
        """``[uri]``: runs all of them."""
        return await self._run(arguments, None)

    async def _run(self, arguments: tuple[object, ...], offset: int | None) -> object:
        text = self._text(arguments)
        if text is None or (offset is None and len(arguments) > 1):
            return drawing.refused("this text is not open")
        document = text.document
        answer = await self.server.have_done(
            RunCase(path=document.source.path, text=document.source.text, offset=offset)
        )
        if not isinstance(answer, tuple):
            return self._refused(answer)
        if text.document is document:
            text.outcomes.update({case.start: case.passed for case in answer})
            self._refresh_lenses()
        passed = all(case.passed for case in answer)
        kind = types.MessageType.Info if passed else types.MessageType.Warning
        self.server.tell(drawing.cases_text(answer), kind)
        return drawing.cases(answer, document.source)

    async def show_flowchart(self, *arguments: object) -> object:
        """``[uri]``: draws the pathways."""
        return await self._draw(arguments, "flowchart", None)

    async def show_card(self, *arguments: object) -> object:
        """``[uri]``: draws the sides of the pocket card."""
        return await self._draw(arguments, "card", None)

    async def show_way(self, *arguments: object) -> object:
        """``[uri, offset]``: draws the pathways with the way of a case lit."""
        return await self._draw(arguments, "flowchart", self._offset(arguments))

    async def _draw(self, arguments: tuple[object, ...], kind: str, case: int | None) -> object:
        text = self._text(arguments)
        if text is None:
            return drawing.refused("this text is not open")
        document = text.document
        name = sha256(f"{kind} {document.uri} {case is None}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        job = Draw(
            path=document.source.path,
            text=document.source.text,
            what=kind,
            form="svg",
            folder=str(self.server.folder(name)),
            highlight=case,
        )
        answer = await self.server.have_done(job)
        if not isinstance(answer, Drawn):
            return self._refused(answer, quietly=QUIETLY in arguments)
        return drawing.drawn(answer, kind, "svg", document.source, document.version)

    async def explain(self, *arguments: object) -> object:
        """``[code]``: the page of a code."""
        return drawing.explained(arguments[0] if arguments else None)

    async def go_on(self, *arguments: object) -> object:
        """``[uri, line, column, line, column]``: puts the cursor where the author goes on."""
        uri, *where = arguments
        numbers = [number for number in where if isinstance(number, int)]
        if not isinstance(uri, str) or len(numbers) != 4:
            return drawing.refused("no place was named")
        start, end = types.Position(numbers[0], numbers[1]), types.Position(numbers[2], numbers[3])
        await self.server.window_show_document_async(
            types.ShowDocumentParams(uri=uri, take_focus=True, selection=types.Range(start=start, end=end))
        )
        return {"ok": True}

    # --- arguments and answers --------------------------------------------------------------------------------------

    def _text(self, arguments: tuple[object, ...]) -> Text | None:
        uri = arguments[0] if arguments else None
        return self.server.texts.get(uri) if isinstance(uri, str) else None

    def _offset(self, arguments: tuple[object, ...]) -> int | None:
        offset = arguments[1] if len(arguments) > 1 else None
        return offset if isinstance(offset, int) and not isinstance(offset, bool) else None

    def _refused(self, answer: object, *, quietly: bool = False) -> object:
        assert not isinstance(answer, Drawn | tuple)
        why = drawing.told(answer)  # type: ignore[arg-type]
        if not quietly:
            self.server.tell(why, types.MessageType.Warning)
        return drawing.refused(why)

    def _refresh_lenses(self) -> None:
        workspace = self.server.client_capabilities.workspace
        if workspace is not None and workspace.code_lens is not None and workspace.code_lens.refresh_support:
            self.server.workspace_code_lens_refresh(None)
