"""Drawn flowcharts: every label exact, hostile or not; the same bytes twice; readable back by real parsers."""

from __future__ import annotations

import io
import os
import re
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

import pygraphviz
import pytest
from milligram_targets.flowchart.dot import to_dot
from milligram_targets.flowchart.layout import to_pdf, to_pngs, to_svg, to_svgs
from milligram_targets.flowchart.model import (
    Cluster,
    ClusterKind,
    Edge,
    EdgeKind,
    Flowchart,
    Node,
    NodeKind,
)
from milligram_targets.fonts import FAMILY
from pypdf import PdfReader

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"

HOSTILE = (
    "<20 mL/min>",
    "<b>bold</b>",
    "\\N \\G \\E \\l \\n",
    "trailing backslash \\",
    "double \" and single ' quotes",
    '"; n99 [label="injected"]; x="',
    '#panic("x")',
    "*/ /* // -- %%{init: {}}%%",
    "&lt; &amp; &#60; &nbsp;",
    "]]> <![CDATA[ <!-- -->",
    "[x](y) `code` **bold** __under__",
    "{record|<f0> a|b}",
    "emoji \U0001f600 and \u4e2d\u6587 and \u0627\u0644\u0639",
    "end subgraph graph node edge",
    "1. list",
    "- dash",
    "${HOME} $(id) %s",
    "\u2264 0.70 mmol/L \u00b7 \u00b5g \u00d7 \u2265",
)


def squeezed(text: str) -> str:
    """A text without white space, because a label may be wrapped at any space."""
    return re.sub(r"\s+", "", text)


def labels(svg: bytes) -> dict[str, str]:
    """The text of each group of an SVG, by its id."""
    root = ET.fromstring(svg)
    return {
        group.get("id", ""): "".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))
        for group in root.iter(f"{SVG}g")
    }


def small(text: str) -> Flowchart:
    """A chart that says ``text`` in every place where a guideline's text can stand."""
    return Flowchart(
        identifier=text,
        title=text,
        audience=text,
        version="1.0.0",
        status="active",
        banner=text,
        clusters=(
            Cluster(
                identifier="c",
                kind=ClusterKind.PATHWAY,
                title=text,
                nodes=(
                    Node(identifier="a", kind=NodeKind.QUESTION, lines=(text,), file=text, line=3, tooltip=text),
                    Node(identifier="b", kind=NodeKind.DRUG, lines=("first", text)),
                ),
            ),
        ),
        edges=(Edge(source="a", target="b", label=text, kind=EdgeKind.BRANCH),),
    )


def metadata_packet(pdf: PdfReader) -> str:
    """The XMP metadata of a PDF."""
    root: Any = pdf.trailer["/Root"]
    return str(root["/Metadata"].get_object().get_data().decode())


def fonts_of(page: Any) -> list[Any]:
    """The fonts that a page uses."""
    return list(page["/Resources"]["/Font"].values())


def test_every_label_of_the_sample_is_in_the_svg(magnesium: Flowchart) -> None:
    """Nodes, edges, clusters, title and dates: each stands in the drawing exactly."""
    drawn = labels(to_svg(magnesium))
    whole = squeezed(drawn["graph0"])
    for number, node in enumerate(magnesium.all_nodes(), 1):
        assert squeezed(drawn[f"n{number}"]) == squeezed("".join(node.drawn()))
    for text in (magnesium.title, *magnesium.heading(), *(c.title for c in magnesium.clusters)):
        assert squeezed(text) in whole
    for edge in magnesium.edges:
        assert squeezed(edge.label) in whole


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_labels_come_out_exactly(text: str) -> None:
    """No sign of a label is lost, replaced or run, in a node, an edge, a cluster, the title or a tooltip."""
    svg = to_svg(small(text))
    drawn = labels(svg)
    assert squeezed(drawn["n1"]) == squeezed(text)
    assert squeezed(drawn["n2"]) == squeezed("first" + text)
    assert squeezed(drawn["edge1"]) == squeezed(text)
    assert squeezed(drawn["graph0"]).count(squeezed(text)) == 7
    root = ET.fromstring(svg)
    assert len([g for g in root.iter(f"{SVG}g") if "node" in g.get("class", "").split()]) == 2
    assert root.findtext(f"{SVG}title") == text
    tips = {a.get(f"{XLINK}title") for a in root.iter(f"{SVG}a")}
    assert tips == {text, f"first {text}"}
    assert {a.get(f"{XLINK}href") for a in root.iter(f"{SVG}a")} == {None, f"{quote(text)}#L3"}


@pytest.mark.parametrize("text", HOSTILE)
def test_the_dot_text_is_read_back_with_the_same_labels(text: str) -> None:
    """Graphviz' own parser finds two nodes and one edge, and no other."""
    graph = pygraphviz.AGraph(string=to_dot(small(text)))
    assert sorted(graph.nodes()) == ["n1", "n2"]
    assert len(graph.edges()) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_the_pdf_and_png_of_hostile_labels_open(text: str) -> None:
    """Also when the fonts lack a glyph: its code point is printed."""
    chart = small(text)
    page = PdfReader(io.BytesIO(to_pdf(chart))).pages[0]
    assert "1.0.0" in page.extract_text()
    assert to_pngs(chart, 50)[0].startswith(b"\x89PNG")


@pytest.mark.parametrize("control", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\ud800", "\ufffe"])
def test_controls_are_shown(control: str) -> None:
    """A character that would reorder or hide text, or that XML forbids, stands as its code point."""
    drawn = labels(to_svg(small(f"dose {control}05")))
    assert squeezed(drawn["n1"]) == f"dose[U+{ord(control):04X}]05"
    assert control.encode("utf-8", "surrogatepass") not in to_svg(small(f"dose {control}05"))


def test_a_missing_glyph_is_printed_as_its_code_point() -> None:
    """The PDF never shows an empty box."""
    text = PdfReader(io.BytesIO(to_pdf(small("mood \U0001f600")))).pages[0].extract_text()
    assert "[U+1F600]" in text


def test_the_same_chart_gives_the_same_bytes(magnesium: Flowchart) -> None:
    """No clock and no random number, in any format."""
    again = replace(magnesium)
    assert to_dot(magnesium) == to_dot(again)
    assert to_svg(magnesium) == to_svg(again)
    assert to_pdf(magnesium) == to_pdf(again)
    assert to_pngs(magnesium, 60) == to_pngs(again, 60)


def test_links_and_tooltips_lead_to_the_guideline(magnesium: Flowchart) -> None:
    """Each node with a place links to its file and line; its tooltip carries the reason."""
    root = ET.fromstring(to_svg(magnesium))
    links = {a.get(f"{XLINK}href") for a in root.iter(f"{SVG}a")}
    assert {f"{n.file}#L{n.line}" for n in magnesium.all_nodes() if n.line} <= links
    tips = {a.get(f"{XLINK}title") for a in root.iter(f"{SVG}a")}
    assert "no benefit over placebo for muscle spasm [r1]" in tips


def test_unknown_edges_are_dashed_and_labelled(magnesium: Flowchart) -> None:
    """An unknown value is visible: its edge is dashed and says so."""
    root = ET.fromstring(to_svg(magnesium))
    dashed = [
        "".join("".join(t.itertext()) for t in group.iter(f"{SVG}text"))
        for group in root.iter(f"{SVG}g")
        if "edge" in group.get("class", "").split()
        and any(p.get("stroke-dasharray") == "5,2" for p in group.iter(f"{SVG}path"))
    ]
    assert dashed == ["unknown"] * sum(edge.kind is EdgeKind.UNKNOWN for edge in magnesium.edges)


def test_arrows_point_from_source_to_target(magnesium: Flowchart) -> None:
    """Read back from DOT, an edge that is written from its end has its head at its tail."""
    graph = pygraphviz.AGraph(string=to_dot(magnesium))
    names = {node.identifier: f"n{i}" for i, node in enumerate(magnesium.all_nodes(), 1)}
    read = sorted(
        (edge[1], edge[0]) if edge.attr["dir"] == "back" else (edge[0], edge[1])
        for edge in graph.edges()
        if edge.attr["style"] != "invis"
    )
    assert read == sorted((names[e.source], names[e.target]) for e in magnesium.edges)


def centres(svg: bytes) -> dict[str, tuple[float, float]]:
    """The middle of the first text of each node, which is near the middle of the node."""
    found: dict[str, tuple[float, float]] = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        text = next(group.iter(f"{SVG}text"), None)
        if "node" in group.get("class", "").split() and text is not None:
            found[group.get("id", "")] = (float(text.get("x", "0")), float(text.get("y", "0")))
    return found


def test_the_way_on_runs_down_and_exits_keep_the_authors_order(magnesium: Flowchart) -> None:
    """The spine is one column from top to bottom; the renal bands stand beside it in the order of the guideline."""
    names = {node.identifier: f"n{i}" for i, node in enumerate(magnesium.all_nodes(), 1)}
    at = {name: centres(to_svg(magnesium)).get(number) for name, number in names.items()}
    spine = [at[name] for name in ("start", "reason", "renal", "volume", "give", "mon2", "low_k", "note")]
    assert all(point is not None for point in spine)
    points = [point for point in spine if point is not None]
    assert max(x for x, _ in points) - min(x for x, _ in points) < 12
    assert [y for _, y in points] == sorted(y for _, y in points)
    bands = [point[1] for name in ("crcl", "toxic", "gap1", "gap2", "correct", "askvol") if (point := at[name])]
    assert len(bands) == 6
    assert bands == sorted(bands)


def test_the_machines_fonts_are_not_used(magnesium: Flowchart) -> None:
    """Only the bundled family is embedded in the PDF, and the layout does not follow the environment."""
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(to_pdf(magnesium))).pages
        for font in fonts_of(page)
    }
    assert fonts
    assert all(FAMILY.replace(" ", "") in font for font in fonts)
    assert os.environ.get("FONTCONFIG_FILE", "") == ""


def test_the_pdf_is_archivable_and_dated(magnesium: Flowchart) -> None:
    """PDF/A-2a, with the guideline's title and its date of issue."""
    pdf = PdfReader(io.BytesIO(to_pdf(magnesium)))
    packet = metadata_packet(pdf)
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert pdf.metadata is not None
    assert pdf.metadata.title == magnesium.title
    assert pdf.metadata.creation_date is not None
    assert pdf.metadata.creation_date.date() == date(2026, 11, 22)


def test_a_png_has_the_size_of_its_page(magnesium: Flowchart) -> None:
    """At 72 pixels an inch, a pixel is a point of the SVG."""
    pngs, svgs = to_pngs(magnesium, 72), to_svgs(magnesium, paper="a4")
    assert len(pngs) == len(svgs)
    for png, svg in zip(pngs, svgs, strict=True):
        root = ET.fromstring(svg)
        width, height = struct.unpack(">II", png[16:24])
        assert width == pytest.approx(float(root.get("width", "0").removesuffix("pt")), abs=1)
        assert height == pytest.approx(float(root.get("height", "0").removesuffix("pt")), abs=1)


def test_a_chart_that_points_nowhere_is_refused() -> None:
    """An edge to a node that does not exist, or two nodes with one name, is a bug of the caller."""
    node = Node(identifier="a", kind=NodeKind.START, lines=("Start",))
    chart = Flowchart(identifier="x", title="x", version="1", status="active", nodes=(node,))
    with pytest.raises(ValueError, match="does not exist"):
        to_dot(replace(chart, edges=(Edge(source="a", target="b"),)))
    with pytest.raises(ValueError, match="share"):
        to_dot(replace(chart, nodes=(node, node)))


def test_an_empty_chart_is_drawn() -> None:
    """A guideline without a pathway still gives a page with its title."""
    chart = Flowchart(identifier="x", title="Nothing to decide", version="1", status="active")
    assert "Nothing to decide" in labels(to_svg(chart))["graph0"]


def test_nothing_is_printed_while_drawing(magnesium: Flowchart, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither the layout nor Typst says anything."""
    to_svg(magnesium)
    to_pdf(magnesium)
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err == ""
