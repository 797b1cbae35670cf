"""Card, chart and page say the same of the same thing: every act and every dose of the guidelines of this project."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from milligram.ir import nodes as ir
from milligram.ir import print as words
from milligram.ir.walk import all_statements
from milligram.pipeline.stages import read_guideline
from milligram.source import SourceFile
from milligram_targets.card.phrases import Phrases
from milligram_targets.card.phrases import words as catalogue
from milligram_targets.card.wording import Wording, capital
from milligram_targets.flowchart.labels import lines_of
from milligram_targets.page.html import facts

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in (ROOT / "guidelines").rglob("*.mg") if "as_published" not in path.parts)
ASSETS = ROOT / "targets" / "milligram_targets" / "page" / "assets"
ENGLISH = Phrases(catalogue("en"))
REFERENCES = re.compile(r" \[[^\]]*\]$")
EQUIVALENTS = re.compile(r" as [^(]+\([^)]*\)| \([0-9][^)]*\)")
"""What is on the packet: the chart tells it in the box, the card in the grid of the doses."""

Act = (
    ir.Give
    | ir.Stop
    | ir.Hold
    | ir.Advise
    | ir.AdviseAgainst
    | ir.Suggest
    | ir.Order
    | ir.Refer
    | ir.Start
    | ir.Note
    | ir.Unspecified
    | ir.Follow
    | ir.Report
)
KINDS = {
    ir.Give: "give",
    ir.Stop: "stop",
    ir.Hold: "hold",
    ir.Advise: "advise",
    ir.AdviseAgainst: "advise_against",
    ir.Suggest: "suggest",
    ir.Order: "order",
    ir.Refer: "refer",
    ir.Start: "start",
    ir.Note: "note",
    ir.Unspecified: "unspecified",
}
"""What the page calls a statement; it gives the others no line of their own."""


def guideline_at(path: Path) -> ir.Guideline:
    """The guideline of a file."""
    found = read_guideline(SourceFile(path=path.as_posix(), text=path.read_text(encoding="utf-8"))).guideline
    assert found is not None
    return found


def acts_of(guideline: ir.Guideline) -> list[Act]:
    """Everything that it tells to do."""
    return [statement for statement in all_statements(guideline) if isinstance(statement, Act)]


def on_card(wording: Wording, statement: ir.AnyStatement) -> str:
    """The words of the card, with the monitor that it leaves out where there is only one."""
    if isinstance(statement, ir.Start):
        return wording.say("start_monitoring_of", wording.title(statement.monitor))
    return EQUIVALENTS.sub("", wording.core(statement))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_chart_says_what_the_card_says(path: Path) -> None:
    """But for its references, its grades, which stand on a line of their own, and the large letter of our own words."""
    guideline = guideline_at(path)
    wording = Wording(guideline, ENGLISH)
    for statement in acts_of(guideline):
        told = EQUIVALENTS.sub("", REFERENCES.sub("", lines_of(guideline, statement)[0]))
        assert capital(told) == capital(on_card(wording, statement))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_page_says_what_the_card_says(path: Path) -> None:
    """The mark and the text of an item of advice, as the page's own script makes them of what the engine answers."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    guideline = guideline_at(path)
    wording = Wording(guideline, ENGLISH)
    acts = [statement for statement in acts_of(guideline) if type(statement) in KINDS]
    told = _by_the_page(node, guideline, [_advice(guideline, statement) for statement in acts])
    for statement, text in zip(acts, told, strict=True):
        said = on_card(wording, statement)
        match statement:
            case ir.Advise():
                said = f"advise {said}"
            case ir.Note():
                said = f"note {said}"
            case ir.Unspecified():
                said = f"unclear {said}"
            case ir.Start():
                said = said.replace(":", "", 1)
            case ir.Hold():
                said = re.sub("[“”]", "", said)  # how far a `not` reaches, which a run does not tell
            case _:
                pass
        # the card begins a title with a small letter within a sentence
        assert EQUIVALENTS.sub("", text).casefold() == said.casefold()


def _advice(guideline: ir.Guideline, statement: Act) -> dict[str, str | None]:
    """An item of advice as a run gives it: the author's own text, or the statement about what it names."""
    kind = KINDS[type(statement)]
    match statement:
        case ir.Suggest(text=str(text)) | ir.Order(text=str(text)):
            return {"kind": kind, "what": None, "text": text}
        case ir.Refer(to=text):
            return {"kind": kind, "what": None, "text": text}
        case ir.Advise(text=text) | ir.Note(text=text) | ir.Unspecified(text=text):
            return {"kind": kind, "what": None, "text": text}
        case ir.Start(monitor=what):
            return {"kind": kind, "what": what, "text": words.statement_text(statement, guideline)}
        case _:
            return {"kind": kind, "what": "named", "text": words.statement_text(statement, guideline)}


def _by_the_page(node: str, guideline: ir.Guideline, advice: list[dict[str, str | None]]) -> list[str]:
    data = json.dumps(json.dumps(facts.words(guideline)))
    script = "\n".join(
        (
            f"const document = {{getElementById: () => ({{textContent: {data}}})}};",
            (ASSETS / "dom.js").read_text(encoding="utf-8"),
            (ASSETS / "telling.js").read_text(encoding="utf-8"),
            f"const told = {json.dumps(advice)}.map((each) => `${{MARKS[each.kind]}} ${{withoutVerb(each)}}`);",
            "console.log(JSON.stringify(told));",
        )
    )
    done = subprocess.run(
        [node, "-"], input=script, capture_output=True, text=True, encoding="utf-8", check=True, timeout=60
    )
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("spelt", "both"), words.UNIT_WORDS.items())
@pytest.mark.parametrize("number", ["1", "2", "10", "0.5", "1.5"])
def test_a_unit_is_called_the_same(spelt: str, both: tuple[str, str], number: str) -> None:
    """Of one, of more, and of a part."""
    assert words.printed(f"{number} {spelt}") == f"{number} {both[number != '1']}"
    assert ENGLISH.unit(spelt, number) == both[number != "1"]


def test_the_card_has_no_unit_of_its_own() -> None:
    """Every unit that the card's catalogue puts in other words is in others on chart and page too."""
    for spelt, (one, more) in catalogue("en")["units"].items():
        assert words.printed(f"for 1 {spelt}") == f"for 1 {one}"
        assert words.printed(f"for 3 {spelt}") == f"for 3 {more}"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("5 mg 2 times daily for 10 d", "5 mg twice daily for 10 days"),
        ("5 mg 12 times daily", "5 mg 12 times daily"),
        ("at most 18 unit", "at most 18 units"),
        ("80 unit/d", "80 units/day"),
        ("temperature over 38.5 Cel", "temperature over 38.5 °C"),
        ("2 a day", "2 a day"),
        ("at least 65 a", "at least 65 years"),
        ("11 day-old", "11 day-old"),
        ("40 d and 1 wk", "40 days and 1 week"),
    ],
)
def test_a_sentence_as_it_is_printed(written: str, said: str) -> None:
    """Units are counted, and nothing else is read as one."""
    assert words.printed(written) == said
