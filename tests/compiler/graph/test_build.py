"""The graph of a guideline: every block is there, and each way leads where a run would go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from milligram.graph import build_graph, dump_graph, in_order, reachable
from milligram.ir import nodes as ir

Compile = Callable[[str], ir.Guideline]

GUIDELINE = """
    substance ramipril formula C23H32N2O5
    input potassium in mmol/L, plausible 1 to 10
    input cough yes or no
    regimen pressure of ramipril
      step 1: 2.5 mg daily
      step 2 after 2 weeks: 5 mg daily
      then after 2 weeks: refer to "a specialist"
    caution ramipril when cough: note "cough"
    pathway
      decide by potassium
        under 5 mmol/L:
          continue
        5 to under 6 mmol/L:
          order potassium
          end
        at least 6 mmol/L:
          follow urgent
      when cough:
        note "it may be the drug"
      when potassium over 5 mmol/L:
        end
      give pressure
    part urgent
      refer to "the ward"
      end
"""

DUMP = """\
pathway (unnamed)
  0 start
    flow -> 1
  1 Decide 6
    branch 7 -> 6
    branch 9 -> 2
    branch 12 -> 4
    unknown -> 5
  2 Order 10
    flow -> 3
  3 End 11
  4 Follow 13
  5 halt
  6 When 14
    yes -> 7
    no -> 8
    unknown -> 8
  7 Note 15
    flow -> 8
  8 When 16
    yes -> 9
    no -> 11
    unknown -> 10
  9 End 17
  10 halt
  11 Give 18
    flow -> 12
  12 done
"""


def test_the_dump_of_a_small_guideline(compiled: Compile) -> None:
    shown = dump_graph(build_graph(compiled(GUIDELINE)))
    assert shown.startswith(DUMP), shown
    heads = [line for line in shown.splitlines() if not line.startswith(" ")]
    assert heads == [
        "pathway (unnamed)", "part urgent", "step pressure 1", "step pressure 2", "beyond pressure", "caution ramipril",
    ]  # fmt: skip


def test_the_dump_is_the_same_every_time(compiled: Compile) -> None:
    assert dump_graph(build_graph(compiled(GUIDELINE))) == dump_graph(build_graph(compiled(GUIDELINE)))


def test_every_place_comes_after_those_that_lead_to_it(compiled: Compile) -> None:
    graph = build_graph(compiled(GUIDELINE))
    rank = {key: number for number, key in enumerate(in_order(graph))}
    assert len(rank) == len(graph.places)
    assert all(rank[edge.source] < rank[edge.target] for edge in graph.edges)


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ('note "a"\n  end\n  note "b"', {"b"}),
        ('when cough:\n    end\n  note "b"', set()),
        ('when cough:\n    continue\n    note "b"\n  note "c"', {"b"}),
        ('decide by cough\n    yes:\n      end\n    no:\n      end\n  note "b"', {"b"}),
        ('decide by cough\n    yes:\n      end\n    no:\n      end\n    unknown:\n      note "a"\n  note "b"', set()),
        ('decide by cough\n    yes:\n      end\n    no:\n      follow ending\n  note "b"', {"b"}),
        ('follow maybe\n  note "b"', set()),
        ('follow ending_too\n  note "b"', {"b"}),
        ('follow round\n  note "b"', set()),
    ],
)
def test_what_stands_behind_an_end_cannot_be_reached(compiled: Compile, body: str, lost: set[str]) -> None:
    parts = """
part ending
  end
part ending_too
  note "x"
  follow ending
part maybe
  when cough:
    end
part round
  follow round
"""
    graph = build_graph(compiled(f"input cough yes or no\npathway\n  {body}\n{parts}"))
    found = reachable(graph)
    notes = {
        place.statement.text
        for place in graph.places
        if isinstance(place.statement, ir.Note) and place.key not in found
    }
    assert notes == lost


def test_an_end_has_no_way_out_and_a_halt_none(compiled: Compile) -> None:
    graph = build_graph(compiled(GUIDELINE))
    for place in graph.places:
        if place.kind in ("halt", "done") or isinstance(place.statement, ir.End):
            assert graph.out_of(place.key) == ()
        else:
            assert graph.out_of(place.key) or isinstance(place.statement, ir.Follow)


def test_a_region_is_found_by_its_name(compiled: Compile) -> None:
    graph = build_graph(compiled(GUIDELINE))
    first = graph.region("step", "pressure")
    assert first is not None
    assert first.number == 1
    assert graph.region("part", "nothing") is None
