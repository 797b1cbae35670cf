"""Which guideline a module holds, and what stands for what a caller leaves out."""

from __future__ import annotations

from datetime import date
from enum import Enum

from milligram_targets.python.support.data import Data


class Guideline(Data):
    """Which guideline this is; ``sha256`` is that of its source text in UTF-8.

    ``not_proved`` holds the author's reasons for what the checks could not prove;
    ``applies_when`` says for whom it is, in words, None for everybody.
    """

    id: str
    title: str
    version: str
    status: str
    audience: str | None
    issued: date | None
    review_by: date | None
    sha256: str
    not_proved: tuple[str, ...] = ()
    applies_when: str | None = None
    applies_line: int | None = None


class Unmentioned(Enum):
    """A regimen of which nothing is said: it is taken as not started."""

    UNMENTIONED = "unmentioned"


UNMENTIONED = Unmentioned.UNMENTIONED
"""A regimen of which nothing is said: it is taken as not started."""
