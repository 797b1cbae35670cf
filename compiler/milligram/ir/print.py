"""The IR in words, for advice, traces, flowcharts, cards and messages. Words, never signs: ``under``, not ``<``.

Enters: IR nodes. Leaves: one line of text each, in the author's numbers, units and labels.

    Band(subject=InputNumber("creatinine_clearance"), low=20, high=30 excluded)
        ->  "creatinine clearance 20 to under 30 mL/min"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import assert_never

from milligram.ir import nodes as ir


def title_of(guideline: ir.Guideline, name: str) -> str:
    """What people call a name: the label of its input, define, score, drug, regimen or monitor, else the name with
    spaces."""
    for home in (guideline.inputs, guideline.regimens, guideline.drugs, guideline.monitors):
        if name in home:
            return home[name].title
    named = guideline.named_by_name.get(name)
    if named is not None and not isinstance(named, ir.Table) and named.label:
        return named.label
    return name.replace("_", " ")


def word_title(guideline: ir.Guideline, subject: str, word: str) -> str:
    """What people call a word of an input (its label), or of a table's output."""
    declared = guideline.inputs.get(subject)
    for choice in declared.choices if declared else ():
        if choice.word == word and choice.label:
            return choice.label
    return word.replace("_", " ")


def join(items: Iterable[str], last: str) -> str:
    """``a, b or c``."""
    texts = list(items)
    if len(texts) < 2:
        return "".join(texts)
    return ", ".join(texts[:-1]) + f" {last} {texts[-1]}"


# --- numbers ----------------------------------------------------------------------------------------------------------


def const_text(const: ir.Const) -> str:
    """A literal as written, with its unit: ``0.70 mmol/L``."""
    return const.written if const.written_unit is None else f"{const.written} {const.written_unit}"


def number_text(number: ir.AnyNumber, guideline: ir.Guideline) -> str:
    """A number in words: names by their titles, literals as written, formulas as the author wrote them."""
    match number:
        case ir.Const():
            return const_text(number)
        case ir.InputNumber(name=name) | ir.NamedNumber(name=name) | ir.PointsOf(name=name):
            return title_of(guideline, name)
        case ir.StateNumber(regimen=regimen, which=which):
            return f"{title_of(guideline, regimen)} {which}"
        case ir.YearsSince(name=name):
            return f"years since {title_of(guideline, name)}"
        case ir.Scaled(operand=operand) if number.span == operand.span:
            return number_text(operand, guideline)
        case ir.Operation() | ir.Power() | ir.Function() | ir.Scaled() | ir.RoundTo():
            return source_words(number, guideline)
        case _:
            assert_never(number)


def source_words(node: ir.Node, guideline: ir.Guideline) -> str:
    """The author's own text at a node, on one line, without comments."""
    lines = guideline.source.slice(node.span).splitlines()
    return " ".join(" ".join(line.split("#", 1)[0].split()) for line in lines).strip()


def band_text(band: ir.Band, guideline: ir.Guideline) -> str:
    """A band without its subject: ``20 to under 30 mL/min``, ``at least 65 years``, ``3``."""
    low, high = band.low, band.high
    if low is None or high is None:
        if low is not None:
            return ("at least " if low.included else "over ") + number_text(low.value, guideline)
        if high is not None:
            return ("at most " if high.included else "under ") + number_text(high.value, guideline)
        return "any value"
    if low.value == high.value:
        return number_text(low.value, guideline)
    shares_unit = (
        isinstance(low.value, ir.Const)
        and isinstance(high.value, ir.Const)
        and low.value.written_unit in (None, high.value.written_unit)
    )
    first = low.value.written if shares_unit and isinstance(low.value, ir.Const) else number_text(low.value, guideline)
    return f"{'' if low.included else 'over '}{first} to {'' if high.included else 'under '}" + number_text(
        high.value, guideline
    )


# --- conditions -------------------------------------------------------------------------------------------------------


def condition_text(condition: ir.AnyCondition, guideline: ir.Guideline) -> str:
    """A condition in words, brackets only where they are needed."""
    return _condition(condition, guideline, 0)


_OR, _AND, _NOT = 1, 2, 3


def _condition(condition: ir.AnyCondition, guideline: ir.Guideline, within: int) -> str:
    match condition:
        case ir.Always(value=value):
            return "always" if value else "never"
        case ir.Flag(name=name) | ir.NamedCondition(name=name):
            return title_of(guideline, name)
        case ir.Band(subject=subject, low=low, high=high):
            exact = low is not None and high is not None and low.value == high.value
            text = band_text(condition, guideline)
            return f"{number_text(subject, guideline)} {'is ' if exact else ''}{text}"
        case ir.WordIs(subject=subject, words=words):
            titles = (word_title(guideline, subject.name, word) for word in words)
            return f"{title_of(guideline, subject.name)} is {join(titles, 'or')}"
        case ir.SetHas(name=name, words=words):
            titles = (word_title(guideline, name, word) for word in words)
            return f"{title_of(guideline, name)}: {join(titles, 'or')}"
        case ir.Known(of=name, known=known, state=state):
            subject_text = title_of(guideline, name) + (f" {state}" if state else "")
            return f"{subject_text} is {'known' if known else 'unknown'}"
        case ir.Not(operand=operand):
            return "not " + _condition(operand, guideline, _NOT)
        case ir.All(operands=operands):
            telling = tuple(one for one in operands if not (isinstance(one, ir.Always) and one.value))
            return _joined(telling, "and", _AND, guideline, within)
        case ir.Any(operands=operands):
            return _joined(operands, "or", _OR, guideline, within)
        case ir.AtLeast(count=count, operands=operands):
            inner = "; ".join(_condition(operand, guideline, 0) for operand in operands)
            return f"at least {count} of ({inner})"
        case _:
            assert_never(condition)


def _joined(operands: tuple[ir.AnyCondition, ...], word: str, level: int, guideline: ir.Guideline, within: int) -> str:
    if not operands:
        return "always" if level == _AND else "never"
    if len(operands) == 1:
        return _condition(operands[0], guideline, within)
    text = f" {word} ".join(_condition(operand, guideline, level) for operand in operands)
    return f"({text})" if within and within != level else text


def cell_text(cell: ir.AnyCondition, guideline: ir.Guideline) -> str:
    """A cell of a ``decide by`` or a table, its subject left out: ``20 to under 30 mL/min``, ``g1 or g2``, ``any``."""
    match cell:
        case ir.Band():
            return band_text(cell, guideline)
        case ir.WordIs(subject=subject, words=words):
            return join((word_title(guideline, subject.name, word) for word in words), "or")
        case ir.SetHas(name=name, words=words):
            return join((word_title(guideline, name, word) for word in words), "or")
        case ir.Any(operands=operands) if operands:
            return join((cell_text(operand, guideline) for operand in operands), "or")
        case ir.Always(value=True):
            return "any"
        case ir.Flag() | ir.NamedCondition():
            return "yes"
        case ir.Not(operand=ir.Flag() | ir.NamedCondition()):
            return "no"
        case _:
            return condition_text(cell, guideline)


def subject_text(subject: ir.Subject, guideline: ir.Guideline) -> str:
    """What a ``decide by`` or a table looks at."""
    match subject:
        case ir.InputWord(name=name) | ir.NamedWord(name=name) | ir.SetSubject(name=name):
            return title_of(guideline, name)
        case ir.Flag(name=name) | ir.NamedCondition(name=name):
            return title_of(guideline, name)
        case _:
            return number_text(subject, guideline)


def branch_text(branch: ir.Branch, guideline: ir.Guideline) -> str:
    """A branch's own label: its cells, its condition, ``unknown`` or ``otherwise``."""
    if branch.condition is None:
        return branch.kind
    if branch.cells:
        return "; ".join(cell_text(cell, guideline) for cell in branch.cells)
    return condition_text(branch.condition, guideline)


# --- doses and statements ---------------------------------------------------------------------------------------------


def amount_text(dose: ir.Dose, guideline: ir.Guideline) -> str:
    """How much, as written: ``400 to 500 mg``, ``150 mg/kg by weight``, ``mealtime``."""
    if isinstance(dose.amount, ir.Const):
        text = const_text(dose.amount)
        if isinstance(dose.low, ir.Const):
            text = f"{dose.low.written} to {text}"
        return text
    text = dose.basis or number_text(dose.amount, guideline)
    return f"{text} by {title_of(guideline, dose.by)}" if dose.by else text


def dose_text(dose: ir.Dose, guideline: ir.Guideline, amount: str | None = None, *, given: str | None = None) -> str:
    """A dose on one line; ``amount`` replaces the amount as written by one that was computed.

    With ``given``, the drug that is given, the line says that too: what is on the packet, and the stated equivalents of
    an amount that stands as written.

        12 mmol of magnesium at night  ->  12 mmol of magnesium as magnesium oxide (480 mg of magnesium oxide) at night
    """
    words = [amount or amount_text(dose, guideline)]
    if dose.of or given:
        words.append(f"of {title_of(guideline, dose.of or given or '')}")
    if given:
        if dose.of not in (None, given):
            words.append(f"as {title_of(guideline, given)}")
        if dose.also and isinstance(dose.amount, ir.Const):
            words.append(f"({', '.join(also_text(number, unit, guideline) for number, unit in dose.also)})")
    if dose.volume is not None:
        words.append(f"in {number_text(dose.volume, guideline)}")
    if dose.over is not None:
        words.append(f"over {const_text(dose.over)}")
    words.extend(schedule.text for schedule in dose.schedule)
    if dose.duration is not None:
        words.append(f"for {const_text(dose.duration)}")
    if dose.doses is not None:
        words.append(f"for {dose.doses} doses")
    # behind a comma: "10500 mg … over 60 min at most 16500 mg" would read as a range of doses
    limits = (*(dose.limits if amount is None else binding(dose)), *dose.most)
    rounded = f", rounded {dose.rounding}" if amount is None and dose.rounding else ""
    had = ", if not yet given" if dose.had else ""
    return "".join([" ".join(words), had, *(f", at most {const_text(limit)}" for limit in limits), rounded])


def binding(dose: ir.Dose) -> tuple[ir.Const, ...]:
    """The maxima that still bind once the amount is worked out: that of a single dose is in it, and behind "180 mg
    every 4 to 6 h" it would read as the most in all."""
    if isinstance(dose.amount, ir.Const):
        return dose.limits
    return tuple(limit for limit in dose.limits if limit.measure != dose.amount.measure)


def also_text(number: str, unit: str, guideline: ir.Guideline) -> str:
    """A stated equivalent as written, its substance by title: ``480 mg of magnesium oxide``."""
    return f"{number} {re.sub(r'(?<= of )[a-z][a-z0-9_]*', lambda found: title_of(guideline, found[0]), unit)}"


def statement_text(statement: ir.AnyStatement, guideline: ir.Guideline) -> str:
    """A statement on one line: ``advise against magnesium``, ``give Oral magnesium replacement``."""

    def title(name: str) -> str:
        return title_of(guideline, name)

    match statement:
        case ir.Give(dose=dose) if dose is not None:
            return f"give {dose_text(dose, guideline, given=statement.what)}"
        case ir.Give(what=what, unspecified_dose=words):
            return f"give {title(what)}" + (f", dose unspecified: “{words}”" if words else "")
        case ir.Stop(what=what):
            return f"stop {title(what)}"
        case ir.Hold(what=what, until=until):
            return f"hold {title(what)}" + (f" until {condition_text(until, guideline)}" if until else "")
        case ir.Advise(text=text) | ir.Note(text=text):
            return text
        case ir.AdviseAgainst(what=what):
            return f"advise against {title(what)}"
        case ir.Suggest(text=words, what=maybe):
            return "suggest " + (words or title(maybe or ""))
        case ir.Order(text=words, what=maybe):
            return "order " + (words or title(maybe or ""))
        case ir.Refer(to=to):
            return f"refer to {to}"
        case ir.Start(monitor=monitor):
            return f"start {title(monitor)}"
        case ir.Report(names=names):
            return "report " + join((title(name) for name in names), "and")
        case ir.Unspecified(text=text):
            return f"unspecified: “{text}”"
        case ir.Follow(part=part):
            return f"follow {guideline.parts[part].title if part in guideline.parts else title(part)}"
        case ir.Continue():
            return "continue"
        case ir.End(notes=notes):
            return "end" + (f": {notes.because}" if notes.because else "")
        case ir.When(condition=condition):
            return f"when {condition_text(condition, guideline)}"
        case ir.Decide(question=question, subjects=subjects):
            return question or "decide by " + ", ".join(subject_text(subject, guideline) for subject in subjects)
        case _:
            assert_never(statement)


# --- as it is printed for people --------------------------------------------------------------------------------------

UNIT_WORDS: Mapping[str, tuple[str, str]] = {
    "unit": ("unit", "units"),
    **dict.fromkeys(("d", "day", "days"), ("day", "days")),
    **dict.fromkeys(("wk", "week", "weeks"), ("week", "weeks")),
    **dict.fromkeys(("mo", "month", "months"), ("month", "months")),
    **dict.fromkeys(("a", "year", "years"), ("year", "years")),
    **dict.fromkeys(("hour", "hours"), ("hour", "hours")),
    **dict.fromkeys(("minute", "minutes"), ("minute", "minutes")),
}
"""Units that are words on paper: as a guideline may spell them, then of one, and of more."""


def _counted() -> Iterable[tuple[str, str]]:
    for spelt, (one, more) in UNIT_WORDS.items():
        # "2 a day" is no span of years
        end = r"(?![\w-]| [a-z])" if spelt == "a" else r"(?![\w-])"
        if spelt != one:
            yield rf"(^|[^\w.])(1) {spelt}{end}", rf"\1\2 {one}"
        if spelt != more:
            not_one = r"(^|[^\w.])(?!1 )" if spelt == one else r"(^|[^\w.])"
            yield rf"{not_one}(\d[\d.]*) {spelt}{end}", rf"\1\2 {more}"
    yield from ((rf"([a-z\]])/{spelt}\b", rf"\1/{UNIT_WORDS[spelt][0]}") for spelt in ("d", "wk", "mo"))


PRINTED: tuple[tuple[str, str], ...] = (
    (r"\bCel\b", "°C"),
    (r"\bm\^?2\b", "m²"),
    (r"\bm\^?3\b", "m³"),
    (r"\b(?:mc(?=mol\b|L\b)|u(?=mol\b|g\b|L\b))", "µ"),
    (r"(\d) /(?=min\b|h\b|d\b|s\b)", r"\1/"),
    *_counted(),
    (r"\b2 times daily\b", "twice daily"),
    (r"^unspecified: (?=“)", "the source says only "),
    (r", dose unspecified: (?=“)", "; the source gives no dose, only "),
)
"""What stands on paper and on a page for what a run says: patterns that Python and a browser read alike, each with what
takes the place of what it finds, in turn."""
_PRINTED = tuple((re.compile(pattern), replacement) for pattern, replacement in PRINTED)


def printed(text: str) -> str:
    """A sentence about numbers as it is printed: ``twice daily for 10 days``, ``38 °C``, ``1.73 m²``, ``30/min``."""
    for pattern, replacement in _PRINTED:
        text = pattern.sub(replacement, text)
    return text


def state_text(band: ir.Band, state: ir.StateNumber, guideline: ir.Guideline) -> str:
    """Where a patient stands on a regimen: ``on replacement`` for a step of at least 1, ``not on …`` for 0."""
    regimen, range_text = title_of(guideline, state.regimen), band_text(band, guideline)
    if state.which == "time":
        return f"{range_text} on the same step" + ("" if len(guideline.regimens) == 1 else f" of {regimen}")
    low, high = _end(band.low), _end(band.high)
    if low is not None and high is not None and low[0] == high[0]:
        return f"not on {regimen}" if low[0] == 0 else f"at step {range_text} of {regimen}"
    if band.high is None and low in ((Fraction(1), True), (Fraction(0), False)):
        return f"on {regimen}"
    if band.low is None and high in ((Fraction(1), False), (Fraction(0), True)):
        return f"not on {regimen}"
    return f"at step {range_text} of {regimen}"


def _end(bound: ir.Bound | None) -> tuple[Fraction, bool] | None:
    """The end of a band where it is a literal: its value, and whether it is within."""
    return (bound.value.value, bound.included) if bound is not None and isinstance(bound.value, ir.Const) else None
