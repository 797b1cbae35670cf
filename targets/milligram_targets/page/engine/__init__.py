"""The decision of the interactive page: one guideline as JavaScript.

Enters: a guideline (IR). Leaves: the text of one classic script without imports, `eval` or network, which defines the
one global ``milligram``: `read` makes a patient of untrusted data, or says what is wrong with it, and `evaluate` gives
the object that ``milligram run --format json`` prints, with ``id`` and ``branch`` in each entry of the trace.

    script(guideline)   ->   "var milligram = (function () { … })();"

`support` is written by hand and alike for all guidelines; conditions, numbers and statements are generated from a
syntax tree (`js`). Numbers are exact fractions of integers; what is no fraction is enclosed until a comparison or a
rounding is decided, by the steps of `milligram.quantity.exact`. ``tests/targets/page`` holds it to the interpreter.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import PurePath

from milligram.ir import nodes as ir
from milligram.ir.walk import names_read

from milligram_targets.page.engine.compact import compact
from milligram_targets.page.engine.context import Context
from milligram_targets.page.engine.definitions import homes
from milligram_targets.page.engine.expressions import maybe_condition
from milligram_targets.page.engine.inputs import (
    declared,
    impossible,
    questions,
    shown_inputs,
    shown_regimens,
    shown_sources,
    substances,
)
from milligram_targets.page.engine.js import (
    Entries,
    Expression,
    Fields,
    Literal,
    Text,
    call,
    items,
    maybe,
    text_of,
    texts,
)
from milligram_targets.page.engine.regimens import cautions, deliveries, monitors, regimens, rules
from milligram_targets.page.engine.statements import block
from milligram_targets.page.engine.unit_table import unit_table

SUPPORT = (
    "rationals", "reals", "arithmetic", "digits", "days", "spelling", "units", "unit_words", "measures", "values",
    "asking", "conditions", "quantities", "named", "scores", "record", "doses", "safety", "ladders", "statements",
    "courses", "schedules", "reading", "patients", "evaluating", "interface",
)  # fmt: skip
"""The files of the library, each after those whose constants it uses."""


MOST_CALLS = 100
"""Values that rest on more names in a row than this are found in their order, not by calls within calls."""

_CALLS_PER_NAME = 200


def script(guideline: ir.Guideline) -> str:
    """The whole script; the same guideline gives the same text."""
    with _room_for(guideline):
        named = _constants(Context(guideline))
        generated = "\n".join(f"const {name}={text_of(value)};" for name, value in named)
    return "\n".join(
        (
            "var milligram = (function () {",
            '"use strict";',
            library(),
            generated,
            "return interfaceOf(GUIDELINE, ABOUT);",
            "})();",
            "",
        )
    )


@contextmanager
def _room_for(guideline: ir.Guideline) -> Iterator[None]:
    """Raises the recursion limit, so that a value may rest on as many names as the guideline declares."""
    before = sys.getrecursionlimit()
    names = len(guideline.named) + len(guideline.parts)
    sys.setrecursionlimit(max(before, 2_000 + _CALLS_PER_NAME * names))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _depth(guideline: ir.Guideline) -> int:
    """The longest row of names of which each rests on the next."""
    depths: dict[str, int] = {}
    for home in guideline.named:
        depth = 1 + max((depths.get(name, 0) for name in names_read(home)), default=0)
        names = [name for name, _ in home.outputs] if isinstance(home, ir.Table) else [home.name]
        depths.update(dict.fromkeys(names, depth))
    return max(depths.values(), default=0)


@cache
def library() -> str:
    """The support library, without what only people read."""
    folder = files("milligram_targets.page.engine") / "support"
    text = "".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in SUPPORT)
    return compact(text)


def _constants(context: Context) -> tuple[tuple[str, Expression], ...]:
    return ("UNITS", unit_table()), ("GUIDELINE", _guideline(context)), ("ABOUT", _about(context))


def _guideline(context: Context) -> Expression:
    guideline = context.guideline
    return Fields(
        (
            ("name", Text(guideline.name)),
            ("version", Text(guideline.version)),
            ("status", Text(guideline.status)),
            ("reviewBy", maybe(guideline.review_by.isoformat() if guideline.review_by else None)),
            ("standing", texts(_standing(guideline))),
            ("overdue", Text(f"Its review was due on {guideline.review_by}: do not rely on it.")),
            ("notProved", texts(_not_proved(guideline))),
            ("inputs", Entries(tuple(declared(context)))),
            ("questions", Entries(tuple(questions(context)))),
            ("substances", Entries(tuple(substances(context)))),
            ("impossible", items(impossible(context))),
            ("deep", Literal(_depth(guideline) > MOST_CALLS)),
            ("applies", maybe_condition(context, guideline.applies)),
            ("named", _named(context)),
            ("delivers", Entries(tuple(deliveries(context)))),
            ("rules", items(rules(context))),
            ("cautions", items(cautions(context))),
            ("regimens", Entries(tuple(regimens(context)))),
            ("monitors", Entries(tuple(monitors(context)))),
            ("parts", Entries(tuple((name, block(context, part.body)) for name, part in guideline.parts.items()))),
            ("pathways", items(block(context, pathway.body) for pathway in guideline.pathways)),
        )
    )


def _named(context: Context) -> Expression:
    """Each named value; a table of several outputs stands under each of them."""
    return call("namesOf", items(items((texts(names), home)) for names, home in homes(context)))


def _standing(guideline: ir.Guideline) -> tuple[str, ...]:
    match guideline.status:
        case "retired":
            return ("This guideline is retired: do not use it for care.",)
        case "draft":
            return ("This guideline is a draft: do not use it for care.",)
        case _:
            return ()


def _not_proved(guideline: ir.Guideline) -> tuple[str, ...]:
    why = (text if text.endswith((".", "?", "!")) else f"{text}." for text in guideline.not_proved)
    return tuple(f"The checks did not prove all of it; its author says: {text}" for text in why)


def _about(context: Context) -> Expression:
    """What a page shows of the guideline beside its answer."""
    guideline = context.guideline
    about: tuple[tuple[str, Expression], ...] = (
        ("id", Text(guideline.name)),
        ("title", Text(guideline.title)),
        ("version", Text(guideline.version)),
        ("status", Text(guideline.status)),
        ("issued", maybe(guideline.issued.isoformat() if guideline.issued else None)),
        ("review_by", maybe(guideline.review_by.isoformat() if guideline.review_by else None)),
        ("sha256", Text(guideline.source.digest)),
        ("source_file", Text(PurePath(guideline.source.path).name)),
    )
    return Fields(
        (
            ("guideline", Fields(about)),
            ("inputs", shown_inputs(context)),
            ("regimens", shown_regimens(context)),
            ("sources", shown_sources(context)),
        )
    )
