"""The support that is embedded: names that never clash, and its own small meanings."""

from __future__ import annotations

import ast
from collections import Counter
from fractions import Fraction

import pytest
from milligram.quantity.exact import Mode
from milligram_targets.python.embedding import FILES, chunks, support_names
from milligram_targets.python.layout import docstring_source, quoted
from milligram_targets.python.prose import Names, docstring, slug
from milligram_targets.python.support import rationals
from milligram_targets.python.support.accepted import unit_key
from milligram_targets.python.support.numbers import number_json, number_text

MODES: tuple[Mode, ...] = ("nearest", "up", "down")


@pytest.mark.parametrize("arithmetic", ["rationals", "exact"])
def test_every_name_is_bound_once_in_what_can_be_embedded_together(arithmetic: str) -> None:
    bound = Counter(name for file in (arithmetic, *FILES) for chunk in chunks(file) for name in chunk.binds)
    assert not [name for name, count in bound.items() if count > 1]


def test_every_name_used_is_bound_imported_or_python_s() -> None:
    own = {name for file in ("rationals", *FILES) for chunk in chunks(file) for name in chunk.binds}
    own |= {name for chunk in chunks("exact") for name in chunk.binds}
    own |= {name for chunk in chunks("bound") for name in chunk.binds}
    for file in FILES:
        for chunk in chunks(file):
            inside = {word for word in chunk.uses if word in own or word in chunk.imports or word in support_names()}
            local = chunk.uses - inside
            assert not {name for name in local if name[0].isupper()}, (file, local)


def test_the_rationals_do_what_the_reals_do() -> None:
    from milligram.quantity import exact

    for top in (Fraction(-7, 2), Fraction(0), Fraction(5, 2), Fraction(13, 10)):
        for step in (Fraction(1), Fraction(1, 10), Fraction(5)):
            for mode in MODES:
                assert rationals.round_to(top, step, mode) == exact.round_to(top, step, mode)
        assert rationals.floor(top) == exact.floor(top)
        assert rationals.compare(top, Fraction(1)) == exact.compare(top, Fraction(1))
        for exponent in (Fraction(2), Fraction(0), Fraction(3)):
            assert rationals.power(top, exponent) == exact.power(top, exponent)
    for name in ("divide", "power"):
        arguments = (Fraction(0), Fraction(-1)) if name == "power" else (Fraction(1), Fraction(0))
        with pytest.raises(rationals.Undefined) as ours:
            getattr(rationals, name)(*arguments)
        with pytest.raises(exact.Undefined) as theirs:
            getattr(exact, name)(*arguments)
        assert str(ours.value) == str(theirs.value)


@pytest.mark.parametrize(
    ("value", "text", "json"),
    [
        (Fraction(7, 10), "0.7", 0.7),
        (Fraction(-1, 8), "-0.125", -0.125),
        (Fraction(30), "30", 30),
        (Fraction(1, 3), "1/3", "1/3"),
        (Fraction("0.1234567890123456789"), "0.1234567890123456789", "0.1234567890123456789"),
    ],
)
def test_a_number_is_written_exactly_or_as_text(value: Fraction, text: str, json: object) -> None:
    assert number_text(value) == text
    assert number_json(value) == json


@pytest.mark.parametrize(
    ("text", "key"),
    [("µmol/L", "umol/L"), ("mcg", "ug"), ("weeks", "wk"), ("mmol per L", "mmol/L"), ("mm Hg", "mmHg"), ("°C", "Cel")],
)
def test_spellings_of_one_unit_have_one_key(text: str, key: str) -> None:
    assert unit_key(text) == key
    assert unit_key(key) == key


@pytest.mark.parametrize("text", ["a", "it's", 'say "a"', "'\"'", "\\n", "\n", "\u202e", "\x00", "é", "\U0001f469"])
def test_a_quoted_text_is_that_text(text: str) -> None:
    assert ast.literal_eval(quoted(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        'say "no"',
        '"a" b',
        'a """b""" c',
        '""""""',
        'a "',
        'a \\"',
        "a\\",
        "\\",
        "\\N \\x41",
        "a\x00b\u202e",
        "a\nb",
        "it's",
        "a\xa0b",
    ],
)
def test_a_docstring_reads_as_its_text(text: str) -> None:
    """What is escaped for the file is the text again when Python reads it; nothing unseen stands in the file."""
    code = docstring_source(text)
    assert ast.literal_eval(f'"""{code}"""') == text
    assert code.replace("\n", "").isprintable()


def test_lines_are_broken_between_words_and_nowhere_else() -> None:
    assert docstring('say  "no"\t\\n now') == 'say "no" \\n now.'
    long = docstring("wörter " * 40 + "end")
    assert " ".join(long.split("\n")) == "wörter " * 40 + "end."
    assert max(map(len, long.split("\n"))) in range(70, 79)
    assert docstring('""" ' * 40).count("\n") == 3  # six characters of the file each


def test_no_line_of_an_author_is_a_prompt() -> None:
    """doctest would run it."""
    for text in (">>> 1", "a " * 39 + ">>> 1", ">>>" * 9, "b\n>>> 1"):
        found = docstring(text, text)
        assert not [line for line in found.split("\n") if line.lstrip().startswith(">>>")]
        assert " ".join(found.split()).count(">>> 1") == 2 * text.count(">>> 1")


def test_names_are_handed_out_once() -> None:
    names = Names({"list"})
    assert [names.take("list"), names.take("list"), names.take("age")] == ["list_", "list__", "age"]
    assert slug("Is there a reason for magnesium?", 20) == "is_there_a_reason"
    assert slug("20 to 30") == "at_20_to_30"
    with pytest.raises(ValueError, match="no name of the language"):
        names.take("a b")
