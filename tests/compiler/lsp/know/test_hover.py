"""What a hover says, place by place; the whole of it is in ``golden/hover.md``, to be read.

MILLIGRAM_ACCEPT=1 writes that file anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from milligram.lsp.know.hover import hover
from milligram.lsp.know.keywords import told
from milligram.syntax import RESERVED

from tests.compiler.lsp.know.knowing import SMALL, in_small, known

GOLDEN = Path(__file__).parent / "golden" / "hover.md"
PLACES = [
    "gui|deline low_magnesium_care",
    "guideline low_mag|nesium_care",
    "source r|1 \"A",
    "substance magne|sium formula Mg",
    "substance magnesium_|oxide",
    "class sa|lt",
    "magnesium_cit|rate",
    "input a|ge in",
    "in yea|rs whole",
    "input lev|el \"serum",
    "in mmol|/L of magnesium",
    "input we|ak",
    "input se|x",
    "one of ma|le",
    "any of lo|op",
    "under 0.7|0 mmol/L [r1]",
    "define ri|sk",
    "has loo|p\n",
    "urgen|cy is soon",
    "is so|on and",
    "score frail|ty",
    "480 m|g of magnesium_oxide at night",
    "1 to 2 wee|ks",
    "24 mm|ol of",
    "start blo|ods",
    "follow car|e",
    "at least 65 ye|ars | male".replace("| male", "¦ male"),
    "0.5|0 to under 0.70 mmol/L:",
    "level 0.6|0 mmol/L, sex",
    "dec|ide",
    "replacement st|ep at",
    "pathway mai|n",
    "formula Mg|O",
    "MD -0.18 (95% C|I",
    "finding \"cramps\" M|D",
    "fever in C|el",
    "yes o|r no, ask",
    "any o|f loop",
    "define risk \"at risk\" any o|f:",
    "  2 whe|n weak",
    "  |2 when weak",
    "step 2 after 1 to 2 weeks whe|n low",
    "at base|line",
    "never giv|e magnesium",
    "never give magnesium whe|n weak",
    "(stro|ng, low)",
    "0.50 to un|der 0.70 mmol/L:",
    "expect n|o give",
    "yea|r 2020",
    "rou|te oral",
]  # fmt: skip


def test_the_hovers_read_as_the_golden_file_does() -> None:
    told_at = []
    for place in PLACES:
        about, offset = in_small(place)
        found = hover(about, offset)
        assert found is not None, place
        words = about.source.slice(found.span)
        told_at.append(f"# at `{place.strip()}`, of `{words}`\n\n{found.markdown}\n")
    text = "\n".join(told_at)
    if os.environ.get("MILLIGRAM_ACCEPT"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_in_a_text_or_comment_nothing_is_said() -> None:
    about = known(SMALL.replace("pathway main", "pathway main  # give level"))
    assert hover(about, about.source.text.index("# give") + 4) is None
    assert hover(about, about.source.text.index("nuts and") + 6) is None


def test_a_decimal_that_does_not_end_is_said_to_be_about_so_much() -> None:
    about, offset = in_small("480 m|g of magnesium_oxide at night")
    found = hover(about, offset)
    assert found is not None
    assert r"about 11\.9095 mmol of magnesium" in found.markdown
    assert "the decimal does not end" in found.markdown


def test_an_exact_decimal_is_not_said_to_be_about() -> None:
    about, offset = in_small("24 mm|ol of")
    found = hover(about, offset)
    assert found is not None
    assert r"583\.32 mg of magnesium" in found.markdown
    assert "about" not in found.markdown


def test_a_finding_brings_the_first_paragraph_of_its_page() -> None:
    text = SMALL.replace("under 0.70 mmol/L [r1]", "under 0.70 mmol/L (also 1.5 mg/dL) [r1]")
    about = known(text)
    found = about.diagnostics[0]
    said = hover(about, found.span.start)
    assert said is not None
    assert f"**{found.code.code}** {found.code.title}: " in said.markdown


def test_the_authors_words_make_no_link_and_no_markup() -> None:
    about = known(SMALL.replace('"serum magnesium"', '"<img src=x> [a](b) *c*"'))
    said = hover(about, about.source.text.index("input level") + 7)
    assert said is not None
    assert "<img" not in said.markdown
    assert r"\[a\]\(b\) \*c\*" in said.markdown


def test_every_word_of_the_language_has_its_line() -> None:
    for word in RESERVED:
        line = told(word)
        assert line, word
        assert re.search(r"[a-z]", line)
        assert "\n" not in line
        assert not line.endswith(".")


def test_a_name_in_a_line_that_cannot_be_read_is_known_still() -> None:
    about = known(SMALL.replace("  report frailty\n", "  reprot frailty, level\n"), SMALL)
    for name in ("frailty", "level"):
        said = hover(
            about, about.source.text.index("reprot frailty, level") + len("reprot ") + (9 if name == "level" else 0)
        )
        assert said is not None
        assert f"`{name}`" in said.markdown


def test_the_fluid_and_the_hours_of_a_dose_are_not_of_the_drug() -> None:
    text = SMALL.replace(
        "  step 1: 480 mg of magnesium_oxide at night",
        "  step 1: 480 mg of magnesium_oxide in 200 mL over 4 h for 2 days",
    )
    about = known(text)
    for words in ("200 mL", "4 h", "2 days"):
        said = hover(about, text.index(words) + 1)
        assert said is not None
        assert "magnesium" not in said.markdown, words
    said = hover(about, text.index("480 mg of"))
    assert said is not None
    assert "magnesium" in said.markdown


def test_nothing_is_said_of_nothing_in_other_units() -> None:
    about, offset = in_small("plausible |0 to 120")
    assert hover(about, offset) is None


def test_a_value_of_a_table_says_for_whom_it_is() -> None:
    text = SMALL.replace("| any | later", "| any | 1").replace("| soon", "| 2")
    about = known(text)
    said = hover(about, text.index("| 2") + 2)
    assert said is not None
    assert said.markdown == "`urgency` for `age` `at least 65 years`, `sex` `male`"
