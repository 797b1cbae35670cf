"""The IR in the card's words: conditions, sentences and references.

Enters: IR nodes. Leaves: short texts in the author's numbers and labels. They differ from `milligram.ir.print` where a
card needs it: stated equivalents stand beside their limit, a regimen's step reads as a state of the patient, and a
statement is a sentence with its grade, its reason and its sources.

    Band(serum_urea over 7 mmol/L, also 19.6 mg/dL)  ->  "serum urea over 7 mmol/L (over 19.6 mg/dL of nitrogen)"
    Band(replacement step is 0)                      ->  "not on Oral magnesium replacement"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir import print as words

from milligram_targets.card.equivalents import comparison, in_unit
from milligram_targets.card.model import UNCITED, Said

_OR, _AND, _NOT = 1, 2, 3
_SQUARE = re.compile(r"\bm\^?2\b")
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


def capital(text: str) -> str:
    """The text with its first letter large, where its first word is a plain word: units and names keep their case."""
    first = text.split(" ", 1)[0].rstrip(",:;").replace("-", "")
    return text[:1].upper() + text[1:] if first.islower() and first.isalpha() else text


def uncapital(text: str) -> str:
    """The reverse of `capital`, for a sentence that follows its lead."""
    first = text.split(" ", 1)[0].rstrip(",:;").replace("-", "")
    return text[:1].lower() + text[1:] if first[1:].islower() and first.isalpha() else text


def sentence(text: str) -> str:
    """The text with a large letter and a full stop."""
    return stopped(capital(text))


def stopped(text: str) -> str:
    """The text with a full stop."""
    return text if text.endswith((".", "!", "?", ".”")) else f"{text}."


def cited_once(items: Sequence[Said]) -> tuple[Said, ...]:
    """The items of one line; references that all of them share stand on the last."""
    if len({item.refs for item in items}) == 1:
        items = [*(replace(item, refs=()) for item in items[:-1]), items[-1]]
    return tuple(items)


class Wording:
    """The words of one guideline."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self._small = frozenset(re.findall(r"(?<![a-zA-Z])[a-z]+(?![a-zA-Z])", guideline.source.text))
        self._order = {name: number for number, name in enumerate(guideline.sources, 1)}

    def refs(self, *notes: ir.Notes) -> tuple[int, ...]:
        """The numbers of the sources, as the guideline orders them; 0 where the author says why none is cited."""
        cited = {self._order[name] for one in notes for name in one.sources if name in self._order}
        return tuple(sorted(cited)) or ((UNCITED,) if any(one.uncited for one in notes) else ())

    def title(self, name: str) -> str:
        """What people call a name."""
        return words.title_of(self.guideline, name)

    def inline(self, name: str) -> str:
        """A title within a sentence: its first letter is small where the guideline writes that word small itself."""
        title = self.title(name)
        first = title.split(" ", 1)[0]
        if first[:1].isupper() and first[1:].islower() and first.lower() in self._small:
            return title[:1].lower() + title[1:]
        return title

    def titles(self, text: str) -> str:
        """A piece of the source in which names stand as people call them: ``mg of magnesium oxide``."""

        def name(found: re.Match[str]) -> str:
            known = found[0] in self.guideline.inputs or found[0] in self.guideline.named_by_name
            return self.title(found[0]) if known or found[0] in self.guideline.drugs else found[0]

        return _NAME.sub(name, text)

    # --- numbers ------------------------------------------------------------------------------------------------------

    def const(self, const: ir.Const) -> str:
        """A literal as written: ``0.70 mmol/L``."""
        return _raised(self.titles(words.const_text(const)))

    def limit(self, const: ir.Const) -> str:
        """A literal with its substance: ``1500 mg of magnesium oxide per day``."""
        if const.measure.of is None or const.written_unit is None or " of " in const.written_unit:
            return self.const(const)
        unit, per, rest = const.written_unit.partition(" per ")
        return f"{const.written} {unit} of {self.title(const.measure.of)}{per}{rest}"

    def number(self, number: ir.AnyNumber) -> str:
        """A number in words; a formula as its author wrote it, with names as people call them."""
        match number:
            case ir.Const():
                return self.const(number)
            case ir.Scaled(operand=operand) if number.span == operand.span:
                return self.number(operand)
            case ir.Operation() | ir.Power() | ir.Function() | ir.Scaled() | ir.RoundTo():
                return (
                    self.titles(words.source_words(number, self.guideline)).replace(" * ", " × ").replace(" - ", " − ")
                )
            case _:
                return words.number_text(number, self.guideline)

    def band(self, band: ir.Band) -> str:
        """A band without its subject: ``20 to under 30 mL/min``, with what else its limits are stated to be."""
        low, high = band.low, band.high
        if low is not None and high is not None and low.value != high.value:
            upper = self.number(high.value)
            lower = self.number(low.value)
            if (
                isinstance(low.value, ir.Const)
                and isinstance(high.value, ir.Const)
                and low.value.written_unit in (None, high.value.written_unit)
            ):
                lower = low.value.written
            text = f"{'' if low.included else 'over '}{lower} to {'' if high.included else 'under '}{upper}"
        elif low is not None and high is not None:
            text = self.number(low.value)
        elif low is not None:
            text = ("at least " if low.included else "over ") + self.number(low.value)
        elif high is not None:
            text = ("at most " if high.included else "under ") + self.number(high.value)
        else:
            text = "any value"
        also = [*self._also(low, False), *self._also(high, True)]
        return f"{text} ({', '.join(also)})" if also else text

    def _also(self, bound: ir.Bound | None, upper: bool) -> list[str]:
        if bound is None or not isinstance(bound.value, ir.Const):
            return []
        said = []
        for stated, unit in bound.value.also:
            limit = in_unit(bound.value, unit, self.guideline)
            if limit is not None:
                text = comparison(limit, stated, upper=upper, included=bound.included)
                said.append(f"{text} {self.titles(unit)}")
        return said

    # --- conditions ---------------------------------------------------------------------------------------------------

    def conditions(self, condition: ir.AnyCondition) -> tuple[str, ...]:
        """The conditions that all must hold, apart."""
        if isinstance(condition, ir.All):
            return tuple(self.condition(operand, _AND) for operand in condition.operands)
        return (self.condition(condition, _AND),)

    def condition(self, condition: ir.AnyCondition, within: int = 0) -> str:
        """A condition in words, brackets only where they are needed."""
        match condition:
            case ir.Band():
                return self._compared(condition)
            case ir.Not(operand=ir.Not(operand=operand)):
                return self.condition(operand, within)
            case ir.Not(operand=operand):
                return "not " + self.condition(operand, _NOT)
            case ir.All(operands=operands):
                return self._joined(operands, "and", _AND, within)
            case ir.Any(operands=operands):
                return self._joined(operands, "or", _OR, within)
            case ir.AtLeast(count=count, operands=operands):
                return f"at least {count} of ({'; '.join(self.condition(operand) for operand in operands)})"
            case ir.Flag(name=name) | ir.NamedCondition(name=name):
                return self.inline(name)
            case ir.Always() | ir.WordIs() | ir.SetHas() | ir.Known():
                return words.condition_text(condition, self.guideline)
            case _:
                assert_never(condition)

    def _compared(self, band: ir.Band) -> str:
        low, high = band.low, band.high
        exact = low is not None and high is not None and low.value == high.value
        if isinstance(band.subject, ir.StateNumber):
            return self._state(band, band.subject)
        return f"{self.number(band.subject)} {'is ' if exact else ''}{self.band(band)}"

    def _state(self, band: ir.Band, state: ir.StateNumber) -> str:
        """Where a patient stands on a ladder; steps 0 and 1 are whether the patient is on it at all."""
        regimen = self.inline(state.regimen)
        if state.which == "time":
            of = f" of {regimen}" if len(self.guideline.regimens) > 1 else ""
            return f"{self.band(band)} on the same step{of}"
        low, high = _end(band.low), _end(band.high)
        if low is not None and high is not None and low[0] == high[0]:
            return f"not on {regimen}" if low[0] == 0 else f"at step {self.band(band)} of {regimen}"
        if band.high is None and low in ((Fraction(1), True), (Fraction(0), False)):
            return f"on {regimen}"
        return f"at step {self.band(band)} of {regimen}"

    def _joined(self, operands: tuple[ir.AnyCondition, ...], word: str, level: int, within: int) -> str:
        if not operands:
            return "always" if level == _AND else "never"
        if len(operands) == 1:
            return self.condition(operands[0], within)
        texts = [self.condition(operand, level) for operand in operands]
        plain = len(texts) > 2 and not any(f" {other} " in text for text in texts for other in ("and", "or"))
        text = words.join(texts, word) if plain else f" {word} ".join(texts)
        return f"({text})" if within and within != level else text

    def cell(self, cell: ir.AnyCondition) -> str:
        """A cell of a decision or a table, its subject left out."""
        match cell:
            case ir.Band(subject=ir.StateNumber()):
                return self.condition(cell)
            case ir.Band():
                return self.band(cell)
            case ir.Any(operands=operands) if operands:
                return words.join((self.cell(operand) for operand in operands), "or")
            case _:
                return words.cell_text(cell, self.guideline)

    def branch(self, branch: ir.Branch) -> str:
        """A branch's own label: its cells, its condition, ``unknown`` or ``otherwise``."""
        if branch.condition is None:
            return branch.kind
        if branch.cells:
            return "; ".join(self.cell(cell) for cell in branch.cells)
        return self.condition(branch.condition)

    def subject(self, subject: ir.Subject) -> str:
        """What a decision or a table looks at."""
        return words.subject_text(subject, self.guideline)

    def subjects(self, subjects: Iterable[ir.Subject]) -> str:
        """Everything that a decision looks at."""
        return ", ".join(self.subject(subject) for subject in subjects)

    # --- statements ---------------------------------------------------------------------------------------------------

    def dose(self, dose: ir.Dose) -> str:
        """A dose on one line."""
        text = _raised(self.titles(words.dose_text(dose, self.guideline)))
        return f"{text}, rounded {dose.rounding}" if dose.rounding else text

    def core(self, statement: ir.AnyStatement) -> str:
        """A statement without its notes."""
        match statement:
            case ir.Give(dose=dose) if dose is not None:
                of = "" if dose.of else f" of {self.title(statement.what)}"
                return f"give {self.dose(dose)}{of}"
            case ir.Give(what=what, unspecified_dose=unclear) if unclear:
                return f"give {self.inline(what)}; dose not stated: “{unclear}”"
            case ir.Hold(what=what, until=until) if until is not None:
                return f"hold {self.inline(what)} until {self.condition(until)}"
            case ir.Give(what=what):
                return f"give {self.inline(what)}"
            case ir.Stop(what=what):
                return f"stop {self.inline(what)}"
            case ir.Hold(what=what):
                return f"hold {self.inline(what)}"
            case ir.AdviseAgainst(what=what):
                return f"advise against {self.inline(what)}"
            case ir.Suggest(text=None, what=what) if what is not None:
                return f"suggest {self.inline(what)}"
            case ir.Order(text=None, what=what) if what is not None:
                return f"order {self.inline(what)}"
            case ir.Start(monitor=monitor):
                only = len(self.guideline.monitors) == 1 and self.guideline.monitors[monitor].label is None
                return "start monitoring" if only else f"start monitoring: {self.title(monitor)}"
            case ir.Unspecified(text=text):
                return f"“{text}”: not specified"
            case ir.Follow(part=part):
                return f"see “{capital(self.part(part))}”"
            case ir.End(notes=notes):
                return f"end: {notes.because}" if notes.because else "end"
            case _:
                return words.statement_text(statement, self.guideline)

    def part(self, name: str) -> str:
        """What people call a part."""
        home = self.guideline.parts.get(name)
        return home.title if home is not None else self.title(name)

    def said(self, statement: ir.AnyStatement, *, lead: str = "", because: bool = True) -> Said:
        """A statement as one sentence with its grade, its reason, why it cites nothing, and its sources."""
        notes = statement.notes
        if isinstance(statement, ir.End):
            reason = f"{notes.because}".rstrip(".") + "." if notes.because else ""
            return Said(lead="End:" if reason else "End.", text=reason, refs=self.refs(notes))
        text = self.core(statement).rstrip(".")
        if notes.grade:
            text += f" ({notes.grade})"
        if because and notes.because:
            text += f": {notes.because}"
        return Said(text=stopped(text) if lead else sentence(text), lead=lead, refs=self.refs(notes))


def _raised(text: str) -> str:
    """Square metres as they are printed: ``1.73 m²``."""
    return _SQUARE.sub("m²", text)


def _end(bound: ir.Bound | None) -> tuple[Fraction, bool] | None:
    """The end of a band where it is a literal: its value, and whether it is within."""
    return (bound.value.value, bound.included) if bound is not None and isinstance(bound.value, ir.Const) else None
