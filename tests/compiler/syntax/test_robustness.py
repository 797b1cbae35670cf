"""Whatever the text or the bytes: findings, never an exception, and never a long wait."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Lark
from milligram.diagnostics.model import Diagnostic
from milligram.source import SourceFile
from milligram.source.reading import decode
from milligram.syntax import RESERVED, parse, read_source
from milligram.syntax.build_expressions import MAX_NESTING
from milligram.syntax.dump import dump_ast
from milligram.syntax.grammar_file import grammar_text
from milligram.syntax.indentation import MAX_DEPTH
from milligram.syntax.layout import MAX_BRACKETS
from milligram.syntax.parser import MAX_FINDINGS
from milligram.syntax.reading import MAX_BYTES

SAMPLES = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "samples").glob("*.mg"))]
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def check(text: str) -> None:
    """What holds for every text: places inside the file, few findings, a tree that can be printed and compared."""
    source = SourceFile("a.mg", text)
    result = parse(source)
    assert len(result.diagnostics) <= MAX_FINDINGS + 1
    for finding in result.diagnostics:
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.message
        assert "_NL" in text or "_NL" not in finding.message + (finding.help or "")
    if result.file is None:  # UTF-16, a PDF, an unfinished merge, prose: one finding, and nothing is read
        assert [finding.code.code in ("MG001", "MG010", "MG015") for finding in result.diagnostics] == [True]
        return
    dump_ast(result.file)
    assert result.file == parse(source).file
    if not result.diagnostics:
        assert result.broken == ()


@given(st.text())
@settings(PATIENT, max_examples=300)
def test_any_text(text: str) -> None:
    check(text)


@given(st.binary())
@settings(PATIENT, max_examples=200)
def test_any_bytes(data: bytes) -> None:
    check(decode("a.mg", data).text)


_SIGNS = ["(", ")", "[", "]", ":", ",", "|", "=", "<", "≤", "+", "-", "*", "/", "^", "#", '"', "(also"]
_VALUES = ["a", "b1", "5", "-0.5", "mg", "mL/min", "%", '"x"', "2026-11-22", "0.1.0", "MgO"]
_BREAKS = ["\n", "\n  ", "\n    ", "\n      "]
_WORDS = st.sampled_from([*sorted(RESERVED), *_SIGNS, *_VALUES, *_BREAKS])


@given(st.lists(_WORDS, max_size=60))
@settings(PATIENT, max_examples=400)
def test_any_words_of_the_language_in_any_order(words: list[str]) -> None:
    check(" ".join(words))


@given(st.data())
@settings(PATIENT, max_examples=300)
def test_a_sample_with_spans_deleted_inserted_and_replaced(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SAMPLES))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(st.one_of(st.text(max_size=6), _WORDS, st.just(""))) + text[end:]
    check(text)


_LINES = Lark(
    grammar_text().replace("%declare _NL _INDENT _DEDENT", '_NL: "\\n"\n_INDENT: "\\u0001"\n_DEDENT: "\\u0002"'),
    parser="lalr",
    start=["impossible", "claim", "input", "substance", "effect", "monitor", "define"],
)


def _laid_out(words: str) -> str:
    """Turns the marks of a generated block into indentation."""
    depth, lines = 0, [""]
    for char in words:
        if char == "\x01":
            depth += 1
        elif char == "\x02":
            depth -= 1
        elif char == "\n":
            lines.append("")
        else:
            lines[-1] = (lines[-1] or "  " * depth) + char
    return "\n".join(lines)


@given(from_lark(_LINES, explicit={"NAME": st.sampled_from(["aa", "bb"]), "STRING": st.just('"t"')}))
@settings(PATIENT, max_examples=150)
def test_texts_from_the_grammar(words: str) -> None:
    """Generated from the grammar itself, words run together or not: never an exception."""
    check(_laid_out(words))


@pytest.mark.parametrize(
    "text",
    [
        "define a: " + "(" * 5000 + "b" + ")" * 5000,
        "define a: " + "not " * 5000 + "b",
        "define a: " + "- " * 5000 + "b",
        "define a: " + " + ".join(["b"] * 5000),
        "define a: " + " ^ ".join(["b"] * 5000),
        "define a: " + "b" + " in mg" * 5000,
        "define a: " + "min(" * 5000,
        "pathway\n" + "".join("  " * n + "when a:\n" for n in range(1, 400)),
        "input a in mg" + " per mg" * 5000,
        "x" * 100_000,
        '"' * 100_000,
        "\n".join(["["] * 1000),
        "pathway\n  advise x" + " " * 100_000 + "y",
        'pathway\n  advise "x" (strong' + " " * 100_000 + "y)",
        "table by x gives y\n  | a" + " " * 100_000 + "b",
    ],
    ids=lambda text: text[:24],
)
def test_deep_and_long_chains_are_refused_with_a_code(text: str) -> None:
    """None of them runs out of stack, here or in what walks the tree, nor takes the square of its length: minutes."""
    check(text)
    assert parse(SourceFile("a.mg", text + "\n")).diagnostics


@pytest.mark.parametrize("word", [" or ", " and "])
def test_a_long_list_of_conditions_is_no_fault(word: str) -> None:
    """Conditions joined by one word nest one level, however many they are."""
    check("define a: " + word.join(["b"] * 3000) + "\n")
    assert parse(SourceFile("a.mg", "define a: " + word.join(["b"] * 3000) + "\n")).diagnostics == ()


def test_the_limits_are_where_they_are_said_to_be() -> None:
    def codes(text: str) -> list[str]:
        return [d.code.code for d in parse(SourceFile("a.mg", text)).diagnostics]

    def blocks(depth: int) -> str:
        return "pathway\n" + "".join("  " * n + "when a:\n" for n in range(1, depth)) + "  " * depth + "end\n"

    def brackets(depth: int) -> str:
        return "define a: " + "(" * depth + "b" + ")" * depth + "\n"

    assert codes(blocks(MAX_DEPTH)) == codes(brackets(MAX_BRACKETS)) == []
    assert codes(blocks(MAX_DEPTH + 1)) == codes(brackets(MAX_BRACKETS + 1)) == ["MG009"]
    assert codes("define a: " + " + ".join(["b"] * MAX_NESTING)) == []
    assert codes("define a: " + " + ".join(["b"] * (MAX_NESTING + 2))) == ["MG009"]


@pytest.mark.parametrize(
    "line",
    [
        "input a in mmol/L of b per unit of c, plausible 1 to 10, valid 14 d\n",
        'claim "a" answers "b" supported by r1 because "c" [r1, r2]\n',
        "inptu a in mg\n",
        "define a: b under 5 mg/kg/d and (c or not d) [r1]\n",
    ],
)
def test_work_grows_with_length_and_no_faster(line: str, work: Callable[[Callable[[], object]], int]) -> None:
    """Eight times the text is eight times the work, give or take a quarter; a square would be sixty-four times."""

    def reading(times: int) -> int:
        source = SourceFile("a.mg", line * times)
        return work(lambda: parse(source))

    reading(10)
    assert reading(800) < 10 * reading(100)


@pytest.mark.parametrize(
    ("head", "unit"),
    [("define a: b", " or b"), ("report a", ", a"), ("pathway\n", "  end\n")],
    ids=["or", "names", "ends"],
)
def test_work_on_a_long_line_or_block_grows_with_its_length(
    head: str, unit: str, work: Callable[[Callable[[], object]], int]
) -> None:
    def reading(times: int) -> int:
        source = SourceFile("a.mg", head + unit * times + "\n")
        return work(lambda: parse(source))

    reading(10)
    assert reading(4000) < 10 * reading(500)


# --- files ----------------------------------------------------------------------------------------------------------


def _read(tmp_path: Path, data: bytes) -> SourceFile | Diagnostic:
    path = tmp_path / "a.mg"
    path.write_bytes(data)
    return read_source(path)


def test_line_ends_and_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    source = _read(tmp_path, b"\xef\xbb\xbfclass arb of losartan\r\nclass b of arb\r\n")
    assert isinstance(source, SourceFile)
    result = parse(source)
    assert result.diagnostics == ()
    assert result.file is not None
    assert len(result.file.declarations) == 2


def test_a_file_that_is_not_utf8_is_refused_at_its_byte(tmp_path: Path) -> None:
    source = _read(tmp_path, b"class arb of losartan\nclass \xff of arb\n")
    assert isinstance(source, SourceFile)
    (finding,) = parse(source).diagnostics
    assert (finding.code.code, source.position(finding.span.start)) == ("MG010", (2, 7))


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    finding = _read(tmp_path, b"#" * (MAX_BYTES + 1))
    assert isinstance(finding, Diagnostic)
    assert finding.code.code == "MG007"
    assert isinstance(_read(tmp_path, b"#" * MAX_BYTES), SourceFile)


def test_a_file_that_is_absent_or_a_folder_is_a_finding(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.mg", tmp_path, os.fspath(tmp_path) + "\0"):
        finding = read_source(path)
        assert isinstance(finding, Diagnostic)
        assert finding.code.code == "MG010"
