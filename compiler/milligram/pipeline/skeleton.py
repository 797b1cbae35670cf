"""The guideline that ``milligram new`` writes: small, complete, and clean under ``--strict``."""

from __future__ import annotations

import re
from datetime import date
from keyword import iskeyword

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")

_TEXT = """\
guideline {name}
  title      "{title}"
  version    0.1.0
  status     draft
  for        "adults"
  applies when age at least 18 years
  issued     {issued}
  review by  {review}

# Where the advice comes from. Every recommendation cites a source, or says `uncited because "…"`.
source s1 "Author, title, journal, year"

input age in years whole, plausible 0 to 120
input systolic "Systolic blood pressure" in mmHg, plausible 40 to 300

pathway
  decide "Blood pressure" by systolic
    unknown:
      order systolic [s1]
      end
    under 140 mmHg:
      end because "below the threshold for treatment"
    at least 140 mmHg:
      advise "repeat the measurement on another day" [s1]

case "just under the threshold"
  age 60 years, systolic 139 mmHg
  expect no advise "repeat the measurement on another day"

case "at the threshold"
  age 60 years, systolic 140 mmHg
  expect advise "repeat the measurement on another day"

case "never measured"
  age 60 years
  expect order systolic
"""


class SkeletonError(ValueError):
    """A name that cannot be a guideline's; the message says what can."""


def skeleton(name: str, *, today: date) -> str:
    """The text of a new guideline, issued today and due for review in two years.

    Raises:
        SkeletonError: ``name`` is not a name of the language.
    """
    from milligram.syntax import RESERVED

    if not _NAME.fullmatch(name):
        raise SkeletonError(
            f"{name[:80]!r} is not a name: lower-case letters, digits and _, starting with a letter, 60 at most"
        )
    if iskeyword(name):
        raise SkeletonError(f"{name!r} is a word of Python, which could not import the module; choose another name")
    if name in RESERVED:
        raise SkeletonError(f"{name!r} is a word of the language; choose another name")
    title = name.replace("_", " ").capitalize()
    day = min(today.day, 28)
    review = today.replace(year=today.year + 2, day=day)
    return _TEXT.format(name=name, title=title, issued=today.isoformat(), review=review.isoformat())
