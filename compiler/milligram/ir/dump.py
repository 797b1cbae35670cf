"""The IR as stable, indented text, for ``milligram dump --stage ir``."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from milligram.ir.nodes import NO_NOTES, Guideline
from milligram.quantity import Measure, Substances
from milligram.source.outline import Outline


def dump_ir(guideline: Guideline) -> str:
    """The whole guideline; the same source gives the same text."""
    silent = ("span", "header_span", "source", "substances")
    return Outline(silent=silent, empty=lambda value: value == NO_NOTES, plain=_plain).text(guideline)


def _plain(value: object) -> str | None:
    match value:
        case Measure():
            return value.text or "1"
        case Fraction() | date():
            return str(value)
        case Substances():
            return ", ".join(value)
        case _:
            return None
