"""Random pairs of guidelines against an oracle that tries every patient: no conflict is missed, none is made up.

The oracle runs both guidelines for each patient of a grid (all words, flags and sets of unknowns, numbers at, under and
over each limit) and looks at what they say; it knows nothing of formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from milligram.compare.conflicts import between
from milligram.compare.conflicts_index import Profile, candidate_pairs, profile_of
from milligram.interpret import Result, evaluate
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.pipeline import read_guideline
from milligram.source import SourceFile

PAIRS = 60
LIMITS = (2, 5, 8)
LEVELS = (None, 1, 2, 3, 5, 6, 8, 9)

HEAD = """\
guideline {name}
  title "{name}"
  version 1.0.0
{applies}source r1 "Reference"
substance salt, gives 1 element
substance element
substance other
class drugs of salt, other
input level in mmol/L, plausible 0 to 10
input ill yes or no
input hurt yes or no
input sex one of male, female
define low: level under {low} mmol/L
"""


def _condition(rng: Random) -> str:
    limit = rng.choice(LIMITS)
    return rng.choice(
        (
            "low",
            "not low",
            "ill",
            "not hurt",
            "sex is male",
            f"level over {limit} mmol/L",
            f"ill and level at most {limit} mmol/L",
            f"hurt or level under {limit} mmol/L",
            "level is unknown",
        )
    )


def _statement(rng: Random) -> str:
    drug = rng.choice(("salt", "element", "other", "drugs"))
    kind = rng.choice(("give", "give", "give", "advise against", "suggest", "stop", "note"))
    if kind == "note":
        return f'note "{rng.randint(0, 9)}"'
    if kind == "give":
        return f"give 5 mg of {rng.choice(('salt', 'element', 'other'))} daily"
    return f"{kind} {drug}"


def _block(rng: Random, depth: int) -> Iterator[str]:
    for _ in range(rng.randint(1, 2)):
        if depth and rng.random() < 0.7:
            yield f"when {_condition(rng)}:"
            yield from (f"  {line}" for line in _block(rng, depth - 1))
            if rng.random() < 0.3:
                yield "  end"
        else:
            yield _statement(rng)


def _guideline(rng: Random, name: str) -> Profile:
    applies = f"  applies when {_condition(rng).replace('not low', 'not ill').replace('low', 'ill')}\n"
    text = HEAD.format(name=name, low=rng.choice(LIMITS), applies=applies if rng.random() < 0.4 else "")
    if rng.random() < 0.5:
        drug = rng.choice(("salt", "element", "other", "drugs"))
        text += f'pitfall "a rule"\n  never give {drug} when {_condition(rng)}\n'
    for number in range(rng.randint(1, 2)):
        text += f"pathway way_{number}\n" + "".join(f"  {line}\n" for line in _block(rng, 2))
    report = read_guideline(SourceFile(f"{name}.mg", text))
    assert report.whole, (text, report.diagnostics)
    assert report.guideline is not None
    assert report.file is not None
    return profile_of(report.guideline, report.file)


# --- the oracle -------------------------------------------------------------------------------------------------------

IS: Mapping[str, frozenset[str]] = {
    "salt": frozenset(("salt", "element", "drugs")),
    "element": frozenset(("element",)),
    "other": frozenset(("other", "drugs")),
    "drugs": frozenset(("drugs",)),
}
"""What giving each surely is."""


def _patients() -> Iterator[ir.Patient]:
    for level, ill, hurt, sex in product(LEVELS, (None, True, False), (None, True, False), (None, "male", "female")):
        values = {"level": None if level is None else Fraction(level), "ill": ill, "hurt": hurt, "sex": sex}
        yield ir.Patient(values={name: value for name, value in values.items() if value is not None})


def _applies(profile: Profile, patient: ir.Patient) -> bool:
    applies = profile.guideline.applies
    return applies is None or Values(profile.guideline, patient).condition(applies) is True


def _given(result: Result, *kinds: str) -> set[str]:
    return {advice.drug or advice.what or "" for advice in result.advice if advice.kind in kinds}


def _forbidden(profile: Profile, patient: ir.Patient, result: Result) -> set[str]:
    found = _given(result, "advise_against", "stop", "hold")
    values = Values(profile.guideline, patient)
    rules = (rule for pitfall in profile.guideline.pitfalls for rule in pitfall.rules)
    return found | {rule.target for rule in rules if values.condition(rule.condition) is True}


def _truth(left: Profile, right: Profile) -> set[str]:
    """The codes that some patient of the grid shows."""
    found: set[str] = set()
    for patient in _patients():
        if not (_applies(left, patient) and _applies(right, patient)):
            continue
        runs = [evaluate(each.guideline, patient) for each in (left, right)]
        for side, (mine, other) in enumerate(((left, right), (right, left))):
            surely = {each for drug in _given(runs[side], "give", "suggest") for each in IS[drug]}
            if surely & _forbidden(other, patient, runs[1 - side]):
                found.add("MG701")
            assert mine is not other
        gives = [{each for drug in _given(run, "give") for each in IS[drug]} for run in runs]
        if gives[0] & gives[1]:
            found.add("MG702")
        try:
            low = [Values(each.guideline, patient).condition(ir.NamedCondition(name="low")) for each in (left, right)]
        except Faulty:
            continue
        if set(low) == {True, False}:
            found.add("MG704")
    return found


@pytest.mark.parametrize("seed", range(PAIRS))
def test_what_is_found_is_what_some_patient_shows(seed: int) -> None:
    rng = Random(seed)
    left, right = _guideline(rng, "left"), _guideline(rng, "right")
    truth = _truth(left, right)
    found = {each.code.code for each in between(left, right)}
    assert found == truth, f"{left.guideline.source.text}\n{right.guideline.source.text}"
    assert not truth or candidate_pairs([left, right]) == [(0, 1)]


def test_the_oracle_sees_some_of_everything() -> None:
    """Else the test above could pass by nothing ever conflicting."""
    seen: list[set[str]] = []
    for seed in range(0, PAIRS, 4):
        rng = Random(seed)
        seen.append(_truth(_guideline(rng, "left"), _guideline(rng, "right")))
    assert {"MG701", "MG702", "MG704"} <= set().union(*seen)
    assert any("MG701" not in each for each in seen)
    assert any("MG702" not in each for each in seen)
