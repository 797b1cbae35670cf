"""What stands under Terms: what a question of the author's defines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from milligram.ir import nodes as ir
from milligram.ir.walk import descend
from milligram.pipeline import check_text
from milligram_targets.card.content import card_json
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import ListRole

ROOT = Path(__file__).parents[3] / "guidelines"
GUIDELINES = sorted(
    path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.mg") if "as_published" not in path.parts
)


@cache
def guideline_of(name: str) -> ir.Guideline:
    """One of the guidelines of the project."""
    found = check_text((ROOT / name).read_text(encoding="utf-8"), path=name).guideline
    assert found is not None
    return found


def terms(name: str) -> dict[str, str]:
    """The terms of a card: what each stands for."""
    lists = card(guideline_of(name)).lists
    return {item.lead: item.text for one in lists if one.role is ListRole.TERM for item in one.items}


@pytest.mark.parametrize(
    ("name", "lead", "expected"),
    [
        ("hypertension/step_ladder.mg", "Emergency signs:", "papilloedema, new confusion, chest pain"),
        ("hypertension/step_ladder.mg", "Risk factor:", "a 10-year risk of 10% or more?"),
        ("kidney/ckd_risk.mg", "Fast progression:", "by more than 5 mL/min/1.73 m² a year?"),
        ("pneumonia/curb65.mg", "New confusion:", "Mental test score 8 or less"),
        ("poisoning/acetylcysteine.mg", "Staggered or uncertain time:", "over 1 hour or more"),
        ("diabetes/insulin_correction.mg", "Can eat:", "all or most meals?"),
    ],
)
def test_a_question_that_defines_a_word_stands_under_terms(name: str, lead: str, expected: str) -> None:
    """Whoever has only the card must read what the module asks."""
    assert expected in terms(name)[lead]


@pytest.mark.parametrize("lead", ["Diarrhoea:", "Volume depleted:", "Neck spasm:"])
def test_a_question_that_repeats_its_title_is_left_out(lead: str) -> None:
    """ "Does the patient have diarrhoea?" says no more than "diarrhoea"."""
    assert lead not in terms("magnesium/neck_spasm.mg")


def test_a_formula_says_how_its_units_convert() -> None:
    """The creatinine is measured in µmol/L and the formula counts in mg/dL: the factor is that of the module, whole."""
    formula = terms("kidney/levetiracetam_renal_dose.mg")["Creatinine clearance, not rounded ="]
    assert formula.endswith("in mL/min; serum creatinine: mg/dL = µmol/L × 0.011312.")
    clearance = guideline_of("kidney/levetiracetam_renal_dose.mg").named_by_name["exact_clearance"]
    assert Fraction("0.011312") in {node.factor for node in descend(clearance) if isinstance(node, ir.Scaled)}


def test_a_term_that_only_rounds_for_a_report_is_left_out() -> None:
    """The bands are read by the clearance as it is; what is rounded is what the module reports."""
    found = terms("kidney/levetiracetam_renal_dose.mg")
    assert [lead for lead in found if lead.endswith("=")] == [
        "Creatinine clearance, not rounded =",
        "Clearance for 1.73 m2, not rounded =",
    ]


@pytest.mark.parametrize("name", GUIDELINES)
def test_what_a_word_means_stands_before_the_bands_and_tables_that_are_read_by_it(name: str) -> None:
    """A term and a list of causes come before every score, table and decision that has its words."""
    made = card(guideline_of(name))
    sections = json.loads(card_json(made, grey=False))["sections"]
    texts = [" ".join(" ".join(texts_of(section)).lower().split()) for section in sections]
    found = 0
    for items in made.lists:
        for said in items.items if items.role is ListRole.TERM else ():
            label = said.lead.partition(":")[0].removesuffix(" =").lower()
            told = next(at for at, text in enumerate(texts) if sections[at]["kind"] == "items" and label in text)
            read = re.compile(rf"(?<![\w“-]){re.escape(label)}(?![\w-])")
            for at, section in enumerate(sections):
                if section["kind"] in ("bands", "grid", "thresholds", "ladder") and read.search(texts[at]):
                    assert told < at, (label, texts[at])
                    found += 1
    for items in made.lists:
        if items.role is ListRole.CAUSE:
            place = next(at for at, text in enumerate(texts) if items.title.lower() in text)
            assert place < next(at for at, section in enumerate(sections) if section["kind"] == "bands")
            found += 1
    assert found or name not in WITH_TERMS


WITH_TERMS = (
    "atrial_fibrillation/cha2ds2_vasc.mg",
    "diabetes/insulin_correction.mg",
    "hypertension/step_ladder.mg",
    "magnesium/neck_spasm.mg",
    "pneumonia/curb65.mg",
    "poisoning/acetylcysteine.mg",
)


def texts_of(data: object) -> Iterator[str]:
    """The texts of a section's runs, in order."""
    if isinstance(data, dict) and "t" in data:
        yield data["t"]
    elif isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from texts_of(one)
