"""The way of one patient, lit: just the boxes and arrows that the interpreter went through, on every guideline."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from milligram.interpret import evaluate, read_patient
from milligram.interpret.course import Course
from milligram.interpret.flow import Flow
from milligram.interpret.ladders import read_interruptions
from milligram.interpret.pathway import Run
from milligram.interpret.result import Result
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.pipeline import check_text
from milligram.pipeline.building import way
from milligram.target import Choices, Way
from milligram_targets.flowchart import chosen
from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.flowchart.layout import to_svg, to_svgs
from milligram_targets.flowchart.lighting import highlighted
from milligram_targets.flowchart.model import (
    Cluster,
    ClusterKind,
    Edge,
    EdgeKind,
    Flowchart,
    Light,
    Node,
    NodeKind,
)
from milligram_targets.flowchart.sheets import pages_of

from tests.agreement import patients

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"
GUIDELINES = tuple(sorted(p for p in ROOT.glob("guidelines/**/*.mg") if "as_published" not in p.parts))
TODAY = date(2026, 11, 22)
SAID = frozenset(
    (NodeKind.ACTION, NodeKind.STOP, NodeKind.ORDER, NodeKind.REFER, NodeKind.NOTE, NodeKind.GAP, NodeKind.DRUG)
)
"""Kinds of boxes that stand for advice."""


@cache
def read(path: Path) -> ir.Guideline:
    """A guideline of the project."""
    found = check_text(path.read_text(encoding="utf-8"), path.name).guideline
    assert found is not None
    return found


def people(guideline: ir.Guideline, count: int) -> Iterator[ir.Patient]:
    """Random patients on and beside every threshold, with unknowns; then some of whom nearly all is known."""
    for data in chain(patients.patients(guideline, count, seed=5), patients.nearly_known(guideline, 2, seed=5)):
        reading = read_patient(guideline, data, as_of=TODAY)
        if reading.patient is not None:
            yield reading.patient


class Lit:
    """A chart with a way on it, and questions about the lit part of it."""

    def __init__(self, chart: Flowchart) -> None:
        self.chart = chart
        self.clusters = {node.identifier: cluster for cluster in chart.clusters for node in cluster.nodes}
        self.nodes = {n.identifier: n for n in chart.all_nodes() if n.light in (Light.TAKEN, Light.HELD)}
        self.edges = [edge for edge in chart.edges if edge.light is Light.TAKEN]
        self.after: dict[str, list[Edge]] = defaultdict(list)
        self.before: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            if edge.kind is not EdgeKind.LINK:
                self.after[edge.source].append(edge)
                self.before[edge.target].append(edge)

    def inside(self, cluster: Cluster) -> list[Node]:
        """The lit boxes of a cluster."""
        return [node for node in cluster.nodes if node.identifier in self.nodes]

    def way_from(self, first: str) -> list[str]:
        """The boxes from one on, by the lit arrows; none forks."""
        found = [first]
        while self.after[found[-1]]:
            (edge,) = self.after[found[-1]]
            assert edge.target not in found
            found.append(edge.target)
        return found

    def joined(self) -> set[str]:
        """Every lit box that lit arrows and links join to a lit start; a link joins its box to what it spells out."""
        waiting = [name for name, node in self.nodes.items() if node.kind is NodeKind.START]
        found = set(waiting)
        links = [edge for edge in self.edges if edge.kind is EdgeKind.LINK]
        while waiting:
            name = waiting.pop()
            onward = [edge.target for edge in self.after[name]]
            for link in links:
                if link.source == name:
                    home = self.clusters[link.target]
                    onward += [node.identifier for node in self.inside(home) if home.kind is not ClusterKind.PART] or [
                        link.target
                    ]
            for target in onward:
                if target in self.nodes and target not in found:
                    found.add(target)
                    waiting.append(target)
        return found


@cache
def runs(path: Path) -> tuple[tuple[ir.Patient, Result, Lit], ...]:
    """Forty patients of a guideline of the project, what the run of each says, and the chart with its way."""
    guideline = read(path)
    chart = flowchart(guideline)
    return tuple(
        (patient, evaluate(guideline, patient, as_of=TODAY), Lit(highlighted(chart, way(guideline, patient, TODAY))))
        for patient in people(guideline, 40)
    )


def lines_of_advice(guideline: ir.Guideline) -> dict[int, set[int]]:
    """Where advice of a line stands on the chart: a dose in the box of its step, a rule in that of its pitfall."""
    found: dict[int, set[int]] = defaultdict(set)
    for regimen in guideline.regimens.values():
        for step in regimen.steps:
            for statement in step.body:
                found[guideline.line(statement)].add(guideline.line(step))
    for pitfall in guideline.pitfalls:
        for rule in pitfall.rules:
            found[guideline.line(rule)].add(guideline.line(pitfall))
    return found


def interrupted(guideline: ir.Guideline, result: Result) -> set[int]:
    """Lines of the rules that stop or hold a regimen before any pathway."""
    rules = {guideline.line(rule) for pitfall in guideline.pitfalls for rule in pitfall.rules}
    rules |= {guideline.line(rule) for regimen in guideline.regimens.values() for rule in regimen.interruptions}
    return {advice.line for advice in result.advice if advice.kind in ("stop", "hold") and advice.line in rules}


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_every_advice_is_lit_and_no_other(path: Path) -> None:
    """By lines and texts, not by the steps that light them: the oracle is the result."""
    guideline = read(path)
    chart, elsewhere = flowchart(guideline), lines_of_advice(guideline)
    regimens = {guideline.line(s): s.what for s in all_statements(guideline) if isinstance(s, ir.Give)}
    some = 0
    for _, result, lit in runs(path):
        taken = {n.line for n in lit.nodes.values() if n.light is Light.TAKEN and n.kind is not NodeKind.QUESTION}
        lines = {advice.line for advice in result.advice}
        for advice in result.advice:
            assert {advice.line, *elsewhere[advice.line]} & taken, advice
            some += 1
        entered = {cluster.identifier for cluster in chart.clusters if lit.inside(cluster)}
        texts = {advice.text for advice in result.advice}
        held = {line for blocked in result.blocked for line in (blocked.line, *elsewhere[blocked.line])}
        climbed = {
            (f"regimen_{course.regimen}", f"Step {step}") for course in result.courses for step in _tried(course)
        }
        shown = {line for advice in result.advice for line in (advice.line, *elsewhere[advice.line])}
        for node in lit.nodes.values():
            if node.kind not in SAID or node.light is not Light.TAKEN:
                continue
            home = lit.clusters[node.identifier]
            known = (
                node.line in shown | lines
                or _said_elsewhere(guideline, node, texts)
                or f"regimen_{regimens.get(node.line)}" in entered  # the boxes of the ladder say what is given
                or (home.identifier, node.lines[0].split(":")[0]) in climbed
                or node.line in held
                or home.kind is ClusterKind.MONITOR
            )
            assert known, node
    assert some > 20


def _tried(course: Course) -> set[int | None]:
    """The step that the patient is on from now; where a question within a step stopped the run, the step it is in."""
    return {course.to_step} | ({move.step for move in course.next} if course.action == "undecided" else set())


def _said_elsewhere(guideline: ir.Guideline, node: Node, texts: set[str]) -> bool:
    """The result holds the same words once, though two lines say them."""
    from milligram.ir.print import statement_text

    return any(
        (statement.text if isinstance(statement, ir.Advise | ir.Note | ir.Unspecified) else said) in texts
        or (statement.text or said if isinstance(statement, ir.Suggest | ir.Order) else said) in texts
        or (isinstance(statement, ir.Refer) and statement.to in texts)
        for statement in all_statements(guideline)
        if guideline.line(statement) == node.line
        for said in [statement_text(statement, guideline)]
    )


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_what_is_lit_is_a_way_from_the_start_to_where_the_run_ends(path: Path) -> None:
    """In each pathway one way without a fork, that takes in all that is lit there; its last box is where the run
    stopped. All that is lit elsewhere hangs on it."""
    guideline = read(path)
    for patient, result, lit in runs(path):
        if not result.applies:
            assert not lit.nodes
            assert not lit.edges
            continue
        for cluster, flow in zip(pathways(lit.chart), flows(guideline, patient), strict=True):
            inside = [node.identifier for node in lit.inside(cluster)]
            assert lit.nodes[inside[0]].kind is NodeKind.START
            found = lit.way_from(inside[0])
            assert sorted(found) == sorted(inside)
            last = lit.nodes[found[-1]]
            if flow is Flow.HALT:
                assert (
                    last.kind is NodeKind.ASK
                    or last.light is Light.HELD
                    or last.kind
                    in (
                        NodeKind.FOLLOW,
                        NodeKind.DRUG,
                    )
                )
            else:
                assert last.kind in (NodeKind.END, NodeKind.FOLLOW, NodeKind.DRUG)
                assert last.light is Light.TAKEN
        before = interrupted(guideline, result)
        elsewhere = lines_of_advice(guideline)
        before |= {line for each in before for line in elsewhere[each]}
        loose = [lit.nodes[name] for name in set(lit.nodes) - lit.joined()]
        assert [node for node in loose if node.line not in before] == []


def pathways(chart: Flowchart) -> list[Cluster]:
    """The clusters that run, in order."""
    return [cluster for cluster in chart.clusters if cluster.kind is ClusterKind.PATHWAY]


def flows(guideline: ir.Guideline, patient: ir.Patient) -> list[Flow]:
    """How each pathway ends."""
    run = Run(Values(guideline, patient, TODAY))
    read_interruptions(run)
    return [run.block(pathway.body) for pathway in guideline.pathways]


SMALL = """\
guideline small
  title "Small"
  version 1.0.0
  status active
  applies when age at least 18 years
source s "A source"
substance drug
input age in years whole, plausible 0 to 120
input level "serum level" in mmol/L, plausible 0 to 10
input flag yes or no
input ill "feeling ill" yes or no
regimen ladder "Ladder" of drug
  step 1: 10 mg of drug daily [s]
  step 2 after 1 week when level over 2 mmol/L: 20 mg of drug daily [s]
  hold while ill
pitfall "Never blind" [s]
  never give drug when level is unknown
part rest
  suggest "rest" [s]
  when flag:
    end because "flagged"
pathway
  when level over 5 mmol/L:
    follow rest
    note "not flagged"
  decide "How high?" by level
    under 1 mmol/L:
      advise against drug
      end
    at least 1 mmol/L:
      continue
    unknown:
      order level
  give ladder
"""


@pytest.fixture(scope="module")
def small() -> ir.Guideline:
    """A ladder, a rule, a part that may end the pathway."""
    found = check_text(SMALL, "small.mg").guideline
    assert found is not None
    return found


def lit(guideline: ir.Guideline, **data: object) -> dict[str, str]:
    """What is lit for a patient: the words of each box, and how."""
    reading = read_patient(guideline, data, as_of=TODAY)
    assert reading.patient is not None, reading.problems
    chart = highlighted(flowchart(guideline), way(guideline, reading.patient, TODAY))
    boxes = (node for node in chart.all_nodes() if node.light in (Light.TAKEN, Light.HELD))
    return {" / ".join(node.lines) or "(end)": node.light.value for node in boxes}


def test_a_way_through_question_and_ladder(small: ir.Guideline) -> None:
    """Each question shows what was read there; the step that is given, not the first one, is lit."""
    assert lit(small, age=40, level="3", flag=False, ill=False, ladder={"step": 1, "time": "2 weeks"}) == {
        "Start": "taken",
        "serum level over 5 mmol/L? / here: serum level 3 mmol/L": "taken",
        "How high? / serum level / here: 3 mmol/L": "taken",
        "Give Ladder": "taken",
        "(end)": "taken",
        "Step 2: 20 mg of drug daily [1]": "taken",
    }


def test_a_part_that_ends_the_pathway_ends_the_way(small: ir.Guideline) -> None:
    """The run does not come back from the part, so nothing behind it is lit."""
    assert lit(small, age=40, level="6", flag=True) == {
        "Start": "taken",
        "serum level over 5 mmol/L? / here: serum level 6 mmol/L": "taken",
        "See “Rest”": "taken",
        "Suggest rest [1]": "taken",
        "flag?": "taken",
        "End: flagged": "taken",
    }


def test_what_a_rule_keeps_back_is_told_and_not_given(small: ir.Guideline) -> None:
    """The way comes to the dose, halts there, and the rule is lit; a step that is not given stays pale."""
    assert lit(small, age=40, flag=False) == {
        "Start": "taken",
        "serum level over 5 mmol/L? / here: serum level unknown": "taken",
        "Ask: serum level": "taken",
    }
    text = SMALL.replace('  when level over 5 mmol/L:\n    follow rest\n    note "not flagged"\n', "")
    found = check_text(text, "small.mg").guideline
    assert found is not None
    assert lit(found, age=40, flag=False) == {
        "Start": "taken",
        "How high? / serum level / here: unknown": "taken",
        "Order serum level": "taken",
        "Give Ladder": "taken",
        "Step 1: 10 mg of drug daily [1] / here: not given": "held",
        "Never blind [1] / – never give drug when serum level is unknown / here: serum level unknown": "taken",
    }


def test_a_regimen_that_is_held_lights_the_rule(small: ir.Guideline) -> None:
    """What stops a regimen before any pathway is no part of the way, and lit all the same."""
    found = lit(small, age=40, level="3", ill=True, ladder={"step": 1, "time": "2 weeks"})
    assert found["Hold while feeling ill / here: hold Ladder"] == "taken"
    assert found["Give Ladder / here: not given"] == "held"
    assert not any(text.startswith("Step") for text in found)


def test_a_patient_whom_it_is_not_for_has_no_way(small: ir.Guideline) -> None:
    """Nothing is lit, and the line under the title says why."""
    assert lit(small, age=17) == {}
    reading = read_patient(small, {"age": 17}, as_of=TODAY)
    assert reading.patient is not None
    chart = highlighted(flowchart(small), way(small, reading.patient, TODAY))
    assert chart.heading()[-1] == (
        "Shown: the way of a patient: age 17 years, on 2026-11-22 (the guideline is not for this patient)"
    )


def test_whose_way_it_is_stands_under_the_title(small: ir.Guideline) -> None:
    """In words, in the order of the inputs; what is unknown is not said."""
    data = {"level": "36/13", "age": 40, "flag": True, "ladder": {"step": 1, "since": "2026-11-01"}}
    reading = read_patient(small, {**data, "level": 2.7692}, as_of=TODAY)
    assert reading.patient is not None
    assert way(small, reading.patient, TODAY).patient == (
        "age 40 years; serum level 2.7692 mmol/L; flag yes; Ladder step 1 since 2026-11-01, on 2026-11-22"
    )


def test_a_way_of_nobody_known_is_said_to_be_one(small: ir.Guideline) -> None:
    """A way made by a program need not say whose it is."""
    chart = highlighted(flowchart(small), Way(steps=frozenset()))
    assert chart.heading()[-1] == "Shown: the way of one patient"
    assert {node.light for node in chart.all_nodes() if node.kind is not NodeKind.TERM} == {Light.PALE}


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_an_overview_lights_the_same_way(path: Path) -> None:
    """The boxes that the overview keeps are lit as in the full chart, and still one way."""
    guideline = read(path)
    chart, less_of_it = flowchart(guideline), chosen(guideline, Choices(detail="overview"))
    for number, patient in enumerate(people(guideline, 12)):
        lights = way(guideline, patient, TODAY)
        full, less = highlighted(chart, lights), highlighted(less_of_it, lights)
        if not number:  # what a user chooses is made so
            assert (full, less) == (
                chosen(guideline, Choices(highlight=lights)),
                chosen(guideline, Choices(highlight=lights, detail="overview")),
            )
        as_full = {node.identifier: node.light for node in full.all_nodes()}
        assert all(node.light is as_full[node.identifier] for node in less.all_nodes())
        shown = Lit(less)
        for cluster in pathways(less):
            if inside := [node.identifier for node in shown.inside(cluster)]:
                assert sorted(shown.way_from(inside[0])) == sorted(inside)


def test_connectors_and_ends_off_the_way_are_pale() -> None:
    """A way that ends on the first page leaves by no connector, and comes to one end only."""
    path = next(path for path in GUIDELINES if path.stem == "acetylcysteine")
    guideline = read(path)
    reading = read_patient(guideline, {"age": 70, "weight": 70, "staggered": True}, as_of=TODAY)
    assert reading.patient is not None
    chart = highlighted(flowchart(guideline), way(guideline, reading.patient, TODAY))
    sheets = pages_of(chart, "a4", "down")
    shown = [figure for sheet in sheets for each in sheet.placed for figure in each.laid.panel.part.figures.values()]
    assert len([figure for figure in shown if figure.number]) >= 2
    assert all(figure.pale for figure in shown if figure.number)
    ends = [figure.node.light for figure in shown if figure.shape == "mark"]
    assert ends.count(Light.TAKEN) == 1
    assert Light.PALE in ends


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (17, "The guideline is not for this patient."),
        (None, "Whether the guideline is for this patient is not known."),
        (40, ""),
    ],
)
def test_that_a_guideline_is_not_for_a_patient_stands_in_a_frame(
    small: ir.Guideline, age: int | None, said: str
) -> None:
    """On the drawing and on every page, within it."""
    reading = read_patient(small, {} if age is None else {"age": age}, as_of=TODAY)
    assert reading.patient is not None
    chart = highlighted(flowchart(small), way(small, reading.patient, TODAY))
    for drawn in (to_svg(chart), *to_svgs(chart, paper="a4")):
        root = ET.fromstring(drawn)
        head = next(group for group in root.iter(f"{SVG}g") if group.get("id") == "page")
        frames = list(head.iter(f"{SVG}rect"))
        words = [put for put in head.iter(f"{SVG}text") if put.text == said]
        assert len(frames) == len(words) == bool(said)
        for frame, put in zip(frames, words, strict=True):
            left, top, width, height = (float(frame.get(name, "")) for name in ("x", "y", "width", "height"))
            assert left < float(put.get("x", "")) < left + width
            assert top < float(put.get("y", "")) < top + height
