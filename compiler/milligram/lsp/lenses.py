"""What can be done at a line by a click: run a case, draw the guideline.

Enters: what is known of a text, and how its cases came out. Leaves: `Lens`es.

    case "low level"   ->   run case            guideline x   ->   show flowchart | show card | run all 12 cases
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milligram.lsp.know import Known
from milligram.source import Span
from milligram.syntax import nodes as ast

RUN_CASE = "milligram.runCase"
RUN_CASES = "milligram.runCases"
SHOW_FLOWCHART = "milligram.showFlowchart"
SHOW_CARD = "milligram.showCard"
SHOW_WAY = "milligram.showWay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """Words above a line, and the command behind them; ``case`` is the offset of the case that it is for."""

    span: Span
    title: str
    command: str
    case: int | None = None


def lenses(known: Known, outcomes: Mapping[int, bool]) -> Iterator[Lens]:
    """Above the header and each case; ``outcomes`` are the cases that were run on this text, by their offset."""
    if known.file is None:
        return
    cases = [each for each in known.file.declarations if isinstance(each, ast.Case)]
    for declaration in known.file.declarations:
        if isinstance(declaration, ast.Header):
            head = Span(declaration.span.start, declaration.span.start + len("guideline"))
            yield Lens(span=head, title="show flowchart", command=SHOW_FLOWCHART)
            yield Lens(span=head, title="show card", command=SHOW_CARD)
            if len(cases) > 1:
                passed = sum(outcomes.get(case.span.start, False) for case in cases)
                all_run = all(case.span.start in outcomes for case in cases)
                told = f" ({passed} of {len(cases)} pass)" if all_run else ""
                yield Lens(span=head, title=f"run all {len(cases)} cases{told}", command=RUN_CASES)
    for case in cases:
        start = case.span.start
        told = {None: "", True: " (passes)", False: " (fails)"}[outcomes.get(start)]
        head = Span(start, start + len("case"))
        yield Lens(span=head, title=f"run case{told}", command=RUN_CASE, case=start)
        yield Lens(span=head, title="show its way", command=SHOW_WAY, case=start)
