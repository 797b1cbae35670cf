"""A renamed guideline means what it meant, whichever names are changed; what cannot be renamed says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from milligram.diagnostics import Edit
from milligram.lsp.know import Known, Refused
from milligram.lsp.know.renaming import renamable, rename
from milligram.lsp.know.uses import Use, index_of
from milligram.lsp.repairs import applied
from milligram.quantity import Substances
from milligram.source import SourceFile, Span
from milligram.syntax import RESERVED

from tests.compiler.lsp.know.knowing import BAD, GOOD, GUIDELINES, SMALL, in_small, known, of_path

NEW = "renamed_{}"
NO_NAME = "a name is letters, digits and `_` without accents or spaces, and starts with a letter"


def meaning(value: object, words: re.Pattern[str]) -> object:
    """A value as plain data, with each of the words as a sign, so that the old name and the new are one."""
    if isinstance(value, str):
        return words.sub("§", value)
    if isinstance(value, Span | SourceFile):
        return None
    if isinstance(value, Substances):
        value = dict(value)
    if isinstance(value, Mapping):
        return sorted((repr(meaning(key, words)), repr(meaning(item, words))) for key, item in value.items())
    if isinstance(value, frozenset | set):
        return sorted(repr(meaning(item, words)) for item in value)
    if isinstance(value, tuple | list):
        return [meaning(item, words) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, [meaning(getattr(value, each.name), words) for each in fields(value)]
    return value


def same_meaning(one: Known, other: Known, names: Iterable[str]) -> bool:
    """Whether two texts mean the same but for these names."""
    words = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
    return meaning(one.guideline, words) == meaning(other.guideline, words)


def renamable_uses(about: Known) -> list[Use]:
    """One use of each name that can be renamed."""
    seen: set[tuple[str, str, str | None]] = set()
    found = []
    for use in index_of(about).uses:
        key = (use.kind if use.kind in ("choice", "guideline") else "name", use.name, use.owner)
        if key not in seen and not isinstance(renamable(about, use.span.start), Refused):
            seen.add(key)
            found.append(use)
    return found


@pytest.mark.parametrize("path", GUIDELINES, ids=[path.stem for path in GUIDELINES])
def test_all_names_of_a_guideline_can_be_changed_at_once(path: Path) -> None:
    about = of_path(path)
    edits: dict[Span, Edit] = {}
    names: list[str] = []
    for number, use in enumerate(renamable_uses(about)):
        new = NEW.format(number)
        found = rename(about, use.span.start, new)
        assert not isinstance(found, Refused), found.why
        assert not any(edit.span in edits for edit in found), f"`{use.name}` shares a place with another name"
        edits |= {edit.span: edit for edit in found}
        names += [use.name, new]
    after = known(applied(about.source.text, edits.values()))
    assert len(after.diagnostics) == len(about.diagnostics)
    assert not any(use.name in names[::2] for use in index_of(after).uses if use.kind != "text")
    assert same_meaning(about, after, names)


@pytest.mark.parametrize("number", range(0, len(GOOD), max(1, len(GOOD) // 40)))
def test_each_name_alone_can_be_changed_and_changed_back(number: int) -> None:
    about = of_path(GOOD[number])
    for use in renamable_uses(about)[:6]:
        found = rename(about, use.span.start, "quite_another")
        assert not isinstance(found, Refused), found.why
        after = known(applied(about.source.text, found))
        assert [d.code.code for d in after.diagnostics] == [d.code.code for d in about.diagnostics]
        assert same_meaning(about, after, (use.name, "quite_another"))
        back = rename(after, min(edit.span.start for edit in found), use.name)
        assert not isinstance(back, Refused), back.why
        assert applied(after.source.text, back) == about.source.text


def test_in_a_faulty_text_a_rename_makes_no_fault_and_hides_none() -> None:
    for path in BAD[::5]:
        about = of_path(path)
        for use in renamable_uses(about)[:3]:
            found = rename(about, use.span.start, "quite_another")
            assert not isinstance(found, Refused), found.why
            after = known(applied(about.source.text, found))
            codes = [sorted(found.code.code for found in each.diagnostics) for each in (about, after)]
            assert codes[0] == codes[1], (path.name, use.name)


def test_a_rename_reaches_the_cases_and_leaves_texts_and_comments() -> None:
    text = SMALL.replace("pathway main\n", 'pathway main  # low\n  note "low"\n').replace(
        "expect urgency", "expect low yes\n  expect urgency"
    )
    about = known(text)
    edits = rename(about, text.index("define low") + 8, "deficient")
    assert not isinstance(edits, Refused)
    after = applied(text, edits)
    assert "define deficient:" in after
    assert "  deficient [r1]" in after
    assert "when deficient: 24 mmol" in after
    assert "expect deficient yes" in after
    assert '  # low\n  note "low"' in after
    assert "(strong, low)" in after


def test_a_choice_is_renamed_with_its_input_and_not_with_another_of_the_same_word() -> None:
    text = SMALL.replace("input glucose", "input drink one of loop, none_at_all\ninput glucose")
    about = known(text)
    edits = rename(about, text.index("has loop") + 4, "loop_diuretic")
    assert not isinstance(edits, Refused)
    after = applied(text, edits)
    assert "any of loop_diuretic, thiazide" in after
    assert "diuretics loop_diuretic, thiazide" in after
    assert "one of loop, none_at_all" in after


def test_a_name_is_renamed_in_a_line_that_cannot_be_read() -> None:
    text = SMALL.replace("  report frailty\n", '  report frailty\n  advise "x" (strong, low)\n  wen low:\n')
    about = known(text)
    edits = rename(about, text.index("define low") + 8, "deficient")
    assert not isinstance(edits, Refused)
    assert '  advise "x" (strong, low)\n  wen deficient:' in applied(text, edits)


@pytest.mark.parametrize(
    ("place", "name", "why"),
    [
        ("define lo|w", "step", "`step` is a word of the language, and cannot be a name"),
        ("define lo|w", "risk", "`risk` is a define already"),
        ("define lo|w", "urgency", "`urgency` is an output of a table already"),
        ("define lo|w", "soon", "`soon` is a choice of `urgency` already"),
        ("define lo|w", "low level", NO_NAME),
        ("define lo|w", "niedrig_µ", NO_NAME),
        ("define lo|w", "today", "`today` is the date that `years since` counts to"),
        ("define lo|w", "x" * 81, "a name of 81 characters is longer than 80"),
        ("any of lo|op", "thiazide", "`diuretics` has a choice `thiazide` already"),
        ("any of lo|op", "none", "`none` is what a case says of a set with nothing in it"),
        ("status dra|ft", "final", "`draft` is a word of the language here, and keeps its name"),
        ("deci|de \"Level\"", "choose", "`decide` is a word of the language, and keeps its name"),
        ("\"nuts and| greens\"", "x", "no name stands here"),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_says_why(place: str, name: str, why: str) -> None:
    about, offset = in_small(place)
    assert rename(about, offset, name) == Refused(why=why)


def test_a_choice_is_not_renamed_while_a_line_that_may_use_it_cannot_be_read() -> None:
    text = f"{SMALL}define odd: diuretics haz loop\n"
    refused = rename(known(text), text.index("any of loop") + 8, "loops")
    assert isinstance(refused, Refused)
    assert "cannot be read, and may use `loop`" in refused.why


def test_a_name_in_brackets_does_not_become_a_grade() -> None:
    text = f"{SMALL}define odd: risk\n  or (weak) and low\n"
    refused = rename(known(text), text.index("input weak") + 6, "strong")
    assert refused == Refused(why="in line 63 `(strong)` would be read as a grade")
    assert not isinstance(rename(known(SMALL), SMALL.index("input weak") + 6, "strong"), Refused)


def test_no_reserved_word_is_accepted() -> None:
    about, offset = in_small("define lo|w")
    for word in RESERVED:
        assert isinstance(rename(about, offset, word), Refused)


def test_the_same_name_needs_no_edit() -> None:
    about, offset = in_small("define lo|w")
    assert rename(about, offset, "low") == ()
