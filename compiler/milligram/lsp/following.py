"""One open text, followed through its changes: what is shown of it now, and what is still being proved.

Enters: each version of the text. Leaves: `Shown` findings, told at once as far as reading goes, and again when the
proofs are done. What was being proved of a text that is gone is stopped, unless the new text means the same.

    typed: a threshold   ->   at once: reading, names, units; the last proofs' findings, marked
                              then: everything, proved on this text
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol, TypeAlias

from milligram.diagnostics import CODES, Diagnostic, in_order
from milligram.ir.nodes import Guideline
from milligram.lsp.analysis import Reading, read
from milligram.lsp.documents import Document
from milligram.lsp.findings import Shown, given_up, shown
from milligram.lsp.jobs import Answer, Check, Checked, Job
from milligram.lsp.know import Known
from milligram.lsp.proofs import Failed, Then
from milligram.lsp.standing import Verdict, as_before, is_of_reading, still_proved
from milligram.source import SourceFile
from milligram.syntax.again import Memory

Stage: TypeAlias = Literal["unread", "proving", "proved", "undecided", "faulty"]
"""Not looked at yet; proofs are under way; all is proved; some was not decided in the time; no proof is possible, for
the text has no guideline that can be read, or for a bug of ours."""


class Asks(Protocol):
    """Whoever has jobs done."""

    def ask(self, job: Job, then: Then) -> int:
        """Has a job done; the number by which it can be stopped."""

    def stop(self, number: int) -> None:
        """Lets go of it."""


@dataclass(frozen=True, slots=True)
class _UnderWay:
    number: int
    reading: Reading


class Following:
    """Follows one text. ``changed`` is called whenever there is something new to show."""

    def __init__(
        self, document: Document, helper: Asks, changed: Callable[[Following], None], *, seconds: float, steps: int
    ) -> None:
        self.document = document
        self.seconds, self.steps = seconds, steps
        self.stage: Stage = "unread"
        self.shown: tuple[Shown, ...] = ()
        self.bug = ""
        """The trace of a bug of ours that kept the last proofs from their end."""
        self._helper = helper
        self._changed = changed
        self._reading: Reading | None = None
        self._memory = Memory()
        self._earlier: Guideline | None = None
        self._verdict: Verdict | None = None
        self._under_way: _UnderWay | None = None

    def update(self, document: Document) -> None:
        """The text is another; nothing is looked at yet."""
        self.document = document
        self._reading = None
        self.stage = "unread"

    @property
    def reading(self) -> Reading:
        """What the text says, read when it is first asked for."""
        if self._reading is None:
            self._reading = read(self.document.source, self._memory)
            if self._reading.whole:
                self._earlier = self._reading.guideline
        return self._reading

    @property
    def known(self) -> Known:
        """What questions about the text are answered from."""
        reading = self.reading
        return Known(
            source=reading.source,
            file=reading.file,
            guideline=reading.guideline,
            diagnostics=tuple(each.finding for each in self.shown) if self.stage != "unread" else reading.findings,
            broken=reading.broken,
            earlier=self._earlier,
        )

    def close(self) -> None:
        """Nobody looks any more."""
        self._stop()

    def look(self) -> None:
        """Reads the text and shows that; has it proved where that is not settled."""
        reading = self.reading
        standing = None if self._verdict is None else still_proved(self._verdict, reading)
        if self._verdict is not None and standing is not None:
            self._stop()
            self._show(self._verdict.stage, _settled(standing, reading))
            return
        if reading.guideline is None:
            self._stop()
            self._show("faulty", shown(reading.findings, "read"), self._before(reading, "unread"))
            return
        if self._under_way is None or not self._under_way.reading.means_the_same(reading):
            self._ask(reading)
        self._show("proving", shown(reading.findings, "read"), self._before(reading, "earlier"))

    def prove_again(self) -> None:
        """Forgets what was proved, as when the time for it is another."""
        self._stop()
        self._verdict = None
        self.look()

    # --- proofs -----------------------------------------------------------------------------------------------------

    def _ask(self, reading: Reading) -> None:
        self._stop()
        source = reading.source
        job = Check(path=source.path, text=source.text, as_of=date.today(), seconds=self.seconds, steps=self.steps)

        def then(answer: Answer | Failed) -> None:
            self._under_way = None
            self._answered(reading, answer)

        self._under_way = _UnderWay(self._helper.ask(job, then), reading)

    def _stop(self) -> None:
        if self._under_way is not None:
            self._helper.stop(self._under_way.number)
            self._under_way = None

    def _answered(self, asked: Reading, answer: Answer | Failed) -> None:
        """The proofs on a text are done; the text in the editor means the same, or is the same."""
        kept, self._verdict = self._verdict, self._judged(asked, answer)
        if self.stage == "unread":
            return  # the text is another by now, and is about to be looked at
        reading = self.reading
        standing = still_proved(self._verdict, reading)
        if standing is None:  # a comment was typed right where a finding is
            self._ask(reading)
            self._show("proving", shown(reading.findings, "read"), self._before(reading, "earlier"))
            return
        self._show(
            self._verdict.stage,
            _settled(standing, reading),
            () if kept is None else self._of_unread(kept, reading),
        )
        if not asked.read_whole and kept is not None and kept.reading.read_whole:
            self._verdict = kept  # it knows of the lines that cannot be read now

    def _judged(self, asked: Reading, answer: Answer | Failed) -> Verdict:
        self.bug = answer.told if isinstance(answer, Failed) else ""
        if isinstance(answer, Checked):
            findings = tuple(_received(found, asked.source) for found in answer.findings)
            return Verdict(asked, findings, "undecided" if answer.given_up else "proved")
        why = "a fault of Milligram's own stopped them" if self.bug else f"they took more than {self.seconds:g} s"
        findings = (*asked.findings, given_up(asked, why))
        return Verdict(asked, findings, "faulty" if self.bug else "undecided")

    def _before(self, reading: Reading, state: Literal["earlier", "unread"]) -> tuple[Shown, ...]:
        return () if self._verdict is None else shown(as_before(self._verdict, reading), state)

    def _of_unread(self, verdict: Verdict, reading: Reading) -> tuple[Shown, ...]:
        """The findings of an earlier text in declarations that cannot be read now."""
        if reading.read_whole or reading.file is None:
            return ()
        readable = [declaration.span for declaration in reading.file.declarations]
        lost = [
            found
            for found in as_before(verdict, reading)
            if not any(span.start <= found.span.start < span.end for span in readable)
        ]
        return shown(lost, "unread")

    def _show(self, stage: Stage, *groups: tuple[Shown, ...]) -> None:
        every = [each for group in groups for each in group]
        ranks = {id(found): number for number, found in enumerate(in_order(each.finding for each in every))}
        self.shown = tuple(sorted(every, key=lambda each: ranks[id(each.finding)]))
        self.stage = stage
        self._changed(self)


def _settled(findings: tuple[Diagnostic, ...], reading: Reading) -> tuple[Shown, ...]:
    """All findings on a text whose proofs are done."""
    return tuple(Shown(finding=each, state="read" if is_of_reading(each, reading) else "proved") for each in findings)


def _received(found: Diagnostic, source: SourceFile) -> Diagnostic:
    """A finding of another process, in this one's values."""
    return replace(found, code=CODES[found.code.code], source=source)
