"""What a caller gives and gets, as JSON Schema 2020-12.

A schema of a patient takes all that `Patient.from_dict` takes. It cannot say which
units a text may bring, what is plausible in another unit, which days exist, nor which
values exclude each other: those are refused by `from_dict` alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

from milligram_targets.python.support.accepted import Input
from milligram_targets.python.support.bound import (
    GUIDELINE,
    INPUTS,
    LAST_STEPS,
    SOURCES,
)
from milligram_targets.python.support.numbers import number_json
from milligram_targets.python.support.result import AdviceKind, Json

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The version of JSON Schema."""


DATE_TEXT: dict[str, Json] = {
    "type": "string",
    "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$",
}
"""A date as text."""


NUMBER_TEXT = r"[-+−]?[0-9.·]+([eE][-+]?[0-9]+)?"
"""A number as text."""


def patient_schema() -> dict[str, Json]:
    """What `Patient.from_dict` and `evaluate` take."""
    properties: dict[str, Json] = {
        name: {
            "title": declared.label,
            "description": declared.accepts,
            "anyOf": kinds_taken(declared),
        }
        for name, declared in INPUTS.items()
    }
    properties.setdefault("today", {"anyOf": [DATE_TEXT, {"type": "null"}]})
    for name, last in LAST_STEPS.items():
        step: list[Json] = [
            {"type": "integer", "minimum": 0, "maximum": last},
            {"type": "string", "pattern": r"^\s*[0-9]{1,4}\s*$"},
            {"type": "null"},
        ]
        time: list[Json] = [
            {"type": "number", "minimum": 0},
            {"type": "string", "pattern": rf"^\s*{NUMBER_TEXT}(\s*[^0-9\s].*)?\s*$"},
            {"type": "null"},
        ]
        since: list[Json] = [DATE_TEXT, {"type": "null"}]
        parts: dict[str, Json] = {
            "step": {"anyOf": step},
            "time": {"anyOf": time},
            "since": {"anyOf": since},
        }
        state: dict[str, Json] = {
            "type": "object",
            "properties": parts,
            "additionalProperties": False,
        }
        properties[name] = {"anyOf": [state, {"type": "null"}]}
        properties[f"{name} step"] = {"anyOf": step}
        properties[f"{name} time"] = {"anyOf": time}
    return {
        "$schema": DIALECT,
        "title": f"A patient of {GUIDELINE.id} {GUIDELINE.version}".strip(),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def kinds_taken(declared: Input) -> list[Json]:
    """The JSON values that an input takes; null is unknown."""
    words = "|".join(declared.choices)
    null: Json = {"type": "null"}
    if declared.kind == "number":
        number: dict[str, Json] = {"type": "integer" if declared.whole else "number"}
        low, high = declared.plausible or (declared.least, None)
        for key, bound in (("minimum", low), ("maximum", high)):
            limit = None if bound is None else number_json(Fraction(bound))
            if isinstance(limit, int | float):
                number[key] = limit
        text = rf"^\s*{NUMBER_TEXT}(\s*[^0-9\s].*)?\s*$"
        return [number, {"type": "string", "pattern": text}, null]
    if declared.kind == "yes or no":
        answer = (
            r"^\s*([yY][eE][sS]|[nN][oO]|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE])\s*$"
        )
        return [{"type": "boolean"}, {"type": "string", "pattern": answer}, null]
    if declared.kind == "date":
        return [DATE_TEXT, null]
    word: dict[str, Json] = {"type": "string", "pattern": rf"^\s*({words})\s*$"}
    named: list[Json] = [
        {"const": word, "title": title} for word, title in declared.choices.items()
    ]
    if declared.kind == "one of":
        return [*named, word, null]
    several = rf"^\s*({words}|none)?\s*(,\s*({words}|none)?\s*)*$"
    members: dict[str, Json] = {"type": "array", "items": {"anyOf": [*named, word]}}
    return [members, {"type": "string", "pattern": several}, null]


def fields_schema(**properties: Json) -> dict[str, Json]:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def result_schema() -> dict[str, Json]:
    """What `Result.to_dict` gives."""
    text: Json = {"type": "string"}
    texts: Json = {"type": "array", "items": text}
    maybe: Json = {"type": ["string", "null"]}
    flag: Json = {"type": ["boolean", "null"]}
    line: Json = {"type": "integer", "minimum": 1}
    number: Json = {"type": ["number", "string", "null"]}
    whole: Json = {"type": ["integer", "null"]}
    day: Json = {"anyOf": [DATE_TEXT, {"type": "null"}]}
    window: dict[str, Json] = {
        "after_days": {"type": "array", "items": number, "minItems": 2, "maxItems": 2},
        "earliest": day,
        "latest": day,
    }
    values: Json = {"type": "object", "additionalProperties": reported_schema()}
    dose = fields_schema(
        amount={"type": ["number", "string", "array", "null"]},
        unit=maybe,
        of=maybe,
        frequency=maybe,
        route=maybe,
        step=whole,
    )
    advice = fields_schema(
        kind={"enum": [*get_args(AdviceKind)]},
        what=maybe,
        text=text,
        dose={"anyOf": [dose, {"type": "null"}]},
        grade=maybe,
        because=maybe,
        sources={"type": "array", "items": {"enum": [*SOURCES]} if SOURCES else False},
        line=line,
    )
    ask = fields_schema(input=text, question=text, blocks=texts)
    status: Json = {"enum": ["true", "unknown"]}
    blocked = fields_schema(
        what=text, rule=text, line=line, status=status, unknown=texts
    )
    would = fields_schema(text=text, unknown=texts, line=line, **{"if": text})
    move = fields_schema(
        kind=text, step=whole, text=text, when=text, unknown=texts, line=line, **window
    )
    course = fields_schema(
        regimen={"enum": [*LAST_STEPS]},
        action=text,
        from_step=whole,
        to_step=whole,
        since=day,
        days=number,
        overdue={"type": "boolean"},
        next={"type": "array", "items": move},
        unknown=texts,
        line=whole,
    )
    measurement = fields_schema(
        inputs=texts,
        text=text,
        holds=flag,
        unknown=texts,
        line=line,
        **{"if": maybe},
        **window,
    )
    schedule = fields_schema(
        monitor=text,
        started={"type": "boolean"},
        regimen=maybe,
        since=day,
        next={"type": "array", "items": measurement},
    )
    lines: Json = {"type": "array", "items": line}
    step = fields_schema(line=line, what=text, text=text, outcome=text, values=values)
    whole_result = fields_schema(
        guideline={"const": GUIDELINE.id},
        version={"const": GUIDELINE.version},
        applies=flag,
        advice={"type": "array", "items": advice},
        reports=values,
        asks={"type": "array", "items": ask},
        blocked={"type": "array", "items": blocked},
        assumed=texts,
        would_apply={"type": "array", "items": would},
        courses={"type": "array", "items": course},
        schedules={"type": "array", "items": schedule},
        faults={"type": "array", "items": fields_schema(message=text, lines=lines)},
        trace={"type": "array", "items": step},
        status={"const": GUIDELINE.status},
        review_by=day,
        review_overdue=flag,
        cautions=texts,
    )
    title = f"A result of {GUIDELINE.id} {GUIDELINE.version}".strip()
    return {"$schema": DIALECT, "title": title, **whole_result}


def reported_schema() -> Json:
    """A value that was read or reported; null is unknown."""
    number: Json = {"type": ["number", "string"]}
    words: Json = {"type": "array", "items": {"type": "string"}}
    return {
        "anyOf": [
            {"type": ["boolean", "number", "string", "null"]},
            words,
            fields_schema(low=number, high=number),
            fields_schema(one_of=words),
            fields_schema(unspecified={"type": "string"}),
        ]
    }
