"""What `allow` may be called useless for, and that one finding keeps no place that was not decided out of sight."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from milligram.pipeline import check_text

ROOT = Path(__file__).parents[3]
AS_OF = date(2026, 11, 22)


def codes(text: str) -> list[str]:
    return [found.code.code for found in check_text(text, "g.mg", as_of=AS_OF).diagnostics]


def test_an_allow_is_not_useless_for_a_line_that_could_not_be_read() -> None:
    """With that line gone, the checks of the whole say less, and nobody knows what they would say."""
    text = (ROOT / "guidelines" / "magnesium" / "neck_spasm.mg").read_text(encoding="utf-8")
    assert text.count("allow MG506") == 1
    misspelt = text.replace("    order serum_magnesium [r3]\n", "    order serum_magnesum [r3]\n")
    assert misspelt != text
    found = codes(misspelt)
    assert "MG011" in found
    assert "MG029" not in found


def test_an_allow_of_a_code_of_single_lines_is_useless_all_the_same() -> None:
    text = """\
guideline g
  title   "G"
  version 1.0.0
input pain yes or no
pathway
  when pain:
    note "clear" allow MG902 because "no vague word is in it"
  when payn:
    note "b"
"""
    assert sorted(codes(text)) == ["MG011", "MG029"]


def test_a_gap_in_one_place_hides_no_place_that_is_not_decided() -> None:
    text = (ROOT / "tests" / "cases" / "bad" / "MG000.mg").read_text(encoding="utf-8")
    gap = 'pathway other\n  decide by weight\n    under 60 kg:\n      note "light"\n'
    assert sorted(codes(text + gap)) == ["MG000", "MG101"]
