"""The guidelines that the tests of printed matter make up are valid, of the size that is asked, and always the same."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from milligram.diagnostics import Severity
from milligram.ir import nodes as ir
from milligram.ir.walk import descend
from milligram.pipeline import check_text


def decisions(guideline: ir.Guideline) -> int:
    """How often a guideline decides."""
    roots = [*guideline.pathways, *guideline.parts.values()]
    return sum(isinstance(node, ir.Decide) for root in roots for node in descend(root))


@pytest.mark.parametrize(
    ("seed", "count", "inputs"), [(1, 1, 1), (2, 2, 12), (3, 9, 3), (4, 24, 12), (5, 60, 12), (6, 60, 1)]
)
def test_it_is_valid_and_of_the_size_that_is_asked(generated: ModuleType, seed: int, count: int, inputs: int) -> None:
    """No finding is an error, so that `build` would print and draw it; sizes are exact at both ends."""
    report = check_text(generated.text(seed, decisions=count, inputs=inputs))
    assert [one.message for one in report.diagnostics if one.level is Severity.ERROR] == []
    assert report.guideline is not None
    assert decisions(report.guideline) == count
    assert len(report.guideline.inputs) == inputs


def test_seeds_give_every_size_and_kind_of_text(generated: ModuleType) -> None:
    """A hundred seeds have the smallest and the largest, long reasons, compounds and every hostile text."""
    texts = [generated.text(seed) for seed in range(100)]
    sizes = {len(re.findall(r"^ +decide ", text, re.MULTILINE)) for text in texts}
    assert min(sizes) == 1
    assert max(sizes) == generated.MOST_DECISIONS
    assert {len(re.findall("^input ", text, re.MULTILINE)) for text in texts} >= {1, generated.MOST_INPUTS}
    assert [said for said in generated.HOSTILE if not any(generated.quoted(said) in text for text in texts)] == []
    assert [word for word in generated.GERMAN if not any(word in text for text in texts)] == []
    assert max(len(reason) for text in texts for reason in re.findall(r'because "(.*?)"', text)) >= 295


def test_a_seed_always_gives_the_same_guideline(generated: ModuleType) -> None:
    """A failure can be run again by its seed."""
    assert generated.text(11) == generated.text(11) != generated.text(12)
    assert generated.guideline(11, decisions=3).name == "made_11"
