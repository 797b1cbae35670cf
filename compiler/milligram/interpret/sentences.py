"""Why a guideline said what it said: a run as sentences, in the author's words, with values, sources and lines.

Enters: a guideline and the result of a run. Leaves: what must be known first, then a sentence for each step of the run.

    Line 145: “Renal function”: creatinine clearance is 25 mL/min, so “20 to under 30 mL/min”.
    Line 150: advise against magnesium, because life-threatening hypermagnesaemia [strong; r3, r4].

A generated module says the same by the same rules (`milligram_targets.python.support.explaining`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import assert_never

from milligram.interpret.result import (
    Advice,
    Blocked,
    OneOf,
    Range,
    Reported,
    Result,
    Trace,
    Unstated,
    number_text,
)
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text, join, title_of, word_title
from milligram.quantity import Number, Unit, display, parse_unit

DAY = parse_unit("d")
APPLIES = {
    True: "which holds",
    False: "which does not hold",
    None: "which is unknown",
}
SHOWN_DIGITS = 6
"""Significant digits of a number whose decimal does not end."""

SMALLEST = Fraction(1, 10_000)
"""A smaller one is shown as it is, "1/30000", and so is one of more digits before the point."""


_VERBS = {
    "refer": "refer to {}",
    "suggest": "suggest {}",
    "order": "order {}",
    "unspecified": "the source says only “{}”",
}
"""What stands before the author's own words, by the kind of advice."""


def advice_sentence(advice: Advice) -> str:
    """A piece of advice that stands by itself, as the card words it: ``refer to nephrology``."""
    return advice.text if advice.what is not None else _VERBS.get(advice.kind, "{}").format(advice.text)


def cautions(guideline: ir.Guideline, review_overdue: bool | None) -> tuple[str, ...]:
    """What must be known before the advice is read: a draft, a review that is due, what was not proved."""
    found: list[str] = []
    if guideline.status == "retired":
        found.append("This guideline is retired: do not use it for care.")
    elif guideline.status == "draft":
        found.append("This guideline is a draft: do not use it for care.")
    if review_overdue:
        found.append(f"Its review was due on {guideline.review_by}: do not rely on it.")
    found += [f"The checks did not prove all of it; its author says: {_ended(why)}" for why in guideline.not_proved]
    return tuple(found)


def sentences(guideline: ir.Guideline, result: Result) -> tuple[str, ...]:
    """The whole run; each text ends with a full stop."""
    return tuple(_Telling(guideline, result).all())


class _Telling:
    """One result on its way into sentences; advice and blocks are taken up in the order of the run."""

    def __init__(self, guideline: ir.Guideline, result: Result) -> None:
        self.guideline, self.result = guideline, result
        self.blocked = list(result.blocked)

    def all(self) -> Iterator[str]:
        guideline, result = self.guideline, self.result
        version = f"version {result.version}, {result.status}" if result.version else result.status
        yield f"{guideline.title}, {version}."
        yield from result.cautions
        if guideline.applies is not None:
            words = condition_text(guideline.applies, guideline)
            yield f"Line {guideline.line(guideline.applies)}: it applies where {words}, {APPLIES[result.applies]}."
        for assumed in result.assumed:
            name, colon, rest = assumed.partition(":")
            yield f"Assumed, because the patient data does not say: {self.title(name)}{colon}{rest}."
        for fault in result.faults:
            yield f"Fault of the guideline: {_ended(fault.message)}"
        for step in result.trace:
            yield f"Line {step.line}: {_ended(self.step(step))}"

    def step(self, step: Trace) -> str:
        """One step, without its line."""
        match step.what:
            case "when":
                return self.when(step)
            case "decide":
                told = "it cannot be told" if step.outcome == "unknown" else f"“{step.outcome}”"
                return f"“{step.text}”: {self.so(step)}{told}"
            case "follow":
                return step.text
            case "end":
                return "the pathway ends" + (f", because {step.outcome}" if step.text != "end" else "")
            case "halted":
                return f"the pathway stops here{self.until(step.outcome)}"
            case "report":
                value = value_text(self.guideline, step.outcome, self.result.reports.get(step.outcome))
                return f"report {self.title(step.outcome)}: {value}"
            case "step":
                return f"{step.text}: {self.so(step)}{_moved(step.outcome)}"
            case "blocked":
                return f"{step.text} is kept back: {self.facts(step) or 'always'}{self.rule(step)}"
            case _:
                return self.so(step) + self.advice(step)

    def when(self, step: Trace) -> str:
        """A condition: ``neck spasm is yes``, or what is read and whether it holds."""
        label = step.text.removeprefix("when ")
        named = [self.title(name) for name, value in step.values.items() if value is None or isinstance(value, bool)]
        if named == [label] and len(step.values) == 1:
            return self.facts(step)
        answers = {"true": f"“{label}” holds", "false": f"“{label}” does not hold"}
        return self.so(step) + answers.get(step.outcome, f"whether “{label}” holds is unknown")

    def facts(self, step: Trace) -> str:
        """What was read, then what of it is unknown: ``age is 40 years and volume depleted is unknown``."""
        read = step.values.items()
        known = [
            f"{self.title(name)} is {value_text(self.guideline, name, value)}"
            for name, value in read
            if value is not None
        ]
        unknown = [self.title(name) for name, value in read if value is None]
        if unknown:
            known.append(f"{join(unknown, 'and')} {'is' if len(unknown) == 1 else 'are'} unknown")
        return join(known, "and")

    def so(self, step: Trace) -> str:
        return f"{self.facts(step)}, so " if step.values else ""

    def title(self, name: str) -> str:
        """The title of a name, or of a regimen's state."""
        regimen, _, which = name.rpartition(" ")
        return f"{title_of(self.guideline, regimen)} {which}" if regimen else title_of(self.guideline, name)

    def until(self, outcome: str) -> str:
        """What a pathway waits for, or the fault that stopped it."""
        names = outcome.removeprefix("unknown: ")
        if names == outcome:
            return f": {outcome}"
        return f", until {join((self.title(name) for name in names.split(', ')), 'and')} is known"

    def rule(self, step: Trace) -> str:
        """The rule that keeps a give back, with its line."""
        found = next((each for each in self.blocked if each.rule == step.outcome), None)
        if found is not None:
            self.blocked.remove(found)
        return f" (“{step.outcome}”{_at(found)})"

    def advice(self, step: Trace) -> str:
        """Advice with its reason and where it comes from."""
        found = next((each for each in self.result.advice if _is_said(each, step)), None)
        words = step.outcome if step.what == "give" else step.text
        if found is None:
            return words
        because = f", because {found.because}" if found.because else ""
        grade = found.grade
        if grade and "," in grade:
            grade += " certainty"
        origin = "; ".join(filter(None, (grade, ", ".join(found.sources))))
        return words.removesuffix("." if origin else "") + because + (f" [{origin}]" if origin else "")


def _at(blocked: Blocked | None) -> str:
    return "" if blocked is None else f", line {blocked.line}"


def _is_said(advice: Advice, step: Trace) -> bool:
    """Whether a step of the run said this advice: at its own line, or at another with the same words."""
    return advice.kind == step.what and advice.text in (step.outcome, step.text)


def _moved(outcome: str) -> str:
    """A move on a ladder: ``step 1 to step 2, overdue`` as what the patient does."""
    if outcome.startswith("step 0 to "):
        return "it starts at " + outcome.removeprefix("step 0 to ")
    return f"it moves from {outcome}" if " to " in outcome else f"it stays at {outcome}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


# --- values -----------------------------------------------------------------------------------------------------------


def value_text(guideline: ir.Guideline, name: str, value: Reported) -> str:
    """A value for people: ``25 mL/min``, ``yes``, ``loop and thiazide``, ``none``, ``2 to 3``, ``unknown``."""
    match value:
        case None:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case str():
            return word_title(guideline, name, value)
        case date():
            return value.isoformat()
        case frozenset():
            return join((word_title(guideline, name, word) for word in sorted(value)), "and") or "none"
        case Range(low=low, high=high):
            return f"{digits(low)} to {digits(high)}{unit_text(guideline, name)}"
        case OneOf(words=words):
            return join((word_title(guideline, name, word) for word in words), "or")
        case Unstated(text=text):
            return f"unspecified: {text}" if text else "unspecified"
        case _:
            return digits(value) + unit_text(guideline, name, value)


def digits(value: Number) -> str:
    """A number in digits; one whose decimal does not end is ``about`` so much."""
    text = number_text(value)
    if not isinstance(value, Fraction) or "/" not in text or not SMALLEST <= abs(value) < 10**SHOWN_DIGITS:
        return text
    near = f"{float(value):.{SHOWN_DIGITS}g}"
    return text if "e" in near else f"about {near}"


def unit_text(guideline: ir.Guideline, name: str, value: Number | None = None) -> str:
    """The unit of a name with a space before it; empty for a pure number."""
    shown = display(unit, _one(value)) if (unit := unit_of(guideline, name)) is not None else ""
    return f" {shown}" if shown else ""


def _one(value: Number | None) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def unit_of(guideline: ir.Guideline, name: str) -> Unit | None:
    """The unit in which a name counts, if it is a number with one."""
    regimen, _, which = name.rpartition(" ")
    if regimen:
        return DAY if which == "time" else None
    kind = type_of(guideline, name)
    if not isinstance(kind, ir.NumberType) or kind.measure.unit.is_number:
        return None
    return kind.measure.unit


def type_of(guideline: ir.Guideline, name: str) -> ir.Type | None:
    """The type of an input or a named value; None for a score, a condition, or a name of something else."""
    home = guideline.named_by_name.get(name)
    match home:
        case ir.DefinedNumber(value=value):
            return ir.NumberType(measure=value.measure)
        case ir.DefinedCases(type=declared):
            return declared
        case ir.Table(outputs=outputs):
            return dict(outputs).get(name)
        case ir.Score() | ir.DefinedCondition():
            return None
        case None:
            return guideline.inputs[name].type if name in guideline.inputs else None
        case _:
            assert_never(home)
