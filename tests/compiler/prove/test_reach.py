"""Nothing that a patient can reach is called unreachable, whatever stands on the way; and dead ways are seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from milligram.ir import nodes as ir
from milligram.prove.reach import Reach

Compile = Callable[[str], ir.Guideline]

INPUTS = """
    input age in years whole, plausible 0 to 120
    input limit in years whole, plausible 0 to 120
    input smoker yes or no
    input pregnant yes or no
    input sex one of male, female
    input drugs any of loop, thiazide
    score points
      1 when smoker
      2 when age at least 65 years
      4 when pregnant
    define old: age at least 65 years
"""


def _notes(home: ir.Guideline) -> dict[str, bool]:
    """Each note by its text: whether somebody may come to it."""
    reach = Reach(home)
    return {
        place.statement.text: reach.arriving[place.key] is not None
        for place in reach.graph.places
        if isinstance(place.statement, ir.Note)
    }


def _dead(compiled: Compile, text: str) -> set[str]:
    body = "".join(f"      {line}\n" for line in text.strip("\n").splitlines())
    home = compiled(f"{INPUTS}    pathway\n{body}")
    notes = _notes(home)
    assert notes
    return {text for text, reached in notes.items() if not reached}


@pytest.mark.parametrize(
    "text",
    [
        # a score that is not settled may satisfy one band and leave the next open
        """
decide by points
  under 1:
    note "a"
  at least 1:
    decide by points
      at most 2:
        note "b"
      over 2:
        note "c"
      unknown:
        note "d"
  unknown:
    when points at least 0:
      note "e"
""",
        # the other end of a comparison may be what is unknown
        """
decide "Over the limit"
  age over limit:
    note "a"
  not (age over limit):
    note "b"
  unknown:
    decide by age
      under 65 years:
        note "c"
      at least 65 years:
        note "d"
      unknown:
        note "e"
""",
        # an `or` leaves each side open; `not (a and b)` too
        """
when smoker or age over 50 years:
  when not smoker:
    when age over 50 years:
      note "a"
  when smoker:
    when age under 20 years:
      note "b"
when not (smoker and old):
  when smoker:
    note "c"
  when old:
    note "d"
""",
        # `is known` and `is unknown`, of inputs, defines and scores
        """
when age is unknown:
  when age is unknown:
    note "a"
when age is known:
  when old:
    note "b"
when old is unknown:
  note "c"
when points is unknown:
  when age is known:
    note "d"
when points is known:
  when points is 7:
    note "e"
""",
        # `unknown` of an `and` leaves the other side open
        """
decide "Both"
  smoker and old:
    note "a"
  not (smoker and old):
    note "b"
  unknown:
    when smoker:
      note "c"
    when old:
      note "d"
    when age is unknown:
      note "e"
    when smoker is unknown:
      note "f"
""",
        # `first that applies` and `otherwise`
        """
decide by age first that applies
  under 65 years:
    note "a"
  under 80 years:
    note "b"
  otherwise:
    when age at least 80 years:
      note "c"
""",
        # ways that join again
        """
when age under 18 years:
  when smoker:
    end
when age under 18 years:
  note "a"
when smoker:
  note "b"
decide by sex
  male:
    continue
  female:
    when pregnant:
      end
when pregnant:
  note "c"
""",
        # sets
        """
when drugs has loop:
  when drugs has thiazide:
    note "a"
  when not drugs has thiazide:
    note "b"
when not drugs has loop, thiazide:
  note "c"
""",
    ],
)
def test_what_can_be_reached_is_never_called_unreachable(compiled: Compile, text: str) -> None:
    assert _dead(compiled, text) == set()


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ('when old:\n  when age under 60 years:\n    note "a"\nnote "b"', {"a"}),
        ('when not old:\n  end\nwhen age under 65 years:\n  note "a"', {"a"}),
        ('when age over 50 years and age under 40 years:\n  note "a"\nnote "b"', {"a"}),
        ('when not (age over 50 years or smoker):\n  when smoker:\n    note "a"\n  note "b"', {"a"}),
        ('when age is unknown:\n  when old:\n    note "a"\n  note "b"', {"a"}),
        ('when points over 7:\n  note "a"\nnote "b"', {"a"}),
        ('when drugs has loop:\n  when not drugs has loop, thiazide:\n    note "a"\n  note "b"', {"a"}),
        ('decide by sex\n  male:\n    when sex is female:\n      note "a"\n  female:\n    note "b"', {"a"}),
        ('when age over 120 years:\n  note "a"\nnote "b"', {"a"}),
    ],
)
def test_a_dead_way_is_seen(compiled: Compile, text: str, dead: set[str]) -> None:
    assert _dead(compiled, text) == dead


def test_a_part_is_entered_by_everybody_who_follows_it(compiled: Compile) -> None:
    home = compiled(
        INPUTS
        + """
    pathway
      when old:
        follow care
      when age under 18 years:
        follow care
        follow child
    part care
      when age under 18 years:
        note "young"
      when age 18 to under 65 years:
        note "between"
      when age at least 65 years:
        note "old"
    part child
      when old:
        note "never"
      note "child"
    part nobody
      note "never followed"
    """
    )
    assert _notes(home) == {
        "young": True, "between": False, "old": True, "never": False, "child": True, "never followed": False,
    }  # fmt: skip


def test_a_part_in_a_circle_may_be_entered_by_anybody(compiled: Compile) -> None:
    home = compiled(
        INPUTS
        + """
    pathway
      when old:
        follow first_part
    part first_part
      when age under 65 years:
        note "a"
      follow second_part
    part second_part
      follow first_part
    """
    )
    assert _notes(home) == {"a": True}


def test_who_is_impossible_or_not_meant_arrives_nowhere(compiled: Compile) -> None:
    text = 'pathway\n  when age under 30 years:\n    note "a"\n  when age 30 to 40 years:\n    note "b"\n'
    rules = "impossible when age under 30 years\nimpossible when sex is male and pregnant\n"
    inputs = INPUTS.replace("\n    ", "\n")
    assert _notes(compiled(inputs + rules + text)) == {"a": False, "b": True}


def test_ladder_state_is_followed(compiled: Compile) -> None:
    home = compiled(
        """
    substance ramipril formula C23H32N2O5
    regimen pressure of ramipril
      step 1: 2.5 mg daily
      step 2 after 2 weeks: 5 mg daily
    pathway
      when pressure step at least 1:
        when pressure step is 0:
          note "a"
        when pressure step is 2:
          note "b"
      when pressure step over 2:
        note "c"
      give pressure
    """
    )
    assert _notes(home) == {"a": False, "b": True, "c": False}
