"""Several independent faults come out of one run, each once, at its place, with the word that was meant."""

from __future__ import annotations

import pytest
from milligram.diagnostics.model import Diagnostic
from milligram.source import SourceFile
from milligram.syntax import parse
from milligram.syntax.layout import lay_out
from milligram.syntax.machine import acceptable
from milligram.syntax.nodes import Input, Name
from milligram.syntax.parser import MAX_FINDINGS
from milligram.syntax.recovery import ChunkReader

Seen = tuple[int, int, str, str]


def findings(text: str) -> tuple[Diagnostic, ...]:
    return parse(SourceFile("a.mg", text)).diagnostics


def seen(text: str) -> list[Seen]:
    """Line, column, code and the words at the place, of each finding."""
    source = SourceFile("a.mg", text)
    return [(*source.position(d.span.start), d.code.code, source.slice(d.span)) for d in parse(source).diagnostics]


FIVE = """\
guideline x
  title "x"
  aplies when age at least 18 years
input age in years, plausibel 0 to 120
define low: potassium undr 3.5 mmol/L
pathway
  when low
    advise agianst potassium
"""


def test_five_faults_are_five_findings_each_at_its_place() -> None:
    """One in a header, one in an attribute, one in a formula, one at a line's end, and one in that line's block."""
    assert seen(FIVE) == [
        (3, 3, "MG003", "aplies"),
        (4, 21, "MG001", "plausibel"),
        (5, 23, "MG001", "undr"),
        (7, 8, "MG001", "low"),
        (8, 12, "MG001", "agianst"),
    ]
    assert [d.help for d in findings(FIVE)] == [
        "did you mean `applies`?",
        "did you mean `plausible`?",
        "did you mean `under`?",
        "end the line with `:`",
        "did you mean `against`?",
    ]


def test_applying_every_edit_repairs_the_file() -> None:
    """The edits of the five findings together give a file without a finding."""
    text = FIVE
    for finding in reversed(findings(FIVE)):
        (edit,) = finding.edits
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    assert findings(text) == ()


def test_what_parses_stays_and_what_does_not_is_named() -> None:
    result = parse(SourceFile("a.mg", "input age in years\ninptu weight in kg\ntable by age givs x, y\n  1 | 2 | 3\n"))
    assert result.file is not None
    assert [d.name.name for d in result.file.declarations if isinstance(d, Input)] == ["age"]
    assert len(result.file.declarations) == 1
    assert [name.name for name in result.broken] == ["weight"]


@pytest.mark.parametrize(
    ("text", "place", "helps"),
    [
        ("inptu age in years\n", (1, 1, "MG003", "inptu"), "`input`"),
        ("regimen r\n  stpe 1: 5 mg daily\n", (2, 3, "MG003", "stpe"), "`step`"),
        ("score s\n  ad points\n", (2, 3, "MG003", "ad"), "`add`"),
        ("score s\n  2 if high\n", (2, 5, "MG001", "if"), "`when`"),
        ("pathway\n  if low:\n    end\n", (2, 3, "MG003", "if"), "`when`"),
        ("pathway\n  decide\n    low:\n      end\n    else:\n      end\n", (5, 5, "MG003", "else"), "`otherwise`"),
        ("define a: b && c\n", (1, 13, "MG001", "&&"), "`and`"),
        ("define a: b || c\n", (1, 13, "MG001", "||"), "`or`"),
        ("define a = b\n", (1, 10, "MG001", "="), "`:`"),
        ("guideline g\n  status = draft\n", (2, 10, "MG001", "="), "leave it out"),
        ("pathway\n  suggest heat therapy [r1]\n", (2, 11, "MG001", "heat therapy"), '"heat therapy"'),
        ("pathway\n  note rest because \"x\"\n", (2, 8, "MG001", "rest"), '"rest"'),
        ("pathway\n  note \"rest\n", (2, 8, "MG004", '"rest'), "close it"),
        ("pathway\n  note “rest”\n", (2, 8, "MG004", "“"), "straight"),
        ("pathway\n  note \"a\\n b\"\n", (2, 10, "MG004", "\\n"), "backslash"),
        ("pathway\n  when a:\n  end\n", (3, 3, "MG002", "end"), "two more spaces"),
        ("pathway\n   end\n", (2, 1, "MG002", "   "), "2 spaces"),
        ("pathway\n  end\n    end\n", (3, 1, "MG002", "    "), "same column"),
        ("  pathway\n    end\n", (1, 1, "MG002", "  "), "margin"),
        ("pathway\n\tend\n", (2, 1, "MG005", "\t"), "two spaces"),
        ("pathway\n  decide \"x\" by k:\n    a:\n      end\n", (2, 18, "MG001", ":"), "leave it out"),
        ("pathway\n  when k 20–30 mmol/L:\n    end\n", (2, 12, "MG001", "–"), "`20 to 30`"),
        ("pathway\n  give 1,500 mg of k\n", (2, 8, "MG001", "1,500"), "`1500`"),
        ("define a: b under 0,70 mmol/L\n", (1, 19, "MG001", "0,70"), "`0.70`"),
        ("define a: b -5\n", (1, 13, "MG001", "-5"), "`- 5`"),
        ("define a: (b + c\n", (1, 16, "MG001", "c"), "`)`"),
        ("pathway\n  when a and (b:\n    end\n", (2, 16, "MG001", ":"), "`)`"),
        ("define a: b - c) / d\n", (1, 16, "MG001", ")"), "leave it out"),
        ("define a: b + 1e3\n", (1, 15, "MG001", "1e3"), "`1000`"),
        ("pathway\n  give -1.5E-3 mg of k\n", (2, 8, "MG001", "-1.5E-3"), "`-0.0015`"),
        ("input a in mg, plausible 0 to 1e400\n", (1, 31, "MG001", "1e400"), "larger or smaller unit"),
        ("input a in mg, plausible .5 to 6\n", (1, 26, "MG001", ".5"), "`0.5`"),
        ("pathway\n  advise against k when b or c [r]\n", (2, 20, "MG001", "when"), "under `when b or c:`"),
        ("pathway\n  order k if b (strong) [r]\n", (2, 11, "MG001", "if"), "under `when b:`"),
        ("pathway\n  stop k unless b\n", (2, 10, "MG001", "unless"), "under `when not b:`"),
        ("input müller in mg\n", (1, 7, "MG001", "müller"), "label"),
        ("input step in mg\n", (1, 7, "MG013", "step"), "longer name"),
        ("define a: min under 3\n", (1, 15, "MG001", "under"), None),
        ("pathway\n  give a twice daily\n", (2, 10, "MG001", "twice daily"), "`2 times daily`"),
        ("give a\n", (1, 1, "MG001", "give"), "`pathway`"),
        ("pathway\n  input a in mg\n  end\n", (2, 1, "MG002", "  "), "margin"),
        ("pathway\n  step 1: 5 mg daily\n", (2, 3, "MG001", "step"), "`regimen`"),
        ("input a in mg\n  title \"a\"\n  status draft\n", (2, 1, "MG002", "  "), "column"),
        ("part\n  end\n", (1, 1, "MG001", "part"), "a name"),
        ("input a mL/min\n", (1, 9, "MG001", "mL/min"), "`in mL/min`"),
        ("input a in mg, plausible 1 to " + "6" * 41 + "\n", (1, 31, "MG008", "6" * 41), "digits"),
        ("pathway\n  stop a (strng)\n", (2, 11, "MG001", "strng"), "`strong`"),
        ("pathway\n  stop a (low, strong)\n", (2, 16, "MG001", "strong"), "strength"),
        ("effect a \"b\" often\n", (1, 14, "MG001", "often"), "common"),
        ("table by a gives b\n  1 | 2 | 3\n", (2, 3, "MG019", "1 | 2 | 3"), "1 cell"),
        ("table by a gives b\n  1 | 2, 3\n", (2, 7, "MG020", "2, 3"), "one value"),
        ("table by a gives b\n  a + 1 | 2\n", (2, 3, "MG020", "a + 1"), "band"),
        ("pathway\n  decide\n    under 5 mg:\n      end\n", (3, 5, "MG020", "under 5 mg"), "by"),
        ("pathway\n  decide by a\n    a under 5 mg:\n      end\n", (3, 5, "MG020", "a under 5 mg"), "`under 5 mg`"),
        ("pathway\n  decide by a, b\n    1:\n      end\n", (3, 5, "MG020", "1"), "`|`"),
        ("input a yes or no, ask \"x\", ask \"y\"\n", (1, 29, "MG021", "ask \"y\""), "one of the two"),
        ("pathway\n  stop a because \"x\" because \"y\"\n", (2, 22, "MG021", "because \"y\""), "one of the two"),
        ("pathway\n  give 1 mg of a for 3 d for 2 d\n", (2, 26, "MG021", "for 2 d"), "one of the two"),
        ("pitfall \"a\"\n  never give b when c\n  unchecked because \"d\"\n",
         (3, 3, "MG020", "unchecked because \"d\""), "rule"),
        ("case \"a\"\n  pregnant\n", (2, 3, "MG015", "pregnant"), "`pregnant yes`"),
        ("pathway\n  when a:\n  stop b\n  end\n", (3, 3, "MG002", "stop b"), "what belongs there"),
        ("pathway\n  decide \"x\"\n    a:\n    stop b\n    end\n", (4, 5, "MG002", "stop b"), "what belongs there"),
        ("pathway\n  when a: stop b\n    end\n", (3, 1, "MG002", "    "), "a line of its own"),
        ("regimen a of b\n  step 1: 1 mg daily\n  step: 2 mg daily\n", (3, 3, "MG001", "step"), "`step 2`"),
        ("regimen a of b\n  step 1: 1 mg daily\n  give 2 mg daily\n", (3, 3, "MG001", "give"), "`step 2:`"),
        ("pathway\n  stop a (IIa, B)\n", (2, 11, "MG001", "IIa, B"), "strength"),
        ("pathway\n  stop a (1B)\n", (2, 11, "MG001", "1B"), "strength"),
        ("pathway\n  when a unknown:\n    end\n", (2, 10, "MG001", "unknown"), "`is unknown`"),
        ("pathway\n  decide by a\n    a is unknown:\n      end\n", (3, 5, "MG020", "a is unknown"), "write `unknown`"),
        ("pathway\n  decide by a\n    ab under 5 mg:\n      end\n", (3, 5, "MG020", "ab under 5 mg"), "band"),
        ("pathway\n  decide by a\n    otherwise over 5 mg:\n      end\n", (3, 5, "MG001", "otherwise"), "condition"),
        ("pathway\n  if a:\n    end\n  elif b:\n    end\n  else:\n    end\n", (2, 3, "MG003", "if"), "`decide`"),
        ("table by a, c gives b\n  1, x, 2\n  2, y, 3 [r]\n", (2, 4, "MG001", ","), "`|`"),
        ("table by a, c gives b\n  1, x, y, 2\n", (2, 12, "MG001", "2"), "`|`"),
        ("regimen a of b\n  step 1: 1 mg daily\n    note \"c\"\n", (3, 1, "MG002", "    "), "give"),
        ("table by a gives b\n  1, 2\n  2, 3\n  3, 4\n", (2, 4, "MG001", ","), "`|`"),
    ],
)  # fmt: skip
def test_one_slip_is_one_finding_with_its_repair(text: str, place: Seen, helps: str | None) -> None:
    assert seen(text) == [place]
    (finding,) = findings(text)
    assert helps is None or (finding.help is not None and helps in finding.help), finding.help
    assert finding.message[0] in "`abcdefghijklmnopqrstuvwxyz"


def test_a_name_is_shown_although_it_is_reserved() -> None:
    """A reserved name is kept in the tree, so that nothing else is said of it."""
    result = parse(SourceFile("a.mg", "define a: b and step\n"))
    assert [d.code.code for d in result.diagnostics] == ["MG013"]
    assert result.file is not None
    assert isinstance(result.file.declarations[0].expr.operands[1], Name)  # type: ignore[union-attr]


def test_a_faulty_header_line_does_not_hide_its_block() -> None:
    """A stand-in takes the place of each faulty opener."""
    text = """\
regimen ladder of of a
  step 1
    give a of of b
  step 2 aftr 2 weeks:
    stp a
pathway
  decide "x" bye k
    under 3 mg
      givee a
    otherwise:
      end
"""
    assert [(line, column) for line, column, _, _ in seen(text)] == [
        (1, 19), (2, 8), (3, 15), (4, 10), (5, 5), (7, 14), (8, 13), (9, 7),
    ]  # fmt: skip


def test_a_block_whose_only_line_is_faulty_is_not_called_empty() -> None:
    assert [d[:3] for d in seen("pathway\n  when a:\n    endd\n  stop b\n")] == [(3, 5, "MG003")]


def test_an_unclosed_text_hides_nothing_after_it() -> None:
    assert [d[:3] for d in seen('pitfall "a\n  never give b wen c\npathway\n  stpo b\n')] == [
        (1, 9, "MG004"),
        (2, 16, "MG001"),
        (4, 3, "MG003"),
    ]


def test_no_more_findings_than_can_be_read() -> None:
    found = findings("define a: b\n" + "foo\n" * 100)
    assert len(found) == MAX_FINDINGS + 1
    assert found[-1].message.startswith("reading stops here")


@pytest.mark.parametrize(
    ("text", "takes", "refuses"),
    [
        ("pathway p\n  x", "GIVE", "STEP"),
        ("pathway p\n  bogus bogus\n  when a undr 3:\n    x", "GIVE", "STEP"),
        ('pathway p\n  decide "q"\n    x', "UNKNOWN", "GIVE"),
        ("regimen r\n  rute oral\n  x", "STEP", "GIVE"),
    ],
)
def test_what_can_stand_in_a_line_is_known_whatever_is_wrong_above_it(text: str, takes: str, refuses: str) -> None:
    source = SourceFile("a.mg", text)
    (chunk,) = lay_out(source, text).chunks
    states = ChunkReader(source, text, chunk, set(range(9))).states_before(len(chunk.lines) - 1)
    assert states is not None
    assert takes in acceptable(states)
    assert refuses not in acceptable(states)


def test_no_line_can_stand_under_one_that_takes_none() -> None:
    text = "pathway p\n  end\n    x"
    source = SourceFile("a.mg", text)
    (chunk,) = lay_out(source, text).chunks
    assert ChunkReader(source, text, chunk, set(range(9))).states_before(2) is None
