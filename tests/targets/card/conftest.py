"""A magnesium card written by hand, as the guideline of the design would give it."""

from __future__ import annotations

from datetime import date

import pytest
from milligram_targets.card.model import (
    Action,
    BandRow,
    BandTable,
    Card,
    Departure,
    DoseStep,
    Headline,
    ItemList,
    Ladder,
    ListRole,
    Pitfall,
    Reference,
    Said,
    ThresholdRow,
    ThresholdTable,
    Timeline,
    TimePoint,
)
from milligram_targets.card.render import render_card

MAGNESIUM = Card(
    identifier="magnesium_neck_spasm",
    title="Magnesium for neck muscle spasm",
    audience="For adults with cervical muscle spasm",
    applies="age at least 18 years",
    version="0.1.0",
    status="draft",
    issued=date(2026, 11, 22),
    review_by=date(2028, 11, 22),
    digest="3f9a1c07",
    headlines=(
        Headline(
            action=Action.STOP,
            title="Do not give magnesium for spasm",
            reasons=(
                Said(
                    text="No benefit over placebo: cramps per week MD −0.18 (95% CI −0.84 to 0.49). Strong.",
                    refs=(1,),
                ),
                Said(text="Magnesium is for documented deficiency only."),
            ),
        ),
    ),
    thresholds=(
        ThresholdTable(
            title="Give only if serum magnesium is low",
            units=("mmol/L", "mg/dL", "mEq/L"),
            rows=(ThresholdRow(label="Low magnesium", cells=("under 0.70", "at most 1.7", "under 1.4"), refs=(3,)),),
            notes=(Said(text="The module decides in mmol/L. 0.70 mmol/L is 1.701 mg/dL and 1.40 mEq/L."),),
        ),
    ),
    decisions=(
        BandTable(
            title="Check renal function first",
            by="Creatinine clearance",
            rows=(
                BandRow(action=Action.ASK, band="unknown", what=(Said(text="Order it. Give nothing.", refs=(3,)),)),
                BandRow(
                    action=Action.STOP,
                    band="under 20 mL/min",
                    what=(Said(text="Do not give: life-threatening hypermagnesaemia.", refs=(3, 4)),),
                ),
                BandRow(
                    action=Action.GAP,
                    band="20 to under 30 mL/min",
                    what=(
                        Said(text="“Extreme caution”: no dose stated.", refs=(3,)),
                        Said(text="Refer to nephrology or clinical pharmacy."),
                    ),
                ),
                BandRow(
                    action=Action.GAP,
                    band="30 to under 60 mL/min",
                    what=(Said(text="“Reduced dose”: no dose stated. Start monitoring.", refs=(3,)),),
                ),
                BandRow(
                    action=Action.USUAL,
                    band="at least 60 mL/min",
                    what=(Said(text="Usual steps, see over."),),
                ),
            ),
        ),
    ),
    lists=(
        ItemList(
            role=ListRole.CAUSE,
            items=(
                Said(
                    lead="Drugs:",
                    text="loop or thiazide diuretics, PPI, aminoglycosides, tacrolimus, ciclosporin",
                    refs=(3,),
                ),
                Said(
                    lead="Gut losses:",
                    text="chronic diarrhoea, short bowel, malabsorption, high-output stoma",
                    refs=(3, 5),
                ),
                Said(
                    lead="Other:",
                    text="alcohol use disorder, diabetes, inflammatory bowel disease",
                    refs=(3, 5, 6),
                ),
            ),
        ),
        ItemList(
            role=ListRole.ALTERNATIVE,
            title="Instead, for spasm",
            items=(
                Said(text="physical therapy and stretching", refs=(3,)),
                Said(text="heat therapy", refs=(3,)),
                Said(text="NSAID"),
                Said(text="cyclobenzaprine or tizanidine (acute)"),
                Said(text="posture"),
            ),
        ),
    ),
    ladders=(
        Ladder(
            title="Oral magnesium replacement",
            drug="Magnesium oxide",
            route="oral",
            condition="Only if low, clearance at least 60 mL/min, volume repleted. Conditional, low certainty.",
            steps=(
                DoseStep(
                    number="1",
                    dose="12 mmol of magnesium at night",
                    equals="484 mg of magnesium oxide (292 mg of magnesium)",
                    refs=(3, 4),
                ),
                DoseStep(
                    number="2",
                    dose="24 mmol of magnesium daily",
                    equals="967 mg of magnesium oxide",
                    when="After 1 to 2 weeks, if still low.",
                    refs=(3,),
                ),
            ),
            then=(Said(text="After 2 weeks, if still low: refer to a specialist, for continuing loss."),),
            maxima=(Said(text="1500 mg of magnesium oxide per day", refs=(3,)),),
        ),
    ),
    monitoring=(
        Timeline(
            title="Monitoring: magnesium, potassium, creatinine clearance",
            points=(
                TimePoint(when="Baseline", what="before the first dose", refs=(3,)),
                TimePoint(when="1 to 2 weeks", what="before each step"),
                TimePoint(when="Every 3 months", what="from 4 weeks on a stable dose", refs=(3,)),
            ),
        ),
    ),
    pitfalls=(
        Pitfall(
            title="A normal serum magnesium does not exclude deficiency",
            because="Under 1% of body magnesium is in blood.",
            refs=(3,),
        ),
        Pitfall(
            title="Never supplement magnesium without checking renal function first",
            never=(
                "give magnesium when creatinine clearance is unknown",
                "give magnesium when creatinine clearance is under 20 mL/min",
            ),
            because="Hypermagnesaemia can be fatal in renal insufficiency.",
            refs=(3, 4),
        ),
        Pitfall(
            title="Correct volume depletion first",
            never=("give magnesium when volume-depleted",),
            because="Secondary hyperaldosteronism drives renal magnesium wasting.",
            refs=(3, 4),
        ),
        Pitfall(
            title="Correct magnesium before potassium",
            because="Low magnesium makes low potassium resistant.",
            refs=(3, 5, 7),
        ),
    ),
    departures=(
        Departure(
            here="Recheck after 1 to 2 weeks",
            source=("2-3 weeks",),
            because="the dose is decided at 1 to 2 weeks.",
            refs=(3,),
        ),
        Departure(
            here="12 mmol is 292 mg of magnesium",
            source=("≈480 mg elemental magnesium",),
            because="480 mg is the mass of the oxide.",
            refs=(3, 4),
        ),
        Departure(
            here="Low is under 0.70 mmol/L",
            source=("<1.3 mEq/L",),
            because="1.3 mEq/L is 0.65 mmol/L.",
            refs=(3,),
        ),
    ),
    graded=True,
    sources=(
        Reference(number=1, title="Cochrane review: magnesium for skeletal muscle cramps", detail="2020"),
        Reference(number=3, title="Reference 3 of the evidence summary", grade="Conditional, low"),
        Reference(number=4, title="Reference 4 of the evidence summary"),
        Reference(number=5, title="Reference 5 of the evidence summary"),
        Reference(number=6, title="Reference 6 of the evidence summary"),
        Reference(number=7, title="Reference 7 of the evidence summary"),
    ),
)


@pytest.fixture(scope="session")
def magnesium() -> Card:
    """The sample card."""
    return MAGNESIUM


@pytest.fixture(scope="session")
def magnesium_pdf() -> bytes:
    """The sample card, printed once for all tests that only read it."""
    return render_card(MAGNESIUM)
