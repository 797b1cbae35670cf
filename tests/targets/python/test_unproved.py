"""What the author allows although it was not proved: the generated module says so, and nothing else changes."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from milligram.ir import nodes as ir
from milligram.ir.unproved import unproved
from milligram.pipeline import check_path
from milligram_targets.python import module_text

UNDECIDED = Path(__file__).parents[2] / "cases" / "good" / "MG000.mg"
REASON = "no risk is over 120"


def undecided() -> ir.Guideline:
    """A guideline with one ``allow MG000``."""
    report = check_path(UNDECIDED)
    assert report.guideline is not None
    return report.guideline


def test_the_module_holds_the_reasons(load: Callable[[str], ModuleType]) -> None:
    """In its docstring and as data; a module without an allowance has neither."""
    text = module_text(undecided())
    assert load(text).GUIDELINE.not_proved == (REASON,)
    assert f"\n\nNOT PROVED: {REASON}.\n\n" in (ast.get_docstring(ast.parse(text)) or "")


def test_a_module_with_nothing_unproved_says_nothing(small: ir.Guideline, load: Callable[[str], ModuleType]) -> None:
    text = module_text(small)
    assert load(text).GUIDELINE.not_proved == ()
    assert "NOT PROVED" not in text


def test_an_allowance_is_found_wherever_it_stands(small: ir.Guideline) -> None:
    """At the header, a caution, a claim, an effect or a remark as well as in a pathway; each reason once."""
    notes = ir.Notes(allows=(ir.Allowance(code="MG000", because="r"), ir.Allowance(code="MG107", because="s")))
    assert unproved(small) == ()
    assert unproved(replace(small, header_notes=notes)) == ("r",)
    remark = ir.Remark(kind="notice", text="t", notes=notes)
    assert unproved(replace(small, header_notes=notes, remarks=(remark,))) == ("r",)
    pitfall = ir.Pitfall(text="t", notes=notes)
    assert unproved(replace(small, pitfalls=(pitfall,))) == ("r",)
