"""The formatter: one text for one meaning, nothing lost, nothing changed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from milligram.diagnostics import Severity
from milligram.pipeline import check_text
from milligram.source import SourceFile
from milligram.syntax import parse
from milligram.syntax.format import format_source
from milligram.syntax.nodes import File

HERE = Path(__file__).parent
SAMPLES = sorted([*(HERE / "samples").glob("*.mg"), *(HERE / "unformatted").glob("*.mg")])


def formatted(text: str) -> str:
    """The canonical text of a file that parses; `format_source` itself compares the trees and the comments."""
    result = format_source(SourceFile("test.mg", text))
    assert result.text is not None, [each.message for each in result.diagnostics]
    return result.text


def parsed(text: str) -> File:
    file = parse(SourceFile("test.mg", text)).file
    assert file is not None
    return file


def parses(text: str) -> bool:
    return not any(each.level is Severity.ERROR for each in parse(SourceFile("test.mg", text)).diagnostics)


def comments(text: str) -> Counter[str]:
    return Counter(each.text for each in parsed(text).comments)


def fragment(text: str) -> str:
    return formatted(dedent(text).lstrip("\n"))


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> str:
    path: Path = request.param
    return path.read_text(encoding="utf-8")


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 15


def test_a_formatted_sample_is_its_own_form(sample: str) -> None:
    once = formatted(sample)
    assert formatted(once) == once


def test_a_sample_keeps_its_tree_and_its_comments(sample: str) -> None:
    once = formatted(sample)
    assert parsed(sample).declarations == parsed(once).declarations
    assert comments(sample) == comments(once)


def test_formatting_changes_no_finding(sample: str) -> None:
    """What the checker says hangs on the meaning, never on how the text is laid out."""
    before, after = check_text(sample), check_text(formatted(sample))
    assert sorted(each.code.code for each in before.diagnostics) == sorted(each.code.code for each in after.diagnostics)


def test_no_line_of_a_formatted_sample_ends_in_blanks_or_repeats_a_blank_line(sample: str) -> None:
    lines = formatted(sample).split("\n")
    assert not [line for line in lines if line != line.rstrip()]
    assert not [number for number, line in enumerate(lines[1:-1], 1) if not line and not lines[number - 1]]


@pytest.mark.parametrize("golden", sorted((HERE / "formatted").glob("*.mg")), ids=lambda path: path.stem)
def test_a_sample_reads_as_committed(golden: Path) -> None:
    """The golden files are accepted by reading them; ``sloppy`` holds every construct, typed in a hurry."""
    sample = next(path for path in SAMPLES if path.name == golden.name)
    assert formatted(sample.read_text(encoding="utf-8")) == golden.read_text(encoding="utf-8")


# --- lines and columns ----------------------------------------------------------------------------------------------


def test_signs_become_words_and_digits_stay_as_written() -> None:
    assert fragment(
        """
        define low: magnesium < 0.70 mmol/L
        define high: magnesium >= 1.10 mmol/L
        """
    ) == dedent(
        """\
        define low: magnesium under 0.70 mmol/L
        define high: magnesium at least 1.10 mmol/L
        """
    )


def test_a_range_of_one_value_stays_a_range_in_a_condition() -> None:
    text = "define exact: inr 2 to 2\n"
    assert formatted(text) == text


def test_a_minus_before_a_number_keeps_its_distance() -> None:
    text = "define a: - 5 * b\ndefine c: -5 * b\ndefine d: -b\ndefine e: -2 ^ 3\ndefine f: - 5 kg in g ^ 2\n"
    assert formatted(text) == text


def test_brackets_are_kept_and_none_are_added() -> None:
    text = "define a: ((b)) and (c or not (d))\n"
    assert formatted(text) == text


def test_attributes_of_an_input_come_in_one_order() -> None:
    assert fragment(
        """
        input k in mmol/L, loinc "2823-3", ask "Potassium?", valid 7 d, plausible 1 to 10
        """
    ) == dedent(
        """\
        input k in mmol/L, plausible 1 to 10, valid 7 d, ask "Potassium?", loinc "2823-3"
        """
    )


def test_cases_of_a_define_stand_in_columns() -> None:
    assert fragment(
        """
        define target first that applies:
          140 mmHg when age under 80 years
          150.5 mmHg otherwise
        """
    ) == dedent(
        """\
        define target first that applies:
          140 mmHg    when age under 80 years
          150.5 mmHg  otherwise
        """
    )


def test_cells_of_a_table_and_of_a_decision_stand_in_columns() -> None:
    assert fragment(
        """
        table by a, b gives c
          g1,g2 | under 30 % | 1 [r1]
          any | at least 30 % | "some text"
        pathway
          decide by a, b
            g1 | any:
              end
            g2, g3 | any:
              continue
        """
    ) == dedent(
        """\
        table by a, b gives c
          g1, g2  | under 30 %     | 1            [r1]
          any     | at least 30 %  | "some text"

        pathway
          decide by a, b
            g1      | any:
              end
            g2, g3  | any:
              continue
        """
    )


def test_estimates_of_findings_stand_in_a_column() -> None:
    assert fragment(
        """
        source r "A trial"
          year 2020
          population "adults"
          finding "short" MD -0.18 (95% CI -0.84 to 0.49)
          finding "somewhat longer" RR 1.04 (95% CI 0.84 to 1.29) [r]
          finding "without an estimate"
        """
    ) == dedent(
        """\
        source r "A trial"
          year        2020
          population  "adults"
          finding     "short"            MD -0.18 (95% CI -0.84 to 0.49)
          finding     "somewhat longer"  RR 1.04 (95% CI 0.84 to 1.29) [r]
          finding     "without an estimate"
        """
    )


def test_a_dose_has_its_parts_in_one_order() -> None:
    assert fragment(
        """
        pathway
          give 15 mg/kg of paracetamol every 4 to 6 h as needed for 3 d at most 1 g rounded to 50 mg by weight
        """
    ) == dedent(
        """\
        pathway
          give 15 mg/kg of paracetamol by weight rounded to 50 mg at most 1 g every 4 to 6 h as needed for 3 d
        """
    )


# --- notes and long lines -------------------------------------------------------------------------------------------


def test_notes_come_in_one_order_on_the_line_that_holds_them() -> None:
    assert fragment(
        """
        pathway
          stop x
            allow MG800 because "local"
            [r1, r2]
            because "it harms"
            (strong, very low)
        """
    ) == dedent(
        """\
        pathway
          stop x (strong, very low) because "it harms" [r1, r2] allow MG800 because "local"
        """
    )


def test_notes_that_do_not_fit_stand_under_the_line_and_long_reasons_are_folded_at_words() -> None:
    reason = " ".join(["a reason of many words"] * 6)
    assert fragment(
        f"""
        pathway
          stop x because "{reason}" [r1]
        """
    ) == dedent(
        """\
        pathway
          stop x
            because "a reason of many words a reason of many words a reason of many words a reason of many"
              "words a reason of many words a reason of many words"
            [r1]
        """
    )


def test_notes_of_a_block_stand_before_its_colon_or_under_it() -> None:
    reason = " ".join(["word"] * 17)
    assert fragment(
        f"""
        pathway
          when a: [r1]
            end
          when b because "{reason}":
            end
        """
    ) == dedent(
        f"""\
        pathway
          when a [r1]:
            end
          when b:
            because "{reason}"
            end
        """
    )


def test_a_long_condition_is_broken_before_its_outermost_operators() -> None:
    operands = [f"a_rather_long_name_{i} and another_long_name_{i}" for i in range(3)]
    assert fragment(
        f"""
        pathway
          when {" or ".join(operands)}:
            end
        define x: {" or ".join(operands)} [r1]
        """
    ) == dedent(
        f"""\
        pathway
          when {operands[0]}
              or {operands[1]}
              or {operands[2]}:
            end

        define x: {operands[0]}
          or {operands[1]}
          or {operands[2]}
          [r1]
        """
    )


def test_a_long_title_goes_on_under_its_first_word_and_leaves_no_word_alone() -> None:
    assert fragment(
        f"""
        guideline g
          title "{" ".join(["words"] * 16)} last"
        """
    ) == dedent(
        f"""\
        guideline g
          title      "{" ".join(["words"] * 13)}"
                     "{" ".join(["words"] * 3)} last"
        """
    )


def test_long_lists_go_on_after_a_comma() -> None:
    names = ", ".join(f"drug_number_{i}" for i in range(12))
    text = fragment(f"class c of {names}\n")
    assert text.count("\n") == 2
    assert max(map(len, text.splitlines())) <= 100


@given(st.lists(st.text(st.sampled_from('ab "\\#|é '), min_size=1, max_size=9), min_size=1, max_size=60))
def test_a_text_of_any_length_comes_back_as_it_was(words: list[str]) -> None:
    text = " ".join(words).replace("\\", "\\\\").replace('"', '\\"')
    source = f'pathway\n  stop x because "{text}"\n  note "{text}"\n'
    once = formatted(source)
    assert formatted(once) == once


# --- blank lines and comments ---------------------------------------------------------------------------------------


def test_unlike_declarations_are_set_apart_and_like_ones_stay_as_the_author_grouped_them() -> None:
    assert fragment(
        """
        input a yes or no
        input b yes or no


        input c yes or no
        define d: a
        score s
          1 when a
        score t
          1 when b
        """
    ) == dedent(
        """\
        input a yes or no
        input b yes or no

        input c yes or no

        define d: a

        score s
          1 when a

        score t
          1 when b
        """
    )


def test_comments_stay_with_what_they_are_about() -> None:
    text = dedent(
        """\
        # about the file

        # about a
        input a yes or no  # after a
        input b yes or no  # after b, in the column of its neighbour

        # about the pathway
        pathway  # after pathway
          # about when
          when a:  # after when
            end  # after end
            # at the end of the block
          # at the end of the pathway
        # at the end of the file
        """
    )
    assert formatted(text) == text


def test_a_comment_between_statement_and_note_keeps_them_apart() -> None:
    text = dedent(
        """\
        pathway
          stop x  # the drug
            because "it harms"  # the reason
            # about the source
            [r1]
        """
    )
    assert formatted(text) == text


def test_a_comment_between_operands_keeps_its_place() -> None:
    text = dedent(
        """\
        define x: a  # first
          or b  # second
          or c

        pathway
          when a  # one
              and b:  # two
            end
        """
    )
    assert formatted(text) == text


def test_comments_in_a_text_that_is_folded_anew_stand_before_it() -> None:
    assert fragment(
        """
        pathway
          note "one"  # first
            # between
            "two"  # second
          note "a"  # alone
            "b"
        """
    ) == dedent(
        """\
        pathway
          # between
          # first
          note "one two"  # second
          note "a b"      # alone
        """
    )


def test_comments_in_a_list_keep_their_items() -> None:
    text = dedent(
        """\
        class nsaid of ibuprofen,  # by mouth
          # the gel, too
          diclofenac,
          naproxen
          [r1]

        input nyha one of class1 "I" = 0,  # no limit
          class2 "II" = 2,  # slight limit
          ask "Which class?"
        """
    )
    assert formatted(text) == text


def test_a_comment_in_a_text_does_not_part_what_follows() -> None:
    assert fragment(
        """
        claim "a"

        claim "b"
          # about the second half
          "c" supported by r1
        """
    ) == dedent(
        """\
        claim "a"

        # about the second half
        claim "b c" supported by r1
        """
    )


def test_comments_that_end_neighbouring_rows_stand_in_a_column() -> None:
    assert fragment(
        """
        table by a gives b
          under 2 | 1 # one
          at least 2 | 10   # ten
        """
    ) == dedent(
        """\
        table by a gives b
          under 2     | 1   # one
          at least 2  | 10  # ten
        """
    )


def test_a_file_of_comments_and_an_empty_file() -> None:
    assert formatted("# only this\n\n\n#and this\n") == "# only this\n\n#and this\n"
    assert formatted("") == ""


def test_what_does_not_parse_is_refused_with_its_findings() -> None:
    result = format_source(SourceFile("test.mg", "input age in in in\n"))
    assert result.text is None
    assert result.diagnostics


# --- anything an author may type ------------------------------------------------------------------------------------


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, int]:
    """A sample with comments at random line ends, on lines of their own, and random blank lines; and their number."""
    lines = draw(st.sampled_from(SAMPLES)).read_text(encoding="utf-8").splitlines()
    start = draw(st.integers(0, max(0, len(lines) - 30)))
    count = 0
    for number in range(draw(st.integers(1, 12))):
        at = min(start + draw(st.integers(0, 40)), len(lines) - 1)
        match draw(st.sampled_from(["end", "own", "blank", "deep"])):
            case "end" if lines[at].strip() and "#" not in lines[at]:
                lines[at] += f"{' ' * draw(st.integers(0, 3))}# comment {number}"
                count += 1
            case "own":
                lines.insert(at, f"{' ' * draw(st.integers(0, 9))}# comment {number}")
                count += 1
            case "deep":
                indent = len(lines[at]) - len(lines[at].lstrip())
                lines.insert(at + 1, f"{' ' * (indent + 2)}# comment {number}")
                count += 1
            case "blank":
                lines.insert(at, " " * draw(st.integers(0, 3)))
            case _:
                pass
    return "\n".join(lines) + "\n", count


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(commented())
def test_every_comment_anywhere_is_kept_and_finds_its_place_at_once(case: tuple[str, int]) -> None:
    text, count = case
    once = formatted(text)
    assert sum(comments(once).values()) >= count
    assert comments(once) == comments(text)
    assert formatted(once) == once


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A sample whose lines were dropped, repeated, joined, spaced or re-indented at random; it may not parse."""
    lines = draw(st.sampled_from(SAMPLES)).read_text(encoding="utf-8").splitlines()
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        match draw(st.sampled_from(["drop", "repeat", "swap", "space", "words", "hang"])):
            case "drop" if len(lines) > 2:
                del lines[at]
            case "repeat":
                lines.insert(at, lines[at])
            case "swap" if lines[other].startswith(indent) and not lines[other][len(indent) :].startswith(" "):
                lines[at], lines[other] = lines[other], lines[at]
            case "space":
                lines[at] = indent + lines[at].strip().replace(" ", "  ")
            case "words":
                words = lines[at].split()
                if words:
                    place = draw(st.integers(0, len(words) - 1))
                    words[place] = draw(st.sampled_from([*"".join(lines[other : other + 1]).split(), "not", "5"]))
                lines[at] = indent + " ".join(words)
            case "hang":
                lines[at] = lines[at].replace(" because", f"\n{indent}    because", 1)
                lines[at] = lines[at].replace(" and ", f"\n{indent}      and ", 1)
            case _:
                pass
    return "\n".join(lines) + "\n"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_whatever_parses_keeps_its_meaning_and_has_one_form(text: str) -> None:
    """`format_source` raises if the tree or the comments changed."""
    result = format_source(SourceFile("test.mg", text))
    if result.text is None:
        assert not parses(text)
        return
    assert formatted(result.text) == result.text
