"""How a conflict of units is told: both sides in the author's words, both places, and what would mend it.

Enters: a `MeasureError` and its two sides. Leaves: one diagnostic, MG301 (kinds of quantity) or MG304 (no charge or
substance to convert by).

    gfr under 60 mL/min   ->   `60 mL/min` cannot be compared with `gfr`, which is in mL/min/1.73 m²
"""

from __future__ import annotations

from dataclasses import dataclass

from milligram.diagnostics import Diagnostic, Edit, Label
from milligram.diagnostics.registry import DIMENSION_CONFLICT, NO_BASIS
from milligram.ir import nodes as ir
from milligram.quantity import Measure, MeasureError, UnitError, conversion, parse_unit
from milligram.resolve.context import Context, in_backticks
from milligram.source import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: the author's words, their place, and where their unit was declared."""

    words: str
    span: Span
    declared: Span = NOWHERE
    spoken: str | None = None
    """Said instead of the quoted words, where the side is not the author's own text."""

    @property
    def quoted(self) -> str:
        """`` `serum_magnesium` ``, or what is said instead."""
        return self.spoken or f"`{self.words}`"

    @property
    def labels(self) -> list[tuple[Span, str]]:
        """The place of declaration, when there is one."""
        if self.declared == NOWHERE:
            return []
        return [(self.declared, f"the unit of {self.quoted} is declared here")]


def side_of(ctx: Context, number: ir.AnyNumber) -> Side:
    """How an elaborated number is named in a message."""
    declared = NOWHERE
    match number:
        case ir.InputNumber(name=name) | ir.NamedNumber(name=name):
            symbol = ctx.scope.symbols.get(name)
            declared = symbol.span if symbol is not None else NOWHERE
        case _:
            pass
    return Side(ctx.words(number.span), number.span, declared)


_NEEDED = {
    "needs_charge": "declare the charge of the substance, as in `substance magnesium formula Mg, charge 2`",
    "needs_mass": "declare the formula of the substance, as in `substance magnesium formula Mg`",
}


def conflict(ctx: Context, error: MeasureError, src: Measure, dst: Measure, left: Side, right: Side, verb: str) -> None:
    """Reports that ``left``, in ``src``, does not go with ``right``, in ``dst``."""
    labels = right.labels or ([(right.span, f"this is {_in(dst)}")] if right.span != left.span else [])
    own = "" if src.unit.text in left.words else f", which is {_in(src)},"
    base = f"{left.quoted}{own} cannot be {verb} {right.quoted}"
    theirs = "" if dst.unit.parts and dst.unit.text in right.words else f", which is {_in(dst)}"
    kind = error.kind
    if kind == "arbitrary_unit" and (src.per_of is None) != (dst.per_of is None):
        # what is per unit of a drug is of another kind than what is not
        kind = "dimension"
    match kind:
        case "needs_substance" | "needs_charge" | "needs_mass":
            lacking = _lacking(error)
            help = _named_help(ctx, src, dst, left, right) if kind == "needs_substance" else _NEEDED[kind]
            found = Diagnostic(
                code=NO_BASIS,
                message=f"{base}{theirs}: {lacking}",
                source=ctx.source,
                span=left.span,
                labels=tuple(Label(span=at, text=text) for at, text in labels if at != (0, 0)),
                help=help,
            )
            ctx.report_once(found, (lacking, help), "and here")
        case "arbitrary_unit":
            ctx.report(
                NO_BASIS,
                f"{base}{theirs}: an arbitrary unit is no mass and no amount",
                left.span,
                labels=labels,
                help="state both in the same unit; the number of units in a milligram is the maker's, not nature's",
            )
        case "different_substance":
            ctx.report(
                DIMENSION_CONFLICT,
                f"{base}{theirs}: they are of different substances",
                left.span,
                labels=labels,
                help="if one is made of the other, declare it, as in "
                "`substance magnesium_oxide formula MgO, gives 1 magnesium`",
            )
        case "affine":
            ctx.report(
                DIMENSION_CONFLICT,
                f"{base}{theirs}: temperatures in degrees have no sum and no ratio",
                left.span,
                labels=labels,
                help="take the number out first, as in `temperature in °C`",
            )
        case "annotation":
            ctx.report(
                DIMENSION_CONFLICT,
                f"{base}{theirs}",
                left.span,
                labels=labels,
                help="words in braces, and the area of 1.73 m², are part of the unit: write the same on both sides, or "
                "use another input",
            )
        case "dimension":
            whole = _with_denominator(ctx, src, dst)
            put = f"{left.words}{whole}" if whole and ctx.source.slice(left.span) == left.words else None
            ctx.report(
                DIMENSION_CONFLICT,
                f"{base}{theirs}",
                left.span,
                labels=labels,
                help=f"did you mean `{put}`?" if put else "write a unit of the same kind on both sides",
                edits=[Edit(span=left.span, replacement=put, title=f"write `{put}`")] if put else [],
            )


def _named_help(ctx: Context, src: Measure, dst: Measure, left: Side, right: Side) -> str:
    """The unit that lacks its substance, as it would stand in the text; of the substance that a side's name holds."""
    bare = dst if dst.of is None else src
    words = f"{left.words} {right.words}"
    declared = (each.name for each in ctx.scope.symbols.values() if each.kind == "substance")
    name = next((each for each in declared if each in words), "creatinine")
    return f"say of which substance where the unit is declared, as in `in {bare.unit.text} of {name}`"


def _with_denominator(ctx: Context, src: Measure, dst: Measure) -> str | None:
    """``/L`` for ``1.4 mEq`` against a value in mmol/L, when that is all that is missing."""
    _, stroke, below = dst.unit.text.partition("/")
    if not stroke or "/" in src.unit.text or src.per_of is not None or dst.per_of is not None:
        return None
    try:
        whole = Measure(parse_unit(f"{src.unit.text}/{below}"), src.of or dst.of)
        conversion(whole, dst, ctx.substances)
    except (UnitError, MeasureError):
        return None
    return f"/{below}"


def _in(measure: Measure) -> str:
    """``in mmol/L of magnesium``, or ``a plain number``."""
    return f"in {measure.text}" if measure.unit.parts else "a plain number"


def _lacking(error: MeasureError) -> str:
    if error.kind == "needs_substance":
        return "it is not said of what"
    return in_backticks(error.message.split(", so that")[0])
