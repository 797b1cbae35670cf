"""What a case is called: what it is there for, in a clinician's words.

Enters: the patients chosen. Leaves: a name for each, no two alike, and none that the guideline has.

    creatinine clearance exactly 30 mL/min      serum magnesium unknown      Renal function: under 20 mL/min
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milligram.compare.cases.cover import Chosen
from milligram.compare.cases.goals import WORDS, Goal, GoalKind, Survey

LONGEST = 90
"""A name of more characters is not read."""

_FIRST: dict[GoalKind, int] = {"threshold": 0, "unknown": 1, "never": 2, "branch": 3, "condition": 4}


def named(survey: Survey, chosen: Iterable[Chosen], visible: dict[int, Goal]) -> list[tuple[str, Chosen]]:
    """The patients with their names, in the order of the places that these tell of.

    ``visible`` says for the bit of a visible threshold what it shows.
    """
    ordered = []
    for each in chosen:
        goals = [goal for bit, goal in visible.items() if bit & each.shows]
        ordered.append((_ordered([*survey.goals_in(each.shows), *goals]), each))
    ordered.sort(key=lambda item: (item[0][0].line, item[0][0].index))
    taken = {case.name for case in survey.guideline.cases}
    found = []
    for mine, each in ordered:
        name = next(name for name in _candidates(mine) if name not in taken)
        taken.add(name)
        found.append((name, each))
    return found


def _ordered(goals: list[Goal]) -> list[Goal]:
    """What a case shows, the most telling first."""
    return sorted(dict.fromkeys(goals), key=lambda goal: (_rank(goal), goal.index))


def _rank(goal: Goal) -> int:
    """A rule that holds nothing back says least, and the step of a ladder little."""
    if goal.kind == "never" and goal.how == "no":
        return 6
    return 5 if goal.kind == "threshold" and " step " in goal.about else _FIRST[goal.kind]


def _candidates(ordered: list[Goal]) -> Iterator[str]:
    """Names from the shortest that says anything to one with a number."""
    short = [text for text in (_text(goal) for goal in ordered) if len(text) <= LONGEST] or ["another patient"]
    long = [f"{_text(goal)} ({_place(goal)})" for goal in ordered]
    first = short[0]
    yield first
    yield from (name for name in long if name.startswith(f"{first} (") and len(name) <= LONGEST)
    for other in short[1:]:
        if len(first) + len(other) + 2 <= LONGEST and not other.startswith(first):
            yield f"{first}; {other}"
    yield from short[1:]
    number = 2
    while True:
        yield f"{first} ({number})"
        number += 1


def _text(goal: Goal) -> str:
    """A threshold or an unknown value speaks for itself; the rest says where it is."""
    if goal.kind in ("threshold", "unknown") or goal.title in WORDS:
        return goal.text
    if len(goal.title) + len(goal.text) + 2 <= LONGEST:
        return f"{goal.title}: {goal.text}"
    return f"{goal.title}: {goal.how}" if goal.how else goal.title


def _place(goal: Goal) -> str:
    return f"line {goal.line}" if goal.title in WORDS else goal.title
