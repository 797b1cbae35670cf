"""The printed card: complete, reproducible, tagged, never cut off, and the same in black and white."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import replace
from typing import Any

import pytest
from milligram_targets.card.content import card_json
from milligram_targets.card.model import Action, BandRow, BandTable, Card, ListRole, Pitfall, Said
from milligram_targets.card.palette import palette
from milligram_targets.card.papers import A6
from milligram_targets.card.phrases import words
from milligram_targets.card.render import fitted_size, render_card, render_card_png
from pypdf import PdfReader

MILLIMETRE = 72 / 25.4

HOSTILE = (
    "quotes \" and ' and `back`",
    "back\\slash \\N \\u{1F600}",
    "under <20 mL/min>",
    '#panic("x") #eval("1")',
    "*/ /* // $x^2$ @ref <label>",
    "&lt; &amp; %s {0}",
    "= heading _emph_ *strong* [x](y) ~ -- ---",
)


def text_of(pdf: bytes) -> str:
    """All text of a PDF in one line, without what only prints at a line end."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages).replace("\u00ad", "").replace("\u200b", "")


def squeezed(text: str) -> str:
    """A text without its spaces, because a PDF does not say where a line broke."""
    return re.sub(r"\s+", "", text)


def metadata_packet(pdf: PdfReader) -> str:
    """The XMP metadata of a PDF."""
    root: Any = pdf.trailer["/Root"]
    return str(root["/Metadata"].get_object().get_data().decode())


def short(card: Card) -> Card:
    """The card without what fills it: quick to print."""
    return replace(card, departures=(), lists=(), pitfalls=(), sources=(), gaps=())


def fonts_of(page: Any) -> list[Any]:
    """The fonts that a page uses."""
    return list(page["/Resources"]["/Font"].values())


def test_the_sample_takes_two_sides_of_a6(magnesium_pdf: bytes) -> None:
    """Two pages, each 105 by 148 mm."""
    pages = PdfReader(io.BytesIO(magnesium_pdf)).pages
    assert len(pages) == 2
    for page in pages:
        assert float(page.mediabox.width) == pytest.approx(105 * MILLIMETRE, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(148 * MILLIMETRE, abs=0.1)


def test_every_text_of_the_model_is_printed(magnesium: Card, magnesium_pdf: bytes) -> None:
    """Nothing that the model says is missing from the PDF."""
    printed = squeezed(text_of(magnesium_pdf))
    texts = [magnesium.title, magnesium.audience, magnesium.applies, magnesium.identifier, magnesium.version]
    texts += [h.title for h in magnesium.headlines]
    texts += [cell for t in magnesium.thresholds for row in t.rows for cell in (row.label, *row.cells)]
    texts += [unit for t in magnesium.thresholds for unit in t.units]
    texts += [text for t in magnesium.decisions for row in t.rows for text in (row.band, *(w.text for w in row.what))]
    texts += [text for ladder in magnesium.ladders for s in ladder.steps for text in (s.dose, s.equals, s.when)]
    texts += [m.text for ladder in magnesium.ladders for m in (*ladder.maxima, *ladder.then)]
    texts += [text for t in magnesium.monitoring for p in t.points for text in (p.when, p.what)]
    texts += [text for p in magnesium.pitfalls for text in (p.title, p.because, *p.never)]
    texts += [text for i in magnesium.lists for said in i.items for text in (said.lead, said.text)]
    texts += [text for d in magnesium.departures for text in (d.here, *d.source, d.because)]
    texts += [r.title for r in magnesium.sources]
    texts += ["Do not use after 2028-11-22", "issued 2026-11-22", "DRAFT"]
    assert [text for text in texts if squeezed(text) not in printed] == []


def test_the_same_card_gives_the_same_bytes(magnesium: Card, magnesium_pdf: bytes) -> None:
    """No clock, no random number: two prints are one file, as PDF and as PNG."""
    assert render_card(replace(magnesium)) == magnesium_pdf
    assert render_card_png(magnesium, 80) == render_card_png(replace(magnesium), 80)


def test_it_is_archivable_and_tagged(magnesium: Card, magnesium_pdf: bytes) -> None:
    """PDF/A-2a and PDF/UA-1 are declared; the document has a language, a title and a structure tree."""
    pdf = PdfReader(io.BytesIO(magnesium_pdf))
    root: Any = pdf.trailer["/Root"]
    packet = metadata_packet(pdf)
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert root["/Lang"].startswith("en")
    assert "/StructTreeRoot" in root
    assert pdf.metadata is not None
    assert pdf.metadata.title == magnesium.title
    assert pdf.metadata.creation_date is not None
    assert pdf.metadata.creation_date.date() == magnesium.issued


def test_only_the_bundled_fonts_are_used(magnesium_pdf: bytes) -> None:
    """Every font in the file is IBM Plex Sans, embedded."""
    fonts: set[str] = set()
    for page in PdfReader(io.BytesIO(magnesium_pdf)).pages:
        for font in fonts_of(page):
            fonts.add(str(font.get_object()["/BaseFont"]))
    assert fonts
    assert all("IBMPlexSans" in font for font in fonts)


def test_hostile_text_comes_out_as_text(magnesium: Card) -> None:
    """Whatever a text holds, it is printed and never run: as title, band, reason and list item."""
    card = replace(
        short(magnesium),
        title=" ".join(HOSTILE),
        decisions=tuple(
            BandTable(title=text, by=text, rows=(BandRow(action=Action.STOP, band=text, what=(Said(text=text),)),))
            for text in HOSTILE
        ),
        gaps=tuple(Said(text=text, lead=text, refs=(1,)) for text in HOSTILE),
    )
    printed = squeezed(text_of(render_card(card))).replace("-", "")
    counts = {text: printed.count(squeezed(text).replace("-", "")) for text in HOSTILE}
    assert min(counts.values()) >= 7, counts


def test_unprintable_text_is_shown_by_its_code_point(magnesium: Card) -> None:
    """A right-to-left override and an emoji print as code points; the PDF has no empty box and no hidden order."""
    printed = text_of(render_card(replace(short(magnesium), title="dose \u202e05 \U0001f600 \u4e00")))
    assert "[U+202E]05 [U+1F600] [U+4E00]" in printed
    assert "\u202e" not in printed


def test_a_short_card_is_large_and_a_long_one_goes_on(magnesium: Card) -> None:
    """One side where it is easy to read; else the text shrinks to fit two, never under 6.5 pt; beyond that, it takes
    further sides."""
    one_side = short(magnesium)
    long = replace(one_side, pitfalls=magnesium.pitfalls * 12)
    tiny = replace(one_side, ladders=(), monitoring=())
    assert fitted_size(tiny) >= fitted_size(one_side) >= A6.goals[0][1] / 10
    assert len(PdfReader(io.BytesIO(render_card(tiny))).pages) == 1
    assert len(PdfReader(io.BytesIO(render_card(one_side))).pages) <= 2
    assert fitted_size(magnesium) >= A6.smallest / 10
    assert fitted_size(long) >= A6.smallest / 10
    pdf = render_card(long)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 2
    printed = squeezed(text_of(pdf))
    assert printed.count(squeezed(magnesium.pitfalls[0].title)) == 12


def positions(pdf: bytes) -> list[tuple[float, float, float]]:
    """Where each piece of text starts, and its size, in points."""
    found: list[tuple[float, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            scale = abs(cm[0] * tm[0]) or abs(tm[3])
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            found.append((x, y, size * scale))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=visit)
    return found


LONG = ("x" * 300, "Donaudampfschifffahrtsgesellschaftskapitaen " * 8, "1234567890/" * 30)


def test_long_words_stay_on_the_page(magnesium: Card) -> None:
    """A word that no line holds is broken: no text starts outside the page, and none of it is lost."""
    card = replace(
        short(magnesium),
        title=" ".join(LONG),
        status="active",
        headlines=(),
        pitfalls=tuple(Pitfall(title=word, never=(word,)) for word in LONG),
        gaps=tuple(Said(text=word) for word in LONG),
    )
    pdf = render_card(card)
    for x, y, _ in positions(pdf):
        assert 0 <= x <= 105 * MILLIMETRE
        assert 0 <= y <= 148 * MILLIMETRE
    printed = squeezed(text_of(pdf)).replace("-", "")
    assert [word for word in LONG if printed.count(squeezed(word)) < 4] == []


def test_no_text_is_smaller_than_six_and_a_half_points(magnesium_pdf: bytes) -> None:
    """Also references, the footer and the sources keep the smallest size."""
    sizes = [size for _, _, size in positions(magnesium_pdf) if size > 0]
    assert sizes
    assert min(sizes) >= 6.49


def test_pngs_have_the_size_that_was_asked_for(magnesium: Card) -> None:
    """One PNG per side, of 105 mm at the given resolution."""
    images = render_card_png(magnesium, 200)
    assert len(images) == 2
    for image in images:
        assert image.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", image[16:24])
        assert width == pytest.approx(105 / 25.4 * 200, abs=2)
        assert height == pytest.approx(148 / 25.4 * 200, abs=2)


def test_never_rules_come_first(magnesium_pdf: bytes) -> None:
    """Pitfalls with rules are printed before pitfalls in prose, whatever their order in the guideline."""
    printed = squeezed(text_of(magnesium_pdf))
    rule = printed.index(squeezed("Correct volume depletion first"))
    prose = printed.index(squeezed("A normal serum magnesium does not exclude deficiency"))
    assert rule < prose


def test_an_empty_section_is_left_out(magnesium: Card) -> None:
    """A heading without content is filler."""
    printed = text_of(render_card(short(magnesium)))
    own = words("en")
    assert own["departures"] not in printed
    assert own["pitfalls"] not in printed


def test_only_an_active_guideline_is_unmarked(magnesium: Card, magnesium_pdf: bytes) -> None:
    """Draft and retired cards say so on every side; so does a warning of the compiler."""
    retired = render_card(replace(short(magnesium), status="retired"))
    for pdf, mark in ((magnesium_pdf, "DRAFT: not for patient care"), (retired, "RETIRED: do not use")):
        pages = PdfReader(io.BytesIO(pdf)).pages
        assert all(mark in page.extract_text() for page in pages)
        assert all("Do not use after 2028-11-22" in page.extract_text() for page in pages)
    active = text_of(render_card(replace(short(magnesium), status="active", banner="not proved")))
    assert "DRAFT" not in active
    assert "not proved" in active


def test_a_card_without_dates_prints(magnesium: Card) -> None:
    """No issue date and no review date: the card says that there is no review date, at the head or at the foot."""
    for status in ("draft", "active"):
        undated = replace(short(magnesium), status=status, issued=None, review_by=None)
        assert "No review date" in text_of(render_card(undated))


def test_actions_differ_without_colour() -> None:
    """Every action has its own word; in grey, the text on each fill keeps a contrast of 7 to 1."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for grey in (False, True):
        for look in palette(grey)["actions"].values():
            dark, bright = sorted((light(look["fill"]), light(look["text"])))
            assert (bright + 0.05) / (dark + 0.05) >= 7
    catalogue = words("en")["actions"]
    assert set(catalogue) == {action.value for action in Action}
    assert len(set(catalogue.values())) == len(Action)


def test_the_catalogue_has_a_heading_for_every_list() -> None:
    """No list can appear without a heading, and an unknown language falls back on English."""
    assert set(words("en")["lists"]) == {role.value for role in ListRole}
    assert words("xx") == words("en")


def test_grey_has_no_colour(magnesium: Card) -> None:
    """In grey, every colour that reaches the page has equal red, green and blue."""
    data = card_json(magnesium, grey=True)
    for colour in re.findall(r"#([0-9a-f]{6})\b", data):
        assert colour[:2] == colour[2:4] == colour[4:]
