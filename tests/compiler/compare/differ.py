"""A small guideline, edits of it, and what `milligram diff` prints of two texts."""

from __future__ import annotations

from milligram.compare.diff.also import Also, also_changed
from milligram.compare.diff.comparer import Comparer
from milligram.compare.diff.outcome import Comparison
from milligram.compare.diff.report_text import text
from milligram.compare.diff.words import in_words
from milligram.prove.budget import Budget

from .conftest import compile_text

BASE = """
    source s "Local protocol"
    input clearance in mL/min, plausible 0 to 250
    input level in mmol/L of magnesium, plausible 0 to 10
    input pain yes or no
    input sex one of female, male
    substance magnesium formula Mg
    pitfall "not in renal failure" [s]
      never give magnesium when clearance under 20 mL/min
    regimen r "Oral magnesium" of magnesium
      route oral
      step 1: 12 mmol of magnesium at night
      step 2 after 1 to 2 weeks when level under 0.7 mmol/L: 24 mmol of magnesium daily
    monitor m: level
      at baseline
      every 3 months
    pathway
      decide by clearance
        unknown:
          order clearance
          end
        under 30 mL/min:
          refer to "nephrology"
          end
        at least 30 mL/min:
          continue
      give r
      start m
      when pain:
        suggest "rest"
"""


def edited(*edits: str, base: str = BASE) -> str:
    """The text with words replaced, pair by pair; each must stand in it."""
    for before, after in zip(edits[::2], edits[1::2], strict=True):
        assert before in base, before
        base = base.replace(before, after)
    return base


def compared(before: str, after: str, budget: Budget | None = None) -> Comparison:
    return Comparer(compile_text(before), compile_text(after), budget=budget).compare()


def also(before: str, after: str) -> tuple[Also, ...]:
    left, right = compile_text(before), compile_text(after)
    return also_changed(left, right, Comparer(left, right).product.matching)


def printed(before: str, after: str, width: int = 80) -> str:
    found = compared(before, after)
    return text(
        ("old", "new"),
        in_words(found),
        also(before, after),
        more=found.more,
        undecided=found.undecided,
        width=width,
    )


def unaffected(before: str, after: str) -> bool:
    found = compared(before, after)
    assert not found.undecided
    return not found.groups
