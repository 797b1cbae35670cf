"""A chart on pages: nothing is lost or said twice, and what leaves one page enters another by the same number."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from milligram.pipeline import check_text
from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.flowchart.grid import Arrow, placed
from milligram_targets.flowchart.layout import to_pdf, to_svg, to_svgs
from milligram_targets.flowchart.model import Cluster, ClusterKind, Edge, EdgeKind, Flowchart, Node, NodeKind
from milligram_targets.flowchart.packing import Block, pack
from milligram_targets.flowchart.panels import letters_of
from milligram_targets.flowchart.sheets import LEAST, PAPERS, pages_of
from pypdf import PdfReader

ROOT = Path(__file__).parents[3]
GUIDELINES = tuple(sorted(p for p in ROOT.glob("guidelines/**/*.mg") if "as_published" not in p.parts))

SVG = "{http://www.w3.org/2000/svg}"


def groups(svg: bytes, kind: str) -> list[tuple[str, str]]:
    """The id and the text of each group of a kind."""
    return [
        (group.get("id", ""), " ".join("".join(text.itertext()) for text in group.iter(f"{SVG}text")))
        for group in ET.fromstring(svg).iter(f"{SVG}g")
        if kind in group.get("class", "").split()
    ]


@pytest.fixture(scope="module")
def large(generated: ModuleType) -> Flowchart:
    """A chart of many pages."""
    return flowchart(generated.guideline(4, decisions=20, inputs=8))


@pytest.mark.parametrize("paper", ["a4", "a3", "letter"])
@pytest.mark.parametrize("direction", ["down", "right"])
def test_every_box_and_arrow_is_on_one_page(large: Flowchart, paper: str, direction: str) -> None:
    """Each once; the key too."""
    svgs = to_svgs(large, paper=paper, direction=direction)
    assert len(svgs) > 1
    nodes = Counter(name for svg in svgs for name, _ in groups(svg, "node"))
    drawn = {f"n{i}" for i, _ in enumerate(large.all_nodes(), 1)}
    assert {name for name in nodes if "_" not in name} == drawn
    assert set(nodes.values()) == {1}
    arrows = Counter(name for svg in svgs for name, _ in groups(svg, "edge"))
    assert set(arrows) == {f"edge{i}" for i, edge in enumerate(large.edges, 1) if edge.kind is not EdgeKind.LINK}
    assert set(arrows.values()) == {1}
    assert sum(name == "legend" for svg in svgs for name, _ in groups(svg, "cluster")) == 1


def test_what_leaves_a_page_enters_another_by_its_number(large: Flowchart) -> None:
    """A connector names the page on which its number stands above a box, and that one names the page it comes from."""
    svgs = to_svgs(large, paper="a4")
    leaving: dict[str, set[tuple[int, int]]] = {}
    entering: dict[str, tuple[int, int, int]] = {}
    for page, svg in enumerate(svgs, 1):
        for name, said in groups(svg, "connector"):
            number, words = said.split(" ", 1)
            pages = [int(found) for found in re.findall(r"\d+", words)]
            if name.startswith("to_"):
                assert number not in entering
                entering[number] = (page, pages[0], pages[-1])
            else:
                leaving.setdefault(number, set()).add((page, pages[0]))
    assert leaving.keys() == entering.keys()
    assert len(leaving) > 3
    for number, ways in leaving.items():
        home, first, last = entering[number]
        assert {goal for _, goal in ways} == {home}
        assert {first, last} == {min(page for page, _ in ways), max(page for page, _ in ways)}
        assert home not in {page for page, _ in ways}


def test_each_page_says_which_it_is(large: Flowchart) -> None:
    """Title, number and count, version and review date."""
    svgs = to_svgs(large, paper="letter")
    for number, svg in enumerate(svgs, 1):
        root = ET.fromstring(svg)
        said = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
        assert f"page {number} / {len(svgs)}" in said
        assert any(f"version {large.version}" in line for line in said)
        assert any("do not use after" in line or "no review date" in line for line in said)
        size = tuple(float(root.get(side, "0").removesuffix("pt")) for side in ("width", "height"))
        assert sorted(size) == pytest.approx(sorted(PAPERS["letter"]))


def test_the_pdf_leads_to_the_other_page(large: Flowchart) -> None:
    """A connector that leaves a page is a link to the page that it names."""
    pdf = PdfReader(io.BytesIO(to_pdf(large)))
    svgs = to_svgs(large, paper="a4")
    for page, svg in zip(pdf.pages, svgs, strict=True):
        named = [int(said.rsplit(" ", 1)[1]) for name, said in groups(svg, "connector") if not name.startswith("to_")]
        jumps = [note.get_object() for note in page.get("/Annots", ()) if "/URI" not in note.get_object().get("/A", {})]
        goals = [pdf.get_page_number(jump["/Dest"].get_object()[0].get_object()) for jump in jumps]
        assert goals == [number - 1 for number in named]


def test_a_small_chart_stays_on_one_page(magnesium: Flowchart) -> None:
    """On A3; and every letter that leads to a panel is drawn at its node."""
    (svg,) = to_svgs(magnesium, paper="a3")
    assert not groups(svg, "connector")
    said = ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]
    for letter in letters_of(magnesium).values():
        assert said.count(letter) >= 2


def test_the_way_on_runs_where_it_is_asked_to(geometry: ModuleType) -> None:
    """Down: below each other, and what leaves it to the right; right: beside each other, and what leaves it below."""
    names = ("a", "b", "c", "out")
    kinds = (NodeKind.QUESTION, NodeKind.QUESTION, NodeKind.ACTION, NodeKind.REFER)
    chart = Flowchart(
        identifier="x",
        title="x",
        version="1",
        status="active",
        clusters=(
            Cluster(
                identifier="c",
                kind=ClusterKind.PATHWAY,
                title="x",
                nodes=tuple(
                    Node(identifier=name, kind=kind, lines=(name,)) for name, kind in zip(names, kinds, strict=True)
                ),
            ),
        ),
        edges=(
            Edge(source="a", target="out", label="no", kind=EdgeKind.BRANCH),
            Edge(source="a", target="b", label="yes", kind=EdgeKind.BRANCH),
            Edge(source="b", target="c", label="yes", kind=EdgeKind.BRANCH),
        ),
    )
    middles = {}
    for direction in ("down", "right"):
        shapes = {node.name: node.box for node in geometry.drawing(to_svg(chart, direction=direction)).nodes}
        middles[direction] = {
            name: ((shapes[f"n{i}"][0] + shapes[f"n{i}"][2]) / 2, (shapes[f"n{i}"][1] + shapes[f"n{i}"][3]) / 2)
            for i, name in enumerate(names, 1)
        }
    down, right = middles["down"], middles["right"]
    assert down["a"][0] == pytest.approx(down["b"][0]) == pytest.approx(down["c"][0])
    assert down["a"][1] < down["b"][1] < down["c"][1]
    assert down["out"][0] > down["a"][0]
    assert down["out"][1] == pytest.approx(down["a"][1])
    assert right["a"][1] == pytest.approx(right["b"][1]) == pytest.approx(right["c"][1])
    assert right["a"][0] < right["b"][0] < right["c"][0]
    assert right["out"][1] > right["a"][1]


def test_a_grid_keeps_the_way_on_in_a_column_and_exits_in_their_question_s_row() -> None:
    """As the example of `grid.py` says; the second exit stands below the first."""
    arrows = tuple(
        Arrow(name=f"{a}{b}", source=a, target=b)
        for a, b in (("a", "b"), ("b", "c"), ("a", "d"), ("a", "e"), ("e", "f"), ("f", "g"))
    )
    grid = placed("abcdefg", arrows)
    assert grid.cells == {"a": (0, 0), "b": (0, 1), "c": (0, 2), "d": (1, 1), "e": (1, 0), "f": (2, 0), "g": (3, 0)}


def test_a_cycle_is_placed_too() -> None:
    """Every box has a cell of its own, whatever the arrows."""
    arrows = tuple(Arrow(name=a + b, source=a, target=b) for a in "abcd" for b in "abcd" if a != b)
    grid = placed("abcd", arrows)
    assert len(set(grid.cells.values())) == 4


def test_blocks_never_overlap_and_stand_in_their_order() -> None:
    """A block stands in what an earlier one leaves free, and none above and left of the one before it."""
    blocks = [Block(width=w, height=h) for w, h in ((300, 200), (80, 40), (120, 300), (500, 60), (60, 60))]
    packed = pack(blocks, (700.0, 500.0))
    places = [(x, y, x + block.width, y + block.height) for block, (x, y) in zip(blocks, packed.corners, strict=True)]
    for i, a in enumerate(places):
        assert a[2] <= packed.width
        assert a[3] <= packed.height
        for b in places[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    for before, after in pairwise(places):
        assert not (after[0] < before[0] and after[1] < before[1])
    assert packed.scale >= 0.95


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_no_page_is_for_the_key_alone(path: Path, paper: str) -> None:
    """It stands in the room of another page, or beside a list; nothing is lost or shown twice."""
    guideline = check_text(path.read_text(encoding="utf-8"), path=path.name).guideline
    assert guideline is not None
    chart = flowchart(guideline)
    sheets = pages_of(chart, paper, "down")
    shown = [[each.laid.panel for each in sheet.placed] for sheet in sheets]
    assert all(len(panels) > 1 or not panels[0].part.sample for panels in shown)
    assert sum(panel.part.sample for panels in shown for panel in panels) == 1
    titles = {panel.title.removesuffix(", continued") for panels in shown for panel in panels}
    assert titles == {*(cluster.title for cluster in chart.clusters), "Key"}
    assert min(sheet.scale for sheet in sheets) >= LEAST
