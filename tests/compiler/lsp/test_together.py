"""Repairs of several places at once: they mend every place with the slip, and decide nothing that is the author's."""

from __future__ import annotations

import pytest
from lsprotocol import types
from milligram.compare.diff.comparer import Comparer
from milligram.lsp.actions import Action, actions
from milligram.lsp.analysis import read
from milligram.lsp.findings import Shown
from milligram.lsp.know import Known
from milligram.lsp.repairs import applied
from milligram.lsp.together import certain
from milligram.pipeline import check_source
from milligram.source import SourceFile, Span
from milligram.syntax import parse

from tests.compiler.lsp.editor import editing

HEAD = """\
guideline g
  title "G"
  version 1.0.0
  status draft
  for "tests"
source review "R"
substance drug formula MgO
input level "Level" in mmol/L, plausible 0 to 10
input pain yes or no
"""
SOUND = f"""{HEAD}\
pathway
  when level under 5 mmol/L and pain:
    give 12 mg of drug daily [review]
    end
  when level over 8 mmol/L:
    advise "rest" [review]
"""


def shown(text: str) -> tuple[Known, tuple[Shown, ...]]:
    report = check_source(SourceFile("a.mg", text))
    reading = read(report.source)
    known = Known(source=report.source, file=reading.file, guideline=reading.guideline)
    return known, tuple(Shown(finding=found, state="proved") for found in report.diagnostics)


def codes(text: str) -> list[str]:
    return [found.code.code for found in check_source(SourceFile("a.mg", text)).diagnostics]


def offered(text: str, code: str) -> list[Action]:
    """The repairs of the first finding of a code."""
    known, found = shown(text)
    first = next(each for each in found if each.finding.code.code == code)
    return [each for each in actions(known, found, Span(0, len(text))) if each.finding == first]


@pytest.mark.parametrize(
    ("right", "wrong", "uses"),
    [("level under", "levle under", 1), ("level", "levle", 2), ("[review]", "[reviw]", 2), ("level", "lvl_x", 2)],
)
def test_a_name_misspelt_in_every_use_is_mended_in_one_step(right: str, wrong: str, uses: int) -> None:
    head, _, body = SOUND.partition("pathway")
    text = f"{head}pathway{body.replace(right, wrong)}"
    code = "MG801" if wrong == "[reviw]" else "MG011"
    found = [each for each in offered(text, code) if each.kind != "allow"]
    if wrong == "lvl_x":
        assert found == []  # nothing is near enough to be meant
        return
    titles = [each.title for each in found]
    word = right.split(" ")[0].strip("[]")
    if uses == 1:
        assert titles == [f"Write `{word}`"]
    else:
        assert titles == [f"Write `{word}` at all 2 places", f"Write `{word}` here only"]
    assert found[0].kind == "repair"
    assert codes(applied(text, found[0].edits)) == codes(SOUND)
    if uses > 1:
        assert found[1].kind == "choice"
        assert code in codes(applied(text, found[1].edits))


def test_a_misspelt_name_is_mended_in_a_line_that_cannot_be_read_too() -> None:
    text = SOUND.replace("level under 5", "levle under 5") + "define high: levle ovr 8 mmol/L\n"
    (everywhere, _) = offered(text, "MG011")[:2]
    after = applied(text, everywhere.edits)
    assert "levle" not in after
    assert "define high: level ovr" in after


def test_a_word_in_a_text_or_comment_is_no_use_of_a_name() -> None:
    text = SOUND.replace("level", "levle").replace("input levle", "input level")
    text = text.replace('"rest"', '"levle"  # levle')
    after = applied(text, offered(text, "MG011")[0].edits)
    assert '"levle"' in after
    assert "# levle" in after


def test_a_keyword_misspelt_again_and_again_is_offered_to_be_mended_everywhere() -> None:
    text = SOUND.replace("  when", "  whenn")
    here, everywhere = offered(text, "MG003")
    assert (here.title, everywhere.title) == ("Write `when`", "Write `when` at all 2 places")
    assert (here.kind, everywhere.kind) == ("repair", "choice")
    assert applied(text, everywhere.edits) == SOUND


CERTAIN = [
    ("12 mg", "12.0 mg"),
    ("12 mg", "12e0 mg"),
    ("daily [review]", "daily\u00a0[review]"),
    ('"rest"', "“rest”"),
    ("    give", "\tgive"),
    ("give 12", "give\u200b 12"),
    ("5 mmol/L", "5.0e0 mmol/L"),
]


@pytest.mark.parametrize(("right", "wrong"), CERTAIN)
def test_what_says_the_same_is_mended_without_asking(right: str, wrong: str) -> None:
    text = SOUND.replace(right, wrong)
    assert text != SOUND
    after = applied(text, certain(*shown(text)))
    assert codes(after) == codes(SOUND)
    assert parse(SourceFile("a.mg", after)).file == parse(SourceFile("a.mg", SOUND)).file


def test_a_unit_that_is_misread_is_written_as_it_should_be_and_counts_the_same() -> None:
    text = SOUND.replace("12 mg", "12 µg")
    after = applied(text, certain(*shown(text)))
    assert "give 12 mcg of drug" in after
    before, now = (check_source(SourceFile("a.mg", each)).guideline for each in (text, after))
    assert before is not None
    assert now is not None
    comparison = Comparer(before, now).compare()
    assert (comparison.groups, comparison.undecided) == ((), ())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("level under", "levle under"),
        ("under 5 mmol/L", "under 5"),
        ("under 5", "under 5,0"),
        ("plausible 0 to 10", "plausible 0 – 10"),
        ("pain:", "pain"),
        ("mmol/L, plausible", "mmol/l/, plausible"),
        ("  when level over", "   when level over"),
        ("daily", "qd"),
        ("plausible 0 to 10", "plausible 10 to 0"),
    ],
)
def test_what_the_author_has_to_judge_is_left_alone(right: str, wrong: str) -> None:
    text = SOUND.replace(right, wrong)
    assert codes(text) != codes(SOUND)
    assert certain(*shown(text)) == ()


def test_an_editor_may_have_all_of_it_done_at_every_save() -> None:
    uri = "file:///a.mg"
    with editing() as editor:
        editor.open(uri, SOUND.replace('"rest"', "“rest”").replace("12 mg", "12.0 mg"))
        editor.settle(uri)

        def asked(*only: str) -> list[types.CodeAction]:
            params = types.CodeActionParams(
                text_document=types.TextDocumentIdentifier(uri=uri),
                range=editor.range(uri, 0, 0),
                context=types.CodeActionContext(diagnostics=[], only=list(only) or None),
            )
            found = editor.run(editor.client.text_document_code_action_async(params)) or []
            return [each for each in found if isinstance(each, types.CodeAction)]

        for only in ("source", "source.fixAll", "source.fixAll.milligram"):
            (action,) = asked(only)
            assert action.kind == "source.fixAll.milligram"
        assert asked("quickfix") == asked("source.organizeImports") == asked("sour") == []
        editor.apply(uri, asked()[-1].edit)
        editor.settle(uri)
        if "12.0" in editor.texts[uri]:  # a dose is looked at only where all lines can be read
            editor.apply(uri, asked("source.fixAll")[0].edit)
            editor.settle(uri)
        assert editor.texts[uri] == SOUND
        assert asked("source.fixAll") == []
