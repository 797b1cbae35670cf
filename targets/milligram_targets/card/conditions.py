"""Numbers and conditions of a guideline in the words of a card.

Enters: IR nodes. Leaves: one line of text each, in the author's numbers and labels and the card's own words: stated
equivalents stand beside their limit, a regimen's step reads as a state of the patient, and what `not` reaches is plain.

    Band(serum_urea over 7 mmol/L, also 19.6 mg/dL)      ->  "serum urea over 7 mmol/L (over 19.6 mg/dL of nitrogen)"
    Not(staggered "staggered or uncertain time")          ->  "not “staggered or uncertain time”"
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir import print as printed
from milligram.ir.equivalents import Limit, comparison, in_unit

from milligram_targets.card.phrases import Phrases

_OR, _AND, _NOT = 1, 2, 3
_SQUARE = re.compile(r"\bm\^?2\b")
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_TWOFOLD = re.compile(r"[,;]|\b(?:and|or|nor|not|no|but|without|unless|except|und|oder|nicht|kein\w*)\b", re.IGNORECASE)
"""What makes a label of several: beside another condition, or under a `not`, it must be told where it ends."""
_QUOTED = re.compile(r"“[^”]*”|\([^()]*\)")
_LONG_LABEL = 4
"""Words of a label from which a `not` before it must tell where it ends."""


_BRACKETED = {"+": {"*", "/", "->"}, "-": {"*", "/", "->"}, "*": {"/>"}, "/": {"*", "/"}}
"""Beside which operation the result of another stands in brackets; ``>``: behind it."""
_MANY = 3
"""Conditions up to which an "or" is read in a sentence; more are a list."""


class Conditions:
    """The numbers and conditions of one guideline, in one language."""

    def __init__(self, guideline: ir.Guideline, phrases: Phrases) -> None:
        self.guideline = guideline
        self.say = phrases
        self._small = frozenset(re.findall(r"(?<![a-zA-Z])[a-z]+(?![a-zA-Z])", guideline.source.text))

    def title(self, name: str) -> str:
        """What people call a name."""
        return printed.title_of(self.guideline, name)

    def inline(self, name: str) -> str:
        """A title within a sentence: its first letter is small where the guideline writes that word small itself."""
        title = self.title(name)
        first = title.split(" ", 1)[0]
        if first[:1].isupper() and first[1:].islower() and first.lower() in self._small:
            return title[:1].lower() + title[1:]
        return title

    def _is_name(self, word: str) -> bool:
        home = self.guideline
        return word in home.inputs or word in home.named_by_name or word in home.drugs

    def named(self, names: Iterable[str], last: str = "or") -> str:
        """Inputs and states of regimens (``ladder step``) as people call them; a title of several words that hold an
        "or" themselves is quoted."""
        titles = []
        for name in names:
            of, _, state = name.partition(" ")
            title = self.say(f"state_{state}", self.title(of)) if state else self.inline(of)
            titles.append(f"“{title}”" if _TWOFOLD.search(title) else title)
        return self.say.join(titles, last)

    # --- numbers ------------------------------------------------------------------------------------------------------

    def quantity(self, number: str, unit: str | None) -> str:
        """A number with its unit, as the ward writes it: ``0.70 mmol/L``, ``38 °C``, ``4 units``, ``30/min``."""
        if not unit:
            return number
        return f"{number}{'' if unit.startswith('/') else ' '}{self.unit(unit, number)}"

    def unit(self, spelt: str, number: str = "") -> str:
        """A unit with the substance that it counts: ``mg of magnesium oxide per day``."""
        head, per, rest = spelt.partition(" per ")
        unit, of, name = head.partition(" of ")
        text = self.say.unit(unit, number)
        text = self.say("of", text, self.title(name)) if of else text
        return self.say("per", text, self.unit(rest, "1")) if per else text

    def const(self, const: ir.Const) -> str:
        """A literal as written: ``0.70 mmol/L``."""
        return self.quantity(const.written, const.written_unit)

    def limit(self, const: ir.Const) -> str:
        """A literal with its substance: ``1500 mg of magnesium oxide per day``."""
        if const.measure.of is None or const.written_unit is None or " of " in const.written_unit:
            return self.const(const)
        unit, per, rest = const.written_unit.partition(" per ")
        return self.quantity(const.written, f"{unit} of {const.measure.of}{per}{rest}")

    def number(self, number: ir.AnyNumber) -> str:
        """A number in words; a formula as its author wrote it, with names as people call them."""
        match number:
            case ir.Const():
                return self.const(number)
            case ir.InputNumber(name=name) | ir.NamedNumber(name=name) | ir.PointsOf(name=name):
                return self.title(name)
            case ir.StateNumber(regimen=regimen, which=which):
                return self.say(f"state_{which}", self.title(regimen))
            case ir.YearsSince(name=name):
                return self.say("years_since", self.title(name))
            case ir.Scaled(operand=operand) if number.span == operand.span:
                return self.number(operand)
            case ir.Scaled(operand=operand) | ir.RoundTo(operand=operand):
                return self._formula(self._bracketed(operand, self._words(number), self._words(operand)))
            case ir.Operation() | ir.Power() | ir.Function():
                return self._formula(self._bracketed(number, self._words(number), self._words(number)))
            case _:
                assert_never(number)

    def _words(self, number: ir.AnyNumber) -> str:
        return printed.source_words(number, self.guideline)

    def _bracketed(self, number: ir.AnyNumber, whole: str, words: str) -> str:
        """The author's text of a formula (``whole`` starts with its ``words``), with brackets where a reader could take
        less or more as divided: ``a / b × c`` is ``(a / b) × c``, and a unit with a stroke ends in one."""
        return self._operated(number, "") + whole.removeprefix(words) if whole.startswith(words) else whole

    def _operated(self, number: ir.AnyNumber, beside: str) -> str:
        """One operand of ``beside``, in brackets where it needs them."""
        match number:
            case ir.Scaled(operand=operand) if number.span == operand.span:
                return self._operated(operand, beside)
            case ir.Operation(op=op, left=left, right=right):
                other = f"{op}{'>' if op in '/-' else ''}"
                text = f"{self._operated(left, op)} {op} {self._operated(right, other)}"
                return f"({text})" if _BRACKETED[op] & {beside[:1], beside} else text
            case _:
                text = self._words(number)
                stroke = isinstance(number, ir.Scaled) and "/" in text
                return f"({text})" if beside and stroke else text

    def _formula(self, text: str) -> str:
        """The author's text; a name of several words is quoted, so that its words are no part of the formula."""

        def word(found: re.Match[str]) -> str:
            if not self._is_name(found[0]):
                return self.say.formula(found[0])
            title = self.title(found[0])
            return f"“{title}”" if _TWOFOLD.search(title) else title

        spelt = _NAME.sub(word, _SQUARE.sub("m²", text))
        return spelt.replace(" ,", ",").replace(" * ", " × ").replace(" - ", " − ")

    def band(self, band: ir.Band) -> str:
        """A band without its subject: ``20 to under 30 mL/min``, with what else its limits are stated to be."""
        low, high = band.low, band.high
        if low is not None and high is not None and low.value != high.value:
            lower, upper = self.number(low.value), self.number(high.value)
            if isinstance(low.value, ir.Const) and isinstance(high.value, ir.Const):
                lower = low.value.written if low.value.written_unit in (None, high.value.written_unit) else lower
            key = ("" if low.included else "over_") + "to" + ("" if high.included else "_under")
            text = self.say(key, lower, upper)
        elif low is not None and high is not None:
            text = self.number(low.value)
        elif low is not None:
            text = self.say("at_least" if low.included else "over", self.number(low.value))
        elif high is not None:
            text = self.say("at_most" if high.included else "under", self.number(high.value))
        else:
            text = self.say("any_value")
        also = self._also(low, high)
        return f"{text} ({', '.join(also)})" if also else text

    def _also(self, low: ir.Bound | None, high: ir.Bound | None) -> list[str]:
        """The band in each other unit; as a band where both limits are stated in it, else limit by limit."""
        lower, upper = self.limits_of(low, False), self.limits_of(high, True)
        if [unit for unit, _ in lower] != [unit for unit, _ in upper]:
            return [self.say(limit.sign, self.quantity(limit.number, unit)) for unit, limit in (*lower, *upper)]
        found = []
        for (unit, first), (_, last) in zip(lower, upper, strict=True):
            key = ("over_" if first.sign == "over" else "") + "to" + ("_under" if last.sign == "under" else "")
            found.append(self.say(key, first.number, self.quantity(last.number, unit)))
        return found

    def limits_of(self, bound: ir.Bound | None, upper: bool) -> list[tuple[str, Limit]]:
        """A bound in each unit in which its author states it too, so that it decides as the bound itself."""
        if bound is None or not isinstance(bound.value, ir.Const):
            return []
        found = []
        for stated, unit in bound.value.also:
            exact = in_unit(bound.value, unit, self.guideline)
            if exact is not None:
                found.append((unit, comparison(exact, stated, upper=upper, included=bound.included)))
        return found

    # --- conditions ---------------------------------------------------------------------------------------------------

    def conditions(self, condition: ir.AnyCondition) -> tuple[str, ...]:
        """The conditions that all must hold, apart."""
        if isinstance(condition, ir.All) and minded(condition) is None:
            return tuple(self.condition(operand, _AND) for operand in condition.operands)
        return (self.condition(condition, _AND),)

    def all_of(self, conditions: Iterable[str]) -> str:
        """Conditions that all must hold, in words; one that says "or" stands in brackets."""
        texts = list(conditions)
        if len(texts) > 1:
            joint = f" {self.say('or')} "
            texts = [f"({one})" if joint in _QUOTED.sub("", one) and one[:1] != "(" else one for one in texts]
        return f" {self.say('and')} ".join(texts)

    def beside(self, condition: ir.AnyCondition, word: str) -> str:
        """A condition as one of several that an "and" or an "or" joins."""
        return self.condition(condition, {"and": _AND, "or": _OR}[word])

    def condition(self, condition: ir.AnyCondition, within: int = 0) -> str:
        """A condition in words, brackets and quotes only where they are needed."""
        match condition:
            case ir.Band():
                return self._compared(condition, within)
            case ir.Not(operand=operand):
                return self._negated(operand, within)
            case ir.All(operands=operands):
                if (told := minded(condition)) is not None:
                    return self.condition(told[0], within)
                telling = tuple(one for one in operands if not (isinstance(one, ir.Always) and one.value))
                return self._joined(telling, "and", _AND, within)
            case ir.Any(operands=operands):
                return self._joined(operands, "or", _OR, within)
            case ir.AtLeast(count=count, operands=operands):
                return self.say("at_least_of", str(count), "; ".join(self.condition(one) for one in operands))
            case ir.Flag(name=name) | ir.NamedCondition(name=name):
                label = self.inline(name)
                return f"“{label}”" if within and _TWOFOLD.search(label) else label
            case ir.Always(value=value):
                return self.say("always" if value else "in_no_case")
            case ir.WordIs(subject=subject, words=known):
                return self.say("is", self.title(subject.name), self.words(subject.name, known, "or"))
            case ir.SetHas(name=name, words=known):
                return self._has(name, known, within)
            case ir.Known(of=name, known=is_known, state=state):
                what = self.say(f"state_{state}", self.title(name)) if state else self.title(name)
                return self.say("known" if is_known else "unknown_value", what)
            case _:
                assert_never(condition)

    def _has(self, name: str, known: tuple[str, ...], within: int) -> str:
        """What a set holds; beside another condition, words that hold commas themselves stand in brackets."""
        titles = [printed.word_title(self.guideline, name, word) for word in known]
        if within and any(_TWOFOLD.search(title) for title in titles):
            return f"{self.title(name)} ({'; '.join(titles)})"
        return self.say("has", self.title(name), self.say.join(titles, "or"))

    def words(self, subject: str, known: Iterable[str], last: str) -> str:
        """Some words of an input or an output, as people call them."""
        return self.say.join([printed.word_title(self.guideline, subject, word) for word in known], last)

    def _negated(self, operand: ir.AnyCondition, within: int) -> str:
        """What is not so, in a form that tells how far the `not` reaches."""
        match operand:
            case ir.Not(operand=inner):
                return self.condition(inner, within)
            case ir.Flag(name=name) | ir.NamedCondition(name=name):
                label = self.inline(name)
                first, _, rest = label.partition(" ")
                if (negation := self.say.negation(first)) is not None:
                    return f"{negation} {rest}".strip()
                clumsy = _TWOFOLD.search(label) or len(label.split()) >= _LONG_LABEL
                return self.say("not", f"“{label}”" if clumsy else label)
            case ir.Known(of=name, known=is_known, state=state):
                return self.condition(ir.Known(of=name, known=not is_known, state=state), within)
            case ir.WordIs(subject=subject, words=known):
                return self.say("is_not", self.title(subject.name), self.words(subject.name, known, "or"))
            case ir.SetHas(name=name, words=known):
                return self.say("has_no", self.title(name), self.words(name, known, "or"))
            case ir.Band(low=None, high=ir.Bound(value=value, included=included)) if not _is_state(operand):
                low = ir.Bound(value=value, included=not included)
                return self._compared(ir.Band(subject=operand.subject, low=low), within)
            case ir.Band(low=ir.Bound(value=value, included=included), high=None) if not _is_state(operand):
                high = ir.Bound(value=value, included=not included)
                return self._compared(ir.Band(subject=operand.subject, high=high), within)
            case _:
                return self.say("not", self.condition(operand, _NOT))

    def _compared(self, band: ir.Band, within: int) -> str:
        low, high = band.low, band.high
        exact = low is not None and high is not None and low.value == high.value
        if isinstance(band.subject, ir.StateNumber):
            return self._state(band, band.subject)
        subject = self.number(band.subject)
        named = isinstance(band.subject, (ir.InputNumber, ir.NamedNumber))
        subject = f"“{subject}”" if within and named and _TWOFOLD.search(subject) else subject
        return self.say("is", subject, self.band(band)) if exact else f"{subject} {self.band(band)}"

    def _state(self, band: ir.Band, state: ir.StateNumber) -> str:
        """Where a patient stands on a ladder; steps 0 and 1 are whether the patient is on it at all."""
        regimen = self.inline(state.regimen)
        if state.which == "time":
            one = len(self.guideline.regimens) == 1
            return self.say("same_step", self.band(band)) if one else self.say("same_step_of", self.band(band), regimen)
        low, high = _end(band.low), _end(band.high)
        if low is not None and high is not None and low[0] == high[0]:
            return self.say("not_on", regimen) if low[0] == 0 else self.say("at_step", self.band(band), regimen)
        if band.high is None and low in ((Fraction(1), True), (Fraction(0), False)):
            return self.say("on", regimen)
        if band.low is None and high in ((Fraction(1), False), (Fraction(0), True)):
            return self.say("not_on", regimen)
        return self.say("at_step", self.band(band), regimen)

    def _joined(self, operands: tuple[ir.AnyCondition, ...], word: str, level: int, within: int) -> str:
        if not operands:
            return self.say("always" if level == _AND else "in_no_case")
        if len(operands) == 1:
            return self.condition(operands[0], within)
        texts = [self.condition(operand, level) for operand in operands]
        if level == _OR and not within and len(texts) > _MANY:
            return self.say("any_of_these", "; ".join(texts))
        joints = (f" {self.say('and')} ", f" {self.say('or')} ")
        plain = len(texts) > 2 and not any(joint in text for text in texts for joint in joints)
        text = self.say.join(texts, word) if plain else f" {self.say(word)} ".join(texts)
        return f"({text})" if within and within != level else text

    def cell(self, cell: ir.AnyCondition) -> str:
        """A cell of a decision or a table, its subject left out."""
        match cell:
            case ir.Band(subject=ir.StateNumber()):
                return self.condition(cell)
            case ir.Band():
                return self.band(cell)
            case ir.Any(operands=operands) if operands:
                return self.say.join([self.cell(operand) for operand in operands], "or")
            case ir.WordIs(subject=subject, words=known):
                return self.words(subject.name, known, "or")
            case ir.SetHas(name=name, words=known):
                return self.words(name, known, "or")
            case ir.Always(value=True):
                return self.say("any")
            case ir.Flag() | ir.NamedCondition():
                return self.say("yes")
            case ir.Not(operand=ir.Flag() | ir.NamedCondition()):
                return self.say("no")
            case _:
                return self.condition(cell)

    def branch(self, branch: ir.Branch) -> str:
        """A branch's own label: its cells, its condition, ``unknown`` or ``otherwise``."""
        if branch.condition is None:
            return self.say(branch.kind)
        if branch.cells:
            return "; ".join(self.cell(cell) for cell in branch.cells)
        return self.condition(branch.condition)

    def answer(self, condition: ir.AnyCondition) -> str:
        """A condition that stands alone. What it denies is denied in one phrase, without a colon of its own, and tells
        how far that reaches: ``no cough``, ``not volume depleted``, ``not “awake and able to swallow”``."""
        match condition:
            case ir.Not(operand=ir.Flag(name=name) | ir.NamedCondition(name=name)):
                label = self.inline(name)
                negated = self.say.negation(label.partition(" ")[0]) is not None
                if not negated and not _TWOFOLD.search(label) and self.say.names_a_thing(label):
                    return self.say("no_thing", label)
            case _:
                pass
        return self.condition(condition)

    def answered(self, branch: ir.Branch) -> str:
        """A branch's label on a row of its own."""
        alone = branch.condition is not None and not branch.cells
        return self.answer(branch.condition) if alone and branch.condition is not None else self.branch(branch)

    def subject(self, subject: ir.Subject) -> str:
        """What a decision or a table looks at."""
        match subject:
            case ir.InputWord(name=name) | ir.NamedWord(name=name) | ir.SetSubject(name=name):
                return self.title(name)
            case ir.Flag(name=name) | ir.NamedCondition(name=name):
                return self.title(name)
            case _:
                return self.number(subject)

    def subjects(self, subjects: Iterable[ir.Subject]) -> str:
        """Everything that a decision looks at."""
        return ", ".join(self.subject(subject) for subject in subjects)


def minded(condition: ir.AnyCondition) -> tuple[ir.Flag, tuple[ir.AnyCondition, ...]] | None:
    """Of ``X and (X is known or Y)``: X, and what makes an unknown X matter (Y). Who is known as X is in it anyway."""
    if not isinstance(condition, ir.All):
        return None
    flags = [one for one in condition.operands if isinstance(one, ir.Flag)]
    others = [one for one in condition.operands if not isinstance(one, ir.Flag)]
    if len(flags) != 1 or len(others) != 1 or not isinstance(others[0], ir.Any):
        return None
    known = [one for one in others[0].operands if isinstance(one, ir.Known) and one.known and one.of == flags[0].name]
    return (flags[0], tuple(one for one in others[0].operands if one not in known)) if known else None


def _is_state(band: ir.AnyCondition) -> bool:
    return isinstance(band, ir.Band) and isinstance(band.subject, ir.StateNumber)


def _end(bound: ir.Bound | None) -> tuple[Fraction, bool] | None:
    """The end of a band where it is a literal: its value, and whether it is within."""
    return (bound.value.value, bound.included) if bound is not None and isinstance(bound.value, ir.Const) else None
