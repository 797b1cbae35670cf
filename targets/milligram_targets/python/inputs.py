"""What a caller supplies: the table of inputs, the `Patient`, and how the guideline reads it.

Enters: the inputs and regimens of a guideline. Leaves: the statements of ``INPUTS``, ``LAST_STEPS``, ``QUESTIONS``,
``class Reading`` and ``class Patient``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.ir.questions import accepts, declaration_order, question
from milligram.ir.walk import descend
from milligram.quantity import ONE, Unit, display, plain

from milligram_targets.python import build
from milligram_targets.python.context import Context
from milligram_targets.python.prose import docstring, one_line
from milligram_targets.python.units import units_read


def tables(context: Context) -> Iterator[ast.stmt]:
    """``INPUTS``, ``LAST_STEPS``, ``QUESTIONS``, ``TERMS`` and ``JSON_SCHEMA``, and the units of each number."""
    guideline = context.guideline
    shared: dict[tuple[tuple[str, tuple[Fraction, Fraction]], ...], str] = {}
    entries: list[tuple[str, ast.expr]] = []
    for declared in guideline.inputs.values():
        units: str | None = None
        if isinstance(declared.type, ir.NumberType):
            read = units_read(declared.type.measure, guideline.substances)
            key = tuple(read.items())
            units = shared.get(key)
            if units is None and read:
                units = context.names.take(f"units_of_{declared.name}").upper()
                context.names.taken.add(units)
                shared[key] = units
                pairs = [
                    (text, build.tuple_of([build.fraction(factor), build.fraction(offset)]))
                    for text, (factor, offset) in read.items()
                ]
                yield build.assign(units, build.dict_of(pairs))
                note = f"Units read for {declared.title}: factor and offset into {declared.type.measure.text}."
                yield ast.Expr(value=build.constant(docstring(note, indent=0)))
        entries.append((declared.name, _entry(declared, units)))
    yield build.assign("INPUTS", build.dict_of(entries), build.type_of("Mapping[str, Input]"))
    yield ast.Expr(value=build.constant("What a caller supplies, by name."))
    steps = [(name, build.constant(len(regimen.steps))) for name, regimen in guideline.regimens.items()]
    yield build.assign("LAST_STEPS", build.dict_of(steps), build.type_of("Mapping[str, int]"))
    yield ast.Expr(value=build.constant("The number of steps of each regimen."))
    asked = [(name, build.constant(question)) for name, question in questions(guideline).items()]
    yield build.assign("QUESTIONS", build.dict_of(asked), build.type_of("Mapping[str, str]"))
    yield ast.Expr(value=build.constant("How each input is asked for, in the order of declaration."))
    yield from _terms(guideline)
    schemas = [("patient", build.call("patient_schema")), ("result", build.call("result_schema"))]
    yield build.assign("JSON_SCHEMA", build.dict_of(schemas), build.type_of("Mapping[str, dict[str, Json]]"))
    yield ast.Expr(value=build.constant("What `Patient.from_dict` takes and `Result.to_dict` gives."))


def _entry(declared: ir.Input, units: str | None) -> ast.expr:
    kind = declared.type
    number = kind if isinstance(kind, ir.NumberType) else None
    count = number is not None and number.kind == "count"
    bounds = declared.plausible
    text = None
    if bounds is not None and number is not None:
        low, high = declared.plausible_written or (plain(bounds[0]), plain(bounds[1]))
        unit = "" if number.measure.unit.is_number else f" {number.measure.text}"
        text = f"{low} to {high}{unit}"
    return build.call(
        "Input",
        kind=build.constant(_kind(kind)),
        label=build.constant(declared.title),
        accepts=build.constant(accepts(declared).removeprefix("it accepts ")),
        of=build.some_texts(filter(None, (number.measure.of, number.measure.per_of))) if number else None,
        unit=build.constant(number.measure.text) if number and not number.measure.unit.is_number else None,
        whole=build.constant(True) if number is not None and (number.whole or count) else None,
        least=build.constant(0) if count else None,
        plausible=None if bounds is None else build.tuple_of([build.number(bound) for bound in bounds]),
        plausible_text=build.text_or_none(text),
        choices=_choices(declared),
        units=build.name(units) if units else None,
        loinc=build.text_or_none(declared.loinc),
        snomed=build.text_or_none(declared.snomed),
    )


def _choices(declared: ir.Input) -> ast.expr | None:
    """The words of a choice or a set, each with what people call it."""
    if not isinstance(declared.type, ir.WordType | ir.SetType):
        return None
    labels = {choice.word: choice.label for choice in declared.choices}
    return build.dict_of(
        (word, build.constant(labels.get(word) or word.replace("_", " "))) for word in declared.type.words
    )


def _terms(guideline: ir.Guideline) -> Iterator[ast.stmt]:
    """What people call each name that a sentence can speak of, and its unit, of many and of one."""
    reported = dict.fromkeys(
        name
        for block in (*guideline.pathways, *guideline.parts.values(), *guideline.regimens.values(), *guideline.cautions)
        for node in descend(block)
        if isinstance(node, ir.Report)
        for name in node.names
    )
    pairs: list[tuple[str, ast.expr]] = []
    for name in dict.fromkeys((*guideline.inputs, *guideline.regimens, *reported)):
        unit = _unit(guideline, name)
        shown = ("", "") if unit is None else (display(unit), display(unit, Fraction(1)))
        pairs.append((name, build.texts((title_of(guideline, name), *shown))))
    yield build.assign("TERMS", build.dict_of(pairs), build.type_of("Mapping[str, tuple[str, str, str]]"))
    yield ast.Expr(value=build.constant("What people call each name, and its unit: of many, of one."))


def _unit(guideline: ir.Guideline, name: str) -> Unit | None:
    """The unit in which a name counts, if it is a number with one."""
    home = guideline.named_by_name.get(name)
    match home:
        case ir.DefinedNumber(value=value):
            unit = value.measure.unit
        case ir.DefinedCases(type=ir.NumberType(measure=measure)):
            unit = measure.unit
        case ir.Table(outputs=outputs):
            kind = dict(outputs).get(name)
            unit = kind.measure.unit if isinstance(kind, ir.NumberType) else ONE
        case None if name in guideline.inputs:
            own = guideline.inputs[name].type
            unit = own.measure.unit if isinstance(own, ir.NumberType) else ONE
        case _:
            return None
    return None if unit.is_number else unit


def _kind(kind: ir.Type) -> str:
    match kind:
        case ir.NumberType():
            return "number"
        case ir.FlagType():
            return "yes or no"
        case ir.DateType():
            return "date"
        case ir.WordType() | ir.TextType():
            return "one of"
        case ir.SetType():
            return "any of"
        case _:
            assert_never(kind)


def questions(guideline: ir.Guideline) -> dict[str, str]:
    """The question for everything that can be asked, in the order in which asks of equal weight stand."""
    order = declaration_order(guideline)
    return {name: question(guideline, name) for name in sorted(order, key=lambda name: order[name])}


# --- classes ----------------------------------------------------------------------------------------------------------


def reading(context: Context) -> ast.stmt:
    """``class Reading``: a property for each input and regimen."""
    guideline = context.guideline
    body: list[ast.stmt] = [ast.Expr(value=build.constant("The patient's values, as the guideline reads them."))]
    for declared in guideline.inputs.values():
        kind, arguments = _reader(declared)
        value = build.call(kind, build.name("self"), build.constant(declared.name), *arguments)
        unit = declared.type.measure if isinstance(declared.type, ir.NumberType) else None
        shown = f", in {unit.text}" if unit is not None and not unit.unit.is_number else ""
        title = one_line(declared.title)
        doc = docstring(f"{title[:1].upper()}{title[1:]}{shown} (line {context.line(declared)}).", indent=8)
        body.append(_property(context, declared.name, kind, doc, value))
    for regimen in guideline.regimens.values():
        value = build.call("Ladder", build.name("self"), build.constant(regimen.name))
        doc = docstring(f"The step and time of {regimen.title} (line {context.line(regimen)}).", indent=8)
        body.append(_property(context, regimen.name, "Ladder", doc, value))
    return ast.ClassDef(name="Reading", bases=[build.name("Reader")], keywords=[], body=body, decorator_list=[])


def _property(context: Context, name: str, kind: str, doc: str, value: ast.expr) -> ast.stmt:
    body = [ast.Return(value=value)]
    return build.function(context.identifier(name), [("self", "")], kind, doc, body, decorators=["property"])


def _reader(declared: ir.Input) -> tuple[str, list[ast.expr]]:
    match declared.type:
        case ir.NumberType():
            return "Given", []
        case ir.FlagType():
            return "Flag", []
        case ir.DateType():
            return "Day", []
        case ir.SetType():
            return "Members", []
        case ir.WordType() | ir.TextType():
            if all(choice.points is None for choice in declared.choices):
                return "Choice", []
            none = build.constant(None)
            points = [
                (choice.word, none if choice.points is None else build.fraction(choice.points))
                for choice in declared.choices
            ]
            return "Choice", [build.dict_of(points)]
        case _:
            assert_never(declared.type)


def word_types(context: Context) -> Iterator[ast.stmt]:
    """A type for the words of each choice and set."""
    for declared in context.guideline.inputs.values():
        if isinstance(declared.type, ir.WordType | ir.SetType):
            items: list[ast.expr] = [build.constant(word) for word in declared.type.words]
            inner = items[0] if len(items) == 1 else build.tuple_of(items)
            literal = ast.Subscript(value=build.name("Literal"), slice=inner)
            yield build.assign(_word_type(context, declared.name), literal, build.name("TypeAlias"))
            yield ast.Expr(value=build.constant(docstring(f"The words of {declared.title}.", indent=0)))


def _word_type(context: Context, name: str) -> str:
    key = f"words of {name}"
    if key not in context.identifiers:
        camel = "".join(word.capitalize() for word in name.split("_")) + "Word"
        while camel in context.names.taken:
            camel += "s"
        context.names.taken.add(camel)
        context.identifiers[key] = camel
    return context.identifiers[key]


def patient(context: Context) -> ast.stmt:
    """``class Patient``: a field for each input and regimen, reading from a mapping, and back."""
    guideline = context.guideline
    body: list[ast.stmt] = [ast.Expr(value=build.constant(_PATIENT))]
    renamed: list[tuple[str, ast.expr]] = []
    names = [*guideline.inputs, *(["today"] if "today" not in guideline.inputs else []), *guideline.regimens]
    for name in names:
        field = context.identifiers.get(name, name)
        if field != name:
            renamed.append((name, build.constant(field)))
    for declared in guideline.inputs.values():
        field = context.identifier(declared.name)
        body.append(build.field(field, build.type_of(_type(context, declared)), build.constant(None)))
        body.append(ast.Expr(value=build.constant(docstring(_about(context, declared)))))
    if "today" not in guideline.inputs:
        body.append(build.field("today", build.type_of("date | str | None"), build.constant(None)))
        body.append(ast.Expr(value=build.constant("The day of the run, where it matters.")))
    kind = build.type_of("OnRegimen | RegimenState | Unmentioned | None")
    for regimen in guideline.regimens.values():
        body.append(build.field(context.identifier(regimen.name), kind, build.name("UNMENTIONED")))
        last = len(regimen.steps)
        doc = docstring(f"{regimen.title}: where the patient is on its {last} step{'s' * (last > 1)}.")
        body.append(ast.Expr(value=build.constant(doc)))
    body += _methods(renamed)
    return ast.ClassDef(name="Patient", bases=[build.name("Data")], keywords=[], body=body, decorator_list=[])


_PATIENT = """What is known of a patient; None is unknown.

A number counts in the unit named at its field; text may bring its own unit."""

_FROM_DICT = """A patient from JSON-shaped data, null for unknown.

Raises:
    PatientError: with everything that is wrong, by input."""

_GIVEN = "The values by the guideline's names; regimens not mentioned are left out."

_TO_DICT = "What is known, as JSON values that `from_dict` reads back."


def _methods(renamed: list[tuple[str, ast.expr]]) -> Iterator[ast.stmt]:
    """From a mapping, and back; ``renamed`` are the fields whose names Python or the support has taken."""
    names = [build.dict_of(renamed)] if renamed else []
    values = build.call("fields_of", build.call("read", build.name("data"), build.name("today")), *names)
    made = ast.Call(func=build.name("cls"), args=[], keywords=[ast.keyword(arg=None, value=values)])
    yield build.function(
        "from_dict",
        [("cls", ""), ("data", "Mapping[str, object]")],
        "Patient",
        _FROM_DICT,
        [ast.Return(value=made)],
        decorators=["classmethod"],
        keyword_only=[("today", "date | None", build.constant(None))],
    )
    given = ast.Return(value=build.call("given_in", build.name("self"), *names))
    yield build.function("given", [("self", "")], "dict[str, object]", _GIVEN, [given])
    written = ast.Return(value=build.call("patient_json", build.call(build.attribute(build.name("self"), "given"))))
    yield build.function("to_dict", [("self", "")], "dict[str, Json]", _TO_DICT, [written])


def _about(context: Context, declared: ir.Input) -> str:
    unit = declared.type.measure if isinstance(declared.type, ir.NumberType) else None
    shown = f", in {unit.text}" if unit is not None and not unit.unit.is_number else ""
    bounds = f"; {' to '.join(declared.plausible_written)} is plausible" if declared.plausible_written else ""
    title = one_line(declared.title)
    return f"{title[:1].upper()}{title[1:]}{shown}{bounds} (line {context.line(declared)})."


def _type(context: Context, declared: ir.Input) -> str:
    """What a field takes."""
    match declared.type:
        case ir.NumberType():
            return "Numeric | None"
        case ir.DateType():
            return "date | str | None"
        case _:
            return _known_type(context, declared)


def _known_type(context: Context, declared: ir.Input) -> str:
    """What a field holds once it was read."""
    match declared.type:
        case ir.NumberType():
            return "Fraction | None"
        case ir.FlagType():
            return "bool | None"
        case ir.DateType():
            return "date | None"
        case ir.WordType():
            return f"{_word_type(context, declared.name)} | None"
        case ir.SetType():
            return f"frozenset[{_word_type(context, declared.name)}] | None"
        case ir.TextType():
            return "str | None"
        case _:
            assert_never(declared.type)
