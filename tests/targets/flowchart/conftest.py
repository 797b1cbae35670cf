"""A magnesium flowchart written by hand, as the guideline of the design would give it."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from milligram_targets.flowchart.model import (
    Cluster,
    ClusterKind,
    Edge,
    EdgeKind,
    Flowchart,
    Node,
    NodeKind,
)

FILE = "neck_spasm.mg"


def node(identifier: str, kind: NodeKind, *lines: str, line: int = 0, tooltip: str = "") -> Node:
    """A node of the sample's file."""
    return Node(identifier=identifier, kind=kind, lines=lines, file=FILE, line=line, tooltip=tooltip)


def branch(source: str, target: str, label: str) -> Edge:
    """A labelled branch."""
    return Edge(source=source, target=target, label=label, kind=EdgeKind.BRANCH)


def flow(*names: str) -> tuple[Edge, ...]:
    """Edges from each node to the next."""
    return tuple(Edge(source=a, target=b) for a, b in pairwise(names))


def unknown(source: str, target: str) -> Edge:
    """An edge for an unknown value."""
    return Edge(source=source, target=target, label="unknown", kind=EdgeKind.UNKNOWN)


def link(source: str, target: str) -> Edge:
    """A pointer to a cluster."""
    return Edge(source=source, target=target, kind=EdgeKind.LINK)


MAGNESIUM = Flowchart(
    identifier="magnesium_neck_spasm",
    title="Magnesium for neck muscle spasm",
    audience="adults with cervical muscle spasm, age at least 18 years",
    version="0.1.0",
    status="draft",
    issued=date(2026, 11, 22),
    review_by=date(2028, 11, 22),
    clusters=(
        Cluster(
            identifier="pathway",
            kind=ClusterKind.PATHWAY,
            title="Pathway",
            nodes=(
                node("start", NodeKind.START, "Start", line=66),
                node("reason", NodeKind.QUESTION, "Is there a reason for magnesium?", line=68),
                node("spasm1", NodeKind.QUESTION, "neck spasm?", line=72),
                node(
                    "against",
                    NodeKind.STOP,
                    "Advise against magnesium",
                    "strong [1]",
                    line=73,
                    tooltip="no benefit over placebo for muscle spasm [r1]",
                ),
                node("care1", NodeKind.FOLLOW, "Spasm care", line=74),
                node("end1", NodeKind.END, "End: magnesium is for documented deficiency", line=75),
                node("spasm2", NodeKind.QUESTION, "neck spasm?", line=77),
                node("care2", NodeKind.FOLLOW, "Spasm care", line=78),
                node("risk", NodeKind.QUESTION, "risk of deficiency?", line=79),
                node("level", NodeKind.ORDER, "Order serum magnesium [3]", line=80),
                node("end2", NodeKind.END, "End: no documented deficiency", line=81),
                node("renal", NodeKind.QUESTION, "Renal function", "creatinine clearance", line=83),
                node("crcl", NodeKind.ORDER, "Order creatinine clearance [3]", line=85),
                node("end3", NodeKind.END, line=86),
                node(
                    "toxic",
                    NodeKind.STOP,
                    "Advise against magnesium",
                    "strong [3, 4]",
                    line=88,
                    tooltip="hypermagnesaemia",
                ),
                node("end4", NodeKind.END, line=89),
                node("gap1", NodeKind.GAP, "The source says only “extreme caution” [3]", line=91),
                node("refer", NodeKind.REFER, "Refer to nephrology or clinical pharmacy", line=92),
                node("end5", NodeKind.END, line=93),
                node("gap2", NodeKind.GAP, "The source says only “reduced dose” [3]", line=95),
                node("mon1", NodeKind.MONITOR, "Start monitoring electrolytes", line=96),
                node("end6", NodeKind.END, line=97),
                node("volume", NodeKind.QUESTION, "volume depleted?", line=101),
                node("correct", NodeKind.ACTION, "Correct volume depletion before magnesium [3, 4]", line=102),
                node("end7", NodeKind.END, line=103),
                node("askvol", NodeKind.ASK, "Ask: volume depleted?", line=101),
                node("give", NodeKind.DRUG, "Oral magnesium replacement", "conditional, low [3]", line=105),
                node("mon2", NodeKind.MONITOR, "Start monitoring electrolytes", line=106),
                node("low_k", NodeKind.QUESTION, "serum potassium under 3.5 mmol/L?", line=107),
                node("note", NodeKind.NOTE, "Potassium will not correct until magnesium has. [3]", line=108),
                node("end8", NodeKind.END),
            ),
        ),
        Cluster(
            identifier="replacement",
            kind=ClusterKind.REGIMEN,
            title="Oral magnesium replacement, at most 1500 mg of magnesium oxide per day",
            nodes=(
                node(
                    "step1",
                    NodeKind.DRUG,
                    "Step 1: 12 mmol of magnesium at night",
                    "484 mg of magnesium oxide",
                    line=38,
                ),
                node(
                    "step2", NodeKind.DRUG, "Step 2: 24 mmol of magnesium daily", "967 mg of magnesium oxide", line=39
                ),
                node("step3", NodeKind.REFER, "Refer to a specialist, for continuing loss", line=40),
            ),
        ),
        Cluster(
            identifier="electrolytes",
            kind=ClusterKind.MONITOR,
            title="Monitoring: magnesium, potassium, creatinine clearance",
            nodes=(
                node("m1", NodeKind.MONITOR, "Baseline", line=45),
                node("m2", NodeKind.MONITOR, "After 1 to 2 weeks", line=46),
                node("m3", NodeKind.MONITOR, "Every 3 months, from 4 weeks of treatment", line=47),
            ),
        ),
        Cluster(
            identifier="spasm_care",
            kind=ClusterKind.PART,
            title="Spasm care",
            nodes=(
                node("c1", NodeKind.ACTION, "Suggest physical therapy and stretching [3]", line=111),
                node("c2", NodeKind.ACTION, "Suggest heat therapy [3]", line=112),
            ),
        ),
    ),
    edges=(
        *flow("start", "reason"),
        branch("reason", "renal", "low magnesium, or already on step 1 or more"),
        branch("reason", "spasm1", "not low, and not started"),
        unknown("reason", "spasm2"),
        branch("spasm1", "against", "yes"),
        *flow("against", "care1", "end1"),
        branch("spasm1", "end1", "no"),
        branch("spasm2", "care2", "yes"),
        branch("spasm2", "risk", "no"),
        *flow("care2", "risk"),
        branch("risk", "level", "yes"),
        *flow("level", "end2"),
        branch("risk", "end2", "no"),
        unknown("renal", "crcl"),
        *flow("crcl", "end3"),
        branch("renal", "toxic", "under 20 mL/min"),
        *flow("toxic", "end4"),
        branch("renal", "gap1", "20 to under 30 mL/min"),
        *flow("gap1", "refer", "end5"),
        branch("renal", "gap2", "30 to under 60 mL/min"),
        *flow("gap2", "mon1", "end6"),
        branch("renal", "volume", "at least 60 mL/min"),
        branch("volume", "correct", "yes"),
        *flow("correct", "end7"),
        unknown("volume", "askvol"),
        branch("volume", "give", "no"),
        *flow("give", "mon2", "low_k"),
        branch("low_k", "note", "yes"),
        branch("low_k", "end8", "no"),
        *flow("note", "end8"),
        branch("step1", "step2", "after 1 to 2 weeks, if still low"),
        branch("step2", "step3", "after 2 weeks, if still low"),
        *flow("m1", "m2", "m3"),
        *flow("c1", "c2"),
    ),
)


@pytest.fixture
def magnesium() -> Flowchart:
    """The sample chart."""
    return MAGNESIUM


@pytest.fixture(scope="session")
def geometry() -> ModuleType:
    """`geometry.py`: reads back where everything of a drawing stands."""
    name = "flowchart_geometry"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("geometry.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]
