"""A limit that a chart prints in a second unit decides as the limit of the module does."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from milligram.ir import nodes as ir
from milligram.ir import print as words
from milligram.ir.equivalents import in_unit
from milligram.ir.walk import descend
from milligram.pipeline import check_text
from milligram_targets.flowchart import wording
from milligram_targets.flowchart.from_ir import flowchart

ROOT = Path(__file__).parents[3]
GUIDELINES = sorted(path for path in (ROOT / "guidelines").rglob("*.mg") if "as_published" not in path.parts)
SIGNS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "under": operator.lt,
    "at most": operator.le,
    "over": operator.gt,
    "at least": operator.ge,
}
ALSO = re.compile(r"\(also ([^()]*)\)")
LIMIT = re.compile(rf"({'|'.join(SIGNS)}) ([\d.]+) (.+?)(?=, | and (?:{'|'.join(SIGNS)}) |$)")


def bands(guideline: ir.Guideline) -> Iterator[ir.Band]:
    """Every band of a guideline with a limit that is stated in other units too."""
    for root in (*guideline.named, *guideline.pathways, *guideline.pitfalls, *guideline.regimens.values()):
        for node in descend(root):
            if isinstance(node, ir.Band) and any(
                end is not None and isinstance(end.value, ir.Const) and end.value.also for end in (node.low, node.high)
            ):
                yield node


def decides(bound: ir.Bound, limit: Fraction, value: Fraction, upper: bool) -> bool:
    """What the module decides."""
    return bound.included if value == limit else (value < limit) is upper


def agree(guideline: ir.Guideline, band: ir.Band) -> int:
    """Holds the text of a band against its limits, at every value near them of the digits that are printed."""
    said = ALSO.search(wording.condition(band, guideline, also=True))
    assert said is not None
    found = 0
    for sign, number, unit in LIMIT.findall(said[1]):
        upper = sign in ("under", "at most")
        bound = band.high if upper else band.low
        assert bound is not None
        assert isinstance(bound.value, ir.Const)
        spelt = next(name for _, name in bound.value.also if words.printed(f"1 {name}") == f"1 {unit}")
        limit = in_unit(bound.value, spelt, guideline)
        assert limit is not None
        step = Fraction(1, 10 ** len(number.partition(".")[2]))
        for offset in range(-3, 4):
            value = Fraction(number) + offset * step
            assert SIGNS[sign](value, Fraction(number)) == decides(bound, limit, value, upper), f"{value} {unit}"
        found += 1
    return found


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_every_threshold_of_the_guidelines(path: Path) -> None:
    """Each is printed in all the units in which it is stated, and the chart says it in no other words."""
    guideline = check_text(path.read_text(encoding="utf-8"), path=path.name).guideline
    assert guideline is not None
    texts = "\n".join(line for node in flowchart(guideline).all_nodes() for line in node.lines)
    right = set()
    for band in bands(guideline):
        stated = sum(
            len(end.value.also) for end in (band.low, band.high) if end is not None and isinstance(end.value, ir.Const)
        )
        assert agree(guideline, band) == stated
        right |= set(ALSO.findall(wording.condition(band, guideline, also=True)))
    assert set(ALSO.findall(texts)) <= right


def test_there_are_thresholds_to_hold() -> None:
    """The guidelines state some of their limits in a second unit."""
    found = [check_text(path.read_text(encoding="utf-8"), path=path.name).guideline for path in GUIDELINES]
    assert sum(len(list(bands(guideline))) for guideline in found if guideline is not None) >= 3


@settings(max_examples=25, deadline=None)
@given(st.integers(20, 400), st.sampled_from(("under", "over", "at least", "at most")))
def test_any_threshold(hundredths: int, sign: str) -> None:
    """Whatever the limit, its rounded mg/dL decide for each tenth as the mmol/L do."""
    limit = Fraction(hundredths, 100)
    rounded = f"{float(limit) * 2.4305:.1f}"
    found = check_text(
        "guideline g\n  version 1.0.0\n  status active\nsubstance magnesium formula Mg, charge 2\n"
        "input mg in mmol/L of magnesium, plausible 0.1 to 6\n"
        f"define low: mg {sign} {float(limit):.2f} mmol/L (also {rounded} mg/dL)\n"
        'pathway\n  when low:\n    advise "a"\n',
        path="g.mg",
    ).guideline
    assert found is not None
    (band,) = bands(found)
    assert agree(found, band) == 1
