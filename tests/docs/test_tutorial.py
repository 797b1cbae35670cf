"""The tutorial makes every mistake that it promises and mends it, in its time, with what the magnesium source says."""

from __future__ import annotations

import re

from tests.docs.fences import DOCS, ROOT, blocks

PAGE = (DOCS / "tutorial.md").read_text("utf-8")


def test_the_steps_take_fifteen_minutes() -> None:
    assert sum(map(int, re.findall(r"^## \d\. .* \((\d+) minutes?\)$", PAGE, re.MULTILINE))) == 15


def test_each_mistake_is_shown_as_it_is_found_and_then_mended() -> None:
    """A gap, a boundary in two bands, a wrong unit, a wrong salt, an unknown value, a dose that a pitfall forbids."""
    checks = [block.text for block in blocks(PAGE) if block.text.startswith("$ milligram check")]
    found = [tuple(re.findall(r"^error\[(MG\d+)\]", text, re.MULTILINE)) for text in checks]
    assert [each for each in found if each] == [("MG101", "MG103"), ("MG301",), ("MG303",), ("MG402",), ("MG401",)]
    assert found[-1] == ()
    assert not blocks(PAGE, "mg")[-1].finds


def test_signs_are_typed_and_words_are_printed() -> None:
    assert "    < 20 mL/min:\n" in blocks(PAGE, "mg")[0].text
    assert "\n-    < 20 mL/min:\n+    under 20 mL/min:\n" in PAGE


def test_the_words_of_the_source_are_those_of_its_transcription() -> None:
    """The bands and the false equivalence stand so in the guideline that keeps the source as printed."""
    printed = (ROOT / "guidelines" / "magnesium" / "as_published" / "evidence_summary.mg").read_text("utf-8")
    quoted = PAGE.split("Its sentences on the kidney:", 1)[1].split("\n## ", 1)[0]
    for words in ("480 mg elemental magnesium", "CrCl <20 mL/min", "20-30 mL/min", "30-60 mL/min", "12 mmol"):
        assert words in quoted
    assert "20 to 30 mL/min" in printed
    assert "30 to 60 mL/min" in printed


def test_everything_is_run_that_a_reader_is_told_to_run() -> None:
    """Checked, formatted, tested, asked, printed, imported."""
    shown = "".join(block.text for block in blocks(PAGE))
    for command in ("check", "fmt", "test", "run", "build"):
        assert f"\n$ milligram {command} " in f"\n{shown}"
    assert "\n$ python ask.py\n" in shown
