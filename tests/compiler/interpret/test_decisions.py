"""Points 1 to 4, 7 and 8 of "Meaning, exactly": conditions, decide, when, applies, several pathways, faults."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from milligram.ir import nodes as ir

Compile = Callable[[str], ir.Guideline]
Run = Callable[..., Any]

FLAGS = """
input a yes or no
input b yes or no
input c yes or no
input x in kg, plausible 0 to 100
input y in kg, plausible 0 to 100
"""


def kinds(result: Any) -> list[tuple[str, str]]:
    return [(advice.kind, advice.what or advice.text) for advice in result.advice]


def faults(result: Any) -> list[str]:
    return [fault.message.partition(" (")[0] for fault in result.faults]


def asked(result: Any) -> list[str]:
    return [ask.input for ask in result.asks]


# --- 1: Kleene --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "data", "expected"),
    [
        ("a and b", {"a": False}, False),
        ("a and b", {"a": True}, None),
        ("a and b", {"b": False}, False),
        ("a or b", {"a": True}, True),
        ("a or b", {"b": True}, True),
        ("a or b", {"a": False}, None),
        ("not a", {}, None),
        ("not a", {"a": False}, True),
        ("a is known", {}, False),
        ("a is unknown", {}, True),
        ("x under 10 kg", {}, None),
        ("x under 10 kg", {"x": 10}, False),
        ("x at most 10 kg", {"x": 10}, True),
        ("x 10 to under 20 kg", {"x": 20}, False),
        ("x 10 to 20 kg", {"x": 20}, True),
        ("x under y", {"x": 3, "y": 4}, True),
        ("x under y", {"x": 3}, None),
        ("x is 5 kg", {"x": "5000 g"}, True),
        ("x under 5 kg or y under 5 kg", {"x": 9}, None),
    ],
)
def test_conditions_are_true_false_or_unknown(
    compiled: Compile, run: Run, condition: str, data: dict[str, Any], expected: Any
) -> None:
    guideline = compiled(FLAGS + f"define d: {condition}\npathway\n  report d\n")
    assert run(guideline, data).reports == {"d": expected}


def test_at_least_n_is_decided_as_soon_as_it_can_be(compiled: Compile, run: Run) -> None:
    guideline = compiled(FLAGS + "define d at least 2 of:\n  a\n  b\n  c\npathway\n  report d\n")
    assert run(guideline, {"a": True, "c": True}).reports["d"] is True
    assert run(guideline, {"a": False, "b": False}).reports["d"] is False
    assert run(guideline, {"a": True, "b": False}).reports["d"] is None


def test_a_possible_value_decides_a_comparison_on_which_its_members_agree(compiled: Compile, run: Run) -> None:
    text = FLAGS + "score s\n  1 when a\n  1 when b\n  3 when c\npathway\n  decide by s\n"
    text += '    under 3:\n      note "low"\n    at least 3:\n      note "high"\n'
    guideline = compiled(text)
    assert kinds(run(guideline, {"c": False})) == [("note", "low")]
    assert kinds(run(guideline, {"c": True})) == [("note", "high")]
    halted = run(guideline, {"a": True, "b": True})
    assert kinds(halted) == []
    assert asked(halted) == ["c"]


def test_a_possible_value_outside_a_band_on_both_sides_is_not_in_it(compiled: Compile, run: Run) -> None:
    guideline = compiled(FLAGS + "score s\n  5 when a\ndefine d: s 2 to 3\npathway\n  report d\n")
    assert run(guideline, {}).reports["d"] is False


def test_a_possible_value_is_not_known(compiled: Compile, run: Run) -> None:
    guideline = compiled(FLAGS + "score s\n  5 when a\ndefine d: s is known\npathway\n  report d\n")
    assert run(guideline, {}).reports["d"] is False
    assert run(guideline, {"a": True}).reports["d"] is True


def test_operands_are_read_only_until_the_condition_is_settled(compiled: Compile, run: Run) -> None:
    text = FLAGS + "define d: x over 0 kg and y / x over 2\npathway\n  report d\n"
    assert run(compiled(text), {"x": 0, "y": 5}).reports["d"] is False
    other_way = text.replace("x over 0 kg and y / x over 2", "y / x over 2 and x over 0 kg")
    faulty = run(compiled(other_way), {"x": 0, "y": 5})
    assert faults(faulty) == ["division by zero"]


def test_a_set_is_tested_with_has_and_may_be_empty(compiled: Compile, run: Run) -> None:
    guideline = compiled("input m any of loop, thiazide\ndefine d: m has loop\npathway\n  report d\n")
    assert run(guideline, {"m": ["loop", "thiazide"]}).reports["d"] is True
    assert run(guideline, {"m": []}).reports["d"] is False
    assert run(guideline, {}).reports["d"] is None


def test_completed_years_and_the_birthday_of_29_february(compiled: Compile, run: Run) -> None:
    guideline = compiled("input today date\ninput born date\ndefine age: years since born\npathway\n  report age\n")
    data = {"born": "2004-02-29"}
    assert run(guideline, data, date(2022, 2, 28)).reports["age"] == 17
    assert run(guideline, data, date(2022, 3, 1)).reports["age"] == 18
    assert run(guideline, data, date(2024, 2, 29)).reports["age"] == 20
    assert run(guideline, {**data, "today": "2023-03-01"}, date(2030, 1, 1)).reports["age"] == 19
    unknown = run(guideline, data)
    assert unknown.reports["age"] is None
    assert asked(unknown) == ["today"]


# --- 2: decide --------------------------------------------------------------------------------------------------------

DECIDE = (
    FLAGS
    + """
pathway
  decide "q" by x
    under 5 kg:
      note "light"
    at least 5 kg:
      note "heavy"
  note "after"
"""
)


def test_decide_takes_its_one_true_branch_and_goes_on(compiled: Compile, run: Run) -> None:
    assert kinds(run(compiled(DECIDE), {"x": 4})) == [("note", "light"), ("note", "after")]


def test_decide_that_cannot_be_told_halts_and_asks(compiled: Compile, run: Run) -> None:
    result = run(compiled(DECIDE), {})
    assert kinds(result) == []
    assert [(ask.input, ask.question, ask.blocks) for ask in result.asks] == [("x", "What is the x, in kg?", ("q",))]


def test_decide_that_cannot_be_told_takes_its_unknown_branch(compiled: Compile, run: Run) -> None:
    text = DECIDE.replace("    under 5 kg:", '    unknown:\n      note "weigh"\n    under 5 kg:')
    assert kinds(run(compiled(text), {})) == [("note", "weigh"), ("note", "after")]
    assert kinds(run(compiled(text), {"x": 9})) == [("note", "heavy"), ("note", "after")]


ORDERED = (
    FLAGS
    + """
pathway
  decide "q" first that applies
    a:
      note "first"
    b:
      note "second"
    otherwise:
      note "third"
"""
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"a": True}, "first"),
        ({"a": True, "b": True}, "first"),
        ({"a": False, "b": True}, "second"),
        ({"a": False, "b": False}, "third"),
        ({"b": True}, None),
        ({"a": False}, None),
    ],
)
def test_first_that_applies_needs_all_earlier_ones_false(
    compiled: Compile, run: Run, data: dict[str, Any], said: str | None
) -> None:
    assert kinds(run(compiled(ORDERED), data)) == ([("note", said)] if said else [])


# --- 3: when ----------------------------------------------------------------------------------------------------------


def test_an_unknown_when_without_end_is_skipped_listed_and_asked(compiled: Compile, run: Run) -> None:
    guideline = compiled(FLAGS + 'pathway\n  when a and b:\n    note "n"\n  note "after"\n')
    result = run(guideline, {"a": True})
    assert kinds(result) == [("note", "after")]
    assert [(w.text, w.condition, w.unknown) for w in result.would_apply] == [("n", "a and b", ("b",))]
    assert [(ask.input, ask.blocks) for ask in result.asks] == [("b", ("n",))]


def test_an_unknown_when_that_can_end_halts_and_asks(compiled: Compile, run: Run) -> None:
    guideline = compiled(FLAGS + 'pathway\n  when a:\n    follow p\n  note "after"\npart p\n  end because "z"\n')
    result = run(guideline, {})
    assert kinds(result) == []
    assert asked(result) == ["a"]
    assert result.would_apply == ()


def test_an_operand_that_is_decided_does_not_ask(compiled: Compile, run: Run) -> None:
    guideline = compiled(FLAGS + 'pathway\n  when (a or b) and c:\n    note "n"\n')
    assert asked(run(guideline, {"a": True})) == ["c"]
    assert asked(run(guideline, {"b": False})) == ["a", "c"]
    assert asked(run(guideline, {"c": False})) == []


def test_asks_come_halting_first_then_by_what_waits_then_as_declared(compiled: Compile, run: Run) -> None:
    text = """
pathway
  when b:
    note "1"
  when c:
    note "2"
    note "3"
  when a:
    note "4"
  decide by x
    under 5 kg:
      end
    at least 5 kg:
      end
"""
    assert asked(run(compiled(FLAGS + text), {})) == ["x", "c", "a", "b"]


def test_end_in_a_part_ends_the_caller_too(compiled: Compile, run: Run) -> None:
    guideline = compiled('pathway\n  note "1"\n  follow p\n  note "3"\npart p\n  note "2"\n  end because "done"\n')
    assert kinds(run(guideline, {})) == [("note", "1"), ("note", "2")]


def test_continue_leaves_only_its_block(compiled: Compile, run: Run) -> None:
    text = FLAGS + 'pathway\n  decide\n    a:\n      continue\n    not a:\n      end\n  note "after"\n'
    assert kinds(run(compiled(text), {"a": True})) == [("note", "after")]
    assert kinds(run(compiled(text), {"a": False})) == []


# --- 4: applies -------------------------------------------------------------------------------------------------------

APPLIES = """\
guideline g
  title "G"
  version 1.0.0
  status draft
  applies when age at least 18 years
input age in years whole, plausible 0 to 120
pathway
  note "n"
"""


def test_outside_its_domain_a_guideline_says_nothing(compiled: Compile, run: Run) -> None:
    result = run(compiled(APPLIES), {"age": 17})
    assert (result.applies, result.advice, result.asks) == (False, (), ())


def test_whether_it_applies_is_asked(compiled: Compile, run: Run) -> None:
    result = run(compiled(APPLIES), {})
    assert (result.applies, result.advice, asked(result)) == (None, (), ["age"])
    assert run(compiled(APPLIES), {"age": 18}).applies is True


# --- 7 and 8: several pathways, faults --------------------------------------------------------------------------------


def test_pathways_run_by_themselves_and_say_the_same_once(compiled: Compile, run: Run) -> None:
    text = FLAGS + 'pathway first_one\n  note "n"\n  end because "z"\npathway second_one\n  note "n"\n  note "m"\n'
    assert kinds(run(compiled(text), {})) == [("note", "n"), ("note", "m")]


def test_no_true_branch_is_a_fault_that_halts_only_its_pathway(compiled: Compile, run: Run) -> None:
    text = FLAGS + 'pathway first_one\n  decide "q" by x\n    under 5 kg:\n      end\n    over 5 kg:\n      end\n'
    text += '  note "never"\npathway second_one\n  note "n"\n'
    result = run(compiled(text), {"x": 5})
    assert kinds(result) == [("note", "n")]
    assert [(fault.message, fault.lines) for fault in result.faults] == [("no branch applies of “q”", (13,))]


OVERLAP = """
pathway
  decide "q" by x
    at most 5 kg:
      note "n"
    at least 5 kg:
      note "m"
"""


def test_several_true_branches_with_different_bodies_are_a_fault_that_names_both_lines(
    compiled: Compile, run: Run
) -> None:
    result = run(compiled(FLAGS + OVERLAP), {"x": 5})
    assert result.advice == ()
    assert [(fault.message, fault.lines) for fault in result.faults] == [("several branches of “q” apply", (15, 17))]


def test_several_true_branches_with_the_same_body_are_none(compiled: Compile, run: Run) -> None:
    result = run(compiled(FLAGS + OVERLAP.replace('"m"', '"n" because "other reason"')), {"x": 5})
    assert kinds(result) == [("note", "n")]
    assert result.faults == ()


def test_a_missing_case_of_a_define_is_a_fault_where_it_is_read(compiled: Compile, run: Run) -> None:
    text = (
        FLAGS
        + "define d:\n  1 when x under 5 kg\n  2 when x over 5 kg\n"
        + 'pathway first_one\n  report d\npathway second_one\n  note "n"\n'
    )
    result = run(compiled(text), {"x": 5})
    assert kinds(result) == [("note", "n")]
    assert faults(result) == ["no case of d applies"]


def test_arithmetic_without_a_value_is_a_fault(compiled: Compile, run: Run) -> None:
    guideline = compiled(FLAGS + "define d: ln(x / y)\npathway\n  report d\n")
    assert faults(run(guideline, {"x": 1, "y": 0})) == ["division by zero"]
    assert len(run(guideline, {"x": 0, "y": 1}).faults) == 1
    assert run(guideline, {"x": 1}).faults == ()


def test_a_comparison_that_2000_digits_do_not_decide_is_a_fault(compiled: Compile, run: Run) -> None:
    text = "input p number, plausible 1 to 10\ndefine d: ln(p) + ln(p + 1) at most ln(p * p + p)\n"
    result = run(compiled(text + "pathway\n  report d\n"), {"p": 2})
    assert faults(result) == ["2000 digits do not decide"]


def test_a_formula_decides_by_its_exact_value(compiled: Compile, run: Run) -> None:
    text = "input p number, plausible 1 to 10\ndefine d: sqrt(p) * sqrt(p) at most p\npathway\n  report d\n"
    assert run(compiled(text), {"p": 2}).reports["d"] is True
    assert run(compiled(text.replace("at most p", "under p")), {"p": 2}).reports["d"] is False


# --- tables and cases -------------------------------------------------------------------------------------------------

TABLE = """
input g one of g1, g2, g3
input k one of k1, k2
table by g, k gives risk, n
  g1     | any | low  | 1
  g2     | k1  | low  | 2
  g2     | k2  | high | 3
  g3     | any | high | unspecified
pathway
  report risk, n
"""


def test_a_table_output_is_known_when_all_rows_not_ruled_out_agree(compiled: Compile, run: Run) -> None:
    guideline = compiled(TABLE)
    assert run(guideline, {"g": "g1"}).reports["risk"] == "low"
    assert run(guideline, {"k": "k1", "g": "g2"}).reports["risk"] == "low"
    result = run(guideline, {"g": "g2"})
    assert (result.reports["n"].low, result.reports["n"].high) == (2, 3)
    assert result.reports["risk"].words == ("low", "high")
    assert asked(result) == ["k"]


def test_an_unspecified_value_is_reported_as_such(compiled: Compile, run: Run) -> None:
    assert run(compiled(TABLE), {"g": "g3", "k": "k1"}).reports["n"].text is None
    assert run(compiled(TABLE), {}).reports["n"] is None


def test_a_define_by_cases_takes_the_case_that_holds(compiled: Compile, run: Run) -> None:
    text = FLAGS + "define d first that applies:\n  x when a\n  y when b\n  1 kg otherwise\npathway\n  report d\n"
    guideline = compiled(text)
    assert run(guideline, {"a": True, "x": 7}).reports["d"] == 7
    assert run(guideline, {"a": False, "b": True, "y": 8}).reports["d"] == 8
    assert run(guideline, {"a": False, "b": False}).reports["d"] == 1
    assert run(guideline, {"a": False}).reports["d"] is None
    possible = run(guideline, {"x": 7, "y": 8}).reports["d"]
    assert (possible.low, possible.high) == (1, 8)


def test_the_same_run_twice_is_the_same(compiled: Compile, run: Run) -> None:
    data = {"g": "g2"}
    assert run(compiled(TABLE), data) == run(compiled(TABLE), data)


def test_a_long_chain_of_names_and_parts_has_room(compiled: Compile, run: Run) -> None:
    length = 400
    text = FLAGS + "define d0: a\n" + "".join(f"define d{n}: not d{n - 1}\n" for n in range(1, length))
    text += f"score s\n  1 when d{length - 1}\npathway\n  report s\n  follow p0\n"
    text += "".join(f"part p{n}\n  follow p{n + 1}\n" for n in range(length)) + f'part p{length}\n  note "end"\n'
    result = run(compiled(text), {"a": False})
    assert (result.reports["s"], kinds(result)) == (1, [("note", "end")])
    assert asked(run(compiled(text), {})) == ["a"]
