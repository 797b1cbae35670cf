"""What a hurried reader must not misread: properties of every card of the project, each from a harm that was found."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from pathlib import Path

import pytest
from milligram.interpret import evaluate
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.ir.walk import all_statements
from milligram.pipeline import check_text
from milligram_targets.card.content import card_json
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Action, BandRow, BandTable, Card, Said
from milligram_targets.card.papers import A6
from milligram_targets.card.phrases import Phrases, words
from milligram_targets.card.render import fitted, render_card
from milligram_targets.card.unknown import may_be_unknown
from milligram_targets.card.wording import Wording
from pypdf import PdfReader

ROOT = Path(__file__).parents[3] / "guidelines"
PUBLISHED = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.mg") if "as_published" not in path.parts)
INSULIN = "diabetes/insulin_correction.mg"
MAGNESIUM = "magnesium/neck_spasm.mg"
ANTIDOTE = "poisoning/acetylcysteine.mg"
MOST_SIDES = {MAGNESIUM: 3, "hypertension/step_ladder.mg": 4, INSULIN: 3}


@cache
def guideline_of(name: str) -> ir.Guideline:
    """One of the guidelines of the project."""
    found = check_text((ROOT / name).read_text(encoding="utf-8"), path=name).guideline
    assert found is not None
    return found


@cache
def card_of(name: str) -> Card:
    """Its card."""
    return card(guideline_of(name))


def wording_of(name: str) -> Wording:
    """Its words."""
    return Wording(guideline_of(name), Phrases(words("en")))


def texts(part: object) -> Iterator[str]:
    """Every text of a card, a lead and its sentence as one."""
    if isinstance(part, Said):
        yield f"{part.lead} {part.text}"
    elif isinstance(part, str) and not isinstance(part, Enum):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))


def rows_of(made: Card) -> list[tuple[BandTable, BandRow]]:
    """Every row of a card's decisions, with its table."""
    return [(table, row) for table in made.decisions for row in table.rows]


# --- what is unknown --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHED)
def test_an_undecided_row_names_what_is_unknown(name: str) -> None:
    """Who is told to find out is told what: the row has the name of every input that the module may ask for there."""
    guideline, wording = guideline_of(name), wording_of(name)
    said = [f"{row.band} {' '.join(texts(row.what))}".lower() for _, row in rows_of(card_of(name))]
    said += [" ".join(texts(step.more)).lower() for ladder in card_of(name).ladders for step in ladder.steps]
    for decide in all_statements(guideline):
        names = may_be_unknown(guideline).get(decide.id)
        one = isinstance(decide, ir.Decide) and len(decide.subjects) == 1
        if isinstance(decide, ir.Decide) and names and len(names) > 1 and decide.id not in nested(guideline):
            titles = [wording.named([each]).strip("“”").lower() for each in names]
            score = f"unknown of {wording.subjects(decide.subjects)}".lower().replace(", ", " and ")
            own = one and any(branch.kind == "unknown" for branch in decide.branches)
            assert own or any(all(title in row for title in titles) or score in row for row in said), names


def nested(guideline: ir.Guideline) -> set[int]:
    """The decisions that stand in a row of another."""
    return {
        one.id
        for outer in all_statements(guideline)
        if isinstance(outer, ir.Decide)
        for branch in outer.branches
        for one in branch.body
        if isinstance(one, ir.Decide)
    }


@pytest.mark.parametrize("name", PUBLISHED)
def test_nobody_goes_on_to_otherwise_undecided(name: str) -> None:
    """Above every "otherwise" of a decision that may be undecided stands that one must not go on to it, or an advice of
    the author's own that ends there."""
    for table in card_of(name).decisions:
        bands = [row.band for row in table.rows]
        if "otherwise" in bands:
            above = table.rows[bands.index("otherwise") - 1]
            assert above.band.startswith("if a row is undecided before one applies (")
            assert "do not go on to “Otherwise”" in above.what[-1].text or "End" in above.what[-1].lead


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_text_says_that_rows_cannot_be_told(name: str) -> None:
    """Rows that are known not to apply *can* be told: one that waits for a value is what is undecided."""
    assert not [text for text in texts(card_of(name)) if "can be told" in text]


def test_a_dose_that_rests_on_what_is_unknown_is_not_given() -> None:
    """Insulin by a column nobody could find: a row below GIVE names the inputs; the module asks each and gives none."""
    then = next(table for table in card_of(INSULIN).decisions if table.title == "Then")
    give = next(at for at, row in enumerate(then.rows) if row.action is Action.GIVE)
    below = then.rows[give + 1]
    assert (below.action, below.what[0].text) == (Action.ASK, "Find out first; give none.")
    guideline = guideline_of(INSULIN)
    (case,) = [one for one in guideline.cases if one.name == "eating: usual"]
    for name in ("can_eat", "egfr", "corticosteroids", "insulin_before"):
        assert title_of(guideline, name) in below.band
        left = {one: value for one, value in case.patient.values.items() if one != name}
        result = evaluate(guideline, replace(case.patient, values=left))
        assert name in [ask.input for ask in result.asks]
        assert not [one for one in result.advice if one.kind == "give"]


def test_a_table_of_labels_says_that_unknown_is_no_no() -> None:
    """The column is read by yes and no; the table itself asks, by name, for what decides it."""
    grid = next(one for one in card_of(INSULIN).grids if one.title.startswith("Column by"))
    assert grid.asks is not None
    for title in ("can eat", "estimated glomerular filtration rate", "corticosteroids", "insulin before admission"):
        assert title in grid.asks.lead
    printed = " ".join(PdfReader(io.BytesIO(render_card(card_of(INSULIN)))).pages[0].extract_text().split())
    assert "ASK If no row above surely applies (can eat" in printed


# --- words and marks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_answer_stands_between_two_colons(name: str) -> None:
    """“X: no: give Y” is read at speed as its opposite: a denied label is one phrase."""
    bands = [row.band for _, row in rows_of(card_of(name))]
    leads = [said.lead for _, row in rows_of(card_of(name)) for said in row.what]
    points = [row.when for score in card_of(name).scores for row in score.rows]
    assert not [text for text in (*bands, *leads, *points) if re.search(r": (?:no|yes|unknown)\b:?$", text)]


def test_a_thing_is_denied_by_no_and_a_state_by_not() -> None:
    """Every kind of label, in one colon."""
    bands = {row.band for name in PUBLISHED for _, row in rows_of(card_of(name))}
    for band in (
        "no rapid-acting insulin in the last 4 hours",
        "no penicillin allergy",
        "not volume depleted",
        "not “awake and able to swallow”",
    ):
        assert band in bands


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_name_is_cut(name: str) -> None:
    """No text of a card ends in dots that its author did not write."""
    assert not [text for text in texts(card_of(name)) if "…" in text and "…" not in guideline_of(name).source.text]


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_certainty_says_that_it_is_one(name: str) -> None:
    """“(conditional, low)” beside a drug reads as a low dose."""
    assert not [
        text for text in texts(card_of(name)) if re.search(r"(?:strong|conditional), [a-z ]+(?<!certainty)\)", text)
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a / b * c", "(a / b) × c"),
        ("a * b / c", "a × b / c"),
        ("a / (b * c)", "a / (b × c)"),
        ("a / b / c", "(a / b) / c"),
        ("(a + b) / c", "(a + b) / c"),
        ("a - (b - c)", "a − (b − c)"),
        ("a * (b / c)", "a × (b / c)"),
    ],
)
def test_a_formula_is_read_one_way(written: str, expected: str) -> None:
    """A quotient that something follows stands in brackets."""
    inputs = "\n".join(f"input {one} in mL, plausible 1 to 9" for one in "abc")
    unit = {0: " in mL"}
    text = FORMULA.format(inputs=inputs, formula=re.sub(r"\b([abc])\b", rf"(\1{unit[0]})", written))
    found = check_text(text).guideline
    assert found is not None
    (said,) = [item.text for one in card(found).lists for item in one.items if item.lead.startswith("Result")]
    assert re.sub(r"\(?([abc]) in mL\)?", r"\1", said).rstrip(".") == expected


FORMULA = """guideline formula
  title "Formula"
  version 1.0.0
  status draft
  for "adults"
  issued 2026-11-22
  review by 2028-11-22

{inputs}

define result: {formula}

pathway

  report result
  advise "rest" uncited because "a test"
"""


def test_a_unit_with_a_stroke_ends_in_a_bracket() -> None:
    """“clearance in mL/min / area × 1.73” could be divided by all that follows."""
    terms = [item.text for one in card_of("kidney/levetiracetam_renal_dose.mg").lists for item in one.items]
    (adjusted,) = [text for text in terms if "body surface" in text]
    assert "((“creatinine clearance, not rounded” in mL/min) / body surface area in m²) × 1.73" in adjusted


# --- headlines and stamps ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_headline_is_loudest_with_a_maximum(name: str) -> None:
    """No limit of a dose stands in a title; it stands at the dose."""
    for statement in all_statements(guideline_of(name)):
        if isinstance(statement, ir.Give) and statement.dose is not None:
            for limit in statement.dose.limits:
                number = wording_of(name).const(limit)
                assert not [one for one in card_of(name).headlines if number in one.title]
                assert any(number in text for _, row in rows_of(card_of(name)) for text in texts(row.what))


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_headline_leaves_its_condition_to_another_side_without_a_name(name: str) -> None:
    """“See below” sends everyone; a condition that does not fit is named by the table that has it, in the title."""
    for headline in card_of(name).headlines:
        assert "see below" not in " ".join(texts(headline)).lower()
        named = re.search(r"only where “(.+)” says so", headline.title)
        assert named is None or named[1] in [table.title for table in card_of(name).decisions]
        assert not [reason for reason in headline.reasons if "; " in reason.text]


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_is_advised_against_is_stamped_stop(name: str) -> None:
    """Never END, never a blank; a hold is HOLD, and words of the source that leave a dose open beside it a caution."""
    for _, row in rows_of(card_of(name)):
        said = " ".join(text.lower() for text in texts(row.what))
        if "advise against" in said:
            assert row.action is Action.STOP, row
        if said.strip().startswith("hold "):
            assert row.action is Action.HOLD, row
        if "the source says only" in said and "refer to" in said:
            assert row.action is Action.CAUTION, row


def test_an_end_for_an_emergency_bears_the_emergency() -> None:
    """A row that only ends, for another pathway acts under the very condition, is stamped as that one is."""
    rows = [row for _, row in rows_of(card_of("hypertension/step_ladder.mg")) if row.band == "angio-oedema is now"]
    assert {row.action for row in rows} == {Action.REFER}


# --- doses and time ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_step_counts_its_time_on_the_step_before(name: str) -> None:
    """“After 4 h” is read as four hours from the start, when bag 2 has run for three."""
    for ladder in card_of(name).ladders:
        for step in ladder.steps:
            if step.when.startswith("After"):
                assert f" of step {int(step.number) - 1}" in step.when
        for said in ladder.then:
            assert not said.lead.startswith("After") or f" of step {ladder.steps[-1].number}" in said.lead


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_hold_of_a_pathway_stands_with_the_doses(name: str) -> None:
    """Who has side 2 alone is told to hold and until when, as side 1 tells."""
    wording = wording_of(name)
    for statement in all_statements(guideline_of(name)):
        if isinstance(statement, ir.Hold) and statement.what in guideline_of(name).regimens:
            (ladder,) = card_of(name).ladders
            assert ladder.already is not None
            assert "hold when " in ladder.already.text
            assert statement.until is None or f"until {wording.condition(statement.until)}" in ladder.already.text


def test_each_number_of_a_bag_has_a_column_of_its_own() -> None:
    """A pump rate and a volume do not stand in one cell; the unit heads the column, and no number is broken."""
    (ladder,) = card_of(ANTIDOTE).ladders
    (grid,) = ladder.grids
    assert [said.text for row in grid.rows for said in row[1:] if not re.fullmatch(r"\d+", said.text)] == []
    assert grid.heads[1:4] == ("mL", "mg", "mL/h")
    page = PdfReader(io.BytesIO(render_card(card_of(ANTIDOTE)))).pages[1].extract_text()
    for row in grid.rows:
        assert " ".join(said.text for said in row) in page.replace("\n", " ")


@pytest.mark.parametrize("name", PUBLISHED)
def test_alternatives_are_no_points_of_one_line(name: str) -> None:
    """Two intervals under conditions of their own stand in a list; the line is for what follows in time."""
    sections = json.loads(card_json(card_of(name), grey=False))["sections"]
    drawn = [one for one in sections if one["kind"] == "timeline"]
    assert len(drawn) == len(card_of(name).monitoring)
    for timeline, section in zip(card_of(name).monitoring, drawn, strict=True):
        asked = [point for point in timeline.points if point.condition]
        assert len(section["apart"]) == (len(asked) if len(asked) > 1 else 0)
        assert len(section["points"]) + len(section["apart"]) == len(timeline.points)


def runs_of(part: object) -> Iterator[str]:
    """The stretches of text that a card's JSON hands to the template."""
    if isinstance(part, dict):
        if isinstance(part.get("t"), str):
            yield part["t"]
            yield part.get("r", "")
        for one in part.values():
            yield from runs_of(one)
    elif isinstance(part, list):
        for one in part:
            yield from runs_of(one)


def squeezed(text: str) -> str:
    """The text without blanks, and without hyphens that print only at the end of a line."""
    return re.sub(r"\s|\u00ad|\u200b", "", text)


@pytest.mark.parametrize("name", PUBLISHED)
def test_nothing_is_lost_on_the_way_to_print(name: str) -> None:
    """Every word of the headlines, the sections and the record is read back from the PDF; only a narrow table leaves
    the heads of its columns out."""
    data = json.loads(card_json(card_of(name), grey=False))
    pages = PdfReader(io.BytesIO(render_card(card_of(name)))).pages
    printed = squeezed("".join(page.extract_text() for page in pages))
    said = list(runs_of([data[key] for key in ("heading", "audience", "headlines", "sections", "record")]))
    assert len(said) > 50
    heads = {words("en")[key] for key in ("action", "what", "when")}
    for text in said:
        for word in text.split() if text not in heads else ():
            assert squeezed(word) in printed, text


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_drugs_of_a_class_are_named(name: str) -> None:
    """Who knows ramipril finds that it is an ACE inhibitor."""
    said = " ".join(texts(card_of(name)))
    for drug in guideline_of(name).drugs.values():
        for member in drug.members:
            assert title_of(guideline_of(name), member) in said


# --- sides ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_card_has_few_sides_in_letters_that_can_be_read(name: str) -> None:
    """Two sides, a longer guideline three or four; 6.5 pt at least."""
    found = fitted(card_of(name), A6)
    assert found.layout.sides <= MOST_SIDES.get(name, 2)
    assert found.setting.tenths >= 65


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_table_that_goes_on_overleaf_says_which(name: str) -> None:
    """A side that does not start with a heading starts with that of its table, and that it goes on: "the first row that
    applies" holds there too."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(render_card(card_of(name)))).pages]
    stamps = tuple(words("en")["actions"].values())
    for page in pages[1:]:
        lines = [line for line in page.splitlines() if line.strip() and "DRAFT" not in line and " · " not in line]
        assert not lines[0].startswith(stamps), lines[0]


def test_a_long_decision_repeats_its_heading() -> None:
    """The check above can fail: a decision of two sides has its heading on both."""
    rows = tuple(BandRow(action=Action.ADVISE, band=f"case {n}", what=(Said(text="Rest. " * 12),)) for n in range(40))
    table = BandTable(title="Which one? (first row that applies)", by="When", rows=rows, measured=False)
    made = replace(card_of("pneumonia/curb65.mg"), decisions=(table,), scores=(), grids=(), headlines=())
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(render_card(made))).pages]
    going = [page for page in pages if "case " in page.lower()]
    assert len(going) > 1
    assert [page.count("Which one? (first row that applies)") for page in going] == [1] * len(going)
    assert ["(continued)" in page for page in going] == [False] + [True] * (len(going) - 1)


@pytest.mark.parametrize("name", [MAGNESIUM, "hypertension/step_ladder.mg", INSULIN, ANTIDOTE])
def test_every_further_side_bears_the_title(name: str) -> None:
    """A loose side is no longer told by its file's name alone."""
    for page in PdfReader(io.BytesIO(render_card(card_of(name)))).pages[1:]:
        assert card_of(name).title in " ".join(page.extract_text().split())
