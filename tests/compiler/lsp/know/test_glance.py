"""The outline, what can be folded, and the colours of words."""

from __future__ import annotations

from milligram.lsp.know import Symbol
from milligram.lsp.know.outline import folds, outline
from milligram.lsp.know.tokens import tokens

from tests.compiler.lsp.know.knowing import SMALL, known


def drawn(symbols: tuple[Symbol, ...], depth: int = 0) -> str:
    rows = ""
    for symbol in symbols:
        rows += f"{'  ' * depth}{symbol.kind}: {symbol.name}{f' ({symbol.detail})' if symbol.detail else ''}\n"
        rows += drawn(symbol.children, depth + 1)
    return rows


OUTLINE = """\
guideline: low_magnesium_care (Low magnesium)
source: r1 (A review)
source: r2 (A trial)
substance: magnesium (Mg)
substance: magnesium_oxide (MgO)
class: salt (magnesium_oxide, magnesium_citrate)
input: age (years)
input: level (mmol/L of magnesium)
input: glucose (mmol/L)
input: fever (Cel)
input: weak (yes or no)
input: sex (one of male, female)
input: diuretics (any of loop, thiazide)
define: low
define: risk (at risk)
table: urgency (by age, sex)
score: frailty (Frailty)
regimen: replacement (Replacement)
  step: step 1 (480 mg of magnesium_oxide at night [r2])
  step: step 2 (after 1 to 2 weeks when low: 24 mmol of magnesium at night [r2])
monitor: bloods (level, glucose)
pitfall: Kidneys first
pathway: main
  decide: Level (by level)
    branch: unknown
    branch: under 0.50 mmol/L
    branch: 0.50 to under 0.70 mmol/L
    branch: at least 0.70 mmol/L
part: care
case: a woman of 70
"""


def test_the_outline_shows_every_declaration_with_its_steps_and_branches() -> None:
    assert drawn(outline(known(SMALL))) == OUTLINE


def test_a_declaration_that_is_being_typed_keeps_its_place() -> None:
    broken = SMALL.replace("  decide", "  decid")
    found = drawn(outline(known(broken)))
    assert "pathway: main (cannot be read yet)\npart: care\n" in found


def test_what_is_further_in_can_be_folded() -> None:
    text = '# one\n# two\npathway p\n  when a:\n    end\n\n    # at the end\n  end\n\ncase "c"\n  a yes\n'
    found = [(fold.first, fold.last, fold.comment) for fold in folds(known(text))]
    assert found == [(1, 2, True), (3, 8, False), (4, 5, False), (10, 11, False)]


def test_each_word_has_the_colour_of_what_it_is() -> None:
    about = known(SMALL)
    start = SMALL.index("define low")
    end = SMALL.index("define risk")
    found = [
        (about.source.slice(token.span), token.kind, token.declares)
        for token in tokens(about)
        if start <= token.span.start < end
    ]
    assert found == [
        ("define", "keyword", False),
        ("low", "named", True),
        ("level", "input", False),
        ("under", "keyword", False),
        ("0.70", "number", False),
        ("mmol/L", "unit", False),
        ("r1", "source", False),
    ]


def test_a_line_that_cannot_be_read_has_the_same_colours() -> None:
    """All but the misspelt words, which have none."""
    whole = known(SMALL)
    for right, wrong in (("level under 0.70", "level undr 0.70"), ('  decide "Level"', '  decid "Level"')):
        assert SMALL.count(right) == 1
        at = SMALL.index(right)
        about = known(SMALL.replace(right, wrong), SMALL)
        wanted = [
            (each.kind, whole.source.slice(each.span))
            for each in tokens(whole)
            if whole.source.slice(each.span) not in ("under", "decide") or not at <= each.span.start < at + len(right)
        ]
        assert [(each.kind, about.source.slice(each.span)) for each in tokens(about)] == wanted


def test_a_unit_that_is_a_word_of_the_language_is_a_unit_behind_a_number() -> None:
    text = "input x in min\ndefine y: min(x, 5 min) under 3 min\n"
    about = known(text)
    found = [each.kind for each in tokens(about) if about.source.slice(each.span) == "min"]
    assert found == ["unit", "keyword", "unit", "unit"]


def test_texts_comments_and_signs_have_theirs() -> None:
    about = known('define x: a <= 3 # µ "x"\nnotice "# µ₂ 💊"\n')
    found = [(about.source.slice(each.span), each.kind) for each in tokens(about)]
    assert ("<=", "sign") in found
    assert ('# µ "x"', "comment") in found
    assert ('"# µ₂ 💊"', "string") in found
