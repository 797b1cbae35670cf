"""What an author sees for real slips: every sheet under ``messages/`` holds mistakes with their whole rendered output.

A mistake is a change of ``messages/guideline.mg``, which is clean:

    === a misspelt keyword
    - input age in years whole, plausible 0 to 120
    + inptu age in years whole, plausible 0 to 120
    ---
    error[MG003] unknown keyword: …

Lines with ``-`` stand in the guideline together and are replaced by the lines with ``+``. A first line such as
``@ throat/mcisaac.mg`` names another guideline, under ``guidelines/``, and ``<U+200B>`` stands for a character that
nobody would see. To accept new output after reading its diff, run the tests with ``MILLIGRAM_ACCEPT=1``.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from milligram.diagnostics import Diagnostic, render_text
from milligram.pipeline import check_text

HERE = Path(__file__).parent / "messages"
SOUND = (HERE / "guideline.mg").read_text(encoding="utf-8")
GUIDELINES = Path(__file__).parents[2] / "guidelines"
SHEETS = sorted(HERE.glob("*.txt"))
ROUNDS = 4
"""One repair may bring a second fault to light, which the first hid."""


class Mistake(NamedTuple):
    sheet: str
    title: str
    changes: str
    shown: str

    @property
    def sound(self) -> str:
        """The guideline without it."""
        home = re.match(r"@ (.*)\n", self.changes)
        return SOUND if home is None else (GUIDELINES / home[1]).read_text(encoding="utf-8")

    @property
    def text(self) -> str:
        """The guideline with the mistake in it."""
        text = self.sound
        for old, new in re.findall(r"((?:^- .*\n)+)((?:^\+.*\n)*)", self.changes, re.MULTILINE):
            before = re.sub("^- ", "", old, flags=re.MULTILINE)
            assert ("\n" + text).count("\n" + before) == 1, f"{self.title}: not once in the guideline:\n{before}"
            after = re.sub(r"<U\+([0-9A-F]{4})>", lambda at: chr(int(at[1], 16)), new)
            text = ("\n" + text).replace("\n" + before, "\n" + re.sub(r"^\+ ?", "", after, flags=re.MULTILINE))[1:]
        return text

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What is said of it."""
        return _found(self.text)


@cache
def _found(text: str) -> tuple[Diagnostic, ...]:
    return check_text(text, "guideline.mg").diagnostics


def _mistakes(sheet: Path) -> list[Mistake]:
    parts = re.split(r"^=== (.*)\n", sheet.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert parts[0] == "", f"{sheet.name} starts with `=== `"
    out = []
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        changes, _, shown = body.partition("---\n")
        out.append(Mistake(sheet.stem, title, changes, shown.rstrip("\n")))
    return out


ALL = [mistake for sheet in SHEETS for mistake in _mistakes(sheet)]


def test_the_guideline_without_a_mistake_is_clean() -> None:
    assert check_text(SOUND, "guideline.mg").diagnostics == ()


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.stem for sheet in SHEETS])
def test_every_mistake_is_told_as_it_was_accepted(sheet: Path) -> None:
    mistakes = _mistakes(sheet)
    shown = [render_text(mistake.found).rstrip("\n") for mistake in mistakes]
    if os.environ.get("MILLIGRAM_ACCEPT"):
        told = (f"=== {m.title}\n{m.changes}---\n{words}\n\n" for m, words in zip(mistakes, shown, strict=True))
        sheet.write_text("".join(told).rstrip("\n") + "\n", encoding="utf-8")
        return
    for mistake, words in zip(mistakes, shown, strict=True):
        assert words == mistake.shown, mistake.title


@pytest.mark.parametrize("mistake", ALL, ids=[f"{m.sheet}: {m.title}" for m in ALL])
def test_a_mistake_is_found_and_its_offered_repairs_remove_what_they_repair(mistake: Mistake) -> None:
    text, found = mistake.text, mistake.found
    assert found, "nothing is found"
    for _ in range(ROUNDS):
        offered = [d for d in found if d.edits]
        if not offered:
            break
        text = _repaired(text, offered)
        left = _found(text)
        again = {(d.code.code, d.message) for d in offered} & {(d.code.code, d.message) for d in left}
        assert not again, f"the repair of {again} repairs nothing:\n{text}"
        found = left
    else:
        pytest.fail(f"{ROUNDS} rounds of repairs end nowhere:\n{text}")


def _repaired(text: str, offered: list[Diagnostic]) -> str:
    """The text with every edit made, from the end to the start; of two at one place, the first."""
    edits = sorted({edit.span: edit for d in reversed(offered) for edit in d.edits}.values(), key=lambda e: e.span)
    limit = len(text) + 1
    for edit in reversed(edits):
        if edit.span.end <= limit:
            text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
            limit = edit.span.start
    return text
