"""DOT and Mermaid, read back by their own parsers: the same boxes, arrows, labels and groups, whatever the texts.

Graphviz reads DOT. Mermaid's own npm package reads Mermaid; it is installed beside `mermaid/package.json` when it is
first needed.
"""

from __future__ import annotations

import fcntl
import html
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pygraphviz
import pytest
from milligram.pipeline import check_text
from milligram.target import Choices, Way
from milligram_targets.flowchart import chosen
from milligram_targets.flowchart.dot import to_dot
from milligram_targets.flowchart.mermaid import to_mermaid
from milligram_targets.flowchart.model import Edge, EdgeKind, Flowchart, Node
from milligram_targets.fonts.coverage import visible

ROOT = Path(__file__).parents[3]
GUIDELINES = tuple(sorted(ROOT.glob("guidelines/**/*.mg")))
READER = Path(__file__).with_name("mermaid")

HOSTILE = (
    "<20 mL/min>",
    "<b>bold</b> & <script>alert(1)</script>",
    '"] --> evil["x',
    '"; n99 [label="injected"]; x="',
    "#quot; #35; &lt; &amp; &nbsp;",
    "`code` **bold** _under_ ~strike~",
    "%%{init: {'theme':'dark'}}%%",
    "end subgraph graph node edge style click default",
    "1. list",
    "- dash",
    "+ plus",
    "a|b|c {{d}} [[e]] ((f))",
    "---\nflowchart LR",
    "title: x",
    "\\N \\G \\E \\l \\n \\",
    "double \" and single ' quotes",
    "href javascript:alert(1)",
    "@{ shape: circle }:::klass",
    "fa:fa-ban $$x^2$$",
    "\u2264 0.70 mmol/L \u00b7 \u00b5g \u00d7 \u2265",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \U0001f600",
)


@cache
def drawn(path: Path, choices: Choices) -> Flowchart:
    """The chart of a guideline of the project."""
    guideline = check_text(path.read_text(encoding="utf-8"), path.name).guideline
    assert guideline is not None
    return chosen(guideline, choices)


def quoted(text: str) -> str:
    """A text as the language writes it."""
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def hostile(text: str) -> Flowchart:
    """A chart that says ``text`` wherever an author can."""
    said = quoted(text)
    guideline = check_text(
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
input sign {said} yes or no
define low {said}: level under 1 mmol/L
regimen ladder {said} of drug
  step 1: 10 mg of drug daily [s] because {said}
  step 2 after 1 week when low: 20 mg of drug daily
monitor bloods {said}: level
  at baseline [s]
  unspecified {said} when level over 2 mmol/L
pitfall {said}
  never give drug when low
pathway main {said}
  decide {said} by way
    left:
      advise {said} (strong) because {said} [s]
      order {said}
      refer to {said}
    right:
      unspecified {said}
      end because {said}
  when sign:
    note {said}
  give ladder
  start bloods
""",
        "hostile.mg",
    ).guideline
    assert guideline is not None
    return chosen(guideline, Choices())


def flat(text: str) -> str:
    """A text as any of the formats may show it: what cannot be seen is written out, and white space is left out, for a
    line may break anywhere."""
    return re.sub(r"\s+", "", visible(text))


def words(node: Node) -> str:
    """What a box says."""
    return flat("".join(node.lines))


def ends(chart: Flowchart) -> dict[str, str]:
    """The names of the boxes in DOT and Mermaid, by their identifiers."""
    return {node.identifier: f"n{i}" for i, node in enumerate(chart.all_nodes(), 1)}


# --- DOT --------------------------------------------------------------------------------------------------------------


def shown_by_graphviz(label: str) -> str:
    """A label as Graphviz shows it: escapes first, then entities, as its `make_label` does."""
    plain = re.sub(r"\\(.)", lambda found: " " if found[1] in "nlr" else found[1], label)
    return re.sub(r"\s+", "", html.unescape(plain))


def dot_agrees(chart: Flowchart, direction: str = "down") -> None:
    """What Graphviz reads of the DOT is the chart."""
    graph = pygraphviz.AGraph(string=to_dot(chart, direction=direction))
    names = ends(chart)
    assert {str(node) for node in graph.nodes()} == set(names.values())
    for node in chart.all_nodes():
        assert shown_by_graphviz(graph.get_node(names[node.identifier]).attr["label"]) == words(node)
    found: Counter[tuple[str, str, str]] = Counter()
    for edge in graph.edges():
        if edge.attr["style"] == "invis":
            continue
        tail, head = map(str, edge)
        if edge.attr["dir"] == "back":
            tail, head = head, tail
        found[tail, head, shown_by_graphviz(edge.attr["xlabel"] or edge.attr["label"] or "")] += 1
    assert found == Counter((names[e.source], names[e.target], flat(e.label)) for e in chart.edges)
    groups = Counter(
        (shown_by_graphviz(group.graph_attr["label"]), frozenset(map(str, group.nodes())))
        for page in graph.subgraphs()
        for group in page.subgraphs()
        if str(group.name).startswith("cluster_")
    )
    assert groups == Counter((flat(c.title), frozenset(names[n.identifier] for n in c.nodes)) for c in chart.clusters)


@pytest.mark.parametrize("text", HOSTILE)
def test_dot_keeps_hostile_texts(text: str) -> None:
    """Every label comes back as it was written."""
    dot_agrees(hostile(text))


@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: f"{path.parent.name}_{path.stem}")
def test_dot_of_a_guideline_is_its_chart(path: Path, direction: str) -> None:
    """Nodes, edges, labels and clusters, published faults included."""
    dot_agrees(drawn(path, Choices()), direction)


@pytest.mark.parametrize("seed", range(12))
def test_dot_of_a_made_up_guideline_is_its_chart(seed: int, generated: ModuleType) -> None:
    """Of every size, with texts that would be code elsewhere."""
    dot_agrees(chosen(generated.guideline(seed), Choices()))


# --- Mermaid ----------------------------------------------------------------------------------------------------------


def missing(why: str) -> None:
    """Without the parser there is no test; where everything must be tested, that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def mermaid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which Mermaid is installed, once; several workers wait for the first."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        missing("Mermaid's parser needs node and npm")
    with (tmp_path_factory.getbasetemp().parent / "mermaid.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (READER / "node_modules" / ".package-lock.json").exists():
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=READER, capture_output=True, text=True, check=False, timeout=600)
            if done.returncode:
                missing(f"Mermaid cannot be installed: {done.stderr[-300:]}")
    return READER


def parsed(folder: Path, texts: list[str]) -> list[dict[str, Any]]:
    """What Mermaid reads of each text."""
    done = subprocess.run(
        ["node", str(folder / "parse.mjs")],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(found) == len(texts)
    return found


def shown_by_mermaid(text: str) -> str:
    """A label as Mermaid shows it, without white space."""
    return re.sub(r"\s+", "", re.sub(r"<br\s*/?>", " ", text))


def mermaid_agrees(chart: Flowchart, read: dict[str, Any]) -> None:
    """What Mermaid reads of the text is the chart."""
    assert "error" not in read, read["error"]
    assert read["kind"].startswith("flowchart")
    names = ends(chart)
    shown = {names[node.identifier]: words(node) for node in chart.all_nodes()}
    assert {name: shown_by_mermaid(node["text"]) for name, node in read["nodes"].items()} == shown
    assert all(set(node["classes"]) <= set(read["classes"]) for node in read["nodes"].values())
    assert all(node["classes"] for node in read["nodes"].values())
    found = [(e["source"], e["target"], shown_by_mermaid(e["text"]), e["stroke"]) for e in read["edges"]]
    assert found == [(names[e.source], names[e.target], flat(e.label), _stroke(e)) for e in chart.edges]
    groups = [(shown_by_mermaid(group["title"]), set(group["nodes"])) for group in read["groups"]]
    wanted = [(flat(c.title), {names[n.identifier] for n in c.nodes}) for c in chart.clusters]
    assert sorted(groups, key=repr) == sorted(wanted, key=repr)


def _stroke(edge: Edge) -> str:
    return "dotted" if edge.kind in (EdgeKind.UNKNOWN, EdgeKind.LINK) else "normal"


def test_mermaid_keeps_hostile_texts(mermaid: Path) -> None:
    """Every label comes back as it was written, and nothing in it is a command."""
    charts = [hostile(text) for text in HOSTILE]
    for chart, read in zip(charts, parsed(mermaid, list(map(to_mermaid, charts))), strict=True):
        mermaid_agrees(chart, read)


def test_mermaid_of_every_guideline_is_its_chart(mermaid: Path, generated: ModuleType) -> None:
    """Nodes with their classes, edges with their strokes, labels and groups; lit, grey and short ones too."""
    lit = Choices(highlight=Way(steps=frozenset({(1, None), (2, None)})), grey=True)
    charts = [drawn(path, Choices()) for path in GUIDELINES if "as_published" not in path.parts]
    charts += [drawn(path, choices) for path in GUIDELINES[:3] for choices in (lit, Choices(detail="overview"))]
    charts += [chosen(generated.guideline(seed, decisions=5), Choices()) for seed in range(4)]
    texts = [to_mermaid(chart, direction=("down", "right")[i % 2]) for i, chart in enumerate(charts)]
    for chart, read in zip(charts, parsed(mermaid, texts), strict=True):
        mermaid_agrees(chart, read)


def test_the_parser_refuses_what_is_no_mermaid(mermaid: Path) -> None:
    """It is a parser that reads: a bracket that is left open is an error."""
    (read,) = parsed(mermaid, ['flowchart TB\n  n1["x"'])
    assert "error" in read
