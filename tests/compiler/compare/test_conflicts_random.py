"""Random pairs of guidelines against an oracle that tries every patient: no conflict is missed, none is made up.

The oracle runs both guidelines for each patient of a grid (all words, flags and sets of unknowns, numbers at, under and
over each limit) and looks at what they say; it knows nothing of formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from milligram.compare.conflicts.candidates import candidate_pairs
from milligram.compare.conflicts.find import between
from milligram.compare.conflicts.index import Profile, profile_of
from milligram.interpret import Result, evaluate
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.pipeline import read_guideline
from milligram.source import SourceFile

PAIRS = 60
LADDERS = 6
"""So many pairs have regimens besides: their patients are many more."""

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


def _ladder(rng: Random) -> str:
    """A regimen of one drug or of two, which may stop or pause by itself."""
    first, second = rng.choice(("salt", "other")), rng.choice(("salt", "element", "other"))
    lines = ["regimen care", f"  step 1: 5 mg of {first} daily"]
    lines.append(f"  step 2 after 1 week when {_condition(rng)}: 10 mg of {second} daily")
    if rng.random() < 0.5:
        lines.append(f"  {rng.choice(('stop when', 'hold while'))} {_condition(rng)}")
    return "".join(f"{line}\n" for line in lines)


def _guideline(rng: Random, name: str, *, ladder: bool = False) -> Profile:
    applies = f"  applies when {_condition(rng).replace('not low', 'not ill').replace('low', 'ill')}\n"
    text = HEAD.format(name=name, low=rng.choice(LIMITS), applies=applies if rng.random() < 0.4 else "")
    if ladder:
        text += _ladder(rng)
    if rng.random() < 0.5:
        drug = rng.choice(("salt", "element", "other", "drugs"))
        text += f'pitfall "a rule"\n  never give {drug} when {_condition(rng)}\n'
    for number in range(rng.randint(1, 2)):
        text += f"pathway way_{number}\n" + "".join(f"  {line}\n" for line in _block(rng, 2))
    if ladder:
        text += f"pathway ladder\n  when {_condition(rng)}:\n    {rng.choice(('give', 'give', 'give', 'stop'))} care\n"
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


STATES = (
    ir.RegimenState(step=0),
    ir.RegimenState(step=1, time=Fraction(3)),
    ir.RegimenState(step=1, time=Fraction(14)),
    ir.RegimenState(step=2, time=Fraction(14)),
)


def _couples(left: Profile, right: Profile) -> Iterator[tuple[ir.Patient, ir.Patient]]:
    """Each patient as both are told of: where each regimen stands is a matter of its own guideline."""
    ways = [STATES if each.guideline.regimens else (None,) for each in (left, right)]
    for patient in _patients():
        for states in product(*ways):
            one, other = (replace(patient, regimens={"care": state} if state else {}) for state in states)
            yield one, other


def _applies(profile: Profile, patient: ir.Patient) -> bool:
    applies = profile.guideline.applies
    return applies is None or Values(profile.guideline, patient).condition(applies) is True


def _drugs(profile: Profile, what: str) -> set[str]:
    """A drug, or all that a regimen gives."""
    regimen = profile.guideline.regimens.get(what)
    if regimen is None:
        return {what}
    return {node.what for step in regimen.steps for node in step.body if isinstance(node, ir.Give)}


def _given(result: Result, *kinds: str) -> set[str]:
    return {advice.drug or advice.what or "" for advice in result.advice if advice.kind in kinds}


def _forbidden(profile: Profile, patient: ir.Patient, result: Result) -> set[str]:
    named = _given(result, "advise_against", "stop", "hold")
    values = Values(profile.guideline, patient)
    rules = [rule for pitfall in profile.guideline.pitfalls for rule in pitfall.rules]
    named |= {rule.target for rule in rules if values.condition(rule.condition) is True}
    # a run also stops or holds a regimen for the guideline's own rule; that rule is against its target alone
    ruled = {advice.what for advice in result.advice if any(advice.line == profile.guideline.line(r) for r in rules)}
    return {drug for what in named - (ruled & {"care"}) for drug in _drugs(profile, what)}


def _truth(left: Profile, right: Profile) -> set[str]:
    """The codes that some patient of the grid shows."""
    found: set[str] = set()
    for couple in _couples(left, right):
        both = list(zip((left, right), couple, strict=True))
        if not all(_applies(*each) for each in both):
            continue
        runs = [evaluate(profile.guideline, patient) for profile, patient in both]
        for side in (0, 1):
            surely = {each for drug in _given(runs[side], "give", "suggest") for each in IS[drug]}
            if surely & _forbidden(*both[1 - side], runs[1 - side]):
                found.add("MG701")
        gives = [{each for drug in _given(run, "give") for each in IS[drug]} for run in runs]
        if gives[0] & gives[1]:
            found.add("MG702")
        try:
            low = {Values(each.guideline, one).condition(ir.NamedCondition(name="low")) for each, one in both}
        except Faulty:
            continue
        if low == {True, False}:
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


@pytest.mark.parametrize("seed", range(LADDERS))
def test_what_is_found_of_regimens_is_what_some_patient_shows(seed: int) -> None:
    rng = Random(10_000 + seed)
    left, right = (_guideline(rng, name, ladder=True) for name in ("left", "right"))
    found = {each.code.code for each in between(left, right)}
    assert found == _truth(left, right), f"{left.guideline.source.text}\n{right.guideline.source.text}"


def test_the_oracle_sees_some_of_everything() -> None:
    """Else the test above could pass by nothing ever conflicting."""
    seen: list[set[str]] = []
    for seed in range(0, PAIRS, 4):
        rng = Random(seed)
        seen.append(_truth(_guideline(rng, "left"), _guideline(rng, "right")))
    assert {"MG701", "MG702", "MG704"} <= set().union(*seen)
    assert any("MG701" not in each for each in seen)
    assert any("MG702" not in each for each in seen)


# --- scores -----------------------------------------------------------------------------------------------------------

SCORES = 12

POINTS = """\
guideline {name}
  title "{name}"
  version 1.0.0
input level in mmol/L, plausible 0 to 10
input ill yes or no
input hurt yes or no
input sex one of male, female
score burden "Burden"
{lines}pathway
  report burden
"""


def _score(rng: Random, name: str, lines: list[str]) -> Profile:
    changed = [line if rng.random() < 0.8 else f"  {rng.choice((1, 2))} when {_line(rng)}\n" for line in lines]
    report = read_guideline(SourceFile(f"{name}.mg", POINTS.format(name=name, lines="".join(changed))))
    assert report.guideline is not None, report.diagnostics
    assert report.file is not None, report.diagnostics
    return profile_of(report.guideline, report.file)


def _line(rng: Random) -> str:
    return rng.choice(
        ("ill", "hurt", "sex is male", f"level over {rng.choice(LIMITS)} mmol/L", "ill and level under 5 mmol/L")
    )


def _total(profile: Profile, patient: ir.Patient) -> Fraction | None:
    """What the score is for sure."""
    (score,) = profile.guideline.named
    assert isinstance(score, ir.Score)
    numbers = Values(profile.guideline, patient).number(ir.NamedNumber(name="burden", measure=score.measure))
    return numbers[0] if numbers is not None and len(numbers) == 1 and isinstance(numbers[0], Fraction) else None


@pytest.mark.parametrize("seed", range(SCORES))
def test_scores_differ_where_some_patient_has_two_totals(seed: int) -> None:
    rng = Random(20_000 + seed)
    lines = [f"  {rng.choice((1, 2))} when {_line(rng)}\n" for _ in range(3)]
    left, right = (_score(rng, name, lines) for name in ("left", "right"))
    totals = [(_total(left, patient), _total(right, patient)) for patient in _patients()]
    truth = any(one is not None and other is not None and one != other for one, other in totals)
    found = between(left, right)
    assert [each.code.code for each in found] == ["MG704"] * truth
    assert not truth or candidate_pairs([left, right]) == [(0, 1)]


def test_some_random_scores_differ_and_some_do_not() -> None:
    """Else the test above could pass by one answer alone."""
    seen = set()
    for seed in range(SCORES):
        rng = Random(20_000 + seed)
        lines = [f"  {rng.choice((1, 2))} when {_line(rng)}\n" for _ in range(3)]
        seen.add(bool(between(*(_score(rng, name, lines) for name in ("left", "right")))))
    assert seen == {True, False}
