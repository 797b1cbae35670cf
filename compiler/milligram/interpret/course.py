"""What a run says of a treatment that goes on: where each regimen stands after it, and what is measured next.

Enters: nothing (`milligram.interpret.courses` and `milligram.interpret.schedules` fill it). Leaves: `Course` and
`Schedule`, parts of a `Result`.

All times are in days, counted from the start of the step that the patient is on after this run. A date is None where
the day of the start is not known (neither ``today`` nor ``since`` is), and beyond the year 9999.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias

Action: TypeAlias = L[
    "start", "stay", "step up", "step down", "beyond", "hold", "stop", "withhold", "undecided", "unsaid"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMove:
    """A move that the ladder can make next from the step the patient is on.

    ``step`` is where it leads (for what lies beyond the last step: the last step), ``text`` what it does, ``when`` its
    rule in words. It can be made from ``low`` days on the step, 0 where it waits for no time, and is overdue after
    ``high`` (None: never). ``unknown`` is what it waits for in this very run.
    """

    kind: L["step up", "step down", "beyond"]
    step: int
    text: str
    when: str
    low: Fraction
    high: Fraction | None = None
    earliest: date | None = None
    latest: date | None = None
    unknown: tuple[str, ...] = ()
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What this run does with one regimen: one that it gives, or that the patient is on.

    ``action``:

    - "start", "stay", "step up", "step down": the step that is given, against the one before.
    - "beyond": the last step is behind the patient; the advice says what follows.
    - "hold", "stop": an interruption, a ``never`` rule or a statement of the pathway.
    - "withhold": a ``never`` rule keeps the step back that was to be given; see ``blocked``.
    - "undecided": the run halted before it came to the regimen, or its step is unknown.
    - "unsaid": the run went to its end without a word on a regimen that runs.

    ``from_step`` is the patient's step before (0: not started, None: unknown); ``to_step`` the one after, 0 once it is
    stopped, None where it is unknown or where what lies beyond the last step ends or pauses it. ``since`` is the day
    on which that step began, ``time`` the days on it. ``overdue``: the move came later than its rule allows.
    ``unknown`` are the inputs that the course waits for.
    """

    regimen: str
    action: Action
    from_step: int | None
    to_step: int | None
    since: date | None = None
    time: Fraction | None = None
    overdue: bool = False
    next: tuple[NextMove, ...] = ()
    unknown: tuple[str, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A line of a schedule that is still to come, on this day or later.

    ``text`` is the author's ("after 1 to 2 weeks"), ``condition`` its condition in words. ``holds``: True where it
    holds (or there is none); None where it is unknown, with what would settle it in ``unknown``; False where it does
    not hold now, and rests on a time or a value that the schedule itself measures: it is read again on the day. Other
    lines that do not hold are left out. ``low`` and ``high`` are None for a line that names no time.
    """

    inputs: tuple[str, ...]
    text: str
    condition: str | None = None
    holds: bool | None = True
    unknown: tuple[str, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    earliest: date | None = None
    latest: date | None = None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A monitor that this run starts, or that goes on beside a regimen the patient is on (``started`` false).

    Its days count from ``since``, the start of the current step of ``regimen``; None: from the day of this run.
    """

    monitor: str
    started: bool
    regimen: str | None = None
    since: date | None = None
    next: tuple[Measurement, ...] = ()
