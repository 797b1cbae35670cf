"""A file that is no guideline has one finding, which says what it is."""

from __future__ import annotations

import pytest
from milligram.pipeline import check_text

GUIDELINE = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n\npathway\n  advise "a" uncited because "b"\n'


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n", "MG010", "PDF"),
        ("PK\x03\x04\x14\x00\x06\x00", "MG010", "Word and Excel"),
        ("<!DOCTYPE html>\n<html>\n<p>Give</p>\n", "MG010", "HTML"),
        ('{\n  "guideline": "g",\n  "steps": [1, 2]\n}\n', "MG010", "JSON"),
        ("{\\rtf1 Give}", "MG010", "rich text"),
        ("age,sex\n1,male\n2,female\n", "MG015", "no line of this file"),
        ("Sore throat\n\nAll adults are seen.\nGive penicillin.\n", "MG015", "no line of this file"),
        (GUIDELINE.replace("guideline g\n", ""), "MG015", "the line above the header"),
        (
            GUIDELINE.replace(
                '  advise "a"', '<<<<<<< HEAD\n  advise "a"\n=======\n  advise "c"\n>>>>>>> x\n  advise "a"'
            ),
            "MG001",
            "two versions",
        ),
    ],
)
def test_what_is_no_guideline_is_told_once(text: str, code: str, words: str) -> None:
    (found,) = check_text(text).diagnostics
    assert found.code.code == code
    assert words in found.message


@pytest.mark.parametrize("text", ["inptu age in years\n", "guidlin g\n", GUIDELINE])
def test_a_slip_is_no_other_kind_of_file(text: str) -> None:
    assert all(found.code.code != "MG010" for found in check_text(text).diagnostics)
    assert all("no line of this file" not in found.message for found in check_text(text).diagnostics)
