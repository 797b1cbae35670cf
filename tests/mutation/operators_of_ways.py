"""Faults of the ways through a guideline: conditions, guards, order, what is unknown, what is given.

Enters and leaves: as in `operators`.

    end  ->  continue        when low and thirsty  ->  when low or thirsty
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from milligram.source import Span
from milligram.syntax import nodes as n

from .operators import UNCITED, Change, Changes, Text, code_set

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
