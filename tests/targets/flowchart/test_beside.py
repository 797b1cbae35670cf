"""What stands beside the pathways on paper: tables as grids, why each thing is done, pitfalls and side effects."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram_targets.flowchart import emit
from milligram_targets.flowchart.detail import overview
from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.flowchart.model import ClusterKind, Node
from milligram_targets.flowchart.tables import WIDEST, ruled

HEAD = """\
guideline g
  title "g"
  version 1.0.0
  status active
source s "A source"
source t "Another"
substance drug
input weight in kg, plausible 1 to 200
substance molecule formula C4H7N3O
input creatinine "serum creatinine" in umol/L of molecule, plausible 0 to 2000
input ill "feeling ill" yes or no
"""
TABLE = """\
table by weight gives first_volume, second
  under 50 kg       | 34 mL | 12 mL [{first}]
  50 to under 60 kg | 42 mL | 14 mL [s]
  at least 60 kg    | 49 mL | 17 mL [s]
pathway
  report first_volume, second
"""


def guideline(text: str) -> ir.Guideline:
    """The guideline of a text after the common head, whatever the checks say of it."""
    found = check_text(HEAD + text, "g.mg").guideline
    assert found is not None
    return found


def boxes(found: ir.Guideline, kind: ClusterKind) -> list[Node]:
    """The boxes of a cluster."""
    return [node for each in flowchart(found).clusters if each.kind is kind for node in each.nodes]


def test_a_table_is_a_grid() -> None:
    """A column for what it looks at and for each value, named; the source that all rows share is told once."""
    (table,) = boxes(guideline(TABLE.format(first="s")), ClusterKind.TERMS)
    assert table.grid == (
        ("weight", "first volume", "second"),
        ("under 50 kg", "34 mL", "12 mL"),
        ("50 to under 60 kg", "42 mL", "14 mL"),
        ("at least 60 kg", "49 mL", "17 mL"),
    )
    assert table.lines[0] == "first volume and second by weight [1]:"
    assert len(table.lines) == len(table.grid)


def test_sources_that_rows_do_not_share_have_a_column() -> None:
    """Each row keeps its own."""
    (table,) = boxes(guideline(TABLE.format(first="t")), ClusterKind.TERMS)
    assert [row[-1] for row in table.grid] == ["source", "[2]", "[1]", "[1]"]


def test_a_grid_is_ruled() -> None:
    """Texts of one row stand on one height, those of one column at one side, and between them run rules."""
    svg = emit(guideline(TABLE.format(first="s")), frozenset({"svg"})).files[0].content
    at = {
        element.text: (float(element.get("x", "")), float(element.get("y", "")))
        for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    }
    assert at["42 mL"][1] == at["50 to under 60 kg"][1] == at["14 mL"][1] < at["17 mL"][1]
    assert at["first volume"][0] == at["34 mL"][0] == at["49 mL"][0] < at["12 mL"][0]
    rules = [element.get("d", "") for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")]
    assert len([rule for rule in rules if re.fullmatch(r"M[\d.]+,[\d.]+H[\d.]+", rule)]) == 3
    assert len([rule for rule in rules if re.fullmatch(r"M[\d.]+,[\d.]+V[\d.]+", rule)]) == 2


def test_a_grid_too_wide_for_a_page_is_a_list() -> None:
    """No text is smaller, and none is cut off."""
    rows = tuple(tuple(f"column {n} with words" for n in range(count)) for count in (12, 12))
    assert ruled(rows, 10.0) is None
    fits = ruled(tuple(row[:3] for row in rows), 10.0)
    assert fits is not None
    assert fits.width <= WIDEST


def test_a_formula_says_how_its_units_convert() -> None:
    """Whoever works it out from the measured value is not a hundredfold wrong."""
    (formula,) = boxes(
        guideline("define double: 2 * creatinine in mg/dL\npathway\n  report double\n"), ClusterKind.TERMS
    )
    assert formula.lines == ("double:", "2 × serum creatinine in mg/dL", "serum creatinine: mg/dL = µmol/L × 0.011312")


BESIDE = """\
effect drug "nausea" common [s]
effect drug "rash" [t]
pitfall "A normal level misleads" [s]
  unchecked because "no drug follows"
pitfall "Never when ill" [s]
  never give drug when ill
  because "it harms"
pathway "Way"
  when weight under 50 kg:
    advise "rest" (strong, low) because "it helps" [s]
    advise "sleep" [s]
  end because "all is said"
"""


def test_reasons_are_printed() -> None:
    """By the part of the chart that they stand in; an act without one is not there, and an end says its own."""
    found = guideline(BESIDE)
    assert [node.lines for node in boxes(found, ClusterKind.REASONS)] == [
        ("Way:", "– Rest: it helps"),
        ("Never:", "– Never when ill: it harms"),
    ]


def test_pitfalls_without_rules_and_side_effects_are_printed() -> None:
    """Nothing else of the chart tells them."""
    assert [node.lines for node in boxes(guideline(BESIDE), ClusterKind.NOTES)] == [
        ("A normal level misleads [1]",),
        ("Side effects of drug:", "– nausea (common) [1]", "– rash [2]"),
    ]


def test_an_overview_has_neither() -> None:
    """It is what is done and nothing else."""
    kinds = {cluster.kind for cluster in overview(guideline(BESIDE)).clusters}
    assert not kinds & {ClusterKind.NOTES, ClusterKind.REASONS}


CLASSES = """\
class ace "ACE inhibitor" of ramipril, lisinopril
class arb "ARB" of losartan
class blocker "ACE inhibitor or ARB" of ace, arb
class statin of simvastatin
class idle "never named" of digoxin
pathway
  suggest blocker [s]
  when ill:
    advise against statin [s]
"""


def test_the_drugs_of_a_class_are_listed() -> None:
    """Of each class that the chart speaks of, and of the classes in it; not where its own title names them."""
    found = guideline(CLASSES)
    terms = boxes(found, ClusterKind.TERMS)
    assert [(node.lines, found.source.line_text(node.line).split()[1]) for node in terms] == [
        (("ACE inhibitor: ramipril or lisinopril",), "ace"),
        (("ARB: losartan",), "arb"),
        (("statin: simvastatin",), "statin"),
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            '  for "adults, not ill"\n  applies when weight at least 40 kg\n',
            "For adults, not ill. Applies when weight at ",
        ),
        ('  for "adults."\n', "For adults."),
        ("  applies when not ill\n", "Applies when feeling ill: no."),
        ("", ""),
    ],
)
def test_whom_it_is_for_is_told_apart_from_when_it_applies(header: str, said: str) -> None:
    """As on the card: the author's words, then the rule."""
    text = f'{HEAD}pathway\n  note "n" [s]\n'.replace("source s", f"{header}source s", 1)
    found = check_text(text, "g.mg").guideline
    assert found is not None
    assert flowchart(found).audience.startswith(said)
    assert bool(flowchart(found).audience) == bool(said)
