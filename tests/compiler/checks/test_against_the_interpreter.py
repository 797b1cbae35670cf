"""The proof that gaps, overlaps and dead branches are neither missed nor made up: random guidelines, run exhaustively.

A random guideline decides by one input, and within its branches perhaps once more. Patients are sampled at every
threshold, just beside it, between, at the ends of what is plausible and unknown: for conditions on single inputs
with those thresholds, no other patient behaves differently. What the interpreter does with them is what must be found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from milligram.diagnostics import Diagnostic
from milligram.interpret import evaluate, read_patient
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.pipeline import check_text

_GAPS = {"MG101", "MG104", "MG111"}
_OVERLAPS = {"MG102", "MG103"}
_OTHERS = {"MG000", "MG105", "MG106", "MG107", "MG108", "MG109", "MG110", "MG201", "MG203", "MG305"}
"""What else may be found; whether it is there is held up elsewhere."""


@dataclass(frozen=True)
class Kind:
    """A sort of input: its declaration, its unit in bands, and the numbers that bands may name (None: words)."""

    declaration: str
    unit: str
    numbers: tuple[str, ...] | None
    low: str = "0"
    high: str = "10"
    whole: bool = False


_WHOLE = tuple(str(n) for n in range(7))
_HALVES = tuple(f"{n}.{d}" for n in range(5) for d in (0, 5))
KINDS = {
    "age": Kind("in years whole, plausible 0 to 6", " years", _WHOLE, high="6", whole=True),
    "ratio": Kind("number, plausible 0 to 5", "", _HALVES, "0", "5"),
    "level": Kind("in mmol/L, plausible 0.5 to 4.5", " mmol/L", _HALVES[1:], "0.5", "4.5"),
    "counted": Kind("count, plausible 0 to 6", "", _WHOLE, high="6", whole=True),
    "stage": Kind("one of a, b, c", "", None),
    "drugs": Kind("any of a, b, c", "", None),
    "smoker": Kind("yes or no", "", None),
}


@st.composite
def cell(draw: st.DrawFn, name: str) -> str:
    """One cell of a ``decide by``."""
    kind = KINDS[name]
    if kind.numbers is None:
        words = ["yes", "no"] if name == "smoker" else ["a", "b", "c"]
        return ", ".join(draw(st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True)))
    shape = draw(st.sampled_from(["under", "over", "at least", "at most", "to", "to under", "over to", "exactly"]))
    if shape == "exactly":
        return f"{draw(st.sampled_from(kind.numbers))}{kind.unit}"
    if "to" not in shape:
        return f"{shape} {draw(st.sampled_from(kind.numbers))}{kind.unit}"
    low, high = sorted(draw(st.lists(st.integers(0, len(kind.numbers) - 1), min_size=2, max_size=2, unique=True)))
    first, last = kind.numbers[low], kind.numbers[high]
    over = "over " if shape == "over to" else ""
    under = "under " if shape == "to under" else ""
    return f"{over}{first} to {under}{last}{kind.unit}"


@st.composite
def partition(draw: st.DrawFn, name: str) -> list[str]:
    """Cells that leave nothing out and share nothing, before one of them is spoilt or not."""
    kind = KINDS[name]
    if kind.numbers is None:
        cells = ["yes", "no"] if name == "smoker" else ["a", "b, c"]
    else:
        marks = sorted(draw(st.sets(st.sampled_from(range(1, len(kind.numbers))), min_size=1, max_size=3)))
        values = [kind.numbers[mark] for mark in marks]
        cells = [f"under {values[0]}{kind.unit}"]
        cells += [f"{low} to under {high}{kind.unit}" for low, high in pairwise(values)]
        cells.append(f"at least {values[-1]}{kind.unit}")
    spoil = draw(st.sampled_from(["keep", "keep", "drop", "replace", "add"]))
    place = draw(st.integers(0, len(cells) - 1))
    if spoil == "drop" and len(cells) > 1:
        del cells[place]
    elif spoil == "replace":
        cells[place] = draw(cell(name))
    elif spoil == "add":
        cells.append(draw(cell(name)))
    return cells


@st.composite
def decide(draw: st.DrawFn, names: tuple[str, ...], depth: int, counter: Iterator[int]) -> list[str]:
    """The lines of a decision; bodies are notes with differing or equal texts, ends, or another decision."""
    name = draw(st.sampled_from(names))
    cells = draw(st.one_of(partition(name), st.lists(cell(name), min_size=1, max_size=4)))
    first = draw(st.booleans()) and draw(st.booleans())
    lines = [f"decide by {name}{' first that applies' if first else ''}"]
    tails = draw(st.sampled_from([[], [], ["unknown"], ["otherwise"], ["otherwise", "unknown"]]))
    for text in [*cells, *tails]:
        lines.append(f"  {text}:")
        body = draw(st.sampled_from(["note", "same", "end", "continue", "nested", "when"]))
        if body == "nested" and depth:
            lines += [f"    {line}" for line in draw(decide(names, depth - 1, counter))]
        elif body == "when":
            lines.append(f"    when {name} is known:" if name in ("drugs",) else f"    when {draw(condition(name))}:")
            lines.append(f'      note "n{next(counter)}"')
        elif body == "same":
            lines.append('    note "the same"')
        elif body in ("end", "continue"):
            lines.append(f"    {body}")
        else:
            lines.append(f'    note "n{next(counter)}"')
    return lines


@st.composite
def condition(draw: st.DrawFn, name: str) -> str:
    """A condition for ``when``."""
    kind = KINDS[name]
    if name == "smoker":
        return draw(st.sampled_from(["smoker", "not smoker", "smoker is unknown"]))
    if name == "stage":
        return draw(st.sampled_from(["stage is a", "not stage is b", "stage is a, b", "stage is known"]))
    assert kind.numbers is not None
    one, two = (
        f"{name} {draw(st.sampled_from(('under', 'at least', 'over')))} "
        f"{draw(st.sampled_from(kind.numbers))}{kind.unit}"
        for _ in range(2)
    )
    return draw(st.sampled_from([one, f"not ({one})", f"{one} and {two}", f"{one} or {two}", f"{name} is unknown"]))


@st.composite
def guideline(draw: st.DrawFn) -> str:
    names = tuple(draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=2, unique=True)))
    lines = ["guideline g", '  title   "G"', "  version 1.0.0"]
    applies = [name for name in names if KINDS[name].numbers]
    if applies and draw(st.integers(0, 3)) == 0:
        lines.append(f"  applies when {draw(condition(applies[0]))}")
    lines += [f"input {name} {KINDS[name].declaration}" for name in names]
    if applies and draw(st.integers(0, 3)) == 0:
        lines.append(f"impossible when {draw(condition(applies[-1]))}")
    lines.append("pathway")
    counter = iter(range(1000))
    for _ in range(draw(st.integers(1, 2))):
        lines += [f"  {line}" for line in draw(decide(names, 1, counter))]
    lines.append('  note "done"')
    return "\n".join(lines) + "\n"


def _samples(name: str) -> list[object]:
    kind = KINDS[name]
    if kind.numbers is None:
        if name == "smoker":
            return [None, True, False]
        if name == "stage":
            return [None, "a", "b", "c"]
        return [None, *([w for i, w in enumerate("abc") if mask >> i & 1] for mask in range(8))]
    step = Fraction(1) if kind.whole else Fraction(1, 4)
    low, high = Fraction(kind.low), Fraction(kind.high)
    return [None, *(low + step * n for n in range(int((high - low) / step) + 1))]


@dataclass
class Seen:
    """What the runs showed.

    ``gaps`` and ``overlaps`` are the lines of faults; ``arrived`` the statements that somebody came to; ``holds`` the
    whens and branches that were true of somebody there; ``taken`` the branches that somebody went into.
    """

    gaps: set[int]
    overlaps: set[tuple[int, ...]]
    arrived: set[int]
    holds: set[int]
    taken: set[int]
    anybody: bool = False


def _run_all(home: ir.Guideline) -> Seen:
    seen = Seen(set(), set(), set(), set(), set())
    by_id = {statement.id: statement for statement in all_statements(home)}
    for values in product(*(_samples(name) for name in home.inputs)):
        patient = read_patient(home, dict(zip(home.inputs, values, strict=True))).patient
        if patient is None:
            continue
        result = evaluate(home, patient)
        seen.anybody = seen.anybody or result.applies is True
        for fault in result.faults:
            if fault.message.startswith("no branch"):
                seen.gaps.add(fault.lines[0])
            else:
                seen.overlaps.add(fault.lines)
        for entry in result.trace:
            if entry.id is None:
                continue
            seen.arrived.add(entry.id)
            if entry.branch is not None:
                seen.taken.add(entry.branch)
            match by_id[entry.id]:
                case ir.When(condition=asked) if Values(home, patient).condition(asked):
                    seen.holds.add(entry.id)
                case ir.Decide(branches=branches):
                    asking = Values(home, patient)
                    seen.holds |= {b.id for b in branches if b.condition is not None and asking.condition(b.condition)}
                case _:
                    pass
    seen.holds |= seen.taken
    return seen


def _lines_of(found: list[Diagnostic], codes: set[str]) -> set[int]:
    return {one.source.line_of(one.span) for one in found if one.code.code in codes}


def _dead(home: ir.Guideline, seen: Seen) -> set[int]:
    """The lines of branches and whens that hold for no sampled patient, though some came to the place."""
    found: set[int] = set()
    for statement in all_statements(home):
        if statement.id in seen.arrived:
            if isinstance(statement, ir.When) and statement.id not in seen.holds:
                found.add(home.line(statement))
            if isinstance(statement, ir.Decide):
                found |= {home.line(branch) for branch in statement.branches if branch.id not in seen.holds}
    return found


def _alive(home: ir.Guideline, seen: Seen) -> set[int]:
    """The lines of branches and whens that some sampled patient went into."""
    found: set[int] = set()
    for statement in all_statements(home):
        if isinstance(statement, ir.When) and statement.id in seen.holds:
            found.add(home.line(statement))
        if isinstance(statement, ir.Decide):
            found |= {home.line(branch) for branch in statement.branches if branch.id in seen.taken}
    return found


@settings(
    max_examples=500,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(guideline())
def test_the_checker_says_what_the_interpreter_does(text: str) -> None:
    report = check_text(text, "g.mg")
    home = report.guideline
    assert home is not None, text
    found = [one for one in report.diagnostics if one.code.code != "MG800"]
    others = [(one.code.code, one.message) for one in found if one.code.code not in _GAPS | _OVERLAPS | _OTHERS]
    assert not others, text
    seen = _run_all(home)
    if not seen.anybody:
        return
    undecided = _lines_of(found, {"MG000"})
    gaps = _lines_of(found, _GAPS)
    event(f"gap: {bool(gaps)}, overlap: {bool(seen.overlaps)}, undecided: {bool(undecided)}")
    assert gaps <= seen.gaps, text
    assert seen.gaps <= gaps | undecided, text
    overlaps = {line for one in found if one.code.code in _OVERLAPS for line in [one.source.line_of(one.span)]}
    assert overlaps <= {line for lines in seen.overlaps for line in lines[1:]}, text
    for lines in seen.overlaps:
        assert overlaps & set(lines[1:]) or undecided & set(lines), text
    dead = _lines_of(found, {"MG105"})
    assert not dead & _alive(home, seen), text
    if len(home.inputs) == 1 and not seen.gaps and not seen.overlaps:
        assert _dead(home, seen) - _lines_of(found, {"MG110", "MG305"}) <= dead, text
