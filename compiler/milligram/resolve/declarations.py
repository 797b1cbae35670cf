"""Sources, substances, classes and inputs: what stands before any condition.

Enters: declarations. Leaves: their IR, put into the `Context`, where later declarations find it.

    substance magnesium_oxide formula MgO, gives 1 magnesium
      ->   Substance(molar_mass=40.304, gives=((1, "magnesium"),))
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from milligram.diagnostics import Edit
from milligram.diagnostics.registry import (
    BACKWARDS_RANGE,
    BAD_DATE,
    BAD_FORMULA,
    CIRCULAR_DEFINITION,
    DUPLICATE_NAME,
    IMPOSSIBLE_NUMBER,
    MISSING_PART,
    WRONG_TYPE,
)
from milligram.ir import nodes as ir
from milligram.quantity import NUMBER, FormulaError, Measure, Substance, molar_mass
from milligram.resolve.conflicts import Side
from milligram.resolve.context import Context, chain, in_backticks
from milligram.resolve.names import drug_of, name_of
from milligram.resolve.notes import notes_of
from milligram.resolve.quantities import constant_in, days_of, exact, measure_of, sharing, unit_of, whole
from milligram.source import Span
from milligram.syntax import nodes as ast


def iso_date(ctx: Context, text: str, span: Span) -> date | None:
    """A date written ``2026-11-22``; reported when no calendar has it."""
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        ctx.report(BAD_DATE, f"`{text}` is no date", span, help="write year, month and day, as in 2026-11-22")
        return None


# --- sources ----------------------------------------------------------------------------------------------------------


def source_of(ctx: Context, source: ast.Source) -> ir.EvidenceSource:
    """A source with its findings."""
    return ir.EvidenceSource(
        span=source.span,
        name=source.name.name,
        title=source.title.value,
        fields=tuple((name.name, text.value) for name, text in source.fields),
        findings=tuple(_finding(ctx, finding) for finding in source.findings),
        notes=notes_of(ctx, source.notes),
    )


def _finding(ctx: Context, finding: ast.Finding) -> ir.Finding:
    found = finding.estimate
    estimate = None
    if found is not None:
        for text in (found.value, found.low, found.high):
            if text is not None:
                exact(ctx, text, found.span)
        estimate = ir.Estimate(
            span=found.span,
            measure=found.measure,
            value=found.value,
            level=found.level,
            low=found.low,
            high=found.high,
        )
    return ir.Finding(span=finding.span, text=finding.text.value, estimate=estimate, notes=notes_of(ctx, finding.notes))


# --- substances and classes -------------------------------------------------------------------------------------------


def substance_of(ctx: Context, substance: ast.Substance) -> Substance:
    """A substance as the quantities know it; a part that cannot be read is reported and left out."""
    mass: Fraction | None = None
    if substance.formula is not None:
        try:
            mass = molar_mass(substance.formula)
        except FormulaError as error:
            ctx.report(
                BAD_FORMULA,
                in_backticks(error.message),
                _part(ctx, substance.span, substance.formula),
                help="write elements and counts, as in MgO or CO(NH2)2",
            )
    charge: int | None = None
    if substance.charge is not None:
        found = exact(ctx, substance.charge, substance.span)
        charge = None if found is None else abs(int(found.value))
        if found is not None and (found.value.denominator != 1 or found.value == 0):
            charge = None
            ctx.report(
                IMPOSSIBLE_NUMBER,
                f"the charge of `{substance.name.name}` is {substance.charge}, where a whole number above 0 is needed",
                _part(ctx, substance.span, substance.charge),
                help="write the size of the charge, as in `charge 2`",
            )
    gives: list[tuple[int, str]] = []
    for times, what in substance.gives:
        count = whole(ctx, times, what.span, f"the number of `{what.name}` it gives")
        name = name_of(ctx, what, "substance")
        if count is not None and name is not None:
            gives.append((count, name))
    unit = unit_of(ctx, substance.in_unit.unit, substance.in_unit.span) if substance.in_unit else None
    return Substance(
        name=substance.name.name,
        formula=substance.formula,
        molar_mass=mass,
        charge=charge,
        gives=tuple(gives),
        in_unit=unit,
    )


def _part(ctx: Context, span: Span, text: str) -> Span:
    """The place of a text inside a declaration, or the declaration."""
    at = ctx.source.text.find(text, span.start, span.end)
    # the last one: a name may hold the same letters
    last = ctx.source.text.rfind(f" {text}", span.start, span.end)
    start = last + 1 if last >= 0 else at
    return span if start < 0 else Span(start, start + len(text))


def drug_of_substance(ctx: Context, substance: ast.Substance) -> ir.Drug:
    """The substance as something that can be given."""
    return ir.Drug(
        span=substance.span,
        name=substance.name.name,
        label=substance.label.value if substance.label else None,
        gives=tuple(name for _, name in ctx.substances[substance.name.name].gives)
        if substance.name.name in ctx.substances
        else (),
        notes=notes_of(ctx, substance.notes),
    )


def drugs_of_class(ctx: Context, drug_class: ast.DrugClass) -> list[ir.Drug]:
    """The class, and each member that only this class declares."""
    members: dict[str, None] = {}
    made: list[ir.Drug] = []
    for member in drug_class.members:
        name = drug_of(ctx, member)
        if name is None:
            continue
        members[name] = None
        if ctx.scope.symbols[name].kind == "drug" and name not in ctx.drugs:
            made.append(ir.Drug(span=member.span, name=name))
    made.append(
        ir.Drug(
            span=drug_class.span,
            name=drug_class.name.name,
            label=drug_class.label.value if drug_class.label else None,
            is_class=True,
            members=tuple(members),
            notes=notes_of(ctx, drug_class.notes),
        )
    )
    return made


def check_circles(ctx: Context) -> None:
    """MG016 for classes and salts that hold themselves; the circle is opened at its last name."""
    done: set[str] = set()
    for name in list(ctx.drugs):
        path: list[str] = []
        _descend(ctx, name, path, done)


def _descend(ctx: Context, start: str, path: list[str], done: set[str]) -> None:
    stack: list[tuple[str, int]] = [(start, 0)]
    while stack:
        name, place = stack[-1]
        drug = ctx.drugs.get(name)
        below = (*drug.members, *drug.gives) if drug is not None and name not in done else ()
        if place == 0:
            path.append(name)
        if place >= len(below):
            done.add(name)
            path.pop()
            stack.pop()
            continue
        stack[-1] = (name, place + 1)
        if below[place] in path:
            _open(ctx, [*path[path.index(below[place]) :], below[place]])
        elif below[place] not in done:
            stack.append((below[place], 0))


def _open(ctx: Context, circle: list[str]) -> None:
    last = ctx.drugs[circle[-2]]
    shown = chain("which holds", circle[1:])
    symbol = ctx.scope.symbols[circle[-1]]
    ctx.report(
        CIRCULAR_DEFINITION,
        f"`{circle[0]}` holds {shown}",
        ctx.scope.symbols[last.name].span,
        labels=[(symbol.span, f"`{symbol.name}` is declared here")] if symbol.name != last.name else [],
        help="leave one of them out",
    )
    ctx.drugs[last.name] = ir.Drug(
        span=last.span,
        name=last.name,
        label=last.label,
        is_class=last.is_class,
        members=tuple(name for name in last.members if name != circle[-1]),
        gives=tuple(name for name in last.gives if name != circle[-1]),
        notes=last.notes,
    )


# --- inputs -----------------------------------------------------------------------------------------------------------


def input_of(ctx: Context, given: ast.Input) -> ir.Input | None:
    """An input; None when its unit cannot be read. Attributes that have no meaning are reported and left out."""
    name = given.name.name
    kind = _kind(ctx, given)
    notes = notes_of(ctx, given.notes)
    valid = days_of(ctx, given.valid, "the time a value is valid") if given.valid is not None else None
    if kind is None:
        return None
    plausible = _plausible(ctx, given, kind)
    return ir.Input(
        span=given.span,
        name=name,
        label=given.label.value if given.label else None,
        type=kind,
        choices=_choices(ctx, given),
        plausible=plausible,
        plausible_written=(given.plausible.low.number, given.plausible.high.number)
        if plausible is not None and given.plausible is not None
        else None,
        valid=valid,
        ask=given.ask.value if given.ask else None,
        loinc=given.loinc.value if given.loinc else None,
        snomed=given.snomed.value if given.snomed else None,
        notes=notes,
    )


def _kind(ctx: Context, given: ast.Input) -> ir.Type | None:
    kind = given.kind
    match kind:
        case ast.QuantityKind():
            measure = measure_of(ctx, kind.unit)
            return None if measure is None else ir.NumberType(measure=measure, whole=kind.whole)
        case ast.PlainKind(kind="number"):
            return ir.NumberType(measure=NUMBER, kind="number")
        case ast.PlainKind(kind="count"):
            return ir.NumberType(measure=NUMBER, kind="count", whole=True)
        case ast.PlainKind(kind="date"):
            return ir.DateType()
        case ast.PlainKind(kind="yes_no"):
            return ir.FlagType()
        case ast.ChoiceKind():
            words = tuple(dict.fromkeys(choice.name.name for choice in kind.choices))
            return ir.SetType(words=words) if kind.several else ir.WordType(words=words)
        case _:
            raise AssertionError(kind)


def _choices(ctx: Context, given: ast.Input) -> tuple[ir.Choice, ...]:
    """The words of a choice, each once; either all have points or none."""
    if not isinstance(given.kind, ast.ChoiceKind):
        return ()
    found: dict[str, ir.Choice] = {}
    for choice in given.kind.choices:
        word = choice.name.name
        if word in found:
            ctx.report(
                DUPLICATE_NAME,
                f"`{given.name.name}` has the choice `{word}` twice",
                choice.name.span,
                labels=[(found[word].span, "first here")],
                help="leave one of them out",
            )
            continue
        points = exact(ctx, choice.points, choice.span) if choice.points is not None else None
        found[word] = ir.Choice(
            span=choice.name.span,
            word=word,
            label=choice.label.value if choice.label else None,
            points=None if points is None else points.value,
        )
    without = [choice for choice in found.values() if choice.points is None]
    if without and len(without) < len(found):
        ctx.report(
            MISSING_PART,
            f"the choice `{without[0].word}` of `{given.name.name}` has no points, while others have",
            without[0].span,
            help=f"write its points, as in `{without[0].word} = 0`",
        )
    return tuple(found.values())


def _plausible(ctx: Context, given: ast.Input, kind: ir.Type) -> tuple[Fraction, Fraction] | None:
    bounds = given.plausible
    if bounds is None:
        return None
    if not isinstance(kind, ir.NumberType):
        ctx.report(
            WRONG_TYPE,
            f"`{given.name.name}` is no number and has no plausible range",
            bounds.span,
            labels=[(given.name.span, "declared here")],
            help="leave the range out",
        )
        return None
    low = _bound(ctx, given, sharing(bounds.low, bounds.high), kind.measure)
    high = _bound(ctx, given, bounds.high, kind.measure)
    if low is None or high is None:
        return None
    if low > high:
        ctx.report(
            BACKWARDS_RANGE,
            f"the plausible range of `{given.name.name}` starts at {bounds.low.number}, above its end "
            f"{bounds.high.number}",
            bounds.span,
            help="write the lower bound first",
            edits=_swapped(bounds.low, bounds.high),
        )
        return None
    return low, high


def _swapped(low: ast.Quantity, high: ast.Quantity) -> list[Edit]:
    """The two numbers in each other's place, where one unit holds for both."""
    if low.unit is not None:
        return []
    at = [Span(each.span.start, each.span.start + len(each.number)) for each in (low, high)]
    return [
        Edit(span=at[0], replacement=high.number, title="write the lower bound first"),
        Edit(span=at[1], replacement=low.number, title="write the lower bound first"),
    ]


def _bound(ctx: Context, given: ast.Input, quantity: ast.Quantity, measure: Measure) -> Fraction | None:
    """A bound in the input's unit, which a bare number is in."""
    if quantity.unit is None:
        found = exact(ctx, quantity.number, quantity.span)
        return None if found is None else found.value
    side = Side(given.name.name, given.name.span)
    const = constant_in(ctx, quantity, measure, side, "a bound of")
    return None if const is None else const.value
