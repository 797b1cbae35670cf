"""Texts to ask about, and a cursor in them.

A `|` in a text is the cursor; `¦` stands for a `|` that belongs to the text.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from milligram.lsp.analysis import read
from milligram.lsp.know import Known
from milligram.source import SourceFile

TESTS = Path(__file__).parents[3]
GUIDELINES = sorted((TESTS.parent / "guidelines").rglob("*.mg"))
BAD = sorted((TESTS / "cases" / "bad").glob("*.mg"))
GOOD = sorted((TESTS / "cases" / "good").glob("*.mg"))

SMALL = """\
guideline low_magnesium_care
  title "Low magnesium"
  version 1.0.0
  status draft
  for "adults"
source r1 "A review"
  year 2020
  finding "cramps" MD -0.18 (95% CI -0.84 to 0.49)
source r2 "A trial"
substance magnesium formula Mg, charge 2
substance magnesium_oxide "magnesium oxide" formula MgO, gives 1 magnesium
class salt "salts" of magnesium_oxide, magnesium_citrate
input age in years whole, plausible 0 to 120
input level "serum magnesium" in mmol/L of magnesium, plausible 0.1 to 6, valid 14 d, loinc "2601-3"
input glucose in mmol/L, plausible 1 to 60
input fever in Cel, plausible 30 to 45
input weak yes or no, ask "Is the patient weak?"
input sex one of male "man" = 0, female "woman" = 1
input diuretics any of loop, thiazide
define low: level under 0.70 mmol/L [r1]
define risk "at risk" any of:
  low [r1]
  diuretics has loop
table by age, sex gives urgency
  under 65 years | any | later
  at least 65 years | male | soon
  at least 65 years | female | soon
score frailty "Frailty"
  2 when weak
  1 when age at least 65 years
regimen replacement "Replacement" of magnesium_oxide
  route oral
  step 1: 480 mg of magnesium_oxide at night [r2]
  step 2 after 1 to 2 weeks when low: 24 mmol of magnesium at night [r2]
monitor bloods: level, glucose
  at baseline
  every 3 months when replacement step at least 1
pitfall "Kidneys first" [r1]
  never give magnesium when weak
  because "it may be the magnesium"
pathway main
  decide "Level" by level
    unknown:
      order level [r1]
      end
    under 0.50 mmol/L:
      give replacement (strong, low) because "it is low" [r1, r2]
    0.50 to under 0.70 mmol/L:
      follow care
    at least 0.70 mmol/L:
      continue
  when urgency is soon and risk:
    start bloods [r2]
part care
  advise "nuts and greens" [r2]
  report frailty
case "a woman of 70"
  age 70 years, level 0.60 mmol/L, sex female, diuretics loop, thiazide
  replacement step 1
  expect urgency soon
  expect no give replacement
"""


@cache
def of_path(path: Path) -> Known:
    """What is known of a file."""
    return known(path.read_text(encoding="utf-8"))


def known(text: str, earlier: str | None = None) -> Known:
    """What is known of a text; ``earlier`` is the text before it that could be read in full."""
    reading = read(SourceFile("a.mg", text))
    before = read(SourceFile("a.mg", earlier)).guideline if earlier is not None else reading.guideline
    return Known(
        source=reading.source,
        file=reading.file,
        guideline=reading.guideline,
        diagnostics=reading.findings,
        broken=reading.broken,
        earlier=before,
    )


def cursor(text: str) -> tuple[str, int]:
    """A text without its cursor, and where that is."""
    at = text.index("|")
    return (text[:at] + text[at + 1 :]).replace("¦", "|"), at


def in_small(place: str) -> tuple[Known, int]:
    """The small guideline and a place in it: a stretch of it with a `|` as the cursor."""
    text, at = cursor(place)
    assert SMALL.count(text) == 1, f"{text!r} stands {SMALL.count(text)} times in the text"
    return known(SMALL), SMALL.index(text) + at


def typed(lines: str) -> tuple[Known, int]:
    """The small guideline with lines that are being typed before its pathway, and the cursor in them."""
    text, at = cursor(lines)
    start = SMALL.index("pathway main")
    return known(f"{SMALL[:start]}{text}\n{SMALL[start:]}", SMALL), start + at
