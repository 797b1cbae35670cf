"""A line that cannot be read hides no fault of the other lines of its declaration, and brings up no untrue one."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from milligram.pipeline import check_text
from milligram.pipeline.stages import read_guideline
from milligram.source import SourceFile

ROOT = Path(__file__).parents[3]
GUIDELINES = sorted(path for path in (ROOT / "guidelines").glob("*/*.mg"))
LINES = 25
"""So many of each guideline."""
HEAD = """\
guideline g
  title "G"
  version 1.0.0
  status draft

source r1 "R"

substance aspirin formula C9H8O4

input age in years whole, plausible 0 to 120
input weight in kg, plausible 2 to 300
input sex one of male, female
input bleeding yes or no

"""


def _found(text: str) -> list[tuple[str, str]]:
    """The code and the words of every error, in the order of the text."""
    diagnostics = check_text(HEAD + text).diagnostics
    return [(d.code.code, d.source.slice(d.span)) for d in diagnostics]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            (
                "pathway\n"
                "  when age undr 3 years:\n"
                "    give 5 mg of asprin once [r1]\n"
                "  when weigth over 90 kg:\n"
                '    advise "a" [r2]\n'
                "  when sex is mail or weight over 9 d:\n"
                '    advise "b" [r1]\n'
                "  when weight or bleeding over 3:\n"
                "    end\n"
            ),
            [
                ("MG001", "undr"),
                ("MG011", "asprin"),
                ("MG011", "weigth"),
                ("MG801", "r2"),
                ("MG018", "mail"),
                ("MG301", "9 d"),
                ("MG017", "weight"),
                ("MG014", "bleeding"),
            ],
        ),
        (
            (
                "pathway\n  decide by sx, weight\n    male | under 5 lbz:\n      end\n"
                "    famale | at least 5 kg:\n      ende\n"
            ),
            [("MG011", "sx"), ("MG025", "lbz"), ("MG003", "ende")],
        ),
        (
            'pathway\n  when agee over 3 years:\n    advis "a"\n  decide by wieght\n    under 3 kg:\n      end\n',
            [("MG011", "agee"), ("MG003", "advis"), ("MG011", "wieght")],
        ),
        (
            (
                "regimen r of aspirin\n  step 1: 5 mgg daily [r1]\n  step 2 afer 3 d: 6 mg daily [r1]\n"
                "  step 3 after 4 d when wight over 3 kg: 7 mg daily [r3]\npathway\n  give r [r1]\n"
            ),
            [("MG025", "mgg"), ("MG001", "afer"), ("MG011", "wight"), ("MG801", "r3")],
        ),
        (
            'case "c"\n  age 5 kg, wait 3 kg\n  expect gve aspirin\n  expect advise "x"\npathway\n  advise "x" [r1]\n',
            [("MG301", "5 kg"), ("MG011", "wait"), ("MG011", "gve")],
        ),
        (
            "table by weigth gives dose_\n  under 3 kgg | 5 mg | 3\n  at least 3 kg 6 mg\npathway\n  report dose_\n",
            [("MG011", "weigth"), ("MG001", "6")],
        ),
    ],
    ids=["pathway", "decide by two", "under one that is lost", "regimen", "case", "table"],
)
def test_all_names_units_and_kinds_are_told_beside_a_line_that_cannot_be_read(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert _found(text) == found


def test_a_name_used_again_in_a_part_that_cannot_be_read_is_told_once_and_mended_everywhere() -> None:
    text = "pathway\n" + "".join(
        f"  when {said}:\n    end\n" for said in ("agee over 9 d", "agee undr 9 d", "agee under 2 d")
    )
    name = next(d for d in check_text(HEAD + text).diagnostics if d.code.code == "MG011")
    assert [label.text for label in name.labels] == ["`age` is declared here", "also used here"]
    assert [edit.replacement for edit in name.edits] == ["age", "age"]


@pytest.mark.parametrize("path", GUIDELINES, ids=[path.stem for path in GUIDELINES])
def test_a_faulty_line_in_a_sound_guideline_brings_up_no_other_name_unit_or_kind(path: Path) -> None:
    """Lines are made unreadable in turn, by a sign that no line can hold; what is said of others would be untrue."""
    text = path.read_text("utf-8")
    sound = Counter(d.code.code for d in read_guideline(SourceFile(path.name, text)).diagnostics)
    lines = text.split("\n")
    chance = random.Random(path.stem)
    wrong: list[str] = []
    for number in chance.sample(range(len(lines)), min(LINES, len(lines))):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith(("#", '"')):
            continue
        words = line.split(" ")
        place = chance.choice([at for at, word in enumerate(words) if word])
        broken = " ".join((*words[:place], "$", *words[place:]))
        changed = "\n".join((*lines[:number], broken, *lines[number + 1 :]))
        found = read_guideline(SourceFile(path.name, changed)).diagnostics
        more = Counter(d.code.code for d in found if d.source.line_of(d.span) != number + 1) - sound
        if more:
            wrong.append(f"{number + 1}: {re.sub(' +', ' ', broken)} -> {dict(more)}")
    assert not wrong, "\n".join(wrong)
