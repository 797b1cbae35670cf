"""A guideline's card: complete, exact, reproducible, and never run as markup."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from milligram.ir import nodes as ir
from milligram.ir.walk import descend
from milligram.pipeline import check_text
from milligram_targets.card import emit, target
from milligram_targets.card.content import card_json
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Action, Card, ListRole
from milligram_targets.card.render import fitted_size
from pypdf import PdfReader

ROOT = Path(__file__).parents[3] / "guidelines"
GOLDEN = Path(__file__).parent / "golden"
PUBLISHED = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.mg"))


def guideline_of(text: str) -> ir.Guideline:
    """The IR of a text."""
    found = check_text(text).guideline
    assert found is not None
    return found


@cache
def published(name: str) -> ir.Guideline:
    """One of the guidelines of the project."""
    return guideline_of((ROOT / name).read_text(encoding="utf-8"))


def texts_of(part: object) -> Iterator[str]:
    """Every text of a card, in order."""
    if isinstance(part, Action):
        return
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts_of(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts_of(getattr(part, field.name))


def body_of(printed: Card) -> str:
    """The card's texts without what its head and foot say."""
    apart = {"identifier", "version", "digest", "sha256", "status", "language"}
    return "\n".join(
        text for field in fields(printed) if field.name not in apart for text in texts_of(getattr(printed, field.name))
    )


def pdf_text(pdf: bytes) -> str:
    """All text of a PDF in one line."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages).replace("\u00ad", "").replace("\u200b", "")


def squeezed(text: str) -> str:
    """A text without spaces: a PDF does not say where a line broke."""
    return re.sub(r"\s+", "", text)


def pdf_of(guideline: ir.Guideline) -> bytes:
    """The card that the target writes."""
    emission = emit(guideline, frozenset({"pdf"}))
    assert emission.diagnostics == ()
    (file,) = emission.files
    assert file.suffix == ".card.pdf"
    return file.content


@cache
def published_pdf(name: str) -> bytes:
    """Its card, printed once."""
    return pdf_of(published(name))


# --- coverage ---------------------------------------------------------------------------------------------------------


def literals(guideline: ir.Guideline) -> Iterator[ir.Const | ir.Interval | ir.MonitorLine]:
    """Every number that the guideline decides, doses or measures by."""
    roots: list[ir.Node] = [*guideline.named, *guideline.regimens.values(), *guideline.monitors.values()]
    roots += [*guideline.pitfalls, *guideline.cautions, *guideline.pathways, *guideline.parts.values()]
    roots += [guideline.applies] if guideline.applies is not None else []
    for root in roots:
        for node in descend(root):
            if isinstance(node, (ir.Const, ir.Interval, ir.MonitorLine)):
                yield node


def is_state(guideline: ir.Guideline, const: ir.Const) -> bool:
    """Steps 0 and 1 of a regimen are printed as words: whether the patient is on it."""
    roots: list[ir.Node] = [*guideline.pathways, *guideline.pitfalls, *guideline.monitors.values()]
    for root in (*roots, *guideline.parts.values(), *guideline.named, *guideline.regimens.values()):
        for node in descend(root):
            if isinstance(node, ir.Band) and isinstance(node.subject, ir.StateNumber) and const.value in (0, 1):
                ends = [bound.value for bound in (node.low, node.high) if bound is not None]
                if any(end is const for end in ends):
                    return True
    return False


WARD_UNITS = {"unit": "units", "unit/d": "units/day", "d": "days", "Cel": "°C", "umol/L": "µmol/L"}
"""Units that a ward writes otherwise than the language."""


def stands(const: ir.Const, text: str) -> bool:
    """Whether a literal stands in a text with its unit, which a range or a column may share with other numbers."""
    number = rf"(?<![\d.]){re.escape(const.written.replace('-', '−'))}(?![\d.]*\d)"
    if const.written_unit is None:
        return re.search(number, text) is not None
    unit = re.escape(WARD_UNITS.get(const.written_unit, const.written_unit).partition(" ")[0].replace("m2", "m²"))
    shared = rf"{number}(?: to (?:under )?[\d.]+)? ?{unit}"
    return re.search(shared, text) is not None or (
        re.search(number, text) is not None and re.search(rf"(?m)^{unit}(?: \(decides\))?$", text) is not None
    )


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_number_of_the_guideline_is_on_the_card(name: str) -> None:
    """Limits, doses, maxima, intervals and schedules: none is left out."""
    guideline = published(name)
    body = body_of(card(guideline))
    missing = []
    for node in literals(guideline):
        match node:
            case ir.Const() if not is_state(guideline, node) and not stands(node, body):
                missing.append(f"{node.written} {node.written_unit}")
            case ir.Interval(text=text) | ir.MonitorLine(text=text) if text.removeprefix("at ") not in body.lower():
                missing.append(text)
            case _:
                pass
    assert missing == []


def test_a_number_that_is_left_out_is_found() -> None:
    """The check above can fail: a card without its ladders (and what they changed) lacks the doses."""
    guideline = published("magnesium/neck_spasm.mg")
    bare = body_of(replace(card(guideline), ladders=(), departures=()))
    doses = [node for node in literals(guideline) if isinstance(node, ir.Const) and node.written in ("12", "24")]
    assert doses
    assert not any(stands(dose, bare) for dose in doses if dose.written_unit == "mmol")


# --- what it says -----------------------------------------------------------------------------------------------------


def test_the_magnesium_card_says_what_matters() -> None:
    """The limit with its equivalents, the renal bands, both doses as oxide, the maximum and the rules."""
    printed = pdf_text(published_pdf("magnesium/neck_spasm.mg"))
    for text in (
        "Not advised: magnesium",
        "at most 1.7",
        "under 0.70",
        "20 to under 30 mL/min",
        "The source says only “extreme caution”",
        "12 mmol of magnesium at night",
        "about 484 mg of magnesium oxide (stated: 480 mg)",
        "1500 mg of magnesium oxide per day (37.2 mmol of magnesium)",
        "about 967 mg of magnesium oxide (stated: 970 mg)",
        "Never give magnesium when creatinine clearance is unknown or under 20 mL/min",
        "Never give magnesium when volume depleted",
        "1.3 mEq/L is 0.65 mmol/L",
        "Do not use after 2028-11-22",
        "DRAFT: not for patient care",
    ):
        assert squeezed(text) in squeezed(printed), text


def test_the_magnesium_card_serves_the_bedside_on_two_sides() -> None:
    """At 6.5 pt or more; the decisions stand on the first side, what to give on the second, and only the record may go
    on a third."""
    guideline = published("magnesium/neck_spasm.mg")
    pages = PdfReader(io.BytesIO(published_pdf("magnesium/neck_spasm.mg"))).pages
    assert len(pages) <= 3
    assert fitted_size(card(guideline)) >= 6.5
    front, back, *_ = (squeezed(page.extract_text()) for page in pages)
    for text in ("Not advised", "Is there a reason for magnesium?", "Renal function"):
        assert squeezed(text) in front
    for text in ("Volume depleted:", "Already on it", "Maximum:", "Monitoring", "Pitfalls", "Cautions", "Side effects"):
        assert squeezed(text) in back
    last = squeezed(pages[-1].extract_text())
    for text in ("Changed from the source", "[7]"):
        assert squeezed(text) in last


UNIT = re.compile(r"(?:mmol|mg|g|mL|mEq|mmHg|kg|h|hours?|days?|weeks?|months?|years?|%)\b|m²|10\^")


def torn(lines: list[str]) -> list[tuple[str, str]]:
    """The lines that end in a number whose unit starts the next."""
    return [(line, after) for line, after in pairwise(lines) if ends_in_number(line) and UNIT.match(after.strip())]


def ends_in_number(line: str) -> bool:
    return re.search(r"(?:^|[^\w.\[])\d+(?:\.\d+)?$|/1\.73$", line.strip()) is not None


def test_torn_numbers_are_found() -> None:
    """The check below can fail."""
    assert torn(["give 12", "mmol at night", "then 480", "patients", "of 7", "weeks"]) == [
        ("give 12", "mmol at night"),
        ("of 7", "weeks"),
    ]
    assert torn(["under 60 mL/min/1.73", "m²"]) == [("under 60 mL/min/1.73", "m²")]


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_line_ends_between_a_number_and_its_unit(name: str) -> None:
    """In the PDF as it is printed, on every side of every card."""
    pages = PdfReader(io.BytesIO(published_pdf(name))).pages
    assert [found for page in pages for found in torn(page.extract_text().splitlines())] == []


def test_a_departure_names_its_place() -> None:
    """A band by its limits, what follows a ladder by that, a rule by its pitfall; all twelve, none with a
    name that is cut."""
    names = [departure.here for departure in card(published("magnesium/neck_spasm.mg")).departures]
    assert names == [
        "Low magnesium",
        "Step 1",
        "After the last step",
        "After 1 to 2 weeks",
        "Every 3 months",
        "“more often”",
        "Correct volume depletion first",
        "In hypokalaemia, magnesium comes first",
        "20 to under 30 mL/min",
        "30 to under 60 mL/min",
        "At least 60 mL/min",
        "An NSAID for pain and inflammation",
    ]
    text = SMALL.replace('advise "{0}"', 'advise "a text of very many words that nobody would read a second time"')
    (departure,) = card(guideline_of(text.replace("{0}", "short"))).departures
    assert departure.here == "A text of very many words that nobody would read a second time"


def test_a_reason_is_told_once() -> None:
    """What the headline says is not repeated beside each statement that has the same reason and source."""
    assert body_of(card(published("magnesium/neck_spasm.mg"))).count("no benefit over placebo") == 1


@pytest.mark.parametrize("name", ["pneumonia/curb65.mg", "kidney/ckd_risk.mg"])
def test_a_short_guideline_fits_two_sides_in_large_letters(name: str) -> None:
    """Scores, grids and what the questions define included, at 7.5 pt or more."""
    guideline = published(name)
    assert len(PdfReader(io.BytesIO(published_pdf(name))).pages) <= 2
    assert fitted_size(card(guideline)) >= 7.5


def test_bands_have_their_actions() -> None:
    """What a row does in any case names it: stop, take care, go on, ask."""
    printed = card(published("magnesium/neck_spasm.mg"))
    renal = next(table for table in printed.decisions if table.title == "Renal function")
    assert [(row.band, row.action) for row in renal.rows] == [
        ("unknown", Action.ORDER),
        ("under 20 mL/min", Action.STOP),
        ("20 to under 30 mL/min", Action.CAUTION),
        ("30 to under 60 mL/min", Action.CAUTION),
        ("at least 60 mL/min", Action.USUAL),
    ]


def test_an_end_before_a_dose_stands_with_the_dose() -> None:
    """What earlier ends leave over is told where the dose is."""
    (ladder,) = card(published("magnesium/neck_spasm.mg")).ladders
    assert "creatinine clearance at least 60 mL/min and not volume depleted" in ladder.condition


def test_the_kidney_grid_crosses_its_two_inputs() -> None:
    """Filtration down, albumin across; rows that are the same stand once."""
    grid = card(published("kidney/ckd_risk.mg")).grids[-1]
    assert grid.heads[1:] == ("A1", "A2", "A3")
    assert [row[0].text for row in grid.rows] == ["G1 or G2", "G3a", "G3b", "G4", "G5"]
    assert grid.rows[0][0].text == "G1 or G2"
    assert (grid.rows[0][1].lead, grid.rows[0][1].text) == ("low", "once a year")


def test_a_formula_is_told_in_its_authors_words_first() -> None:
    """A power is no help at the bedside: the levels that the guideline names come before it."""
    (terms,) = (items for items in card(published("poisoning/acetylcysteine.mg")).lists if items.role is ListRole.TERM)
    (line,) = (item for item in terms.items if item.lead == "Treatment line:")
    assert line.text.startswith("100 mg/L at 4 h, ")
    assert line.text.index("15 at 15 h. Exactly: 100 × 0.15 ^") > 0


def test_no_short_list_goes_on_overleaf() -> None:
    """The heading of a list and its last words stand on one side, where both sides together have the room."""
    name = "magnesium/neck_spasm.mg"
    sides = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(published_pdf(name))).pages]
    (causes,) = (items for items in card(published(name)).lists if items.role is ListRole.CAUSE)
    last = squeezed(causes.items[-1].text)
    assert sum(last in side for side in sides) == 1
    assert [squeezed(causes.title) in side for side in sides] == [last in side for side in sides]


def test_sources_keep_the_number_of_their_place() -> None:
    """A reference is the place of its source in the guideline, as on the flowchart."""
    guideline = published("magnesium/neck_spasm.mg")
    printed = card(guideline)
    titles = [source.title for source in guideline.sources.values()]
    assert [(source.number, source.title) for source in printed.sources] == list(enumerate(titles, 1))


def test_the_text_of_a_card_is_kept() -> None:
    """The whole text of one card, accepted by reading it. The digest changes with every comment and is left out."""
    guideline = guideline_of((GOLDEN / "potassium.mg").read_text(encoding="utf-8"))
    text = re.sub(r" · [0-9a-f]{8}\b", "", pdf_text(pdf_of(guideline)))
    assert text + "\n" == (GOLDEN / "potassium.card.txt").read_text(encoding="utf-8")


# --- safe, and the same -----------------------------------------------------------------------------------------------

HOSTILE = (
    "quotes \\\" and ' and `back`",
    "back\\\\slash \\\\N \\\\u{1F600}",
    "under <20 mL/min>",
    "#panic('x') #eval('1')",
    "*/ /* // $x^2$ @ref <label>",
    "&lt; &amp; %s {0} {{x}}",
    "= heading _emph_ *strong* [x](y) ~ -- ---",
    "\\\\u{202E} is an override",
    "x" * 120,
)

SMALL = """guideline hostile
  title      "{0}"
  version    1.0.0
  status     draft
  for        "{0}"

source a "{0}"
  year     2020
  finding  "{0}"

input level in mmol/L, plausible 0 to 10
input ill "{0}" yes or no

define low "{0}": level under 3 mmol/L [a]

pitfall "{0}" [a]
  unchecked because "{0}"

pathway
  decide "{0}" by level
    unknown:
      order level [a]
    under 3 mmol/L:
      advise "{0}" (strong) because "{0}" [a]
        differs from source "{0}" because "{0}"
    at least 3 mmol/L:
      unspecified "{0}"
  when ill:
    suggest "{0}" uncited because "{0}"
"""


def test_hostile_text_comes_out_as_text() -> None:
    """In every place that takes text, it is printed as it is: the guideline above once for each text, all in one."""
    head, body = SMALL.split("\nsource", 1)
    declared, steps = body.split("pathway\n", 1)
    every = list(enumerate(HOSTILE))

    def numbered(text: str, at: int, said: str) -> str:
        names = re.sub(r"\b(a|level|ill|low)\b(?=[ \]:\n])", rf"\g<1>{at}", text)
        return names.replace("{0}", said)

    source = head.replace("{0}", " ".join(HOSTILE)) + "\n"
    source += "".join(numbered(f"source{declared}", at, said) for at, said in every)
    source += "pathway\n" + "".join(numbered(steps, at, said) for at, said in every)
    guideline = guideline_of(source)
    printed = squeezed(pdf_text(pdf_of(guideline))).replace("-", "").lower()
    texts = [squeezed(one.title).replace("-", "").lower() for one in guideline.sources.values()]
    assert len(texts) == len(HOSTILE)
    counts = {text: printed.count(text) for text in texts}
    assert min(counts.values()) >= 10, counts


def test_an_override_in_the_text_is_refused() -> None:
    """A right-to-left override never reaches a card: reading the guideline reports it."""
    report = check_text(SMALL.replace("{0}", "dose \u202e05"))
    assert any(found.code.code.startswith("MG0") for found in report.diagnostics)
    if report.guideline is not None:
        assert "\u202e" not in pdf_text(pdf_of(report.guideline))


def test_a_name_that_has_no_room_at_the_foot_is_a_finding() -> None:
    """The line at the foot stands on every side and cannot go on overleaf: MG904, and no file."""
    guideline = guideline_of(SMALL.replace("guideline hostile", "guideline " + "very_long_" * 60 + "x"))
    emission = emit(guideline, frozenset({"pdf"}))
    assert [found.code.code for found in emission.diagnostics] == ["MG904"]
    assert emission.files == ()


def test_the_same_guideline_gives_the_same_bytes() -> None:
    """Read twice, printed twice: one file."""
    again = guideline_of((ROOT / "pneumonia/curb65.mg").read_text(encoding="utf-8"))
    assert pdf_of(again) == published_pdf("pneumonia/curb65.mg")


def test_pngs_have_a_file_for_each_side() -> None:
    """``.card-1.png`` and on."""
    emission = emit(published("kidney/ckd_risk.mg"), frozenset({"png"}))
    assert [file.suffix for file in emission.files] == [".card-1.png", ".card-2.png"]
    assert set(target.formats) == {"pdf", "png", "svg"}


def test_what_is_allowed_unproved_says_so_on_every_side() -> None:
    """``allow MG000`` puts "not proved" at the head."""
    text = SMALL.replace("order level [a]", 'order level [a]\n        allow MG000 because "no bound is known"')
    pages = PdfReader(io.BytesIO(pdf_of(guideline_of(text.replace("{0}", "a title"))))).pages
    assert all("NOT PROVED: no bound is known" in page.extract_text() for page in pages)


WIDE = """guideline wide
  title      "A wide table of long words"
  version    1.0.0
  status     draft
  for        "tests"

input kind one of pseudohypoparathyroidism, otherwise_unremarkable
input place one of electroencephalographically, b2, b3, b4, b5

table by kind, place gives outcome, second
  pseudohypoparathyroidism  | any                         | "Donaudampfschifffahrt"  | "x"
  otherwise_unremarkable    | electroencephalographically | "hydrochlorothiazides"   | "y"
  otherwise_unremarkable    | b2, b3, b4, b5              | "a"                      | "b"

pathway
  report outcome, second
"""


def test_no_piece_of_a_table_is_wider_than_its_column() -> None:
    """Long words of a table may break into pieces that its columns hold, and none of the text is lost."""
    guideline = guideline_of(WIDE)
    (section,) = json.loads(card_json(card(guideline), grey=False))["sections"]
    cells = [runs for row in section["rows"] for paragraphs in row for runs in paragraphs]
    pieces = [piece for runs in cells for run in runs for piece in re.split("[\u00ad ]", run["t"])]
    assert len(section["heads"]) == 4
    assert max(map(len, pieces)) * len(section["heads"]) <= 44
    assert "Donaudampfschifffahrt" in squeezed(pdf_text(pdf_of(guideline))).replace("-", "")
