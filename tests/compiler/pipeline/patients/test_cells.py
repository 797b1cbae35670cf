"""What a guideline can tell apart, and floats that are placed as exactly as their decimals are."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram.pipeline.patients.cells import Apart, Cuts, Exact, Words, told_apart
from milligram.pipeline.patients.coding import REFUSED, UNKNOWN, InputCoder
from milligram.pipeline.patients.columns import Column
from milligram.pipeline.patients.values import Values

from . import rows

HEAD = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  for "tests"\n\nsource r "R"\n'


def guideline_of(text: str) -> ir.Guideline:
    guideline = check_text(HEAD + text).guideline
    assert guideline is not None
    return guideline


def apart_of(text: str) -> Apart:
    return told_apart(guideline_of(text))


def test_a_number_that_is_only_compared_with_literals_has_cuts_in_its_own_unit() -> None:
    found = apart_of(
        "substance magnesium formula Mg, charge 2\n"
        "input level in mmol/L of magnesium, plausible 0.1 to 6\n"
        "define low: level under 1.7 mg/dL\n"
        "define copy: level\n"
        'pathway\n  when low:\n    note "n" [r]\n  when copy at least 2 mmol/L:\n    note "m" [r]\n'
    )
    assert found.inputs["level"] == Cuts((Fraction(3400, 4861), Fraction(2)))


@pytest.mark.parametrize(
    "use",
    [
        '  when a over b:\n    note "n" [r]\n',
        '  when a + 1 over 3:\n    note "n" [r]\n',
        '  when double over 3:\n    note "n" [r]\n',
        "  report a\n",
        "  report double\n",
    ],
)
def test_a_number_that_is_computed_with_compared_with_another_or_reported_is_taken_exactly(use: str) -> None:
    found = apart_of(f"input a number\ninput b number\ndefine double: 2 * a\npathway\n{use}")
    assert found.inputs["a"] == Exact()


def test_a_number_that_nothing_reads_is_known_or_not() -> None:
    assert apart_of('input a number\npathway\n  note "n" [r]\n').inputs["a"] == Cuts(())


def test_of_a_set_only_the_words_asked_for_count() -> None:
    found = apart_of('input s any of one, two, three\npathway\n  when s has one, two:\n    note "n" [r]\n').inputs["s"]
    assert isinstance(found, Words)
    assert found.cell(frozenset({"one"})) == found.cell(frozenset({"two", "three"}))
    assert found.cell(frozenset({"three"})) == found.cell(frozenset())
    assert found.cell(frozenset({"three"})) != found.cell(frozenset({"two"}))


def coders(path: Path) -> list[InputCoder]:
    guideline = rows.guideline_at(path)
    apart = told_apart(guideline)
    units = {"mmol/L": "mol/L", "years": "months", "kg": "lb", "mmHg": "kPa"}
    found = []
    for name, declared in guideline.inputs.items():
        if isinstance(declared.type, ir.NumberType) and isinstance(apart.inputs[name], Cuts):
            other = units.get(declared.type.measure.unit.text)
            for unit in (None, other) if other else (None,):
                column = Column(name=name, role="input", of=name, unit=unit)
                found.append(InputCoder(guideline, column, apart.inputs[name]))
    return found


def around(number: float) -> list[float]:
    """A float, its neighbours, and decimals close by."""
    near = [number, math.nextafter(number, -math.inf), math.nextafter(number, math.inf)]
    near += [float(f"{number:.{places}g}") for places in (1, 2, 3, 15, 16, 17)]
    return [*near, number + 0.01, number - 0.01, number + 1, number - 1, round(number), 0.0, -number]


@pytest.mark.parametrize("path", rows.GUIDELINES, ids=lambda path: path.stem)
def test_floats_at_just_below_and_just_above_every_threshold_lie_where_their_decimals_lie(path: Path) -> None:
    checked = 0
    for coder in coders(path):
        if coder.limits is None:  # whole years, in a column of months: read one by one
            assert coder.column.unit is not None
            continue
        cuts, low, high, _ = coder.limits
        floats = [value for end in [*cuts.tolist(), low, high] if math.isfinite(end) for value in around(end)]
        floats += [math.nan, math.inf, -math.inf, 1e300, 5e-324, 0.1 + 0.2]
        codes = coder.codes(Values(pa.array(floats, pa.float64())))
        texts = [repr(value) for value in floats]
        alone = [coder.code(value) for value in floats]
        assert codes.tolist() == alone, coder.column
        many = coder.codes(Values(pa.array(texts * 400, pa.string())))  # so many that text is read as floats, too
        finite = [index for index, value in enumerate(floats) if math.isfinite(value)]
        plain = [index for index in finite if "e" not in texts[index]]
        assert [int(many[index]) for index in plain] == [alone[index] for index in plain], coder.column
        checked += len(floats)
    assert checked or path.stem == "levetiracetam_renal_dose"  # which computes with all its numbers


@given(
    st.lists(st.one_of(st.none(), st.floats(allow_nan=True), st.decimals(-700, 700, places=3).map(float)), max_size=60)
)
def test_any_floats_lie_where_their_decimals_lie(floats: list[float | None]) -> None:
    guideline = guideline_of(
        "input a in mmol/L, plausible 0.1 to 600\n"
        'pathway\n  when a under 0.70 mmol/L or a over 1.1 mmol/L:\n    note "n" [r]\n'
    )
    coder = InputCoder(guideline, Column(name="a", role="input", of="a"), told_apart(guideline).inputs["a"])
    assert coder.codes(Values(pa.array(floats, pa.float64()))).tolist() == [coder.code(value) for value in floats]


def test_each_kind_of_number_means_the_decimal_that_it_prints_as() -> None:
    guideline = guideline_of(
        'input a in mmol/L, plausible 0.1 to 6\npathway\n  when a under 0.70 mmol/L:\n    note "n" [r]\n'
    )
    coder = InputCoder(guideline, Column(name="a", role="input", of="a"), told_apart(guideline).inputs["a"])
    below, on, above = 1, 2, 3
    for kind, values in {
        pa.float64(): [0.69, 0.7, 0.71, None],
        pa.float32(): [np.float32(0.69), np.float32(0.7), np.float32(0.71), None],
        pa.decimal128(9, 4): [Decimal("0.6999"), Decimal("0.7000"), Decimal("0.7001"), None],
        pa.string(): [" 0.69 ", "0.70", "0.7000001 mmol/L", ""],
        pa.large_string(): ["690 umol/L", "700 µmol/L", "701 umol/L", "  "],
        pa.binary(): [b"0.69", b"0.70", b"0.71", b""],
    }.items():
        codes = coder.codes(Values(pa.array(values, kind)))
        assert codes.tolist() == [below, on, above, UNKNOWN], kind
    assert coder.codes(Values([True, 1, "x", Decimal("0.70")])).tolist() == [REFUSED, above, REFUSED, on]
    assert coder.codes(Values(pa.array(["0.70", None]).dictionary_encode())).tolist() == [on, UNKNOWN]
    assert coder.codes(Values(pa.nulls(2))).tolist() == [UNKNOWN, UNKNOWN]
    assert coder.codes(Values(pa.array([b"\xff"]))).tolist() == [REFUSED]


def test_sets_from_parquet_are_read_whatever_the_order_and_repeats_of_their_words() -> None:
    guideline = guideline_of('input s any of one, two\npathway\n  when s has one:\n    note "n" [r]\n')
    coder = InputCoder(guideline, Column(name="s", role="input", of="s"), told_apart(guideline).inputs["s"])
    lists = [["one", "two"], ["two", "one", "one"], ["two"], [], None, ["three"], ["one", None]]
    codes = coder.codes(Values(pa.array(lists, pa.list_(pa.string()))))
    assert codes.tolist() == [2, 2, 1, 1, UNKNOWN, REFUSED, REFUSED]
    assert coder.codes(Values(["one;two", "one, two", "none", ""])).tolist()[:3] == [2, 2, 1]
