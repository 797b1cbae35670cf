"""What a case is called: what it is there for, in a clinician's words.

Enters: the patients chosen. Leaves: a name for each, no two alike, and none that the guideline has.

    creatinine clearance exactly 30 mL/min      serum magnesium unknown      Renal function: under 20 mL/min
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milligram.compare.cover import Chosen
from milligram.compare.goals import Goal, GoalKind, Survey

LONGEST = 90
"""A name of more characters is not read."""

_FIRST: dict[GoalKind, int] = {"threshold": 0, "unknown": 1, "never": 2, "branch": 3, "condition": 4}


def names_of(survey: Survey, chosen: Iterable[Chosen], visible: dict[int, Goal]) -> list[str]:
    """The names, in the order of the patients; ``visible`` says for the bit of a visible threshold what it shows."""
    taken = {case.name for case in survey.guideline.cases}
    names = []
    for each in chosen:
        goals = [goal for bit, goal in visible.items() if bit & each.shows]
        name = next(name for name in _candidates([*survey.goals_in(each.shows), *goals]) if name not in taken)
        taken.add(name)
        names.append(name)
    return names


def _candidates(goals: list[Goal]) -> Iterator[str]:
    """Names from the shortest that says anything to one with a number."""
    ordered = sorted(dict.fromkeys(goals), key=lambda goal: (_FIRST[goal.kind], _is_step(goal), goal.index))
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
    match goal.kind:
        case "threshold" | "unknown":
            return goal.text
        case "never" | "condition":
            return f"{goal.title}: {goal.text}" if len(goal.text) < 60 else goal.title
        case "branch":
            return _branch(goal)
        case _:
            raise AssertionError(goal.kind)


def _branch(goal: Goal) -> str:
    """A ``when`` and a define are called by their condition and their name; a branch by its question, too."""
    if goal.title in ("when", "applies when"):
        return goal.text
    answer = goal.text.rpartition(": ")[2] if goal.text.endswith((": no", ": unknown")) else ""
    if len(goal.title) + len(goal.text) + 2 > LONGEST:
        return f"{goal.title}: {answer}" if answer else goal.title
    return f"{goal.title}: {goal.text}"


def _place(goal: Goal) -> str:
    return f"line {goal.line}" if goal.title in ("when", "applies when") else goal.title


def _is_step(goal: Goal) -> bool:
    """Whether a threshold is about the step of a ladder, which says little by itself."""
    return goal.kind == "threshold" and " step " in goal.text
