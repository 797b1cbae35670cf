"""Printed flowcharts can be read: nothing covers anything, nothing is cut off, nothing is small.

Boxes, lines and labels are read back from the SVG, and each character with its box and size from the PDF; of every
guideline of the project and of guidelines that are made up, from one decision to sixty.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from milligram.diagnostics.registry import LINE_CANNOT_FIT
from milligram.pipeline import check_text
from milligram.target import Choices
from milligram_targets.flowchart import emit
from milligram_targets.flowchart.detail import overview
from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.flowchart.layout import to_pdf, to_svg, to_svgs
from milligram_targets.flowchart.lighting import greyed
from milligram_targets.flowchart.model import EdgeKind, Flowchart
from milligram_targets.fonts.coverage import printable
from pypdf import PdfReader

ROOT = Path(__file__).parents[3]
GUIDELINES = tuple(sorted(ROOT.glob("guidelines/**/*.mg")))
NODE, LEAST = 8.0, 6.5
"""Points of the words in a box, and of any other."""
MARGIN = 20.0
SEEDS = ((1, 1, 1), (2, 3, 2), (3, 8, 5), (4, 20, 8), (5, 60, 12), (6, 12, 12))
"""Seed, decisions and inputs of guidelines made up."""


@cache
def real(path: Path, detail: str = "full") -> Flowchart:
    """The chart of a guideline."""
    guideline = check_text(path.read_text(encoding="utf-8"), path.name).guideline
    assert guideline is not None
    return overview(guideline) if detail == "overview" else flowchart(guideline)


def nothing_covers_anything(geometry: ModuleType, chart: Flowchart, svg: bytes) -> None:
    """No box on a box; no label on a box, a label or a line, its own included; no line through a box, and none along
    another but where both leave one box or come to one."""
    ends = {f"edge{i}": (edge.source, edge.target) for i, edge in enumerate(chart.edges, 1)}
    drawn = geometry.drawing(svg)
    sheet = (0.0, 0.0, drawn.width, drawn.height)
    for panel in drawn.panels:
        assert geometry.inside(panel, sheet)
    for one, other in combinations(drawn.nodes, 2):
        assert geometry.apart(one.box, other.box), (one.name, other.name)
    labels = [(arrow.name, line) for arrow in drawn.arrows for line in arrow.lines]
    for i, (name, label) in enumerate(labels):
        assert geometry.inside(label.box, sheet), name
        for node in drawn.nodes:
            assert geometry.apart(label.box, node.box), (name, node.name)
        for pill in drawn.connectors:
            assert geometry.apart(label.box, pill), name
        for other, line in labels[i + 1 :]:
            assert geometry.apart(label.box, line.box, 2.0 if other == name else 0.0), (name, other)
        for arrow in drawn.arrows:
            for stroke in arrow.strokes:
                assert not geometry.runs_through(stroke, label.box, 0.2), (name, arrow.name)
    for arrow in drawn.arrows:
        for stroke in arrow.strokes:
            for node in drawn.nodes:
                assert not geometry.runs_through(stroke, node.box, 4.6), (arrow.name, node.name)
    strokes = [(arrow, stroke) for arrow in drawn.arrows for stroke in arrow.strokes]
    for (one, first), (other, second) in combinations(strokes, 2):
        if one.name != other.name and geometry.run_together(first, second):
            assert ends[one.name][0] == ends[other.name][0] or ends[one.name][1] == ends[other.name][1]
    for node in drawn.nodes:
        assert geometry.inside(node.box, sheet), node.name
        for line in node.lines:
            assert geometry.inside(line.box, node.box), (node.name, line.said)


def words_are_few(geometry: ModuleType, svg: bytes) -> None:
    """At most seven words a line, in boxes and on arrows."""
    drawn = geometry.drawing(svg)
    for line in (line for part in (*drawn.nodes, *drawn.arrows) for line in part.lines):
        assert len(line.said.split()) <= 7, line.said


def pages_can_be_read(geometry: ModuleType, reading: ModuleType, chart: Flowchart, paper: str) -> None:
    """Of the PDF: every word of a box inside this box and large enough, everything inside the margins and legible, no
    character on another, nothing left out."""
    pdf = to_pdf(chart, paper=paper)
    pages = reading.pages(pdf)
    svgs = to_svgs(chart, paper=paper)
    assert len(pages) == len(svgs)
    seen: list[str] = []
    for page, svg, annotated in zip(pages, svgs, PdfReader(io.BytesIO(pdf)).pages, strict=True):
        assert not reading.outside(page, MARGIN, MARGIN), [
            glyph.char for glyph in reading.outside(page, MARGIN, MARGIN)
        ]
        covered = reading.overlapping(page)
        assert not [pair for pair in covered if {one.char for one in pair} != {"/"}]  # strokes that lean
        assert not reading.crossed(page)
        assert min(glyph.size for glyph in page.glyphs) >= LEAST
        nodes = [node for node in geometry.drawing(svg).nodes if node.href]
        for node, (uri, box) in zip(nodes, links(annotated), strict=True):
            assert uri == node.href
            said = squeezed(printable("".join(line.said for line in node.lines)))
            seen.append(said)
            assert box_holds(page, said, box), said
    # In the order of the lines, and in the order of drawing: a text may be torn apart in either, never in both.
    drawn = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]
    whole = "\n".join([*(page.text for page in pages), *drawn])
    for node in chart.all_nodes():
        assert squeezed(printable("".join(node.drawn()))) in (seen if node.file and node.line else whole), node.drawn()
    for edge in chart.edges:
        if edge.kind is not EdgeKind.LINK:
            assert squeezed(printable(edge.label)) in whole, edge.label
    for text in (chart.title, *chart.heading(), *(cluster.title for cluster in chart.clusters)):
        assert squeezed(printable(text)) in whole, text
    for page in pages:
        assert squeezed(printable(chart.title)) in page.text
        assert f"version{squeezed(chart.version)}" in page.text
        assert "donotuseafter" in page.text or "noreviewdate" in page.text


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def links(page: Any) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """The links of a page of a PDF that lead out of it: address, and left, bottom, right, top."""
    for note in page.get("/Annots", ()):
        action = note.get_object().get("/A", {})
        if "/URI" in action:
            left, bottom, right, top = map(float, note.get_object()["/Rect"])
            yield str(action["/URI"]), (left, bottom, right, top)


def box_holds(page: Any, said: str, box: tuple[float, float, float, float]) -> bool:
    """Whether a text stands in a box of a page, each of its characters inside and at least 8 points large."""
    left, bottom, right, top = box
    near = [
        glyph
        for glyph in page.glyphs
        if left < (glyph.box.left + glyph.box.right) / 2 < right
        and bottom < (glyph.box.bottom + glyph.box.top) / 2 < top
    ]
    start = "".join(glyph.char for glyph in near).find(said)
    return not said or (
        start >= 0
        and all(
            left <= glyph.box.left
            and glyph.box.right <= right
            and bottom <= glyph.box.bottom
            and glyph.box.top <= top
            and glyph.size >= NODE - 0.01
            for glyph in near[start : start + len(said)]
        )
    )


@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_nothing_covers_anything_on_a_screen(geometry: ModuleType, path: Path, direction: str) -> None:
    """The drawing of each guideline, going down and to the right."""
    chart = real(path)
    svg = to_svg(chart, direction=direction)
    nothing_covers_anything(geometry, chart, svg)
    words_are_few(geometry, svg)


@pytest.mark.parametrize(
    ("path", "paper"),
    [
        pytest.param(path, paper, id=f"{path.stem}-{paper}")
        for path in GUIDELINES
        for paper in (("a4",) if "as_published" in path.parts else ("a4", "a3", "letter"))
    ],
)
def test_pages_of_every_guideline_can_be_read(
    geometry: ModuleType, reading: ModuleType, path: Path, paper: str
) -> None:
    """On each paper."""
    chart = real(path)
    for svg in to_svgs(chart, paper=paper):
        nothing_covers_anything(geometry, chart, svg)
        words_are_few(geometry, svg)
    pages_can_be_read(geometry, reading, chart, paper)


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_pages_that_go_to_the_right_can_be_read(geometry: ModuleType, path: Path) -> None:
    """With the way on from left to right, an overview, in grey."""
    chart = greyed(real(path, "overview"))
    for svg in to_svgs(chart, paper="a4", direction="right"):
        nothing_covers_anything(geometry, chart, svg)


@pytest.mark.parametrize(("seed", "decisions", "inputs"), SEEDS)
def test_made_up_guidelines_can_be_read(
    geometry: ModuleType, reading: ModuleType, generated: ModuleType, seed: int, decisions: int, inputs: int
) -> None:
    """Long German words, reasons of 300 characters, hostile texts, up to sixty decisions."""
    chart = flowchart(generated.guideline(seed, decisions=decisions, inputs=inputs))
    nothing_covers_anything(geometry, chart, to_svg(chart))
    for svg in to_svgs(chart, paper="a4"):
        nothing_covers_anything(geometry, chart, svg)
        words_are_few(geometry, svg)
    pages_can_be_read(geometry, reading, chart, "a4")


def test_a_box_that_no_page_can_hold_is_a_finding() -> None:
    """Rather than a page of tiny print: it names the line, and a larger paper or a drawing for screens may do."""
    text = "a text with many short words " * 120
    report = check_text(
        f'guideline g\n  title "g"\n  version 1.0.0\n  status active\npathway\n  advise "{text[:2_950]}"\n', "g.mg"
    )
    assert report.guideline is not None
    emission = emit(report.guideline, frozenset({"pdf"}))
    assert not emission.files
    (found,) = emission.diagnostics
    assert found.code is LINE_CANNOT_FIT
    assert report.guideline.source.line_of(found.span) == 6
    assert emit(report.guideline, frozenset({"svg"})).files
    assert emit(report.guideline, frozenset({"pdf"}), Choices(paper="a3")).files
