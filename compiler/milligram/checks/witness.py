"""A typical patient who shows a fault, believed only after the interpreter has shown it too.

Enters: where a fault lies and which values make it. Leaves: the patient in the author's units, ready for a ``case``;
None where
no such patient was found, for example because several inputs together make the value.
"""

from __future__ import annotations

from fractions import Fraction

from milligram.checks.context import Context
from milligram.checks.regions import number_words
from milligram.checks.selections import Selection
from milligram.interpret import evaluate
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.prove.domains import Domain
from milligram.prove.typical import typical


def witness(context: Context, selection: Selection, part: Domain) -> dict[str, str] | None:
    """A patient who comes to a selection with a value of ``part``, and whom the interpreter cannot answer there."""
    chosen: dict[ir.Node, Fraction | str] = {}
    for subject, fact in selection.state.facts.items():
        value = typical(fact.domain)
        if value is not None and not fact.unknown:
            chosen[subject] = value
    own = typical(part)
    if own is None or not isinstance(selection.subject, (ir.InputNumber, ir.InputWord, ir.Flag, ir.StateNumber)):
        return None
    chosen[selection.subject] = own
    patient = _patient(chosen, context.guideline)
    return _words(chosen, context.guideline) if _shows(context, selection, patient) else None


def _patient(chosen: dict[ir.Node, Fraction | str], guideline: ir.Guideline) -> ir.Patient:
    values: dict[str, ir.PatientValue] = {}
    steps: dict[str, int] = {}
    times: dict[str, Fraction] = {}
    for subject, value in chosen.items():
        match subject, value:
            case ir.Flag(name=name), str():
                values[name] = value == "yes"
            case ((ir.InputNumber(name=name) | ir.InputWord(name=name)), _):
                values[name] = value
            case ir.StateNumber(regimen=regimen, which="step"), Fraction():
                steps[regimen] = int(value)
            case ir.StateNumber(regimen=regimen, which="time"), Fraction():
                times[regimen] = value
            case _:
                pass
    regimens = {name: ir.RegimenState(step=steps.get(name, 1), time=times.get(name)) for name in {**steps, **times}}
    return ir.Patient(
        values={name: value for name, value in values.items() if name in guideline.inputs}, regimens=regimens
    )


def _shows(context: Context, selection: Selection, patient: ir.Patient) -> bool:
    """Whether the interpreter has no single answer for the patient at this very place."""
    match selection.node:
        case ir.Decide():
            lines = range(context.line(selection.span), context.source.position(selection.node.span.end).line + 1)
            result = evaluate(context.guideline, patient, as_of=context.as_of)
            return any(line in lines for fault in result.faults for line in fault.lines)
        case ir.Table(outputs=outputs):
            name, kind = outputs[0]
        case ir.DefinedCases(name=name, type=kind):
            pass
    values = Values(context.guideline, patient, context.as_of)
    try:
        if isinstance(kind, ir.NumberType):
            values.number(ir.NamedNumber(name=name, measure=kind.measure))
        else:
            values.words(ir.NamedWord(name=name))
    except Faulty:
        return True
    return False


def _words(chosen: dict[ir.Node, Fraction | str], guideline: ir.Guideline) -> dict[str, str]:
    given: dict[str, str] = {}
    for subject, value in chosen.items():
        match subject:
            case ir.InputNumber(name=name) | ir.InputWord(name=name) | ir.Flag(name=name) if name in guideline.inputs:
                given[name] = value if isinstance(value, str) else number_words(value, subject)
            case ir.StateNumber(regimen=regimen, which=which) if isinstance(value, Fraction):
                given[f"{regimen} {which}"] = number_words(value, subject)
            case _:
                pass
    order = list(guideline.inputs)
    return dict(sorted(given.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
