"""From a parsed file to a guideline whose names, types and units are settled.

Enters: `ast.File` and its source. Leaves: `Resolved`, with the guideline as far as it has a meaning, and every fault.

    resolve(parse(source).file, source).guideline.inputs["age"].type   ->   NumberType(measure=years, whole=True)

One pass for each layer of meaning: names, substances, classes, inputs, then named values in the order of their use,
then all that runs, in the order of the source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as L
from typing import TypeVar

from milligram.diagnostics import Diagnostic, in_order
from milligram.diagnostics.registry import DUPLICATE_NAME, MISSING_PART, REPEATED_PART
from milligram.ir import nodes as ir
from milligram.quantity import Substances
from milligram.resolve.cases import case_of
from milligram.resolve.conditions import condition
from milligram.resolve.context import Context
from milligram.resolve.declarations import (
    check_circles,
    drug_of_substance,
    drugs_of_class,
    input_of,
    source_of,
    substance_of,
)
from milligram.resolve.header import dates_of, require_title, status_of
from milligram.resolve.named import settle_named
from milligram.resolve.notes import notes_of
from milligram.resolve.plausible import join_outside
from milligram.resolve.prose import caution_of, claim_of, effect_of, pitfall_of, remark_of
from milligram.resolve.regimens import monitor_of, regimen_of
from milligram.resolve.rests import look_at_rests
from milligram.resolve.scope import collect
from milligram.resolve.statements import body_of
from milligram.source import SourceFile, Span
from milligram.syntax import RESERVED, Unread
from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend

_D = TypeVar("_D", ast.Source, ast.Substance, ast.DrugClass, ast.Input, ast.Regimen, ast.Monitor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A guideline as far as it has a meaning.

    ``faulty`` are the declared names that are not in the guideline; `Guideline.left_out` are the names that parts left
    out for a fault refer to.
    """

    guideline: ir.Guideline | None
    diagnostics: tuple[Diagnostic, ...]
    faulty: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Parts:
    """What runs or is printed, gathered in the order of the source."""

    regimens: dict[str, ir.Regimen] = field(default_factory=dict)
    monitors: dict[str, ir.Monitor] = field(default_factory=dict)
    pitfalls: list[ir.Pitfall] = field(default_factory=list)
    claims: list[ir.Claim] = field(default_factory=list)
    remarks: list[ir.Remark] = field(default_factory=list)
    effects: list[ir.Effect] = field(default_factory=list)
    cautions: list[ir.Caution] = field(default_factory=list)
    impossible: list[ir.Impossible] = field(default_factory=list)
    pathways: list[ir.Block] = field(default_factory=list)
    parts: dict[str, ir.Block] = field(default_factory=dict)


def resolve(file: ast.File, source: SourceFile, unread: Unread | None = None) -> Resolved:
    """Names, types and units of a file. ``guideline`` is None only where no declaration starts one.

    ``unread`` is what the parser knows of the declarations that are not in ``file``: nothing is said for want of them.
    """
    unread = unread or Unread()
    declarations = file.declarations
    scope, duplicates = collect(declarations, source, unread.names)
    ctx = Context(
        source=source,
        scope=scope,
        substances=Substances(),
        unread=unread,
        diagnostics=list(duplicates),
        left_out=set(unread.words) | (scope.symbols.keys() & RESERVED),
    )
    ctx.poisoned |= scope.two_kinds
    header = _header(ctx, declarations)
    sources = {s.name: s for s in (source_of(ctx, d) for d in _own(ctx, declarations, ast.Source))}
    _substances(ctx, declarations)
    _inputs(ctx, declarations)
    named = settle_named(ctx, declarations)
    applies = condition(ctx, header.applies_when) if header and header.applies_when else None
    parts = _running(ctx, declarations)
    steps = {name: len(regimen.steps) for name, regimen in parts.regimens.items()}
    cases = [case_of(ctx, d, steps) for d in declarations if isinstance(d, ast.Case)]
    look_at_rests(ctx, unread.rests, steps)
    join_outside(ctx, _own(ctx, declarations, ast.Input))
    if header is not None and header.applies_when is not None and applies is None:
        ctx.leave_out(header.applies_when)
    guideline = None
    if header is not None:
        issued, review_by = dates_of(ctx, header)
        guideline = ir.Guideline(
            name=header.name.name,
            title=header.title.value if header.title else header.name.name.replace("_", " "),
            version=header.version.value if header.version else "",
            status=_status(status_of(ctx, header)),
            audience=header.audience.value if header.audience else None,
            applies=applies,
            issued=issued,
            review_by=review_by,
            header_notes=notes_of(ctx, header.notes),
            header_span=header.span,
            sources=sources,
            substances=ctx.substances,
            drugs=ctx.drugs,
            inputs=ctx.inputs,
            impossible=tuple(parts.impossible),
            named=named,
            regimens=parts.regimens,
            monitors=parts.monitors,
            pitfalls=tuple(parts.pitfalls),
            claims=tuple(parts.claims),
            remarks=tuple(parts.remarks),
            effects=tuple(parts.effects),
            cautions=tuple(parts.cautions),
            pathways=tuple(parts.pathways),
            parts=parts.parts,
            cases=tuple(case for case in cases if case is not None),
            left_out=frozenset(ctx.left_out),
            source=source,
        )
    return Resolved(
        guideline=guideline,
        diagnostics=tuple(in_order(ctx.diagnostics)),
        faulty=frozenset(ctx.poisoned),
    )


def _status(word: str) -> L["draft", "active", "retired"]:
    return "active" if word == "active" else "retired" if word == "retired" else "draft"


def _header(ctx: Context, declarations: tuple[ast.Declaration, ...]) -> ast.Header | None:
    headers = [d for d in declarations if isinstance(d, ast.Header)]
    if not headers and any(ctx.unread.started(word) for word in ("guideline", "title", "version", "status")):
        # the parser has said why the line is none
        return None
    if not headers:
        ctx.report(
            MISSING_PART,
            "the file does not say which guideline it is",
            Span(0, 0),
            help="start it with a line such as `guideline magnesium_neck_spasm`",
        )
        return None
    for second in headers[1:]:
        ctx.report(
            REPEATED_PART,
            f"a second guideline, `{second.name.name}`, starts in this file",
            second.name.span,
            labels=[(headers[0].name.span, "the first one is here")],
            help="keep each guideline in a file of its own",
        )
    require_title(ctx, headers[0])
    if not any(isinstance(d, ast.Pathway) for d in declarations) and not ctx.unread.started("pathway"):
        ctx.report(
            MISSING_PART,
            f"the guideline `{headers[0].name.name}` has no pathway",
            headers[0].name.span,
            help="add a line `pathway`, and under it what to do",
        )
    return headers[0]


def _own(ctx: Context, declarations: tuple[ast.Declaration, ...], kind: type[_D]) -> list[_D]:
    """The declarations of a kind that hold their name; of duplicates, the first."""
    return [
        d
        for place, d in enumerate(declarations)
        if isinstance(d, kind) and ctx.scope.symbols[d.name.name].home == place
    ]


def _substances(ctx: Context, declarations: tuple[ast.Declaration, ...]) -> None:
    own = _own(ctx, declarations, ast.Substance)
    ctx.substances = Substances([substance_of(ctx, d) for d in own])
    for substance in own:
        drug = drug_of_substance(ctx, substance)
        ctx.drugs[drug.name] = drug
    for drug_class in _own(ctx, declarations, ast.DrugClass):
        for drug in drugs_of_class(ctx, drug_class):
            ctx.drugs[drug.name] = drug
    check_circles(ctx)


def _inputs(ctx: Context, declarations: tuple[ast.Declaration, ...]) -> None:
    for declaration in _own(ctx, declarations, ast.Input):
        found = input_of(ctx, declaration)
        if found is None:
            ctx.poisoned.add(declaration.name.name)
        else:
            ctx.inputs[found.name] = found


def _running(ctx: Context, declarations: tuple[ast.Declaration, ...]) -> _Parts:
    """Everything with statements, rules or prose. Regimens come first: a pathway that gives a faulty one is silent."""
    parts = _Parts()
    first_ids = _first_ids(declarations)
    for regimen in _own(ctx, declarations, ast.Regimen):
        ctx.last_id = first_ids[ctx.scope.symbols[regimen.name.name].home]
        found = regimen_of(ctx, regimen)
        if found is None:
            ctx.poisoned.add(regimen.name.name)
            ctx.leave_out(regimen)
        else:
            parts.regimens[found.name] = found
    for monitor in _own(ctx, declarations, ast.Monitor):
        made = monitor_of(ctx, monitor)
        if made is None:
            ctx.poisoned.add(monitor.name.name)
            ctx.leave_out(monitor)
        else:
            parts.monitors[made.name] = made
    for place, declaration in enumerate(declarations):
        ctx.last_id = first_ids[place]
        _take(ctx, parts, declaration, place)
    return parts


def _first_ids(declarations: tuple[ast.Declaration, ...]) -> list[int]:
    """The last number given away before each declaration, so that numbers follow the source although regimens and
    cautions are settled before the pathways that need them."""
    numbers, last = [], 0
    for declaration in declarations:
        numbers.append(last)
        if not isinstance(declaration, ast.Case):
            last += sum(_takes_number(node) for node in descend(declaration))
    return numbers


def _takes_number(node: ast.Node) -> bool:
    if isinstance(node, ast.Step):
        return node.dose is not None
    return isinstance(node, ast.Statement | ast.Branch | ast.NeverRule | ast.BackTo | ast.StopWhen | ast.Caution)


def _take(ctx: Context, parts: _Parts, declaration: ast.Declaration, place: int) -> None:
    match declaration:
        case ast.Impossible():
            test = condition(ctx, declaration.condition)
            notes = notes_of(ctx, declaration.notes)
            if test is None:
                ctx.leave_out(declaration)
            else:
                parts.impossible.append(ir.Impossible(span=declaration.span, condition=test, notes=notes))
        case ast.Pitfall():
            parts.pitfalls.append(pitfall_of(ctx, declaration))
        case ast.Claim():
            parts.claims.append(claim_of(ctx, declaration))
        case ast.Notice() | ast.Missing():
            parts.remarks.append(remark_of(ctx, declaration))
        case ast.Effect():
            effect = effect_of(ctx, declaration)
            if effect is not None:
                parts.effects.append(effect)
        case ast.Caution():
            caution = caution_of(ctx, declaration)
            if caution is not None:
                parts.cautions.append(caution)
        case ast.Pathway():
            _pathway(ctx, parts, declaration)
        case ast.Part():
            if ctx.scope.symbols[declaration.name.name].home == place:
                parts.parts[declaration.name.name] = _block(ctx, declaration)
        case _:
            pass


def _pathway(ctx: Context, parts: _Parts, pathway: ast.Pathway) -> None:
    block = _block(ctx, pathway)
    first = next((other for other in parts.pathways if other.name == block.name), None)
    if first is None:
        parts.pathways.append(block)
    elif not block.name:
        ctx.report(
            DUPLICATE_NAME,
            "a second pathway without a name",
            ctx.head(pathway.span),
            labels=[(ctx.head(first.span), "the first one is here")],
            help="name the pathways, as in `pathway bleeding`, or join the two",
        )


def _block(ctx: Context, block: ast.Pathway | ast.Part) -> ir.Block:
    return ir.Block(
        span=block.span,
        name=block.name.name if block.name else "",
        label=block.label.value if block.label else None,
        body=body_of(ctx, block.body),
    )
