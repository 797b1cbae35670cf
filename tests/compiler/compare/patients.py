"""Random patients of a guideline, at and around its thresholds; made from the IR alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

from milligram.ir import nodes as ir
from milligram.source import tree


def bands_of(guideline: ir.Guideline) -> list[ir.Band]:
    """Every comparison that a run may make."""
    homes: list[object] = [guideline.named, guideline.pathways, list(guideline.parts.values()), guideline.impossible]
    homes += [list(guideline.regimens.values()), guideline.pitfalls, guideline.cautions, guideline.applies]
    found: list[ir.Band] = []
    waiting = homes
    while waiting:
        home = waiting.pop()
        if isinstance(home, list | tuple):
            waiting.extend(home)
        elif isinstance(home, ir.Node):
            found.extend(node for node in tree.descend(home, ir.Node) if isinstance(node, ir.Band))
    return sorted(found, key=lambda band: (band.span.start, band.span.end))


def input_of(number: ir.AnyNumber) -> tuple[str, Fraction, Fraction] | None:
    """The input that a number is a change of unit of, with factor and offset."""
    match number:
        case ir.InputNumber(name=name):
            return name, Fraction(1), Fraction(0)
        case ir.Scaled(operand=operand, factor=factor, offset=offset):
            inner = input_of(operand)
            return None if inner is None else (inner[0], inner[1] * factor, inner[2] * factor + offset)
        case _:
            return None


def marks_of(guideline: ir.Guideline) -> dict[str, list[Fraction]]:
    """The literals that each input is compared with, in its own unit."""
    found: dict[str, set[Fraction]] = {}
    for band in bands_of(guideline):
        of = input_of(band.subject)
        for bound in (band.low, band.high):
            if of is not None and bound is not None and isinstance(bound.value, ir.Const):
                found.setdefault(of[0], set()).add((bound.value.value - of[2]) / of[1])
    return {name: sorted(values) for name, values in found.items()}


def random_patient(guideline: ir.Guideline, random: Random) -> ir.Patient:
    """One patient; about one value in seven is unknown, and a regimen is mentioned half of the time."""
    marks = marks_of(guideline)
    values: dict[str, ir.PatientValue] = {}
    for name, declared in guideline.inputs.items():
        if random.random() < 0.15:
            continue
        match declared.type:
            case ir.FlagType():
                values[name] = random.random() < 0.4
            case ir.WordType(words=words):
                values[name] = random.choice(words)
            case ir.SetType(words=words):
                values[name] = frozenset(word for word in words if random.random() < 0.25)
            case ir.DateType():
                values[name] = date(2026, 1, 15) if name == "today" else date(1930 + random.randrange(90), 6, 1)
            case ir.NumberType() as kind:
                low, high = declared.plausible or (Fraction(0), Fraction(1000))
                near = random.choice(marks.get(name, [(low + high) / 2]))
                whole = kind.whole or kind.kind == "count"
                step = Fraction(1) if whole else random.choice([Fraction(1, 100), Fraction(1, 10), Fraction(1)])
                value = near + step * random.choice([-10, -1, 0, 0, 1, 10])
                value = Fraction(round(value)) if whole else value
                values[name] = min(max(value, low), high)
            case _:
                pass
    regimens = {}
    for name, regimen in guideline.regimens.items():
        if random.random() < 0.5:
            step_number = random.choice([None, *range(len(regimen.steps) + 1)])
            days = random.choice([None, *map(Fraction, (0, 1, 6, 7, 8, 14, 28, 30, 90, 400)), Fraction(1, 24)])
            regimens[name] = ir.RegimenState(step=step_number, time=days if step_number else None)
    return ir.Patient(values=values, regimens=regimens)
