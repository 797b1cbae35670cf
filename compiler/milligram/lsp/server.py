"""The language server: the open texts, and what is told of them unasked.

Enters: messages of the Language Server Protocol on standard input. Leaves: answers, findings and progress on standard
output. Nothing is decided here: each text is followed by `following`, what the editor asks is answered in `features`
and `commands`. A fault in one answer is told and logged; the next question finds the server there.

What an editor may set, in ``initializationOptions`` or as ``milligram`` in its configuration:

- ``proofSeconds``: the time for the proofs of one text, 20 by default; what it does not suffice for is MG000
- ``status``: true to be told how far a text is, by ``milligram/status`` with
  ``{uri, version, sha256, stage, errors, warnings, seconds}``; ``stage`` is one of `milligram.lsp.following.Stage`,
  ``sha256`` that of the text in UTF-8 with ``\\n`` line ends, and ``seconds`` the time since the text was changed
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from time import monotonic
from traceback import format_exc
from typing import ParamSpec, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from milligram.diagnostics import Severity
from milligram.lsp import convert
from milligram.lsp.documents import Document
from milligram.lsp.findings import unwritten_reasons
from milligram.lsp.following import Following
from milligram.lsp.jobs import Answer, Job
from milligram.lsp.positions import Encoding
from milligram.lsp.proofs import Failed, Helper
from milligram.lsp.protocol import Protocol
from milligram.version import VERSION

PAUSE, LONGEST_PAUSE = 0.01, 2.0
"""Seconds without another change after which a text is looked at: changes that come together are one. A text that takes
long to read is waited for as long as that takes, so that not every letter is."""
SLOW = 0.25
"""Seconds of reading from which on a text is waited for."""
SECONDS = 20.0
STEPS = 20_000_000
"""What the proofs of one text may take, unless the editor says otherwise."""
PATIENCE = 0.4
"""Seconds of proving after which the editor shows that it goes on."""
CANNOT = -32803
"""The protocol's code for a request that was understood and cannot be done; the editor shows the reason."""
MOST_SHOWN = 500
"""Findings of one text that are sent."""

P = ParamSpec("P")
R = TypeVar("R")

logger = logging.getLogger("milligram.lsp")


@dataclass(slots=True)
class Text:
    """One open text, and what the editor was told of it."""

    following: Following
    since: float
    """When it was last changed."""
    pause: float = PAUSE
    waiting: asyncio.TimerHandle | None = None
    outcomes: dict[int, bool] = field(default_factory=dict)
    """The cases that were run on the text as it stands, by their offset."""
    token: str | None = None
    """Of the progress that is shown."""
    patience: asyncio.TimerHandle | None = None

    @property
    def document(self) -> Document:
        """The text as it stands."""
        return self.following.document


class Server(LanguageServer):
    """Milligram in an editor."""

    def __init__(self) -> None:
        super().__init__("milligram", VERSION, protocol_cls=Protocol)
        self.texts: dict[str, Text] = {}
        self.encoding: Encoding = "utf-16"
        self.seconds = SECONDS
        self.tells_status = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._prover: Helper | None = None
        self._drawer: Helper | None = None
        self._folder: Path | None = None
        self._told: set[str] = set()
        self._tokens = 0
        self.was_told_to_stop = False

    # --- beginning and end ------------------------------------------------------------------------------------------

    def begin(self, params: types.InitializeParams) -> None:
        """The editor has said what it can do."""
        self._loop = asyncio.get_running_loop()
        self._prover = Helper(self._loop)
        self._drawer = Helper(self._loop)
        match self.workspace.position_encoding:
            case types.PositionEncodingKind.Utf8:
                self.encoding = "utf-8"
            case types.PositionEncodingKind.Utf32:
                self.encoding = "utf-32"
            case _:
                self.encoding = "utf-16"
        options = params.initialization_options
        if isinstance(options, Mapping):
            self.tells_status = options.get("status") is True
            self.configure(options)

    def configure(self, options: Mapping[str, object]) -> None:
        """What the editor's user has set; what is no number of seconds changes nothing."""
        seconds = options.get("proofSeconds")
        if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 < seconds <= 3600:
            changed = seconds != self.seconds
            self.seconds = float(seconds)
            for text in self.texts.values() if changed else ():
                text.following.seconds = self.seconds
                text.following.prove_again()

    def warm(self) -> None:
        """Starts the process that proves before it is asked."""
        if self._prover is not None:
            self._prover.warm()

    def stop(self) -> None:
        """The editor announces its end."""
        self.was_told_to_stop = True
        self.close()

    def close(self) -> None:
        """Ends what was started, and takes the drawings away."""
        for helper in (self._prover, self._drawer):
            if helper is not None:
                helper.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def shutdown(self) -> None:
        """pygls would wait here for the next words of the editor, who may have none."""
        if self._stop_event is not None:
            self._stop_event.set()
        if self._thread_pool is not None:
            self._thread_pool.shutdown(wait=False, cancel_futures=True)

    def folder(self, name: str) -> Path:
        """A folder for drawings that goes with the server."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="milligram-"))
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        return folder

    # --- texts ------------------------------------------------------------------------------------------------------

    def open(self, uri: str, version: int, text: str) -> None:
        """A text is open from now on."""
        self.forget(uri)
        assert self._prover is not None
        document = Document(uri, version, text, self.encoding)
        following = Following(document, self._prover, self._show, seconds=self.seconds, steps=STEPS)
        self.texts[uri] = Text(following, monotonic())
        self._look_soon(uri)

    def change(self, uri: str, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]) -> None:
        """An open text is another."""
        text = self.texts.get(uri)
        if text is not None:
            text.following.update(text.document.changed(version, changes))
            text.outcomes.clear()
            text.since = monotonic()
            self._look_soon(uri)

    def forget(self, uri: str) -> None:
        """A text is closed: nothing is shown of it any more."""
        text = self.texts.pop(uri, None)
        if text is not None:
            if text.waiting is not None:
                text.waiting.cancel()
            text.following.close()
            self._end_progress(text)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=[]))

    def looked_at(self, uri: str) -> Text | None:
        """An open text whose findings are of the text as it stands."""
        text = self.texts.get(uri)
        if text is not None and text.following.stage == "unread":
            start = monotonic()
            text.following.look()
            spent = monotonic() - start
            text.pause = PAUSE if spent < SLOW else min(spent, LONGEST_PAUSE)
        return text

    def _look_soon(self, uri: str) -> None:
        text = self.texts[uri]
        if text.waiting is not None:
            text.waiting.cancel()
        assert self._loop is not None
        text.waiting = self._loop.call_later(text.pause, self._look, uri)

    def _look(self, uri: str) -> None:
        try:
            self.looked_at(uri)
        except Exception:
            self.report_bug("checking")

    def _show(self, following: Following) -> None:
        """Sends what there is to show of a text."""
        document = following.document
        text = self.texts.get(document.uri)
        if text is None or text.following is not following:
            return
        found = [convert.diagnostic(each, document.uri, document.places) for each in following.shown[:MOST_SHOWN]]
        found += [convert.unwritten_reason(span, document.places) for span in unwritten_reasons(following.reading)]
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=document.uri, version=document.version, diagnostics=found)
        )
        if following.bug:
            self.report_bug("the proofs", following.bug)
        self._show_progress(text)
        if self.tells_status:
            levels = [each.finding.level for each in following.shown]
            status = {
                "uri": document.uri,
                "version": document.version,
                "sha256": document.source.digest,
                "stage": following.stage,
                "errors": levels.count(Severity.ERROR),
                "warnings": levels.count(Severity.WARNING),
                "seconds": round(monotonic() - text.since, 4),
            }
            self.protocol.notify("milligram/status", status)

    # --- progress ---------------------------------------------------------------------------------------------------

    def _show_progress(self, text: Text) -> None:
        if text.following.stage != "proving":
            self._end_progress(text)
        elif text.patience is None and self._can_show_progress():
            assert self._loop is not None
            text.patience = self._loop.call_later(PATIENCE, self._begin_progress, text)

    def _can_show_progress(self) -> bool:
        window = self.client_capabilities.window
        return window is not None and window.work_done_progress is True

    def _begin_progress(self, text: Text) -> None:
        self._tokens += 1
        token = text.token = f"milligram-proofs-{self._tokens}"

        def begin(_: object) -> None:
            if text.token == token:
                name = Path(text.document.source.path).name
                value = types.WorkDoneProgressBegin(title="Proving", message=name, cancellable=False)
                self.work_done_progress.begin(token, value)

        self.work_done_progress.create(token, begin)

    def _end_progress(self, text: Text) -> None:
        if text.patience is not None:
            text.patience.cancel()
            text.patience = None
        if text.token is not None:
            token, text.token = text.token, None
            if self.work_done_progress.tokens.pop(token, None) is not None:
                self.work_done_progress.end(token, types.WorkDoneProgressEnd())

    # --- faults of our own ------------------------------------------------------------------------------------------

    def report_bug(self, doing: str, trace: str = "") -> None:
        """Tells a bug of ours once, and logs it each time; the guideline is not at fault."""
        trace = trace or format_exc()
        logger.error("%s failed\n%s", doing, trace)
        message = f"{doing} failed by a fault of Milligram's own"
        self.window_log_message(types.LogMessageParams(type=types.MessageType.Error, message=f"{message}\n{trace}"))
        if doing not in self._told:
            self._told.add(doing)
            self.tell(f"{message}; its log has what to report", types.MessageType.Error)

    def tell(self, message: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Says something to the author."""
        self.window_show_message(types.ShowMessageParams(type=kind, message=message))

    def report_server_error(self, error: Exception, source: object) -> None:
        """A message that cannot be read, or whose handler failed: said in the log, not in the author's way."""
        if not (isinstance(error, JsonRpcException) and error.code == CANNOT):  # an answer, which the editor shows
            logger.error("%s", error)

    async def have_done(self, job: Job) -> Answer | Failed:
        """Has a job done by the process that draws and runs cases."""
        assert self._drawer is not None
        answered: asyncio.Future[Answer | Failed] = asyncio.get_running_loop().create_future()

        def then(answer: Answer | Failed) -> None:
            if not answered.done():
                answered.set_result(answer)

        number = self._drawer.ask(job, then)
        try:
            return await answered
        except asyncio.CancelledError:
            self._drawer.stop(number)
            raise


def guarded(server: Server, doing: str, function: Callable[P, R]) -> Callable[P, R | None]:
    """A function that answers nothing where it would fail, and reports that."""

    @wraps(function)
    def safe(*args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            return function(*args, **kwargs)
        except JsonRpcException:  # an answer too: it cannot be done, and why
            raise
        except Exception:
            server.report_bug(doing)
            return None

    return safe
