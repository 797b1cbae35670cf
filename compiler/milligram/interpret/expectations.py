"""Whether a result is what a case expects.

Enters: an expectation, a result, the patient's values. Leaves: met or not, and in short words what came instead.

    expect give 24 mmol of magnesium   against   "give 12 mmol of magnesium at night …"   ->   not met, "give 12 mmol …"

Doses are compared exactly after conversion through their substances. A range is met by the same range only.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple, assert_never

from milligram.interpret.faults import Faulty
from milligram.interpret.reports import reported
from milligram.interpret.result import Advice, Blocked, GivenDose, Range, Reported, Result, number_text, reported_json
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches
from milligram.quantity import MeasureError, Number, Real, Undecided, conversion
from milligram.quantity.exact import compare


class Verdict(NamedTuple):
    """Whether an expectation is met, and what came out in its place."""

    met: bool
    got: str


def judge(expected: ir.Expectation, result: Result, values: Values) -> Verdict:
    """Holds one expectation against a result; it is not met where a value is missing or cannot be told from another."""
    try:
        return _judged(expected, result, values)
    except Faulty as fault:
        return Verdict(False, f"fault: {fault.message}")
    except Undecided as error:
        return Verdict(False, f"fault: {error}")


def _judged(expected: ir.Expectation, result: Result, values: Values) -> Verdict:
    match expected:
        case ir.ExpectAdvice():
            return _advice(expected, result, values.guideline)
        case ir.ExpectValue():
            return _value(expected, values)
        case ir.ExpectDose(low=low, amount=amount):
            gives = [advice for advice in result.advice if advice.kind == "give"]
            met = any(_same_dose(values.guideline, advice.dose, low, amount, None) for advice in gives)
            return Verdict(met, _said(result, "give"))
        case ir.ExpectOutcome(kind="ask", what=what):
            asked = [ask.input for ask in result.asks]
            return Verdict(what in asked, f"asks {', '.join(asked)}" if asked else "asks nothing")
        case ir.ExpectOutcome(kind="blocked", what=what):
            met = any(_is_blocked(values.guideline, what or "", blocked) for blocked in result.blocked)
            return Verdict(met, _said(result, "give"))
        case ir.ExpectOutcome():
            words = {True: "it applies", False: "outside", None: "whether it applies is unknown"}
            return Verdict(result.applies is False, words[result.applies])
        case _:
            assert_never(expected)


# --- advice -----------------------------------------------------------------------------------------------------------


def _advice(expected: ir.ExpectAdvice, result: Result, guideline: ir.Guideline) -> Verdict:
    there = [advice for advice in result.advice if _meets(expected, advice, guideline)]
    if expected.negated:
        return Verdict(not there, there[0].text if there else _said(result, expected.kind))
    return Verdict(bool(there), there[0].text if there else _said(result, expected.kind))


def _meets(expected: ir.ExpectAdvice, advice: Advice, guideline: ir.Guideline) -> bool:
    if advice.kind != expected.kind:
        return False
    if expected.what is not None and not _concerns(guideline, expected.what, advice):
        return False
    if expected.text is not None and expected.text != _words(advice, expected):
        return False
    if expected.amount is None:
        return True
    return _same_dose(guideline, advice.dose, expected.low, expected.amount, expected.what)


def _words(advice: Advice, expected: ir.ExpectAdvice) -> str:
    """The author's words in a piece of advice; of a give, those in place of a dose."""
    if advice.kind != "give" or expected.text is None:
        return advice.text
    return expected.text if f"“{expected.text}”" in advice.text else advice.text


def _concerns(guideline: ir.Guideline, wanted: str, advice: Advice) -> bool:
    """Whether advice names what is wanted, or delivers it."""
    if wanted in (advice.what, advice.regimen, advice.drug):
        return True
    given = advice.drug or advice.what
    return given is not None and rule_matches(guideline, wanted, given)


def _is_blocked(guideline: ir.Guideline, wanted: str, blocked: Blocked) -> bool:
    return wanted in (blocked.what, blocked.regimen) or rule_matches(guideline, wanted, blocked.what)


def _same_dose(
    guideline: ir.Guideline, dose: GivenDose | None, low: ir.Const | None, amount: ir.Const, of: str | None
) -> bool:
    if dose is None or dose.amount is None or (low is None) != (dose.low is None):
        return False
    if low is not None and dose.low is not None and not _equal(guideline, dose, dose.low, low, of):
        return False
    return _equal(guideline, dose, dose.amount, amount, of)


def _equal(guideline: ir.Guideline, dose: GivenDose, given: Number, expected: ir.Const, of: str | None) -> bool:
    """Whether a given amount is the expected one, counted in the given unit."""
    if dose.measure is None:
        return False
    wanted = expected.measure
    if wanted.of is None and of is not None and of in guideline.drugs and not guideline.drugs[of].is_class:
        wanted = replace(wanted, of=of)
    try:
        change = conversion(wanted, dose.measure, guideline.substances)
    except MeasureError:
        return False
    return compare(given, change(expected.value)) == 0


def _said(result: Result, kind: str) -> str:
    """What came out of a kind, or why nothing did."""
    texts = [advice.text for advice in result.advice if advice.kind == kind]
    if texts:
        return "; ".join(texts)
    if result.applies is not True:
        return "outside" if result.applies is False else "whether it applies is unknown"
    why = [f"fault: {fault.message}" for fault in result.faults]
    why += [f"blocked: {blocked.rule}" for blocked in result.blocked if kind == "give"]
    asked = ", ".join(ask.input for ask in result.asks)
    why += [f"asks {asked}"] if asked else []
    return f"no {kind.replace('_', ' ')}" + (f" ({'; '.join(dict.fromkeys(why))})" if why else "")


# --- values -----------------------------------------------------------------------------------------------------------


def _value(expected: ir.ExpectValue, values: Values) -> Verdict:
    value = reported(values, expected.name)
    return Verdict(_is_value(expected, value), _shown(value))


def _is_value(expected: ir.ExpectValue, value: Reported) -> bool:
    if expected.word is not None:
        if expected.word == "unknown" and not isinstance(value, str):
            return value is None
        return value == expected.word or (isinstance(value, bool) and expected.word == ("yes" if value else "no"))
    if expected.low is None or expected.high is None:
        return False
    match value:
        case None | bool() | str():
            return False
        case Range(low=low, high=high):
            return compare(low, expected.low.value) == 0 and compare(high, expected.high.value) == 0
        case Fraction() | Real():
            return compare(value, expected.low.value) == 0 and compare(value, expected.high.value) == 0
        case _:
            return False


def _shown(value: Reported) -> str:
    match value:
        case None:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case Fraction():
            return number_text(value)
        case Range(low=low, high=high):
            return f"{number_text(low)} to {number_text(high)}"
        case _:
            return str(reported_json(value))
