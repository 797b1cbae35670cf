"""MG101 gap, MG104 point hole, MG111 resolution hole: patients for whom no branch or row holds.

Each is shown by a patient. Where it is not decided whether somebody is missing, it is MG000.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import itemgetter

from milligram.checks.choices import Arm, Choice
from milligram.checks.context import Context
from milligram.checks.regions import box_words, boxes_words, number_words, part_of, piece_words, region_words
from milligram.checks.witness import Shows, faulty_at, witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import GAP, NOT_DECIDED, POINT_HOLE, RESOLUTION_HOLE
from milligram.ir import nodes as ir
from milligram.ir.print import cell_text
from milligram.ir.walk import descend
from milligram.prove.answers import Nobody, Undecided
from milligram.prove.domains import Domain, Numbers, join, less, nothing_of
from milligram.prove.formula import Formula
from milligram.prove.intervals import Cut, Interval, Intervals, above, below
from milligram.prove.regions import Box, boxes, lies_in, of_box, possible
from milligram.prove.typical import typical_number
from milligram.source import Span

MOST_REGIONS = 40
"""So many holes of one decision are told, and so many regions of a gap over several inputs looked for."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Everybody who comes to a decision or table, and whom no branch or row takes."""
    for choice in context.choices:
        if choice.rest:
            continue
        if choice.subject is not None and choice.domain is not None:
            yield from _on_one_subject(context, choice, choice.subject, choice.domain)
        elif not isinstance(context.prover.ask(choice.uncovered), Nobody):
            yield from _on_several(context, choice)


# --- one subject ------------------------------------------------------------------------------------------------------


def _on_one_subject(context: Context, choice: Choice, subject: ir.Subject, domain: Domain) -> Iterator[Diagnostic]:
    covered = nothing_of(domain)
    for arm in choice.arms:
        if arm.values is not None:
            covered = join(covered, arm.values)
    missing = possible(context.prover, subject, less(domain, covered), choice.arrives)
    if isinstance(missing, Numbers):
        for number, part in enumerate(_runs(missing, covered)):
            if number == MOST_REGIONS:
                yield _more(context, choice)
                break
            yield _found(context, choice, subject, part)
    elif missing:
        yield _found(context, choice, subject, missing)


def _more(context: Context, choice: Choice) -> Diagnostic:
    return context.finding(
        NOT_DECIDED,
        context.head(choice.node.span),
        f"this {choice.title} has over {MOST_REGIONS} gaps, and was not looked through for more",
        help="mend these, and check again",
    )


def _runs(missing: Numbers, covered: Domain) -> Iterator[Numbers]:
    """The missing values, those with nothing covered between them together: one hole, one finding."""
    held = covered.within.pieces if isinstance(covered, Numbers) else ()
    run: list[Interval] = []
    for piece in missing.within:
        between = bisect_left(held, run[-1].high, key=_low) if run else len(held)
        if between < len(held) and held[between].high <= piece.low:
            yield missing.replaced(Intervals(tuple(run)))
            run = []
        run.append(piece)
    if run:
        yield missing.replaced(Intervals(tuple(run)))


def _low(piece: Interval) -> Cut:
    return piece.low


def _missed(context: Context, choice: Choice) -> Shows:
    return faulty_at(context, choice.node, false=[arm.condition for arm in choice.arms])


def _found(context: Context, choice: Choice, subject: ir.Subject, part: Domain) -> Diagnostic:
    here = context.prover.space.all_of([choice.arrives, lies_in(context.prover, subject, part)])
    words = region_words(part, subject, context)
    single = part.within.pieces[0] if isinstance(part, Numbers) and len(part.within.pieces) == 1 else None
    hit = (subject, single.low.value) if single is not None and single.is_point else None
    patient = witness(context, here, _missed(context, choice), hit)
    if not isinstance(patient, dict):
        return _not_decided(context, choice, words, patient, _labels(context, choice, part))
    if hit is not None:
        return _point(context, choice, subject, part, hit[1], patient)
    if single is not None and _is_resolution_hole(choice, choice.domain, single):
        return _resolution_hole(context, choice, subject, part, single, patient)
    return _gap(context, choice, words, patient, _labels(context, choice, part))


def _labels(context: Context, choice: Choice, part: Domain) -> list[tuple[Span, str]]:
    """The arms on both sides of a hole in numbers."""
    near: list[Arm] = []
    if isinstance(part, Numbers):
        pieces = [(piece, arm) for arm in choice.arms for piece in _pieces(arm)]
        before = [(piece.high, arm) for piece, arm in pieces if piece.high <= part.within.pieces[0].low]
        after = [(piece.low, arm) for piece, arm in pieces if piece.low >= part.within.pieces[-1].high]
        near = [max(before, key=itemgetter(0))[1]] if before else []
        near += [min(after, key=itemgetter(0))[1]] if after else []
    places = {context.head(arm.span): f"takes {cell_text(arm.condition, context.guideline)}" for arm in near}
    return list(places.items())


def _pieces(arm: Arm) -> tuple[Interval, ...]:
    return arm.values.within.pieces if isinstance(arm.values, Numbers) else ()


def _gap(
    context: Context,
    choice: Choice,
    words: str,
    patient: dict[str, str],
    labels: list[tuple[Span, str]],
    first: str | None = None,
) -> Diagnostic:
    """``first`` is one region of several."""
    nouns = f"{choice.noun}{'es' if choice.noun == 'branch' else 's'}"
    rows = f"a {choice.noun} for {words}" if first is None else f"{nouns} for these, the first of them for {first}"
    return context.finding(
        GAP,
        context.head(choice.node.span),
        f"no {choice.noun} covers {words}",
        labels=labels,
        help=f"add {rows}{_or_otherwise(choice)}",
        witness=patient,
    )


def _or_otherwise(choice: Choice) -> str:
    return "" if isinstance(choice.node, ir.Table) else ", or an `otherwise`"


def _point(
    context: Context, choice: Choice, subject: ir.Subject, part: Domain, value: Fraction, patient: dict[str, str]
) -> Diagnostic:
    title = region_words(part, subject, context)
    labels = _labels(context, choice, part)
    beside = {0: "", 1: ", though the values beside it are"}.get(len(labels), ", though the values on both sides are")
    return context.finding(
        POINT_HOLE,
        context.head(choice.node.span),
        f"{title} is in no {choice.noun}{beside}",
        labels=labels,
        help=_taken_in(context, choice, subject, value, labels),
        witness=patient,
    )


def _taken_in(
    context: Context, choice: Choice, subject: ir.Subject, value: Fraction, labels: list[tuple[Span, str]]
) -> str:
    """The repair of a point hole: the bands that stop just short of the value, as they read when they take it in."""
    words = number_words(value, subject, context)
    beside = {span for span, _ in labels}
    bands = []
    for arm in choice.arms:
        if context.head(arm.span) not in beside or len(pieces := _pieces(arm)) != 1:
            continue
        (piece,) = pieces
        wider = piece
        if piece.high == below(value):
            wider = piece._replace(high=above(value))
        elif piece.low == above(value):
            wider = piece._replace(low=below(value))
        if wider != piece:
            old, new = (piece_words(each, subject, choice.domain, context) for each in (piece, wider))
            bands.append(f"`{new}` in place of `{old}`")
    if bands:
        return f"write {', or '.join(bands)}"
    return f"add a {choice.noun} for {words}, or let one beside it take it as well"


def _is_resolution_hole(choice: Choice, domain: Domain | None, piece: Interval) -> bool:
    """Whether a hole between two bands that include their ends is no wider than one unit of what they print."""
    if isinstance(domain, Numbers) and domain.step is not None:
        return False
    unit = _printed_unit(choice)
    closed = piece.low == above(piece.low.value) and piece.high == below(piece.high.value)
    return unit is not None and closed and piece.width is not None and piece.width <= unit


def _resolution_hole(
    context: Context, choice: Choice, subject: ir.Subject, part: Domain, piece: Interval, patient: dict[str, str]
) -> Diagnostic:
    title = region_words(part, subject, context)
    high = number_words(piece.high.value, subject, context)
    such = number_words(typical_number(piece), subject, context)
    return context.finding(
        RESOLUTION_HOLE,
        context.head(choice.node.span),
        f"{title} is in no {choice.noun}: a value such as {such} falls between the bands",
        labels=_labels(context, choice, part),
        help=f"likely meant: one {choice.noun} to `under {high}`, the next from `at least {high}`",
        witness=patient,
    )


def _printed_unit(choice: Choice) -> Fraction | None:
    """One unit of the coarsest last digit that the bands print, in the subject's unit."""
    units: list[Fraction] = []
    for arm in choice.arms:
        for node in descend(arm.condition):
            if isinstance(node, ir.Const) and node.value and re.fullmatch(r"-?\d+(\.\d+)?", node.written):
                digits = len(node.written.partition(".")[2])
                units.append(abs(node.value / Fraction(node.written)) / 10**digits)
    return max(units, default=None)


# --- several inputs ---------------------------------------------------------------------------------------------------


def _on_several(context: Context, choice: Choice) -> Iterator[Diagnostic]:
    """One finding for all regions that are missing in the same way: wide ones, single values, and slits."""
    prover = context.prover
    inside = prover.space.all_of(arm.false for arm in choice.arms)
    regions = boxes(prover, choice.arrives, inside, MOST_REGIONS, choice.names)
    kinds: dict[str, list[Box]] = {}
    for box, kind in zip(regions.boxes, _kinds(context, choice, regions.boxes), strict=True):
        kinds.setdefault(kind, []).append(box)
    for kind, found in kinds.items():
        here = prover.space.all_of([choice.uncovered, prover.space.any_of(of_box(prover, box) for box in found)])
        yield _of_kind(context, choice, kind, found, regions.more, here)
    if regions.undecided is not None and not regions.boxes:
        yield _not_decided(context, choice, "some patients", Undecided(reason=regions.undecided), [])


def _kinds(context: Context, choice: Choice, found: Sequence[Box]) -> list[str]:
    """``point`` or ``slit`` for each box that is all that is missing there: what adjoins it is covered; else ``gap``.

    A thin box that adjoins a wide one is only a corner of that. Thin ones may cross each other.
    """
    kinds = [_kind(context, choice, box) for box in found]
    space = context.prover.space
    while True:
        thin = space.any_of(
            of_box(context.prover, box) for box, kind in zip(found, kinds, strict=True) if kind != "gap"
        )
        others = space.all_of([choice.uncovered, space.negation(thin)])
        corners = [
            at
            for at, box in enumerate(found)
            if kinds[at] != "gap"
            and any(
                not isinstance(context.prover.ask_all([others, beside]), Nobody)
                for index in box
                for beside in _beside(context, box, index)
            )
        ]
        if not corners:
            return kinds
        for at in corners:
            kinds[at] = "gap"


def _kind(context: Context, choice: Choice, box: Box) -> str:
    """Whether a box is a single value or a slit in some number, and somebody comes here from beside it."""
    kinds: list[str] = []
    for index, piece in _thin(context, choice, box):
        beside = context.prover.space.any_of(_beside(context, box, index))
        if not isinstance(context.prover.ask_all([choice.arrives, beside]), Nobody):
            kinds.append("point" if piece.is_point else "slit")
    return min(kinds, default="gap")


def _thin(context: Context, choice: Choice, box: Box) -> Iterator[tuple[int, Interval]]:
    """The numbers in which a box is a single value or a slit."""
    for index, mask in box.items():
        part = part_of(context.prover.space.variables[index], mask, context)
        if isinstance(part, Numbers) and len(part.within.pieces) == 1:
            piece = part.within.pieces[0]
            if piece.is_point or _is_resolution_hole(choice, part, piece):
                yield index, piece


def _beside(context: Context, box: Box, index: int) -> Iterator[Formula]:
    """Who is just below or just above a box in one number, and in the box in all else."""
    variable = context.prover.space.variables[index]
    numbers = [number for number, cell in enumerate(variable.cells) if isinstance(cell, Interval)]
    for number in numbers:
        around = (1 << number >> 1 | 1 << number << 1) & box[index]
        if around and not box[index] >> number & 1:
            yield of_box(context.prover, {**box, index: 1 << number})


def _of_kind(context: Context, choice: Choice, kind: str, found: list[Box], more: bool, here: Formula) -> Diagnostic:
    words = boxes_words(found, more, context)
    patient = witness(context, here, _missed(context, choice))
    if not isinstance(patient, dict):
        return _not_decided(context, choice, words, patient, [])
    if kind == "gap":
        first = None if len(found) == 1 and not more else box_words(found[0], context)
        return _gap(context, choice, words, patient, [], first)
    thin = list(_thin(context, choice, found[0]))
    index, piece = next((each for each in thin if each[1].is_point is (kind == "point")), thin[0])
    subject: ir.Subject = context.prover.space.variables[index].subject  # type: ignore[assignment]
    if kind == "point":
        value = number_words(piece.low.value, subject, context) if len(found) == 1 else "the value"
        return context.finding(
            POINT_HOLE,
            context.head(choice.node.span),
            f"no {choice.noun} covers {words}, though the values beside it are covered",
            labels=_neighbours(context, choice, found[0], index),
            help=f"let the {choice.noun} beside it include {value}, as `at least` does in place of `over`, and "
            "`at most` in place of `under`",
            witness=patient,
        )
    end = f"`under {number_words(piece.high.value, subject, context)}`" if len(found) == 1 else "where the next begins"
    return context.finding(
        RESOLUTION_HOLE,
        context.head(choice.node.span),
        f"no {choice.noun} covers {words}: such a value falls between the bands",
        labels=_neighbours(context, choice, found[0], index),
        help=f"likely meant: the lower {choice.noun} goes on to {end}",
        witness=patient,
    )


def _neighbours(context: Context, choice: Choice, box: Box, index: int) -> list[tuple[Span, str]]:
    """The arms that take somebody just beside a box in one number."""
    beside = [context.prover.space.all_of([choice.arrives, each]) for each in _beside(context, box, index)]
    return [
        (context.head(arm.span), "takes the values beside it")
        for arm in choice.arms
        if any(not isinstance(context.prover.ask_all([each, arm.true]), Nobody) for each in beside)
    ]


def _not_decided(
    context: Context, choice: Choice, words: str, why: Undecided | None, labels: list[tuple[Span, str]]
) -> Diagnostic:
    reason = f": {why.reason}" if why is not None else ""
    return context.finding(
        NOT_DECIDED,
        context.head(choice.node.span),
        f"no {choice.noun} covers {words}, and whether a patient can come here with that is not decided{reason}",
        labels=labels,
        help=f'add a {choice.noun} for it{_or_otherwise(choice)}; or say `allow MG000 because "…"`',
    )
