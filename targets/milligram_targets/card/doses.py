"""Regimens as ladders of doses, with the exact mass of what is on the packet.

Enters: the IR's regimens. Leaves: `Ladder` values.

    step 1: 12 mmol of magnesium at night (also 480 mg of magnesium_oxide)
        ->  1  12 mmol of magnesium at night = about 484 mg of magnesium oxide (stated: 480 mg), about 292 mg of
               magnesium
"""

from __future__ import annotations

from dataclasses import replace

from milligram.ir import nodes as ir
from milligram.quantity import Measure, parse_unit

from milligram_targets.card.decisions import Pathways
from milligram_targets.card.equivalents import converted, measure_of, rounded
from milligram_targets.card.model import DoseStep, Ladder, Said
from milligram_targets.card.ways import ways
from milligram_targets.card.wording import Wording, capital, sentence, uncapital


def ladders(wording: Wording, pathways: Pathways, own: dict[str, str]) -> tuple[Ladder, ...]:
    """Every regimen."""
    return tuple(_ladder(wording, pathways, own, regimen) for regimen in wording.guideline.regimens.values())


def _ladder(wording: Wording, pathways: Pathways, own: dict[str, str], regimen: ir.Regimen) -> Ladder:
    gives = [way for way in ways(wording) if isinstance(way.statement, ir.Give) and way.statement.what == regimen.name]
    told = len(gives) == 1 and gives[0].told and gives[0].path
    condition = f"{own['only_if']} {'; '.join(gives[0].path)}." if told else ""
    return Ladder(
        title=capital(regimen.title),
        drug=capital(wording.title(regimen.of)) if regimen.of else "",
        route=regimen.route or "",
        condition=condition,
        steps=tuple(_step(wording, pathways, regimen, step) for step in regimen.steps),
        then=tuple(_then(wording, pathways, regimen)),
        maxima=tuple(Said(text=wording.limit(limit.limit), refs=wording.refs(limit.notes)) for limit in regimen.limits),
    )


def _step(wording: Wording, pathways: Pathways, regimen: ir.Regimen, step: ir.Step) -> DoseStep:
    gives = [statement for statement in step.body if isinstance(statement, ir.Give)]
    when = _when(wording, step.after, step.condition)
    notes = [step.notes, *(give.notes for give in gives)]
    first = gives[0] if gives else None
    rest: tuple[ir.AnyStatement, ...] = step.body
    dose = equals = ""
    if first is not None and len(gives) == 1 and step.body[0] is first:
        rest = step.body[1:]
        dose = _dose(wording, regimen, first)
        equals = equal_masses(wording, regimen, first)
    elif gives and len(gives) == len(step.body):
        rest = ()
        dose = " + ".join(_dose(wording, regimen, give) for give in gives)
    dose += "".join(_graded(one) for one in notes[:2])
    return DoseStep(
        number=str(step.number),
        dose=capital(dose),
        equals=equals,
        when=sentence(when) if when else "",
        refs=wording.refs(*(notes if dose else notes[:1])),
        more=pathways.items(rest),
    )


def _dose(wording: Wording, regimen: ir.Regimen, give: ir.Give) -> str:
    """The dose; the substance of the whole regimen is told once, above the steps."""
    text = wording.core(give).removeprefix("give ")
    known = regimen.of if give.dose is not None and (give.dose.of or give.what) == regimen.of else None
    return text if known is None else text.replace(f" of {wording.title(known)}", "", 1)


def equal_masses(wording: Wording, regimen: ir.Regimen, give: ir.Give) -> str:
    """The dose as the mass of the packet's substance and of what the dose counts, and what the author states."""
    dose = give.dose
    if dose is None or not isinstance(dose.amount, ir.Const):
        return ""
    counted = dose.amount.measure.of or dose.of
    packet = regimen.of or give.what
    stated = {_substance(unit, counted): f"{number} {wording.titles(unit)}" for number, unit in dose.also}
    texts: list[str] = []
    for substance in dict.fromkeys((packet, counted)):
        if substance is None:
            continue
        measure = replace(dose.amount.measure, unit=parse_unit("mg"), of=substance, per_of=None)
        mass = _mass(wording.guideline, dose, measure)
        if mass is None or measure == dose.amount.measure:
            continue
        said = f"{mass} mg of {wording.title(substance)}"
        note = stated.pop(substance, "")
        texts.append(f"{said} (stated: {note.partition(' of ')[0]})" if note and note != said else said)
    texts += [f"{note} (stated)" for note in stated.values()]
    return ", ".join(texts)


def _mass(guideline: ir.Guideline, dose: ir.Dose, measure: Measure) -> str | None:
    if not isinstance(dose.amount, ir.Const):
        return None
    high = converted(dose.amount.value, dose.amount.measure, measure, guideline)
    if high is None:
        return None
    if not isinstance(dose.low, ir.Const):
        return rounded(high)
    low = converted(dose.low.value, dose.low.measure, measure, guideline)
    return None if low is None else f"{rounded(low)} to {rounded(high)}"


def _substance(unit: str, of: str | None) -> str | None:
    measure = measure_of(unit, of)
    return of if measure is None else measure.of


def _then(wording: Wording, pathways: Pathways, regimen: ir.Regimen) -> list[Said]:
    """What follows the last step, the ways back, and when to hold or stop."""
    found: list[Said] = []
    for beyond in regimen.beyond:
        lead = capital(_when(wording, beyond.after, beyond.condition))
        items = pathways.items(beyond.body)
        for at, said in enumerate(items):
            first = lead and not at
            found.append(replace(said, lead=f"{lead}:", text=uncapital(said.text), line=True) if first else said)
    for back in regimen.back:
        when = _when(wording, back.after, back.condition)
        found.append(
            Said(
                lead=f"Back to step {back.number}",
                text=_noted(when, back.notes),
                refs=wording.refs(back.notes),
                line=True,
            )
        )
    for rule in regimen.interruptions:
        lead = "Stop when" if rule.kind == "stop" else "Hold while"
        text = _noted(wording.condition(rule.condition), rule.notes)
        found.append(Said(lead=lead, text=text, refs=wording.refs(rule.notes), line=True))
    return found


def _when(wording: Wording, after: ir.Interval | None, condition: ir.AnyCondition | None) -> str:
    said = [f"after {after.text}"] if after else []
    if condition is not None:
        said.append(f"if {wording.condition(condition)}")
    return ", ".join(said)


def _noted(text: str, notes: ir.Notes) -> str:
    because = f": {notes.because}" if notes.because else ""
    return f"{text}{_graded(notes)}{because}."


def _graded(notes: ir.Notes) -> str:
    return f" ({notes.grade})" if notes.grade else ""
