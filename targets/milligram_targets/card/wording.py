"""Statements and doses of a guideline in the words of a card.

Enters: IR nodes. Leaves: texts for print: a statement is a sentence with its grade, its reason and its sources, in the
author's numbers and labels and the card's own words (`phrases`).

    AdviseAgainst(magnesium, strong, because "…") [r3]   ->  "Advise against magnesium (strong): …. [3]"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from milligram.ir import nodes as ir

from milligram_targets.card.conditions import Conditions
from milligram_targets.card.model import UNCITED, Said
from milligram_targets.card.phrases import Phrases


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


class Wording(Conditions):
    """The words of one guideline."""

    def __init__(self, guideline: ir.Guideline, phrases: Phrases) -> None:
        super().__init__(guideline, phrases)
        self._order = {name: number for number, name in enumerate(guideline.sources, 1)}

    def refs(self, *notes: ir.Notes) -> tuple[int, ...]:
        """The numbers of the sources, as the guideline orders them; 0 where the author says why none is cited."""
        cited = {self._order[name] for one in notes for name in one.sources if name in self._order}
        return tuple(sorted(cited)) or ((UNCITED,) if any(one.uncited for one in notes) else ())

    # --- grades -------------------------------------------------------------------------------------------------------

    def grade(self, notes: ir.Notes) -> str:
        """``strong, high``; empty where there is none."""
        return ", ".join(self.say(word.replace(" ", "_")) for word in (notes.strength, notes.certainty) if word)

    def graded(self, text: str, notes: ir.Notes) -> str:
        """The text with its grade behind it: ``give replacement (conditional, low)``."""
        grade = self.grade(notes)
        return f"{text} ({grade})" if grade else text

    def reasoned(self, text: str, notes: ir.Notes) -> str:
        """The text with its grade and its reason, as a sentence."""
        return stopped(self.graded(text, notes) + (f": {notes.because}" if notes.because else ""))

    # --- doses --------------------------------------------------------------------------------------------------------

    def dose(self, dose: ir.Dose, of: str | None = None, *, also: bool = True) -> str:
        """A dose on one line; ``of`` is what it counts where it does not say so itself. With ``also``, its stated
        equivalents stand behind the amount: ``12 mmol of magnesium (480 mg of magnesium oxide) at night``."""
        text = self._amount(dose)
        counted = dose.of or of
        said = [self.say("of", text, self.title(counted)) if counted else text]
        if also and dose.also:
            said.append(f"({', '.join(self.quantity(number, unit) for number, unit in dose.also)})")
        if dose.volume is not None:
            said.append(self.say("in_volume", self.number(dose.volume)))
        if dose.over is not None:
            said.append(self.say("infused_over", self.const(dose.over)))
        said += [self._schedule(schedule) for schedule in dose.schedule]
        if dose.duration is not None:
            said.append(self.say("for", self.const(dose.duration)))
        if dose.doses is not None:
            said.append(self.say("for_doses", str(dose.doses)))
        parts = [" ".join(said), *(self.say("at_most", self.const(limit)) for limit in dose.limits)]
        if dose.rounding:
            way, _, step = dose.rounding.rpartition("to ")
            number, _, spelt = step.partition(" ")
            parts.append(self.say(f"rounded{'_' if way else ''}{way.strip()}", self.quantity(number, spelt)))
        return ", ".join(parts)

    def _amount(self, dose: ir.Dose) -> str:
        if isinstance(dose.amount, ir.Const):
            text = self.const(dose.amount)
            return self.say("to", dose.low.written, text) if isinstance(dose.low, ir.Const) else text
        if dose.basis:
            number, _, unit = dose.basis.partition(" ")
            text = self.quantity(number, unit)
        else:
            text = self.number(dose.amount)
        return self.say("by_weight", text, self.title(dose.by)) if dose.by else text

    def _schedule(self, schedule: ir.Schedule) -> str:
        match schedule.kind:
            case "times_daily":
                return self.say("twice_daily") if schedule.times == 2 else self.say("times_daily", str(schedule.times))
            case "every":
                return self.say("every", self.say.span(schedule.text.removeprefix("every ")))
            case "once" | "daily" | "at_night" | "as_needed":
                return self.say(schedule.kind)
            case _:
                assert_never(schedule.kind)

    # --- statements ---------------------------------------------------------------------------------------------------

    def core(self, statement: ir.AnyStatement) -> str:
        """A statement without its notes."""
        say = self.say
        match statement:
            case ir.Give():
                return say("give", self.given(statement))
            case ir.Stop(what=what):
                return say("stop", self.inline(what))
            case ir.Hold(what=what, until=until):
                held = self.inline(what)
                return say("hold", held) if until is None else say("hold_until", held, self.condition(until))
            case ir.Advise(text=text) | ir.Note(text=text):
                return text
            case ir.AdviseAgainst(what=what):
                return say("advise_against", self.inline(what))
            case ir.Suggest():
                return say("suggest", self.suggested(statement))
            case ir.Order(text=text, what=what):
                return say("order", text or self.inline(what or ""))
            case ir.Refer(to=to):
                return say("refer", to)
            case ir.Start(monitor=monitor):
                only = len(self.guideline.monitors) == 1 and self.guideline.monitors[monitor].label is None
                return say("start_monitoring") if only else say("start_monitoring_of", self.title(monitor))
            case ir.Unspecified(text=text):
                return say("only_says", text)
            case ir.Follow(part=part):
                return say("see", capital(self.part(part)))
            case ir.Report(names=names):
                return say("report", say.join([self.title(name) for name in names], "and"))
            case ir.Continue():
                return say("go_on")
            case ir.End():
                return say("end")
            case ir.When(condition=condition):
                return say("when", self.condition(condition))
            case ir.Decide(question=question, subjects=subjects):
                return question or self.subjects(subjects)
            case _:
                assert_never(statement)

    def given(self, give: ir.Give) -> str:
        """What is given, without the verb: a dose, a regimen or a drug."""
        if give.dose is not None:
            return self.dose(give.dose, give.what)
        what = self.inline(give.what)
        return self.say("give_unclear", what, give.unspecified_dose) if give.unspecified_dose else what

    def suggested(self, suggest: ir.Suggest) -> str:
        """What is suggested, without the verb."""
        return suggest.text or self.inline(suggest.what or "")

    def part(self, name: str) -> str:
        """What people call a part."""
        home = self.guideline.parts.get(name)
        return home.title if home is not None else self.title(name)

    def said(self, statement: ir.AnyStatement, *, lead: str = "", because: bool = True) -> Said:
        """A statement as one sentence with its grade, its reason and its sources."""
        notes = statement.notes
        if isinstance(statement, ir.End):
            reason = stopped(notes.because.rstrip(".")) if notes.because else ""
            end = capital(self.say("end"))
            return Said(lead=f"{end}:" if reason else f"{end}.", text=reason, refs=self.refs(notes))
        told = notes if because else replace(notes, because=None)
        text = self.reasoned(self.core(statement).rstrip("."), told)
        return Said(text=text if lead else capital(text), lead=lead, refs=self.refs(notes))
