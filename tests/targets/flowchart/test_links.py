"""What a drawing says and where it leads: every label of the IR, a link to each line, reasons and sources, colours that
can be told apart, a key of just what occurs."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

import pytest
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, descend
from milligram.pipeline import check_text
from milligram.target import Choices
from milligram_targets.flowchart import chosen, emit
from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.flowchart.layout import to_pdf, to_svg, to_svgs
from milligram_targets.flowchart.lighting import greyed
from milligram_targets.flowchart.model import ClusterKind, EdgeKind, Flowchart, Light, Node, NodeKind
from milligram_targets.flowchart.style import MEANINGS, grey, luminance, of_node
from milligram_targets.fonts.coverage import visible
from pypdf import PdfReader

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
ROOT = Path(__file__).parents[3]
GUIDELINES = tuple(sorted(p for p in ROOT.glob("guidelines/**/*.mg") if "as_published" not in p.parts))
each_guideline = pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)


@cache
def read(path: Path) -> ir.Guideline:
    """A guideline of the project."""
    found = check_text(path.read_text(encoding="utf-8"), path.name).guideline
    assert found is not None
    return found


@cache
def sheet(path: Path) -> ET.Element:
    """Its drawing for screens."""
    return ET.fromstring(to_svg(flowchart(read(path))))


def squeezed(text: str) -> str:
    """A text as it may be drawn: what cannot be seen written out; without white space, for a line may break."""
    return re.sub(r"\s+", "", visible(text))


def said(element: ET.Element) -> str:
    """All text that is drawn in an element, its lines joined."""
    return squeezed("".join("".join(text.itertext()) for text in element.iter(f"{SVG}text")))


def boxes(root: ET.Element) -> dict[int, list[tuple[str, str]]]:
    """For each statement, the boxes that a run through it lights: what each says, and its tooltip."""
    found: dict[int, list[tuple[str, str]]] = {}
    for group in root.iter(f"{SVG}g"):
        if "node" not in group.get("class", "").split():
            continue
        title = group.find(f"{SVG}title")
        told = (said(group), squeezed(title.text or "") if title is not None else "")
        for step in group.get("data-steps", "").split():
            place = found.setdefault(int(step.split(":")[0]), [])
            if told not in place:
                place.append(told)
    return found


def own_words(statement: ir.AnyStatement) -> Iterator[str]:
    """The author's words that a box of the statement must show."""
    match statement:
        case ir.Advise(text=text) | ir.Note(text=text) | ir.Unspecified(text=text):
            yield text
        case ir.Suggest(text=str(text)) | ir.Order(text=str(text)):
            yield text
        case ir.Refer(to=to):
            yield to
        case ir.Decide(question=str(question)):
            yield question
        case ir.End(notes=notes) if notes.because:
            yield notes.because
        case _:
            pass


def reasons(guideline: ir.Guideline, notes: ir.Notes) -> Iterator[str]:
    """What the tooltip of a box must tell."""
    if notes.because:
        yield notes.because
    yield from (guideline.sources[name].title for name in notes.sources)
    if notes.uncited:
        yield notes.uncited
    for differs in notes.differs:
        yield from (differs.source_says, differs.because)


def every_label(guideline: ir.Guideline) -> Iterator[str]:
    """Labels that stand somewhere on the sheet: titles, and what people call the inputs that the pathway decides by."""
    yield guideline.title
    if guideline.audience:
        yield guideline.audience
    yield from (block.label for block in (*guideline.pathways, *guideline.parts.values()) if block.label)
    yield from (regimen.label for regimen in guideline.regimens.values() if regimen.label)
    yield from (f"[{number}] {source.title}" for number, source in enumerate(guideline.sources.values(), 1))
    yield from (pitfall.text for pitfall in guideline.pitfalls if pitfall.rules)
    for statement in all_statements(guideline):
        conditions: list[ir.AnyCondition] = []
        match statement:
            case ir.When(condition=condition):
                conditions = [condition]
            case ir.Decide(branches=branches):
                conditions = [branch.condition for branch in branches if branch.condition is not None]
            case _:
                pass
        for node in (inner for condition in conditions for inner in descend(condition)):
            match node:
                case ir.Flag(name=name) | ir.InputNumber(name=name):
                    yield guideline.inputs[name].title
                case ir.WordIs(subject=ir.InputWord(name=name), words=words) | ir.SetHas(name=name, words=words):
                    labels = {choice.word: choice.label for choice in guideline.inputs[name].choices}
                    yield from (labels.get(word) or word.replace("_", " ") for word in words)
                case ir.Const(written=written):
                    yield written
                case _:
                    pass


def holds_every_word(guideline: ir.Guideline, root: ET.Element) -> int:
    """Whether each statement's box shows its words and tells its reasons, and each label stands on the sheet."""
    seen = 0
    lit = boxes(root)
    called = {s.part for s in all_statements(guideline) if isinstance(s, ir.Follow)}
    parts = [part for name, part in guideline.parts.items() if name not in called]
    uncalled = {s.id for part in parts for s in descend(part) if isinstance(s, ir.Statement)}
    for statement in all_statements(guideline):
        if isinstance(statement, ir.Continue) or statement.id in uncalled:
            continue
        found = lit[statement.id]
        for text in own_words(statement):
            assert any(squeezed(text) in drawn for drawn, _ in found), text
            seen += 1
        for text in reasons(guideline, statement.notes):
            assert any(squeezed(text) in told for _, told in found), text
            seen += 1
    whole = said(root)
    for text in every_label(guideline):
        assert squeezed(text) in whole, text
        seen += 1
    return seen


@each_guideline
def test_every_label_of_the_ir_is_drawn_exactly(path: Path) -> None:
    """Titles, questions, advice, labels and limits in the text; reasons, sources and departures in the tooltips."""
    assert holds_every_word(read(path), sheet(path)) > 15


@pytest.mark.parametrize("seed", range(6))
def test_every_label_of_a_made_up_guideline_is_drawn_exactly(seed: int, generated: ModuleType) -> None:
    """Long German words, reasons of 300 characters, and texts that are code elsewhere."""
    guideline = generated.guideline(seed, decisions=6)
    assert holds_every_word(guideline, ET.fromstring(to_svg(flowchart(guideline)))) > 20


# --- links ------------------------------------------------------------------------------------------------------------


@each_guideline
def test_every_box_links_to_its_line(path: Path) -> None:
    """In the SVG each box that has a line leads to it, and in the PDF as many links lead to the same lines."""
    chart = flowchart(read(path))
    wanted = sorted(f"{quote(node.file)}#L{node.line}" for node in chart.all_nodes() if node.file and node.line)
    drawn = [a.get(HREF, "") for a in sheet(path).iter(f"{SVG}a")]
    assert sorted(link for link in drawn if "#L" in link) == wanted
    pages = PdfReader(io.BytesIO(to_pdf(chart))).pages
    annotations = [each.get_object() for page in pages for each in page.get("/Annots", ())]
    links = [str(each["/A"]["/URI"]) for each in annotations if "/URI" in each.get("/A", {})]
    assert sorted(set(links)) == sorted(set(wanted))
    assert len(links) >= len(wanted)


@each_guideline
def test_a_drawing_names_itself(path: Path) -> None:
    """Title and description come first, for those who cannot see it; each page says which it is."""
    guideline = read(path)
    for number, svg in enumerate((to_svg(flowchart(guideline)), *to_svgs(flowchart(guideline), paper="a4"))):
        root = ET.fromstring(svg)
        title, about = list(root)[:2]
        assert (title.tag, about.tag) == (f"{SVG}title", f"{SVG}desc")
        assert (title.text or "").startswith(guideline.title)
        assert f"version {guideline.version}" in (about.text or "")
        assert f"do not use after {guideline.review_by}" in (about.text or "")
        assert number == 0 or f"page {number} of " in (title.text or "")
        assert root.get("role") == "img"


# --- what can be seen -------------------------------------------------------------------------------------------------


def looks(*, without_colour: bool) -> dict[NodeKind, tuple[str, str]]:
    """Shape and outline of each kind, and its fill."""
    found = {}
    for kind in NodeKind:
        style = of_node(Node(identifier="x", kind=kind, lines=("x",), grey=without_colour))
        found[kind] = (f"{style.shape} {style.style} {style.width > 1.5} {style.pen}", style.fill)
    return found


@pytest.mark.parametrize("without_colour", [False, True])
def test_every_text_can_be_read_on_its_box(without_colour: bool) -> None:
    """A contrast of at least 4.5 to 1, on, off and halting on a way that is lit, in colour and in grey."""
    for kind in NodeKind:
        for light in Light:
            style = of_node(Node(identifier="x", kind=kind, lines=("x",), light=light, grey=without_colour))
            dark, bright = sorted((luminance(style.text), luminance(style.fill)))
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, (kind, light)


@pytest.mark.parametrize("without_colour", [False, True])
def test_any_two_kinds_can_be_told_apart(without_colour: bool) -> None:
    """By shape, outline or fill; two fills differ if one is at least a tenth brighter."""
    seen = looks(without_colour=without_colour)
    for one, other in combinations(NodeKind, 2):
        (shape, fill), (other_shape, other_fill) = seen[one], seen[other]
        dark, bright = sorted((luminance(fill), luminance(other_fill)))
        assert shape != other_shape or (bright + 0.05) / (dark + 0.05) >= 1.1, (one, other)


def test_grey_is_the_printer_s_grey() -> None:
    """Of the same luminance, black and white as they are."""
    assert (grey("#000000"), grey("#ffffff"), grey("#808080")) == ("#000000", "#ffffff", "#808080")
    for colour in ("#f0b48a", "#b9e3d2", "#10182b"):
        assert abs(luminance(grey(colour)) - luminance(colour)) < 0.01


@each_guideline
def test_a_grey_chart_has_no_colour(path: Path) -> None:
    """In no fill, stroke or class of any format."""
    chosen_grey = Choices(grey=True)
    for file in emit(read(path), frozenset({"svg", "mmd", "dot"}), chosen_grey).files:
        text = file.content.decode()
        drawn = re.findall(r'(?:fill|stroke|color)="(#\w{6})"', text) + re.findall(
            r"(?:fill|stroke|color):(#\w{6})", text
        )
        assert len(drawn) > 10
        assert {colour for colour in drawn if len({colour[i : i + 2] for i in (1, 3, 5)}) > 1} == set()
    assert emit(read(path), frozenset({"pdf"}), chosen_grey).files != emit(read(path), frozenset({"pdf"})).files


@each_guideline
def test_the_key_explains_just_what_occurs(path: Path) -> None:
    """Each kind of box that is drawn and has a meaning, and none that is not."""
    for chart in (flowchart(read(path)), chosen(read(path), Choices(detail="overview"))):
        root = ET.fromstring(to_svg(chart))
        samples = [said(group) for group in root.iter(f"{SVG}g") if "legend" in group.get("class", "").split()]
        used = {node.kind for node in chart.all_nodes()}
        assert sorted(text for text in samples if text) == sorted(
            squeezed(MEANINGS[kind]) for kind in used if kind in MEANINGS
        )


@each_guideline
def test_an_unknown_answer_is_seen(path: Path) -> None:
    """The arrow of an answer that nobody knows is dashed and says so."""
    chart = flowchart(read(path))
    groups = {group.get("id"): group for group in sheet(path).iter(f"{SVG}g")}
    some = 0
    for number, edge in enumerate(chart.edges, 1):
        if edge.kind is EdgeKind.UNKNOWN:
            group = groups[f"edge{number}"]
            assert said(group) == "unknown"
            assert any(line.get("stroke-dasharray") for line in group.iter())
            some += 1
    assert some > 0 or path.stem == "ckd_risk"  # it goes on without an answer, and never halts


# --- what is left out -------------------------------------------------------------------------------------------------


@each_guideline
def test_an_overview_keeps_what_is_done(path: Path) -> None:
    """No note, report, schedule, term, reason, grade or reference; every other statement that the full chart draws,
    with its line, tooltip and steps."""
    full, less = flowchart(read(path)), chosen(read(path), Choices(detail="overview"))
    kept = {node.identifier: node for node in less.all_nodes()}
    assert not {node.kind for node in kept.values()} & {NodeKind.NOTE, NodeKind.REPORT, NodeKind.TERM}
    left_out = {ClusterKind.MONITOR, ClusterKind.NOTES, ClusterKind.TERMS, ClusterKind.REASONS, ClusterKind.SOURCES}
    assert not {cluster.kind for cluster in less.clusters} & left_out
    assert not any(re.search(r"\[\d+(, \d+)*\]$", line) for node in kept.values() for line in node.lines)
    assert not any(line.startswith(("(strong", "(conditional")) for node in kept.values() for line in node.lines)
    beside = {node.identifier for cluster in full.clusters if cluster.kind in left_out for node in cluster.nodes}
    for node in full.all_nodes():
        if node.identifier in beside or node.kind in (NodeKind.NOTE, NodeKind.REPORT):
            assert node.identifier not in kept
        elif node.kind is not NodeKind.QUESTION:
            same = kept[node.identifier]
            assert (same.kind, same.line, same.tooltip) == (node.kind, node.line, node.tooltip)
            assert set(same.steps) == set(node.steps)


@each_guideline
def test_an_overview_leaves_no_question_without_answers(path: Path) -> None:
    """Every question still decides something, every arrow still joins two boxes, and every box is still led to."""
    less = chosen(read(path), Choices(detail="overview"))
    names = {node.identifier for node in less.all_nodes()}
    assert all({edge.source, edge.target} <= names for edge in less.edges)
    for cluster in less.clusters:
        for node in cluster.nodes:
            out = {
                edge.target for edge in less.edges if edge.source == node.identifier and edge.kind is not EdgeKind.LINK
            }
            assert node.kind is not NodeKind.QUESTION or len(out) > 1
        if cluster.kind is ClusterKind.PATHWAY:
            led = {edge.target for edge in less.edges}
            assert all(node.identifier in led for node in cluster.nodes[1:])


def test_the_overview_of_a_note_alone() -> None:
    """A question that led to a note only goes with it, and its arrow leads on."""
    found = check_text(
        'guideline g\n  title "g"\n  version 1.0.0\n  status active\ninput a yes or no\ninput b yes or no\n'
        'pathway\n  when a:\n    note "n"\n  when b:\n    advise "x"\n',
        "g.mg",
    ).guideline
    assert found is not None
    less = chosen(found, Choices(detail="overview"))
    shown = {node.identifier: " ".join(node.lines) for node in less.all_nodes()}
    assert [(shown[e.source], e.label, shown[e.target]) for e in less.edges] == [
        ("Start", "", "b?"),
        ("b?", "yes", "x"),
        ("x", "", ""),
        ("b?", "no or unknown", ""),
    ]


def test_grey_and_lit_leave_the_texts_alone() -> None:
    """Only the looks change."""
    chart: Flowchart = flowchart(read(GUIDELINES[0]))
    assert [node.lines for node in greyed(chart).all_nodes()] == [node.lines for node in chart.all_nodes()]
    assert greyed(chart).grey
    assert not chart.grey
