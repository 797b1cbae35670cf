"""The fast part of a module: types, ``decide``, ``check_and_decide``, and the cuts of numbers.

Enters: the context of one emission. Leaves: source text, which the formatter is told to leave alone, and statements.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import assert_never

from milligram.ir import nodes as ir

from milligram_targets.python import build
from milligram_targets.python.context import Context
from milligram_targets.python.fast.checking import cuts
from milligram_targets.python.fast.deciding import checked_source, decide_source
from milligram_targets.python.layout import text_of


def fast_source(context: Context) -> tuple[str, str]:
    """``Values``, ``decide`` and ``check_and_decide``; and the tables that outcomes index."""
    decide, digits = decide_source(context)
    code = "\n\n\n".join([_values(context), decide, checked_source(context)])
    return f"# fmt: off\n{code}\n# fmt: on", f"# fmt: off\n{digits}\n# fmt: on"


def _values(context: Context) -> str:
    guideline = context.guideline
    kinds = [(declared.name, f"{_kind(declared.type)} | None") for declared in guideline.inputs.values()]
    kinds += [(name, "RegimenState | None") for name in guideline.regimens]
    if "today" not in guideline.inputs:
        kinds.append(("today", "date | None"))
    made = build.call(
        "TypedDict",
        build.constant("Values"),
        build.dict_of([(name, build.constant(kind)) for name, kind in kinds]),
        total=ast.Constant(value=False),
    )
    note = '"""Plain values of a patient, checked; what is missing or None is unknown."""'
    statement: list[ast.stmt] = [build.assign("Values", made)]
    return text_of(ast.Module(body=statement, type_ignores=[])) + note


def _kind(kind: ir.Type) -> str:
    match kind:
        case ir.NumberType():
            return "float"
        case ir.FlagType():
            return "bool"
        case ir.DateType():
            return "date"
        case ir.SetType():
            return "frozenset[str]"
        case ir.WordType() | ir.TextType():
            return "str"
        case _:
            assert_never(kind)


def fast_tables(context: Context) -> Iterator[ast.stmt]:
    """``CUTS``: where each number is compared."""
    pairs: list[tuple[str, ast.expr]] = [
        (name, build.tuple_of([build.fraction(value) for value in values]))
        for name, values in cuts(context.guideline).items()
    ]
    yield build.assign("CUTS", build.dict_of(pairs), build.type_of("Mapping[str, tuple[Fraction, ...]]"))
    yield ast.Expr(
        value=build.constant("Where a number is compared: one in its place must lie on the same side of each.")
    )
    for words, name in context.word_sets.items():
        yield build.assign(name, build.call("frozenset", build.texts(words)))
        yield ast.Expr(value=build.constant("The words of an input."))
    known = [*context.guideline.inputs, *context.guideline.regimens, "today"]
    names = build.texts(dict.fromkeys(known))
    yield build.assign("KNOWN_NAMES", build.call("frozenset", names))
    yield ast.Expr(value=build.constant("What a patient's values may be called."))
    yield build.assign("are_known", build.attribute(build.name("KNOWN_NAMES"), "issuperset"))
    yield ast.Expr(value=build.constant("Whether a patient's values are called as the guideline calls them."))
    yield build.assign("ANSWERS", build.call("Answers", build.name("run_as_written")))
    yield ast.Expr(value=build.constant("What works answers out, and keeps them."))
    yield build.assign("KEPT", build.attribute(build.name("ANSWERS"), "kept"))
    yield ast.Expr(value=build.constant("Answers by what was decided."))
