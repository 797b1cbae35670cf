"""MG107 mergeable rows: rows with the same answer that one row could say, and rows that repeat a part of another.

Rows make one band when they differ in one column alone, and there touch or overlap, or take every word together. Words
that do not come to *any* stay apart: authors list them one by one to be read. Rows whose sources, grades or reasons
differ do not say the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

from milligram.checks.choices import Arm, Choice
from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic, Edit
from milligram.diagnostics.registry import MERGEABLE_ROWS
from milligram.ir import nodes as ir
from milligram.ir.print import band_text, subject_text
from milligram.ir.same import meaning
from milligram.ir.walk import inputs_read
from milligram.prove.answers import Found, Nobody
from milligram.prove.clashes import clashing
from milligram.prove.domains import Domain, Numbers, Words, domain_of, keep, only_subject, solutions
from milligram.prove.domains import join as union
from milligram.prove.expansion import expanded
from milligram.prove.intervals import EVERYTHING
from milligram.source import Span


@dataclass(frozen=True, slots=True)
class _Row:
    """An arm with what it does, and per subject the values that it takes; other conditions count as they stand."""

    arm: Arm
    does: Hashable
    takes: dict[ir.Subject, Domain]
    others: frozenset[object]


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows that one could say, in order, which differ in one subject alone; ``whole``: together they take all of it."""

    rows: tuple[_Row, ...]
    subject: ir.Subject
    whole: bool


def check(context: Context) -> Iterator[Diagnostic]:
    """Every group of rows of a decision or table that one row could say, and every row that another one holds."""
    for choice in context.choices:
        rows = _rows(context, choice)
        told: set[frozenset[int]] = set()
        for group in _groups(context, choice, rows):
            told.add(frozenset(row.arm.index for row in group.rows))
            yield _one_band(context, choice, group)
        for small, big in _repeated(context, choice, rows):
            if not any({small.index, big.index} <= group for group in told):
                yield _repeats(context, choice, small, big)


def decides_nothing(context: Context) -> set[str]:
    """The inputs that choices are made by, though all their rows say the same."""
    found: set[str] = set()
    for choice in context.choices:
        groups = _groups(context, choice, _rows(context, choice))
        for group in groups:
            if group.whole:
                found.update(inputs_read(group.subject, context.guideline))
    return found


def _rows(context: Context, choice: Choice) -> list[_Row]:
    """The rows of which all is known that they say: what is left out for a fault may be what tells two apart."""
    return [_row(context, choice, arm) for arm in choice.arms if not context.left_out.is_within(arm.span)]


def _row(context: Context, choice: Choice, arm: Arm) -> _Row:
    takes: dict[ir.Subject, Domain] = {}
    others: list[object] = []
    for part in _parts(choice, arm):
        full = expanded(part, context.guideline)
        subject = only_subject((full,))
        domain = None if subject is None else domain_of(subject, context.guideline)
        if domain is None and isinstance(full, ir.Band):
            domain = Numbers(within=EVERYTHING)
        values = None if domain is None else solutions(full, domain)
        if isinstance(full, ir.Always) and full.value:
            continue
        if subject is None or domain is None or values is None:
            others.append(meaning(part))
        elif subject in takes:
            takes[subject] = keep(takes[subject], values)
        elif values != domain:
            takes[subject] = values
    does = (meaning(arm.body), _said(arm.body), _said(_place(choice, arm).notes))
    return _Row(arm, does, takes, frozenset(others))


def _parts(choice: Choice, arm: Arm) -> Sequence[ir.AnyCondition]:
    cells = _cells(choice, arm)
    if cells:
        return cells
    return arm.condition.operands if isinstance(arm.condition, ir.All) else (arm.condition,)


def _place(choice: Choice, arm: Arm) -> ir.Branch | ir.TableRow | ir.ValueCase:
    match choice.node:
        case ir.Decide(branches=branches):
            return [branch for branch in branches if branch.kind != "unknown"][arm.index]
        case ir.Table(rows=rows):
            return rows[arm.index]
        case ir.DefinedCases(cases=cases):
            return cases[arm.index]


def _cells(choice: Choice, arm: Arm) -> tuple[ir.AnyCondition, ...]:
    place = _place(choice, arm)
    return () if isinstance(place, ir.ValueCase) else place.cells


def _said(value: object) -> Hashable:
    """What stands behind the statements of a body, or behind a row, which `meaning` leaves out."""
    found: list[Hashable] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting.extend(one)
        elif isinstance(one, ir.Notes):
            found.append((one.strength, one.certainty, one.because, one.sources, one.uncited))
            found.append(tuple((each.source_says, each.because) for each in one.differs))
        elif isinstance(one, ir.Node):
            waiting.extend(getattr(one, field.name) for field in fields(one))
    return tuple(found)


# --- rows that one could say ------------------------------------------------------------------------------------------


def _groups(context: Context, choice: Choice, rows: Sequence[_Row]) -> Iterator[_Group]:
    alike: dict[tuple[Hashable, ir.Subject, Hashable, Hashable], list[_Row]] = {}
    for row in rows:
        for subject in row.takes:
            rest = frozenset((key, values) for key, values in row.takes.items() if key != subject)
            alike.setdefault((row.does, subject, rest, row.others), []).append(row)
    for (_, subject, _, _), candidates in alike.items():
        if len(candidates) > 1:
            for run, whole in _runs(context, choice, subject, candidates):
                yield _Group(tuple(sorted(run, key=lambda row: row.arm.index)), subject, whole)


def _runs(
    context: Context, choice: Choice, subject: ir.Subject, rows: Sequence[_Row]
) -> Iterator[tuple[Sequence[_Row], bool]]:
    """The rows that make one band, as long as they stand together where the order decides, and somebody is in them."""
    domain = domain_of(subject, context.guideline)
    runs: list[list[_Row]] = []
    if isinstance(domain, Words):
        taken: Domain = rows[0].takes[subject]
        for row in rows:
            taken = union(taken, row.takes[subject])
        runs = [list(rows)] if taken == domain else []
    else:
        bands = [(_piece(row, subject), row) for row in rows]
        for _, row in sorted(
            ((piece.within.pieces[0], row) for piece, row in bands if piece), key=lambda each: each[0]
        ):
            so_far = _joined(runs[-1], subject) if runs else None
            piece = row.takes[subject]
            if so_far is not None and _is_band(union(so_far, piece)):
                runs[-1].append(row)
            else:
                runs.append([row])
    for run in runs:
        there = [row for row in run if not nobody_takes(context, choice, row.arm)]
        if len(there) == len(run) > 1 and _together(choice, [row.arm.index for row in run]):
            yield run, domain is not None and _joined(run, subject) == domain


def _piece(row: _Row, subject: ir.Subject) -> Numbers | None:
    values = row.takes[subject]
    return values if isinstance(values, Numbers) and len(values.within.pieces) == 1 else None


def _joined(rows: Sequence[_Row], subject: ir.Subject) -> Domain:
    values = rows[0].takes[subject]
    for row in rows[1:]:
        values = union(values, row.takes[subject])
    return values


def _is_band(values: Domain) -> bool:
    return isinstance(values, Numbers) and len(values.within.pieces) == 1


def _together(choice: Choice, indices: Sequence[int]) -> bool:
    """Whether rows stand next to each other, where the order decides."""
    if not choice.node.first_that_applies:
        return True
    return all(high == low + 1 for low, high in pairwise(sorted(indices)))


def nobody_takes(context: Context, choice: Choice, arm: Arm) -> bool:
    """Whether nobody takes a row: that is MG105 or MG106."""
    meaning_of = context.prover.meaning
    chosen = meaning_of.branches(choice.node) if isinstance(choice.node, ir.Decide) else meaning_of.cases(choice.node)
    return isinstance(context.prover.ask_all([choice.arrives, chosen.true[arm.index]]), Nobody)


def _one_band(context: Context, choice: Choice, group: _Group) -> Diagnostic:
    first, *others = (row.arm for row in group.rows)
    noun, plural = choice.noun, choice.noun + ("es" if choice.noun == "branch" else "s")
    title = subject_text(group.subject, context.guideline)
    merged = _merged(group, context)
    extent = f", whatever {title} is" if group.whole else f" and make one band of {title}"
    help = f"write one {noun} for them" + (f", with `{merged}`" if merged else "")
    if group.whole and not _cells(choice, first):
        help = f"write one {noun} for them, which does not ask for {title}"
    if group.whole and len(group.rows) == len(choice.arms):
        help = f"take the {choice.title} out: it decides nothing once {title} is known"
    return context.finding(
        MERGEABLE_ROWS,
        context.head(first.span),
        f"{_count(len(group.rows))} {plural} say the same{extent}",
        labels=[(context.head(other.span), "says the same") for other in others],
        help=help,
        edits=_edits(context, choice, group, merged),
    )


def _count(number: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five"}.get(number, str(number))


def _merged(group: _Group, context: Context) -> str | None:
    """The band of all rows as the author writes its ends."""
    if group.whole:
        return "any"
    bands: list[tuple[Numbers, ir.Band]] = []
    for row in group.rows:
        values = row.takes[group.subject]
        band = _band_on(row.arm, group.subject)
        if band is None or not isinstance(values, Numbers):
            return None
        bands.append((values, band))
    lowest = min(bands, key=lambda each: each[0].within.pieces[0].low)[1]
    highest = max(bands, key=lambda each: each[0].within.pieces[-1].high)[1]
    return band_text(replace(lowest, high=highest.high), context.guideline)


def _band_on(arm: Arm, subject: ir.Subject) -> ir.Band | None:
    parts = arm.condition.operands if isinstance(arm.condition, ir.All) else (arm.condition,)
    found = [part for part in parts if isinstance(part, ir.Band) and part.subject == subject]
    return found[0] if len(found) == 1 else None


def _edits(context: Context, choice: Choice, group: _Group, merged: str | None) -> tuple[Edit, ...]:
    """In a table: the first row with the whole band, the others taken out."""
    if merged is None or not isinstance(choice.node, ir.Table) or group.subject not in choice.node.subjects:
        return ()
    column = choice.node.subjects.index(group.subject)
    first, *others = (row.arm for row in group.rows)
    cells = _cells(choice, first)
    if len(cells) != len(choice.node.subjects):
        return ()
    title = "write one row for them"
    found = [Edit(span=cells[column].span, replacement=merged, title=title)]
    for arm in others:
        text = context.source.text
        start = text.rfind("\n", 0, arm.span.start) + 1
        end = text.find("\n", arm.span.end)
        if (
            end < 0
            or text[start : arm.span.start].strip()
            or text[arm.span.end : end].strip()
            or "#" in text[start:end]
        ):
            return ()
        found.append(Edit(span=Span(start, end + 1), replacement="", title=title))
    return tuple(found)


# --- rows that another one holds --------------------------------------------------------------------------------------


def _repeated(context: Context, choice: Choice, rows: Sequence[_Row]) -> Iterator[tuple[Arm, Arm]]:
    """Rows with a row of the same answer that takes everybody in them; where the order decides, one right below."""
    if choice.node.first_that_applies:
        pairs = [(low, low + 1) for low in range(len(rows) - 1) if rows[low + 1].arm.index == rows[low].arm.index + 1]
    else:
        pairs = list(clashing(context.prover.space, [row.arm.true for row in rows]))
    gone: set[int] = set()
    for low, high in pairs:
        if rows[low].does != rows[high].does or gone & {low, high}:
            continue
        orders = [(low, high)] if choice.node.first_that_applies else [(high, low), (low, high)]
        for small, big in orders:
            if _is_within(context, choice, rows[small].arm, rows[big].arm):
                gone.add(small)
                yield rows[small].arm, rows[big].arm
                break


def _is_within(context: Context, choice: Choice, small: Arm, big: Arm) -> bool:
    space, prover = context.prover.space, context.prover
    if choice.node.first_that_applies and nobody_takes(context, choice, big):
        return False
    here = space.all_of([choice.arrives, small.true])
    beyond = space.all_of([here, space.negation(big.true)])
    return isinstance(prover.ask(beyond), Nobody) and isinstance(prover.ask(here), Found)


def _repeats(context: Context, choice: Choice, small: Arm, big: Arm) -> Diagnostic:
    return context.finding(
        MERGEABLE_ROWS,
        context.head(small.span),
        f"this {choice.noun} adds nothing: another one says the same to everybody who is in it",
        labels=[(context.head(big.span), "says the same")],
        help=f"take the {choice.noun} out, or let it say what makes it different",
    )
