"""From what the prover found to a patient whom a clinician believes.

Enters: a box of cells, and exact numbers where arithmetic needed them. Leaves: a `Draft`: round values from the middle
of each stretch, nothing said of what does not matter.

    creatinine_clearance in {20 to under 30}; age free   ->   {("input", "creatinine_clearance"): 25}
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.prove.answers import Found
from milligram.prove.domains import Numbers, domain_of
from milligram.prove.formula import UNKNOWN, Variable
from milligram.prove.intervals import Interval, Intervals
from milligram.prove.patients import UNKNOWN_STEP, Draft, Key, key_of
from milligram.prove.subjects import Subjects
from milligram.prove.typical import typical

SOME_DAY = date(2026, 1, 1)
"""The day that stands for today where a patient needs one."""

_TODAY: Key = ("input", "today")
_LIFETIME = Numbers(within=Intervals.between(0, 120), step=Fraction(1))
"""Where years since a date are looked for; a guideline says nothing of what is plausible for a date."""


def draft_of(found: Found, subjects: Subjects, today: date | None) -> Draft:
    """A patient in the box, known where the box is; what may be anything, unknown included, is left out."""
    draft: Draft = {}
    held: dict[str, set[str]] = {}
    for index, mask in found.box.items():
        variable = subjects.space.variables[index]
        if isinstance(variable.subject, ir.StateNumber) and variable.subject.which == "step":
            _set_step(draft, variable, mask)
            continue
        if mask & UNKNOWN or variable.opaque is not None:
            continue
        match variable.subject:
            case ir.SetHas(name=name, words=words):
                chosen = held.setdefault(name, set())
                if mask == 0b100:
                    chosen.add(words[0])
            case ir.YearsSince(name=name):
                value = _number(variable, mask, subjects)
                day = today or SOME_DAY
                draft[_TODAY] = day
                if value is not None and value < day.year:
                    draft["input", name] = date(day.year - int(value), day.month, min(day.day, 28))
            case ir.InputWord(name=name) if name not in subjects.guideline.inputs or not _words(variable):
                draft.setdefault(("input", name), today or SOME_DAY)
            case ir.InputWord() | ir.Flag():
                key = key_of(variable.subject)
                cells = [cell for number, cell in enumerate(variable.cells) if mask >> number & 1]
                if key is not None and isinstance(cells[0], str | bool):
                    draft[key] = cells[0]
            case _ if not variable.computed:
                key = key_of(variable.subject)
                value = _number(variable, mask, subjects)
                if key is not None and value is not None:
                    draft[key] = value
            case _:
                pass
    draft.update({("input", name): frozenset(words) for name, words in held.items()})
    for subject, value in found.numbers.items():
        key = key_of(subject)
        if key is not None:
            draft[key] = value
    return draft


def _set_step(draft: Draft, variable: Variable, mask: int) -> None:
    """The step of a regimen: one that is not mentioned was not started, so that even an unknown one must be."""
    assert isinstance(variable.subject, ir.StateNumber)
    steps = [cell for number, cell in enumerate(variable.cells) if mask >> number & 1 and isinstance(cell, Interval)]
    if not any(cell.holds(Fraction(0)) for cell in steps):
        draft["step", variable.subject.regimen] = steps[0].low.value if steps else UNKNOWN_STEP


def _words(variable: Variable) -> bool:
    return variable.cells != (None, "known")


def _number(variable: Variable, mask: int, subjects: Subjects) -> Fraction | None:
    """A typical number of the cells."""
    cells = [cell for number, cell in enumerate(variable.cells) if mask >> number & 1 and isinstance(cell, Interval)]
    subject = variable.subject
    domain = domain_of(subject, subjects.guideline) if isinstance(subject, ir.InputNumber | ir.StateNumber) else None
    step = domain.step if isinstance(domain, Numbers) else None
    if isinstance(subject, ir.YearsSince):
        step = Fraction(1)
        domain = _LIFETIME
    whole = Numbers(within=Intervals(), step=step).replaced(Intervals.of(cells))
    value = typical(whole, domain)
    return value if isinstance(value, Fraction) else None
