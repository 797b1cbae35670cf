"""The magnesium guideline written from an empty file, mistakes and all: what the author sees on the way.

The transcript is `golden/authoring.txt`; MILLIGRAM_ACCEPT=1 writes it anew, to be read before it is committed. Its
mistakes are those of the evidence summary: a limit in three units that do not agree, the mass of a salt taken for that
of the element, bands that share a value, nobody above 60 mL/min, a drug given before the kidneys are known.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lsprotocol import types

from tests.compiler.lsp.editor import Editor, editing

GOLDEN = Path(__file__).parent / "golden" / "authoring.txt"
URI = "untitled:magnesium.mg"

HEADER = """\
guideline magnesium_neck_spasm
  title "Magnesium for neck muscle spasm"
  version 0.1.0
  status draft
  for "adults with cervical muscle spasm"
  applies when age at least 18 years
"""
INPUTS = """\

source r3 "Reference 3 of the evidence summary"
source r4 "Reference 4 of the evidence summary"

substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium

input age in years whole, plausible 0 to 120
input creatinine_clearance "Creatinine clearance" in mL/min, plausible 0 to 250
input serum_magnesium in mmol/L of magnesum, plausible 0.1 to 6
input volume_depleted yes or no
"""
LOW = """\

define low_magnesium: serum_magnesium under 0.70 mmol/L (also 1.3 mEq/L, 1.7 mg/dL) [r3]
"""
REGIMEN = """\

regimen replacement "Oral magnesium replacement" of magnesium_oxide
  route oral
  step 1: 12 mmol of magnesium at night (also 480 mg of magnesium) [r3, r4]
  step 2 after 1 to 2 weeks when low_magnesium: 24 mmol of magnesium at night [r3, r4]
  at most 1500 mg of magnesium_oxide per day [r3]
"""
PATHWAY = """\

pathway
  decide "Renal function" by creatinine_clearance
    under 20 mL/min:
      advise against magnesium (strong) because "life-threatening hypermagnesaemia" [r3, r4]
      end
    20 to 30 mL/min:
      unspecified "extreme caution" [r3]
      end
    30 to 60 mL/min:
      unspecified "reduced dose" [r3]
      end
"""
CASE = """\
  creatinine_clearance 90 mL/min, serum_magnesium 0.60 mmol/L, volume_depleted no"""
REST = """\
  when low_magnesium:
    give replacement [r3]
"""
THEN = """\
  then after 1 to 2 weeks when low_magnesium: refer to "a specialist, for continuing loss"
    uncited because "the source gives no next step"
"""
DEPLETED = """\
  when volume_depleted:
    advise "correct volume depletion before magnesium" [r3, r4]
    end
"""
PITFALL = """\

pitfall "Correct volume depletion first" [r3, r4]
  never give magnesium when volume_depleted
  because "secondary hyperaldosteronism drives renal magnesium wasting"
"""


class Author:
    """Types into an editor, and writes down what is to be seen."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.lines: list[str] = []
        self._seen: set[tuple[object, str]] = set()
        editor.open(URI, "")
        editor.settle(URI)

    @property
    def text(self) -> str:
        return self.editor.texts[URI]

    def says(self, *lines: str) -> None:
        self.lines.extend(lines)

    def stage(self, title: str) -> None:
        self.says("", title, "-" * len(title))

    def writes(self, text: str, *, at: int | None = None) -> None:
        """Types words one after the other, as a hand does."""
        place = len(self.text) if at is None else at
        for word in _words(text):
            self.editor.replace(URI, place, place, word)
            place += len(word)
        self.says(*(f"  + {line}".rstrip() for line in text.strip("\n").splitlines()))

    def changes(self, old: str, new: str) -> None:
        """Writes other words in place of some."""
        before = self.text
        self.editor.edit(URI, old, new)
        self.says(*(f"  {line}" for line in _difference(before, self.text)))

    def sees(self) -> None:
        """The findings once all is proved; one that was seen before is only named."""
        found = self.editor.settle(URI)
        self.says(f"sees {_count(found)}:" if found else "sees no findings")
        for each in found:
            if (each.code, each.message) in self._seen:
                self.says(f"  line {each.range.start.line + 1}: {each.code} as before")
            else:
                self.says(*self._finding(each))
        self._seen = {(each.code, each.message) for each in found}

    def sees_at_once(self) -> None:
        """What is told of the last change before anything is proved: the last line of each message."""
        self.says("sees at once:")
        for each in self.editor.first(URI):
            self.says(f"  line {each.range.start.line + 1}: {each.code} {each.message.splitlines()[-1]}")

    def _finding(self, found: types.Diagnostic) -> Iterator[str]:
        level = "error" if found.severity is types.DiagnosticSeverity.Error else "warning"
        first, *rest = found.message.splitlines()
        yield f"  line {found.range.start.line + 1}, `{self.editor.words(URI, found.range).splitlines()[0]}`"
        yield f"    {level}{f' {found.code}' if found.code else ''}: {first}"
        yield from (f"      {line}" for line in rest)
        for each in found.related_information or []:
            yield f"      line {each.location.range.start.line + 1}: {each.message}"

    def takes(self, title: str) -> None:
        """Takes one of the actions that are offered where the findings are."""
        offered: dict[str, types.CodeAction] = {}
        for found in self.editor.diagnostics[URI].diagnostics:
            for action in self.editor.actions(URI, self.editor.offset(URI, found.range.start)):
                offered.setdefault(action.title, action)
        self.says("is offered:", *(f"  {'>' if name == title else '-'} {name}" for name in offered))
        before = self.text
        self.editor.apply(URI, offered[title].edit)
        self.says("which changes:", *(f"  {line}" for line in _difference(before, self.text)))

    def points_at(self, words: str) -> None:
        """Rests the pointer on some words."""
        params = types.HoverParams(
            text_document=types.TextDocumentIdentifier(uri=URI),
            position=self.editor.position(URI, self.text.index(words) + len(words) // 2),
        )
        hover = self.editor.run(self.editor.client.text_document_hover_async(params))
        self.says(f"points at `{words}`:")
        if hover is not None and isinstance(hover.contents, types.MarkupContent):
            shown = re.sub(r"\\([^\w\s])", r"\1", hover.contents.value)  # as it is read, not as it is written
            self.says(*(f"  | {line}".rstrip() for line in shown.splitlines()))
        else:
            self.says("  | (nothing is known of it)")

    def asks_what_may_follow(self, words: str, most: int = 8) -> None:
        """Asks what may be written behind some words."""
        params = types.CompletionParams(
            text_document=types.TextDocumentIdentifier(uri=URI),
            position=self.editor.position(URI, self.text.index(words) + len(words)),
        )
        answer: Any = self.editor.run(self.editor.client.text_document_completion_async(params))
        items = list(answer.items) if answer is not None else []
        self.says(f"asks what may follow `{words.strip()}`:")
        for item in items[:most]:
            self.says(f"  | {item.label}{f'  ({item.detail})' if item.detail else ''}")
        if len(items) > most:
            self.says(f"  | … and {len(items) - most} more")

    def runs_the_cases(self) -> None:
        answer = self.editor.command("milligram.runCases", URI)
        self.says("runs the cases:", f"  {answer['text']}")

    def draws(self) -> None:
        for command in ("milligram.showFlowchart", "milligram.showCard"):
            answer = self.editor.command(command, URI)
            said = ", ".join(Path(file).name for file in answer["files"]) if answer["ok"] else answer["why"]
            self.says(f"looks at the {answer.get('kind', command)}: {said}")

    def formats(self) -> None:
        params = types.DocumentFormattingParams(
            text_document=types.TextDocumentIdentifier(uri=URI),
            options=types.FormattingOptions(tab_size=2, insert_spaces=True),
        )
        edits = self.editor.run(self.editor.client.text_document_formatting_async(params))
        before = self.text
        self.editor.apply(URI, types.WorkspaceEdit(changes={URI: list(edits or [])}))
        self.says("formats:", *(f"  {line}" for line in _difference(before, self.text)))


def _words(text: str) -> Iterator[str]:
    """The words of a text with the space behind each."""
    piece = ""
    for char in text:
        if piece and piece[-1] in " \n" and char not in " \n":
            yield piece
            piece = ""
        piece += char
    yield piece


def _count(found: list[types.Diagnostic]) -> str:
    return f"{len(found)} finding{'s' * (len(found) != 1)}"


def _difference(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    rows = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [f"{row[0]} {row[1:]}".rstrip() for row in rows if row[:1] in "+-" and row[:3] not in ("+++", "---")]


def written(author: Author) -> str:
    """The whole session."""
    author.says("The magnesium guideline, written from an empty file, as an author sees it in an editor.")
    author.says("+ is typed, - is taken out; findings are those shown once the proofs are done.")

    author.stage("1. The header")
    author.writes(HEADER)
    author.sees()

    author.stage("2. Sources, substances, inputs; a letter is missing")
    author.writes(INPUTS)
    author.sees()
    author.takes("Write `magnesium`")
    author.sees()
    author.points_at("serum_magnesium")

    author.stage("3. The limit, in three units as it was published")
    author.writes(LOW)
    author.sees()
    author.takes("Write `1.4 mEq/L`")
    author.sees()
    author.points_at("0.70 mmol/L")
    author.takes("Allow MG306 here, with a reason")
    author.sees()
    author.changes('because "…"', 'because "0.70 mmol/L governs"')
    author.sees()
    author.points_at("MG306")

    author.stage("4. The regimen, with the mass of the oxide taken for that of magnesium")
    author.writes(REGIMEN)
    author.sees()
    author.takes("Write `480 mg of magnesium_oxide`")
    author.sees()

    author.stage("5. The bands of renal function, as they were published")
    author.writes(PATHWAY)
    author.sees()
    author.takes("Write `20 to under 30 mL/min`")
    author.sees_at_once()
    author.sees()
    author.asks_what_may_follow("    30 to 60 ")
    author.changes("    30 to 60 mL/min:", "    30 to under 60 mL/min:")
    author.sees()
    author.takes("Write a case for the patient of MG101")
    author.runs_the_cases()
    author.takes("Add a branch `at least 60 mL/min:`")
    author.changes('unspecified "to be written: what is done for these patients"', "continue")
    author.sees()

    author.stage("6. The rest of the pathway: a drug is given")
    author.writes(REST, at=author.text.index("\ncase "))
    author.sees()
    author.changes("  at most 1500 mg", f"{THEN}  at most 1500 mg")
    author.sees()
    author.changes("MG101, line 29: no branch covers Creatinine clearance at least 60 mL/min", "low, kidneys healthy")
    author.changes("  creatinine_clearance 90 mL/min", CASE)
    author.changes(
        'expect unspecified "to be written: what must come out for this patient"', "expect give 12 mmol of magnesium"
    )
    author.runs_the_cases()

    author.stage("7. The pitfall of the evidence summary as a rule")
    author.writes(PITFALL, at=author.text.index("\npathway"))
    author.sees()
    author.writes(DEPLETED, at=author.text.index("  when low_magnesium:\n"))
    author.sees()
    author.points_at("volume_depleted:")

    author.stage("8. The canonical form, the cases, the drawings")
    author.formats()
    author.sees()
    author.runs_the_cases()
    author.draws()
    return "\n".join(author.lines) + "\n"


def test_an_author_is_told_what_is_wrong_and_how_to_mend_it() -> None:
    with editing() as editor:
        author = Author(editor)
        transcript = written(author)
    if os.environ.get("MILLIGRAM_ACCEPT"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(transcript, encoding="utf-8")
    assert transcript == GOLDEN.read_text(encoding="utf-8")
