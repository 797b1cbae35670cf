"""Answers that are kept: few runs for many patients, and no difference when all is forgotten."""

from __future__ import annotations

import numpy as np
import pytest
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram.pipeline.patients import answering, batches, coding
from milligram.pipeline.patients.batches import Answering, Batch
from milligram.pipeline.patients.columns import Names, plan_columns
from milligram.pipeline.patients.tree import Tree

from . import rows

HEAD = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  for "tests"\n\nsource r "R"\n'


def guideline_of(text: str) -> ir.Guideline:
    guideline = check_text(HEAD + text).guideline
    assert guideline is not None
    return guideline


def answering_of(guideline: ir.Guideline, columns: dict[str, list[object]]) -> tuple[Answering, Batch]:
    plan = plan_columns(Names(guideline, {}, []), list(columns))
    count = len(next(iter(columns.values())))
    return Answering(guideline, plan.read, rows.TODAY), Batch(rows=np.arange(1, count + 1), columns=columns)


def test_ten_independent_whens_take_thirty_runs_and_not_three_to_the_tenth() -> None:
    names = [f"f{n}" for n in range(10)]
    inputs = "".join(f"input {name} yes or no\n" for name in names)
    body = "".join(f'  when {name}:\n    note "{name}" [r]\n' for name in names)
    chance = np.random.default_rng(1)
    columns: dict[str, list[object]] = {
        name: [(None, True, False)[n] for n in chance.integers(0, 3, 5000).tolist()] for name in names
    }
    made, batch = answering_of(guideline_of(f"{inputs}pathway\n{body}"), columns)
    answered = made.answer(batch)
    assert made.answers.runs == 32  # whether it applies, the pathway, and three of each
    row = 77
    expected = [name for name in names if columns[name][row]]
    assert list(answered.answers[answered.places[row]].advice) == expected


def test_a_when_whose_body_halts_the_pathway_is_run_with_it() -> None:
    guideline = guideline_of(
        "input a yes or no\ninput b yes or no\n"
        'pathway\n  when a:\n    decide "b?"\n      b:\n        note "x" [r]\n      not b:\n        note "y" [r]\n'
        '  note "after" [r]\n'
    )
    made, batch = answering_of(guideline, {"a": [True, True, True, False], "b": [True, None, False, None]})
    answered = made.answer(batch)
    told = [answered.answers[place].advice for place in answered.places]
    assert told == [("x", "after"), (), ("y", "after"), ("after",)]


def test_a_tree_that_is_too_large_is_dropped_and_the_answers_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    path = next(path for path in rows.GUIDELINES if path.stem == "levetiracetam_renal_dose")
    guideline = rows.guideline_at(path)
    data = [rows.flat(each, guideline) for each in rows.patients(guideline, 300, 5)]
    columns = {name: [row[name] for row in data] for name in data[0]}
    plan = plan_columns(Names(guideline, {}, []), list(columns))

    def told(size: int) -> list[object]:
        made = Answering(guideline, plan.read, rows.TODAY)
        found: list[object] = []
        for first in range(0, 300, size):
            part = {name: values[first : first + size] for name, values in columns.items()}
            answered = made.answer(Batch(rows=np.arange(first + 1, first + size + 1), columns=part))
            found += [None if place < 0 else answered.answers[place] for place in answered.places]
            found += answered.faults
        return found

    whole = told(300)
    monkeypatch.setattr(answering, "MOST_NODES", 40)
    monkeypatch.setattr(coding, "MOST_KEPT", 10)
    faults = [each for each in whole if isinstance(each, batches.RowFault)]
    answers = [each for each in whole if not isinstance(each, batches.RowFault)]
    small = told(30)
    assert [each for each in small if isinstance(each, batches.RowFault)] == faults
    assert [each for each in small if not isinstance(each, batches.RowFault)] == answers


def test_two_runs_that_read_the_same_and_then_different_inputs_are_a_bug() -> None:
    reads = iter([[0, 1], [0, 2]])
    tree: Tree[int] = Tree(lambda _: (1, next(reads)))
    tree.find(np.array([[1], [1], [1]], dtype=np.int32), np.array([0]))
    with pytest.raises(AssertionError, match="went on to read different inputs"):
        tree.find(np.array([[1], [2], [2]], dtype=np.int32), np.array([0]))


def test_codes_beyond_the_dense_part_of_a_node_find_their_branch() -> None:
    asked: list[int] = []

    def run(row: int) -> tuple[int, list[int]]:
        asked.append(row)
        return row % 100, [0]

    tree: Tree[int] = Tree(run)
    codes = np.array([[row % 100 for row in range(1000)]], dtype=np.int32)
    found = tree.find(codes, np.arange(1000))
    assert [tree.answers[place] for place in found] == [row % 100 for row in range(1000)]
    assert len(asked) == 100
