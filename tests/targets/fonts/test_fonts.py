"""The bundled fonts: present, licensed, small; what they can show, and how wide."""

from __future__ import annotations

import pytest
from milligram_targets.fonts import DIRECTORY, FILES
from milligram_targets.fonts.coverage import coverage, missing, printable, text_width, visible
from PIL import ImageFont


def test_the_fonts_come_with_their_licence_and_are_small() -> None:
    """Three weights under the Open Font License, together under 1.5 MB."""
    assert all(path.is_file() for path in FILES)
    assert sum(path.stat().st_size for path in FILES) < 1_500_000
    assert "SIL OPEN FONT LICENSE" in (DIRECTORY / "OFL.txt").read_text(encoding="utf-8")


def test_clinical_signs_have_glyphs() -> None:
    """What a guideline needs can be printed; what cannot is known."""
    signs = "0123456789 µ×–—−±≤≥≈°²³₂½ÄÖÜäöüßéñçøåČžλαβγΔ“”‘’·…→%‰®"
    assert missing(signs) == ()
    assert missing("a\U0001f600b\u4e00\U0001f600") == ("\U0001f600", "\u4e00")
    assert ord("A") in coverage()
    assert 0xE000 + 999 not in coverage()


@pytest.mark.parametrize("semibold", [False, True])
def test_widths_are_those_of_the_font(semibold: bool) -> None:
    """As another reader of the same font measures the same text."""
    font = ImageFont.truetype(str(FILES[1 if semibold else 0]), 2000)
    for text in ("no or unknown, at most 12 mmol", "0.70 mmol/L \u2264 \u00b5g", "creatinine clearance"):
        assert text_width(text, 20, semibold=semibold) == pytest.approx(font.getlength(text) / 100, rel=0.02)


def test_texts_that_hide_or_reorder_are_shown() -> None:
    """Controls become code points, line ends become spaces, other writing stays as it is in ``visible``."""
    assert visible("a\u202eb\x07c\nd\u00ade") == "a[U+202E]b[U+0007]c d[U+00AD]e"
    assert visible("\u0627\u0644 \U0001f600") == "\u0627\u0644 \U0001f600"
    assert printable("\u0627 \U0001f600 \u00a0x") == "[U+0627] [U+1F600] \u00a0x"
