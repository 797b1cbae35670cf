"""From a guideline's text to the flowchart's model: what is drawn, what is said of it, and what is left out."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from milligram.graph import build_graph, reachable
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram_targets.flowchart import emit
from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.flowchart.labels import lines_of
from milligram_targets.flowchart.layout import to_pngs
from milligram_targets.flowchart.model import ClusterKind, EdgeKind, Flowchart, NodeKind
from milligram_targets.flowchart.wording import can_be_unknown
from pypdf import PdfReader

ROOT = Path(__file__).parents[3]
GUIDELINES = tuple(sorted(ROOT.glob("guidelines/**/*.mg")))

HEAD = """\
guideline small
  title "Small"
  version 1.0.0
  status draft
source s "A source"
substance drug
substance drug_oxide
input level "serum level" in mmol/L, plausible 0 to 10
input flag yes or no
input ill "feeling ill" yes or no
"""


def guideline(text: str) -> ir.Guideline:
    """The guideline of a text after the common head, whatever the checks say of it, if it can be read."""
    report = check_text(HEAD + text, "small.mg")
    unread = [found.message for found in report.diagnostics if found.code.code.startswith("MG0")]
    assert [said for said in unread if not said.endswith("has no pathway")] == []
    assert report.guideline is not None
    return report.guideline


def drawn(text: str) -> str:
    """A chart for people: each cluster with its nodes, then each arrow from one node's words to another's."""
    chart = flowchart(guideline(text))
    said = {node.identifier: " / ".join(node.lines) or "(end)" for node in chart.all_nodes()}
    lines: list[str] = []
    for cluster in chart.clusters:
        if cluster.kind is ClusterKind.SOURCES:  # of every guideline the same
            continue
        lines.append(f"[{cluster.title}]")
        lines += [f"  {node.kind}: {said[node.identifier]}" for node in cluster.nodes]
    arrows = {EdgeKind.UNKNOWN: "..", EdgeKind.LINK: "=>", EdgeKind.BACK: "<-"}
    for edge in chart.edges:
        label = f" [{edge.label}]" if edge.label else ""
        lines.append(f"{said[edge.source]} {arrows.get(edge.kind, '->')}{label} {said[edge.target]}")
    return "\n".join(lines)


def test_questions_and_bands() -> None:
    """Every branch has its label, every unanswered question its way, and ways to the same place share an arrow."""
    assert (
        drawn(
            """
pathway
  when flag:
    advise "pH first" (strong) [s]
    end because "flagged"
  decide "Which level?" by level
    under 1 mmol/L:
      advise against drug
    1 to under 2 mmol/L, 3 mmol/L:
      continue
    otherwise:
      unspecified "with care" [s]
    unknown:
      order level
  when ill:
    note "mg, not Mg"
"""
        )
        == """\
[Pathway]
  start: Start
  question: flag?
  action: pH first / (strong) [1]
  end: End: flagged
  ask: Ask: flag
  question: Which level? / serum level
  stop: Advise against drug
  gap: The source says only “with care” [1]
  order: Order serum level
  question: feeling ill?
  note: mg, not Mg
  end: (end)
Start -> flag?
flag? -> [yes] pH first / (strong) [1]
pH first / (strong) [1] -> End: flagged
flag? .. [unknown] Ask: flag
flag? -> [no] Which level? / serum level
Which level? / serum level -> [under 1 mmol/L] Advise against drug
Which level? / serum level -> [otherwise] The source says only “with care” [1]
Which level? / serum level .. [unknown] Order serum level
Advise against drug -> feeling ill?
Which level? / serum level -> [1 to under 2 mmol/L or 3 mmol/L] feeling ill?
The source says only “with care” [1] -> feeling ill?
Order serum level -> feeling ill?
feeling ill? -> [yes] mg, not Mg
mg, not Mg -> (end)
feeling ill? -> [no or unknown] (end)"""
    )


def test_a_ladder_with_its_ways_out() -> None:
    """Steps in order, equivalents by the drug's title, what interrupts it first, and the way back as one that goes
    back."""
    assert (
        drawn(
            """
regimen ladder "Ladder" of drug_oxide
  route oral
  step 1: 10 mg of drug_oxide daily [s]
  step 2 after 1 to 2 weeks when level over 2 mmol/L:
    give drug, dose unspecified "as usual"
    give drug_oxide, dose unspecified "low"
  step 3 after 1 week:
    when flag:
      suggest "rest"
  then after 1 week when level over 2 mmol/L: refer to "a specialist"
  back to step 1 after 2 weeks when level under 1 mmol/L
  stop when flag
  at most 1500 mg of drug_oxide per day
pathway
  give ladder
"""
        )
        == """\
[Pathway]
  start: Start
  drug: Give Ladder
  end: (end)
[Ladder, oral, at most 1500 mg of drug oxide per day]
  stop: Stop when flag
  drug: Step 1: 10 mg of drug oxide daily [1]
  drug: Step 2: / Give drug; the source gives no dose, only “as usual” / \
Give drug oxide; the source gives no dose, only “low”
  drug: Step 3
  question: flag?
  action: Suggest rest
  end: (end)
  refer: Refer to a specialist
Start -> Give Ladder
Give Ladder -> (end)
flag? -> [yes] Suggest rest
Suggest rest -> (end)
flag? -> [no or unknown] (end)
Step 3 -> flag?
Step 1: 10 mg of drug oxide daily [1] -> [after 1 to 2 weeks, if serum level over 2 mmol/L] Step 2: / \
Give drug; the source gives no dose, only “as usual” / Give drug oxide; the source gives no dose, only “low”
Step 2: / Give drug; the source gives no dose, only “as usual” / \
Give drug oxide; the source gives no dose, only “low” -> \
[after 1 week] Step 3
Step 3 -> [after 1 week, if serum level over 2 mmol/L] Refer to a specialist
Step 3 <- [back to step 1 after 2 weeks, if serum level under 1 mmol/L] Step 1: 10 mg of drug oxide daily [1]
Give Ladder => Stop when flag"""
    )


def test_parts_cautions_and_monitors() -> None:
    """Pathways first, then what they lead to; a part that nothing follows and what stands after an end are not
    drawn."""
    assert (
        drawn(
            """
monitor bloods: level
  at baseline [s]
  after 1 to 2 weeks
  every 3 months when flag
  every 6 months when not flag
  unspecified "more often" when ill
caution drug when ill: note "Careful."
pathway first_way "First way"
  follow more
  give drug, dose unspecified "low"
  start bloods
  end
  note "too late"
pathway second_way
  when flag:
    follow more
part more
  suggest "rest"
part lost
  suggest "nothing"
"""
        )
        == """\
[First way]
  start: Start
  follow: See “More”
  drug: Give drug; the source gives no dose, only “low”
  monitor: Start monitoring: bloods
  end: (end)
[Second way]
  start: Start
  question: flag?
  follow: See “More”
  end: (end)
[More]
  action: Suggest rest
[Caution with drug]
  question: feeling ill?
  note: Careful.
  end: Back to where this began
[Monitoring: serum level]
  monitor: At baseline [1]
  monitor: After 1 to 2 weeks
  monitor: Every 3 months, when flag
  monitor: Every 6 months, when flag: no
  gap: “more often”, when feeling ill
Start -> See “More”
See “More” -> Give drug; the source gives no dose, only “low”
Give drug; the source gives no dose, only “low” -> Start monitoring: bloods
Start monitoring: bloods -> (end)
Start -> flag?
flag? -> [yes] See “More”
See “More” -> (end)
flag? -> [no or unknown] (end)
feeling ill? -> [yes] Careful.
Careful. -> Back to where this began
feeling ill? -> [no or unknown] Back to where this began
At baseline [1] -> After 1 to 2 weeks
After 1 to 2 weeks -> Every 3 months, when flag
See “More” => Suggest rest
Give drug; the source gives no dose, only “low” => feeling ill?
Start monitoring: bloods => At baseline [1]
See “More” => Suggest rest"""
    )


def test_deep_nesting_keeps_every_way() -> None:
    """Twelve questions inside one another: each is asked once, and each has its way out."""
    body = "".join("  " * depth + f"  when level over {depth} mmol/L:\n" for depth in range(9))
    chart = flowchart(guideline("pathway\n" + body + "  " * 10 + 'note "deep"\n'))
    assert sum(node.kind is NodeKind.QUESTION for node in chart.all_nodes()) == 9
    assert sum(edge.label == "no or unknown" for edge in chart.edges) == 9


def statements_drawn(chart: Flowchart) -> Counter[int]:
    """How often each line of the guideline stands in a node that is not a mark of our own."""
    return Counter(
        node.line for node in chart.all_nodes() if node.line and node.kind not in (NodeKind.ASK, NodeKind.START)
    )


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_every_statement_that_can_be_reached_is_drawn_once(path: Path) -> None:
    """Of each real guideline, published faults included: nothing is lost, nothing is drawn twice."""
    found = check_text(path.read_text(encoding="utf-8"), path.name).guideline
    assert found is not None
    chart = flowchart(found)
    graph = build_graph(found)
    reached = reachable(graph)
    for region in graph.regions:
        if region.kind not in ("pathway", "caution"):
            continue
        for place in graph.places:
            if place.region == region.index and place.key in reached and place.statement is not None:
                node = [node for node in chart.all_nodes() if node.identifier == f"p{place.key}"]
                assert [n.lines for n in node] == [lines_of(found, place.statement)]
    assert max(Counter(node.identifier for node in chart.all_nodes()).values()) == 1
    labelled = [edge for edge in chart.edges if edge.kind in (EdgeKind.BRANCH, EdgeKind.UNKNOWN, EdgeKind.BACK)]
    assert all(edge.label for edge in labelled)
    questions = {node.identifier for node in chart.all_nodes() if node.kind is NodeKind.QUESTION}
    asked = {edge.source for edge in chart.edges if "unknown" in edge.label}
    always = {edge.source for edge in chart.edges if edge.label == "otherwise"}
    sure = {f"p{place.key}" for place in graph.places if place.statement and not can_be_unknown(place.statement, found)}
    assert questions <= asked | always | sure
    assert not asked & sure


@pytest.mark.parametrize(
    "text",
    [
        "",
        "monitor bloods: level\n  at baseline\n",
        'part alone\n  when flag:\n    suggest "rest"\n',
        "pathway\n  end\n",
    ],
    ids=["nothing", "only a monitor", "only a part", "only an end"],
)
def test_a_guideline_with_little_in_it_is_drawn(text: str) -> None:
    """Without pathway, regimen or statement there is still a chart with its title."""
    assert flowchart(guideline(text)).title == "Small"


def test_the_small_print_names_version_file_and_hash() -> None:
    """So that a print-out can be held against the file it came from."""
    found = guideline("pathway\n  end\n")
    assert flowchart(found).origin.endswith(f"from small.mg, sha256 {found.source.digest[:12]}")


UNPROVED = """\
input confused yes or no
input heaviness in kg, plausible 40 to 120
score points
  1 when confused
define difference: points * heaviness in kg
pathway first_reading
  decide by difference
    allow MG000 because "no difference is over 5 <mmol>"
    under 100:
      note "normal"
    100 to 120:
      note "high"
pathway second_reading
  decide by difference
    allow MG000 because "no bound is known"
    under 100:
      note "normal again"
    100 to 120:
      note "high again"
"""


@pytest.mark.parametrize("form", ["svg", "pdf", "dot", "mmd"])
def test_what_is_allowed_unproved_heads_every_drawing(form: str) -> None:
    """Each reason of an ``allow MG000``, in the author's order; without one, no such mark."""
    (file,) = emit(guideline(UNPROVED), frozenset({form})).files
    said = plain(form, file.content)
    assert "NOTPROVED:nodifferenceisover5<mmol>;noboundisknown" in said
    (file,) = emit(guideline("pathway\n  end\n"), frozenset({form})).files
    assert "NOTPROVED" not in plain(form, file.content)


def plain(form: str, content: bytes) -> str:
    """What a drawing says, codes as their signs, without white space and breaks of lines."""
    match form:
        case "svg":
            text = "".join(ElementTree.fromstring(content).itertext())
        case "pdf":
            text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        case "dot":
            text = html.unescape(content.decode()).replace("\\l", "")
        case _:
            text = re.sub(r"\\U([0-9a-f]{8})", lambda code: chr(int(code[1], 16)), content.decode())
    return re.sub(r"\s", "", text)


def test_the_banner_is_in_the_png_too() -> None:
    """A picture is the same sheet: without the banner alone it would be another."""
    found = guideline(UNPROVED)
    chart = flowchart(found)
    (file,) = emit(found, frozenset({"png"})).files
    assert (file.content,) == to_pngs(chart)
    assert (file.content,) != to_pngs(replace(chart, banner=""))


LADDER = """\
regimen ladder "Ladder" of drug
  step 1: 10 mg of drug daily [s]
part early
  note "early" [s]
part dosing
{inside}
part late
  note "late" [s]
pathway alpha
  follow early
  follow dosing
{outside}  follow late
pathway beta
  note "after" [s]
"""


@pytest.mark.parametrize(
    ("inside", "outside", "order"),
    [
        ('  note "dosing" [s]', "  give ladder\n", ["Alpha", "Beta", "Ladder", "Early", "Dosing", "Late"]),
        ("  give ladder", "", ["Alpha", "Beta", "Early", "Dosing", "Ladder", "Late"]),
        ('  note "dosing" [s]', "", ["Alpha", "Beta", "Early", "Dosing", "Late", "Ladder"]),
    ],
)
def test_a_ladder_stands_behind_what_gives_it(inside: str, outside: str, order: list[str]) -> None:
    """Behind the pathways or the part, not behind parts that others enter; last where nothing gives it."""
    chart = flowchart(guideline(LADDER.format(inside=inside, outside=outside)))
    kinds = (ClusterKind.PATHWAY, ClusterKind.PART, ClusterKind.REGIMEN)
    assert [cluster.title for cluster in chart.clusters if cluster.kind in kinds] == order
