"""The flowchart: DOT, SVG, PDF, PNG and Mermaid of one guideline, drawn without a system ``dot``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import LINE_CANNOT_FIT
from milligram.ir.nodes import Guideline
from milligram.target import AS_USUAL, Choices, Emission, File, Target

if TYPE_CHECKING:
    from milligram_targets.flowchart.model import Flowchart

LONGEST_TEXT = 3_000
"""Characters of one text. Graphviz reads quoted texts of at most 16,384, and a sign may take five."""

FORMATS = {
    "dot": "the graph as Graphviz DOT text",
    "mmd": "the graph as Mermaid text",
    "svg": "a drawing for screens",
    "pdf": "a drawing for print",
    "png": "a drawing for slides and chats",
}


def emit(guideline: Guideline, formats: frozenset[str], choices: Choices = AS_USUAL, /) -> Emission:
    """Draws the guideline in each of the formats."""
    from milligram_targets.flowchart import dot, layout, mermaid

    chart = chosen(guideline, choices)
    longest = max(map(len, chart.texts()))
    if longest > LONGEST_TEXT:
        return Emission(diagnostics=(_too_long(guideline, longest),))
    writers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "dot": (".dot", lambda: dot.to_dot(chart).encode()),
        "mmd": (".mmd", lambda: mermaid.to_mermaid(chart).encode()),
        "svg": (".flowchart.svg", lambda: layout.to_svg(chart)),
        "pdf": (".flowchart.pdf", lambda: layout.to_pdf(chart)),
        "png": (".flowchart.png", lambda: layout.to_png(chart)),
    }
    return Emission(
        files=tuple(
            File(suffix=suffix, content=write()) for name, (suffix, write) in writers.items() if name in formats
        )
    )


def chosen(guideline: Guideline, choices: Choices) -> Flowchart:
    """The chart as a user chose it, all but its paper and its direction."""
    from milligram_targets.flowchart.detail import overview
    from milligram_targets.flowchart.from_ir import flowchart
    from milligram_targets.flowchart.lighting import greyed, highlighted

    chart = overview(guideline) if choices.detail == "overview" else flowchart(guideline)
    if choices.highlight is not None:
        chart = highlighted(chart, choices.highlight)
    return greyed(chart) if choices.grey else chart


def _too_long(guideline: Guideline, length: int) -> Diagnostic:
    return Diagnostic(
        code=LINE_CANNOT_FIT,
        message=f"a text of the flowchart has {length:,} characters; {LONGEST_TEXT:,} are the most",
        source=guideline.source,
        span=guideline.header_span,
        help="shorten the longest text",
    )


target = Target(name="flowchart", summary="the pathways, ladders and schedules as a chart", formats=FORMATS, emit=emit)
