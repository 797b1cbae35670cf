"""MG903 `and` and `or` mixed without brackets.

a and b or c   ->   read as `(a and b) or c`; another reader takes `a and (b or c)`
"""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic, Edit
from milligram.diagnostics.registry import MIXED_CONNECTIVES
from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend

_LONG = 60
"""Characters beyond which an operand is shown by its ends, so that the two readings can be compared."""

_LONGEST = 200
"""Characters of a reading that are still read."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Every ``or`` one of whose sides is an ``and`` that stands in no brackets, with both readings."""
    for declaration in context.file.declarations:
        for node in descend(declaration):
            if not isinstance(node, ast.Or):
                continue
            mixed = [side for side in node.operands if isinstance(side, ast.And)]
            if not mixed:
                continue
            today, other = _and_first(context, node), _or_first(context, node)
            long = max(len(today), len(other)) > _LONGEST
            yield context.finding(
                MIXED_CONNECTIVES,
                node.span,
                f"{len(node.operands)} conditions are joined by `or`, and `and` joins inside of them without brackets"
                if long
                else f"it is read as `{today}`; another reader takes `{other}`",
                help="write the brackets that are meant; without them `and` binds before `or`",
                edits=tuple(
                    Edit(
                        span=side.span,
                        replacement=f"({context.source.slice(side.span)})",
                        title=f"put `{_words(context, side)}` in brackets, as it is read today",
                    )
                    for side in mixed
                ),
            )


def _words(context: Context, node: ast.Node) -> str:
    """The author's words on one line, without the comments between them."""
    lines = context.source.slice(node.span).splitlines()
    text = " ".join(" ".join(line.partition("#")[0] if '"' not in line else line for line in lines).split())
    return text if len(text) <= _LONG else f"{text[: _LONG // 2].rstrip()} … {text[-_LONG // 3 :].lstrip()}"


def _and_first(context: Context, node: ast.Or) -> str:
    return " or ".join(
        f"({_joined(context, 'and', side.operands)})" if isinstance(side, ast.And) else _words(context, side)
        for side in node.operands
    )


def _or_first(context: Context, node: ast.Or) -> str:
    """The other reading: what stands between two ``and`` is one group."""
    groups: list[list[ast.Expr]] = [[]]
    for side in node.operands:
        first, *rest = side.operands if isinstance(side, ast.And) else (side,)
        groups[-1].append(first)
        groups += [[each] for each in rest]
    return " and ".join(
        f"({_joined(context, 'or', group)})" if len(group) > 1 else _words(context, group[0]) for group in groups
    )


def _joined(context: Context, word: str, operands: tuple[ast.Expr, ...] | list[ast.Expr]) -> str:
    return f" {word} ".join(_words(context, each) for each in operands)
