"""The flowchart: DOT, SVG, PDF, PNG and Mermaid of one guideline, drawn without a system ``dot``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import LINE_CANNOT_FIT
from milligram.ir.nodes import Guideline
from milligram.source import Span
from milligram.target import AS_USUAL, Choices, Emission, File, Target

if TYPE_CHECKING:
    from milligram_targets.flowchart.model import Flowchart, Node

LONGEST_TEXT = 3_000
"""Characters of one text. Graphviz reads quoted texts of at most 16,384, and a sign may take five."""

FORMATS = {
    "dot": "the graph as Graphviz DOT text",
    "mmd": "the graph as Mermaid text",
    "svg": "one drawing for screens; on a paper, its pages",
    "pdf": "pages for print",
    "png": "pages for slides and chats",
}
CHOICES = {
    "paper": ("a4", "a3", "letter"),
    "detail": ("full", "overview"),
    "direction": ("down", "right"),
    "grey": (),
    "highlight": (),
}


def emit(guideline: Guideline, formats: frozenset[str], choices: Choices = AS_USUAL, /) -> Emission:
    """Draws the guideline in each of the formats. What has several pages has the number of each behind the first in its
    suffix. Paper is for drawings: DOT and Mermaid are laid out by whoever reads them."""
    from milligram_targets.flowchart import dot, layout, mermaid

    chart = chosen(guideline, choices)
    longest = max(map(len, chart.texts()))
    if longest > LONGEST_TEXT:
        return Emission(diagnostics=(_too_long(guideline, longest),))
    paper, direction = choices.paper, choices.direction or "down"
    if paper is not None or formats & {"pdf", "png"}:
        large = layout.too_large(chart, paper=paper or layout.PAPER, direction=direction)
        if large is not None:
            return Emission(diagnostics=(_too_large(guideline, large, paper or layout.PAPER),))
    files: list[File] = []
    if "dot" in formats:
        files.append(File(suffix=".dot", content=dot.to_dot(chart, direction=direction).encode()))
    if "mmd" in formats:
        files.append(File(suffix=".mmd", content=mermaid.to_mermaid(chart, direction=direction).encode()))
    if "svg" in formats:
        whole = (layout.to_svg(chart, direction=direction),) if paper is None else ()
        files += _pages("svg", whole or layout.to_svgs(chart, paper=paper or layout.PAPER, direction=direction))
    if "pdf" in formats:
        pdf = layout.to_pdf(chart, paper=paper or layout.PAPER, direction=direction)
        files.append(File(suffix=".flowchart.pdf", content=pdf))
    if "png" in formats:
        files += _pages("png", layout.to_pngs(chart, paper=paper or layout.PAPER, direction=direction))
    return Emission(files=tuple(files), numbered=tuple(f".flowchart-*.{name}" for name in ("svg", "png")))


def _pages(name: str, pages: tuple[bytes, ...]) -> list[File]:
    """A file for each page: ``.flowchart.png``, ``.flowchart-2.png``."""
    suffixes = [f".flowchart{'' if number == 1 else f'-{number}'}.{name}" for number in range(1, len(pages) + 1)]
    return [File(suffix=suffix, content=content) for suffix, content in zip(suffixes, pages, strict=True)]


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


def _too_large(guideline: Guideline, node: Node, paper: str) -> Diagnostic:
    start = guideline.source.line_starts[node.line - 1] if node.line else guideline.header_span.start
    text = guideline.source.line_text(node.line)
    words = Span(start + len(text) - len(text.lstrip()), start + len(text)) if node.line else guideline.header_span
    return Diagnostic(
        code=LINE_CANNOT_FIT,
        message=f"a box of the flowchart is too large for {paper} with its words at 8 points",
        source=guideline.source,
        span=words,
        help="shorten its text, or that of its branches",
    )


target = Target(
    name="flowchart",
    summary="the pathways, ladders and schedules as a chart",
    formats=FORMATS,
    emit=emit,
    choices=CHOICES,
)
