"""The text of a finding: exact small outputs, carets under the right words, and a width that hostile text keeps."""

from __future__ import annotations

import re
import unicodedata
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.diagnostics import CODES, Diagnostic, Edit, Label, Severity, render_text, summary
from milligram.source import SourceFile, Span

RENAL = dedent("""\
    pathway
      decide "Renal function" by creatinine_clearance
        under 20 mL/min:
          end
        20 to 30 mL/min:
          unspecified "extreme caution" [r3]
          end
        30 to 60 mL/min:
          unspecified "reduced dose" [r3]
    """)


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def finding(
    text: str,
    span: Span | str,
    message: str = "a fault",
    *,
    code: str = "MG001",
    labels: tuple[tuple[str, str], ...] = (),
    path: str = "a.mg",
    help: str | None = None,
    witness: dict[str, str] | None = None,
    edits: tuple[Edit, ...] = (),
) -> Diagnostic:
    return Diagnostic(
        code=CODES[code],
        message=message,
        source=SourceFile(path, text),
        span=at(text, span) if isinstance(span, str) else span,
        labels=tuple(Label(span=at(text, words), text=said) for words, said in labels),
        help=help,
        witness=witness,
        edits=edits,
    )


def rows(*found: Diagnostic, width: int = 80) -> list[str]:
    return render_text(found, width=width).splitlines()


def columns(text: str) -> int:
    """An independent count of the columns that a terminal gives to text."""
    return sum(
        0 if unicodedata.category(char) in ("Mn", "Me") else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def marked(found: Diagnostic, *, width: int = 80) -> str:
    """The text that stands above the carets, taken by columns."""
    lines = rows(found, width=width)
    row = next(index for index, line in enumerate(lines) if set(line.split("|")[-1].strip()) == {"^"})
    under = [index for index, char in enumerate(lines[row]) if char == "^"]
    column = 0
    taken = ""
    for char in lines[row - 1]:
        size = columns(char)
        if under[0] <= column <= under[-1] or (size == 0 and under[0] <= column - 1 <= under[-1]):
            taken += char
        column += size
    return taken


def test_both_places_help_and_patient_are_shown() -> None:
    found = finding(
        RENAL,
        "30 to 60 mL/min",
        "exactly 30 mL/min is in both `20 to 30 mL/min` and `30 to 60 mL/min`",
        code="MG103",
        labels=(("20 to 30 mL/min", "this branch includes 30"),),
        path="neck.mg",
        help="write `20 to under 30 mL/min`, so that 30 is in the second branch only, as the source has it",
        witness={"age": "40 years", "creatinine_clearance": "30 mL/min"},
    )
    assert render_text([found]) == dedent("""\
        error[MG103] shared boundary: exactly 30 mL/min is in both `20 to 30 mL/min` and
          `30 to 60 mL/min`
         --> neck.mg:8:5
          |
        5 |     20 to 30 mL/min:
          |     --------------- this branch includes 30
        ...
        8 |     30 to 60 mL/min:
          |     ^^^^^^^^^^^^^^^
          = help: write `20 to under 30 mL/min`, so that 30 is in the second branch
                  only, as the source has it
          = patient: age 40 years, creatinine_clearance 30 mL/min

        1 error in 1 file
        """)


def test_a_span_over_lines_underlines_its_first_and_last_line() -> None:
    start = RENAL.index("20 to 30")
    found = finding(RENAL, Span(start, RENAL.index("    30 to 60")))
    assert rows(found)[2:-2] == [
        "  |",
        "5 |     20 to 30 mL/min:",
        "  |     ^^^^^^^^^^^^^^^^",
        '6 |       unspecified "extreme caution" [r3]',
        "7 |       end",
        "  |       ^^^",
    ]


def test_a_single_line_between_two_places_is_shown_and_not_elided() -> None:
    found = finding("one\ntwo\nthree\n", "three", labels=(("one", "first"),))
    assert rows(found)[3:8] == ["1 | one", "  | --- first", "2 | two", "3 | three", "  | ^^^^^"]


def test_two_places_on_one_line_share_a_row_where_they_do_not_touch() -> None:
    found = finding("alpha beta gamma\n", "alpha", labels=(("gamma", "and here"),))
    assert rows(found)[3:5] == ["1 | alpha beta gamma", "  | ^^^^^      ----- and here"]


def test_overlapping_places_have_a_row_each() -> None:
    found = finding("alpha beta\n", "alpha beta", labels=(("beta", "this part"),))
    assert rows(found)[3:6] == ["1 | alpha beta", "  | ^^^^^^^^^^", "  |       ---- this part"]


def test_a_long_label_goes_below_its_underline_and_is_wrapped() -> None:
    said = "words that are far too many to stand beside the underline at this width, so they go below"
    found = finding("alpha beta\n", "alpha", labels=(("beta", said),))
    lines = rows(found, width=60)
    assert lines[4] == "  | ^^^^^ ----"
    assert " ".join(line.removeprefix("  |").strip() for line in lines[5:8]).startswith(said)


def test_an_empty_span_at_the_end_of_a_line_has_one_caret() -> None:
    found = finding("when x\n  end\n", Span(6, 6), "a colon is missing")
    assert rows(found)[3:5] == ["1 | when x", "  |       ^"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("\twhen\tvolume_depleted:", "volume_depleted"),
        ('title "頸部筋痙攣" and more', "頸部筋痙攣"),
        ('title "頸部筋痙攣" and more', "and more"),
        ("dose 25 µg of naïve drug", "naïve"),
        ("dose 25 µg of nai\u0308ve drug", "nai\u0308ve"),
        ("dose 25 µg of nai\u0308ve drug", "drug"),
        ("e\u0301\u0301\u0301 after many marks", "after"),
        ("😀 emoji before", "before"),
    ],
)
def test_carets_stand_under_the_words_whatever_their_width(line: str, words: str) -> None:
    assert marked(finding(line + "\n", words)) == words


def test_a_combining_mark_alone_is_underlined_at_its_letter() -> None:
    assert rows(finding("cafe\u0301 x\n", "\u0301"))[4] == "  |    ^"


def test_hidden_characters_are_written_by_number_and_underlined_whole() -> None:
    found = finding("dose \u202e02 mg\n", "\u202e", "\u202eraw\x1b[31m", path="a\x1b.mg", code="MG006")
    text = render_text([found])
    assert "1 | dose <U+202E>02 mg\n  |      ^^^^^^^^\n" in text
    assert "<U+202E>raw<U+001B>[31m" in text
    assert "--> a<U+001B>.mg:1:6" in text


def test_a_byte_that_was_not_utf8_is_shown_as_that_byte() -> None:
    text = b"in \xb5mol\n".decode("utf-8", "surrogateescape")
    assert rows(finding(text, Span(3, 4), code="MG010"))[3:5] == ["1 | in <B5>mol", "  |    ^^^^"]


def test_a_long_line_is_cut_around_each_place() -> None:
    line = "a" * 300 + " TARGET " + "b" * 300 + " SECOND " + "c" * 300
    lines = rows(finding(line + "\n", "TARGET", labels=(("SECOND", "and this"),)))
    assert max(map(len, lines)) <= 80
    for words, sign in (("TARGET", "^"), ("SECOND", "-")):
        row = next(index for index, line in enumerate(lines) if words in line)
        assert lines[row].startswith("1 | …")
        assert lines[row].endswith("…")
        assert lines[row + 1].index(sign * 6) == lines[row].index(words)


def test_a_span_longer_than_the_line_shown_is_underlined_to_the_edge() -> None:
    lines = rows(finding("start " + "x" * 500 + "\n", "x" * 500))
    assert len(lines[3]) == 80
    assert lines[4].count("^") == lines[3].count("x")


def test_a_file_without_text_is_named_and_no_line_is_invented() -> None:
    found = finding("", Span(0, 0), "no such file or directory", code="MG010", help="name a file that exists")
    assert rows(found) == [
        "error[MG010] unreadable file: no such file or directory",
        " --> a.mg",
        "  = help: name a file that exists",
        "",
        "1 error in 1 file",
    ]


def test_an_edit_is_the_help_when_there_is_no_other() -> None:
    edit = Edit(span=Span(0, 4), replacement="when", title="write `when`")
    assert "  = help: write `when`" in rows(finding("wehn\n", "wehn", edits=(edit,)))


def test_findings_stand_by_file_then_place_then_code() -> None:
    text = "one two\n"
    found = [
        finding(text, "two", path="b.mg"),
        finding(text, "two", path="a.mg", code="MG011"),
        finding(text, "two", path="a.mg", code="MG003"),
        finding(text, "one", path="a.mg", code="MG902"),
    ]
    heads = [line for line in rows(*found) if line.startswith(("error", "warning"))]
    assert [re.findall(r"MG\d+", line)[0] for line in heads] == ["MG902", "MG003", "MG011", "MG001"]


def test_the_summary_counts_levels_and_files() -> None:
    error, warning = finding("x\n", "x"), finding("x\n", "x", code="MG902", path="b.mg")
    assert summary([]) == "no findings"
    assert summary([error]) == "1 error in 1 file"
    assert summary([error, error, warning]) == "2 errors, 1 warning in 2 files"
    assert summary([warning, warning]) == "2 warnings in 1 file"
    assert render_text([]) == ""


def test_colour_adds_escapes_and_changes_nothing_else() -> None:
    found = [
        finding(RENAL, "30 to 60", labels=(("20 to 30", "here"),), help="write it so", witness={"age": "4 years"}),
        finding(RENAL, "reduced dose", code="MG902"),
    ]
    plain, coloured = render_text(found), render_text(found, colour=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[1;31merror[MG001]" in coloured
    assert "\x1b[1;33mwarning[MG902]" in coloured


def test_a_severity_given_to_one_finding_is_the_one_printed() -> None:
    base = finding("10U\n", "10U", code="MG901")
    assert base.level is Severity.WARNING
    as_error = Diagnostic(code=base.code, message="x", source=base.source, span=base.span, severity=Severity.ERROR)
    assert render_text([as_error]).startswith("error[MG901]")


HOSTILE = st.text(
    st.sampled_from("ab \t\n\x00\x1b\x7f\u202e\u2066\u200b\u0301\u115f頸😀µ|^-…\ud800\udcff") | st.characters(),
    max_size=200,
)


@given(HOSTILE, HOSTILE, st.data(), st.integers(40, 100))
def test_no_text_breaks_the_width_or_reaches_the_terminal_raw(
    text: str, words: str, data: st.DataObject, width: int
) -> None:
    """Whatever the file and the message hold: rows keep the width, are printable, and nothing is raised."""
    offsets = st.integers(0, len(text))
    spans = [Span(*sorted((data.draw(offsets), data.draw(offsets)))) for _ in range(3)]
    source = SourceFile("a.mg", text)
    found = Diagnostic(
        code=CODES["MG001"],
        message=words,
        source=source,
        span=spans[0],
        labels=tuple(Label(span=span, text=words) for span in spans[1:]),
        help=words or None,
        witness={"name": words},
    )
    rendered = render_text([found], width=width)
    for line in rendered.split("\n"):
        assert columns(line) <= width
        assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in line)


def test_of_a_line_of_a_megabyte_only_the_place_is_shown() -> None:
    """A hostile line costs what is shown of it, not its length times its length."""
    text = "x" * 500_000 + " TARGET " + "y" * 500_000
    rendered = render_text([finding(text, "TARGET")])
    assert len(rendered) < 1_000
    assert " TARGET " in rendered
