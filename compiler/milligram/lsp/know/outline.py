"""The text at a glance: its declarations, and what can be folded away.

Enters: a `Known`. Leaves: `Symbol`s in the order of the text, and `Fold`s. A declaration that cannot be read just now
keeps its place in the outline, by its first line.

    pathway supplement        ->   pathway "supplement"
      decide "Renal function"        ->   decide "Renal function", with its branches
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milligram.diagnostics.display import visible
from milligram.lsp.know import Fold, Kind, Known, Symbol
from milligram.lsp.know.lost import Lost
from milligram.lsp.know.uses import index_of
from milligram.source import SourceFile, Span
from milligram.syntax import nodes as ast

LONGEST = 80
"""So much of a text is shown."""


def outline(known: Known) -> tuple[Symbol, ...]:
    """The declarations in the order of the text."""
    source = known.source
    found = [_declared(declaration, source) for declaration in (known.file.declarations if known.file else ())]
    found += [_unread(block, source) for block in index_of(known).lost]
    return tuple(sorted(found, key=lambda symbol: symbol.span))


def _symbol(
    source: SourceFile,
    node: ast.Node,
    kind: Kind,
    head: ast.Node | None,
    name: str,
    detail: str = "",
    children: Iterable[Symbol] = (),
) -> Symbol:
    place = node.span if head is None else head.span
    if head is None:
        place = _first_line(source, node.span)
    return Symbol(
        name=_short(name), kind=kind, span=node.span, head=place, detail=_short(detail), children=tuple(children)
    )


def _first_line(source: SourceFile, span: Span) -> Span:
    end = source.text.find("\n", span.start, span.end)
    return Span(span.start, span.end if end < 0 else end)


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def _unread(block: Lost, source: SourceFile) -> Symbol:
    first = _first_line(source, block.span)
    name = ", ".join(ident.name for ident in block.declares) or source.slice(first)
    head = block.declares[0].span if block.declares else first
    kind: Kind = "claim" if block.kind == "text" else block.kind
    return Symbol(name=_short(name), kind=kind, span=block.span, head=head, detail="cannot be read yet")


def _declared(node: ast.Declaration, source: SourceFile) -> Symbol:
    match node:
        case ast.Header():
            return _symbol(source, node, "guideline", node.name, node.name.name, _text(node.title))
        case ast.Source():
            return _symbol(source, node, "source", node.name, node.name.name, node.title.value)
        case ast.Substance():
            return _symbol(source, node, "substance", node.name, node.name.name, node.formula or "")
        case ast.DrugClass():
            members = ", ".join(member.name for member in node.members)
            return _symbol(source, node, "class", node.name, node.name.name, members)
        case ast.Input():
            return _symbol(source, node, "input", node.name, node.name.name, _kind(node, source))
        case ast.Impossible():
            return _symbol(source, node, "caution", None, source.slice(_first_line(source, node.span)))
        case ast.Define():
            return _symbol(source, node, "define", node.name, node.name.name, _text(node.label))
        case ast.Table():
            names = ", ".join(name.name for name in node.gives)
            by = ", ".join(source.slice(each.span) for each in node.by)
            return _symbol(source, node, "table", node.gives[0] if node.gives else None, names, f"by {by}")
        case ast.Score():
            return _symbol(source, node, "score", node.name, node.name.name, _text(node.label))
        case ast.Regimen():
            steps = (_step(line, source) for line in node.lines if isinstance(line, ast.Step | ast.Then))
            return _symbol(source, node, "regimen", node.name, node.name.name, _text(node.label), steps)
        case ast.Monitor():
            inputs = ", ".join(given.name for given in node.inputs)
            return _symbol(source, node, "monitor", node.name, node.name.name, inputs)
        case ast.Pitfall():
            return _symbol(source, node, "pitfall", node.text, node.text.value)
        case ast.Claim() | ast.Notice() | ast.Missing():
            return _symbol(source, node, "claim", node.text, node.text.value)
        case ast.Effect():
            return _symbol(source, node, "claim", node.target, f"{node.target.name}: {node.text.value}")
        case ast.Caution():
            return _symbol(source, node, "caution", node.target, node.target.name, source.slice(node.condition.span))
        case ast.Pathway():
            name = node.name.name if node.name else _text(node.label) or "pathway"
            label = _text(node.label) if node.name else ""
            return _symbol(source, node, "pathway", node.name, name, label, _inside(node.body, source))
        case ast.Part():
            inside = _inside(node.body, source)
            return _symbol(source, node, "part", node.name, node.name.name, _text(node.label), inside)
        case ast.Case():
            return _symbol(source, node, "case", node.name, node.name.value)


def _text(text: ast.Text | None) -> str:
    return text.value if text else ""


def _kind(node: ast.Input, source: SourceFile) -> str:
    """``mmol/L of magnesium``, ``yes or no``, ``one of male, female``."""
    match node.kind:
        case ast.QuantityKind(unit=unit):
            return source.slice(unit.span)
        case ast.PlainKind(kind=kind):
            return "yes or no" if kind == "yes_no" else kind
        case ast.ChoiceKind(several=several, choices=choices):
            return f"{'any' if several else 'one'} of {', '.join(choice.name.name for choice in choices)}"


def _step(line: ast.Step | ast.Then, source: SourceFile) -> Symbol:
    first = source.slice(_first_line(source, line.span)).split("#", 1)[0]
    name = f"step {line.number}" if isinstance(line, ast.Step) else "then"
    return _symbol(source, line, "step", None, name, first.removeprefix(name).strip(" :"))


def _inside(body: tuple[ast.AnyStatement, ...], source: SourceFile) -> Iterator[Symbol]:
    """The decisions in a block; those under a `when` count as its own."""
    for statement in body:
        match statement:
            case ast.Decide():
                branches = (_branch(branch, source) for branch in statement.branches)
                by = ", ".join(source.slice(each.span) for each in statement.by)
                name = statement.question.value if statement.question else f"by {by}"
                yield _symbol(source, statement, "decide", statement.question, name, f"by {by}" if by else "", branches)
            case ast.When():
                yield from _inside(statement.body, source)
            case _:
                pass


def _branch(branch: ast.Branch, source: SourceFile) -> Symbol:
    test = branch.test
    if isinstance(test, str):
        name: str = test
    elif isinstance(test, tuple):
        name = " | ".join(source.slice(cell.span) for cell in test)
    else:
        name = source.slice(test.span)
    return _symbol(source, branch, "branch", None, name, "", _inside(branch.body, source))


# --- folding ----------------------------------------------------------------------------------------------------------


def folds(known: Known) -> tuple[Fold, ...]:
    """What can be folded away: a line with those further in below it, and comments of several lines."""
    lines = known.source.text.split("\n")
    found: list[Fold] = []
    open_lines: list[tuple[int, int]] = []
    last = 0
    for number, line in enumerate((*lines, "end"), 1):
        body = line.strip()
        if not body or body.startswith("#"):
            continue
        depth = len(line) - len(line.lstrip())
        while open_lines and open_lines[-1][0] >= depth:
            _, first = open_lines.pop()
            if last > first:
                found.append(Fold(first=first, last=last))
        open_lines.append((depth, number))
        last = number
    found += _comments(lines)
    return tuple(sorted(found, key=lambda fold: (fold.first, -fold.last)))


def _comments(lines: list[str]) -> Iterator[Fold]:
    first = 0
    for number, line in enumerate((*lines, ""), 1):
        is_comment = line.lstrip().startswith("#")
        if is_comment and not first:
            first = number
        elif not is_comment:
            if first and number - 1 > first:
                yield Fold(first=first, last=number - 1, comment=True)
            first = 0
