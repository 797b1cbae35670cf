"""The card on each of its papers, in colours and in greys, as PDF, PNG and SVG."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from milligram.ir.nodes import Guideline
from milligram.pipeline import check_text
from milligram.target import Choices
from milligram_targets.card import emit, target
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Action, BandRow, BandTable, Card, Pitfall, Said
from milligram_targets.card.papers import A6, PAPERS, Paper
from milligram_targets.card.render import fitted, render_card, render_card_png, render_card_svg
from milligram_targets.card.sizing import Setting
from PIL import Image
from pypdf import PdfReader

ROOT = Path(__file__).parents[3] / "guidelines"
MILLIMETRE = 72 / 25.4
SIZES = {"a6": (105, 148), "a5": (148, 210), "a4": (210, 297), "letter": (215.9, 279.4)}
SVG = "{http://www.w3.org/2000/svg}"


def guideline_of(name: str) -> Guideline:
    """One of the guidelines of the project."""
    found = check_text((ROOT / name).read_text(encoding="utf-8")).guideline
    assert found is not None
    return found


@pytest.fixture(scope="module")
def curb() -> Guideline:
    """A guideline that fits everywhere."""
    return guideline_of("pneumonia/curb65.mg")


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_has_the_size_of_its_paper(magnesium: Card, name: str) -> None:
    """Every page of the PDF, in millimetres, and no more sides than the paper is for."""
    pages = PdfReader(io.BytesIO(render_card(magnesium, paper=PAPERS[name]))).pages
    assert len(pages) <= 2
    for page in pages:
        size = (float(page.mediabox.width) / MILLIMETRE, float(page.mediabox.height) / MILLIMETRE)
        assert size == pytest.approx(SIZES[name], abs=0.1)


@pytest.mark.parametrize("name", ["a5", "a4", "letter"])
def test_a_sheet_has_one_side_unless_the_card_does_not_fit(magnesium: Card, name: str) -> None:
    """The sample fits on one side of each; twenty times its pitfalls do not, and go on overleaf."""
    paper = PAPERS[name]
    found = fitted(magnesium, paper)
    assert found.layout.sides == 1
    assert found.setting.tenths >= paper.smallest
    long = fitted(replace(magnesium, pitfalls=magnesium.pitfalls * 20), paper)
    assert long.layout.sides > 1


@pytest.mark.parametrize("name", PAPERS)
def test_the_text_is_the_largest_that_fits(magnesium: Card, name: str) -> None:
    """A tenth of a point more takes a further side, unless the text has the paper's largest size."""
    from milligram_targets.card import render, sizing

    paper = PAPERS[name]
    tried: dict[Setting, int] = {}

    class Watched(sizing._Trials):
        def layout(self, setting: Setting) -> sizing.Layout:
            found = super().layout(setting)
            tried[setting] = found.sides
            return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sizing, "_Trials", Watched)
        render.fitted.cache_clear()
        found = fitted(magnesium, paper)
    render.fitted.cache_clear()
    larger = replace(found.setting, tenths=found.setting.tenths + 1, air=())
    assert found.setting.tenths == paper.largest or tried[larger] > found.layout.sides


def test_larger_paper_has_larger_text(magnesium: Card) -> None:
    """Twice the paper is not twice the blank."""
    sizes = [fitted(magnesium, PAPERS[name]).setting.tenths for name in ("a6", "a4")]
    assert sizes[0] < sizes[1]


def test_every_choice_does_something_in_every_format(curb: Guideline) -> None:
    """Paper, greys and sheets each change the PDF, the PNG and the SVG."""
    chosen = [
        Choices(),
        Choices(grey=True),
        *(Choices(paper=name) for name in target.choices["paper"] if name != A6.name),
        *(Choices(n_up=name) for name in target.choices["n_up"]),
    ]
    seen: dict[str, set[bytes]] = {form: set() for form in target.formats}
    for choices in chosen:
        emission = emit(curb, frozenset(target.formats), choices)
        assert emission.diagnostics == ()
        for form in target.formats:
            files = [file.content for file in emission.files if file.suffix.endswith(f".{form}")]
            assert files
            seen[form].add(b"".join(files))
    assert {form: len(found) for form, found in seen.items()} == dict.fromkeys(target.formats, len(chosen))


def test_without_a_choice_it_is_a6(curb: Guideline) -> None:
    """The default is the pocket card."""
    (usual,) = emit(curb, frozenset({"pdf"})).files
    (named,) = emit(curb, frozenset({"pdf"}), Choices(paper="a6")).files
    assert usual == named


def test_files_are_numbered_and_stale_ones_are_told(curb: Guideline) -> None:
    """A file for each side; the numbered names let an earlier build's further sides be removed."""
    emission = emit(curb, frozenset({"png", "svg"}))
    assert [file.suffix for file in emission.files] == [".card-1.png", ".card-2.png", ".card-1.svg", ".card-2.svg"]
    assert emission.numbered == (".card-*.png", ".card-*.svg")
    one = emit(curb, frozenset({"svg"}), Choices(paper="a4"))
    assert [file.suffix for file in one.files] == [".card-1.svg"]


# --- SVG --------------------------------------------------------------------------------------------------------------


def test_an_svg_is_well_formed_runs_nothing_and_is_the_same_each_time(magnesium: Card) -> None:
    """Each side a drawing of the paper's size, without scripts, links or pictures from elsewhere."""
    sides = render_card_svg(magnesium)
    assert sides == render_card_svg(replace(magnesium))
    assert len(sides) == fitted(magnesium, A6).layout.sides
    for side in sides:
        root = ElementTree.fromstring(side)
        assert root.tag == f"{SVG}svg"
        assert float(root.attrib["width"].removesuffix("pt")) == pytest.approx(105 * MILLIMETRE, abs=0.1)
        tags = {str(each.tag) for each in root.iter()}
        assert not tags & {f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image", f"{SVG}a"}
        assert not any(key.lower().startswith("on") for each in root.iter() for key in each.attrib)


# --- greys ------------------------------------------------------------------------------------------------------------


def test_grey_output_has_no_colour(magnesium: Card) -> None:
    """Every pixel of the PNG, every fill of the SVG, and every colour of the PDF's drawing is a grey."""
    every = tuple(
        BandRow(action=action, band=f"{at} mmol/L", what=(Said(text="x"),)) for at, action in enumerate(Action)
    )
    shown = replace(magnesium, decisions=(BandTable(title="All", by="Level", rows=every), *magnesium.decisions))
    for image in render_card_png(shown, 60, grey=True):
        colours = Image.open(io.BytesIO(image)).convert("RGB").getcolors(1 << 20)
        assert colours is not None
        assert [colour for _, colour in colours if isinstance(colour, tuple) and len(set(colour)) > 1] == []
    for side in render_card_svg(shown, grey=True):
        hexes = set(re.findall(rb"#([0-9a-f]{6})\b", side)) - set(re.findall(rb'href="#([0-9a-f]{6})"', side))
        assert hexes
        assert [c for c in hexes if not c[:2] == c[2:4] == c[4:]] == []
    assert colour_operators(render_card(shown, grey=True)) == set()
    assert colour_operators(render_card(shown)) != set()


def colour_operators(pdf: bytes) -> set[str]:
    """The colours of a PDF that are no grey: those set by components that differ."""
    found: set[str] = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        contents: Any = page.get_contents()
        text = contents.get_data().decode("latin-1")
        for one in re.findall(r"(?<![\w.])((?:[\d.]+ ){3})(?:rg|RG|scn|SCN|sc|SC)\b", text):
            if len(set(one.split())) > 1:
                found.add(one)
    return found


def test_in_grey_only_what_stops_or_needs_care_is_filled() -> None:
    """Colour and grey carry nothing alone: each action keeps its shape and its word, which the sides show."""
    from milligram_targets.card.palette import palette

    fills = {name: look["fill"] for name, look in palette(True)["actions"].items()}
    assert fills["stop"] == fills["hold"] == "#000000"
    assert {name for name, fill in fills.items() if fill != "#ffffff"} == {"stop", "hold", "caution", "reduce"}


def test_every_action_has_a_shape_of_its_own(magnesium: Card) -> None:
    """Drawn alone in grey, no two actions look alike beside the same word."""
    seen: set[bytes] = set()
    with pytest.MonkeyPatch.context() as patch:
        from milligram_targets.card import content

        own = content.words("en")
        same = {**own, "actions": dict.fromkeys(own["actions"], "SAME")}
        patch.setattr(content, "words", lambda _: same)
        plain = ("#ffffff", "#000000")
        patch.setattr("milligram_targets.card.palette._GREYS", dict.fromkeys(Action, plain))
        for action in Action:
            table = BandTable(title="T", by="B", rows=(BandRow(action=action, band="1 mg", what=(Said(text="x"),)),))
            bare = Card(identifier="x", title="x", audience="x", version="1", status="active", decisions=(table,))
            seen.add(b"".join(render_card_png(bare, 100, grey=True)))
    assert len(seen) == len(Action)


# --- archives and readers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choices", [Choices(), Choices(paper="a4", grey=True), Choices(paper="a5"), Choices(n_up="a4")]
)
def test_every_pdf_is_archivable_tagged_and_the_same_each_time(curb: Guideline, choices: Choices) -> None:
    """PDF/A-2a and PDF/UA-1: declared, marked, with a structure tree, a language and a title that is shown."""
    (file,) = emit(curb, frozenset({"pdf"}), choices).files
    (again,) = emit(curb, frozenset({"pdf"}), choices).files
    assert file == again
    pdf = PdfReader(io.BytesIO(file.content))
    root: Any = pdf.trailer["/Root"]
    packet = str(root["/Metadata"].get_object().get_data().decode())
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/OutputIntents"]


def test_a_ladder_may_be_the_only_heading(magnesium: Card) -> None:
    """The bar over the doses is a heading like the others: PDF/UA refuses one that skips a level."""
    bare = Card(identifier="x", title="x", audience="x", version="1", status="active", ladders=magnesium.ladders)
    assert render_card(bare).startswith(b"%PDF")


def test_a_pitfall_in_two_columns_keeps_its_place(magnesium: Card) -> None:
    """On A4, everything of the model is printed, in its order."""
    many = replace(magnesium, pitfalls=tuple(Pitfall(title=f"Pitfall {n}") for n in range(30)))
    paper: Paper = PAPERS["a4"]
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(render_card(many, paper=paper))).pages)
    assert [int(n) for n in re.findall(r"Pitfall (\d+)\.", text)] == list(range(30))


def test_the_magnesium_card_serves_the_bedside_on_two_sides_of_a6() -> None:
    """As large as it can be, and never under 6.5 pt; only the record may go on a third."""
    found = fitted(card(guideline_of("magnesium/neck_spasm.mg")), A6)
    assert found.layout.bedside == 2
    assert found.layout.sides <= 3
    assert found.setting.tenths >= 65
