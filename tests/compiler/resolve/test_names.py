"""Names: one namespace, any order, circles, and one finding for one cause."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from milligram.diagnostics import Diagnostic
from milligram.ir import nodes as ir
from milligram.resolve import Resolved, resolve
from milligram.source import SourceFile
from milligram.syntax import parse

Resolve = Callable[[str], Resolved]


def told(found: Resolved) -> list[tuple[str, str]]:
    return [(d.code.code, d.message) for d in found.diagnostics]


def only(found: Resolved) -> Diagnostic:
    (finding,) = found.diagnostics
    return finding


def guideline(found: Resolved) -> ir.Guideline:
    assert found.guideline is not None
    return found.guideline


def test_the_order_of_declarations_is_free_and_named_values_are_sorted_by_use(lines: Resolve) -> None:
    found = lines("define c: b + a\ndefine b: a + 1\ndefine a: n * 2\ninput n number\n")
    assert found.diagnostics == ()
    assert [home.name for home in guideline(found).named if isinstance(home, ir.DefinedNumber)] == ["a", "b", "c"]


def test_a_table_stands_once_though_it_has_several_outputs(lines: Resolve) -> None:
    found = lines("define z: x + y\ntable by f gives x, y\n  yes | 1 | 2\n  no | 3 | 4\ninput f yes or no\n")
    assert [type(home).__name__ for home in guideline(found).named] == ["Table", "DefinedNumber"]
    assert guideline(found).named_by_name["x"] is guideline(found).named_by_name["y"]


def test_a_circle_is_told_once_in_words_with_every_place(lines: Resolve) -> None:
    finding = only(lines("define a: b + 1\ndefine b: c + 1\ndefine c: a + 1\ndefine d: c over 2\n"))
    assert finding.code.code == "MG016"
    assert finding.message == "`a` is defined by `b`, which is defined by `c`, which is defined by `a`"
    assert len(finding.labels) == 2


def test_a_definition_by_itself_is_a_circle(lines: Resolve) -> None:
    assert only(lines("define a: a + 1\n")).message == "`a` is defined by itself"


def test_a_circle_through_a_cell_or_a_word_is_found_by_its_types(lines: Resolve) -> None:
    text = "input n number\ntable by n gives x\n  y | 1\n  any | 2\ndefine y: x + 1\n"
    assert only(lines(text)).code.code == "MG016"
    text = "input n number\ndefine x: n is y\ndefine y:\n  1 when x\n  2 otherwise\n"
    assert only(lines(text)).code.code == "MG016"


def test_a_choice_may_be_called_like_a_definition_that_reads_it(lines: Resolve) -> None:
    text = "input size one of low, high\ndefine low: size is low\n"
    assert lines(text).diagnostics == ()


def test_long_chains_in_the_wrong_order_need_no_deep_recursion(lines: Resolve) -> None:
    cells = "".join(f"table by n gives d{i}\n  d{i + 1} | 1\n  any | 0\n" for i in range(300))
    assert lines(f"input n number\n{cells}define d300: n\n").diagnostics == ()
    circle = "".join(f"table by n gives d{i}\n  d{(i + 1) % 300} | 1\n  any | 0\n" for i in range(300))
    assert {code for code, _ in told(lines(f"input n number\n{circle}"))} == {"MG009"}


def test_a_name_that_nothing_declares_is_told_once_with_its_other_places(lines: Resolve) -> None:
    text = (
        'input age in years\npathway\n  when aeg over 3 years:\n    note "a"\n  when aeg under 3 years:\n    note "b"\n'
    )
    finding = only(lines(text))
    assert (finding.code.code, finding.help) == ("MG011", "did you mean `age`?")
    assert [label.text for label in finding.labels] == ["`age` is declared here", "also used here"]
    assert finding.edits[0].replacement == "age"


def test_a_name_whose_declaration_could_not_be_read_is_not_told_again() -> None:
    source = SourceFile(
        "test.mg",
        'guideline g\n  title "x"\n  version 1.0.0\ninput age in years, plausibel 0 to 9\n'
        'define old: age over 3 years\npathway\n  when old:\n    note "a"\n',
    )
    parsed = parse(source)
    assert parsed.file is not None
    assert len(parsed.diagnostics) == 1
    assert resolve(parsed.file, source, parsed.unread).diagnostics == ()


def test_of_two_declarations_the_first_stands_and_uses_of_the_second_are_not_told(lines: Resolve) -> None:
    finding = only(lines("substance iron formula Fe\ninput iron yes or no\ndefine low: iron\n"))
    assert finding.message == "`iron` is declared twice, first as a substance, then as an input"
    assert [label.text for label in finding.labels] == ["first declared here"]


def test_classes_declare_their_members_and_nest(lines: Resolve) -> None:
    found = lines('class raas of acei, arb\nclass acei "ACE inhibitor" of ramipril\nclass arb of losartan\n')
    drugs = guideline(found).drugs
    assert found.diagnostics == ()
    assert drugs["raas"].members == ("acei", "arb")
    assert drugs["acei"].title == "ACE inhibitor"
    assert not drugs["ramipril"].is_class


def test_a_class_that_holds_itself_is_opened_so_that_the_rest_stands(lines: Resolve) -> None:
    found = lines("class a of b\nclass b of a, ramipril\n")
    assert only(found).message == "`a` holds `b`, which holds `a`"
    assert guideline(found).drugs["b"].members == ("ramipril",)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("give pain", "`pain` is an input, where a drug, class or regimen is needed"),
        ("order iron", "`iron` is a substance, where an input is needed"),
        ("start iron", "`iron` is a substance, where a monitor is needed"),
        ("follow iron", "`iron` is a substance, where a part is needed"),
        ("report iron", "`iron` is a substance, where an input, define, table output or score is needed"),
    ],
)
def test_a_name_of_another_kind_is_told_with_both_kinds(lines: Resolve, line: str, words: str) -> None:
    finding = only(lines(f"substance iron formula Fe\ninput pain yes or no\npathway\n  {line}\n"))
    assert (finding.code.code, finding.message) == ("MG014", words)
    assert finding.labels


def test_what_was_left_out_for_a_fault_is_remembered(lines: Resolve) -> None:
    found = lines("substance iron formula Fe\ninput w in kg\ndefine x: w + 1\npathway\n  when x:\n    give iron\n")
    assert found.faulty == {"x"}
    assert {"x", "w", "iron"} <= guideline(found).left_out


def test_numbers_of_statements_follow_the_source(lines: Resolve) -> None:
    text = (
        "substance iron formula Fe\ninput pain yes or no\n"
        'pathway\n  when pain:\n    give plan\n  note "x"\n'
        "regimen plan of iron\n  step 1: 5 mg daily\n  step 2 after 2 weeks: 6 mg daily\n  stop when pain\n"
        'pathway other\n  note "y"\n'
    )
    found = guideline(lines(text))
    first, second = found.pathways
    when, note = first.body
    assert isinstance(when, ir.When)
    steps = found.regimens["plan"].steps
    numbers = [when.id, when.body[0].id, note.id, steps[0].body[0].id, steps[1].body[0].id]
    numbers += [found.regimens["plan"].interruptions[0].id, second.body[0].id]
    assert numbers == sorted(set(numbers))


def test_a_decision_with_a_faulty_branch_is_left_out_whole(lines: Resolve) -> None:
    text = 'input n number\npathway\n  decide by n\n    under m:\n      end\n    at least 3:\n      end\n  note "x"\n'
    found = lines(text)
    assert [code for code, _ in told(found)] == ["MG011"]
    assert [type(s).__name__ for s in guideline(found).pathways[0].body] == ["Note"]


def test_no_guideline_line_leaves_no_guideline() -> None:
    source = SourceFile("test.mg", "input age in years\n")
    parsed = parse(source)
    assert parsed.file is not None
    found = resolve(parsed.file, source)
    assert found.guideline is None
    assert [d.code.code for d in found.diagnostics] == ["MG015"]
