"""A run as sentences: the author's words, with values, sources and lines.

What a step says is made once (`Phrase`); a patient's values are put into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import cast

from milligram.quantity.exact import Number

from milligram_targets.python.support.bound import GUIDELINE, INPUTS, TERMS
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.numbers import number_text
from milligram_targets.python.support.quantities import Range, Unstated
from milligram_targets.python.support.result import (
    Advice,
    Blocked,
    Result,
    Trace,
)
from milligram_targets.python.support.words import OneOf


def cautions_for(review_overdue: bool | None) -> tuple[str, ...]:
    """What must be known before the advice is read."""
    found: list[str] = []
    if GUIDELINE.status == "retired":
        found.append("This guideline is retired: do not use it for care.")
    elif GUIDELINE.status == "draft":
        found.append("This guideline is a draft: do not use it for care.")
    if review_overdue:
        due = GUIDELINE.review_by
        found.append(f"Its review was due on {due}: do not rely on it.")
    for why in GUIDELINE.not_proved:
        says = f"its author says: {ended(why)}"
        found.append(f"The checks did not prove all of it; {says}")
    return tuple(found)


def told(result: Result) -> tuple[str, ...]:
    """What stands before the run, then a sentence for each of its steps."""
    answered = result.answered
    said = answered.said
    if said is None:
        said = answered.said = Said(result)
    return said.sentences(result)


class Said:
    """What an answer says in sentences; a patient's values are put into them."""

    __slots__ = ("cautions", "opening", "parts")

    def __init__(self, result: Result) -> None:
        self.cautions: dict[bool | None, tuple[str, ...]] = {}
        self.opening = tuple(opening(result))
        self.parts: list[tuple[str | Phrase, dict[object, str]]] = []
        for each in phrases(result):
            fixed = not each.names and each.report is None
            self.parts.append((each.before + each.after if fixed else each, {}))

    def sentences(self, result: Result) -> tuple[str, ...]:
        """All sentences for a patient."""
        overdue = result.review_overdue
        cautions = self.cautions.get(overdue)
        if cautions is None:
            cautions = self.cautions[overdue] = cautions_for(overdue)
        answered = result.answered
        values = dict(zip(answered.names, answered.read(*result.given), strict=True))
        found = [self.opening[0], *cautions, *self.opening[1:]]
        for phrase, known in self.parts:
            if isinstance(phrase, str):
                found.append(phrase)
                continue
            read = tuple(map(values.get, phrase.names))
            said = known.get(read) if phrase.report is None else None
            if said is None:
                said = phrase.say(read, result.reports)
                if len(known) >= MOST_KNOWN:
                    known.clear()
                if phrase.report is None:
                    known[read] = said
            found.append(said)
        return tuple(found)


MOST_KNOWN = 1_000
"""So many sentences are kept of one step, by the values in them."""


def opening(result: Result) -> Iterator[str]:
    """Which guideline, whether it applies, what was assumed, what is at fault."""
    version = f"version {result.version}, " if result.version else ""
    yield f"{GUIDELINE.title}, {version}{result.status}."
    if GUIDELINE.applies_when is not None:
        words = f"Line {GUIDELINE.applies_line}: it applies where"
        yield f"{words} {GUIDELINE.applies_when}, {APPLIES[result.applies]}."
    for assumed in result.assumed:
        name, colon, rest = assumed.partition(":")
        said = f"{title_of(name)}{colon}{rest}"
        yield f"Assumed, because the patient data does not say: {said}."
    for fault in result.faults:
        yield f"Fault of the guideline: {ended(fault.message)}"


APPLIES = {
    True: "which holds",
    False: "which does not hold",
    None: "which is unknown",
}
"""Whether the guideline applies."""


class Phrase(Data, kw_only=False):
    """A step of a run without the patient's values.

    ``before``, then the values of ``names`` and ``so``, then ``after``; ``report`` is
    a name whose value ends the sentence.
    """

    before: str
    names: tuple[str, ...]
    so: str
    after: str
    report: str | None = None

    def say(self, values: Sequence[object], reports: Mapping[str, object]) -> str:
        """The sentence for a patient, with the values of ``names``."""
        if self.report is not None:
            value = value_text(self.report, reports.get(self.report))
            return f"{self.before}{value}{self.after}"
        if not self.names:
            return self.before + self.after
        return f"{self.before}{facts(self.names, values)}{self.so}{self.after}"


def facts(names: Sequence[str], values: Sequence[object]) -> str:
    """What was read, then what of it is unknown."""
    known: list[str] = []
    unknown: list[str] = []
    for name, value in zip(names, values, strict=True):
        if value is None:
            unknown.append(title_of(name))
        else:
            known.append(f"{title_of(name)} is {value_text(name, value)}")
    if unknown:
        verb = "is" if len(unknown) == 1 else "are"
        known.append(f"{listed(unknown, 'and')} {verb} unknown")
    return listed(known, "and")


def phrases(result: Result) -> Iterator[Phrase]:
    """What each step of a run says."""
    blocked = list(result.blocked)
    for step in result.trace:
        yield phrase(step, result.advice, blocked)


def phrase(step: Trace, advice: Iterable[Advice], blocked: list[Blocked]) -> Phrase:
    """What a step says; what it takes of ``blocked`` is taken out."""
    line, names = f"Line {step.line}: ", tuple(step.values)
    so = ", so " if names else ""
    if step.what == "when":
        return when(line, step)
    if step.what == "decide":
        unknown = step.outcome == "unknown"
        outcome = "it cannot be told" if unknown else f"“{step.outcome}”"
        return Phrase(f"{line}“{step.text}”: ", names, so, ended(outcome))
    if step.what == "step":
        return Phrase(f"{line}{step.text}: ", names, so, ended(climbed(step.outcome)))
    if step.what == "report":
        before = f"{line}report {title_of(step.outcome)}: "
        return Phrase(before, (), "", ".", report=step.outcome)
    if step.what == "blocked":
        found = next((each for each in blocked if each.rule == step.outcome), None)
        if found is not None:
            blocked.remove(found)
        at = "" if found is None else f", line {found.line}"
        always = "" if names else "always"
        before = f"{line}{step.text} is kept back: {always}"
        return Phrase(before, names, "", f" (“{step.outcome}”{at}).")
    if step.what == "follow":
        return Phrase(line, (), "", ended(step.text))
    if step.what == "end":
        why = f", because {step.outcome}" if step.text != "end" else ""
        return Phrase(line, (), "", ended(f"the pathway ends{why}"))
    if step.what == "halted":
        return Phrase(line, (), "", ended(f"the pathway stops here{until(step)}"))
    return Phrase(line, names, so, ended(advised(step, advice)))


def when(line: str, step: Trace) -> Phrase:
    """A condition: ``neck spasm is yes``, or what is read and whether it holds."""
    label = step.text.removeprefix("when ")
    names = tuple(step.values)
    named = [
        title_of(name)
        for name, value in step.values.items()
        if value is None or isinstance(value, bool)
    ]
    if named == [label] and len(names) == 1:
        return Phrase(line, names, "", ".")
    after = f"whether “{label}” holds is unknown."
    if step.outcome != "unknown":
        holds = "holds" if step.outcome == "true" else "does not hold"
        after = f"“{label}” {holds}."
    return Phrase(line, names, ", so " if names else "", after)


def until(step: Trace) -> str:
    """What a pathway waits for, or the fault that stopped it."""
    names = step.outcome.removeprefix("unknown: ")
    if names == step.outcome:
        return f": {names}"
    titles = [title_of(name) for name in names.split(", ")]
    return f", until {listed(titles, 'and')} is known"


def advised(step: Trace, advice: Iterable[Advice]) -> str:
    """Advice with its reason and where it comes from."""
    words = step.outcome if step.what == "give" else step.text
    said = (step.outcome, step.text)
    for each in advice:
        if each.kind == step.what and each.text in said:
            because = f", because {each.because}" if each.because else ""
            grade = each.grade
            if grade and "," in grade:
                grade += " certainty"
            origin = "; ".join(filter(None, (grade, ", ".join(each.sources))))
            words = words.removesuffix("." if origin else "")
            return words + because + (f" [{origin}]" if origin else "")
    return words


def climbed(outcome: str) -> str:
    """A move on a ladder: ``step 1 to step 2`` as what the patient does."""
    if outcome.startswith("step 0 to "):
        return "it starts at " + outcome.removeprefix("step 0 to ")
    if " to " in outcome:
        return f"it moves from {outcome}"
    return f"it stays at {outcome}"


def ended(text: str) -> str:
    """The text with a full stop, if it ends with none."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def listed(items: Iterable[str], last: str) -> str:
    """``a, b or c``."""
    texts = list(items)
    if len(texts) < 2:
        return "".join(texts)
    return ", ".join(texts[:-1]) + f" {last} {texts[-1]}"


# --- values ---


def title_of(name: str) -> str:
    """What people call an input, a value, a regimen, or a regimen's state."""
    term = TERMS.get(name)
    if term is not None:
        return term[0]
    regimen, _, which = name.rpartition(" ")
    return f"{title_of(regimen)} {which}" if regimen else name.replace("_", " ")


def value_text(name: str, value: object) -> str:
    """A value for people: ``25 mL/min``, ``yes``, ``none``, ``2 to 3``, ``unknown``."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return word_title(name, value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        words = cast("frozenset[str]", value)
        return (
            listed((word_title(name, word) for word in sorted(words)), "and") or "none"
        )
    if isinstance(value, Range):
        return f"{digits(value.low)} to {digits(value.high)}{unit_text(name)}"
    if isinstance(value, OneOf):
        return listed((word_title(name, word) for word in value.words), "or")
    if isinstance(value, Unstated):
        return f"unspecified: {value.text}" if value.text else "unspecified"
    text = digits(cast("Number | float", value))
    return text + unit_text(name, one=text in ("1", "-1"))


def word_title(name: str, word: str) -> str:
    """What people call a word of an input."""
    declared = INPUTS.get(name)
    label = None if declared is None else declared.choices.get(word)
    return label or word.replace("_", " ")


def unit_text(name: str, *, one: bool = False) -> str:
    """The unit of a name with a space before it; empty for a pure number."""
    if name.endswith(" time"):
        return " day" if one else " days"
    term = TERMS.get(name, ("", "", ""))
    unit = term[2] if one else term[1]
    return f" {unit}" if unit else ""


SHOWN_DIGITS = 6
"""Significant digits of a number whose decimal does not end."""


def digits(value: Number | float) -> str:
    """A number in digits; one whose decimal does not end is ``about`` so much."""
    if isinstance(value, int | float):
        plain = repr(value).removesuffix(".0")
        return number_text(Fraction(plain)) if "e" in plain else plain
    text = number_text(value)
    if "/" not in text:
        return text
    exact = Fraction(text)
    if not Fraction(1, 10_000) <= abs(exact) < 10**SHOWN_DIGITS:
        return text
    near = f"{float(exact):.{SHOWN_DIGITS}g}"
    return text if "e" in near else f"about {near}"
