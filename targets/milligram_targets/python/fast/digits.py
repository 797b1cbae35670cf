"""The tables that an outcome indexes: what is said, what each digit means, and where in a run each stands.

Enters: what was noted while ``decide`` was written. Leaves: source text of three constants.

    POINTS   ((0,), 2, 3, 1): behind point 0, where the two bits from bit 2 are 1
    LINES    ((4,), Line(130, 'advise_against', …)): said at point 4
    DIGITS   ((1,), 2, 3, 125, 'Is there a reason for magnesium?', ('low magnesium …', …)): asked at point 1
"""

from __future__ import annotations

from collections.abc import Sequence

from milligram_targets.python.context import Context
from milligram_targets.python.fast.code import Code, Digit, Said


def digit_tables(context: Context, code: Code) -> str:
    """``POINTS``, ``LINES`` and ``DIGITS``."""

    def place(digit: Digit) -> int:
        return digit.place + (code.digits if digit.sum == "s" else 0)

    def mask(digit: Digit) -> int:
        return (1 << digit.bits) - 1

    points = [(behind, place(digit), mask(digit), value) for behind, digit, value in code.table.points]
    digits = [
        (behind, place(digit), mask(digit), context.line(node), text, words)
        for behind, digit, node, text, words in code.table.meanings
    ]
    return "\n\n\n".join(
        [
            _constant(
                "POINTS",
                "tuple[tuple[tuple[int, ...], int, int, int], ...]",
                points,
                "The points of a run, from 1: behind which of them, and at which digit (lowest bit, mask, value).",
            ),
            _constant(
                "LINES",
                "tuple[tuple[tuple[int, ...], Line], ...]",
                [_said(context, each) for each in code.table.said],
                "What is said at any of some points.",
            ),
            _constant(
                "DIGITS",
                "tuple[tuple[tuple[int, ...], int, int, int, str, tuple[str, ...]], ...]",
                digits,
                "What a digit means, at which points: lowest bit, mask, line, what is asked, a word for each value.",
            ),
        ]
    )


def _said(context: Context, said: Said) -> tuple[object, ...]:
    grade = next((each.grade for each in said.notes if each.grade), None)
    because = next((each.because for each in said.notes if each.because), None)
    sources = tuple(dict.fromkeys(name for each in said.notes for name in each.sources))
    fields = context.line(said.node), said.kind, said.text, grade, because, sources
    return said.points, _Written(f"Line({', '.join(map(repr, fields))})")


class _Written:
    """A piece of source as it stands."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _constant(name: str, kind: str, rows: Sequence[tuple[object, ...]], note: str) -> str:
    body = "".join(f"    {row!r},\n" for row in rows)
    return f'{name}: {kind} = (\n{body})\n"""{note}"""'
