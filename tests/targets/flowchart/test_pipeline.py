"""From a file to pictures: hostile texts through every stage, five formats read back, the same bytes, no ``dot``."""

from __future__ import annotations

import io
import os
import random
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from itertools import combinations, pairwise
from pathlib import Path
from types import ModuleType

import pygraphviz
import pytest
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram_targets.flowchart import FORMATS, emit
from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.flowchart.model import EdgeKind
from milligram_targets.fonts.coverage import visible
from pypdf import PdfReader

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parents[3]
MAGNESIUM = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"
GUIDELINES = tuple(sorted(ROOT.glob("guidelines/**/*.mg")))

HOSTILE = (
    "<20 mL/min",
    "<b>bold</b> & <script>alert(1)</script>",
    "\\N \\G \\E \\l \\n",
    "a backslash at the end \\",
    "double \" and single ' quotes",
    '"; n99 [label="injected"]; x="',
    '#panic("x") #{1+1} $x$ @ref',
    "*/ /* // -- %%{init: {}}%%",
    "&lt; &amp; &#60; &nbsp;",
    "]]> <![CDATA[ <!-- -->",
    "`code` **bold** [x](y)",
    "end subgraph graph node edge",
    "\u2264 0.70 mmol/L \u00b7 \u00b5g \u00d7 \u2265",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \U0001f600",
)


def quoted(text: str) -> str:
    """A text as the language writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def hostile(text: str) -> ir.Guideline:
    """A guideline that says ``text`` wherever an author can."""
    said = quoted(text)
    report = check_text(
        f"""\
guideline hostile
  title {said}
  version 1.0.0
  status active
  for {said}
source s {said}
substance drug
input level {said} in mmol/L, plausible 0 to 10
input way one of left {said}, right
regimen ladder {said} of drug
  step 1: 10 mg of drug daily [s] because {said}
monitor bloods {said}: level
  at baseline [s]
  unspecified {said} when level over 2 mmol/L
pathway main {said}
  decide {said} by way
    left:
      advise {said} (strong) because {said} [s]
      suggest {said}
      order {said}
      refer to {said}
    right:
      unspecified {said}
      end because {said}
  give ladder
  start bloods
""",
        "hostile.mg",
    )
    assert report.guideline is not None, [found.message for found in report.diagnostics]
    return report.guideline


def files(guideline: ir.Guideline, *formats: str) -> dict[str, bytes]:
    """What the target writes, by the last part of its suffix."""
    emission = emit(guideline, frozenset(formats or FORMATS))
    assert emission.diagnostics == ()
    return {file.suffix.rsplit(".", 1)[-1]: file.content for file in emission.files}


def squeezed(text: str) -> str:
    """A text without white space, because a label may be wrapped at any space."""
    return re.sub(r"\s+", "", text)


def texts(svg: bytes) -> str:
    """All text of a drawing, without white space."""
    return squeezed("".join("".join(t.itertext()) for t in ET.fromstring(svg).iter(f"{SVG}text")))


def by_group(svg: bytes) -> dict[str, str]:
    """The text of each group of an SVG, by its id."""
    return {
        group.get("id", ""): squeezed("".join("".join(text.itertext()) for text in group.iter(f"{SVG}text")))
        for group in ET.fromstring(svg).iter(f"{SVG}g")
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_out_exactly(text: str) -> None:
    """Title, question, label, advice, reason: in the drawing, in DOT and in Mermaid each stands as it was written."""
    guideline = hostile(text)
    chart = flowchart(guideline)
    made = files(guideline)
    drawn = by_group(made["svg"])
    for number, node in enumerate(chart.all_nodes(), 1):
        assert drawn[f"n{number}"] == squeezed("".join(node.drawn()))
    for number, edge in enumerate(chart.edges, 1):
        if edge.kind is not EdgeKind.LINK:
            assert drawn[f"edge{number}"] == squeezed(edge.label)
    assert texts(made["svg"]).count(squeezed(text)) >= 12
    graph = pygraphviz.AGraph(string=made["dot"].decode())
    assert len(graph.nodes()) == len(list(chart.all_nodes()))
    assert sum(edge.attr["style"] != "invis" for edge in graph.edges()) == len(chart.edges)
    mermaid = re.sub(r"#(\d+);", lambda m: chr(int(m[1])), made["mmd"].decode()).replace("<br/>", " ")
    assert squeezed(mermaid).count(squeezed(text)) >= 12
    assert PdfReader(io.BytesIO(made["pdf"])).pages
    assert pixels(made["png"]) > 0


def test_a_text_that_reorders_is_refused_or_shown() -> None:
    """The language refuses an override; a chart drawn all the same shows its code point."""
    report = check_text(
        'guideline g\n  title "dose \u202e05"\n  version 1.0.0\n  status active\npathway\n  advise "dose \u202e05"\n',
        "g.mg",
    )
    assert report.errors
    if report.guideline is not None:
        made = files(report.guideline, "svg", "mmd", "dot")
        assert all("\u202e" not in content.decode() for content in made.values())


def pixels(png: bytes) -> int:
    """How many rows of a PNG decompress, after each of its checksums was tested."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data = 8, b""
    while at < len(png):
        size = struct.unpack_from(">I", png, at)[0]
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert zlib.crc32(kind + body) == struct.unpack_from(">I", png, at + 8 + size)[0]
        data += body if kind == b"IDAT" else b""
        at += 12 + size
    width, height, depth, colour = struct.unpack_from(">IIBB", png, 16)
    row = 1 + width * depth // 8 * {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    assert len(zlib.decompress(data)) == row * height
    return int(height)


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_every_label_of_a_real_guideline_is_drawn(path: Path) -> None:
    """Nodes, arrows, headings, heading lines and small print of each guideline stand in its drawing exactly."""
    guideline = check_text(path.read_text(encoding="utf-8"), path.name).guideline
    assert guideline is not None
    chart = flowchart(guideline)
    svg = files(guideline, "svg")["svg"]
    drawn, whole = by_group(svg), texts(svg)
    for number, node in enumerate(chart.all_nodes(), 1):
        if node.lines:
            assert drawn[f"n{number}"] == squeezed(" ".join(map(visible, node.drawn())))
    for number, edge in enumerate(chart.edges, 1):
        if edge.kind is not EdgeKind.LINK:
            assert drawn[f"edge{number}"] == squeezed(edge.label)
    for text in (chart.title, *chart.heading(), chart.origin, *(cluster.title for cluster in chart.clusters)):
        assert squeezed(text) in whole
    assert "Checkeverydoseagainstthesource." in whole


def test_the_same_file_gives_the_same_bytes_in_another_process_without_a_path() -> None:
    """In all five formats, though the other process finds no program, so no system ``dot``, and another hash seed."""
    program = (
        "import sys, hashlib\n"
        "from milligram.pipeline import check_text\n"
        "from milligram_targets.flowchart import FORMATS, emit\n"
        f"text = open({str(MAGNESIUM)!r}, encoding='utf-8').read()\n"
        "made = emit(check_text(text, 'neck_spasm.mg').guideline, frozenset(FORMATS))\n"
        "print(*(f.suffix + ' ' + hashlib.sha256(f.content).hexdigest() for f in made.files), sep='\\n')\n"
    )

    def digests(seed: str) -> str:
        environment = {**os.environ, "PATH": "", "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        return done.stdout

    first = digests("1")
    assert {line.split(" ")[0].rsplit(".", 1)[-1] for line in first.splitlines()} == set(FORMATS)
    assert digests("2") == first


def random_block(chance: random.Random, depth: int, indent: int) -> list[str]:
    """Statements nested at most ``depth`` deep."""
    lines: list[str] = []
    pad = "  " * indent
    for number in range(chance.randrange(1, 4)):
        kind = chance.randrange(4) if depth else 0
        if kind == 0:
            lines.append(f'{pad}advise "do something sensible, number {number}"')
        elif kind == 1:
            lines += [f"{pad}when level over {number + 1} mmol/L:", *random_block(chance, depth - 1, indent + 1)]
        else:
            lines.append(f"{pad}decide by level")
            for band in ("under 2 mmol/L", "2 to under 4 mmol/L", "at least 4 mmol/L", "unknown")[: kind + 1]:
                lines += [f"{pad}  {band}:", *random_block(chance, depth - 1, indent + 2)]
    return lines


@pytest.mark.parametrize("seed", range(8))
def test_generated_guidelines_are_drawn_without_overlap(geometry: ModuleType, seed: int) -> None:
    """Long and deep ones too."""
    chance = random.Random(seed)
    body = [line for _ in range(1 + seed) for line in random_block(chance, 2, 1)]
    report = check_text(
        'guideline g\n  title "g"\n  version 1.0.0\n  status active\ninput level in mmol/L, plausible 0 to 9\n'
        + "\n".join(("pathway", *body))
        + "\n",
        "g.mg",
    )
    assert report.guideline is not None
    chart = flowchart(report.guideline)
    placed = geometry.drawing(files(report.guideline, "svg")["svg"]).nodes
    assert len(placed) >= len(list(chart.all_nodes()))
    for one, other in combinations(placed, 2):
        assert geometry.apart(one.box, other.box), (one.name, other.name)


def test_the_sheet_of_the_magnesium_guideline_is_used() -> None:
    """Side clusters stand beside the pathway: the sheet is nearly as wide as paper, not a ribbon."""
    guideline = check_text(MAGNESIUM.read_text(encoding="utf-8"), MAGNESIUM.name).guideline
    assert guideline is not None
    _, _, width, height = map(float, ET.fromstring(files(guideline, "svg")["svg"]).get("viewBox", "").split())
    assert 0.6 < width / height < 1.6


def test_steps_stand_in_order_below_each_other(geometry: ModuleType) -> None:
    """Step 1 above step 2 above step 3 above step 4, though an arrow leads back from the last to the first."""
    steps = "\n".join(
        f'  step {n}{" after 4 weeks" if n > 1 else ""}:\n    suggest "measure {n}"\n    suggest "thing {n}"'
        for n in range(1, 5)
    )
    report = check_text(
        'guideline g\n  title "g"\n  version 1.0.0\n  status active\ninput level in mmol/L, plausible 0 to 9\n'
        f"regimen ladder\n{steps}\n  back to step 1 after 12 months when level under 1 mmol/L\n"
        "pathway\n  give ladder\n",
        "g.mg",
    )
    assert report.guideline is not None
    chart = flowchart(report.guideline)
    svg = files(report.guideline, "svg")["svg"]
    at = {node.name: node.box for node in geometry.drawing(svg).nodes}
    heads = [
        at[f"n{i}"]
        for i, node in enumerate(chart.all_nodes(), 1)
        if re.fullmatch(r"Step \d", node.lines[0] if node.lines else "")
    ]
    assert len(heads) == 4
    assert all(above[3] < below[1] for above, below in pairwise(heads))
    back = [edge for edge in chart.edges if edge.kind is EdgeKind.BACK]
    assert [edge.label for edge in back] == ["back to step 1 after 12 months, if level under 1 mmol/L"]
