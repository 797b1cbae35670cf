"""Small faults, put into a clean guideline one at a time.

Enters: the text of a guideline and its syntax tree. Leaves: `Mutant`s, each the text with one alteration, made at the
span of a node. An operator only says what it does; whether a fault came of it is for the oracle to say. What no patient
can show (a citation, a wording) is *certain* from the operator itself; what nobody decides here is *open*.

    end  ->  continue        under 20 mL/min  ->  at most 20 mL/min        [r3]  ->  nothing
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from milligram.source import SourceFile, Span
from milligram.syntax import nodes as n
from milligram.syntax.walk import descend

UNCITED = 'uncited because "a mutant"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One altered guideline. ``line`` is where; ``code`` is what the operator aims at."""

    path: str
    operator: str
    code: str
    line: int
    text: str
    certain: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """What an operator does at one place."""

    span: Span
    new: str
    certain: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()


Changes: TypeAlias = Iterator[Change]


class Text:
    """The text of a guideline, and the places in it."""

    def __init__(self, source: SourceFile, file: n.File) -> None:
        self.source = source
        self.text = source.text
        self.file = file
        self.every = [node for declaration in file.declarations for node in descend(declaration)]
        self.cases = [declaration for declaration in file.declarations if isinstance(declaration, n.Case)]
        self.living = [
            node
            for declaration in file.declarations
            if not isinstance(declaration, n.Case)
            for node in descend(declaration)
        ]

    def of(self, node: n.Node) -> str:
        return self.text[node.span.start : node.span.end]

    def lines(self, span: Span) -> Span:
        """The whole lines of a span, their ends included."""
        start = self.text.rfind("\n", 0, span.start) + 1
        end = self.text.find("\n", max(span.end - 1, start))
        return Span(start, len(self.text) if end < 0 else end + 1)

    def indent(self, span: Span) -> str:
        start = self.text.rfind("\n", 0, span.start) + 1
        line = self.text[start : span.start]
        return line[: len(line) - len(line.lstrip(" "))] if line.strip() else line

    def head_end(self, node: n.Node, body: tuple[n.Node, ...]) -> int:
        """Where a block's head line ends: behind its colon."""
        return self.text.rfind("\n", node.span.start, body[0].span.start) if body else node.span.end

    def blocks(self) -> Iterator[tuple[n.AnyStatement, ...]]:
        for node in self.living:
            match node:
                case n.Pathway(body=body) | n.Part(body=body) | n.When(body=body) | n.Branch(body=body):
                    yield body
                case _:
                    pass


def code_set(*codes: str) -> frozenset[str]:
    return frozenset(codes)


# --- branches and rows ------------------------------------------------------------------------------------------------


def drop_branch(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Decide) and len(node.branches) > 1:
            yield from (Change(t.lines(b.span), "") for b in node.branches if b.test != "unknown")


def drop_row(t: Text) -> Changes:
    for node in t.living:
        match node:
            case n.Table(rows=rows) if len(rows) > 1:
                yield from (Change(t.lines(row.span), "") for row in rows)
            case n.Define(cases=cases) if len(cases) > 1:
                yield from (Change(t.lines(case.span), "") for case in cases)
            case _:
                pass


def drop_score_line(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Score) and len(node.lines) > 1:
            yield from (Change(t.lines(line.span), "") for line in node.lines)


def repeat_branch(t: Text) -> Changes:
    """A copy of a branch, behind it, with another body."""
    for node in t.living:
        if isinstance(node, n.Decide):
            for branch in node.branches:
                if branch.test in ("unknown", "otherwise") or not branch.body:
                    continue
                head = t.text[t.lines(branch.span).start : t.head_end(branch, branch.body)]
                at = t.lines(branch.span).end
                yield Change(Span(at, at), f'{head}\n{t.indent(branch.span)}  note "another"\n')


def repeat_row(t: Text) -> Changes:
    """A copy of a row behind it; with the values of the next row, or with its own."""
    for node in t.living:
        if not isinstance(node, n.Table):
            continue
        for row, other in zip(node.rows, (*node.rows[1:], node.rows[0]), strict=True):
            if len(node.rows) < 2 or not row.values or not other.values:
                continue
            start, behind = t.lines(row.span)
            cells = t.text[start : row.values[0].span.start]
            values = t.text[other.values[0].span.start : t.lines(other.span).end]
            yield Change(Span(behind, behind), cells + values)


def first_that_applies(t: Text) -> Changes:
    """The head says that the first row applies, and the last row stands once more behind all."""
    for node in t.living:
        if isinstance(node, n.Table) and not node.first_that_applies and node.rows:
            head = t.text[node.span.start : t.text.index("\n", node.span.start)]
            last = t.lines(node.rows[-1].span)
            body = t.text[node.span.start + len(head) : last.end]
            yield Change(
                Span(node.span.start, last.end), f"{head} first that applies{body}{t.text[last.start : last.end]}"
            )


def split_row(t: Text) -> Changes:
    """A band cut in two, both halves with the same body."""
    for node in t.living:
        match node:
            case n.Table(rows=rows, by=by) if len(by) == 1:
                arms: list[tuple[n.Node, n.Node]] = [(row, row.cells[0]) for row in rows]
            case n.Decide(branches=branches, by=by) if len(by) == 1:
                arms = [(b, b.test[0]) for b in branches if isinstance(b.test, tuple)]
            case _:
                continue
        for arm, cell in arms:
            match cell:
                case n.Cell(alternatives=(n.Band(low=n.Quantity() as low, high=n.Quantity() as high) as band,)):
                    middle = (Fraction(low.number) + Fraction(high.number)) / 2
                    unit = t.of(high)[len(high.number) :]
                    if low.number == high.number or middle.denominator != 1 or not band.low_included:
                        continue
                    whole = t.text[t.lines(arm.span).start : t.lines(arm.span).end]
                    end = "to under" if not band.high_included else "to"
                    one = whole.replace(t.of(cell), f"{low.number} to under {middle}{unit}", 1)
                    two = whole.replace(t.of(cell), f"{middle} {end} {high.number}{unit}", 1)
                    yield Change(t.lines(arm.span), one + two, certain=code_set("MG107"))
                case _:
                    pass


def add_otherwise(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Decide) and node.branches and all(b.test != "otherwise" for b in node.branches):
            last = node.branches[-1]
            at = t.lines(last.span).end
            pad = t.indent(last.span)
            yield Change(Span(at, at), f'{pad}otherwise:\n{pad}  note "another"\n')


# --- bounds -----------------------------------------------------------------------------------------------------------


def _bounds(t: Text) -> Iterator[tuple[n.Band, n.Quantity, str]]:
    for node in t.living:
        if isinstance(node, n.Band):
            for side, bound in (("low", node.low), ("high", node.high)):
                if isinstance(bound, n.Quantity) and node.low != node.high:
                    yield node, bound, side


def _moved(t: Text, by: int) -> Changes:
    for _, bound, _ in _bounds(t):
        digits = bound.number.partition(".")[2]
        step = Fraction(1, 10 ** len(digits))
        if not digits and abs(int(bound.number)) >= 100:
            step = Fraction(10)
        value = Fraction(bound.number) + by * step
        if value < 0 <= Fraction(bound.number):
            continue
        start = bound.span.start
        yield Change(Span(start, start + len(bound.number)), _decimal(value, len(digits)), open=_EQUIVALENTS)


_EQUIVALENTS = code_set("MG302", "MG303", "MG305", "MG306")
"""What a literal with stated equivalents may also come to when it is altered."""


def _decimal(value: Fraction, places: int) -> str:
    scaled = round(value * 10**places)
    if not places:
        return str(scaled)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return f"{'-' if scaled < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def raise_bound(t: Text) -> Changes:
    return _moved(t, 1)


def lower_bound(t: Text) -> Changes:
    return _moved(t, -1)


_CLOSED = (("to under ", "to "), ("under ", "at most "), ("over ", "at least "))
_OPENED = (("at most ", "under "), ("at least ", "over "))


def _respelt(t: Text, pairs: tuple[tuple[str, str], ...]) -> Changes:
    for node in t.living:
        if isinstance(node, n.Band):
            words = t.of(node)
            for before, after in pairs:
                if before in words and not (before == "over " and " to " in words):
                    yield Change(node.span, words.replace(before, after, 1), open=_EQUIVALENTS)
                    break


def close_end(t: Text) -> Changes:
    return _respelt(t, _CLOSED)


def open_end(t: Text) -> Changes:
    return _respelt(t, _OPENED)


def halve_limit(t: Text) -> Changes:
    """``20 to under 30`` becomes ``20 to 29``: as printed, and 29.5 falls through."""
    for node in t.living:
        match node:
            case n.Band(low=n.Quantity(), high=n.Quantity() as high, high_included=False) if "." not in high.number:
                words = t.of(node).replace("to under ", "to ", 1)
                yield Change(node.span, words.replace(high.number, str(int(high.number) - 1), 1))
            case _:
                pass


def far_literal(t: Text) -> Changes:
    """A literal a thousand times what it was."""
    for _, bound, _ in _bounds(t):
        start = bound.span.start
        number = f"{bound.number}000" if "." not in bound.number else str(round(Fraction(bound.number) * 1000))
        yield Change(Span(start, start + len(bound.number)), number, open=_EQUIVALENTS)


# --- conditions, guards and order -------------------------------------------------------------------------------------


def negate(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.When):
            words = t.of(node.condition)
            yield Change(node.condition.span, f"not ({words})")


def and_or(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.And | n.Or):
            for left, right in pairwise(node.operands):
                between = Span(left.span.end, right.span.start)
                words = t.text[between.start : between.end]
                old, new = ("and", "or") if isinstance(node, n.And) else ("or", "and")
                yield Change(between, words.replace(old, new, 1), open=code_set("MG903"))


def drop_operand(t: Text) -> Changes:
    """One operand of an ``and`` or ``or`` less."""
    for node in t.living:
        if isinstance(node, n.And | n.Or) and len(node.operands) > 1:
            for left, right in pairwise(node.operands):
                yield Change(Span(left.span.end, right.span.end), "")


def drop_line(t: Text) -> Changes:
    """One line of an ``any of:`` or ``all of:`` less."""
    for node in t.living:
        if isinstance(node, n.Define) and len(node.lines) > 1:
            yield from (Change(t.lines(line.span), "") for line in node.lines)


def delete_statement(t: Text) -> Changes:
    """A whole ``decide`` or ``when``, or one statement."""
    for body in t.blocks():
        for statement in body:
            if len(body) > 1:
                yield Change(t.lines(statement.span), "")
            elif not isinstance(statement, n.Continue):
                yield Change(t.lines(statement.span), f"{t.indent(statement.span)}continue\n")


def end_to_continue(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.End):
            yield Change(t.lines(node.span), f"{t.indent(node.span)}continue\n")


def continue_to_end(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Continue):
            yield Change(node.span, 'end because "a mutant"')


def swap_statements(t: Text) -> Changes:
    for body in t.blocks():
        for first, second in pairwise(body):
            one, two = t.lines(first.span), t.lines(second.span)
            words = t.text[two.start : two.end] + t.text[one.end : two.start] + t.text[one.start : one.end]
            yield Change(Span(one.start, two.end), words)


def end_early(t: Text) -> Changes:
    """An ``end`` before a statement: what follows it cannot come."""
    for body in t.blocks():
        if len(body) > 1:
            last = t.lines(body[-1].span)
            yield Change(Span(last.start, last.start), f'{t.indent(body[-1].span)}end because "a mutant"\n')


def unguard(t: Text) -> Changes:
    """The body of a ``when`` for everybody."""
    for node in t.living:
        if isinstance(node, n.When) and node.body:
            start = t.lines(node.span).start
            body = t.text[t.head_end(node, node.body) + 1 : t.lines(node.span).end]
            yield Change(Span(start, t.lines(node.span).end), "\n".join(_left(body.split("\n"))))


def _left(lines: list[str]) -> list[str]:
    return [line[2:] if line.startswith("  ") else line for line in lines]


def _inserted_first(t: Text, words: Callable[[n.Decide, n.Branch], str | None]) -> Changes:
    for node in t.living:
        if not isinstance(node, n.Decide):
            continue
        for branch in node.branches:
            if branch.test in ("unknown", "otherwise") or not branch.body:
                continue
            said = words(node, branch)
            if said is not None:
                at = t.lines(branch.body[0].span).start
                pad = t.indent(branch.body[0].span)
                yield Change(Span(at, at), f'{pad}when {said}:\n{pad}  note "another"\n')


def vacuous_when(t: Text) -> Changes:
    """A ``when`` that asks again what its branch has settled."""

    def words(node: n.Decide, branch: n.Branch) -> str | None:
        if isinstance(branch.test, tuple):
            if len(branch.test) == 1 and len(branch.test[0].alternatives) == 1 and isinstance(node.by[0], n.Name):
                return f"{t.of(node.by[0])} {t.of(branch.test[0])}" if _is_band(branch.test[0]) else None
            return None
        return t.of(branch.test) if isinstance(branch.test, n.Node) else None

    return _inserted_first(t, words)


def impossible_when(t: Text) -> Changes:
    """A ``when`` that asks for the opposite of what its branch has settled."""

    def words(node: n.Decide, branch: n.Branch) -> str | None:
        if isinstance(branch.test, tuple):
            if len(branch.test) == 1 and isinstance(node.by[0], n.Name) and _is_band(branch.test[0]):
                return f"not ({t.of(node.by[0])} {t.of(branch.test[0])})"
            return None
        return f"not ({t.of(branch.test)})" if isinstance(branch.test, n.Node) else None

    return _inserted_first(t, words)


def _is_band(cell: n.Cell) -> bool:
    match cell.alternatives:
        case (n.Band(low=low, high=high),):
            return low != high
        case _:
            return False


# --- unknown values ---------------------------------------------------------------------------------------------------


def silence_unknown(t: Text) -> Changes:
    """An ``unknown:`` branch that neither orders nor says why."""
    for node in t.living:
        if isinstance(node, n.Branch) and node.test == "unknown" and node.body:
            start = t.lines(node.body[0].span).start
            yield Change(Span(start, t.lines(node.span).end), f"{t.indent(node.body[0].span)}end\n")


def drop_unknown(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Branch) and node.test == "unknown":
            yield Change(t.lines(node.span), "")


def unknown_goes_on(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Branch) and node.test == "unknown" and node.body:
            start = t.lines(node.body[0].span).start
            yield Change(Span(start, t.lines(node.span).end), f"{t.indent(node.body[0].span)}continue\n")


def useless_input(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Input):
            at = t.lines(node.span).end
            yield Change(Span(at, at), "input mutant_flag yes or no\n", certain=code_set("MG203"))
            return


# --- drugs ------------------------------------------------------------------------------------------------------------


def drop_rules(t: Text) -> Changes:
    """A pitfall without its rules, or without the reason why it has none."""
    for node in t.living:
        if isinstance(node, n.Pitfall) and (node.rules or node.unchecked):
            parts = [*node.rules, *([node.unchecked] if node.unchecked else [])]
            start = min(t.lines(part.span).start for part in parts)
            end = max(t.lines(part.span).end for part in parts)
            yield Change(Span(start, end), "", certain=code_set("MG405"), open=code_set("MG203"))


def add_rule(t: Text) -> Changes:
    """A pitfall with a rule that some patient who is given a drug breaks, or may."""
    flags = [node.name.name for node in t.living if isinstance(node, n.Input) and _is_flag(node)]
    drugs = [node.name.name for node in t.living if isinstance(node, n.Substance)]
    at = next((t.lines(node.span).start for node in t.file.declarations if isinstance(node, n.Pathway)), None)
    if at is None:
        return
    for drug in drugs:
        for flag in flags[:4]:
            for words in (flag, f"{flag} is unknown", f"not {flag}"):
                rule = f'pitfall "A mutant" {UNCITED}\n  never give {drug} when {words}\n\n'
                yield Change(Span(at, at), rule)


def widen_rule(t: Text) -> Changes:
    """The opposite of a ``never`` rule's condition."""
    for node in t.living:
        if isinstance(node, n.NeverRule):
            yield Change(node.condition.span, f"not ({t.of(node.condition)})")


def _is_flag(node: n.Input) -> bool:
    return isinstance(node.kind, n.PlainKind) and node.kind.kind == "yes_no"


def contradict(t: Text) -> Changes:
    """``advise against`` what is given, before it, after it, or at the end of a pathway; or what is held."""
    for node in t.living:
        match node:
            case n.Give(target=n.Ident(name=name)):
                pass
            case n.Give(dose=n.Dose(of=n.Ident(name=name))):
                pass
            case _:
                continue
        at = t.lines(node.span)
        pad = t.indent(node.span)
        if "give" in t.text[at.start : node.span.start]:
            continue
        if not t.text[at.start : node.span.start].strip():
            yield Change(Span(at.end, at.end), f"{pad}advise against {name} {UNCITED}\n")
            yield Change(Span(at.start, at.start), f"{pad}stop {name} {UNCITED}\n")


def caution_of_nobody(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Caution):
            words = t.of(node.condition)
            yield Change(node.condition.span, f"({words}) and not ({words})")


def unspecified_dose(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Give) and node.dose is not None and node.dose.of is not None:
            words = f'give {node.dose.of.name}, dose unspecified "as usual"'
            yield Change(Span(node.span.start, node.dose.span.end), words, open=_DOSES)


_DOSES = code_set("MG501", "MG502", "MG503", "MG504", "MG508")
Operator: TypeAlias = Callable[[Text], Changes]
