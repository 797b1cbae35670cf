"""From a use to its declaration, and from there to every use."""

from __future__ import annotations

from pathlib import Path

import pytest
from milligram.lsp.know.names import definition, references
from milligram.lsp.know.uses import index_of
from milligram.source import Span
from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend

from tests.compiler.lsp.know.knowing import GUIDELINES, SMALL, in_small, known, of_path


def lines(place: str, *, declaration: bool = True) -> list[int]:
    about, offset = in_small(place)
    return [about.source.line_of(span) for span in references(about, offset, declaration=declaration)]


def line_of(words: str) -> int:
    return SMALL[: SMALL.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("place", "declared"),
    [
        ("when lo|w: 24", "define low"),
        ("[r|2]\nmonitor", "source r2"),
        ("give replace|ment (", "regimen replacement"),
        ("follow ca|re", "part care"),
        ("start blo|ods", "monitor bloods"),
        ("report frail|ty", "score frailty"),
        ("urgen|cy is soon", "table by age"),
        ("never give magne|sium", "substance magnesium formula"),
        ("has loo|p\n", "input diuretics"),
        ("sex fem|ale", "input sex"),
        ("¦ mal|e ¦ soon", "input sex"),
        ("in mmol/L of magnes|ium", "substance magnesium formula"),
        ("magnesium_citr|ate", "class salt"),
        ("order lev|el", "input level"),
        ("regimen replacement \"Replacement\" of magnesium_ox|ide", "substance magnesium_oxide"),
        ("lev|el 0.60 mmol/L", "input level"),
    ],
)  # fmt: skip
def test_a_use_leads_to_its_declaration(place: str, declared: str) -> None:
    about, offset = in_small(place)
    (span,) = definition(about, offset)
    assert about.source.line_of(span) == line_of(declared)


def test_a_word_of_a_table_is_declared_in_each_row_that_gives_it() -> None:
    about, offset = in_small("is so|on and")
    first = line_of("at least 65 years | male")
    assert [about.source.line_of(span) for span in definition(about, offset)] == [first, first + 1]


def test_references_are_all_uses_and_on_demand_the_declaration() -> None:
    every = lines("define lo|w")
    assert every[0] == line_of("define low")
    assert lines("define lo|w", declaration=False) == every[1:]
    assert every[1:] == [line_of("  low [r1]"), line_of("  step 2 after")]


def test_words_of_the_language_texts_and_comments_lead_nowhere() -> None:
    for place in ("deci|de", '"nuts an|d', "status dra|ft", "0.6|0 mmol/L, sex"):
        about, offset = in_small(place)
        assert definition(about, offset) == ()
        assert references(about, offset, declaration=True) == ()


def test_of_two_declarations_both_are_shown() -> None:
    about = known(f"{SMALL}define low: weak\n")
    found = definition(about, about.source.text.index("when low: 24") + 5)
    assert [about.source.slice(Span(span.start - 7, span.end)) for span in found] == ["define low", "define low"]


@pytest.mark.parametrize("path", GUIDELINES, ids=[path.stem for path in GUIDELINES])
def test_every_name_of_a_guideline_is_found_and_declared(path: Path) -> None:
    """No identifier of the tree is passed over but words that are no names; each use has its declaration."""
    about = of_path(path)
    assert about.file is not None
    index = index_of(about)
    found = {use.span.start for use in index.uses}
    for node in descend(about.file):
        if isinstance(node, ast.Ident | ast.Name) and node.span.end > node.span.start:
            passed = node.name in ("yes", "no", "unknown", "none") or about.source.slice(node.span) != node.name
            assert passed or node.span.start in found, (about.source.line_of(node.span), node.name)
    for use in index.uses:
        assert about.source.slice(use.span) == use.name
        if use.kind not in ("code", "text"):
            assert definition(about, use.span.start), use


def test_columns_count_code_points() -> None:
    about = known(SMALL.replace('"Level" by level', '"µ₂ 💊 Level" by level'))
    at = about.source.text.index("by level") + 3
    (span,) = definition(about, at)
    assert about.source.slice(span) == "level"
    assert any(place.start == at for place in references(about, at, declaration=False))
