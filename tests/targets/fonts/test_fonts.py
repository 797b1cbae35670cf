"""The bundled fonts: present, licensed, small, and the only ones that a layout knows."""

from __future__ import annotations

import os
import stat
import xml.etree.ElementTree as ET
from pathlib import Path

import pygraphviz
import pytest
from milligram_targets.fonts import DIRECTORY, FAMILY, FILES, fontconfig_file, layout_fonts
from milligram_targets.fonts.coverage import coverage, missing, printable, text_width, visible


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
    """As the layout engine measures the same text in the same font."""
    family = f"{FAMILY} SemiBold" if semibold else FAMILY
    for text in ("no or unknown, at most 12 mmol", "0.70 mmol/L \u2264 \u00b5g", "creatinine clearance"):
        with layout_fonts():
            graph = pygraphviz.AGraph()
            graph.add_node("n", label=text, shape="box", margin="0", width="0", fontname=family, fontsize="20")
            graph.layout("dot")
            measured = float(graph.get_node("n").attr["width"]) * 72
        assert text_width(text, 20, semibold=semibold) == pytest.approx(measured, rel=0.02)


def test_texts_that_hide_or_reorder_are_shown() -> None:
    """Controls become code points, line ends become spaces, other writing stays as it is in ``visible``."""
    assert visible("a\u202eb\x07c\nd\u00ade") == "a[U+202E]b[U+0007]c d[U+00AD]e"
    assert visible("\u0627\u0644 \U0001f600") == "\u0627\u0644 \U0001f600"
    assert printable("\u0627 \U0001f600 \u00a0x") == "[U+0627] [U+1F600] \u00a0x"


def test_the_font_configuration_lists_our_directory_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is in a cache directory that only its owner may write; it names no other directory of fonts."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = fontconfig_file()
    assert path.is_relative_to(tmp_path)
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o022 == 0
    assert [node.text for node in ET.parse(path).getroot().iter("dir")] == [str(DIRECTORY)]
    assert fontconfig_file() == path


@pytest.mark.parametrize("before", [None, "/somewhere/fonts.conf"])
def test_the_environment_is_left_as_it_was(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is ours inside the context and the caller's after it, also after an exception."""
    if before is None:
        monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    else:
        monkeypatch.setenv("FONTCONFIG_FILE", before)

    def fail_inside() -> None:
        with layout_fonts():
            assert os.environ["FONTCONFIG_FILE"] == str(fontconfig_file())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_inside()
    assert os.environ.get("FONTCONFIG_FILE") == before
